"""A submission rebuilt: our cells, the student's answers, whatever was done to the file."""

import copy

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell
from tiny_course import build_tiny_release, write_tiny_course

from autograder.bundle import load_bundle
from autograder.canonical import dumps, nbgrader
from autograder.prepare import prepare
from autograder.reading import read_notebook

ANSWERS = {
    "tiny-sum-solution": "def row_sums(x):\n    return x.sum(axis=1)",
    "tiny-scale-solution": "def scale_rows(x):\n    return x / x.sum(axis=1, keepdims=True)",
    "tiny-choice-axis-solution": 'answer_axis = "b"',
    "tiny-written": "Because rows are samples.",
}


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    course = write_tiny_course(tmp_path_factory.mktemp("course"))
    build_tiny_release(course)
    return load_bundle(course, "tiny")


@pytest.fixture
def answered(bundle):
    """The release with every answer filled in."""
    notebook = copy.deepcopy(bundle.release)
    for cell in notebook.cells:
        if cell.id in ANSWERS:
            cell.source = ANSWERS[cell.id]
    return notebook


def rebuilt(bundle, notebook):
    return prepare(bundle.source, bundle.release, read_notebook(dumps_as_is(notebook)))


def dumps_as_is(notebook):
    import nbformat

    return nbformat.writes(notebook).encode()


def sources(prepared):
    return {cell.id: cell.source for cell in prepared.notebook.cells}


def assert_answers(prepared, **other):
    found = sources(prepared)
    assert {name: found[name] for name in ANSWERS} == ANSWERS | other


def cell_of(notebook, cell_id):
    return next(cell for cell in notebook.cells if cell.id == cell_id)


def test_an_honest_submission_is_taken_as_it_is(bundle, answered):
    prepared = rebuilt(bundle, answered)
    assert_answers(prepared)
    assert prepared.warnings == []
    assert prepared.untouched == prepared.deleted == set()
    assert "BEGIN HIDDEN TESTS" in sources(prepared)["tiny-sum"]


def test_an_untouched_answer_is_known(bundle):
    prepared = rebuilt(bundle, bundle.release)
    assert prepared.untouched == set(ANSWERS)
    assert prepared.warnings == []


def test_points_tests_and_kernel_never_come_from_the_student(bundle, answered):
    answered.metadata["kernelspec"] = {"name": "ir", "display_name": "R", "language": "R"}
    test = cell_of(answered, "tiny-sum")
    test.source = "check.score(of=50)"
    test.metadata["nbgrader"]["points"] = 5000
    prepared = rebuilt(bundle, answered)
    ours = cell_of(prepared.notebook, "tiny-sum")
    assert ours.source == cell_of(bundle.source, "tiny-sum").source
    assert ours.metadata["nbgrader"]["points"] == 50
    assert prepared.notebook.metadata["kernelspec"]["name"] == "python3"
    assert prepared.warnings == ["the test cell tiny-sum was changed; the original was used"]


def test_deleted_test_cells_come_back(bundle, answered):
    answered.cells = [cell for cell in answered.cells if cell.id != "tiny-sum"]
    prepared = rebuilt(bundle, answered)
    assert_answers(prepared)
    assert "tiny-sum" in sources(prepared)
    assert prepared.warnings == ["the test cell tiny-sum was deleted; the original was used"]


def test_a_deleted_answer_costs_that_answer_alone(bundle, answered):
    answered.cells = [cell for cell in answered.cells if cell.id != "tiny-scale-solution"]
    prepared = rebuilt(bundle, answered)
    assert prepared.deleted == {"tiny-scale-solution"}
    assert_answers(prepared, **{"tiny-scale-solution": ""})


def test_an_emptied_answer_leaves_in_place_what_another_cell_defines(bundle, answered):
    everything = "\n\n".join(ANSWERS[name] for name in ("tiny-sum-solution", "tiny-scale-solution"))
    answered.cells.insert(2, new_code_cell(everything))
    for name in ("tiny-sum-solution", "tiny-scale-solution"):
        cell_of(answered, name).source = ""
    prepared = rebuilt(bundle, answered)
    assert_answers(prepared, **{"tiny-sum-solution": "", "tiny-scale-solution": ""})
    assert prepared.warnings[0] == "the answer cell tiny-sum-solution is empty; what another cell defines counts"
    assert prepared.untouched == prepared.deleted == set()


def test_an_emptied_answer_that_is_nowhere_else_is_untouched(bundle, answered):
    cell_of(answered, "tiny-sum-solution").source = "\n"
    prepared = rebuilt(bundle, answered)
    assert prepared.untouched == {"tiny-sum-solution"}
    assert "NotImplementedError" in sources(prepared)["tiny-sum-solution"]


