"""The regions of instructor notebooks: from `### BEGIN SOLUTION` or `### BEGIN HIDDEN TESTS` to its end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

SOLUTION = "SOLUTION"
HIDDEN = "HIDDEN TESTS"


@dataclass(frozen=True)
class Line:
    """One line of a cell: its number from 1, its text, and whether it lies in a region (markers do not)."""

    number: int
    text: str
    inside: bool


def lines(source: str, region: str) -> list[Line]:
    """The lines of `source` but for the markers of `region` (SOLUTION or HIDDEN)."""
    begin, end = f"BEGIN {region}", f"END {region}"
    found, inside = [], False
    for number, text in enumerate(source.split("\n"), start=1):
        if begin in text:
            inside = True
        elif end in text:
            inside = False
        else:
            found.append(Line(number, text, inside))
    return found


def inside(source: str, region: str) -> list[Line]:
    """The lines of `source` inside a region."""
    return [line for line in lines(source, region) if line.inside]


def solution(source: str) -> list[Line]:
    """What a solution cell answers: its solution region, or all of it where none is marked."""
    return inside(source, SOLUTION) if f"BEGIN {SOLUTION}" in source else lines(source, SOLUTION)


def unbalanced(source: str, region: str) -> Iterator[str]:
    """What is wrong with the markers of a region: one begins within another, or has no end or no beginning."""
    begin, end = f"BEGIN {region}", f"END {region}"
    opened = 0
    for number, text in enumerate(source.split("\n"), start=1):
        if begin in text:
            if opened:
                yield f"line {number}: {begin} again, before an {end}"
            opened = number
        elif end in text:
            if not opened:
                yield f"line {number}: {end} without a {begin}"
            opened = 0
    if opened:
        yield f"line {opened}: {begin} without an {end}"
