"""What the text of one cell says, as far as it can be told where it does not compile."""

from __future__ import annotations

import ast
import re

from .names import names

# Where Python gives up: what is no Python, what holds a zero byte, what is nested too deeply (in one of two ways).
UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)
# Parsing takes seconds a megabyte; no cell that a person wrote is as long.
LONGEST = 50_000
_DEFINES = re.compile(r"^(?:def|class)\s+(\w+)|^(\w+)\s*=(?!=)", re.MULTILINE)
_COMMAND = re.compile(r"^[%!?].*$", re.MULTILINE)
_FENCE = re.compile(r"^\s*```[\w+-]*\n(.*?)\n?```\s*$", re.DOTALL)


def defined(source: str) -> frozenset[str]:
    """Names that the text defines at its top level."""
    plainly = frozenset(first or second for first, second in _DEFINES.findall(source))
    if len(source) > LONGEST:
        return plainly
    try:
        return names(source).bound
    except UNREADABLE:
        return plainly


def defines(source: str, wanted: frozenset[str]) -> bool:
    """Whether the text defines all of some names, of which there are any."""
    if not wanted or not all(name in source for name in wanted):  # much cheaper than to parse each cell
        return False
    return wanted <= defined(source)


def compiles(source: str) -> bool:
    """Whether Python can read it; what is too long to try is taken to be readable."""
    if len(source) > LONGEST:
        return True
    try:
        ast.parse(source)
    except UNREADABLE:
        return False
    return True


def indented(source: str) -> bool:
    """Whether it can only be the rest of something: its first line is indented."""
    return source.lstrip("\n")[:1] in (" ", "\t") and not compiles(source)


def is_prose(source: str, kind: str) -> bool:
    """Whether the text of a cell of some kind ("code", "markdown") is meant for a person, not for Python."""
    if kind != "code" or not compiles(source):
        return bool(source.strip())
    if len(source) > LONGEST:
        return False
    body = ast.parse(source).body
    return bool(source.strip()) and all(
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for node in body
    )


def without_commands(source: str) -> str:
    """Code without the lines that are commands of the notebook."""
    return _COMMAND.sub("", source)


def normal(source: str) -> str:
    """Text without what editors change: trailing blanks, blank lines at the ends."""
    return "\n".join(line.rstrip() for line in source.strip().split("\n"))


def unfenced(source: str) -> str:
    """Code without the fence that makes it code in a text cell."""
    fenced = _FENCE.match(source)
    return fenced[1] if fenced else source