def test_of_a_duplicated_answer_the_last_that_is_one_counts(bundle, answered):
    position = answered.cells.index(cell_of(answered, "tiny-sum-solution"))
    older = copy.deepcopy(answered.cells[position])
    older.source, older.id = "def row_sums(x):\n    return None", "older"
    stub = copy.deepcopy(older)
    stub.source, stub.id = cell_of(bundle.release, "tiny-sum-solution").source, "stub"
    answered.cells[position:position] = [older]
    answered.cells.insert(position + 2, stub)
    prepared = rebuilt(bundle, answered)
    assert_answers(prepared)
    assert "3 times" in prepared.warnings[0]


def test_a_split_answer_is_joined(bundle, answered):
    position = answered.cells.index(cell_of(answered, "tiny-sum-solution"))
    first = copy.deepcopy(answered.cells[position])
    first.source, first.id = "def total(v):\n    return v.sum()", "first"
    answered.cells[position].source = "def row_sums(x):\n    return np.array([total(v) for v in x])"
    answered.cells.insert(position, first)
    joined = sources(rebuilt(bundle, answered))["tiny-sum-solution"]
    assert joined.index("def total") < joined.index("def row_sums")


def test_moved_cells_are_graded_in_our_order(bundle, answered):
    answered.cells.reverse()
    prepared = rebuilt(bundle, answered)
    assert_answers(prepared)
    assert [cell.id for cell in prepared.notebook.cells] == [cell.id for cell in bundle.source.cells]
    assert "cells were moved" in prepared.warnings[-1]


def stripped(notebook, ids=True):
    for number, cell in enumerate(notebook.cells):
        cell.metadata = {}
        if ids:
            cell.id = f"colab-{number}"
    return notebook


@pytest.mark.parametrize("ids", [False, True], ids=["ids kept", "ids lost"])
def test_without_metadata_cells_are_known_by_name_or_text(bundle, answered, ids):
    prepared = rebuilt(bundle, stripped(answered, ids))
    assert_answers(prepared)
    assert prepared.own == []
    assert "lost its nbgrader metadata" in prepared.warnings[0]


def test_without_metadata_an_answer_that_does_not_compile_is_still_found(bundle, answered):
    broken = "def row_sums(x):\n    return x.sum(axis=1"
    cell_of(answered, "tiny-sum-solution").source = broken
    assert_answers(rebuilt(bundle, stripped(answered)), **{"tiny-sum-solution": broken})


def test_an_answer_turned_into_text_is_turned_back(bundle, answered):
    position = answered.cells.index(cell_of(answered, "tiny-sum-solution"))
    code = answered.cells[position]
    answered.cells[position] = new_markdown_cell(code.source, id=code.id, metadata=code.metadata)
    prepared = rebuilt(bundle, answered)
    assert cell_of(prepared.notebook, "tiny-sum-solution").cell_type == "code"
    assert_answers(prepared)
    assert "turned into markdown" in prepared.warnings[0]


BESIDE = "tiny-written: nothing is in the answer cell, but there is text beside it that may be the answer; "


@pytest.mark.parametrize("beside", [new_markdown_cell("Rows are samples."), new_code_cell('"""Rows are samples."""')])
@pytest.mark.parametrize("offset", [0, 1], ids=["above", "below"])
def test_a_written_answer_beside_its_cell_is_read_by_a_person(bundle, answered, beside, offset):
    stub = cell_of(answered, "tiny-written")
    stub.source = cell_of(bundle.release, "tiny-written").source
    answered.cells.insert(answered.cells.index(stub) + offset, beside)
    prepared = rebuilt(bundle, answered)
    assert "tiny-written" not in prepared.untouched
    assert "Rows are samples." in "".join(sources(prepared).values())
    if beside.cell_type == "code" or not offset:
        assert prepared.attention == [f"{BESIDE}a person should read it"]


@pytest.mark.parametrize("deleted", [False, True])
def test_a_written_answer_in_the_task_cell_is_kept_and_read_by_a_person(bundle, answered, deleted):
    stub = cell_of(answered, "tiny-written")
    stub.source = cell_of(bundle.release, "tiny-written").source
    cell_of(answered, "tiny-written-task").source += "\n\n**Answer:** rows are samples."
    if deleted:
        answered.cells.remove(stub)
    prepared = rebuilt(bundle, answered)
    assert prepared.untouched == prepared.deleted == set()
    assert sources(prepared)["own-1"] == "**Answer:** rows are samples."
    assert sources(prepared)["tiny-written-task"] == cell_of(bundle.source, "tiny-written-task").source
    assert prepared.attention == [f"{BESIDE}a person should read it"]


