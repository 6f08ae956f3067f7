"""Row 14 at large: the perfect answers to 02_knn, mangled by chance, find back into their cells."""

from __future__ import annotations

import importlib.util
import json
import random
from pathlib import Path

import pytest

from autograder.bundle import load_bundle
from autograder.canonical import nbgrader
from autograder.course import load_course
from autograder.grade import Grader
from autograder.prepare import prepare
from autograder.reading import read_notebook
from autograder.result import ATTENTION

EXAMPLES = Path(__file__).parents[3] / "examples"
SEEDS = range(20)


@pytest.fixture(scope="module")
def bundle():
    return load_bundle(load_course(EXAMPLES), "02_knn")


@pytest.fixture(scope="module")
def perfect(bundle):
    """The notebook with every answer right."""
    spec = importlib.util.spec_from_file_location("examples_make", EXAMPLES / "make.py")
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    released = json.loads(bundle.course.release("02_knn").read_text(encoding="utf-8"))
    return make.fill_in(released, make.answers(EXAMPLES / "02_knn" / "perfect.py"), "perfect")


def mangled(perfect, seed: int) -> bytes:
    """No metadata and no ids, a fifth of the text gone, three pairs of cells swapped, three functions cut in two."""
    rng = random.Random(seed)
    notebook = json.loads(json.dumps(perfect))
    cells = notebook["cells"]
    answers = [one for one in cells if one["metadata"].get("nbgrader", {}).get("solution")]
    texts = [one for one in cells if one["cell_type"] == "markdown" and one not in answers]
    gone = rng.sample(texts, len(texts) // 5)
    cells[:] = [one for one in cells if one not in gone]
    for _ in range(3):
        first, second = rng.sample(range(len(cells)), 2)
        cells[first], cells[second] = cells[second], cells[first]
    functions = [one for one in answers if one["cell_type"] == "code" and len(one["source"]) > 2]
    for one in rng.sample(functions, 3):
        cut = rng.randrange(1, len(one["source"]))
        second = {**one, "source": one["source"][cut:]}
        one["source"] = one["source"][:cut]
        cells.insert(cells.index(one) + 1, second)
    for one in cells:
        one["metadata"] = {}
        one.pop("id", None)
    notebook["metadata"], notebook["nbformat_minor"] = {}, 4
    return json.dumps(notebook).encode()


def lost(bundle, perfect, seed: int) -> set[str]:
    """The answers that are not, line by line, what was handed in for them."""
    prepared = prepare(bundle.source, bundle.release, read_notebook(mangled(perfect, seed)))
    wanted = {one["id"]: lines("".join(one["source"])) for one in perfect["cells"]}
    answers = [cell for cell in prepared.notebook.cells if nbgrader(cell, "solution")]
    return {cell.id for cell in answers if lines(cell.source) != wanted[cell.id]}


def lines(source: str) -> list[str]:
    return [line for line in source.splitlines() if line.strip()]


def test_row_14_answers_find_back_into_their_cells(bundle, perfect):
    answers = sum(1 for cell in bundle.release.cells if nbgrader(cell, "solution"))
    missing = {seed: found for seed in SEEDS if (found := lost(bundle, perfect, seed))}
    assert sum(map(len, missing.values())) <= 0.01 * answers * len(SEEDS), missing


def test_row_14_mangled_and_graded(bundle, perfect, tmp_path):
    (tmp_path / "02_knn.ipynb").write_bytes(mangled(perfect, 1))
    with Grader(bundle) as grader:
        result = grader.grade(tmp_path, "student").result
    assert result.earned == 97, {question.grade_id: question.reason for question in result.questions if question.reason}
    assert result.status == ATTENTION
    assert result.reason.startswith("these answers were recognised only by resemblance or by their place;")
    assert "knn-written" in result.reason
