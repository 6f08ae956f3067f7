"""What a check raises. A part catches all of these; outside a part they end the cell."""

from __future__ import annotations


class CheckFailed(AssertionError):
    """A check decided against the answer.

    Args:
        message: the full explanation, with values; for the student of a visible test and for the instructor.
        hint: the likely cause in fixed words, without any value; may be shown for a hidden test.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class NotAttempted(NotImplementedError):
    """There is no answer yet."""


class Incomplete(AssertionError):
    """Not every part of a graded cell passed. Raised where nbgrader validates: it shows errors, and nothing printed."""

    def _render_traceback_(self) -> list[str]:
        """The message instead of a traceback, in IPython."""
        return [str(self)]


class NothingEarned(Incomplete):
    """A graded cell earned no point. Raised, not returned, so that stock nbgrader scores the cell 0."""
