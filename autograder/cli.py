"""The command line: declares commands over plain functions, which are imported when they are run."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .errors import AutograderError
from .text import plain

if TYPE_CHECKING:
    from .course import Course

LEVELS = ("auto", "bubblewrap", "namespaces", "none")


class Commands(click.Group):
    """Commands in the order of the work; an AutograderError ends one with its message and exit code 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        # nbgrader 0.9 uses SQLAlchemy in a way that SQLAlchemy 2.1 remarks on at each submission.
        warnings.filterwarnings("ignore", module="nbgrader")
        try:
            return super().invoke(ctx)
        except AutograderError as error:
            raise click.ClickException(plain(error, 4000)) from None


class AssignmentName(click.ParamType):
    """An assignment that `course.toml` lists."""

    name = "assignment"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        known = _course().assignments
        if value not in known:
            self.fail(f"no assignment {value!r}; there are: {', '.join(known) or 'none'}", param, ctx)
        return value


assignment = click.argument("name", type=AssignmentName(), metavar="ASSIGNMENT")
students = click.option(
    "--student",
    "-s",
    "students",
    multiple=True,
    metavar="NAME",
    help="Only this student; may be given again.",
)
work = click.option(
    "--work",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder that holds submitted/ and gets autograded/, feedback/, reports/ and gradebook.db "
    "[default: the course's].",
)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="coursework", prog_name="autograder")
def main() -> None:
    """Build, grade and report the assignments of a course.

    Run it anywhere inside the course: the folder with course.toml is found from there.

    Exit code 0: done. 1: something failed its check. 2: usage.
    """


@main.command()
@click.argument("names", nargs=-1, type=AssignmentName(), metavar="[ASSIGNMENT]...")
@click.option("--check", is_flag=True, help="Write nothing; fail where release/ is not what source/ gives.")
def build(names: tuple[str, ...], check: bool) -> None:
    """Make student notebooks: source/ to release/.

    Without a name: all assignments. Nothing is written unless the reference earns all points, the empty release
    none, and no answer or hidden test leaks.
    """
    from . import terminal
    from .build import build as build_assignments

    with terminal.stages() as progress:
        reports = build_assignments(_course(), names or None, check=check, progress=progress)
    for report in reports:
        click.echo(str(report))


@main.command()
@assignment
@students
@click.option(
    "--sandbox",
    type=click.Choice(LEVELS),
    default="auto",
    show_default=True,
    help="How student code is held; auto takes the strongest level here and refuses to grade with none.",
)
@work
def grade(name: str, students: tuple[str, ...], sandbox: str, work: Path | None) -> None:
    """Grade the submissions to an assignment.

    Reads submitted/STUDENT/ASSIGNMENT/; writes autograded/STUDENT/ASSIGNMENT/ and gradebook.db.
    """
    from . import terminal
    from .grade import grade_class

    course = _course(work)
    with terminal.progress(f"grading {name}", len(students) or _submissions(course, name)) as step:
        results = grade_class(course, name, students=list(students) or None, sandbox=sandbox, on_result=step)
    terminal.out.print(terminal.results_table(results))
    terminal.out.print(
        f"autograder report {name}: the class on one page; autograder feedback {name}: a page for each student"
    )


@main.command()
@assignment
@work
def report(name: str, work: Path | None) -> None:
    """Write one page on the class.

    Scores, questions, what went wrong. Reads autograded/*/ASSIGNMENT/result.json; writes reports/ASSIGNMENT.html,
    which opens from disk.
    """
    from .report import write_report

    course = _course(work)
    click.echo(write_report(course, name, _results(course, name)))


@main.command()
@assignment
@students
@work
def feedback(name: str, students: tuple[str, ...], work: Path | None) -> None:
    """Write one page for each student, without hidden tests.

    Reads autograded/STUDENT/ASSIGNMENT/ and the marks in gradebook.db; writes
    feedback/STUDENT/ASSIGNMENT/ASSIGNMENT.html.
    """
    from . import terminal
    from .feedback import write_feedback
    from .marks import read_marks
    from .pages import plural

    course = _course(work)
    results = _results(course, name, students)
    marks = read_marks(course, name)
    with terminal.progress(f"writing feedback on {name}", len(results)) as step:
        for result in results:
            step(write_feedback(course, result, marks))
    click.echo(f"{plural(len(results), 'page')}: {course.feedback}/*/{name}/{name}.html")


@main.command()
@assignment
def plan(name: str) -> None:
    """Show where each cell of an assignment runs.

    In the sandbox, in the trusted process, or in both. Reads source/ASSIGNMENT/ASSIGNMENT.ipynb; writes nothing.
    """
    from . import terminal
    from .canonical import read
    from .plan import make_plan

    terminal.out.print(terminal.plan_table(make_plan(read(_course().source(name)))))


@main.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="PATH...")
@click.option("--check", is_flag=True, help="Write nothing; fail where a notebook would change.")
def clean(paths: tuple[Path, ...], check: bool) -> None:
    """Put notebooks in canonical form.

    Files, or all in a folder: no outputs, readable cell ids, little metadata. Reads and rewrites the notebooks.
    """
    from . import canonical

    changed = canonical.check(paths) if check else canonical.clean(paths)
    for path in changed:
        click.echo(f"{'not canonical' if check else 'cleaned'}: {path}")
    if check and changed:
        raise click.ClickException(
            f"{len(changed)} notebooks are not in canonical form; autograder clean PATH puts that right"
        )


@main.command()
def doctor() -> None:
    """Say what this machine offers.

    And the command that gets what is missing. Writes nothing.
    """
    from . import terminal
    from .doctor import examine, healthy

    findings = examine()
    terminal.out.print(terminal.findings_table(findings))
    raise SystemExit(0 if healthy(findings) else 1)


@main.command()
def demo() -> None:
    """Grade the sample class of examples/.

    Builds first, and writes report and feedback after; all in .autograder/demo/. Fails where a result is not what
    examples/expected.toml says.
    """
    from .demo import demo as run_demo

    raise SystemExit(0 if run_demo(_course()) else 1)


def _course(work: Path | None = None) -> Course:
    from .course import load_course

    course = load_course()
    return course.at(work) if work else course


def _submissions(course: Course, name: str) -> int:
    return sum(1 for _ in course.submitted.glob(f"*/{name}"))


def _results(course: Course, name: str, students: tuple[str, ...] = ()) -> list[Any]:
    from .gradebook import results

    found = {result.student: result for result in results(course, name)}
    if not found:
        raise AutograderError(f"nothing graded in {course.autograded}: run autograder grade {name} first")
    if missing := [student for student in students if student not in found]:
        raise AutograderError(f"not graded: {', '.join(missing)}; graded are: {', '.join(found)}")
    return [found[student] for student in students or found]
