"""Who is who: a roster in CSV, matched with whatever a platform calls a student."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import AutograderError

STUDENT = "student"


@dataclass(frozen=True)
class Roster:
    """students: their names in submitted/, in the order of the file. known: by every key of theirs, whose it is."""

    students: tuple[str, ...]
    known: Mapping[str, frozenset[str]]

    def find(self, keys: Sequence[str]) -> str | None:
        """The one student whom the first key that is anybody's belongs to; None where it is nobody's, or several's."""
        for key in keys:
            found = self.known.get(folded(key), frozenset())
            if found:
                return next(iter(found)) if len(found) == 1 else None
        return None


def read_roster(path: Path) -> Roster:
    """A CSV with the column `student` (the name of the folder) and any others: names, addresses, numbers.

    A name "Lovelace, Ada" is known as "Ada Lovelace" and "lovelaceada" too, an address also by what is before its "@".

    Raises: AutograderError where the file is missing, has no such column, names nobody, or names somebody twice.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise AutograderError(f"{path}: no such roster") from None
    except UnicodeDecodeError:
        raise AutograderError(f"{path}: not UTF-8; save it as CSV in UTF-8") from None
    delimiter = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restval="", restkey="?"))
    columns = {name.strip().casefold(): name for name in (rows[0] if rows else {}) if name}
    if STUDENT not in columns:
        raise AutograderError(f"{path}: no column {STUDENT!r}, the name of a student's folder under submitted/")
    students: list[str] = []
    known: dict[str, set[str]] = {}
    for number, row in enumerate(rows, 2):
        student = row[columns[STUDENT]].strip()
        if not student:
            continue
        if student in students or "/" in student or student.startswith("."):
            raise AutograderError(f"{path}, line {number}: {student!r} is there twice, or is no name of a folder")
        students.append(student)
        named = {columns[name] for name in columns}
        whole = " ".join(row[columns[n]] for n in ("first name", "last name") if n in columns)
        values = [value for name, value in row.items() if name in named and isinstance(value, str)]
        for value in (*values, whole):
            for key in _keys(value):
                known.setdefault(key, set()).add(student)
    if not students:
        raise AutograderError(f"{path} names nobody")
    return Roster(tuple(students), {key: frozenset(found) for key, found in known.items()})


def folded(text: str) -> str:
    """Without case, accents and repeated spaces."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(char for char in letters if not unicodedata.combining(char)).split())


def _keys(value: str) -> set[str]:
    """Ways in which a platform may write it."""
    plain = folded(value)
    if not plain:
        return set()
    keys = {plain, plain.partition("@")[0]} if "@" in plain else {plain}
    family, comma, given = (part.strip() for part in plain.partition(","))
    words = plain.split()
    if comma and given:
        keys |= {f"{given} {family}", re.sub(r"\W", "", family + given)}
    elif len(words) > 1 and "@" not in plain:
        keys.add(re.sub(r"\W", "", words[-1] + "".join(words[:-1])))
    return keys
