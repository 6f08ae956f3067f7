"""Where a figure stands on its slide: below its code, beside it, or on the next slide, whichever shows it largest."""

from __future__ import annotations

import base64
import struct
from collections.abc import Iterable
from copy import deepcopy

from nbformat import NotebookNode

PNG = "image/png"
# Pixels of a slide of 1280 x 720: room inside its margins; a row and a character of code, a row of text and the
# characters in it, all at 0.85 of full size, as slides.css sets them; the space between two things.
WIDTH, HEIGHT = 1190, 640
CODE_ROW, CODE_CHARACTER, TEXT_ROW, TEXT_COLUMNS = 25, 11.3, 33, 95
GAP, PADDING = 16, 50
# A figure that would be lower than this, though it need not be, gets a slide of its own.
LOWEST_FIGURE = 340
# More lines of code than these share no slide with a figure below them.
LINES_ABOVE = 10


def laid_out(cells: Iterable[NotebookNode]) -> list[NotebookNode]:
    """The cells with size and least height of each PNG at its output, and `beside` where it stands beside the code.

    A cell whose figure would be small, or that has several, becomes more: code with what it prints, and each figure
    on a slide below.
    """
    result: list[NotebookNode] = []
    for cell in cells:
        figures = [output for output in cell.get("outputs", ()) if PNG in output.get("data", {})]
        for output in figures:
            output["size"] = width, height = _png_size(output["data"][PNG])
            output["floor"] = min(LOWEST_FIGURE, WIDTH * height // width)
        slide_type = cell.metadata.get("slideshow", {}).get("slide_type", "-")
        if not figures or slide_type == "skip":
            result.append(cell)
            continue
        lead_in = result[-1].source if result and slide_type == "-" else ""
        below, beside = _heights(cell, lead_in, *figures[0]["size"])
        if len(figures) > 1 or max(below, beside) < figures[0]["floor"]:
            result += _parted(cell, figures)
        else:
            cell.metadata["beside"] = beside > below
            result.append(cell)
    return result


def _heights(cell: NotebookNode, lead_in: str, width: int, height: int) -> tuple[float, float]:
    """How high the cell's figure may be below the code and beside it, in pixels; 0 where the code is too long."""
    lines = cell.source.splitlines()
    printed = [line for output in cell.outputs if "text" in output for line in output["text"].splitlines()]
    room = HEIGHT - (GAP + TEXT_ROW * -(-len(lead_in) // TEXT_COLUMNS) if lead_in else 0)
    code = PADDING + CODE_ROW * (len(lines) + len(printed))
    columns = max(map(len, [*lines, *printed]), default=0)
    beside = min(room, (WIDTH - PADDING - CODE_CHARACTER * columns) * height / width)
    below = min(room - code, WIDTH * height / width) if len(lines) <= LINES_ABOVE else 0
    return below, beside if code <= room else 0


def _parted(cell: NotebookNode, figures: list[NotebookNode]) -> list[NotebookNode]:
    """The cell without its figures, and one cell a slide for each of them; what it prints stays with its code."""
    code = deepcopy(cell)
    code.outputs = [output for output in cell.outputs if "size" not in output]
    code.metadata.pop("live", None)
    parts = [code]
    for number, figure in enumerate(figures, start=1):
        part = deepcopy(cell)
        part.source, part.id, part.outputs = "", f"{cell.id}-figure-{number}", [figure]
        part.metadata["slideshow"] = {"slide_type": "subslide"}
        parts.append(part)
    return parts


def _png_size(encoded: str) -> tuple[int, int]:
    """Width and height of a base64 PNG, in pixels."""
    return struct.unpack(">II", base64.b64decode(encoded[:64])[16:24])
