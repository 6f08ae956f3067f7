"""Takes a submission off the disk: the notebook and the files that the course accepts, wherever they were put.

Everything is read once, into memory: what is graded is what was looked at.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from . import finding
from .archives import Unpacker, is_archive
from .course import Assignment
from .decoding import not_a_notebook
from .errors import SubmissionError
from .reading import MAX_BYTES, Submitted, read_file, read_notebook
from .result import ATTENTION
from .text import one_line

Read = Callable[[str, int], bytes]


@dataclass(frozen=True)
class Submission:
    """What was taken of a submission.

    notebook: None where nothing can be graded; status and reason then say why.
    files: those beside the notebook that the course accepts, by name.
    warnings: plain sentences on what was put up with.
    others: names of the notebooks that were not taken.
    """

    notebook: Submitted | None
    files: dict[str, bytes] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    status: str = ""
    reason: str = ""
    others: tuple[str, ...] = ()


def read_submission(path: Path, student: str, assignment: Assignment) -> Submission:
    """Read a student's folder, or one file, for an assignment.

    Args: path: need not exist; student: whose it is.
    Returns: a submission whatever lies there.
    """
    taking = _Taking(assignment)
    try:
        place = finding.locate(path, student)
        if place.name != path.name:
            taking.warnings.append(f"expected the folder {path.name}, took {one_line(place.name, 80)}")
        if place.is_dir():
            names, odd = finding.list_folder(place, assignment.notebook)
            taking.warnings += odd
            taking.take(names, lambda name, most: read_file(place / name, most), odd=bool(odd))
        else:
            beside = [name for name in assignment.files if os.path.lexists(place.parent / name)]
            taking.open(place.name, read_file(place), beside, lambda name, most: read_file(place.parent / name, most))
        notebook = read_notebook(taking.data)
    except SubmissionError as error:
        return Submission(None, {}, tuple(taking.warnings), error.status, str(error))
    return Submission(notebook, taking.files, tuple(taking.warnings), others=tuple(taking.others))


class _Taking:
    """One submission being taken: folder, then archive in it, then archive in that, until there is a notebook."""

    def __init__(self, assignment: Assignment) -> None:
        self.data = b""
        self.files: dict[str, bytes] = {}
        self.warnings: list[str] = []
        self.others: list[str] = []
        self._assignment = assignment
        self._unpacker = Unpacker()
        self._depth = 0

    def take(self, names: list[str], read: Read, odd: bool = False) -> None:
        """Take the notebook from among files, or from the one archive there is.

        Args: read: the bytes of a file, by name and the most that are wanted; odd: whether there is something else too.
        """
        expected = self._assignment.notebook
        name, warnings = finding.choose(names, expected)
        self.warnings += warnings
        self.others = [other for other in finding.notebooks(names) if other != name]
        packed = finding.archives(names)
        if not name and len(packed) == 1:
            name = packed[0]
            self.warnings.append(f"expected {expected}, took the archive {one_line(name, 80)}")
        if name:
            self.open(name, read(name, MAX_BYTES), names, read)
        elif names or odd:
            found = finding.shown(sorted(names)) or "no ordinary file"
            raise SubmissionError(f"expected {expected}, found {found}", ATTENTION)
        elif self._depth:
            raise SubmissionError(f"expected {expected}, found an archive without a notebook in it", ATTENTION)
        else:
            raise SubmissionError(f"nothing handed in: no {expected}", finding.MISSING)

    def open(self, name: str, data: bytes, names: list[str], read: Read) -> None:
        """Take bytes for the notebook; where they are an archive, what is in it.

        Args: names, read: the files among which it lay.
        """
        if not is_archive(data):
            self.data = data
            self._take_beside(name.rpartition("/")[0], names, read)
            return
        called_notebook = ".ipynb" in name.casefold() and not finding.archives([name])
        self._depth += 1
        entries = self._unpacker.entries(io.BytesIO(data), name, self._wanted, self._depth)
        unpacked = {entry.path: entry.data for entry in entries}
        self.warnings += self._unpacker.left
        self._unpacker.left.clear()
        inside = [path for path in unpacked if not _is_hidden(path)]
        if called_notebook:
            if not any(".ipynb" in path.casefold() for path in inside):
                raise SubmissionError(f"the file is {not_a_notebook(data)}, not a notebook, whatever its name says")
            self.warnings.append(f"{one_line(name, 80)} is an archive; the notebook in it was taken")
        self.take(inside, lambda path, most: _most(path, unpacked[path], most))

    def _wanted(self, path: str) -> bool:
        base = path.rpartition("/")[2]
        return ".ipynb" in base.casefold() or base in self._assignment.files or bool(finding.archives([base]))

    def _take_beside(self, folder: str, names: list[str], read: Read) -> None:
        """Take the files that the course accepts, as far as they are there and not too large together."""
        left = self._assignment.limits.file_mib << 19
        for name in self._assignment.files:
            path = f"{folder}/{name}" if folder else name
            if path not in names:
                continue
            try:
                self.files[name] = read(path, left)
            except SubmissionError as error:
                self.warnings.append(f"{error}; it was not taken")
                continue
            left -= len(self.files[name])
        prefix = f"{folder}/" if folder else ""
        beside = [name.removeprefix(prefix) for name in names if name.startswith(prefix) and name.endswith(".py")]
        # A module beside a notebook is what the notebook would import in its place.
        if modules := sorted(name for name in beside if "/" not in name and name not in self.files):
            self.warnings.append(f"beside the notebook, not taken: {finding.shown(modules)}")


def _most(path: str, data: bytes, most: int) -> bytes:
    if len(data) > most:
        raise SubmissionError(f"{one_line(path, 80)} is too large ({len(data):,} bytes, at most {most:,})")
    return data


def _is_hidden(path: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in path.split("/"))
