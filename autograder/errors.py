"""Everything the autograder raises on purpose; the command line prints these in one line and no traceback."""

from __future__ import annotations

import errno

# One of result.STATUSES, which would bring NumPy along: the command line's help starts without.
_UNGRADABLE = "ungradable"
_OF_THE_MACHINE = frozenset(
    {errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ENOBUFS, errno.ENOSPC, errno.EDQUOT, errno.EIO}
)


class AutograderError(Exception):
    """Something that the reader of the message can put right."""


class CourseError(AutograderError):
    """The course's own files say something that cannot be."""


class BuildError(AutograderError):
    """An assignment did not pass a gate of the build."""


class SubmissionError(AutograderError):
    """A submission cannot be read as a notebook of this assignment.

    status: what its result says, one of autograder/result.py.
    """

    def __init__(self, message: str, status: str = _UNGRADABLE) -> None:
        super().__init__(message)
        self.status = status


class SandboxError(AutograderError):
    """The sandbox cannot be set up on this machine, or broke for a reason that is not the student's."""


def of_the_machine(error: BaseException) -> bool:
    """Whether an error says that this machine fails, or has run out of something; a student's carries no number."""
    return isinstance(error, OSError) and error.errno in _OF_THE_MACHINE
