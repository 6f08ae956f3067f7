"""Cells run in a real kernel, as stock nbgrader runs and scores them."""

import json
import re

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.utils import determine_grade
from nbgrader.validator import Validator

from coursework.check import shown as shown_module

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
    "writes markup": ("def answer(x):\n    raise ValueError('<script>alert(1)</script>')", TEST, 0),
    "redirected": (
        RIGHT,
        'import contextlib, io\nwith check.part("visible", points=5):\n    check.equal(answer(1), 2)\n'
        "with contextlib.redirect_stdout(io.StringIO()) as text:\n    points = check.score()\n"
        "print(text.getvalue())\npoints",
        5,
    ),
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


def shown(cell):
    """What the cell's report looks like to each kind of reader: one bundle of MIME types."""
    (output,) = [output for output in cell.outputs if output.output_type == "display_data"]
    return output.data


def test_the_student_reads_what_happened(executed):
    text = shown(executed["no answer at all"])["text/plain"]
    assert "answer is not defined: run the cell with your answer first" in text
    text = shown(executed["a loop"])["text/plain"]
    assert "line 2 of answer has a generator expression\n            return sum(2 for _ in range(x))" in text
    text = shown(executed["divides by zero"])["text/plain"]
    assert "warning: RuntimeWarning: divide by zero" in text


def test_a_report_is_kept_as_data_and_the_points_as_value(executed):
    cell = executed["the student's copy"]
    report = shown(cell)[shown_module.MIME]
    assert (report["points"], report["earned"], [part["status"] for part in report["parts"]]) == (5, 2, ["passed"])
    assert shown(cell)["text/plain"].endswith("2 of 2 points here; 3 more are decided by hidden tests when graded")
    assert [o.data["text/plain"] for o in cell.outputs if o.output_type == "execute_result"] == ["2.0"]


def test_no_reader_is_shown_what_a_hidden_part_compared(executed):
    """The numbers 7 and 14 stand in the hidden part alone."""
    hidden = shown(executed["visible numbers only"])
    assert "14" not in json.dumps(hidden[shown_module.MIME]) + hidden["text/plain"]
    assert "14" not in re.sub(r'style="[^"]*"', "", hidden["text/html"])


def test_what_a_student_wrote_cannot_become_markup(executed):
    html = shown(executed["writes markup"])["text/html"]
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_where_output_goes_elsewhere_it_is_printed(executed):
    """A grader or a test that redirects what is printed reads text, not a display."""
    cell = executed["redirected"]
    assert not [output for output in cell.outputs if output.output_type == "display_data"]
    assert "✓ 5 of 5  visible" in "".join(o.text for o in cell.outputs if o.output_type == "stream")


def test_validate_names_what_failed_here_and_passes_what_holds(tmp_path):
    """A student's copy has no hidden parts: it earns 2 of 5 at most, and that is no failure there."""
    visible = VISIBLE + "check.score(of=5)"
    half = VISIBLE + 'with check.part("twice", points=1):\n    check.equal(answer(2), 4)\ncheck.score(of=5)'
    cells = [new_code_cell("from coursework import check\n\ndef answer(x):\n    return x + 1")]
    for name, test in {"holds": visible, "in-part": half, "not-there": visible.replace("answer", "other")}.items():
        grade = {"grade": True, "solution": False, "locked": False, "points": 5, "grade_id": name, "schema_version": 3}
        cells.append(new_code_cell(test, metadata={"nbgrader": grade | {"cell_type": "code", "task": False}}))
    nbformat.write(new_notebook(cells=cells), tmp_path / "copy.ipynb")
    in_part, not_there = Validator().validate(str(tmp_path / "copy.ipynb"))["failed"]
    assert in_part["source"] == half
    assert "✗ 0 of 1  twice\n          your result: expected 4, got 3" in in_part["raw_error"]
    assert "other is not defined: run the cell with your answer first" in not_there["raw_error"]
