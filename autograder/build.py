"""source -> release: nbgrader's own generate_assignment, then the gates; written only when all are passed."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .answers import AnswersReport, try_answers
from .atomic import replace_folder, write_text
from .bundle import load_bundle
from .canonical import check as not_canonical
from .canonical import clean, dumps, read
from .course import Assignment, Course
from .errors import AutograderError, BuildError
from .gates import Gate, answered, committed, full_marks, gate, no_marks
from .given import FILE, given_layers
from .grade import Grader
from .gradebook import complete_notebook, save_cells
from .leaks import leaks
from .proofs import Proofs
from .recorded import asked_inside, recorded_answers
from .sandbox.policy import level_for_own_code
from .stock import generate
from .structure import problems
from .versions import keep_version

REPLICATES = 20
# Called with what is being done, how many steps of it are done, and how many there are.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class BuildReport:
    """What building one assignment came to.

    gates: in the order they were run; those after a broken structure are not.
    written: whether the release was replaced by this build.
    answers: what trying the mutants and variants came to; None where they were not tried.
    """

    assignment: str
    gates: tuple[Gate, ...]
    written: bool
    seconds: float
    answers: AnswersReport | None = None

    @property
    def passed(self) -> bool:
        return all(gate.passed for gate in self.gates)

    @property
    def problems(self) -> list[str]:
        """Each problem, with its assignment and gate before it."""
        return [f"{self.assignment}: {gate.name}: {problem}" for gate in self.gates for problem in gate.problems]

    def __str__(self) -> str:
        marks = {gate.name: "✗" if not gate.passed else "✓ as before" if gate.before else "✓" for gate in self.gates}
        gates = ", ".join(f"{name} {mark}" for name, mark in marks.items())
        what = "written" if self.written else "as committed" if self.passed else "refused"
        answers = f"; {self.answers}" if self.answers else ""
        return f"{self.assignment}: release {what} in {self.seconds:.0f} s ({gates}){answers}"


def build(
    course: Course,
    names: Sequence[str] | None = None,
    *,
    check: bool = False,
    answers: bool = True,
    fresh: bool = False,
    replicates: int = REPLICATES,
    progress: Progress = lambda what, done, total: None,
    on_report: Callable[[BuildReport], object] = lambda report: None,
) -> list[BuildReport]:
    """Make the students' version of assignments, and refuse it where a gate does not hold.

    Args:
        names: assignments; by default all of them.
        check: write nothing; hold the result against the committed release instead.
        answers: try the mutants and variants.
        fresh: go through all gates, also those that held before with all that they follow from as it is now.
        replicates: seeds with which the reference must earn full marks.
        progress: called as work goes on; on_report: with each report as it comes, also one of a build that is refused.
    Returns: a report for each assignment.
    Raises: BuildError with all problems of all of them; those without problems are written even so.
        CourseError for an assignment that `course.toml` does not name.
    """
    chosen = [course.assignment(name) for name in names or course.assignments]
    way = _Way(check, answers, fresh, replicates, progress)
    reports = []
    for assignment in chosen:
        reports.append(_build(course, assignment, way))
        on_report(reports[-1])
    if refused := [problem for report in reports for problem in report.problems]:
        raise BuildError("\n".join(refused))
    return reports


@dataclass(frozen=True)
class _Way:
    """How to build; see `build`."""

    check: bool
    answers: bool
    fresh: bool
    replicates: int
    progress: Progress


def _build(course: Course, assignment: Assignment, way: _Way) -> BuildReport:
    start = time.perf_counter()
    gates: list[Gate] = []
    tried: list[AnswersReport] = []
    written = False
    with tempfile.TemporaryDirectory(prefix="autograder-build-") as temporary:
        new = Path(temporary) / assignment.name
        try:
            for each in _gates(course, assignment, new, way, tried.append):
                gates.append(each)
            if way.check and gates[0].passed:
                gates.append(
                    gate("release is up to date", lambda: committed(new, course.release(assignment.name).parent))
                )
            elif all(each.passed for each in gates):
                _write(course, assignment, new)
                written = True
        except AutograderError as error:
            gates.append(Gate("build", (str(error),), 0.0))
    seconds = time.perf_counter() - start
    return BuildReport(assignment.name, tuple(gates), written, seconds, tried[0] if tried else None)


def _gates(
    course: Course, assignment: Assignment, new: Path, way: _Way, on_answers: Callable[[AnswersReport], None]
) -> Iterator[Gate]:
    """Make the release in the folder `new`, passing one gate after the other; an unsound source ends it."""
    name, source = assignment.name, course.source(assignment.name)
    way.progress(f"{name}: reading the source", 0, 1)
    notebook = read(source)
    unclean = [f"{path}: not in canonical form: run `autograder clean {path}`" for path in not_canonical([source])]
    sound = gate("structure", lambda: [*unclean, *problems(course, assignment, notebook)])
    yield sound
    if not sound.passed:
        return

    way.progress(f"{name}: generating the release", 0, 1)
    generate(course, name, new.parent)
    clean([new])
    if layers := given_layers(course, assignment):
        write_text(new / FILE, layers)
    others = [course.release(other).parent for other in course.assignments if other != name]
    places = [new, *others, course.root / "notebooks", course.root / "coursework"]
    # What a later assignment is given of this one is no secret there.
    given = [course.release(other).parent / FILE for other, it in course.assignments.items() if name in it.given]
    yield gate("leaks", lambda: leaks(source.parent, notebook, places, shown=layers, apart=given))

    release, reference = new / assignment.notebook, new.with_suffix(".ipynb")
    bundle, level = load_bundle(course, name, release=release), level_for_own_code()
    write_text(reference, dumps(answered(bundle.release, notebook)))
    proofs = Proofs(course, assignment, new, level, fresh=way.fresh)
    with Grader(bundle, level) as grader:
        way.progress(f"{name}: grading the empty release", 0, 1)
        yield _remembered(proofs, "release earns nothing", 1, lambda: no_marks(grader, release))

        def on_seed(done: int) -> None:
            way.progress(f"{name}: grading the reference", done, way.replicates)

        seeds = way.replicates
        full = _remembered(
            proofs, "source earns everything", seeds, lambda: full_marks(grader, reference, seeds, on_seed)
        )
        yield full
        if not full.passed:
            return
        if asked := asked_inside(notebook):
            way.progress(f"{name}: answering as recorded", 0, 1)
            yield _remembered(
                proofs,
                "recorded answers earn nothing",
                1,
                lambda: recorded_answers(grader, asked, reference, release),
            )

    if way.answers:
        start, before = time.perf_counter(), proofs.answers()

        def on_answer(done: int, total: int) -> None:
            way.progress(f"{name}: trying wrong and other answers", done, total)

        report = before or try_answers(bundle, notebook, level, reference, progress=on_answer)
        proofs.keep_answers(report)
        on_answers(report)
        yield Gate("answers", tuple(report.problems()), time.perf_counter() - start, before is not None)


def _remembered(proofs: Proofs, name: str, times: int, check: Callable[[], Iterable[str]]) -> Gate:
    """A gate that is not gone through again where it held before and nothing has changed."""
    if proofs.shown(name, times):
        return Gate(name, (), 0.0, before=True)
    found = gate(name, check)
    if found.passed:
        proofs.keep(name, times)
    return found


def _write(course: Course, assignment: Assignment, new: Path) -> None:
    """Put a release that passed in its place; the gradebook first, since it may refuse."""
    save_cells(course, assignment.name, complete_notebook(course, assignment.name, new / assignment.notebook))
    replace_folder(new, course.release(assignment.name).parent)
    keep_version(course, assignment.name)
