"""The parts of pages that are made from data: `course.toml`, the notebooks' tags, README.md and the demos' modules."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from ..canonical import read
from ..concept_page import Entry, index
from ..concepts import headings
from ..course import Course
from ..errors import CourseError
from .notebooks import due_text, section_target


def course_table(course: Course) -> str:
    """Lectures beside the assignments of the same name."""
    lines = ["| # | lecture | assignment | due |", "| --- | --- | --- | --- |"]
    for name, title in course.lectures.items():
        asked = due = ""
        if name in course.assignments:
            asked = f"[{course.assignment(name).title}](assignments/{name}.ipynb)"
            due = f"{day.day}\N{NO-BREAK SPACE}{day:%B}" if (day := course.assignment(name).due) else ""
        lines.append(f"| {name[:2]} | [{title}](lectures/{name}.ipynb) | {asked} | {due} |")
    return "\n".join(lines)


def lecture_list(course: Course) -> str:
    """The lectures, with the sentence under the title of each, and their table of contents."""
    lines = []
    for name in course.lectures:
        title, sentence, facts = _paragraphs(course.root / "notebooks" / f"{name}.ipynb")
        time = re.search(r"\*\*Time:\*\* (\d+ minutes)", facts)
        lines += [f"**[{title}]({name}.ipynb)**" + (f" ({time[1]}): " if time else ": ") + sentence, ""]
    return "\n".join([*lines, _toctree(course.lectures)])


def assignment_list(course: Course) -> str:
    """The assignments with their points and due dates, the questions of each, and their table of contents."""
    lines = ["| # | assignment | questions | points | due |", "| --- | --- | --- | --- | --- |"]
    questions = []
    for name, assignment in course.assignments.items():
        row = f"[{assignment.title}]({name}.ipynb) | {len(assignment.points)} | {sum(assignment.points.values()):g}"
        lines.append(f"| {name[:2]} | {row} | {due_text(course, name)} |")
        questions += [
            "",
            f"## {name[:2]} {assignment.title}",
            "",
            "| question | what | points |",
            "| --- | --- | --- |",
        ]
        titles = headings(read(course.release(name)))
        for grade_id, points in assignment.points.items():
            questions.append(f"| [`{grade_id}`](#{grade_id}) | {titles.get(grade_id, '')} | {points:g} |")
    return "\n".join([*lines, *questions, "", _toctree(course.assignments)])


def concept_tables(course: Course) -> str:
    """The index of concepts: a table for each lecture, with links to sections and questions."""
    lines, entries = [], index(course)
    for lecture, title in course.lectures.items():
        here = [entry for entry in entries if entry.taught and entry.taught[0].lecture == lecture]
        if here:
            head = ["| concept | taught in | exercised by |", "| --- | --- | --- |"]
            lines += [f"## {lecture[:2]} {title}", "", *head, *(_concept(entry) for entry in here), ""]
    return "\n".join(lines)


def demo_table(course: Course) -> str:
    """The live demos and the first line of what each says of itself."""
    lines = ["| demo | what it shows |", "| --- | --- |"]
    for path in sorted((course.root / "coursework" / "demos").glob("[a-z]*.py")):
        text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        lines.append(f"| `{path.stem}` | {text.partition(chr(10))[0]} |")
    return "\n".join(lines)


def readme_section(course: Course, heading: str) -> str:
    """What README.md says under a heading, to the next heading of its level or above; code is left as it is.

    Raises: CourseError where README.md has no such heading.
    """
    lines, level, fenced = [], 0, False
    for line in (course.root / "README.md").read_text(encoding="utf-8").splitlines():
        fenced ^= line.startswith("```")
        mark = "" if fenced else (re.match(r"#+(?= )", line) or [""])[0]
        if level and mark and len(mark) <= level:
            break
        if level:
            lines.append(line)
        elif mark and line[len(mark) :].strip() == heading:
            level = len(mark)
    if not level:
        raise CourseError(f"README.md has no heading {heading!r}, which a page of docs/ takes its text from")
    return "\n".join(lines).strip()


def _concept(entry: Entry) -> str:
    taught = ", ".join(f"[{s.heading}](#{section_target(s.lecture, s.cell)})" for s in entry.taught)
    asked = ", ".join(f"[`{grade_id}`](#{grade_id})" for _, grade_id in entry.questions)
    return f"| {entry.title} | {taught} | {asked} |"


def _paragraphs(path: Path) -> Iterator[str]:
    """Title, one sentence, and what is needed and how long it takes, from a notebook's first cell."""
    title, sentence, facts = read(path).cells[0].source.split("\n\n")[:3]
    return iter((title.lstrip("# "), sentence, facts))


def _toctree(names: object) -> str:
    return "\n".join(["```{toctree}", ":hidden:", *(f"{name}.ipynb" for name in names), "```"])
