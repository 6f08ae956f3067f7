"""One submission from file to result, with the real sandbox, on a tiny course."""

import copy
import errno
import json
import socket
import sys
from dataclasses import replace

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from tiny_course import build_tiny_release, write_tiny_course

from autograder.atomic import write_text
from autograder.batch import grade_class
from autograder.bundle import load_bundle
from autograder.course import Course
from autograder.errors import CourseError
from autograder.explain import Definitions
from autograder.grade import Graded, Grader, grade
from autograder.gradebook import record
from autograder.outputs import as_json, outputs_of_test
from autograder.result import ATTENTION, GRADED, MISSING, UNGRADABLE, WARNINGS, Result

RIGHT = {
    "tiny-sum-solution": "def row_sums(x):\n    return x.sum(axis=1)",
    "tiny-scale-solution": "def scale_rows(x):\n    return x / x.sum(axis=1, keepdims=True)",
    "tiny-choice-axis-solution": 'answer_axis = "b"',
    "tiny-written": "Because rows are samples.",
}
FULL = {"tiny-sum": 50, "tiny-scale": 39, "tiny-choice-axis": 1, "tiny-written": None}

LIE = """
class Any(float):
    def __eq__(self, other):
        return True
    def __sub__(self, other):
        return 0.0
    __rsub__ = __sub__
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Course:
    course = write_tiny_course(tmp_path_factory.mktemp("course"))
    build_tiny_release(course)
    return course


@pytest.fixture(scope="module")
def grader(course):
    with Grader(load_bundle(course, "tiny")) as grader:
        yield grader


@pytest.fixture
def hand_in(grader, tmp_path):
    """Fill the release with answers (RIGHT but for those given) and grade it."""

    def grade(change=None, **answers: str) -> Result:
        notebook = copy.deepcopy(grader.bundle.release)
        for cell in notebook.cells:
            name = cell.id.replace("-", "_")
            if name in answers:
                cell.source = answers[name]
            elif cell.id in RIGHT:
                cell.source = RIGHT[cell.id]
        if change:
            change(notebook)
        folder = tmp_path / "student"
        folder.mkdir(exist_ok=True)
        (folder / "tiny.ipynb").write_text(json.dumps(notebook))
        grade.notebook = None
        graded = grader.grade(folder, "student")
        grade.notebook = graded.notebook
        return graded.result

    return grade


def points(result: Result) -> dict:
    return {question.grade_id: question.earned for question in result.questions}


def reason(result: Result, grade_id: str) -> str:
    return next(question.reason for question in result.questions if question.grade_id == grade_id)


def test_right_answers_earn_everything(hand_in):
    result = hand_in()
    assert points(result) == FULL
    assert result.status == GRADED
    assert (result.earned, result.max_points) == (90, 100)
    assert result.seconds["total"] > result.seconds["student"] > 0


def test_the_result_survives_json(hand_in):
    result = hand_in(tiny_sum_solution="def row_sums(x):\n    return x.sum(axis=0)")
    assert Result.from_json(result.to_json()) == result


def test_the_same_submission_gets_the_same_result(hand_in):
    answer = "import random\ndef row_sums(x):\n    return x.sum(axis=1) * (random.random() < 0.5)"
    first, second = (points(hand_in(tiny_sum_solution=answer)) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("moment", range(4))
def test_where_this_machine_has_no_files_left_nobody_loses_points(hand_in, monkeypatch, moment):
    """Whichever of the four forks of a submission fails: it is the executor's to try again."""
    real, calls = socket.socketpair, []

    def socketpair(*arguments):
        calls.append(arguments)
        if len(calls) == moment + 1:
            raise OSError(errno.EMFILE, "Too many open files")
        return real(*arguments)

    monkeypatch.setattr("autograder.sandbox.process.socket.socketpair", socketpair)
    with pytest.raises(OSError, match="Too many open files"):
        hand_in()


