"""What a student wrote, as lines to show and as tokens to compare: names, comments and layout make no difference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from nbformat import NotebookNode
from pygments.lexers import PythonLexer
from pygments.token import Comment, Keyword, Literal, Name, String, Text, Token, Whitespace

from ..canonical import read
from ..course import Course
from ..listing import own_cells

NAME, TEXT = "name", "text"
# In these a copy is as easily changed as in a name, and says as little.
_SKIPPED = (Comment, Text, Whitespace, String.Doc)


@dataclass(frozen=True)
class Document:
    """The code of one student.

    lines: as they wrote it, a comment before what belongs to each question.
    tokens, places: what is compared, and the line that each token is in.
    """

    student: str
    lines: tuple[str, ...]
    tokens: tuple[str, ...]
    places: tuple[int, ...]


def document(student: str, code: Mapping[str, Iterable[str]]) -> Document:
    """A document of the cells `code`, by grade_id."""
    lines: list[str] = []
    for question, cells in code.items():
        for cell in cells:
            lines += [f"# {question or 'after the last question'}", *cell.splitlines(), ""]
    tokens, places = _tokens("\n".join(lines))
    return Document(student, tuple(lines), tokens, places)


def documents(autograded: Mapping[str, NotebookNode], release: NotebookNode) -> list[Document]:
    """The document of each student, from their notebooks; text cells and what was handed out are left out."""
    found = []
    for student, notebook in autograded.items():
        cells = own_cells(notebook, release)
        code = {name: [listing.text for listing in listings if listing.code] for name, listings in cells.items()}
        found.append(document(student, code))
    return found


def of_course(course: Course, name: str, students: Iterable[str]) -> tuple[list[Document], list[Document]]:
    """The documents of graded students, and those that are no sign of copying: what is handed out, and the reference.

    Students whose submission could not be read have no document.
    """
    release = read(course.release(name))
    paths = {student: course.autograded / student / name / f"{name}.ipynb" for student in students}
    notebooks = {student: read(path) for student, path in paths.items() if path.is_file()}
    given = [
        document(title, {"": [cell.source for cell in notebook.cells if cell.cell_type == "code"]})
        for title, notebook in (("release", release), ("reference", read(course.source(name))))
    ]
    return documents(notebooks, release), given


def _tokens(code: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Tokens in which every name but an attribute, a built-in one and a keyword is alike, and the line of each."""
    tokens, places, line, before = [], [], 0, ""
    for kind, text in PythonLexer(stripnl=False, ensurenl=False).get_tokens(code):
        if not any(kind in each for each in _SKIPPED):
            shown = _alike(kind, text, before)
            if shown:
                tokens.append(shown)
                places.append(line)
            before = text
        line += text.count("\n")
    return tuple(tokens), tuple(places)


def _alike(kind: type[Token], text: str, before: str) -> str:
    if kind in Name and not (kind in Name.Builtin and kind not in Name.Builtin.Pseudo) and before != ".":
        return NAME
    if kind in String:
        return TEXT if text.strip("\"'") else ""
    if kind in Keyword or kind in Literal or kind in Name:
        return text
    return text.strip()
