"""Which cell starts a slide: `slide_type` in the metadata of cells, derived from a notebook's structure.

A `##` heading begins a column, each further idea is a slide below it. JupyterLab's slide shows read the same metadata,
so lectures carry them; `coursework slides --tag` writes them, and a test holds the files against this rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import deepcopy
from pathlib import Path

import nbformat
from nbformat import NotebookNode

SET_UP = "coursework.setup("
PREDICT = "**Predict"
# A text of at most this many words shares the slide with the code that follows it.
LEAD_IN_WORDS = 45


def slide_types(cells: Iterable[NotebookNode]) -> list[str]:
    """For each cell `slide`, `subslide`, `skip`, or "-" where it belongs to the slide of the cell before.

    Code shares a slide with a short text before it. After a question to predict an answer it never does, so what
    answers the question is on the next slide.
    """
    types: list[str] = []
    shareable = False
    for cell in cells:
        if cell.cell_type == "raw" or SET_UP in cell.source:
            types.append("skip")
        elif cell.cell_type == "markdown":
            heading = re.match(r"##? ", cell.source)
            types.append("slide" if heading else "subslide")
            shareable = not heading and PREDICT not in cell.source and len(cell.source.split()) <= LEAD_IN_WORDS
        else:
            types.append("-" if shareable else "subslide")
            shareable = False
    return types


def tagged(notebook: NotebookNode) -> NotebookNode:
    """The notebook with the slide type of each cell in its metadata; `notebook` stays as it is."""
    result = deepcopy(notebook)
    for cell, slide_type in zip(result.cells, slide_types(result.cells), strict=True):
        cell.metadata.pop("slideshow", None)
        if slide_type != "-":
            cell.metadata["slideshow"] = {"slide_type": slide_type}
    return result


def is_tagged(notebook: NotebookNode) -> bool:
    """Whether any cell says its slide type."""
    return any("slide_type" in cell.metadata.get("slideshow", {}) for cell in notebook.cells)


def tag_files(paths: Iterable[Path]) -> list[Path]:
    """Write the slide types into notebooks; returns those that changed."""
    changed = []
    for path in paths:
        before = nbformat.read(path, as_version=4)
        after = tagged(before)
        if after != before:
            nbformat.write(after, path)
            changed.append(path)
    return changed
