"""The pairs on one page, side by side. Opens from disk, loads nothing; what students wrote is text and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..atomic import write_text
from ..course import Course
from ..pages import asset, write_page
from ..text import one_line, plain
from .compare import Pair, clusters
from .documents import Document

# More pairs than anybody reads make a page that no browser opens.
SHOWN = 100
_LONGEST_LINE = 400


def similarity_path(course: Course, name: str) -> Path:
    """Where the page on an assignment lies."""
    return course.reports / f"{name}-similarity.html"


def pairs_path(course: Course, name: str) -> Path:
    """Where the pairs lie as data, for the report on the class."""
    return course.reports / f"{name}-similarity.json"


def known_clusters(course: Course, name: str) -> list[tuple[str, ...]] | None:
    """The groups that the last look for similar submissions found; None where nobody has looked."""
    try:
        return [tuple(group) for group in json.loads(pairs_path(course, name).read_text(encoding="utf-8"))["clusters"]]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def outdated(course: Course, name: str, students: Iterable[str]) -> bool:
    """Whether one of these students was graded after the last look; False where nobody has looked."""
    path = pairs_path(course, name)
    notebooks = [course.autograded / student / name / f"{name}.ipynb" for student in students]
    return path.is_file() and any(one.stat().st_mtime > path.stat().st_mtime for one in notebooks if one.is_file())


def write_similarity(course: Course, name: str, found: Sequence[Document], pairs: Sequence[Pair]) -> Path:
    """Write the page, and the groups as data beside it; returns the page's path."""
    groups = clusters(pairs)
    told = {"clusters": groups, "pairs": [[*pair.students, pair.share, pair.tokens] for pair in pairs]}
    write_text(pairs_path(course, name), json.dumps(told, indent=1) + "\n")
    by_student = {one.student: one for one in found}
    return write_page(
        similarity_path(course, name),
        "similarity.html.j2",
        style=asset("similarity.css"),
        course=course.title,
        assignment=name,
        title=course.assignment(name).title,
        students=len(found),
        possible=len(found) * (len(found) - 1) // 2,
        clusters=[[one_line(student, 80) for student in group] for group in groups],
        pairs=[_shown(pair, by_student) for pair in pairs[:SHOWN]],
        more=max(0, len(pairs) - SHOWN),
    )


def _shown(pair: Pair, by_student: Mapping[str, Document]) -> dict[str, Any]:
    sides = [
        {
            "student": one_line(student, 80),
            "lines": [
                {"text": plain(text, _LONGEST_LINE), "same": number in same}
                for number, text in enumerate(by_student[student].lines)
            ],
            "same": len(same),
        }
        for student, same in zip(pair.students, map(set, pair.lines), strict=True)
    ]
    return {"share": pair.share, "tokens": pair.tokens, "sides": sides}
