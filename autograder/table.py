"""One table of `course.toml`, read key by key: what it may not hold raises a CourseError that names the key."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import CourseError
from .text import one_line

MOST = 1e6


@dataclass(frozen=True)
class Table:
    """A table as it was read. path: the file; name: as in its header, "" for the whole file."""

    path: Path
    name: str
    entries: dict[str, Any]

    def only(self, known: Collection[str]) -> None:
        """Refuse a key that is none of `known`, naming the one that may be meant."""
        for key in self.entries:
            if key not in known:
                close = difflib.get_close_matches(key, known, 1)
                meant = f", did you mean {close[0]}?" if close else ";"
                place = f" in [{self.name}]" if self.name else ""
                raise CourseError(f"{self.path}: unknown key {key}{place}{meant} known: {', '.join(known)}")

    def table(self, key: str) -> Table:
        """The table of this name; empty where there is none."""
        value = self.entries.get(key, {})
        return Table(self.path, self.label(key), self._held(key, value, isinstance(value, dict), "a table"))

    def text(self, key: str, default: str) -> str:
        value = self.entries.get(key, default)
        return self._held(key, value, isinstance(value, str), "a text")

    def names(self, key: str) -> tuple[str, ...]:
        """A list of names; empty where there is none."""
        value = self.entries.get(key, [])
        fits = isinstance(value, list) and all(isinstance(name, str) for name in value)
        return tuple(self._held(key, value, fits, 'a list of names, ["a", "b"]'))

    def number(self, key: str, default: float = 0.0) -> float:
        """A number, also one that is no number of anything: nan, inf."""
        value = self.entries.get(key, default)
        return self._held(key, value, _is_number(value), "a number")

    def amount(self, key: str, default: float) -> float:
        """What there must be some of: a number above 0, a whole one where `default` is whole."""
        value = self.entries.get(key, default)
        whole = isinstance(default, int)
        fits = _is_number(value) and 0 < value < MOST and not (whole and isinstance(value, float))
        return self._held(key, value, fits, f"a {'whole ' if whole else ''}number above 0")

    def _held(self, key: str, value: Any, fits: bool, what: str) -> Any:
        """The value.

        Raises: CourseError where it does not fit `what` it should be.
        """
        if not fits:
            raise CourseError(f"{self.path}: {self.label(key)} should be {what}, is {one_line(repr(value), 80)}")
        return value

    def label(self, key: str) -> str:
        """The whole name of a key: `assignments.02_knn.points`."""
        return f"{self.name}.{key}" if self.name else key


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
