"""The cells that a student wrote, made safe to show: highlighted code, plain text, checked images; nothing raw."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from markupsafe import Markup
from nbformat import NotebookNode
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from .canonical import nbgrader
from .outputs import PICTURES
from .text import plain

# Of these the first that an output has is shown, markup as its source.
SHOWN_AS_TEXT = ("text/plain", "text/html", "image/svg+xml")
LONGEST_SOURCE, LONGEST_OUTPUT, LARGEST_IMAGE, MOST_OUTPUTS = 20_000, 4_000, 1_000_000, 12


@dataclass(frozen=True)
class Output:
    """One output: `text`, or an image as a data URL; `error` where the cell ended with it."""

    text: str = ""
    image: str = ""
    error: bool = False


@dataclass(frozen=True)
class Listing:
    """One cell. code: highlighted HTML, "" for a text cell. text: its plain source."""

    text: str
    code: Markup
    outputs: tuple[Output, ...]


def own_cells(autograded: NotebookNode, release: NotebookNode) -> dict[str, list[Listing]]:
    """What the student wrote, by the grade_id of the question that it stands before; "" for what stands after the last.

    A cell is the student's own where its text is not in the release. Locked cells and test cells never are.
    """
    given = {cell.source.strip() for cell in release.cells}
    found: dict[str, list[Listing]] = {}
    before: list[Listing] = []
    for cell in autograded.cells:
        locked = nbgrader(cell, "locked") or (nbgrader(cell, "grade") and not nbgrader(cell, "solution"))
        if not locked and cell.source.strip() and cell.source.strip() not in given:
            before.append(_listing(cell))
        if nbgrader(cell, "grade"):
            found[str(nbgrader(cell, "grade_id"))] = before
            before = []
    return found | {"": before}


@cache
def listing_style() -> str:
    """CSS of the highlighted code, for light and for dark."""
    light, dark = (HtmlFormatter(style=name).get_token_style_defs(".code") for name in ("xcode", "github-dark"))
    return "\n".join([*light, "@media screen and (prefers-color-scheme: dark) {", *dark, "}", ""])


@lru_cache(maxsize=4096)
def _highlighted(source: str) -> Markup:
    """Highlighted once, however many of a class wrote the same."""
    return Markup(highlight(source, PythonLexer(), HtmlFormatter(nowrap=True)))


def _listing(cell: NotebookNode) -> Listing:
    source = plain(cell.source, LONGEST_SOURCE).rstrip()
    if cell.cell_type != "code":
        return Listing(source, Markup(""), ())
    code = _highlighted(source)
    outputs = list(_outputs(cell))
    if len(outputs) > MOST_OUTPUTS:
        more = Output(f"… {len(outputs) - MOST_OUTPUTS:,} more outputs are left out")
        outputs = [*outputs[:MOST_OUTPUTS], more]
    return Listing(source, code, tuple(outputs))


def _outputs(cell: NotebookNode) -> Iterator[Output]:
    for output in cell.get("outputs", ()):
        kind = output.get("output_type")
        if kind == "stream":
            yield from _text(output.get("text", ""))
        elif kind == "error":
            traceback = "\n".join(output.get("traceback") or [f"{output.get('ename')}: {output.get('evalue')}"])
            yield from _text(traceback, error=True)
        elif data := output.get("data"):
            images = [url for mime, magic in PICTURES.items() if (url := _image(data.get(mime), mime, magic))]
            if images:
                yield Output(image=images[0])
            else:
                yield from _text(next((data[mime] for mime in SHOWN_AS_TEXT if data.get(mime)), ""))


def _text(text: object, error: bool = False) -> Iterator[Output]:
    shown = plain("".join(text) if isinstance(text, list) else text, LONGEST_OUTPUT).rstrip()
    if shown:
        yield Output(text=shown, error=error)


def _image(encoded: object, mime: str, magic: bytes) -> str:
    """A data URL of an image that is what it says; "" for anything else."""
    text = "".join(encoded) if isinstance(encoded, list) else encoded
    if not isinstance(text, str) or len(text) > LARGEST_IMAGE:
        return ""
    try:
        content = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return ""
    return f"data:{mime};base64,{base64.b64encode(content).decode()}" if content.startswith(magic) else ""
