"""Cells run in a real kernel, as stock nbgrader runs and scores them."""

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.utils import determine_grade

VISIBLE = 'with check.part("visible", points=2):\n    check.equal(answer(1), 2)\n'
HIDDEN = 'with check.part("hidden", points=3, hidden=True):\n    check.equal(answer(7), 14)\n'
TEST = VISIBLE + HIDDEN + "check.score(of=5)"

RIGHT = "def answer(x):\n    return 2 * x"
CELLS = {
    "all right": (RIGHT, TEST, 5),
    "visible numbers only": ("def answer(x):\n    return 2", TEST, 0),
    "hidden only": ("def answer(x):\n    return 14", TEST, 3),
    "nothing": ("def answer(x):\n    return 0", TEST, 0),
    "not attempted": ('def answer(x):\n    raise NotImplementedError("q")', TEST, 0),
    "the student's copy": (RIGHT, VISIBLE + "check.score(of=5)", 2),
    "warns": ("import warnings\ndef answer(x):\n    warnings.warn('odd')\n    return 2 * x", TEST, 5),
    "divides by zero": ("def answer(x):\n    np.ones(1) / 0\n    return 2 * x", TEST, 5),
    "writes to stderr": (
        "import sys\ndef answer(x):\n    print('odd', file=sys.stderr)\n    return 2 * x",
        TEST,
        5,
    ),
    "logs": ("import logging\ndef answer(x):\n    logging.warning('odd')\n    return 2 * x", TEST, 5),
    "writes to descriptor 2": (
        "import os\ndef answer(x):\n    os.write(2, b'odd\\n')\n    return 2 * x",
        TEST,
        5,
    ),
    "leaves": ("import sys\ndef answer(x):\n    sys.exit(1)", TEST, 0),
    "error outside a part": (RIGHT, VISIBLE + "answer()\n" + HIDDEN + "check.score(of=5)", 0),
    "dies after a part": (RIGHT, VISIBLE + VISIBLE + VISIBLE + "1 / 0", 0),
    "after one that died": (RIGHT, TEST, 5),
    "a loop": (
        "def answer(x):\n    return sum(2 for _ in range(x))",
        'with check.part("no loop", points=5):\n    check.loop_free(answer)\ncheck.score()',
        0,
    ),
    "no answer at all": ("del answer", TEST, 0),
}


@pytest.fixture(scope="module")
def executed():
    """Test cell by name, with its outputs; all in one kernel, in the order above."""
    cells = [new_code_cell("import numpy as np\nfrom coursework import check")]
    for name, (answer, test, _) in CELLS.items():
        grade = {"grade": True, "solution": False, "points": 5, "grade_id": name, "schema_version": 3}
        cells += [new_code_cell(answer), new_code_cell(test, metadata={"nbgrader": grade, "name": name})]
    notebook = new_notebook(cells=cells)
    NotebookClient(notebook, kernel_name="python3", allow_errors=True, timeout=120).execute()
    nbformat.validate(notebook)
    return {cell.metadata["name"]: cell for cell in notebook.cells if "name" in cell.metadata}


@pytest.mark.parametrize("name", CELLS)
def test_stock_nbgrader_gives_the_points(executed, name):
    assert determine_grade(executed[name]) == (CELLS[name][2], 5)


@pytest.mark.parametrize("name", [name for name, cell in CELLS.items() if cell[1] == TEST])
def test_nothing_reaches_stderr(executed, name):
    assert not [output for output in executed[name].outputs if output.get("name") == "stderr"]


def test_a_cell_that_earns_nothing_shows_one_line_of_error(executed):
    errors = [output for output in executed["nothing"].outputs if output.output_type == "error"]
    assert [(e.ename, e.evalue, e.traceback) for e in errors] == [
        (
            "NothingEarned",
            "0 of 5 points: see above what is wrong",
            ["0 of 5 points: see above what is wrong"],
        )
    ]


def test_the_student_reads_what_happened(executed):
    text = "".join(o.text for o in executed["no answer at all"].outputs if o.output_type == "stream")
    assert "answer is not defined: run the cell with your answer first" in text
    text = "".join(o.text for o in executed["a loop"].outputs if o.output_type == "stream")
    assert "line 2 of answer has a generator expression\n            return sum(2 for _ in range(x))" in text
    text = "".join(o.text for o in executed["divides by zero"].outputs if o.output_type == "stream")
    assert "warning: RuntimeWarning: divide by zero" in text
