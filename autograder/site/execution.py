"""Lectures with outputs: from their last runs, where nothing that they follow from has changed, else from a run now."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection

import nbformat
from nbformat import NotebookNode

from coursework.executed import executed, kept_run
from coursework.execution import ExecutionError

from ..course import Course
from ..errors import AutograderError


def lectures(
    course: Course, *, execute: Collection[str], say: Callable[[str], None] = lambda line: None
) -> dict[str, NotebookNode]:
    """Every lecture of `course.toml`, by name, in its order.

    Args:
        execute: the lectures to execute where there is no run to take; the others then have no outputs.
        say: called with one line for each lecture: n of all, its name and the seconds it took.
    Raises: AutograderError naming the cell, where one fails.
    """
    found = {}
    for number, name in enumerate(course.lectures, 1):
        path = course.root / "notebooks" / f"{name}.ipynb"
        start, kept = time.monotonic(), kept_run(path).is_file()
        try:
            found[name] = executed(path) if kept or name in execute else nbformat.read(path, as_version=4)
        except ExecutionError as error:
            raise AutograderError(f"{error}: nothing was changed; repair the lecture and run it again") from None
        how = f"executed in {time.monotonic() - start:.0f} s" if name in execute else "not executed"
        say(f"lecture {number} of {len(course.lectures)}: {name}: {'unchanged' if kept else how}")
    return found
