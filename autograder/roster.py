"""Who handed in: the folders under `submitted/`, and under which name each is known.

A student is known by the name of the folder, whatever it says. Only what cannot be written into a gradebook or a page
(bytes that are no text, control codes, marks that turn the reading direction, a backslash) is spelled as %1B.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from pathlib import Path
from urllib.parse import quote

from .text import CONTROLS, HALVES

# What a file system takes for a name, in bytes.
LONGEST = 255


def students(submitted: Path) -> dict[str, Path]:
    """The students' folders by the name each student is known by, sorted; hidden folders and files left out.

    Of two names that look the same, because they differ only in how an accent is written, one is spelled out.
    """
    if not submitted.is_dir():
        return {}
    folders = sorted(entry.name for entry in submitted.iterdir() if entry.is_dir() and not entry.name.startswith("."))
    there = set(folders)
    known = {}
    for name in folders:
        composed = unicodedata.normalize("NFC", name)
        twin = composed != name and composed in there
        known[quote(os.fsencode(name), safe=" ") if twin else student_id(name)] = submitted / name
    return dict(sorted(known.items()))


def folder(submitted: Path, student: str) -> Path:
    """The folder of the student known by that name, also where there is none."""
    if student_id(student) == student:
        return submitted / student
    return students(submitted).get(student, submitted / student)


def student_id(folder: str) -> str:
    """The name by which the student is known who handed in under `folder`."""
    spelled = "".join(quote(os.fsencode(char)) if _unfit(char) else char for char in folder)
    if len(os.fsencode(spelled)) <= LONGEST:
        return spelled
    return f"{spelled[:40]}%{hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]}"


def folder_name(name: str) -> str:
    """A folder's name for whoever calls themselves so: one name, never hidden, and known by itself (`student_id`)."""
    fit = re.sub(r"^\.+", "_", "".join("_" if char == "/" or _unfit(char) else char for char in name.strip())) or "_"
    return clipped(fit)


def clipped(name: str) -> str:
    """A file's name that a file system takes: one too long keeps its beginning and its ending, with a hash between."""
    if len(os.fsencode(name)) <= LONGEST:
        return name
    ending = os.path.splitext(name)[1]
    ending = ending if len(ending) <= 20 else ""
    return f"{name[:40]}_{hashlib.sha256(os.fsencode(name)).hexdigest()[:16]}{ending}"


def _unfit(char: str) -> bool:
    return char in "%\\\n\t" or bool(CONTROLS.match(char) or HALVES.match(char))
