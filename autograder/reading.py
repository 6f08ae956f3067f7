"""Reads what was handed in: bytes that may be anything, into cells that are at least text."""

from __future__ import annotations

import codecs
import json
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from .errors import SubmissionError

MAX_BYTES = 256 << 20
MAX_CELLS = 5000
_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a picture"),
    (b"<!DOCTYPE", "a web page"),
    (b"<!doctype", "a web page"),
    (b"<html", "a web page"),
    (b"<HTML", "a web page"),
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class SubmittedCell:
    """A cell as it came; of its metadata, only under which names it may be known."""

    kind: str
    source: str
    grade_id: str
    cell_id: str


@dataclass(frozen=True)
class Submitted:
    """A notebook as it came, and what had to be put up with."""

    cells: tuple[SubmittedCell, ...]
    warnings: tuple[str, ...]


def find_notebook(folder: Path, expected: str) -> tuple[Path, list[str]]:
    """The notebook in a student's folder.

    Returns: its path and warnings.
    Raises: FileNotFoundError if there is no file that could be meant; SubmissionError if it cannot be told which is.
    """
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        raise FileNotFoundError(f"nothing handed in under {folder.name}") from None
    warnings = []
    names = []
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_symlink() or not (entry.is_file() or entry.is_dir()):
            warnings.append(f"{entry.name} is no ordinary file (a link, pipe or device) and was not read")
        elif entry.is_file():
            names.append(entry.name)
    notebooks = [name for name in names if name.lower().endswith(".ipynb")]
    if expected in notebooks:
        if others := [name for name in notebooks if name != expected]:
            warnings.append(f"other notebooks were not read: {', '.join(others)}")
        return folder / expected, warnings
    if len(notebooks) == 1:
        return folder / notebooks[0], [*warnings, f"expected {expected}, took {notebooks[0]}"]
    if notebooks:
        raise SubmissionError(f"expected {expected}, found several notebooks: {', '.join(notebooks)}")
    if names or warnings:
        raise SubmissionError(f"expected {expected}, found {', '.join(names) or 'no ordinary file'}")
    raise FileNotFoundError(f"nothing handed in: no {expected}")


def read_file(path: Path) -> bytes:
    """The bytes of an ordinary file.

    Raises: SubmissionError for a link, a device, or more than MAX_BYTES.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        raise SubmissionError(f"{path.name} cannot be opened: {error.strerror}") from None
    with os.fdopen(descriptor, "rb") as file:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            raise SubmissionError(f"{path.name} is no ordinary file")
        if about.st_size > MAX_BYTES:
            raise SubmissionError(
                f"{path.name} has {about.st_size:,} bytes, more than {MAX_BYTES:,}: clear its outputs"
            )
        return file.read(MAX_BYTES)


def read_beside(folder: Path, names: tuple[str, ...], most: int) -> tuple[dict[str, bytes], list[str]]:
    """Files beside the notebook that the course takes, as far as they are there.

    Args: names: those that `course.toml` accepts; most: the most bytes of all together.
    Returns: bytes by name, and warnings about those that were left.
    """
    files: dict[str, bytes] = {}
    warnings = []
    for name in names:
        try:
            if not os.path.lexists(folder / name):
                continue
            data = read_file(folder / name)
        except SubmissionError as error:
            warnings.append(f"{error}; it was not taken")
            continue
        if sum(map(len, files.values())) + len(data) > most:
            warnings.append(f"{name} is too large ({len(data):,} bytes) and was not taken")
        else:
            files[name] = data
    return files, warnings


def read_notebook(data: bytes) -> Submitted:
    """Make the best of what was handed in as a notebook.

    Raises: SubmissionError, in words for the student, if it is none.
    """
    text, warnings = _decode(data)
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise SubmissionError(
            f"the file is not a notebook (line {error.lineno} column {error.colno}: {error.msg})"
        ) from None
    except RecursionError:
        raise SubmissionError("the file is not a notebook (nested too deeply)") from None
    except ValueError as error:
        raise SubmissionError(f"the file is not a notebook ({error})") from None
    if not isinstance(document, dict):
        raise SubmissionError(f"the file is not a notebook (it holds a {type(document).__name__})")
    document, more = _upgrade(document)
    cells = document.get("cells")
    if not isinstance(cells, list):
        raise SubmissionError("the file is not a notebook (it has no list of cells)")
    if len(cells) > MAX_CELLS:
        raise SubmissionError(f"the notebook has {len(cells):,} cells, more than {MAX_CELLS:,}")
    return Submitted(tuple(_cell(cell) for cell in cells if isinstance(cell, dict)), tuple(warnings + more))


def _decode(data: bytes) -> tuple[str, list[str]]:
    if not data.strip():
        raise SubmissionError("empty file: please hand it in again")
    start = data.lstrip()[:16]
    for magic, what in _MAGIC:
        if start.startswith(magic):
            raise SubmissionError(f"the file is {what}, not a notebook, whatever its name says")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), [f"the file is written as {encoding}, not plain UTF-8"]
            except UnicodeDecodeError as error:
                raise SubmissionError(f"the file cannot be read as {encoding} (byte {error.start})") from None
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        raise SubmissionError(f"the file is not UTF-8 text (byte {error.start})") from None


def _upgrade(document: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Bring older formats to version 4; read newer ones as they are."""
    version = document.get("nbformat")
    if version == 4:
        return document, []
    if "worksheets" in document:
        try:
            return dict(nbformat.convert(nbformat.from_dict(document), 4)), [f"upgraded from notebook format {version}"]
        except Exception as error:
            raise SubmissionError(f"the notebook is in format {version} and cannot be upgraded: {error}") from None
    return document, [f"the notebook says it is in format {version!r:.40}; it was read as format 4"]


def _cell(cell: dict[str, Any]) -> SubmittedCell:
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    if not isinstance(source, str):
        source = ""
    metadata = cell.get("metadata")
    about = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = about.get("grade_id") if isinstance(about, dict) else None
    kind = cell.get("cell_type")
    return SubmittedCell(
        kind=kind if kind in ("code", "markdown", "raw") else "raw",
        source=_utf8(source.replace("\r\n", "\n").replace("\r", "\n")),
        grade_id=grade_id if isinstance(grade_id, str) else "",
        cell_id=cell["id"] if isinstance(cell.get("id"), str) else "",
    )


def _utf8(text: str) -> str:
    """The text with halves of surrogate pairs, which JSON can spell but no file can hold, replaced."""
    return text.encode("utf-8", "replace").decode("utf-8")
