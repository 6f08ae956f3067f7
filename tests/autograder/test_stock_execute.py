"""`nbgrader autograde` grades in our sandbox: same points as `autograder grade`, whatever was handed in."""

import copy
import csv
import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace

import pytest
from nbformat.v4 import new_code_cell, new_output
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import CsvExportPlugin
from tiny_course import build_tiny_release, write_tiny_course
from tiny_submissions import answered, find, hand_in

from autograder.batch import grade_batch, grade_class
from autograder.canonical import read
from autograder.course import load_course
from autograder.gradebook import complete_notebook, open_gradebook, results, save_cells
from autograder.report import write_report
from autograder.result import ATTENTION, GRADED, UNGRADABLE, WARNINGS
from autograder.sandbox import policy
from autograder.stock import configuration
from autograder.stock.warm import warm

WRONG = "def row_sums(x):\n    return x.sum(axis=0)"
SPY = """\
import os
for folder in (".", os.path.expanduser("~"), COURSE, "/tmp"):
    try:
        open(os.path.join(folder, "canary"), "w").write("was here")
        print("wrote into", folder)
    except OSError as error:
        print("refused", folder)
print("environment", sorted(os.environ))
def row_sums(x):
    return x.sum(axis=1)"""
ALWAYS_EQUAL = """\
class Any(float):
    def __eq__(self, other):
        return True
    def __sub__(self, other):
        return 0.0
    __rsub__ = __sub__
def row_sums(x):
    return Any()"""
PATCHED_JUDGES = """\
import builtins
from coursework import check
check.close = check.part = check.score = lambda *a, **k: 50
builtins.abs = lambda x: 0
np.allclose = np.testing.assert_allclose = lambda *a, **k: True
def row_sums(x):
    return x.sum(axis=0)"""


def forged(release):
    """Full marks in every output, more points in every cell, a test that asserts nothing."""
    notebook = answered(release, tiny_sum_solution=WRONG)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            cell.metadata.nbgrader.points = 1000
            if cell.cell_type == "code":
                cell.outputs = [new_output("execute_result", data={"text/plain": "1000.0"}, execution_count=1)]
    find(notebook, "tiny-sum").source = "1000.0"
    return notebook


def damaged(release):
    """What nbgrader's own validation stops at: ids twice, metadata of the wrong kind and from another version."""
    notebook = answered(release, tiny_sum_solution=WRONG)
    notebook.cells.insert(0, copy.deepcopy(find(notebook, "tiny-sum-solution")))
    find(notebook, "tiny-scale").metadata.nbgrader.schema_version = 99
    find(notebook, "tiny-choice-axis").metadata["nbgrader"] = ["no", "mapping"]
    return notebook


def stripped(release):
    notebook = answered(release)
    for cell in notebook.cells:
        cell.metadata, cell.id = {}, "x"
    return notebook


def without(release, *cell_ids):
    notebook = answered(release)
    notebook.cells = [cell for cell in notebook.cells if cell.id not in cell_ids]
    return notebook


def slipped_in(release):
    """A cell between answer and test, after which the answer would be another."""
    notebook = answered(release, tiny_sum_solution=WRONG)
    where = notebook.cells.index(find(notebook, "tiny-sum"))
    notebook.cells.insert(where, new_code_cell("class row_sums:\n    __new__ = lambda cls, x: cls\n    __eq__ = None"))
    return notebook


def hand_in_all(course, release):
    """The class: honest, broken and hostile."""
    hand_in(course, "right", answered(release))
    hand_in(course, "wrong", answered(release, tiny_sum_solution=WRONG))
    hand_in(course, "untouched", release)
    hand_in(course, "spy", answered(release, tiny_sum_solution=SPY.replace("COURSE", repr(str(course.root)))))
    hand_in(course, "always-equal", answered(release, tiny_sum_solution=ALWAYS_EQUAL))
    hand_in(course, "patched-judges", answered(release, tiny_sum_solution=PATCHED_JUDGES))
    hand_in(course, "forged", forged(release))
    hand_in(course, "slipped-in", slipped_in(release))
    hand_in(course, "damaged", damaged(release))
    hand_in(course, "stripped", stripped(release))
    hand_in(course, "deleted-answer", without(release, "tiny-sum-solution", "tiny-written"))
    hand_in(course, "deleted-tests", without(release, "tiny-sum", "tiny-scale"))
    hand_in(course, "not-json", "{")
    hand_in(course, "empty", "")
    hand_in(course, "renamed", answered(release), name="tiny (1).ipynb")
    hand_in(course, "pdf", "%PDF-1.7", name="tiny.pdf")
    hand_in(course, "garbage-time", answered(release), timestamp="when I felt like it")
    linked = hand_in(course, "linked", answered(release))
    (linked / "tiny.ipynb").unlink()
    (linked / "tiny.ipynb").symlink_to(course.source("tiny"))
    beside = hand_in(course, "beside", answered(release))
    (beside / "notes.txt").symlink_to(course.source("tiny"))
    (beside / "numpy.py").write_text("raise SystemExit")
    os.mkfifo(beside / "pipe")


