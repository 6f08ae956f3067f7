"""The reference solution, which exists once: in the solution cells of the source notebook.

Hidden tests call it, and draw their inputs from its generator, which a secret of the course seeds.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import io
import linecache
import os
import secrets
import sys
import types
import warnings
from collections.abc import Iterator
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .atomic import create_private
from .course import Course, find_root, load_course
from .errors import CourseError
from .given import given_module, importable
from .names import without_imports
from .source_cells import SourceCell, source_cells

if TYPE_CHECKING:
    import numpy as np

SECRET_VARIABLE = "AUTOGRADER_SECRET"
REPLICATE: ContextVar[int] = ContextVar("replicate", default=0)


@contextlib.contextmanager
def replicate(number: int) -> Iterator[None]:
    """Other random inputs, the same for the same number: the build grades its reference with many."""
    token = REPLICATE.set(number)
    try:
        yield
    finally:
        REPLICATE.reset(token)


class Reference:
    """The names that the given and solution cells of one assignment bind, as attributes."""

    def __init__(self, assignment: str, secret: str, namespace: dict[str, Any]) -> None:
        self._assignment = assignment
        self._secret = secret
        self._namespace = namespace

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in self._namespace:
            raise AttributeError(f"the reference of {self._assignment} has no {name!r}; it has {', '.join(dir(self))}")
        return self._namespace[name]

    def __dir__(self) -> list[str]:
        return sorted(name for name in self._namespace if not name.startswith("_"))

    def rng(self, grade_id: str) -> np.random.Generator:
        """A generator seeded by the course's secret, the assignment, the question and the replicate."""
        import numpy as np

        parts = f"{self._assignment}\n{grade_id}\n{REPLICATE.get()}"
        digest = hmac.new(self._secret.encode(), parts.encode(), hashlib.sha256).digest()
        return np.random.default_rng(int.from_bytes(digest, "big"))


def reference(assignment: str) -> Reference:
    """The reference solution of an assignment, of the course around the current folder; run once per process.

    Raises: CourseError, naming notebook and cell, where it does not run.
    """
    return _reference(find_root(), assignment)


def forget_references() -> None:
    """Run each reference again when it is next asked for: in a process that outlives a change of its notebook."""
    _reference.cache_clear()


@cache
def _reference(root: Path, assignment: str) -> Reference:
    course = load_course(root)
    path = course.source(course.assignment(assignment).name)
    with importable(given_module(course, assignment)):
        return Reference(assignment, secret(course), _run(path))


def secret(course: Course) -> str:
    """The course's secret: $AUTOGRADER_SECRET, else `.autograder/secret`, made on first use."""
    if given := os.environ.get(SECRET_VARIABLE):
        return given
    path = course.private / "secret"
    if not path.exists():
        create_private(path, secrets.token_hex(32) + "\n")
    text = path.read_text(encoding="utf-8").strip()
    if len(text) < 32:
        raise CourseError(f"{path} holds {len(text)} characters, expected 64: delete it to have a new secret made")
    return text


def _run(path: Path) -> dict[str, Any]:
    """Run the solution cells of a notebook, and the given cells that bind what they need, in order.

    Output is dropped: under stock nbgrader a line on stderr would cost the question its points.
    """
    cells = _needed(source_cells(path))
    used = frozenset().union(*(cell.names.used for cell in cells))
    module = types.ModuleType(f"reference_{path.stem}")
    # Data classes and pickle look a class up through its module.
    sys.modules[module.__name__] = module
    if "matplotlib" not in sys.modules:
        os.environ.setdefault("MPLBACKEND", "Agg")
    here, search = os.getcwd(), list(sys.path)
    os.chdir(path.parent)
    sys.path.insert(0, str(path.parent))
    try:
        for cell in cells:
            filename = f"<{path.stem}, cell {cell.label}>"
            code = without_imports(cell.code, used)
            linecache.cache[filename] = (len(code), None, code.splitlines(keepends=True), filename)
            with (
                warnings.catch_warnings(),
                contextlib.redirect_stdout(io.StringIO()),
                contextlib.redirect_stderr(io.StringIO()),
            ):
                warnings.simplefilter("ignore")
                try:
                    exec(compile(code, filename, "exec", dont_inherit=True), module.__dict__)
                except Exception as error:
                    what = f"{type(error).__name__}: {error}"
                    raise CourseError(f"{path}: the reference fails in cell {cell.label}: {what}") from error
    finally:
        os.chdir(here)
        sys.path[:] = search
    return module.__dict__


def _needed(cells: list[SourceCell]) -> list[SourceCell]:
    """The solution cells and the given cells that bind a name they need, directly or through another."""
    wanted = {cell.label for cell in cells if cell.solution}
    while True:
        used = set().union(*(cell.names.used for cell in cells if cell.label in wanted))
        more = {cell.label for cell in cells if cell.names.bound & used} - wanted
        if not more:
            return [cell for cell in cells if cell.label in wanted]
        wanted |= more
