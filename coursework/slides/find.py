"""Lectures by number, name or path."""

from __future__ import annotations

from pathlib import Path

from ..errors import CourseworkError

FOLDER = "notebooks"


class LectureError(CourseworkError):
    """No such lecture, no folder of lectures, or a file that cannot be shown as slides."""


def lectures() -> list[Path]:
    """The notebooks in the folder `notebooks` of this folder, of one above it, or beside the installed package.

    Raises: LectureError where there is no such folder.
    """
    here = Path.cwd()
    for folder in (here, *here.parents, Path(__file__).parents[2]):
        if found := sorted((folder / FOLDER).glob("[0-9][0-9]_*.ipynb")):
            return found
    raise LectureError(f"no folder {FOLDER}/ with lectures in {here} or above it: change to the course's folder first")


def find(lecture: str) -> Path:
    """The notebook of a lecture: its number ("2" or "02"), its name ("02_knn") or the path of any notebook.

    Raises: LectureError where there is none; the text lists the lectures.
    """
    path = Path(lecture)
    if path.suffix == ".ipynb" and path.is_file():
        return path.resolve()
    known = lectures()
    for candidate in known:
        number = candidate.name[:2]
        if lecture in (candidate.stem, candidate.name) or (lecture.isdecimal() and int(lecture) == int(number)):
            return candidate
    names = "\n".join(f"  {path.stem}" for path in known)
    raise LectureError(f"no lecture {lecture!r}: give a number, a name or the path of a notebook; there are\n{names}")
