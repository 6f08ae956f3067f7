"""What an attack got out of a grader."""

from __future__ import annotations

from dataclasses import dataclass

FOOLED, BROKEN, LEAKED = "fooled", "broken", "leaked"


@dataclass(frozen=True)
class Outcome:
    """One attack on one grader.

    gained: points above what the same answers earn without it; broken: what was harmed; leaked: what came out.
    """

    gained: float = 0.0
    broken: tuple[str, ...] = ()
    leaked: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def words(self) -> list[str]:
        """Which of the three it is."""
        return [word for word, true in ((FOOLED, self.gained), (BROKEN, self.broken), (LEAKED, self.leaked)) if true]