CHEATS = ["always-equal", "patched-judges", "forged", "slipped-in", "damaged"]


def api(course, **sections):
    """nbgrader as the formgrader uses it, set up by nbgrader_config.py but for `sections`."""
    config = configuration(course)
    for name, traits in sections.items():
        config[name].update(traits)
    return NbGraderAPI(CourseDirectory(config=config), config=config)


def run_nbgrader(course, *arguments, **environment):
    """An nbgrader command in the course, as in an active environment; what it said."""
    path = os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]])
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=course.root,
        env=os.environ | {"PATH": path} | environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A tiny course with its release and an empty gradebook, which takes nbgrader seconds to make."""
    course = write_tiny_course(tmp_path_factory.mktemp("built") / "course")
    build_tiny_release(course)
    save_cells(course, "tiny", complete_notebook(course, "tiny"))
    return course


@pytest.fixture(scope="module")
def graded(built, tmp_path_factory):
    """The class after `nbgrader autograde`, beside what the run left in its folder for temporary files."""
    temporary = tmp_path_factory.mktemp("temporary")
    kernels = tmp_path_factory.mktemp("jupyter")
    folder = kernels / "kernels" / "python3"
    folder.mkdir(parents=True)
    spec = {"argv": ["touch", str(kernels / "started")], "display_name": "Python 3", "language": "python"}
    (folder / "kernel.json").write_text(json.dumps(spec))
    course = load_course(shutil.copytree(built.root, tmp_path_factory.mktemp("stock") / "course"))
    hand_in_all(course, read(course.release("tiny")))
    run_nbgrader(course, "autograde", "tiny", TMPDIR=str(temporary), JUPYTER_PATH=str(kernels))
    return course, temporary, kernels


@pytest.fixture(scope="module")
def stock(graded):
    return graded[0]


@pytest.fixture(scope="module")
def ours(stock, tmp_path_factory):
    """The same class after `autograder grade`, in a folder of its own."""
    course = stock.at(tmp_path_factory.mktemp("ours"))
    course.submitted.symlink_to(stock.submitted)
    grade_class(course, "tiny")
    return course


def grades(course, student):
    """Automatic score, a person's mark, and whether one is needed, by question."""
    with open_gradebook(course) as gradebook:
        found = gradebook.find_submission_notebook("tiny", "tiny", student).grades
        return {grade.name: (grade.auto_score, grade.manual_score, grade.needs_manual_grade) for grade in found}


def earned(course, student):
    return sum(score or 0 for score, *_ in grades(course, student).values())


def students(course):
    return sorted(folder.name for folder in course.submitted.iterdir())


def test_the_same_grades_as_autograder_grade(stock, ours):
    theirs = {student: grades(stock, student) for student in students(stock)}
    assert theirs == {student: grades(ours, student) for student in students(stock)}
    assert theirs["right"] == {
        "tiny-sum": (50.0, None, False),
        "tiny-scale": (39.0, None, False),
        "tiny-choice-axis": (1.0, None, False),
        "tiny-written": (None, None, True),
    }
    assert theirs["deleted-answer"]["tiny-written"] == (0.0, None, False)


def test_the_same_results_as_autograder_grade(stock, ours):
    def known(course):
        return {
            result.student: replace(result, seconds=None, questions=quick(result)) for result in results(course, "tiny")
        }

    def quick(result):
        return tuple(replace(question, seconds=0.0) for question in result.questions)

    found = known(stock)
    assert found == known(ours)
    assert list(found) == students(stock)
    assert {name: found[name].status for name in ("right", "not-json", "empty", "linked", "pdf", "renamed")} == {
        "right": GRADED,
        "not-json": UNGRADABLE,
        "empty": UNGRADABLE,
        "linked": found["linked"].status,
        "pdf": ATTENTION,
        "renamed": WARNINGS,
    }


