"""Parts of a graded cell: each is worth points, and a failure costs that part alone."""

from __future__ import annotations

import contextlib
import math
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from . import history
from .containment import contained, texts
from .error_causes import cause_of_error
from .failures import CheckFailed
from .wording import describe_error, error_text, hint_for_error, joined

PASSED = "passed"
FAILED = "failed"
NOT_ATTEMPTED = "not attempted"
ERROR = "error"


@dataclass(frozen=True)
class PartResult:
    """What became of one part.

    points, earned: the most it gives, and what it gave.
    status: "passed", "failed", "not attempted" or "error".
    message: the full explanation, with values; for a visible part and for the instructor.
    hint: the likely cause in fixed words, without any value; may be shown for a hidden part. "" if none.
    """

    title: str
    points: float
    earned: float
    hidden: bool
    status: str
    message: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Report:
    """The parts of one cell.

    points: the question's total. earned: what counts, after the rules of `collect`.
    note: a plain sentence where points of passed parts do not count; else "".
    """

    parts: tuple[PartResult, ...]
    points: float
    earned: float
    note: str = ""


def _nothing_ends(error: BaseException) -> bool:
    return False


class _Cell:
    """The parts recorded in the cell that is running."""

    def __init__(self) -> None:
        self.key: int | None = None
        self.parts: list[PartResult] = []
        self.ends: Callable[[BaseException], bool] = _nothing_ends

    def start(self, key: int | None) -> None:
        self.key, self.parts = key, []
        history.forget()

    def current(self) -> list[PartResult]:
        """Its parts; those that a cell left behind which died before `score` are forgotten."""
        key = _execution_count()
        if key != self.key:
            self.start(key)
        return self.parts


_cell = _Cell()


def _execution_count() -> int | None:
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return None if shell is None else shell.execution_count


def begin(ends: Callable[[BaseException], bool] = _nothing_ends) -> None:
    """Forget all parts. Needed outside IPython only: there each cell starts afresh by itself.

    Args: ends: whether an error is no part's own, and goes on through it to whoever runs the cell.
    """
    _cell.start(_execution_count())
    _cell.ends = ends


@contextlib.contextmanager
def part(title: str, points: float = 0, hidden: bool = False) -> Iterator[None]:
    """One part of a graded cell: whatever goes wrong inside costs this part alone.

    Args:
        title: what it looks at, as a student reads it.
        points: what it is worth, 0 or more.
        hidden: stripped from the student's copy; only its hint is ever printed.

    Raises:
        ValueError: points that are negative or not finite.
    """
    if not (math.isfinite(points) and points >= 0):
        raise ValueError(f"part {title!r}: points must be 0 or more, got {points}")
    parts = _cell.current()
    status, message, hint = PASSED, "", ""
    with contained(hidden) as recorded:
        try:
            yield
        except KeyboardInterrupt:
            raise
        except CheckFailed as failure:
            status, message, hint = FAILED, failure.message, failure.hint
        except BaseException as error:
            if _cell.ends(error):
                raise
            # A library raises NotImplementedError too, where an answer is there and wrong.
            if isinstance(error, NotImplementedError) and not cause_of_error(type(error), error_text(error)):
                status, message, hint = NOT_ATTEMPTED, "not attempted yet", "not attempted yet"
            else:
                status, message, hint = ERROR, describe_error(error), hint_for_error(error)
    message = joined(message, *(f"warning: {text}" for text in texts(recorded)))
    earned = float(points) if status == PASSED else 0.0
    parts.append(PartResult(title, float(points), earned, hidden, status, message, hint))


def collect(of: float | None = None) -> Report:
    """What was recorded since `begin`, or in this cell, without printing.

    Where hidden parts carry points and none of these passed, the visible parts do not count: an answer that
    fits the visible numbers only earns nothing.

    Args:
        of: the question's total; without it the sum of the parts.
    """
    parts = tuple(_cell.current())
    earned = sum(item.earned for item in parts)
    hidden = [item for item in parts if item.hidden and item.points > 0]
    note = ""
    if earned and hidden and not any(item.earned for item in hidden):
        earned = 0.0
        note = "no hidden part passed, so the points of the visible parts do not count"
    total = float(sum(item.points for item in parts) if of is None else of)
    return Report(parts, total, min(float(earned), total), note)
