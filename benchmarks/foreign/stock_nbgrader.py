"""nbgrader as its users have it: `nbgrader autograde`, with its own preprocessors and nothing of ours."""

from __future__ import annotations

import json
import math
import shutil
import sqlite3
import sys
import time
from pathlib import Path

import nbformat
from hostile import Attack, canaries
from hostile.attack import BREAKING_OUT, WEARING_OUT, hand_in, honest, submission, write
from hostile.course import POINTS, notebook, write_course
from nbgrader.api import Gradebook, MissingEntry

from . import container
from .outcome import Outcome

CELL_SECONDS = 10
CONFIGURATION = f"""\
c = get_config()
c.CourseDirectory.course_id = "attacked"
c.Execute.timeout = {CELL_SECONDS}
c.Execute.iopub_timeout = 30
"""
REPOSITORY = Path(__file__).parents[2]
SHOWS = [*container.python_folders(), REPOSITORY / "coursework", REPOSITORY / "autograder", REPOSITORY / "tests"]
SHOWS += [REPOSITORY / "benchmarks" / "foreign"]


class Nbgrader:
    """A course in a folder of its own, graded by stock nbgrader; each attack gets a copy of it.

    Args: style: how its tests are written, see `hostile.course`; seconds: how long grading one attack may take.
    """

    def __init__(self, style: str, folder: Path, seconds: float) -> None:
        self._seconds = seconds
        self.name = f"nbgrader ({style})"
        self._folder = folder
        self._course, self._home = folder / "course", folder / "home"
        self._environment: dict[str, str] = {}
        canaries.plant(self._home, self._environment)
        self._write_course(style)
        self.expected, self._told = self._expected()

    def attacked(self, attack: Attack) -> Outcome | None:
        """Grade a class with the attack in it."""
        start = time.monotonic()
        at_others = attack.kind in (BREAKING_OUT, WEARING_OUT) and attack.assignment == "rows"
        work, home = self._copy(attack.name)
        try:
            folder = work / "submitted" / "mallory" / attack.assignment
            hand_in(attack, submission(attack, self._released(attack.assignment)), folder)
            if at_others:
                self._hand_in_honest(work, "zoe", "rows", "half")
            before = self._others(work)
            only = [] if at_others else ["--student", "mallory"]
            linger = 1.5 if attack.kind == BREAKING_OUT else 0.0
            done = self._run(work, home, "autograde", attack.assignment, *only, linger=linger)
            broken = [f"no end in {self._seconds:.0f} s"] if done.timed_out else []
            gained, lost = self._compared(attack, work, broken)
            if attack.kind in (BREAKING_OUT, WEARING_OUT) and not attack.spends:
                broken += [f"{name} was lost with it" for name in sorted(lost - set(attack.answers))]
            if at_others:
                self._check_neighbours(work, before, broken)
            leaked = self._canaries(work, attack.assignment, "mallory") - self._told[attack.assignment, attack.base]
            if canaries.TERMINAL in done.output:
                broken.append("control codes on the terminal")
            if attack.name.startswith("script") and self._script_in_feedback(work, home):
                broken.append("a script in the feedback page")
            return Outcome(gained, tuple(broken), tuple(sorted(leaked)), time.monotonic() - start)
        finally:
            shutil.rmtree(work, ignore_errors=True)
            shutil.rmtree(home, ignore_errors=True)

    def _write_course(self, style: str) -> None:
        write_course(self._course, style)
        (self._course / "nbgrader_config.py").write_text(CONFIGURATION)
        for name in POINTS:
            source = notebook(name, style)
            source.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
            nbformat.write(source, self._course / "source" / name / f"{name}.ipynb")
            self._run(self._course, self._home, "generate_assignment", name, must=True)
        self._hand_in_honest(self._course, "alice", "rows", "right")
        self._run(self._course, self._home, "autograde", "rows", must=True)
        with sqlite3.connect(self._course / "gradebook.db") as base:
            base.execute("update student set last_name = ?", (canaries.GRADEBOOK,))

    def _expected(self) -> tuple[dict, dict]:
        """Of the honest submissions, by assignment and base: points, and what nbgrader tells unasked.

        Its feedback shows the traceback of a failed test, hidden or not.
        """
        work, home = self._copy("honest")
        expected, told = {}, {}
        for assignment in POINTS:
            for base in ("wrong", "half", "right"):
                self._hand_in_honest(work, base, assignment, base)
            self._run(work, home, "autograde", assignment, must=True)
            for base in ("wrong", "half", "right"):
                expected[assignment, base] = scores(work, assignment, base)
                told[assignment, base] = self._canaries(work, assignment, base)
        shutil.rmtree(work)
        return expected, told

    def _released(self, assignment: str) -> dict:
        return json.loads((self._course / "release" / assignment / f"{assignment}.ipynb").read_text())

    def _hand_in_honest(self, work: Path, student: str, assignment: str, base: str) -> None:
        text = honest(self._released(assignment), assignment, base)
        if student == "alice":
            text["cells"][0]["source"] += f"\n\n{canaries.NEIGHBOUR}"
        write(text, work / "submitted" / student / assignment, assignment)

    def _copy(self, name: str) -> tuple[Path, Path]:
        work, home = self._folder / f"work-{name}", self._folder / f"home-{name}"
        shutil.copytree(self._course, work)
        shutil.copytree(self._home, home)
        return work, home

    def _run(self, work: Path, home: Path, *words: str, must: bool = False, linger: float = 0.0) -> container.Done:
        """Run an nbgrader command in the container. must: it is none of an attack's, so it has to succeed."""
        path = f"{Path(sys.prefix) / 'bin'}:/usr/bin:/bin"
        environment = {**self._environment, "PATH": path, "AUTOGRADER_COURSE": container.WORK}
        inside = str(Path(__file__).parent / "inside.py")
        command = [sys.executable, inside, str(linger), sys.executable, "-m", "nbgrader", *words]
        done = container.run(
            command, work, home, shows=SHOWS, environment=environment, seconds=600 if must else self._seconds
        )
        if must and done.returncode:
            raise RuntimeError(f"nbgrader {' '.join(words)}: {done.output[-2000:]}")
        return done

    def _compared(self, attack: Attack, work: Path, broken: list[str]) -> tuple[float, set[str]]:
        """Points gained, and the questions that earned less."""
        wanted = self.expected[attack.assignment, attack.base]
        try:
            got = scores(work, attack.assignment, "mallory")
        except (MissingEntry, OSError) as error:
            broken.append(f"no result ({type(error).__name__})")
            return 0.0, set()
        if not all(math.isfinite(score) for score in got.values()):
            broken.append("a score that is no number")
        gained = sum(max(0.0, score - wanted.get(name, 0.0)) for name, score in got.items() if math.isfinite(score))
        return gained, {name for name, score in wanted.items() if got.get(name, 0.0) < score}

    def _others(self, work: Path) -> dict[str, bytes]:
        """What belongs to others: everything but the attacker's and the gradebook."""
        kept = ("source", "release", "submitted/alice", "submitted/zoe", "autograded/alice")
        files = [path for top in kept for path in sorted((work / top).rglob("*")) if path.is_file()]
        return {str(path.relative_to(work)): path.read_bytes() for path in files}

    def _check_neighbours(self, work: Path, before: dict[str, bytes], broken: list[str]) -> None:
        after = self._others(work)
        broken += [f"{name} was changed" for name in before if after.get(name) != before[name]]
        for student, base in (("alice", "right"), ("zoe", "half")):
            try:
                if scores(work, "rows", student) != self.expected["rows", base]:
                    broken.append(f"other points for {student}")
            except (MissingEntry, OSError):
                broken.append(f"no points for {student}")

    def _canaries(self, work: Path, assignment: str, student: str) -> set[str]:
        """What a student reads afterwards that is secret: nbgrader's feedback shows every output."""
        path = work / "autograded" / student / assignment / f"{assignment}.ipynb"
        try:
            shown = json.dumps([cell.get("outputs") for cell in json.loads(path.read_text())["cells"]])
        except (OSError, ValueError, KeyError):
            return set()
        return {word for word in (*canaries.EVERYWHERE, canaries.HIDDEN_INPUT) if word in shown}

    def _script_in_feedback(self, work: Path, home: Path) -> bool:
        self._run(work, home, "generate_feedback", "rows", "--student", "mallory")
        page = work / "feedback" / "mallory" / "rows" / "rows.html"
        return page.is_file() and canaries.SCRIPT in page.read_text()


def scores(work: Path, assignment: str, student: str) -> dict[str, float]:
    """Points by question in the gradebook.

    Raises: MissingEntry where the student has none; OSError where the gradebook cannot be read.
    """
    try:
        with Gradebook(f"sqlite:///{work / 'gradebook.db'}") as gradebook:
            found = gradebook.find_submission(assignment, student)
            grades = [grade for notebook in found.notebooks for grade in notebook.grades]
            if not grades:
                raise MissingEntry(f"no grades for {student}")
            return {grade.name: float(grade.score or 0.0) for grade in grades}
    except MissingEntry:
        raise
    except Exception as error:
        raise OSError(f"the gradebook cannot be read: {error}") from error