def test_the_same_notebooks_as_autograder_grade(stock, ours):
    notebooks = sorted(ours.autograded.glob("*/tiny/tiny.ipynb"))
    assert len(notebooks) > 10
    for path in notebooks:
        assert read(stock.autograded / path.relative_to(ours.autograded)) == read(path), path


@pytest.mark.parametrize("cheat", CHEATS)
def test_a_cheat_gains_nothing(stock, cheat):
    """No more than the wrong answer earns by itself; what is right beside it still counts."""
    assert earned(stock, cheat) <= earned(stock, "wrong") < earned(stock, "right")
    assert grades(stock, cheat)["tiny-choice-axis"][0] == 1


def test_what_was_changed_without_a_gain_costs_nothing(stock):
    for student in ("stripped", "deleted-tests", "renamed", "beside", "garbage-time", "spy"):
        assert earned(stock, student) == earned(stock, "right"), student


def test_student_code_ran_inside_the_sandbox(graded):
    """It says what it did in its own world, and nothing of that is to be found in ours."""
    course, *_ = graded
    cell = find(read(course.autograded / "spy" / "tiny" / "tiny.ipynb"), "tiny-sum-solution")
    said = "".join(output.text for output in cell.outputs)
    assert "wrote into ." in said
    assert "NBGRADER_EXECUTION" not in said
    assert not list(course.root.rglob("canary"))
    assert not os.path.exists(os.path.expanduser("~/canary"))
    assert not os.path.exists("/tmp/canary")


def test_no_kernel_was_started(graded):
    _, _, kernels = graded
    assert [path.name for path in kernels.iterdir()] == ["kernels"]


def test_nothing_is_left_running(graded):
    """The warm sandbox goes with nbgrader's process, and its folder with it."""
    _, temporary, _ = graded
    assert list(temporary.iterdir()) == []


def test_nothing_beside_the_notebook_is_taken_along(stock):
    """nbgrader would follow the link, and hand out the hidden tests with the feedback."""
    names = {path.name for path in (stock.autograded / "beside" / "tiny").iterdir()}
    assert names == {"result.json", "tiny.ipynb"}


def test_what_could_not_be_graded_says_why_and_can_be_marked_by_hand(stock):
    notebook = read(stock.autograded / "not-json" / "tiny" / "tiny.ipynb")
    assert "could not be graded" in notebook.cells[0].source
    assert "line 1 column 2" in notebook.cells[0].source
    assert find(notebook, "tiny-written").metadata.nbgrader.grade
    assert set(grades(stock, "not-json").values()) == {(0.0, None, False)}


def test_report_feedback_and_export_work_afterwards(stock):
    page = write_report(stock, "tiny", results(stock, "tiny")).read_text()
    assert all(student in page for student in students(stock))
    assert api(stock).generate_feedback("tiny")["success"]
    assert {path.name for path in stock.feedback.glob("*/tiny/*")} == {"tiny.html"}
    pages = "".join(path.read_text() for path in stock.feedback.rglob("*.html"))
    assert "two rows by hand" in pages
    assert "could not be graded" in pages
    assert "ref.row_sums" not in pages
    assert "random rows, any shape" not in pages
    with open_gradebook(stock) as gradebook:
        CsvExportPlugin(to=str(stock.root / "grades.csv")).export(gradebook)
    with (stock.root / "grades.csv").open(newline="") as file:
        exported = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert exported == {student: earned(stock, student) for student in students(stock)}


@pytest.fixture(scope="module")
def course(built, tmp_path_factory):
    """A course whose submissions are graded in this process, as the formgrader does it; each test has its student."""
    yield load_course(shutil.copytree(built.root, tmp_path_factory.mktemp("here") / "course"))
    warm.close()


@pytest.fixture
def student(course, request):
    """Somebody who has handed in right answers."""
    name = request.node.name.replace("[", " ").rstrip("]")
    hand_in(course, name, answered(read(course.release("tiny"))))
    return name


def autograde(course, student, force=True, **sections):
    """What the formgrader's button calls; its answer holds `success` and `log`."""
    return api(course, **sections).autograde("tiny", student, force=force)


def mark(course, student, question, points):
    """As a person in the formgrader does."""
    with open_gradebook(course) as gradebook:
        grade = gradebook.find_grade(question, "tiny", "tiny", student)
        grade.manual_score, grade.needs_manual_grade = points, False
        gradebook.db.commit()


