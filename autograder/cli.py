"""The command line: declares commands over plain functions, which are imported when they are run."""

from __future__ import annotations

import os
import sys
import warnings
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .errors import AutograderError
from .text import plain
from .threads import ONE_THREAD

if TYPE_CHECKING:
    from .batch import Outcome
    from .build import BuildReport
    from .course import Course
    from .executors.shards import Shard
    from .result import Result

LEVELS = ("auto", "bubblewrap", "namespaces", "landlock", "none")


class Commands(click.Group):
    """Commands in the order of the work; an AutograderError ends one with its message and exit code 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        # nbgrader 0.9 uses SQLAlchemy in a way that SQLAlchemy 2.1 remarks on at each submission.
        warnings.filterwarnings("ignore", module="nbgrader")
        # An option of nbformat's validation, for a format that no notebook has; it would be most of a command's start.
        sys.modules.setdefault("rfc3987_syntax", None)
        for name, value in ONE_THREAD.items():
            os.environ.setdefault(name, value)
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


class ShardOf(click.ParamType):
    """Which part of a class: I/N."""

    name = "shard"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> Shard:
        from .executors.shards import Shard

        try:
            return Shard.parse(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


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
@click.option("--answers/--no-answers", default=True, help="Try the mutants and variants [default: yes].")
@click.option("--fresh", is_flag=True, help="Go through every gate, also where nothing has changed since it held.")
@click.option("--verbose", "-v", is_flag=True, help="Show what became of mutants and variants, question by question.")
def build(names: tuple[str, ...], check: bool, answers: bool, fresh: bool, verbose: bool) -> None:
    """Make student notebooks: source/ to release/.

    Without a name: all assignments. Nothing is written unless the reference earns all points, the empty release
    none, every known wrong answer loses points and every other right one none, and no answer or hidden test leaks.
    Writes .autograder/gates/ too: what held, and what became of each mutant and variant.
    """
    from . import terminal
    from .build import build as build_assignments

    reports: list[BuildReport] = []
    course = _course()
    way: dict[str, Any] = {"check": check, "answers": answers, "fresh": fresh, "on_report": reports.append}
    try:
        with terminal.stages() as progress:
            build_assignments(course, names or None, progress=progress, **way)
    finally:
        for report in reports:
            click.echo(str(report))
            if verbose and report.answers:
                terminal.out.print(terminal.answers_table(report.answers))


@main.command()
@assignment
@click.argument("questions", nargs=-1, metavar="[QUESTION]...")
@click.option(
    "--seeds", type=click.IntRange(min=1), default=1, show_default=True, help="Sets of random inputs to try each with."
)
@click.option("--verbose", "-v", is_flag=True, help="Show what a student reads who hands in each mutant.")
def answers(name: str, questions: tuple[str, ...], seeds: int, verbose: bool) -> None:
    """Try the mutants and variants of an assignment.

    Known wrong answers must lose points, other right ones must lose none, and where a mutant says what its student
    must read, that must come true. Reads source/ASSIGNMENT/ and release/ASSIGNMENT/; writes nothing.
    """
    from . import terminal
    from .answers import try_assignment

    course = _course()
    if unknown := set(questions) - set(course.assignment(name).points):
        raise click.UsageError(f"{name} has no question {', '.join(sorted(unknown))}")
    with terminal.stages() as progress:
        report = try_assignment(
            course, name, questions=questions, seeds=seeds, progress=lambda done, all: progress(name, done, all)
        )
    if verbose:
        terminal.out.print(terminal.readings_table(report))
    terminal.out.print(terminal.answers_table(report))
    if problems := report.problems(whole=not questions):
        raise AutograderError("\n".join(problems))


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
@click.option("--force", is_flag=True, help="Grade all again, also what has not changed since it was graded.")
@click.option(
    "--workers", type=click.IntRange(min=1), metavar="N", help="Processes that grade at once [default: one a core]."
)
@click.option("--dask", metavar="ADDRESS", help="Grade on this Dask cluster instead: tcp://HOST:PORT of its scheduler.")
@click.option(
    "--shard",
    type=ShardOf(),
    metavar="I/N",
    help="Only every N-th submission by student, beginning with the I-th, into shards/ASSIGNMENT/I-of-N/; nothing "
    "goes into the gradebook until `autograder merge`.",
)
@work
def grade(
    name: str,
    students: tuple[str, ...],
    sandbox: str,
    force: bool,
    workers: int | None,
    dask: str | None,
    shard: Shard | None,
    work: Path | None,
) -> None:
    """Grade the submissions to an assignment.

    Reads submitted/STUDENT/ASSIGNMENT/, and earlier attempts in attempts/STUDENT/ASSIGNMENT/ANY-NAME/; writes
    autograded/STUDENT/ASSIGNMENT/ and gradebook.db. What was graded before from the same files is kept; a run that was
    stopped goes on where it was. Where a regrade changes a result, the difference is shown and added to
    reports/ASSIGNMENT-changes.json; marks and comments that people gave stay.

    Results are the same on one process, on many and on a cluster. On machines that share the course's folder, each
    takes a shard, and merge brings them together:

    \b
      Slurm:       sbatch --array=1-20 --wrap 'autograder grade A --shard $SLURM_ARRAY_TASK_ID/20'
      Kubernetes:  completionMode: Indexed, completions: 20, and
                   autograder grade A --shard $((JOB_COMPLETION_INDEX + 1))/20
      then:        autograder merge A
    """
    from . import terminal
    from .batch import grade_batch, submissions

    if workers and dask:
        raise click.UsageError("--workers is for this machine, --dask for a cluster: one or the other")
    if shard and students:
        raise click.UsageError("--shard takes its students from the whole class: leave --student out")
    course = _course(work)
    jobs = submissions(course, name, students or None)
    total = len(shard.select(jobs)) if shard else len({job.student.partition("/")[0] for _, job in jobs})
    with _stoppable(), terminal.grading(f"grading {name}", total) as progress:
        seen = {"on_result": progress.done, "on_retry": progress.retried}
        options = {"sandbox": sandbox, "workers": workers, "dask": dask, **seen}
        if shard:
            from .executors.shards import grade_shard

            results = grade_shard(course, name, shard, jobs, **options)
        else:
            outcome = grade_batch(course, name, students=students or None, force=force, **options)
            results = outcome.results
    terminal.out.print(terminal.results_table(results))
    if shard:
        terminal.out.print(f"autograder merge {name}: all shards into the gradebook, when each is done")
    else:
        _say_what_changed(outcome)
        _say_what_next(name)
    _fail_if_unfinished(results)


@main.command()
@assignment
@click.argument(
    "folders", nargs=-1, type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="[FOLDER]..."
)
@click.option("--partial", is_flag=True, help="Record what is there, though shards or submissions of them are missing.")
@work
def merge(name: str, folders: tuple[Path, ...], partial: bool, work: Path | None) -> None:
    """Record what shards have graded.

    Reads the folders that `autograder grade ASSIGNMENT --shard I/N` wrote, by default shards/ASSIGNMENT/*; writes
    autograded/STUDENT/ASSIGNMENT/ and gradebook.db, as if all had been graded here. Refuses shards that do not
    belong together.
    """
    from . import terminal
    from .batch import record_batch, submissions
    from .executors.merging import read_shards

    course = _course(work)
    merged = read_shards(course, name, folders, jobs=submissions(course, name), partial=partial)
    with _stoppable(), terminal.grading(f"recording {name}", len(merged)) as progress:
        outcome = record_batch(course, name, merged.graded(), progress.done)
    terminal.out.print(terminal.results_table(outcome.results))
    _say_what_changed(outcome)
    _say_what_next(name)
    _fail_if_unfinished(outcome.results)


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
@click.option("--check", is_flag=True, help="Write nothing; fail where CONCEPTS.md is not what the tags give.")
def concepts(check: bool) -> None:
    """Write the index of concepts.

    Where each is taught and which questions exercise it. Reads the tags of notebooks/ and source/; writes CONCEPTS.md.
    Fails where a concept of course.toml is not taught, or not exercised though it must be.
    """
    from .concept_page import PAGE, gaps, page, write_page

    course = _course()
    if not check:
        click.echo(write_page(course))
    elif not (course.root / PAGE).is_file() or (course.root / PAGE).read_text(encoding="utf-8") != page(course):
        raise AutograderError(f"{PAGE} is out of date; autograder concepts puts that right")
    if problems := gaps(course):
        raise AutograderError("\n".join(problems))


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


def _stoppable() -> AbstractContextManager[None]:
    from .stopping import stoppable

    return stoppable("what was graded is kept; run the same command again and it goes on where it was")


def _say_what_next(name: str) -> None:
    from . import terminal

    terminal.out.print(
        f"autograder report {name}: the class on one page; autograder feedback {name}: a page for each student"
    )


def _say_what_changed(outcome: Outcome) -> None:
    from . import terminal

    if outcome.changes:
        terminal.out.print(terminal.changes_table(outcome.changes))
    for line in terminal.about(outcome):
        terminal.out.print(line, soft_wrap=True)


def _fail_if_unfinished(results: list[Result]) -> None:
    from .pages import plural

    if unfinished := [result for result in results if result.unfinished]:
        raise AutograderError(
            f"{plural(len(unfinished), 'submission')} not graded because the machine failed: run the same command again"
        )


def _results(course: Course, name: str, students: tuple[str, ...] = ()) -> list[Any]:
    from .gradebook import results

    found = {result.student: result for result in results(course, name)}
    if not found:
        raise AutograderError(f"nothing graded in {course.autograded}: run autograder grade {name} first")
    if missing := [student for student in students if student not in found]:
        raise AutograderError(f"not graded: {', '.join(missing)}; graded are: {', '.join(found)}")
    return [found[student] for student in students or found]
