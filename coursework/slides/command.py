"""What `coursework slides` does once the lecture is found: run it, write the page and perhaps open it."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from .export import export
from .find import LectureError, lectures
from .types import tag_files


def write_slides(path: Path, folder: Path, *, execute: bool = True, fresh: bool = False, show: bool = False) -> Path:
    """Write a lecture as slides, `<name>.slides.html` in `folder`; returns that path.

    Args:
        path: of the notebook.
        execute: run it, or take its last run where nothing has changed since; else take the outputs in the file.
        fresh: run it in any case.
        show: open the page in the browser.

    Raises: LectureError for a file that is no notebook, or has no outputs where they are to be taken from it;
        ExecutionError, FormulaError.
    """
    page = export(_shown(path, execute, fresh), path.stem)
    target = folder / f"{path.stem}.slides.html"
    folder.mkdir(parents=True, exist_ok=True)
    target.write_text(page, encoding="utf-8")
    if show:
        webbrowser.open(target.resolve().as_uri())
    return target


def live_slides(path: Path, *, execute: bool = True, fresh: bool = False) -> str:
    """The page with frames in which the gallery's demos work, to be served by `demos._server.serve`.

    Args and Raises: as for `write_slides`.
    """
    return export(_shown(path, execute, fresh), path.stem, live=True)


def tag_lectures() -> list[Path]:
    """Write the slide types into all lectures; returns those that changed."""
    return tag_files(lectures())


def _shown(path: Path, execute: bool, fresh: bool) -> NotebookNode:
    """The notebook with outputs."""
    notebook = _read(path)
    if execute:
        from ..executed import executed

        return executed(path, fresh=fresh)
    if any(cell.cell_type == "code" for cell in notebook.cells) and not any(map(_was_run, notebook.cells)):
        raise LectureError(f"{path.name} has no outputs to take: leave --no-execute out")
    return notebook


def _read(path: Path) -> NotebookNode:
    try:
        notebook = nbformat.read(path, as_version=4)
    except Exception as error:  # nbformat raises several kinds for text that is not a notebook
        raise LectureError(f"{path} is not a notebook: {error}") from None
    if not notebook.cells:
        raise LectureError(f"{path} has no cells")
    return notebook


def _was_run(cell: NotebookNode) -> bool:
    return bool(cell.get("outputs") or cell.get("execution_count"))
