"""A submission as the class page opens it: the student's cells, what they put out, what came of each question."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from nbformat import NotebookNode

from .canonical import read
from .course import Course
from .listing import Listing, Output, own_cells
from .pages import plural
from .result import QuestionResult, Result
from .summary import MANUAL, explanation, first_failure, outcome, ran
from .text import one_line, plain

# Of one submission in a class of any size, and of all pictures together, so that a browser opens the page of a large
# class: what goes beyond is named and left in the graded notebook.
TEXT_CHARACTERS, PICTURE_CHARACTERS, ALL_PICTURES = 60_000, 400_000, 30_000_000


def inspect(course: Course, results: Iterable[Result], release: NotebookNode) -> dict[str, dict[str, Any]]:
    """What to show of each submission that ran, by student; everything is text, checked pictures or highlighted code.

    Args: release: the assignment as it was handed out; what stands in it is nobody's own.
    """
    ran_ones = [result for result in results if ran(result)]
    pictures = min(PICTURE_CHARACTERS, ALL_PICTURES // max(1, len(ran_ones)))
    return {result.student: _inspected(course, result, release, pictures) for result in ran_ones}


def _inspected(course: Course, result: Result, release: NotebookNode, pictures: int) -> dict[str, Any]:
    path = course.autograded / result.student / result.assignment / f"{result.assignment}.ipynb"
    room = _Room(TEXT_CHARACTERS, pictures)
    found = own_cells(read(path), release) if path.is_file() else {}
    cells = {name: [room.fitted(one) for one in listings] for name, listings in found.items()}
    questions = [_question(question, cells.pop(question.grade_id, [])) for question in result.questions]
    return {"questions": questions, "others": [one for each in cells.values() for one in each], "cut": room.cut}


def _question(question: QuestionResult, cells: list[Listing]) -> dict[str, Any]:
    by_hand = outcome(question) == MANUAL
    return {
        "grade_id": question.grade_id,
        "outcome": outcome(question),
        "earned": None if by_hand else question.earned,
        "points": question.max_points,
        "reason": one_line(explanation(question), 400) if first_failure(question) else "",
        "detail": plain(question.detail, 2000).strip(),
        "parts": [
            {
                "title": one_line(part.title, 120),
                "outcome": {"passed": "full", "not attempted": "not attempted"}.get(part.status, "none"),
                "hidden": part.hidden,
            }
            for part in question.parts
        ],
        "cells": cells,
    }


class _Room:
    """How much may still be shown. cut: what was left out, in words."""

    def __init__(self, text: int, pictures: int) -> None:
        self._text, self._pictures = text, pictures
        self._lost: dict[str, int] = {}

    @property
    def cut(self) -> str:
        return ", ".join(plural(count, what) for what, count in self._lost.items())

    def fitted(self, cell: Listing) -> Listing:
        """The cell, without what there is no room for."""
        if len(cell.text) > self._text:
            self._lose("cell")
            return Listing("… this cell is left out", cell.code[:0], ())
        self._text -= len(cell.text)
        return replace(cell, outputs=tuple(output for output in cell.outputs if self._has_room(output)))

    def _has_room(self, output: Output) -> bool:
        if output.image:
            if len(output.image) > self._pictures:
                self._lose("picture")
                return False
            self._pictures -= len(output.image)
        else:
            if len(output.text) > self._text:
                self._lose("output")
                return False
            self._text -= len(output.text)
        return True

    def _lose(self, what: str) -> None:
        self._lost[what] = self._lost.get(what, 0) + 1
