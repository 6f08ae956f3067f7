"""What a published notebook has more than ours: a badge that opens it in Colab, and a cell that installs the course."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from dataclasses import dataclass

from nbformat import NotebookNode, from_dict

from .canonical import nbgrader
from .cell_text import normal

BADGE = "colab-badge"
INSTALL = "colab-install"
SET_UP = "set-up"
_IMAGE = "https://colab.research.google.com/assets/colab-badge.svg"
_LINK = "[![Open in Colab]({image})](https://colab.research.google.com/github/{repository}/blob/{branch}/{path})"
# A clone that fails says why in its own words; the sentence after it says what to do.
_CELL = """\
# In Colab this fetches the course and installs it. Where the course is installed, it does nothing.
import importlib.util
import os

if not all(map(importlib.util.find_spec, {modules})):
    if not os.path.isdir(".course"):
        !git clone -q --depth 1 -b {branch} https://github.com/{repository} .course \\
            || echo "{failed}"
    %run .course/coursework/colab.py {folder}"""
_FAILED = "github.com cannot be reached: connect to the internet, then run this cell again."


@dataclass(frozen=True)
class Place:
    """Where a notebook lies on GitHub: "owner/name", the branch, the notebook's path in it with slashes."""

    repository: str
    branch: str
    path: str

    @property
    def badge(self) -> str:
        """Markdown of the badge that opens it."""
        return _LINK.format(image=_IMAGE, repository=self.repository, branch=self.branch, path=self.path)


def for_colab(notebook: NotebookNode, place: Place, modules: tuple[str, ...] = ()) -> NotebookNode:
    """The notebook with its badge and the cell that installs the course; the cells of an assignment stay as they are.

    Args: modules: those that the notebook imports from its own folder.
    """
    result = deepcopy(notebook)
    title = result.cells[0]
    if nbgrader(title, "locked") or title.cell_type != "markdown":
        result.cells.insert(0, _cell("markdown", BADGE, place.badge))
    else:
        title.source += f"\n\n{place.badge}"
    first = next(index for index, cell in enumerate(result.cells) if cell.cell_type == "code")
    result.cells.insert(first, _cell("code", INSTALL, install_cell(place, modules)))
    return result


def install_cell(place: Place, modules: tuple[str, ...] = ()) -> str:
    """The text of the cell that installs the course."""
    return _CELL.format(
        modules=json.dumps(["coursework", *modules]),
        branch=place.branch,
        repository=place.repository,
        failed=_FAILED,
        folder=place.path.rpartition("/")[0],
    )


def published(source: str) -> bool:
    """Whether a cell of a submission is one that publishing put there: the student has not touched it."""
    return bool(_PUBLISHED.fullmatch(normal(source)))


def _cell(kind: str, cell_id: str, source: str) -> NotebookNode:
    code = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return from_dict({"cell_type": kind, "id": cell_id, "metadata": {}, "source": source, **code})


def _pattern(text: str) -> str:
    """A template as a regular expression: in its gaps, a list of names or what has no space and no bracket."""
    pieces = re.split(r"\{(\w+)\}", text.replace("{failed}", _FAILED))
    gaps = {"modules": r'\["\w+"(?:, "\w+")*\]'}
    return "".join(
        gaps.get(piece, r"[^\s()]+") if index % 2 else re.escape(piece) for index, piece in enumerate(pieces)
    )


_PUBLISHED = re.compile("|".join(_pattern(text) for text in (_LINK, _CELL)))
