"""A class's download that somebody unpacked: its files, each student's up to a cap, so that nobody's hide another's."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from ..archives import SUFFIXES
from ..errors import AutograderError
from ..finding import MAX_FILES, shown
from ..text import one_line

# Of one student, as many as the grader looks at; of a class, as many as in an archive.
MOST_OF_ONE, MOST = MAX_FILES, 100_000


def list_class(source: Path) -> tuple[list[str], list[str]]:
    """The ordinary files by their path in `source`, sorted, and a sentence on what was left out; hidden ones aside.

    Raises: AutograderError where `source` cannot be read.
    """
    top = _top(source)
    files, odd = _files(source, top, deep=False)
    for folder in _folders(source, top):
        found, others = _files(source, folder, deep=True)
        taken = sorted(found, key=_first)[: max(0, min(MOST_OF_ONE, MOST - len(files)))]
        if rest := sorted(set(found) - set(taken)):
            odd.append(
                f"{one_line(folder, 120)}: {len(found):,} files, of which {len(taken):,} were taken; "
                f"left out: {shown(rest)}"
            )
        files += taken
        odd += others[:MOST_OF_ONE]
    return sorted(files), odd


def _top(source: Path) -> str:
    """The folder in which the students' lie: the platforms put all into one."""
    top = ""
    while True:
        files, odd = _files(source, top, deep=False)
        folders = _folders(source, top)
        if files or odd or len(folders) != 1:
            return top
        top = folders[0]


def _first(name: str) -> tuple[bool, int, str]:
    """Which of a student's files are taken first: notebooks and archives, then those that lie less deep."""
    return not name.casefold().endswith((".ipynb", *SUFFIXES)), name.count("/"), name


def _folders(source: Path, within: str) -> list[str]:
    return [f"{within}{entry.name}/" for entry in _entries(source / within) if entry.is_dir(follow_symlinks=False)]


def _files(source: Path, within: str, *, deep: bool) -> tuple[list[str], list[str]]:
    """The ordinary files in a folder, and a sentence on each other thing.

    Args: deep: also those in its folders, at most `MOST` in all.
    """
    files: list[str] = []
    odd: list[str] = []
    waiting = [within]
    while waiting:
        folder = waiting.pop(0)
        try:
            entries = _entries(source / folder)
        except AutograderError as error:
            if not deep:
                raise
            odd.append(str(error))
            continue
        for entry in entries:
            name = f"{folder}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                waiting += [f"{name}/"] if deep else []
            elif entry.is_file(follow_symlinks=False):
                files.append(name)
            else:
                odd.append(f"{one_line(name, 80)} is no ordinary file (a link, pipe or device) and was not read")
        if len(files) > MOST and waiting:
            odd.append(f"{one_line(within, 120)}: more than {MOST:,} files; {shown(waiting)} was not looked at")
            break
    return files, odd


def _entries(folder: Path) -> Sequence[os.DirEntry[str]]:
    """What lies in a folder, sorted; hidden things left out."""
    try:
        with os.scandir(folder) as entries:
            found = [entry for entry in entries if not entry.name.startswith(".") and entry.name != "__MACOSX"]
    except OSError as error:
        raise AutograderError(f"{one_line(folder, 200)} cannot be read ({error.strerror})") from None
    return sorted(found, key=lambda entry: entry.name)
