"""Where a concept is taught and exercised, by the tags of the notebooks' cells."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nbformat import NotebookNode

from .canonical import nbgrader, read
from .course import Course

TAUGHT, EXERCISED = "concept:", "exercises:"
HEADING = re.compile(r"^#{1,6} +(.+?) *#*$", re.MULTILINE)


@dataclass(frozen=True)
class Section:
    """One section of a lecture: the heading of the cells that teach a concept, and the id of the cell with it."""

    lecture: str
    lecture_title: str
    heading: str
    cell: str


def sections(course: Course) -> dict[str, tuple[Section, ...]]:
    """The sections that teach each concept, by its slug, in the order of the lectures."""
    found: dict[str, list[Section]] = {}
    for path in sorted((course.root / "notebooks").glob("*.ipynb")):
        heading = at = ""
        for cell in read(path).cells:
            if cell.cell_type == "markdown" and (match := HEADING.search(cell.source)):
                heading, at = re.sub(r"\s*\(\d+ min(utes)?\)$", "", match[1]), cell.id
            section = Section(path.stem, course.lectures.get(path.stem, path.stem), heading, at)
            for slug in tagged(cell, TAUGHT):
                if section not in found.setdefault(slug, []):
                    found[slug].append(section)
    return {slug: tuple(places) for slug, places in found.items()}


def exercised(notebook: NotebookNode) -> dict[str, tuple[str, ...]]:
    """The concepts that each question of an assignment exercises, by its grade_id."""
    slugs = {}
    for cell in notebook.cells:
        if nbgrader(cell, "grade") and (found := tagged(cell, EXERCISED)):
            slugs[str(nbgrader(cell, "grade_id"))] = found
    return slugs


def headings(notebook: NotebookNode) -> dict[str, str]:
    """The heading of each question of an assignment, by its grade_id: the nearest one before its graded cell.

    What the heading says besides, the grade_id and the points, is left out.
    """
    found, heading = {}, ""
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and not nbgrader(cell, "solution") and (match := HEADING.search(cell.source)):
            heading = match[1]
        if nbgrader(cell, "grade"):
            grade_id = str(nbgrader(cell, "grade_id"))
            about = rf"`?{re.escape(grade_id)}`?:?\s*|\s*\([^()]*\d+ points?\)"
            title = re.sub(about, "", heading).replace("`", "")
            found[grade_id] = title[:1].upper() + title[1:]
    return found


def written(notebook: NotebookNode) -> frozenset[str]:
    """The questions of an assignment that a person grades: the cells that are answer and question in one."""
    graded = [cell for cell in notebook.cells if nbgrader(cell, "grade") and nbgrader(cell, "solution")]
    return frozenset(str(nbgrader(cell, "grade_id")) for cell in graded)


def tagged(cell: NotebookNode, prefix: str) -> tuple[str, ...]:
    """The slugs in a cell's tags that begin with `prefix`."""
    return tuple(tag.removeprefix(prefix) for tag in cell.metadata.get("tags", ()) if tag.startswith(prefix))
