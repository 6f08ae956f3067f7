"""What earlier builds have shown: it need not be shown again while all that it follows from is as it was.

Kept in `.autograder/gates/<assignment>.json`, by gate. The gates that run code follow from the assignment (source,
release, what `course.toml` says of it), the checks and the rest of `coursework`, the autograder itself, the secret, the
level of the sandbox, Python and the packages in use; the gate of the answers from the mutants and variants as well.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from pathlib import Path

from .answers import AnswersReport
from .atomic import write_text
from .course import Assignment, Course
from .fingerprint import add, of_folder, of_grader, of_said
from .stock import KEPT_OUT


class Proofs:
    """The gates that an assignment has passed.

    Args:
        release: its folder, as generated now; level: of the sandbox.
        fresh: believe nothing that was shown before.
    """

    def __init__(self, course: Course, assignment: Assignment, release: Path, level: str, *, fresh: bool) -> None:
        self._folder = course.private / "gates"
        self._name = assignment.name
        source = course.source(assignment.name).parent
        everything = hashlib.sha256(level.encode())
        for digest in (
            of_grader(course, assignment),
            of_said(assignment),
            of_folder(Path(__file__).parent, "*.py"),
            of_folder(release, "*"),
            *(of_folder(path, "*") for path in sorted(source.iterdir()) if path.name not in KEPT_OUT),
            of_folder(course.root / "autotests.yml", "*"),
        ):
            add(everything, digest.encode())
        self._digest = everything.hexdigest()
        for name in KEPT_OUT:
            add(everything, of_folder(source / name, "*.py").encode())
        self._with_answers = everything.hexdigest()
        self._known = {} if fresh else _read(self._path)

    @property
    def _path(self) -> Path:
        return self._folder / f"{self._name}.json"

    @property
    def _answers(self) -> Path:
        return self._folder / f"{self._name}-answers.json"

    def shown(self, gate: str, times: int = 1) -> bool:
        """Whether a gate has held before, with as many seeds or more."""
        before, _, digest = str(self._known.get(gate, "")).partition(" ")
        return digest == self._digest and before.isdecimal() and int(before) >= times

    def keep(self, gate: str, times: int = 1) -> None:
        """Note that a gate holds."""
        self._note(gate, f"{times} {self._digest}")

    def answers(self) -> AnswersReport | None:
        """What trying the answers came to, where it was shown before."""
        if self._known.get("answers") != self._with_answers:
            return None
        with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
            return AnswersReport.from_json(self._answers.read_text(encoding="utf-8"))
        return None

    def keep_answers(self, report: AnswersReport) -> None:
        """Write what trying the answers came to, whether or not it is as it should be; note it where it is."""
        write_text(self._answers, report.to_json())
        self._note("answers", "" if report.problems() else self._with_answers)

    def _note(self, gate: str, shown: str) -> None:
        self._known[gate] = shown
        write_text(self._path, json.dumps(self._known, indent=1) + "\n")


def _read(path: Path) -> dict[str, str]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
