"""Where each cell runs."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.names import without_imports
from autograder.plan import SANDBOX, TRUSTED, make_plan


def cell(name, source, **roles):
    metadata = {"nbgrader": {"grade_id": name, "grade": False, "solution": False} | roles} if roles else {}
    return new_code_cell(source, id=name, metadata=metadata)


@pytest.fixture
def plan():
    return make_plan(
        new_notebook(
            cells=[
                cell("imports", "import numpy as np\nimport os"),
                cell("data", "x = np.ones(3)"),
                cell("magic", "%matplotlib inline"),
                new_markdown_cell("text", id="text"),
                cell("f-solution", "def f(a):\n    return helper(a)\n\ndef helper(a):\n    return a", solution=True),
                cell("derived", "y = f(x)\nz = 1"),
                cell("further", "w = z + 1"),
                cell("plot", "print(os.getcwd())"),
                cell("f", "local = x * 2\nassert f(local) is not None and y.sum()", grade=True),
                cell("lonely", "1 + 1", grade=True),
            ]
        )
    )


def test_an_answer_runs_in_the_sandbox_only(plan):
    assert plan.of("f-solution").places == (SANDBOX,)


def test_a_test_runs_in_the_trusted_process_only_and_asks_for_the_students_names(plan):
    assert plan.of("f").places == (TRUSTED,)
    assert plan.of("f").asks == ("f", "y")
    assert plan.of("lonely").asks == ()


def test_what_uses_a_students_name_is_the_students(plan):
    assert plan.student_names == {"f", "helper", "y", "z", "w"}
    assert plan.of("derived").places == (SANDBOX,)
    assert plan.of("further").places == (SANDBOX,)


def test_a_given_cell_runs_beside_the_tests_if_they_need_it_even_through_another(plan):
    assert plan.of("data").places == (SANDBOX, TRUSTED)
    assert plan.of("imports").places == (SANDBOX, TRUSTED)


def test_other_given_cells_run_in_the_sandbox_only(plan):
    assert plan.of("plot").places == (SANDBOX,)
    assert plan.of("magic").places == (SANDBOX,)


def test_text_has_no_place(plan):
    assert "text" not in [planned.cell_id for planned in plan.cells]


def test_imports_that_no_test_needs_are_left_out():
    """Beside the tests a given cell imports only what they use; the other lines stay where they are."""
    code = "import numpy as np\nimport torch, os\nfrom a import (\n    b,\n)\nimport matplotlib.pyplot as plt\nx = 1"
    assert without_imports(code, frozenset({"np", "os"})) == "import numpy as np\nimport torch, os\n\n\n\n\nx = 1"
    assert without_imports("from a import *", frozenset()) == "from a import *"
    assert without_imports("import a; x = 1", frozenset()) == "import a; x = 1"
