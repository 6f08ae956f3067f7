"""One table of `course.toml`: what it may not hold is refused by its name."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import CourseError


@dataclass(frozen=True)
class Table:
    """A table as it was read. path: the file; name: as in its header, "" for the whole file."""

    path: Path
    name: str
    entries: dict[str, Any]

    def only(self, known: Collection[str]) -> None:
        """Raises: CourseError for a key that is none of `known`, naming the one that may be meant."""
        for key in self.entries:
            if key not in known:
                close = difflib.get_close_matches(key, known, 1)
                meant = f", did you mean {close[0]}?" if close else ";"
                place = f" in [{self.name}]" if self.name else ""
                raise CourseError(f"{self.path}: unknown key {key}{place}{meant} known: {', '.join(known)}")

    def table(self, key: str) -> Table:
        """The table of this name, empty where there is none.

        Raises: CourseError where it is no table.
        """
        return Table(self.path, self.label(key), self.take(key, {}, "a table", dict))

    def take(self, key: str, default: Any, what: str, kind: type) -> Any:
        """What it says under `key`, `default` where it says nothing.

        Raises: CourseError where that is not `what` it should be.
        """
        value = self.entries.get(key, default)
        if not isinstance(value, kind):
            raise CourseError(f"{self.path}: {self.label(key)} should be {what}, is {value!r}")
        return value

    def label(self, key: str) -> str:
        """The whole name of a key: `assignments.02_knn.points`."""
        return f"{self.name}.{key}" if self.name else key
