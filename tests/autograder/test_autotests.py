"""`autotests.yml`: the checks that nbgrader writes for AUTOTEST lines accept what is right and say what is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest
import torch
from nbgrader.preprocessors import InstantiateTests

from autograder.canonical import NOTEBOOK_METADATA

TEMPLATES = Path(__file__).parents[2] / "autotests.yml"

# name: (what the reference says, as code; right answers; wrong answers with a word of what the student reads)
CASES: dict[str, tuple[str, list[Any], list[tuple[Any, str]]]] = {
    "flag": ("True", [True], [(False, "wrong one"), (1, "True or False")]),
    "count": ("12", [12], [(13, "another value"), (12.0, "whole number")]),
    "mean": (
        "1 / 3",
        [1 / 3, 0.1 + 0.7 / 3, 0.33333345],
        [(0.3334, "6 significant"), ("a third", "a float"), (float("nan"), "6 significant")],
    ),
    "letter": ("'c'", ["c", "C", " c"], [("b", "not the best option"), (3, "in quotes")]),
    "quote": ("""'say "it\\'s"'""", ['say "it\'s"'], [("say it is", "not the best option")]),
    "sizes": ("[3, 0.1]", [[3, 0.1], [3, 0.10000001]], [([3], "length"), ([0.1, 3], "order"), ((3, 0.1), "a list")]),
    "shape": ("(2, 3)", [(2, 3)], [((3, 2), "order"), ([2, 3], "a tuple")]),
    "table": ("{'a': 1, 'b': 2.5}", [{"b": 2.5, "a": 1}], [({"a": 1}, "keys"), ({"a": 1, "b": 2}, "values")]),
    "matrix": (
        "np.eye(2) / 3",
        [np.eye(2) / 3, np.eye(2) * 0.333333333],
        [
            (np.eye(3) / 3, "shape"),
            (np.eye(2, dtype=np.float32) / 3, "dtype"),
            (np.ones((2, 2)) / 3, "other values"),
            ([[1, 0], [0, 1]], "NumPy array"),
        ],
    ),
    "weights": (
        "torch.full((2, 1), 0.1, requires_grad=True)",
        [torch.full((2, 1), 0.1)],
        [
            (torch.full((1, 2), 0.1), "shape"),
            (torch.full((2, 1), 0.1).double(), "dtype"),
            (torch.zeros(2, 1), "other values"),
            (np.full((2, 1), 0.1), "tensor"),
        ],
    ),
    "letters": ("frozenset('a')", [frozenset("a")], [(frozenset("b"), "another value"), ({"a"}, "another type")]),
}
HASHED = ("flag", "count", "letter", "quote")


@pytest.fixture(scope="module")
def checks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The code that nbgrader writes into the test cell of each case, once open and once hashed."""
    cells = [nbformat.v4.new_code_cell("import numpy as np\nimport torch")]
    for name, (value, _, _) in CASES.items():
        cells.append(nbformat.v4.new_code_cell(f"{name} = {value}"))
        kinds = ("", "HASHED ") if name in HASHED else ("",)
        for kind in kinds:
            about = {"grade": True, "solution": False, "grade_id": f"{kind}{name}", "points": 1, "locked": True}
            metadata = {"nbgrader": {**about, "schema_version": 3, "task": False}}
            cells.append(nbformat.v4.new_code_cell(f"### {kind}AUTOTEST {name}", metadata=metadata))
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=NOTEBOOK_METADATA)
    step = InstantiateTests(autotest_filename=str(TEMPLATES))
    folder = str(tmp_path_factory.mktemp("autotests"))
    notebook, _ = step.preprocess(notebook, {"metadata": {"path": folder}})
    return {cell.metadata.nbgrader.grade_id: cell.source for cell in notebook.cells if "nbgrader" in cell.metadata}


def variants() -> list[str]:
    return [*CASES, *(f"HASHED {name}" for name in HASHED)]


@pytest.mark.parametrize("kind", variants())
def test_accepts_what_is_right(kind: str, checks: dict[str, str]) -> None:
    name = kind.removeprefix("HASHED ")
    for right in CASES[name][1]:
        exec(checks[kind], {name: right})


@pytest.mark.parametrize("kind", variants())
def test_says_what_is_wrong(kind: str, checks: dict[str, str]) -> None:
    name = kind.removeprefix("HASHED ")
    for wrong, said in CASES[name][2]:
        with pytest.raises(AssertionError, match=said):
            exec(checks[kind], {name: wrong})


@pytest.mark.parametrize("kind", variants())
def test_no_answer_is_not_attempted(kind: str, checks: dict[str, str]) -> None:
    with pytest.raises(NotImplementedError, match="no answer yet"):
        exec(checks[kind], {kind.removeprefix("HASHED "): None})


def test_hash_does_not_tell_the_answer(checks: dict[str, str]) -> None:
    assert "say" in checks["quote"].split("assert")[2]
    assert "say" not in checks["HASHED quote"]
