"""The command line: declares commands over plain functions, which are imported when they are run."""

from __future__ import annotations

import errno
import json
import os
import sys
import warnings
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .errors import AutograderError
from .stopping import stoppable
from .text import plain
from .threads import ONE_THREAD

if TYPE_CHECKING:
    from .batch import Outcome
    from .build import BuildReport
    from .collect import Roster
    from .course import Course
    from .executors.shards import Shard
    from .result import Result

LEVELS = ("auto", "bubblewrap", "namespaces", "landlock", "none")


class Commands(click.Group):
    """Commands in the order of the work; an AutograderError or OSError ends one with its message and exit code 1.

    Ctrl-C and SIGTERM end one with 130 and 143.
    """

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
            with stoppable("run the same command again"):
                return super().invoke(ctx)
        except AutograderError as error:
            raise click.ClickException(plain(error, 4000)) from None
        except OSError as error:
            if error.errno == errno.EPIPE:  # whoever reads our output has ended: click's to handle
                raise
            raise click.ClickException(plain(_refusal_of_the_machine(error), 4000)) from None


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
roster = click.option(
    "--roster",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A CSV with the column student and names, addresses, numbers [default: roster.csv in the course, if there].",
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

    Exit code 0: done. 1: something failed its check. 2: usage. 130: Ctrl-C.
    """


@main.command()
@click.argument("name", metavar="NAME")
@click.option("--title", help="As students read it [default: the name].")
def new(name: str, title: str | None) -> None:
    """Start an assignment: a small one that passes every gate.

    NAME is two digits and a word, such as 09_video. Writes source/NAME/ with a notebook, mutants and variants, and adds
    its entry to course.toml.
    """
    from .skeleton import new_assignment

    title = title or name.partition("_")[2].replace("_", " ").capitalize()
    for path in new_assignment(_course(), name, title):
        click.echo(path)
    click.echo(f"next: autograder build {name}; then write your own questions in the place of the one that is there")


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
    from .executors.job import Likely
    from .executors.process import ForkServer

    if workers and dask:
        raise click.UsageError("--workers is for this machine, --dask for a cluster: one or the other")
    if shard and students:
        raise click.UsageError("--shard takes its students from the whole class: leave --student out")
    course = _course(work)
    here = not dask and (students or any(course.submitted.glob("*")))
    # Before the imports, which take as long as its own.
    with _stoppable(force), ForkServer(Likely(course, name, sandbox)) if here else nullcontext() as server:
        from . import terminal
        from .batch import grade_batch, submissions

        jobs = submissions(course, name, students or None)
        if not jobs:
            raise AutograderError(
                f"no submissions in {course.submitted}/*/{name}: "
                f"run autograder collect {name} SOURCE, SOURCE being a download of them"
            )
        total = len(shard.select(jobs)) if shard else len({job.student.partition("/")[0] for _, job in jobs})
        with terminal.grading(f"grading {name}", total) as progress:
            seen = {"on_result": progress.done, "on_retry": progress.retried}
            options = {"sandbox": sandbox, "workers": workers, "dask": dask, "server": server, **seen}
            if shard:
                from .executors.shards import grade_shard

                results = grade_shard(course, name, shard, jobs, force=force, **options)
            else:
                outcome = grade_batch(course, name, students=students or None, force=force, **options)
                results = outcome.results
    terminal.out.print(terminal.results_table(results))
    if shard:
        terminal.out.print(f"autograder merge {name}: all shards into the gradebook, when each is done")
    else:
        _say_what_changed(course, name, outcome)
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
    _say_what_changed(course, name, outcome)
    _say_what_next(name)
    _fail_if_unfinished(outcome.results)


@main.command()
@assignment
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--from",
    "platform",
    type=click.Choice(["auto", "canvas", "moodle", "gradescope", "brightspace", "plain"]),
    default="auto",
    show_default=True,
    help="Who made the download; auto looks at the names in it.",
)
@roster
@click.option("--dry-run", "dry", is_flag=True, help="Write nothing; say what would be done.")
@work
def collect(name: str, source: Path, platform: str, roster: Path | None, dry: bool, work: Path | None) -> None:
    """Put a download of submissions where they are graded.

    Reads SOURCE, a folder or an archive; writes submitted/STUDENT/ASSIGNMENT/, and earlier attempts to attempts/.
    Nothing is overwritten; the same download again changes nothing. Exit code 1 where something could not be placed.
    """
    from . import terminal
    from .collect import collect as collect_from

    course = _course(work)
    collected = collect_from(course, name, source, platform=platform, roster=_roster(course, roster), dry=dry)
    terminal.out.print(terminal.collected_table(collected, course.zone))
    for line in (*collected.left, *collected.unplaced):
        terminal.out.print(line, soft_wrap=True, markup=False)
    raise SystemExit(1 if collected.unplaced or collected.left else 0)


@main.command()
@assignment
@click.option("--json", "as_json", is_flag=True, help="Print the same as JSON and write no page.")
@work
def report(name: str, as_json: bool, work: Path | None) -> None:
    """Write one page on the class.

    Scores, questions and their quality, what went wrong. Reads autograded/*/ASSIGNMENT/result.json; writes
    reports/ASSIGNMENT.html, which opens from disk.
    """
    from .report import report_data, write_report

    course = _course(work)
    results = _results(course, name)
    if as_json:
        click.echo(json.dumps(report_data(course, name, results), indent=1))
    else:
        click.echo(write_report(course, name, results))


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
@click.argument("dest", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--upto", type=AssignmentName(), metavar="ASSIGNMENT", help="The last assignment to give out [default: all]."
)
@click.option(
    "--repository",
    default="",
    metavar="OWNER/NAME",
    help="The students' repository on GitHub, for Colab [default: of course.toml, else of the git remote of DEST, "
    "else of the course's].",
)
def publish(dest: Path, upto: str | None, repository: str) -> None:
    """Write what students get: lectures, coursework/, assignments.

    Reads notebooks/, coursework/ and release/; writes DEST, a new folder or a clone of the students' repository. Each
    notebook gets the badge that opens it in Colab and a cell that installs the course there. Refused where an answer
    or a hidden test could be read in it. A second run updates DEST; files there that publish did not write stay.
    """
    from .publish import publish as publish_tree

    click.echo(str(publish_tree(_course(), dest, upto=upto, repository=repository)))


@main.command()
@assignment
@click.option(
    "--least",
    type=click.FloatRange(0.1, 1.0),
    default=0.5,
    show_default=True,
    help="Of what is their own, how much two students have to share.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the pairs as JSON and write no page.")
@work
def similarity(name: str, least: float, as_json: bool, work: Path | None) -> None:
    """Find submissions that share code, for a person to look at.

    Starter code, the reference and what much of the class writes count nowhere; other names, comments, layout and
    order of functions change nothing. Reads autograded/; writes reports/ASSIGNMENT-similarity.html,
    and .json, from which the report on the class takes the groups.
    """
    from .pages import plural
    from .similarity import clusters, of_course, similar, write_similarity

    course = _course(work)
    found, given = of_course(course, name, [result.student for result in _results(course, name)])
    pairs = similar(found, given, least)
    if as_json:
        click.echo(json.dumps({"pairs": [asdict(pair) for pair in pairs], "clusters": clusters(pairs)}, indent=1))
    else:
        click.echo(f"{write_similarity(course, name, found, pairs)}: {plural(len(pairs), 'pair')}")


@main.group()
def export() -> None:
    """Give grades to other programs."""


@export.command("grades")
@click.argument("names", nargs=-1, required=True, type=AssignmentName(), metavar="ASSIGNMENT...")
@click.option(
    "--to",
    "target",
    type=click.Choice(["csv", "xlsx", "canvas", "moodle", "gradescope"]),
    default="csv",
    show_default=True,
    help="A table of our own (csv, xlsx); the file that Canvas or Moodle imports; the columns of Gradescope's export.",
)
@click.option(
    "--template",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="For canvas the CSV of Grades, Export; for moodle the assignment's grading worksheet.",
)
@click.option("--questions", is_flag=True, help="In a table of our own, a column for each question.")
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="[default: in reports/]")
@work
def export_grades(
    names: tuple[str, ...],
    target: str,
    template: Path | None,
    questions: bool,
    output: Path | None,
    work: Path | None,
) -> None:
    """Write grades for a learning platform or a spreadsheet.

    Reads autograded/*/ASSIGNMENT/result.json and the marks in gradebook.db, which count in place of the grader's
    points. A student's name never becomes a formula.
    """
    from .export.command import write_grades

    course = _course(work)
    graded = {name: _results(course, name) for name in dict.fromkeys(names)}
    for line in write_grades(course, graded, target, template=template, questions=questions, output=output):
        click.echo(line)


@export.command("feedback")
@assignment
@click.argument("download", type=click.Path(exists=True, path_type=Path))
@roster
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="[default: in reports/]")
@work
def export_feedback(name: str, download: Path, roster: Path | None, output: Path | None, work: Path | None) -> None:
    """Pack the feedback pages as a platform takes them back.

    Reads feedback/STUDENT/ASSIGNMENT/ and DOWNLOAD, the submissions as Canvas, Moodle or Brightspace gave them: each
    page gets the name that the student's submission had there.
    """
    from .export.feedback import write_feedback_zip

    course = _course(work)
    for line in write_feedback_zip(course, name, download, _roster(course, roster), output):
        click.echo(line)


@export.command("gradescope")
@assignment
@click.option("--sandbox", type=click.Choice(LEVELS), default="auto", show_default=True, help="As for grade.")
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="[default: in reports/]")
def export_gradescope(name: str, sandbox: str, output: Path | None) -> None:
    """Write the zip that Gradescope takes as an autograder.

    It holds the assignment with its hidden tests and the course's secret, so that it grades as this course does: give
    it to Gradescope alone. A submission is graded there in the same sandbox, as far as the container allows one.
    """
    from .export.gradescope import write_autograder

    course = _course()
    click.echo(write_autograder(course, name, output, sandbox=sandbox))


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
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="The site's folder, which is replaced [default: .autograder/site/html].",
)
@click.option(
    "--execute/--no-execute",
    default=True,
    help="Execute lectures that have changed since [default: yes]; without, those have no outputs.",
)
def site(output: Path | None, execute: bool) -> None:
    """Build the course as static pages.

    Reads docs/, notebooks/, release/, course.toml, README.md and the docstrings of coursework/. Each lecture is
    executed, unless nothing has changed that it follows from. Fails where a lecture fails, a link leads nowhere, a
    picture has no text, something would be loaded from another host, or a line of a solution or hidden test could be
    read; the last good site then stays.
    """
    from .site import build_site

    course = _course()
    built = build_site(course, output, execute=None if execute else (), say=lambda line: click.echo(line, err=True))
    click.echo(
        f"{built.checked.pages} pages, {built.checked.links} links and {built.checked.pictures} pictures checked, "
        f"{len(built.checked.external)} links to other hosts not tried; {built.seconds:.0f} s"
    )
    click.echo(built.start)


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


def _roster(course: Course, path: Path | None) -> Roster | None:
    """The roster that is named, else the course's own, if it has one."""
    from .collect import read_roster

    own = course.root / "roster.csv"
    return read_roster(path or own) if path or own.is_file() else None


def _refusal_of_the_machine(error: OSError) -> str:
    """One line on what the machine did not let us do."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        where = f" for {error.filename}" if error.filename else ""
        return f"no space left on the disk{where}: what was graded is kept; free some and run the same command again"
    said = error.strerror or str(error) or type(error).__name__
    return f"{error.filename}: {said}" if error.filename else said


def _stoppable(force: bool = False) -> AbstractContextManager[None]:
    same = "the same command again without --force" if force else "the same command again"
    return stoppable(f"what was graded is kept; run {same} and it goes on where it was")


def _say_what_next(name: str) -> None:
    from . import terminal

    terminal.out.print(
        f"autograder report {name}: the class on one page; autograder feedback {name}: a page for each student"
    )


def _say_what_changed(course: Course, name: str, outcome: Outcome) -> None:
    from . import terminal
    from .timing import unknown_extensions

    if outcome.changes:
        terminal.out.print(terminal.changes_table(outcome.changes))
    said = terminal.about(outcome)
    roster = _roster(course, None)
    if nobody := unknown_extensions(course, course.assignment(name), roster.students if roster else ()):
        said.append(f"course.toml gives more time to {', '.join(nobody)}: nobody has such a name")
    for line in said:
        terminal.out.print(line, soft_wrap=True, markup=False)


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
