"""The one form in which notebooks are kept: no outputs, readable cell ids, little metadata, stable JSON.

`canonical` works on notebooks, `clean` and `check` on files and folders.
"""

from __future__ import annotations

import itertools
import json
import re
import unicodedata
import warnings
from collections.abc import Iterable
from copy import deepcopy
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from .atomic import write_text
from .errors import CourseError

# `deletable` and `editable` are what nbgrader writes into a release; true, the default, is left out.
CELL_METADATA = ("alt", "deletable", "editable", "nbgrader", "slideshow", "tags")
NBGRADER_KEYS = ("cell_type", "checksum", "grade", "grade_id", "locked", "points", "schema_version", "solution", "task")
NOTEBOOK_METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
READABLE_ID = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")
# What Jupyter (8 hexadecimal digits) and VS Code (a UUID) write.
MACHINE_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){0,3}(-[0-9a-f]+)?")
LONGEST_ID = 64
KINDS = {"code": "code", "markdown": "text", "raw": "raw"}


def canonical(nb: NotebookNode) -> NotebookNode:
    """The same notebook in canonical form; `nb` is left as it is.

    Sources keep every character but carriage returns. A cell's id is its grade_id, else the readable id that
    it has, else one made from its heading or from the cell before it.
    """
    result = nbformat.from_dict(
        {"nbformat": 4, "nbformat_minor": 5, "metadata": deepcopy(NOTEBOOK_METADATA), "cells": []}
    )
    graded = [_slug(grade_id) for cell in nb.cells if (grade_id := _grade_id(cell))]
    taken: set[str] = set()
    before = "start"
    for cell in nb.cells:
        source = "".join(cell.source).replace("\r\n", "\n").replace("\r", "\n")
        new: dict[str, Any] = {"cell_type": cell.cell_type, "metadata": _metadata(cell), "source": source}
        if grade_id := _grade_id(cell):
            new["id"] = _unique(_slug(grade_id), taken)
        else:
            wanted = _readable_id(cell) or _heading(source) or f"{before}-{KINDS[cell.cell_type]}"
            new["id"] = _unique(wanted, taken.union(graded))
        taken.add(new["id"])
        if cell.cell_type == "code":
            new |= {"outputs": [], "execution_count": None}
        elif attachments := cell.get("attachments"):
            new["attachments"] = attachments
        before = re.sub(r"(-(code|text|raw)(-\d+)?)+$", "", new["id"])
        result.cells.append(nbformat.from_dict(new))
    return result


def dumps(nb: NotebookNode) -> str:
    """Canonical JSON of `nb`: sorted keys, one space of indentation, sources as lists of lines."""
    plain = json.loads(json.dumps(canonical(nb)))
    for cell in plain["cells"]:
        cell["source"] = cell["source"].splitlines(keepends=True)
    return json.dumps(plain, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def notebooks(paths: Iterable[Path]) -> list[Path]:
    """The notebooks among `paths`: files as they are, folders searched but for hidden ones.

    Raises: CourseError for a path that is not there.
    """
    found: list[Path] = []
    for path in map(Path, paths):
        if path.is_dir():
            inside = (file.relative_to(path) for file in path.rglob("*.ipynb"))
            found += sorted(path / file for file in inside if not any(part.startswith(".") for part in file.parts))
        elif path.is_file():
            found.append(path)
        else:
            raise CourseError(f"{path}: no such file or folder")
    return found


def check(paths: Iterable[Path]) -> list[Path]:
    """The notebooks among `paths` that are not in canonical form."""
    return [path for path in notebooks(paths) if path.read_bytes() != _cleaned(path).encode()]


def clean(paths: Iterable[Path]) -> list[Path]:
    """Rewrite notebooks in canonical form; returns those that changed.

    Raises: CourseError for a path that is not there or is not a notebook.
    """
    changed = check(paths)
    for path in changed:
        write_text(path, _cleaned(path))
    return changed


def read(path: Path) -> NotebookNode:
    """The notebook in `path`, as version 4.

    Raises: CourseError where it is not one.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of missing cell ids, which the canonical form adds
            return nbformat.read(path, as_version=4)
    except FileNotFoundError:
        raise CourseError(f"{path}: no such notebook") from None
    except Exception as error:  # nbformat raises several kinds for text that is not a notebook
        raise CourseError(f"{path} is not a notebook: {error}") from None


def nbgrader(cell: NotebookNode, key: str) -> Any:
    """What the cell's nbgrader metadata say under `key`; None where they say nothing."""
    return (cell.metadata.get("nbgrader") or {}).get(key)


def _metadata(cell: NotebookNode) -> dict[str, Any]:
    kept = {key: deepcopy(cell.metadata[key]) for key in CELL_METADATA if key in cell.metadata}
    for key in ("deletable", "editable"):
        if kept.get(key, True):
            kept.pop(key, None)
    if not kept.get("tags", True):
        del kept["tags"]
    if not any(nbgrader(cell, role) for role in ("grade", "solution", "locked", "task")):
        kept.pop("nbgrader", None)
    else:
        kept["nbgrader"] = {key: value for key, value in kept["nbgrader"].items() if key in NBGRADER_KEYS}
        points = kept["nbgrader"].get("points")
        if isinstance(points, float) and points.is_integer():
            kept["nbgrader"]["points"] = int(points)
    return kept


def _grade_id(cell: NotebookNode) -> str:
    return str(_metadata(cell).get("nbgrader", {}).get("grade_id") or "")


def _readable_id(cell: NotebookNode) -> str:
    given = str(cell.get("id", ""))
    readable = READABLE_ID.fullmatch(given) and not MACHINE_ID.fullmatch(given) and len(given) <= LONGEST_ID
    return given if readable else ""


def _heading(source: str) -> str:
    title = re.match(r"#+ +(.+)", source)
    return _slug(title[1]) if title else ""


def _slug(text: str) -> str:
    ascii_text = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9_]+", "-", ascii_text).strip("-_")[:LONGEST_ID].rstrip("-_")


def _unique(wanted: str, taken: set[str]) -> str:
    if wanted and wanted not in taken:
        return wanted
    stem = wanted[: LONGEST_ID - 4] or "cell"
    return next(name for number in itertools.count(2) if (name := f"{stem}-{number}") not in taken)


def _cleaned(path: Path) -> str:
    return dumps(read(path))
