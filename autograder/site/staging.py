"""The folder that Sphinx reads: `docs/`, the notebooks as pages, the files to download and the generated parts."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from ..atomic import write_text
from ..course import Course
from ..errors import CourseError
from ..given import FILE
from . import tables
from .notebooks import assignment_page, lecture_page

README_SECTIONS = {
    "collecting": "Collecting and giving back",
    "many-at-once": "Many at once",
    "again": "Grading again, attempts and time",
    "gates": "What a build must prove",
    "how-graded": "How a submission is graded",
}


def stage(course: Course, lectures: Mapping[str, NotebookNode], folder: Path) -> None:
    """Write everything that Sphinx reads into an empty folder.

    Args:
        lectures: every lecture of the course, with its outputs or without.
    Raises: CourseError where the course has no pages of its own, or README.md lacks a section that one of them takes.
    """
    if not (course.root / "docs" / "conf.py").is_file():
        raise CourseError(
            f"{course.root / 'docs'} holds no pages: a site is made from docs/conf.py and what is beside it"
        )
    shutil.copytree(course.root / "docs", folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    for name, executed in lectures.items():
        _download(course, folder, f"notebooks/{name}.ipynb")
        write_text(folder / "lectures" / f"{name}.ipynb", nbformat.writes(lecture_page(course, name, executed)))
    for name, assignment in course.assignments.items():
        _download(course, folder, f"release/{name}/{name}.ipynb")
        if assignment.given:
            _download(course, folder, f"release/{name}/{FILE}")
        page = assignment_page(course, name, nbformat.read(course.release(name), as_version=4))
        write_text(folder / "assignments" / f"{name}.ipynb", nbformat.writes(page))
    parts = {
        "course": tables.course_table(course),
        "lectures": tables.lecture_list(course),
        "assignments": tables.assignment_list(course),
        "concepts": tables.concept_tables(course),
        "demos": tables.demo_table(course),
    }
    parts |= {name: tables.readme_section(course, heading) for name, heading in README_SECTIONS.items()}
    for name, text in parts.items():
        write_text(folder / "parts" / f"{name}.md", text + "\n")


def _download(course: Course, folder: Path, path: str) -> None:
    """Put a file of the course where pages offer it."""
    target = folder / "files" / path
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(course.root / path, target)
