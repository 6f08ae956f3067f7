"""Numbers, arrays and errors in words."""

from __future__ import annotations

import builtins
import traceback
from pathlib import Path

import numpy as np

from .error_causes import cause_of_error

SMALL = 24
_PACKAGE = str(Path(__file__).parent)


def count(number: int, noun: str) -> str:
    """`1 element`, `3 elements`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def number(value: object) -> str:
    """One element of an array, short: 8 significant digits."""
    if isinstance(value, np.generic):
        value = value.item()
    return f"{value:.8g}" if isinstance(value, float) else repr(value)


def position(index: tuple[int, ...]) -> str:
    """`[0, 3]`, the way it is written in code."""
    return "[" + ", ".join(str(int(i)) for i in index) + "]"


def array_text(array: np.ndarray) -> str:
    """A small array in full."""
    return np.array2string(array, precision=6, suppress_small=False, separator=", ", threshold=SMALL + 1)


def joined(*lines: str) -> str:
    """The lines that are not empty, below one another."""
    return "\n".join(line for line in lines if line)


def indent(text: str, by: int = 2) -> str:
    return "\n".join(" " * by + line for line in text.splitlines())


def clean(text: str, limit: int = 400) -> str:
    """Text that a student's code made: one bounded piece, no control characters."""
    text = "".join(c if c.isprintable() or c == "\n" else "?" for c in text[: limit + 1])
    return text if len(text) <= limit else text[:limit] + " ..."


def builtin_name(error: type[BaseException]) -> str:
    """The nearest Python builtin among an exception's classes."""
    return next(cls.__name__ for cls in error.__mro__ if getattr(builtins, cls.__name__, None) is cls)


def describe_error(error: BaseException) -> str:
    """What was raised, and the line of the notebook that it came from.

    An error class of the grader's, whose student code ran elsewhere, says it itself by `__check_words__(error)`.
    """
    if words := getattr(type(error), "__check_words__", None):
        return clean(words(error)[0], 2000)
    missing = _missing_name(error)
    if missing:
        return f"{missing} is not defined: run the cell with your answer first"
    lines = [f"your code raised {clean(type(error).__name__, 60)}"]
    if text := error_text(error):
        lines[0] += f": {text}"
    frames = [f for f in traceback.extract_tb(error.__traceback__) if not f.filename.startswith(_PACKAGE)]
    own = [f for f in frames if "site-packages" not in f.filename and "/lib/python" not in f.filename]
    if own[1:] and own[-1].line:
        lines.append(f"in {clean(own[-1].name, 60)}: {clean(own[-1].line, 120)}")
    lines += [clean(str(note), 2000) for note in getattr(error, "__notes__", ())]
    lines.append(cause_of_error(type(error), text))
    return joined(*lines)


def hint_for_error(error: BaseException) -> str:
    """The same in fixed words: the builtin exception's name and its cause, nothing that the student wrote."""
    if words := getattr(type(error), "__check_words__", None):
        return words(error)[1]
    if _missing_name(error):
        return "a name that the test needs is not defined: its cell did not run, or stopped with an error"
    return raised_in_words(builtin_name(type(error)), cause_of_error(type(error), error_text(error)))


def raised_in_words(name: str, cause: str) -> str:
    """An error by its builtin class and its cause, in fixed words.

    Args: cause: as `cause_of_error` says it.
    """
    what = "your code raised an exception" if name in ("Exception", "BaseException") else f"your code raised {name}"
    return f"{what}: {cause}" if cause else what


def _missing_name(error: BaseException) -> str:
    """The name that the test cell itself, not a function called from it, could not find."""
    if type(error) is not NameError or error.__traceback__ is None:
        return ""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if not frame.filename.startswith(_PACKAGE)]
    return clean(str(error.name), 60) if len(own) == 1 and error.name else ""


def error_text(error: BaseException) -> str:
    """What an exception says, also where its class cannot say it."""
    try:
        return clean(str(error))
    except Exception:
        return ""