def result_of(course, student):
    return next(result for result in results(course, "tiny") if result.student == student)


def test_a_mark_given_by_a_person_stays(course, student):
    """Where what it judged has changed, it needs a look."""
    assert autograde(course, student)["success"]
    mark(course, student, "tiny-written", 7.0)
    mark(course, student, "tiny-sum", 45.0)
    assert autograde(course, student)["success"]
    assert grades(course, student)["tiny-sum"] == (50.0, 45.0, False)
    assert grades(course, student)["tiny-written"] == (None, 7.0, False)
    other = answered(read(course.release("tiny")), tiny_sum_solution=WRONG, tiny_written="Other words.")
    hand_in(course, student, other)
    assert autograde(course, student)["success"]
    assert grades(course, student)["tiny-sum"] == (0.0, 45.0, True)
    assert grades(course, student)["tiny-written"] == (None, 7.0, True)


def test_graded_again_only_where_asked_or_changed(course, student):
    """By either door: what one has graded, the other knows."""
    again = f"Graded before, and nothing has changed since: {student}"
    assert again not in autograde(course, student, force=False)["log"]
    assert again in autograde(course, student, force=False)["log"]
    assert grade_batch(course, "tiny", students=[student]).skipped == 1
    assert again not in autograde(course, student)["log"]
    hand_in(course, student, answered(read(course.release("tiny")), tiny_sum_solution=WRONG))
    assert grade_batch(course, "tiny", students=[student]).graded == 1
    assert again in autograde(course, student, force=False)["log"]
    assert earned(course, student) == 40
    hand_in(course, student, answered(read(course.release("tiny"))))
    assert autograde(course, student, force=False)["success"]
    assert earned(course, student) == 90
    assert [change.before for change in result_of(course, student).record.history] == [50, 0]


def test_a_run_that_was_killed_is_repeated(course, student):
    """nbgrader takes a folder for graded as soon as it is there."""
    folder = course.autograded / student / "tiny"
    folder.mkdir(parents=True)
    (folder / "tiny.ipynb").write_text("{}")
    assert autograde(course, student, force=False)["success"]
    assert earned(course, student) == 90


def test_nbgraders_penalty_for_lateness(course, student):
    hand_in(course, student, answered(read(course.release("tiny"))), timestamp="2027-04-01 20:00:00 UTC")
    assert autograde(course, student, LateSubmissionPlugin={"penalty_method": "zero"})["success"]
    with open_gradebook(course) as gradebook:
        assert gradebook.find_submission_notebook("tiny", "tiny", student).late_submission_penalty == 90


REFUSALS = {
    "no sandbox": ({}, "no isolation for untrusted code: the kernel forbids it"),
    "outputs as they came": ({"Execute": {"enabled": False}}, "leave it out"),
    "another gradebook": ({"CourseDirectory": {"db_url": "sqlite:///other.db"}}, "another gradebook"),
    "other folders": ({"CourseDirectory": {"autograded_directory": "elsewhere"}}, "other folders"),
}


@pytest.mark.parametrize("why", REFUSALS)
def test_what_cannot_be_graded_safely_is_refused(course, student, monkeypatch, why):
    """In one sentence, and with everything as it was."""
    sections, sentence = REFUSALS[why]
    assert autograde(course, student)["success"]
    before = result_of(course, student)
    if not sections:
        monkeypatch.setattr(policy, "available_level", lambda: ("none", "the kernel forbids it"))
    answer = autograde(course, student, **sections)
    assert not answer["success"]
    errors = [line for line in answer["log"].splitlines() if line.startswith("[ERROR]")]
    assert len(errors) == 1
    assert sentence in errors[0]
    assert result_of(course, student) == before
    assert (course.autograded / student / "tiny" / "tiny.ipynb").is_file()


def test_a_broken_sandbox_is_replaced(course, student):
    assert autograde(course, student)["success"]
    warm._grader._sandbox._program.kill()
    assert autograde(course, student)["success"]
    assert earned(course, student) == 90


def test_the_sandbox_stays_warm_until_an_instructor_changes_the_assignment(course, student):
    assert autograde(course, student)["success"]
    first = warm._grader
    assert autograde(course, student)["success"]
    assert warm._grader is first
    source = course.source("tiny")
    source.write_text(source.read_text().replace("totals.sum(axis=1)", "totals.sum(axis=1) + 1"))
    assert autograde(course, student)["success"]
    assert warm._grader is not first
    assert grades(course, student)["tiny-sum"] == (0.0, None, False)
