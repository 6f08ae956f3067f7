"""source -> release: nbgrader's own generate_assignment, then the gates; written only when all are passed."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .atomic import replace_folder, write_text
from .bundle import load_bundle
from .canonical import check as not_canonical
from .canonical import clean, dumps, read
from .course import Assignment, Course
from .errors import AutograderError, BuildError
from .gates import Gate, answered, committed, full_marks, gate, no_marks
from .grade import Grader
from .gradebook import complete_notebook, save_cells
from .leaks import leaks
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
    """

    assignment: str
    gates: tuple[Gate, ...]
    written: bool
    seconds: float

    @property
    def passed(self) -> bool:
        return all(gate.passed for gate in self.gates)

    @property
    def problems(self) -> list[str]:
        """Each problem, with its assignment and gate before it."""
        return [f"{self.assignment}: {gate.name}: {problem}" for gate in self.gates for problem in gate.problems]

    def __str__(self) -> str:
        gates = ", ".join(f"{gate.name} {'✓' if gate.passed else '✗'}" for gate in self.gates)
        what = "written" if self.written else "as committed" if self.passed else "refused"
        return f"{self.assignment}: release {what} in {self.seconds:.0f} s ({gates})"


def build(
    course: Course,
    names: Sequence[str] | None = None,
    *,
    check: bool = False,
    replicates: int = REPLICATES,
    progress: Progress = lambda what, done, total: None,
) -> list[BuildReport]:
    """Make the students' version of assignments, and refuse it where a gate does not hold.

    Args:
        names: assignments; by default all of them.
        check: write nothing; hold the result against the committed release instead.
        replicates: seeds with which the reference must earn full marks.
        progress: called as work goes on.
    Returns: a report for each assignment.
    Raises: BuildError with all problems of all of them; those without problems are written even so.
        CourseError for an assignment that `course.toml` does not name.
    """
    chosen = [course.assignment(name) for name in names or course.assignments]
    reports = [_build(course, assignment, check, replicates, progress) for assignment in chosen]
    if refused := [problem for report in reports for problem in report.problems]:
        raise BuildError("\n".join(refused))
    return reports


def _build(course: Course, assignment: Assignment, check: bool, replicates: int, progress: Progress) -> BuildReport:
    start = time.perf_counter()
    gates: list[Gate] = []
    written = False
    with tempfile.TemporaryDirectory(prefix="autograder-build-") as temporary:
        new = Path(temporary) / assignment.name
        try:
            for each in _gates(course, assignment, new, replicates, progress):
                gates.append(each)
            if check and gates[0].passed:
                gates.append(
                    gate("release is up to date", lambda: committed(new, course.release(assignment.name).parent))
                )
            elif all(each.passed for each in gates):
                _write(course, assignment, new)
                written = True
        except AutograderError as error:
            gates.append(Gate("build", (str(error),), 0.0))
    return BuildReport(assignment.name, tuple(gates), written, time.perf_counter() - start)


def _gates(course: Course, assignment: Assignment, new: Path, replicates: int, progress: Progress) -> Iterator[Gate]:
    """Make the release in the folder `new`, passing one gate after the other; an unsound source ends it."""
    name, source = assignment.name, course.source(assignment.name)
    progress(f"{name}: reading the source", 0, 1)
    notebook = read(source)
    unclean = [f"{path}: not in canonical form: run `autograder clean {path}`" for path in not_canonical([source])]
    sound = gate("structure", lambda: [*unclean, *problems(course, assignment, notebook)])
    yield sound
    if not sound.passed:
        return

    progress(f"{name}: generating the release", 0, 1)
    generate(course, name, new.parent)
    clean([new])
    others = [course.release(other).parent for other in course.assignments if other != name]
    shown = [new, *others, course.root / "notebooks", course.root / "coursework"]
    yield gate("leaks", lambda: leaks(source.parent, notebook, shown))

    release, reference = new / assignment.notebook, new.with_suffix(".ipynb")
    bundle = load_bundle(course, name, release=release)
    write_text(reference, dumps(answered(bundle.release, notebook)))
    with Grader(bundle, level_for_own_code()) as grader:
        progress(f"{name}: grading the empty release", 0, 1)
        yield gate("release earns nothing", lambda: no_marks(grader, release))

        def on_seed(done: int) -> None:
            progress(f"{name}: grading the reference", done, replicates)

        yield gate("source earns everything", lambda: full_marks(grader, reference, replicates, on_seed))
    # The fourth gate's place: mutants lose points, variants lose none (source/<name>/mutants, variants).


def _write(course: Course, assignment: Assignment, new: Path) -> None:
    """Put a release that passed in its place; the gradebook first, since it may refuse."""
    save_cells(course, assignment.name, complete_notebook(course, assignment.name, new / assignment.notebook))
    replace_folder(new, course.release(assignment.name).parent)
    keep_version(course, assignment.name)
