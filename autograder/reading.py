"""Reads what was handed in: bytes that may be anything, into cells that are at least text."""

from __future__ import annotations

import json
import os
import re
import stat
import warnings as python_warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

from .decoding import decode
from .errors import SubmissionError
from .result import ATTENTION
from .text import one_line

MAX_BYTES = 128 << 20
MAX_CELLS = 5000
# Of the JSON, outputs included: a value costs up to some hundred bytes of memory, whatever it takes up in the file.
MAX_VALUES = 8_000_000
MAX_CONTAINERS = 1_000_000
MAX_SOURCE = 1 << 20
MAX_ATTACHMENTS = 8 << 20
# Of all cells together: code, which is parsed, at seconds a megabyte; and everything but outputs.
MAX_CODE = 2 << 20
MAX_KEPT = 32 << 20
# Text behind the end of the notebook, where a file was written over a longer one, say.
MAX_BEHIND = 1000
# What Google Drive puts into a file that stands for one of its own.
_OF_A_LINK = frozenset({"doc_id", "resource_id"})
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
_DATA_URI = re.compile(r"data:[\w/+.;=-]{0,100};base64,[A-Za-z0-9+/=]{1000,}")


@dataclass(frozen=True)
class SubmittedCell:
    """A cell as it came; of its metadata, only under which names it may be known.

    attachments: pictures pasted into a text cell, {name: {type: base64}}.
    """

    kind: str
    source: str
    grade_id: str
    cell_id: str
    attachments: dict[str, dict[str, str]] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Submitted:
    """A notebook as it came, and what had to be put up with."""

    cells: tuple[SubmittedCell, ...]
    warnings: tuple[str, ...]


def read_file(path: Path, most: int = MAX_BYTES) -> bytes:
    """The bytes of an ordinary file.

    Raises: SubmissionError for a link, a device, or more than `most` bytes.
    """
    name = one_line(path.name, 80)
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as file:
            about = os.fstat(descriptor)
            if not stat.S_ISREG(about.st_mode):
                raise SubmissionError(f"{name} is no ordinary file", ATTENTION)
            if about.st_size > most:
                hint = ": clear its outputs" if ".ipynb" in name else ""
                raise SubmissionError(f"{name} is too large ({about.st_size:,} bytes, at most {most:,}){hint}")
            return file.read(about.st_size)
    except OSError as error:
        raise SubmissionError(f"{name} cannot be opened ({error.strerror})", ATTENTION) from None


def read_notebook(data: bytes) -> Submitted:
    """Make the best of what was handed in as a notebook.

    Args: data: the file, in any encoding.
    Raises: SubmissionError, in words for the student, if it is none.
    """
    text, warnings = decode(data)
    document = _parse(text, warnings)
    if not isinstance(document, dict):
        raise SubmissionError(f"the file is not a notebook (it holds a {type(document).__name__})")
    document, more = _upgrade(document)
    cells = document.get("cells")
    if not isinstance(cells, list):
        if document.keys() & _OF_A_LINK or "google.com/" in str(document.get("url", "")):
            raise SubmissionError("the file is a link to Google Drive, not the notebook: download the notebook itself")
        raise SubmissionError("the file is not a notebook (it has no list of cells)")
    if len(cells) > MAX_CELLS:
        raise SubmissionError(f"the notebook has {len(cells):,} cells, more than {MAX_CELLS:,}")
    read = [_cell(cell, number, more) for number, cell in enumerate(cells, start=1) if isinstance(cell, dict)]
    code = sum(len(cell.source) for cell in read if cell.kind != "markdown")
    kept = code + sum(len(cell.source) + _size(cell.attachments) for cell in read if cell.kind == "markdown")
    for size, most, what in ((code, MAX_CODE, "code"), (kept, MAX_KEPT, "text")):
        if size > most:
            raise SubmissionError(f"the cells hold {size:,} characters of {what}, more than {most:,}")
    if len(read) < len(cells):
        more.append(f"{len(cells) - len(read)} of the cells are none and were left out")
    return Submitted(tuple(read), tuple(warnings + more))


