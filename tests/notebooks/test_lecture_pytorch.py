"""Lecture 7 explains lines of a script and repeats numbers of others: both are held against where they come from."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
SCRIPT, LADDER = ROOT / "benchmarks" / "cifar10_speedrun.py", ROOT / "benchmarks" / "shapes_ladder.py"
PARALLEL = ROOT / "benchmarks" / "ddp_gloo.py"


@pytest.fixture(scope="module")
def cells() -> dict[str, str]:
    """From the id of each cell to its text."""
    notebook = nbformat.read(ROOT / "notebooks" / "07_pytorch.ipynb", as_version=4)
    return {cell.id: cell.source for cell in notebook.cells}


@pytest.mark.skipif(not SCRIPT.is_file(), reason="benchmarks/cifar10_speedrun.py is not in this tree")
def test_explained_lines_are_the_scripts(cells: dict[str, str]) -> None:
    """Every line of the table stands in the script, as it is there."""
    lines = re.findall(r"^\| `([^`]+)` \|", cells["speedrun"], re.MULTILINE)
    assert len(lines) >= 8
    script = [line.strip() for line in SCRIPT.read_text(encoding="utf-8").splitlines()]
    assert [line for line in lines if line not in script] == []


def test_the_ladder_is_the_benchmarks(cells: dict[str, str]) -> None:
    """31, 56 and 88 % are what the benchmark says that it measured."""
    measured = LADDER.read_text(encoding="utf-8").partition('"""')[2].partition('"""')[0]
    named = re.search(
        r"linear (\d+) %, two dense layers (\d+) %, a small convolutional network (\d+) %", cells["speedrun"]
    )
    words = ("logistic regression", "two-layer network", "convolutional network")
    found = [re.search(rf"{word} 0\.(\d+)", measured) for word in words]
    assert named is not None
    assert [each and each[1] for each in found] == list(named.groups())


@pytest.mark.slow
@pytest.mark.skipif(not PARALLEL.is_file(), reason="benchmarks/ddp_gloo.py is not in this tree")
def test_two_processes_print_what_the_lecture_shows(cells: dict[str, str]) -> None:
    """The recorded lines, in any order; of differences by rounding alone the size."""
    shown = re.search(r"```text\n(.*?)```", cells["ddp"], re.DOTALL)
    assert shown is not None
    done = subprocess.run([sys.executable, PARALLEL], capture_output=True, text=True, check=True, timeout=500)
    for line in shown[1].splitlines():
        text, _, rounding = line.partition(" differ from one process's by ")
        (printed,) = (each for each in done.stdout.splitlines() if each.startswith(text))
        if rounding:
            assert float(printed.split()[-1]) < 1e-12
            assert float(rounding) < 1e-12
        else:
            assert printed == line
