"""Finds the notebook that is meant: among the files of a folder or an archive, whatever they were called."""

from __future__ import annotations

import itertools
import os
import re
import stat
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path

from .archives import SUFFIXES
from .errors import SubmissionError
from .result import ATTENTION, MISSING
from .roster import student_id
from .text import one_line

MAX_FILES = 5000
MAX_DEPTH = 4
MAX_NAMED = 8
# What browsers, file managers and Jupyter put behind (or before) a name that is taken.
_COPY_END = re.compile(r"[\s_-]*(\(\d+\)|\(?\b(copy|kopie|copie)[\s_-]*\d*\)?)$")
_COPY_START = re.compile(r"^(copy[\s_]of|kopie[\s_]von|copie[\s_]de)[\s_]+")


def fold(name: str) -> str:
    """A name without what differs between systems: case, and the form of its accents."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def shown(names: Sequence[str]) -> str:
    """Names in a sentence: each fit to be shown, only the first few."""
    few = ", ".join(one_line(name, 80) for name in names[:MAX_NAMED])
    return f"{few} and {len(names) - MAX_NAMED:,} more" if len(names) > MAX_NAMED else few


def locate(path: Path, student: str) -> Path:
    """Where a submission lies: `path`, or what the student called it.

    Raises: SubmissionError where it is missing, a link, or cannot be looked at.
    """
    try:
        by_student = student in (path.parent.name, student_id(path.parent.name))
        for place in (path.parent, path) if by_student else (path,):
            if place.is_symlink():
                raise SubmissionError(
                    f"{one_line(place.name, 80)} is a link, not a file or folder of its own", ATTENTION
                )
        if path.exists():
            return path
        there = sorted(entry.name for entry in os.scandir(path.parent)) if by_student and path.parent.is_dir() else []
        same = [name for name in there if fold(name) == fold(path.name)]
        loose = [name for name in there if ".ipynb" in name.casefold() and _stem(name) == _stem(path.name)]
        same = same or loose
    except OSError as error:
        raise _unreadable(path, error) from None
    if len(same) > 1:
        raise SubmissionError(f"expected the folder {path.name}, found {shown(same)}", ATTENTION)
    if same:
        return locate(path.with_name(same[0]), student)
    raise SubmissionError(f"nothing handed in under {one_line(path.name, 80)}", MISSING)


def list_folder(folder: Path, expected: str) -> tuple[list[str], list[str]]:
    """The ordinary files in a folder and those in it, and a sentence on each other thing; hidden ones left out.

    Raises: SubmissionError where the folder cannot be read.
    """
    files: list[str] = []
    odd: list[str] = []
    waiting = [("", 0)]
    while waiting:
        within, depth = waiting.pop()
        try:
            with os.scandir(folder / within) as entries:
                found = sorted(itertools.islice(entries, MAX_FILES), key=lambda entry: entry.name)
            for entry in found:
                name = f"{within}{entry.name}"
                if entry.name.startswith(".") or entry.name == "__MACOSX":
                    continue
                if entry.is_dir(follow_symlinks=False):
                    if depth < MAX_DEPTH:
                        waiting.append((f"{name}/", depth + 1))
                elif entry.is_file(follow_symlinks=False):
                    files.append(name)
                else:
                    odd.append(f"{one_line(name, 80)} is no ordinary file (a link, pipe or device) and was not read")
        except OSError as error:
            if not within:
                raise _unreadable(folder, error) from None
            odd.append(f"{one_line(within, 80)} cannot be read ({error.strerror})")
        if len(files) + len(odd) >= MAX_FILES:
            odd.append(f"there are more than {MAX_FILES:,} files; the others were not looked at")
            break
    if expected not in files and _is_ordinary(folder / expected):
        files.append(expected)
    return files, odd


def choose(names: Sequence[str], expected: str) -> tuple[str, list[str]]:
    """The notebook that is meant; the first rule that fits one name decides.

    Args: names: relative paths; expected: the file name that the assignment asks for.
    Returns: its path ("" where there is no notebook) and warnings.
    Raises: SubmissionError where several could be meant.
    """
    there = notebooks(names)
    chosen = None
    for rule in _rules(expected):
        fitting = [name for name in there if rule(name)]
        if len(fitting) > 1:
            raise SubmissionError(f"expected {expected}, found several that may be meant: {shown(fitting)}", ATTENTION)
        if fitting:
            chosen = fitting[0]
            break
    if chosen is None:
        return "", []
    warnings = [] if chosen == expected else [f"expected {expected}, took {one_line(chosen, 120)}"]
    if others := [name for name in there if name != chosen]:
        warnings.append(f"other notebooks were not read: {shown(others)}")
    return chosen, warnings


def notebooks(names: Sequence[str]) -> list[str]:
    """The names that are those of notebooks."""
    return [name for name in names if ".ipynb" in _base(name).casefold()]


def archives(names: Sequence[str]) -> list[str]:
    """The names that are those of archives."""
    return [name for name in names if name.casefold().endswith(SUFFIXES)]


def _rules(expected: str) -> list[Callable[[str], bool]]:
    stem = _stem(expected)
    return [
        lambda name: name == expected,
        lambda name: _base(name) == expected,
        lambda name: fold(_base(name)) == fold(expected),
        lambda name: _stem(name) == stem,
        lambda name: stem in _stem(name),
        lambda name: True,
    ]


def _base(name: str) -> str:
    return name.rsplit("/", 1)[-1]


def _stem(name: str) -> str:
    """A file's name without its ending and what marks a copy."""
    stem = fold(_base(name)).split(".ipynb")[0].strip()
    stem = _COPY_START.sub("", stem)
    while (shorter := _COPY_END.sub("", stem)) != stem:
        stem = shorter
    return stem


def _is_ordinary(path: Path) -> bool:
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except OSError:
        return False


def _unreadable(path: Path, error: OSError) -> SubmissionError:
    return SubmissionError(f"{one_line(path.name, 80)} cannot be read ({error.strerror})", ATTENTION)
