"""The concept index: what the course teaches, in which section, and which questions exercise it.

Generated from the tags of the notebooks' cells into `CONCEPTS.md`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .atomic import write_text
from .canonical import read
from .concepts import Section, exercised, sections
from .course import Course

PAGE = "CONCEPTS.md"
COMMAND = "autograder concepts"


@dataclass(frozen=True)
class Entry:
    """One concept: the sections that teach it and the questions, (assignment, grade_id), that exercise it."""

    slug: str
    title: str
    taught: tuple[Section, ...]
    questions: tuple[tuple[str, str], ...]


def index(course: Course) -> list[Entry]:
    """Every concept of `course.toml`, in the order in which the lectures teach them; those not taught last."""
    taught = sections(course)
    questions: dict[str, list[tuple[str, str]]] = {}
    for name in course.assignments:
        for grade_id, slugs in exercised(read(course.source(name))).items():
            for slug in slugs:
                questions.setdefault(slug, []).append((name, grade_id))
    order = [*(slug for slug in taught if slug in course.concepts), *(s for s in course.concepts if s not in taught)]
    return [Entry(slug, course.concepts[slug], taught.get(slug, ()), tuple(questions.get(slug, ()))) for slug in order]


def gaps(course: Course) -> list[str]:
    """What is not taught, and what no question exercises though one must."""
    entries = {entry.slug: entry for entry in index(course)}
    found = [f"{slug}: taught by no section" for slug, entry in entries.items() if not entry.taught]
    for name, slugs in course.exercised.items():
        if name not in course.lectures or name not in course.assignments:
            continue
        for slug in slugs:
            if slug not in entries:
                found.append(f"{slug}: no concept of course.toml, but {name} must exercise it")
            elif not any(assignment == name for assignment, _ in entries[slug].questions):
                found.append(f"{slug}: exercised by no question of {name}")
    return found


def page(course: Course) -> str:
    """The index as markdown: a table for each lecture."""
    return "\n".join(_lines(course)) + "\n"


def write_page(course: Course) -> Path:
    """Write the index. Returns: its path."""
    path = course.root / PAGE
    write_text(path, page(course))
    return path


def _lines(course: Course) -> Iterator[str]:
    entries = index(course)
    yield "# Concepts"
    yield ""
    yield "What each lecture teaches, in which section, and which graded questions exercise it."
    yield f"Generated from the notebooks' tags by `{COMMAND}`."
    for lecture in course.lectures:
        here = [entry for entry in entries if entry.taught and entry.taught[0].lecture == lecture]
        if here:
            yield ""
            yield f"## {lecture[:2]} {course.lectures[lecture]}"
            yield ""
            yield "| concept | taught in | exercised by |"
            yield "| --- | --- | --- |"
            yield from (_row(entry) for entry in here)


def _row(entry: Entry) -> str:
    taught = ", ".join(f"[{section.heading}](notebooks/{section.lecture}.ipynb)" for section in entry.taught)
    asked = ", ".join(f"[`{grade_id}`](release/{name}/{name}.ipynb)" for name, grade_id in entry.questions)
    return f"| {entry.title} | {taught} | {asked} |"