def untouched(bundle, answered, name):
    """Put the stub back. Returns: its position."""
    cell = cell_of(answered, name)
    cell.source = cell_of(bundle.release, name).source
    return answered.cells.index(cell)


@pytest.mark.parametrize("offset", [0, 1, 2], ids=["above the stub", "below the stub", "below the test"])
def test_an_answer_beside_its_stub_counts(bundle, answered, offset):
    position = untouched(bundle, answered, "tiny-sum-solution")
    answered.cells.insert(position + offset, new_code_cell(ANSWERS["tiny-sum-solution"]))
    prepared = rebuilt(bundle, answered)
    assert_answers(prepared)
    assert prepared.own == []
    assert prepared.untouched == set()


def test_an_answer_far_from_its_stub_is_seen_by_a_person(bundle, answered):
    untouched(bundle, answered, "tiny-sum-solution")
    answered.cells.append(new_code_cell(ANSWERS["tiny-sum-solution"]))
    prepared = rebuilt(bundle, answered)
    where = "`row_sums` is defined in a cell of your own: move that into the answer cell"
    assert prepared.misplaced == {"tiny-sum-solution": where}
    assert prepared.attention == [f"tiny-sum-solution: nothing is in the answer cell; {where}"]


def test_an_answer_in_a_test_cell_is_seen_by_a_person(bundle, answered):
    position = untouched(bundle, answered, "tiny-sum-solution")
    answered.cells[position].source = ""
    test = answered.cells[position + 1]
    test.source = f"{ANSWERS['tiny-sum-solution']}\n\n{test.source}"
    prepared = rebuilt(bundle, answered)
    assert prepared.untouched == {"tiny-sum-solution"}
    assert "`row_sums` is defined in the cell tiny-sum:" in prepared.attention[0]


def test_an_answer_that_is_not_there_needs_nobody(bundle, answered):
    untouched(bundle, answered, "tiny-sum-solution")
    answered.cells.append(new_code_cell("row_sums(np.eye(2))"))
    assert rebuilt(bundle, answered).attention == []


def test_what_a_student_added_to_a_given_cell_stands_behind_it(bundle, answered):
    given = cell_of(answered, "set-up")
    given.source = (
        f"%matplotlib inline\nnp = None\n{given.source}\nfrom math import fsum\n\n\ndef total(v):\n    return fsum(v)"
    )
    given.source += "\n\n\ndef check():\n    pass\n\n\nprint(total([1]))"
    prepared = rebuilt(bundle, answered)
    ids = [cell.id for cell in prepared.notebook.cells]
    assert ids[ids.index("set-up") + 1] == "own-1"
    assert sources(prepared)["own-1"] == "from math import fsum\n\ndef total(v):\n    return fsum(v)"
    assert sources(prepared)["set-up"] == cell_of(bundle.source, "set-up").source
    assert prepared.warnings == ["the given cell set-up was changed; the original was used"]


def test_what_a_student_added_to_a_test_is_not_kept(bundle, answered):
    cell_of(answered, "tiny-sum").source += "\nimport math"
    assert rebuilt(bundle, answered).own == []


def test_a_written_answer_with_code_beside_it_is_untouched(bundle, answered):
    stub = cell_of(answered, "tiny-written")
    stub.source = cell_of(bundle.release, "tiny-written").source
    answered.cells.append(new_code_cell("print(row_sums(np.eye(2)))"))
    prepared = rebuilt(bundle, answered)
    assert prepared.untouched == {"tiny-written"}
    assert prepared.attention == []


def test_own_cells_stay_where_they_were_put(bundle, answered):
    position = answered.cells.index(cell_of(answered, "tiny-sum-solution"))
    answered.cells.insert(position + 1, new_code_cell("scratch = 1"))
    prepared = rebuilt(bundle, answered)
    ids = [cell.id for cell in prepared.notebook.cells]
    assert ids[ids.index("tiny-sum-solution") + 1] == "own-1"
    assert sources(prepared)["own-1"] == "scratch = 1"


def test_a_second_copy_of_our_cells_is_no_cell_of_theirs(bundle, answered):
    answered.cells.append(new_code_cell(cell_of(bundle.release, "tiny-sum").source))
    assert rebuilt(bundle, answered).own == []


def test_another_assignment_is_said_to_be_foreign(bundle, answered):
    answered.cells = [new_code_cell(f"y{number} = {number}") for number in range(20)]
    assert rebuilt(bundle, answered).foreign


def test_the_rebuilt_notebook_is_a_valid_one(bundle, answered):
    prepared = rebuilt(bundle, stripped(answered))
    assert dumps(prepared.notebook)
    assert all(nbgrader(cell, "grade_id") for cell in prepared.notebook.cells if cell.id in ANSWERS)