def _parse(text: str, warnings: list[str]) -> Any:
    if text.count(",") > MAX_VALUES or text.count("[") + text.count("{") > MAX_CONTAINERS:
        raise SubmissionError("the notebook holds millions of values: clear its outputs and hand it in again")
    try:
        document, end = _DECODER.raw_decode(text, len(text) - len(text.lstrip()))
        if behind := text[end:].strip():
            if len(behind) > MAX_BEHIND or not isinstance(document, dict) or "nbformat" not in document:
                raise json.JSONDecodeError("Extra data", text, end)
            warnings.append(f"behind the end of the notebook stands {one_line(behind, 40)!r}; it was left out")
        return document
    except json.JSONDecodeError as error:
        raise SubmissionError(
            f"the file is not a notebook (line {error.lineno} column {error.colno}: {error.msg})"
        ) from None
    except RecursionError:
        raise SubmissionError("the file is not a notebook (nested too deeply)") from None


def _without_output(value: dict[str, Any]) -> dict[str, Any]:
    """A JSON object; of an output, which nobody reads, nothing, as soon as it has been parsed."""
    return {} if "output_type" in value else value


def _integer(digits: str) -> int | float:
    """An integer; one of more digits than Python converts is infinite."""
    return int(digits) if len(digits) < 1000 else float("inf")


_DECODER = json.JSONDecoder(object_hook=_without_output, parse_int=_integer)


def _upgrade(document: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Bring older formats to version 4; read newer ones as they are."""
    version = document.get("nbformat")
    minor = document.get("nbformat_minor")
    if version == 4:
        known = nbformat.v4.nbformat_minor
        if isinstance(minor, (int, float)) and minor > known:
            return document, [f"the notebook is in format 4.{minor}, newer than 4.{known}; it was read as that"]
        return document, []
    if "worksheets" in document and "cells" not in document:
        try:
            for sheet in document["worksheets"]:
                for cell in sheet["cells"]:
                    cell["outputs"] = []
            with python_warnings.catch_warnings():
                python_warnings.simplefilter("ignore")  # of what is not quite valid and was upgraded all the same
                upgraded = dict(nbformat.convert(nbformat.from_dict(document), 4))
            return upgraded, [f"upgraded from notebook format {one_line(version, 40)}"]
        except Exception as error:  # nbformat raises what Python does where a field is not what it expects
            raise SubmissionError(
                f"the notebook is in format {one_line(version, 40)} and cannot be upgraded "
                f"({type(error).__name__}: {one_line(error, 80)})"
            ) from None
    return document, [f"the notebook says it is in format {one_line(version, 40)}; it was read as format 4"]


def _cell(cell: dict[str, Any], number: int, warnings: list[str]) -> SubmittedCell:
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    if not isinstance(source, str):
        source = ""
    source = _utf8(source.replace("\r\n", "\n").replace("\r", "\n"))
    kind = cell.get("cell_type")
    if len(source) > MAX_SOURCE and kind == "markdown":
        source = _DATA_URI.sub("(picture left out)", source)
        warnings.append(f"pictures in the text of cell {number} were left out: they are too large")
    if len(source) > MAX_SOURCE:
        warnings.append(f"cell {number} was left out: it holds {len(source):,} characters, more than {MAX_SOURCE:,}")
        source = ""
    metadata = cell.get("metadata")
    about = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = about.get("grade_id") if isinstance(about, dict) else None
    pictures = _pictures(cell.get("attachments")) if kind == "markdown" else {}
    if _size(pictures) > MAX_ATTACHMENTS:
        warnings.append(f"pictures attached to cell {number} were left out: they are too large")
        pictures = {}
    return SubmittedCell(
        kind=kind if kind in ("code", "markdown", "raw") else "raw",
        source=source,
        grade_id=grade_id if isinstance(grade_id, str) else "",
        cell_id=cell["id"] if isinstance(cell.get("id"), str) else "",
        attachments=pictures,
    )


def _pictures(attachments: Any) -> dict[str, dict[str, str]]:
    """Of what is attached to a cell, the pictures."""
    pictures: dict[str, dict[str, str]] = {}
    for name, bundle in attachments.items() if isinstance(attachments, dict) else ():
        for kind, data in bundle.items() if isinstance(bundle, dict) else ():
            if kind in PICTURES and isinstance(data, str) and data.isascii():
                pictures.setdefault(_utf8(name), {})[kind] = data
    return pictures


def _size(pictures: dict[str, dict[str, str]]) -> int:
    return sum(len(data) for bundle in pictures.values() for data in bundle.values())


def _utf8(text: str) -> str:
    """The text with halves of surrogate pairs, which JSON can spell but no file can hold, replaced."""
    return text.encode("utf-8", "replace").decode("utf-8")
