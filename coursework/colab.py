"""Installs the course where a notebook is alone, in Colab above all: `%run .course/coursework/colab.py FOLDER`.

The first cell of a published notebook runs this file from a clone of the students' repository when it finds no
`coursework`. It uses the standard library alone, since nothing else is sure to be there.
"""

from __future__ import annotations

import importlib
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

CLONE = Path(__file__).resolve().parents[1]


def install(folder: str, *, clone: Path = CLONE, beside: Path | None = None) -> str:
    """Install `coursework` where it is missing, and put the files that a notebook needs beside it.

    Args:
        folder: the notebook's folder in the clone, "release/05_training".
        clone: the students' repository on this machine.
        beside: where the notebook runs; by default the current folder.

    Returns: what was done, in one line.
    Raises: RuntimeError where pip fails, with the end of what it said.
    """
    done = []
    copied = _copy_neighbours(clone / folder, beside or Path.cwd())
    if importlib.util.find_spec("coursework") is None:
        _pip_install(clone)
        done.append("the course is installed")
    if copied:
        done.append(f"{', '.join(copied)} lies beside this notebook")
    importlib.invalidate_caches()
    return "; ".join(done or ["the course was here already"])


def _copy_neighbours(folder: Path, beside: Path) -> list[str]:
    """Copy the modules of a notebook's folder; returns their names. What lies there already is left as it is."""
    missing = [path for path in sorted(folder.glob("*.py")) if not (beside / path.name).exists()]
    for path in missing:
        shutil.copy(path, beside / path.name)
    return [path.name for path in missing]


def _pip_install(clone: Path) -> None:
    """Install from the clone. What is there already stays: the course's bounds are loose."""
    options = ["--quiet", "--no-color", "--disable-pip-version-check"]
    command = [sys.executable, "-m", "pip", "install", *options, str(clone)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        lines = (run.stderr or run.stdout).strip().splitlines()
        errors = [line.strip() for line in lines if "error:" in line.lower()] or lines
        said = "\n".join(errors[:5])
        raise RuntimeError(f"The course could not be installed into {sys.prefix}. pip says:\n{said}")


if __name__ == "__main__":
    print(install(sys.argv[1]))
