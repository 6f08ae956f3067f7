"""Notebooks as Sphinx pages: targets for links, alternative text, a line in the place of a widget."""

from __future__ import annotations

import re
from copy import deepcopy

import nbformat
from nbformat import NotebookNode

from coursework.demos.gallery import made_by

from ..canonical import nbgrader
from ..concepts import HEADING
from ..course import Course

WIDGET = "application/vnd.jupyter.widget-view+json"


def section_target(lecture: str, cell: str) -> str:
    """What a link to a section of a lecture points to: the cell that holds its heading."""
    return f"lecture-{lecture.replace('_', '-')}-{cell}"


def lecture_page(course: Course, name: str, executed: NotebookNode) -> NotebookNode:
    """A lecture as a page.

    A figure gets its cell's `alt`, each section a target, and a widget the name of its demo; the state of widgets goes.
    """
    page = deepcopy(executed)
    page.metadata.pop("widgets", None)
    for cell in page.cells:
        if cell.cell_type == "markdown":
            cell.source = _with_target(cell.source, section_target(name, cell.id))
        elif cell.cell_type == "code" and (alt := cell.metadata.get("alt")):
            cell.metadata["mystnb"] = {"image": {"alt": alt}}
    page.cells[0].source = _with_links(course, page.cells[0].source)
    page.cells.insert(1, nbformat.v4.new_markdown_cell(_download(f"notebooks/{name}.ipynb"), id="download"))
    page.cells = [piece for cell in page.cells for piece in _without_widgets(cell)]
    return page


def assignment_page(course: Course, name: str, release: NotebookNode) -> NotebookNode:
    """A release notebook as a page, with what `course.toml` says of it; each question is a target, its grade_id."""
    page, heading = deepcopy(release), None
    for cell in page.cells:
        if cell.cell_type == "markdown" and HEADING.search(cell.source) and not nbgrader(cell, "solution"):
            heading = cell
        if nbgrader(cell, "grade") and heading is not None:
            heading.source = _with_target(heading.source, str(nbgrader(cell, "grade_id")))
    title, _, text = page.cells[0].source.partition("\n\n")
    page.cells[0].source = f"{title}\n\n{_facts(course, name)}\n\n{text}"
    return page


def _without_widgets(cell: NotebookNode) -> list[NotebookNode]:
    """A cell without the widgets among its outputs, and behind it a line on how to get them live."""
    shown = [output for output in cell.get("outputs", ()) if WIDGET not in output.get("data", {})]
    if cell.cell_type != "code" or len(shown) == len(cell.outputs):
        return [cell]
    cell.outputs = shown
    demo = made_by(cell.source)
    command = f" or <code>coursework demo {demo}</code>" if demo else ""
    line = f"Sliders and buttons appear here where the notebook runs. Live demo: open the notebook{command}."
    return [cell, nbformat.v4.new_markdown_cell(f'<p class="live-demo">{line}</p>', id=f"{cell.id}-live"[:64])]


def _with_target(source: str, target: str) -> str:
    """A text whose heading, if it has one, can be linked to by the name `target`."""
    heading = HEADING.search(source)
    return f"{source[: heading.start()]}({target})=\n{source[heading.start() :]}" if heading else source


def _with_links(course: Course, source: str) -> str:
    """The assignments that a text names (assignment `02_knn`) as links."""

    def link(match: re.Match[str]) -> str:
        name = match[2]
        return f"{match[1]}[`{name}`](../assignments/{name}.ipynb)" if name in course.assignments else match[0]

    return re.sub(r"(assignment )`(\w+)`", link, source)


def _facts(course: Course, name: str) -> str:
    """Points, due date and files of an assignment, as markdown."""
    assignment = course.assignment(name)
    lines = [f"{sum(assignment.points.values()):g} points in {len(assignment.points)} questions"]
    if assignment.due:
        lines.append(f"due {due_text(course, name)}")
    lines.append(_download(f"release/{name}/{name}.ipynb"))
    if assignment.given:
        earlier = " and ".join(f"[`{other}`]({other}.ipynb)" for other in assignment.given)
        lines.append(f"{_download(f'release/{name}/given_layers.py')}: layers of {earlier}; put it beside the notebook")
    return "\n".join(f"- {line}" for line in lines)


def due_text(course: Course, name: str) -> str:
    """When an assignment is due, in the course's zone; "" where it never is."""
    due = course.assignment(name).due
    return f"{due:%Y-%m-%d %H:%M} ({course.timezone})" if due else ""


def _download(path: str) -> str:
    """A link that downloads a file of the course."""
    return f"{{download}}`Download {path.rpartition('/')[2]} <../files/{path}>`"