def test_a_test_that_cannot_write_is_no_fault_of_the_student(hand_in, monkeypatch):
    def rng(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(sys.modules["autograder.reference"].Reference, "rng", rng)
    with pytest.raises(OSError, match="No space left"):
        hand_in()


def test_a_full_disk_of_the_students_is_the_students(hand_in):
    answer = "def row_sums(x):\n    raise OSError(28, 'No space left on device')"
    result = hand_in(tiny_sum_solution=answer)
    assert points(result) == FULL | {"tiny-sum": 0}
    assert "No space left on device" in reason(result, "tiny-sum")


def test_a_wrong_answer_is_explained(hand_in):
    result = hand_in(tiny_sum_solution="def row_sums(x):\n    return -x.sum(axis=1)")
    assert points(result) == FULL | {"tiny-sum": 0, "tiny-scale": 39}
    assert "two rows by hand" in reason(result, "tiny-sum")


def test_a_cell_of_a_million_blank_lines_is_looked_through():
    """By a pattern that goes back over them for each line, that takes hours."""
    blank = new_code_cell("x = 1\n%time y = (\n" + "\n" * 1_000_000, id="own-1")
    said = Definitions([new_code_cell("y", id="first"), blank]).missing("name 'x' is not defined", "first", {})
    assert "a later cell" in said


def test_numbers_of_the_visible_test_alone_earn_nothing(hand_in):
    result = hand_in(tiny_sum_solution="def row_sums(x):\n    return np.array([3.0, 7.0])")
    assert points(result)["tiny-sum"] == 0


def test_a_syntax_error_costs_what_depends_on_it(hand_in):
    result = hand_in(tiny_sum_solution="def row_sums(x):\n    return x.sum(axis=1")
    assert points(result) == FULL | {"tiny-sum": 0}
    assert "SyntaxError" in reason(result, "tiny-sum")


def test_unattempted_questions_are_said_to_be(hand_in, grader):
    stub = 'def row_sums(x):\n    raise NotImplementedError("tiny-sum")'
    result = hand_in(tiny_sum_solution=stub)
    question = next(q for q in result.questions if q.grade_id == "tiny-sum")
    assert (question.earned, question.status) == (0, "not attempted")


def test_text_that_is_no_unicode_is_written(tmp_path):
    """Half of a surrogate pair in what a test cell printed, showed or raised."""
    broken = "\ud800"

    class Shown:
        def __repr__(self):
            return broken

    outputs = [*outputs_of_test(broken, Shown(), None), *outputs_of_test("", None, ValueError(broken))]
    cell = new_code_cell(id="cell")
    cell.outputs = outputs
    write_text(tmp_path / "notebook", as_json(new_notebook(cells=[cell])))
    assert [output.output_type for output in outputs] == ["stream", "execute_result", "error"]


def test_a_crash_at_the_top_of_a_cell_costs_that_cell_alone(hand_in):
    result = hand_in(tiny_sum_solution="import os\nos.abort()")
    assert points(result) == FULL | {"tiny-sum": 0}
    assert "SIGABRT" in reason(result, "tiny-sum")


def test_a_crash_inside_an_answer_costs_that_question_alone(hand_in):
    result = hand_in(tiny_sum_solution="def row_sums(x):\n    import os\n    os._exit(3)")
    assert points(result) == FULL | {"tiny-sum": 0}
    assert "exit code 3" in reason(result, "tiny-sum")


def test_a_crash_in_a_given_cell_that_calls_an_answer_costs_no_other_question(hand_in):
    def add_a_cell(notebook):
        position = next(i for i, cell in enumerate(notebook.cells) if cell.id == "scaled-rows-demo")
        notebook.cells.insert(position, new_code_cell("letter = 'b'"))

    crash = "def scale_rows(x):\n    import os\n    os.abort()"
    result = hand_in(add_a_cell, tiny_scale_solution=crash, tiny_choice_axis_solution="answer_axis = letter")
    assert points(result) == FULL | {"tiny-scale": 0}


def test_an_edge_case_that_crashes_costs_its_part_alone(hand_in):
    crash = "def row_sums(x):\n    import os\n    if x.shape == (2, 2):\n        os.abort()\n    return x.sum(axis=1)"
    assert points(hand_in(tiny_sum_solution=crash))["tiny-sum"] == 30


def test_a_deleted_answer_is_named(hand_in):
    def delete(notebook):
        notebook.cells = [cell for cell in notebook.cells if cell.id != "tiny-sum-solution"]

    result = hand_in(delete)
    assert points(result) == FULL | {"tiny-sum": 0}
    assert reason(result, "tiny-sum") == "the answer cell was deleted"
    assert result.status == WARNINGS


def test_an_answer_that_is_in_another_cell_is_named(hand_in, grader):
    def move(notebook):
        answer = next(cell for cell in notebook.cells if cell.id == "tiny-sum-solution")
        notebook.cells.append(new_code_cell(answer.source))
        answer.source = next(cell.source for cell in grader.bundle.release.cells if cell.id == answer.id)

    result = hand_in(move)
    words = "not attempted yet: `row_sums` is defined in a cell of your own: move that into the answer cell"
    assert reason(result, "tiny-sum") == words
    assert result.status == ATTENTION


def test_an_object_equal_to_everything_earns_nothing(hand_in):
    result = hand_in(
        tiny_sum_solution=f"{LIE}def row_sums(x):\n    return Any(1)",
        tiny_choice_axis_solution=f"{LIE}answer_axis = Any(1)",
    )
    assert points(result) == FULL | {"tiny-sum": 0, "tiny-choice-axis": 0}
    assert any("equal to everything" in sentence for sentence in result.tampering)
    assert result.status == ATTENTION


def test_patched_judges_change_nothing(hand_in):
    patch = (
        "import builtins\nfrom coursework import check\n"
        "np.allclose = np.array_equal = lambda *a, **k: True\nbuiltins.abs = lambda x: 0\n"
        "check.close = lambda *a, **k: None\ncheck.score = lambda **k: 50.0\ndef row_sums(x):\n    return 0.0"
    )
    result = hand_in(tiny_sum_solution=patch)
    assert points(result) == FULL | {"tiny-sum": 0}
    assert any("replaces np.allclose" in sentence for sentence in result.tampering)


def test_a_cell_between_answer_and_test_cannot_reach_the_test(hand_in):
    def slip_in(notebook):
        position = next(i for i, cell in enumerate(notebook.cells) if cell.id == "tiny-sum-solution")
        notebook.cells[position].source = "pass"
        notebook.cells.insert(position + 1, new_code_cell("class check:\n    score = staticmethod(lambda **k: 50.0)"))

    result = hand_in(slip_in)
    assert points(result)["tiny-sum"] == 0


def test_a_file_that_the_course_accepts_lies_beside_the_notebook(grader, hand_in, tmp_path):
    (tmp_path / "student").mkdir()
    for name in ("accepted.txt", "numpy.py"):
        (tmp_path / "student" / name).write_text("raise ImportError")
    accepting = replace(grader.bundle.assignment, files=("accepted.txt",))

    def look(notebook):
        notebook.cells.append(new_code_cell("import os\nprint(os.listdir())"))

    with Grader(replace(grader.bundle, assignment=accepting)) as other:
        hand_in(look)
        graded = other.grade(tmp_path / "student", "student")
    assert graded.notebook.cells[-1].outputs[0].text == "['accepted.txt']\n"
    assert hand_in.notebook.cells[-1].outputs[0].text == "[]\n"


def test_no_cell_sees_what_a_test_sent(hand_in):
    """An answer that notes its inputs in a file: a later cell prints the file, and it is not there."""

    def spy(notebook):
        notebook.cells.append(new_code_cell("import os\nprint('SEEN', os.path.exists('inputs.txt'))"))

    hand_in(
        spy, tiny_sum_solution="def row_sums(x):\n    open('inputs.txt', 'w').write(repr(x))\n    return x.sum(axis=1)"
    )
    assert hand_in.notebook.cells[-1].outputs[0].text == "SEEN False\n"


def test_global_state_left_behind_does_not_reach_other_questions(hand_in):
    spoil = "np.seterr(all='raise')\nimport os\nos.chdir('/')\nnp.random.seed(None)\n"
    assert points(hand_in(tiny_sum_solution=spoil + RIGHT["tiny-sum-solution"])) == FULL


def test_the_notebook_has_outputs_of_every_cell(hand_in):
    hand_in()
    cells = {cell.id: cell for cell in hand_in.notebook.cells}
    assert cells["scaled-rows-demo"].outputs[0].text == "[[1. 0.]\n [0. 1.]]\n"
    assert "two rows by hand" in cells["tiny-sum"].outputs[0].text
    assert cells["tiny-sum"].outputs[1].data["text/plain"] == "50.0"
    nbformat.validate(hand_in.notebook)


@pytest.mark.parametrize(
    ("name", "content", "status", "words"),
    [
        ("tiny.ipynb", b"", UNGRADABLE, "empty file"),
        ("tiny.ipynb", b'{"cells": [', UNGRADABLE, "not a notebook"),
        ("tiny.py", b"x = 1", ATTENTION, "expected tiny.ipynb, found tiny.py"),
        (
            "tiny.ipynb",
            b'{"cells": [], "nbformat": 4, "nbformat_minor": 5, "metadata": {}}',
            ATTENTION,
            "does not look",
        ),
        (None, None, MISSING, "nothing handed in"),
    ],
)
def test_what_cannot_be_graded_gets_a_status_and_a_sentence(grader, tmp_path, name, content, status, words):
    if name:
        (tmp_path / name).write_bytes(content)
    result = grader.grade(tmp_path, "student").result
    assert result.status == status
    assert words in result.reason
    assert result.earned == 0
    assert grade(grader.bundle, tmp_path, "student").result == result


def test_a_class_is_graded_and_written(course, grader, tmp_path):
    work = course.at(tmp_path)
    for student, answers in (("ann", RIGHT), ("bob", {}), ("eve", None)):
        folder = work.submitted / student / "tiny"
        folder.mkdir(parents=True)
        if answers is None:
            (folder / "tiny.ipynb").write_text("{")
            continue
        notebook = copy.deepcopy(grader.bundle.release)
        for cell in notebook.cells:
            cell.source = answers.get(cell.id, cell.source)
        nbformat.write(notebook, folder / "tiny.ipynb")
    seen = []
    results = grade_class(work, "tiny", on_result=lambda result: seen.append(result.student))
    assert sorted(seen) == ["ann", "bob", "eve"]
    assert [(result.status, result.earned) for result in results] == [(GRADED, 90), (GRADED, 0), (UNGRADABLE, 0)]
    assert (work.autograded / "ann" / "tiny" / "tiny.ipynb").is_file()
    with pytest.raises(CourseError, match="no folder for joe"):
        grade_class(work, "tiny", students=["joe"])


RUNNER = """
import sys
server = next(module for name, module in sys.modules.items() if name.endswith('.server') and hasattr(module, 'Server'))
"""
DAMAGE = {
    "kills every process it can": "import os, signal\nos.kill(-1, signal.SIGKILL)",
    "kills the state before it": "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)",
    "ends every fork": "import os\nos.register_at_fork(after_in_child=lambda: os._exit(0))",
    "makes forks fail": f"{RUNNER}server.os.fork = server.isolate.fork = lambda: 1 / 0",
    "makes copies for questions fail": f"{RUNNER}server.isolate.fork_into_namespaces = lambda: 1 / 0",
    "answers forks with rubbish": f"{RUNNER}server.Server.do_fork_isolated = server.Server.do_fork = lambda *a: 'x'",
    "tells of rubbish statuses": f"{RUNNER}server.Server.do_status = lambda *a: 2**80",
    "answers cells with rubbish": f"{RUNNER}server.Server.do_run_cell = lambda *a: [1, 2]",
    "answers cells with rubbish outputs": RUNNER
    + "bad = {'outputs': [5, {'output_type': 'stream', 'name': 3}], 'error': 7, 'count': 'x'}\n"
    + "server.Server.do_run_cell = lambda *a: bad",
    "answers look-ups with rubbish": f"{RUNNER}server.Server.do_lookup = lambda *a: 'x'",
    "removes NumPy": "import sys\ndel sys.modules['numpy']",
    "prints half a character": "print('\\ud800')",
    "raises half a character": "raise ValueError('\\ud800\\x1b[31m')",
    "is half a character": "x = '\ud800'",
}


@pytest.mark.parametrize("source", DAMAGE.values(), ids=DAMAGE)
def test_damage_done_by_one_cell_never_stops_the_grader(grader, hand_in, source):
    """The question after it may be lost; what came before is kept, and the result can be written."""
    position = next(i for i, cell in enumerate(grader.bundle.release.cells) if cell.id == "tiny-scale-solution")

    def insert(notebook):
        notebook.cells.insert(position, new_code_cell(source))

    result = hand_in(insert)
    if "kill" not in source:
        assert points(result)["tiny-sum"] == 50
    assert Result.from_json(result.to_json()) == result
    assert nbformat.writes(hand_in.notebook).encode()
    assert hand_in().earned == 90


def test_an_answer_may_raise_anything(course, hand_in, tmp_path):
    result = hand_in(tiny_sum_solution="def row_sums(x):\n    raise ValueError('\\ud800\\x1b[31m' + 'x' * 10**6)")
    assert points(result)["tiny-sum"] == 0
    assert len(result.to_json()) < 100_000
    record(course.at(tmp_path), [Graded.of(result, hand_in.notebook)])


def test_other_points_than_students_were_told_are_refused(tmp_path):
    """Changed in course.toml without a build, of a question with tests or one for a person; nothing is graded."""
    course = write_tiny_course(tmp_path)
    build_tiny_release(course)
    hand_in = course.submitted / "ada" / "tiny" / "tiny.ipynb"
    hand_in.parent.mkdir(parents=True)
    hand_in.write_bytes(course.release("tiny").read_bytes())
    points = {"tiny-sum": 40.0, "tiny-scale": 39.0, "tiny-choice-axis": 1.0, "tiny-other": 20.0}
    course = replace(course, assignments={"tiny": replace(course.assignment("tiny"), points=points)})
    differing = "tiny-sum 40 and 50; tiny-other 20 and none; tiny-written none and 10: run `autograder build tiny`"
    with pytest.raises(CourseError, match=rf"course\.toml and .*tiny\.ipynb differ in points: {differing}$"):
        grade_class(course, "tiny")
    assert not course.autograded.exists()
