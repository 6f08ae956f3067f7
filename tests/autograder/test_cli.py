"""The command line: what it reads and writes, its exit codes, and that no control code of a student is printed."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from tiny_course import REPOSITORY, build_tiny_release, tiny_notebook, write_tiny_course

from autograder import reference
from autograder.batch import Outcome
from autograder.canonical import dumps
from autograder.cli import _say_what_changed, _stoppable, main
from autograder.course import load_course
from autograder.demo import Expected, difference, read_expected
from autograder.errors import CourseError
from autograder.result import GRADED, UNGRADABLE, QuestionResult, Result
from autograder.stopping import Stopped

RIGHT = "def row_sums(x):\n    return x.sum(axis=1)"
KEEPS = """import mmap
shared = mmap.mmap(-1, 100_000)
def row_sums(x):
    open('/tmp/kept', 'w').write(repr(x.tolist()))
    shared[: len(repr(x.tolist()))] = repr(x.tolist()).encode()
    return x.sum(axis=1)"""
TELLS = """import os
def scale_rows(x):
    raise ValueError(os.path.exists('/tmp/kept'), shared[:].rstrip(b'\\0').decode())"""
HOSTILE = 'raise ValueError("\\x1b[31m\\x1b]0;owned\\x07[red]markup[/nonsense]")'


def run(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The command as a user starts it."""
    command = [sys.executable, "-m", "autograder", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The tiny course with a submission that is half right, one that raises terminal codes, and one that keeps the
    inputs of the first question's hidden test and tells them in the error of the second question's visible one."""
    course = write_tiny_course(tmp_path_factory.mktemp("course") / "tiny")
    build_tiny_release(course)
    class_answers = {
        "ada": {"tiny-sum-solution": RIGHT},
        "mallory": {"tiny-sum-solution": HOSTILE},
        "spy": {"tiny-sum-solution": KEEPS, "tiny-scale-solution": TELLS},
    }
    for student, answers in class_answers.items():
        notebook = json.loads(course.release("tiny").read_text())
        cells = {cell["id"]: cell for cell in notebook["cells"]}
        for cell_id, answer in answers.items():
            cells[cell_id]["source"] = answer
        path = course.submitted / student / "tiny" / "tiny.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(notebook))
    return course


@pytest.fixture(scope="module")
def graded(course):
    return run("grade", "tiny", cwd=course.root / "source" / "tiny")


def test_grade_prints_a_row_a_student_and_writes_results(course, graded):
    """From a folder deep inside the course."""
    assert graded.returncode == 0, graded.stderr
    assert re.search(r"ada +50 +graded ", graded.stdout)
    result = Result.from_json((course.autograded / "ada" / "tiny" / "result.json").read_text())
    assert (result.earned, result.sandbox in ("bubblewrap", "namespaces")) == (50.0, True)


def test_terminal_output_has_no_codes_of_students(graded):
    """An escape sequence in an error message does not reach the terminal; markup stays text."""
    assert "mallory" in graded.stdout
    assert "[red]markup" in graded.stdout
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", graded.stdout + graded.stderr)


def test_report_names_the_page_it_wrote(course, graded):
    done = run("report", "tiny", cwd=course.root)
    assert done.returncode == 0, done.stderr
    page = Path(done.stdout.strip())
    assert page == course.reports / "tiny.html"
    assert "mallory" in page.read_text()


def test_feedback_of_one_student(course, graded):
    done = run("feedback", "tiny", "--student", "ada", cwd=course.root)
    assert done.returncode == 0, done.stderr
    assert (course.feedback / "ada" / "tiny" / "tiny.html").is_file()
    assert not (course.feedback / "mallory").exists()


def test_feedback_does_not_pass_on_kept_inputs(course, graded, monkeypatch):
    """What a hidden test sent is told to nobody: a file is gone, and what shared memory keeps is not shown."""
    monkeypatch.setenv("AUTOGRADER_COURSE", str(course.root))
    kept = repr(float(reference("tiny").rng("tiny-sum").normal(size=(7, 11))[0, 0]))
    done = run("feedback", "tiny", "--student", "spy", cwd=course.root)
    assert done.returncode == 0, done.stderr
    page = (course.feedback / "spy" / "tiny" / "tiny.html").read_text()
    result = Result.from_json((course.autograded / "spy" / "tiny" / "result.json").read_text())
    question = next(question for question in result.questions if question.grade_id == "tiny-scale")
    assert "(False, " in question.detail
    assert kept in question.detail, "the attack itself no longer works: this test shows nothing"
    assert kept not in page
    assert kept not in question.reason
    assert "your code raised ValueError" in question.reason


def test_a_student_who_was_not_graded_is_named(course, graded):
    done = run("feedback", "tiny", "-s", "nobody", cwd=course.root)
    assert done.returncode == 1
    assert done.stderr == "Error: not graded: nobody; graded are: ada, mallory, spy\n"


def test_another_work_folder(course, graded, tmp_path):
    """Submissions and results may lie outside the course."""
    student = tmp_path / "submitted" / "zoe" / "tiny"
    student.mkdir(parents=True)
    (student / "tiny.ipynb").write_text("no notebook")
    done = run("grade", "tiny", "--work", tmp_path, cwd=course.root)
    assert done.returncode == 0, done.stderr
    assert "ungradable" in done.stdout
    assert (tmp_path / "autograded" / "zoe" / "tiny" / "result.json").is_file()
    assert not (course.autograded / "zoe").exists()


def test_nothing_graded_yet(tmp_path):
    course = write_tiny_course(tmp_path / "tiny")
    done = run("report", "tiny", cwd=course.root)
    assert done.returncode == 1
    assert done.stderr == f"Error: nothing graded in {course.autograded}: run autograder grade tiny first\n"


def test_outside_a_course_is_one_line(tmp_path):
    done = run("plan", "tiny", cwd=tmp_path)
    assert done.returncode == 1
    assert re.fullmatch(r"Error: no course\.toml in .*\n", done.stderr)


@pytest.mark.parametrize(
    "arguments", [["grade"], ["grade", "03_unknown"], ["grade", "tiny", "--sandbox", "magic"], ["sing"], ["clean"]]
)
def test_usage_errors(course, arguments):
    done = run(*arguments, cwd=course.root)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_what_the_machine_refuses_is_one_line(course, graded, tmp_path):
    """A folder that cannot be made; a full disk, here that of what is printed."""
    (tmp_path / "reports").write_text("a file where a folder has to be")
    shutil.copytree(course.autograded, tmp_path / "autograded")
    done = run("report", "tiny", "--work", tmp_path, cwd=course.root)
    assert (done.returncode, done.stderr) == (1, f"Error: {tmp_path / 'reports'}: File exists\n")
    with open("/dev/full", "w") as full:
        command = [sys.executable, "-m", "autograder", "report", "tiny", "--json"]
        done = subprocess.run(command, cwd=course.root, stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "Error: no space left on the disk: what was graded is kept; free some" in done.stderr
    assert not (course.private / "data").exists()


def test_a_closed_stdout_is_written_nothing(course):
    command = f"{sys.executable} -m autograder plan tiny >&-"
    done = subprocess.run(command, shell=True, cwd=course.root, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_source_that_is_gone_or_damaged_is_one_line(course, tmp_path):
    copy = load_course(shutil.copytree(course.root, tmp_path / "copy"))
    source = copy.source("tiny")
    source.write_text("{")
    done = run("answers", "tiny", cwd=copy.root)
    assert done.returncode == 1
    assert done.stderr.startswith(f"Error: {source} is not a notebook: ")
    source.unlink()
    done = run("grade", "tiny", cwd=copy.root)
    assert (done.returncode, done.stderr) == (1, f"Error: {source}: no such notebook\n")


def test_nothing_to_grade_says_where_it_comes_from(course, tmp_path):
    done = run("grade", "tiny", "--work", tmp_path, cwd=course.root)
    assert done.returncode == 1
    assert f"no submissions in {tmp_path}/submitted/*/tiny: run autograder collect tiny" in done.stderr


def test_who_stops_a_forced_run_goes_on_without_force(capsys):
    """With it, what was graded a moment ago would be graded again."""
    for force, words in (
        (True, "the same command again without --force and it"),
        (False, "the same command again and it"),
    ):
        with pytest.raises(SystemExit), _stoppable(force):
            raise KeyboardInterrupt
        assert words in capsys.readouterr().err


def test_names_of_folders_are_text_in_what_grade_says_at_its_end(course, capsys):
    """Students choose them."""
    _say_what_changed(course, "tiny", Outcome([], 0, 0, 0, ("[/bold]",), (), None))
    assert "without a submission: [/bold] (still in" in capsys.readouterr().out


def test_an_unknown_assignment_names_those_there_are(course):
    assert "no assignment '03_unknown'; there are: tiny" in run("build", "03_unknown", cwd=course.root).stderr


def test_plan_prints_every_code_cell_with_its_place(course):
    done = run("plan", "tiny", cwd=course.root)
    assert done.returncode == 0, done.stderr
    for cell in tiny_notebook().cells:
        assert (f" {cell.id} " in done.stdout) == (cell.cell_type == "code")
    assert re.search(r"tiny-sum-solution +solution +sandbox ", done.stdout)
    assert re.search(r"tiny-sum +test +trusted ", done.stdout)


def test_build_check_refuses_a_stale_release(course, tmp_path):
    """Exit code 1, the gate and the file named, nothing written."""
    source = course.source("tiny")
    before = source.read_text(), course.release("tiny").read_text()
    try:
        source.write_text(before[0].replace("Add up each row.", "Add up every row."))
        done = run("build", "--check", cwd=course.root)
    finally:
        source.write_text(before[0])
    assert done.returncode == 1
    assert "out of date" in done.stderr
    assert "Traceback" not in done.stderr
    assert course.release("tiny").read_text() == before[1]


def test_clean_and_its_check(tmp_path):
    """--check finds and changes nothing; without it the file becomes canonical; then both are content."""
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps(tiny_notebook(), indent=4))
    before = path.read_text()
    refused = run("clean", "--check", tmp_path, cwd=tmp_path)
    assert (refused.returncode, path.read_text()) == (1, before)
    assert str(path) in refused.stdout
    assert run("clean", tmp_path, cwd=tmp_path).returncode == 0
    assert path.read_text() == dumps(tiny_notebook())
    assert run("clean", "--check", tmp_path, cwd=tmp_path).returncode == 0


def test_doctor_says_what_is_there(tmp_path):
    """Also outside a course; here everything that the tests need is there."""
    done = run("doctor", cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    for what in ("Python", "packages", "sandbox", "bubblewrap", "memory", "cores"):
        assert f" {what} " in done.stdout


def test_doctor_fails_where_student_code_cannot_be_held(monkeypatch):
    """Without any isolation grading refuses to start, so the machine is not healthy."""
    from autograder import doctor

    monkeypatch.setattr(doctor, "available_level", lambda: ("none", "no namespaces here"))
    assert not doctor.healthy(doctor.examine())


def test_answers_shows_what_students_read(course):
    """One question, then a mutant that is right: exit code 1 and a sentence."""
    done = run("answers", "tiny", "tiny-sum", "-v", cwd=course.root)
    assert done.returncode == 0, done.stderr
    assert re.search(r"the mean +0 of 50 +✓ +your result: .*", done.stdout)
    assert re.search(r"tiny-sum +6 of 6 +4 of 6 +3 of 3", done.stdout)
    assert "tiny-scale" not in done.stdout
    path = course.source("tiny").parent / "mutants" / "tiny-sum.py"
    text = path.read_text()
    try:
        path.write_text(text + "# %% right\ndef row_sums(x):\n    return x.sum(axis=1)\n")
        done = run("answers", "tiny", cwd=course.root)
    finally:
        path.write_text(text)
    assert done.returncode == 1
    assert "tiny-sum: the mutant 'right' earns 50 of 50 points: no test fails where it is wrong" in done.stderr
    assert run("answers", "tiny", "tiny-x", cwd=course.root).returncode == 2


def test_concepts_writes_the_index_and_checks_it(tmp_path):
    course = write_tiny_course(tmp_path / "tiny")
    assert run("concepts", "--check", cwd=course.root).returncode == 1
    done = run("concepts", cwd=course.root)
    assert done.returncode == 1
    assert done.stderr == "Error: rows: taught by no section\n"
    assert (course.root / "CONCEPTS.md").is_file()


def test_help_says_what_is_read_and_written(tmp_path):
    for command in ("build", "answers", "concepts", "grade", "report", "feedback", "plan", "clean", "doctor", "demo"):
        text = " ".join(run(command, "--help", cwd=tmp_path).stdout.split())
        assert re.search(r"[Ww]rites|rewrites|release/", text), command


def test_help_imports_nothing_heavy():
    """What makes the command line slow to start is imported by the command that needs it."""
    heavy = ["numpy", "nbformat", "nbgrader", "jinja2", "rich", "torch", "IPython", "sqlalchemy"]
    code = f"import sys; import autograder.cli; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize(("stop", "code"), [(KeyboardInterrupt, 130), (Stopped, 143)])
def test_every_command_can_be_stopped(tmp_path, monkeypatch, stop, code):
    def build(*_, **__):
        raise stop

    monkeypatch.setattr("autograder.build.build", build)
    monkeypatch.chdir(write_tiny_course(tmp_path / "course").root)
    done = CliRunner().invoke(main, ["build", "tiny"])
    assert done.exit_code == code
    assert done.stderr == "stopped: run the same command again\n"


def test_the_demo_notices_what_is_not_as_expected():
    """Points of one question, the sum, the status; a written question is nobody's business."""
    questions = (
        QuestionResult("a", 10, 10.0, "passed"),
        QuestionResult("b", 5, 2.0, "partial"),
        QuestionResult("c", 3, None, "manual"),
    )
    result = Result("ada", "tiny", GRADED, 18.0, questions, sandbox="bubblewrap")
    by_hand = frozenset({"c"})

    def told(points: float, status: str, others: bool, **named: float) -> str:
        return difference(result, {"ada": Expected(points, status, others, named)}, by_hand)

    assert told(12, GRADED, True, b=2) == ""
    assert told(12, GRADED, False, a=10, b=2) == ""
    assert told(12, GRADED, True) == "ada: b earned 2, not 5"
    assert told(15, GRADED, True, b=2) == "ada: 12 points, not 15"
    assert told(12, UNGRADABLE, True, b=2) == "ada: status graded, not ungradable"
    assert difference(result, {}, by_hand) == "expected.toml does not say what ada must come to"


def test_the_demo_reads_what_is_expected_of_the_sample_class():
    expected = read_expected(REPOSITORY / "examples" / "expected.toml", "02_knn")
    assert expected["perfect"].points == 97


def test_a_broken_expectation_names_its_file(tmp_path):
    path = tmp_path / "expected.toml"
    path.write_text('[tiny.ada]\nstatus = "graded"\n')
    with pytest.raises(CourseError, match=f"{path}.*points"):
        read_expected(path, "tiny")
