"""A lecture with its outputs: from its last run, where all that it follows from is as it was, else from a run now."""

from __future__ import annotations

import hashlib
import os
import sys
from importlib.metadata import distributions
from pathlib import Path

import nbformat
import pooch
from nbformat import NotebookNode
from tqdm import tqdm

from .execution import execute_file

PACKAGE = Path(__file__).parent
CELL_SECONDS = 600


def executed(path: Path, *, fresh: bool = False) -> NotebookNode:
    """The notebook with outputs; a run shows its progress on stderr and is kept in the user's cache folder.

    Args:
        fresh: run it even where the last run would do.

    Raises: ExecutionError for a cell that fails.
    """
    kept = kept_run(path)
    if kept.is_file() and not fresh:
        return nbformat.read(kept, as_version=4)
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    with tqdm(total=len(cells), desc=f"running {path.stem}", unit="cell", disable=None) as progress:
        result = execute_file(path, cell_seconds=CELL_SECONDS, before_cell=lambda cell, index: progress.update())
    kept.parent.mkdir(parents=True, exist_ok=True)
    for old in kept.parent.glob(f"{path.stem}-*.ipynb"):
        old.unlink()
    part = kept.with_suffix(".part")
    nbformat.write(result, part)
    part.replace(kept)
    return result


def kept_run(path: Path) -> Path:
    """Where the last run is kept, in the user's cache folder; there is none where something has changed since."""
    return Path(pooch.os_cache("coursework")) / "executed" / f"{path.stem}-{_fingerprint(path)}.ipynb"


def _fingerprint(path: Path) -> str:
    """Twelve digits that change with the notebook, this package, Python, the installed packages and the data folder."""
    digest = hashlib.sha256(path.read_bytes())
    for file in sorted(PACKAGE.rglob("*.py")):
        digest.update(file.read_bytes())
    packages = sorted(f"{package.name}=={package.version}" for package in distributions())
    digest.update(repr((sys.version, packages, os.environ.get("COURSEWORK_DATA"), path.resolve())).encode())
    return digest.hexdigest()[:12]
