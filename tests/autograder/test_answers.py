"""Mutants and variants: each gate on them catches what it is for, and those of every assignment hold."""

import json
import re
import shutil
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import pytest
from tiny_course import REPOSITORY, write_tiny_course

import autograder
import coursework
from autograder import fingerprint, proofs
from autograder.answers import AnswersReport, read_answers, try_assignment
from autograder.answers.files import completed
from autograder.answers.trial import read_by_student
from autograder.build import build
from autograder.bundle import load_bundle
from autograder.canonical import dumps, read
from autograder.course import load_course
from autograder.errors import BuildError, CourseError
from autograder.gates import answered
from autograder.grade import Grader
from autograder.proofs import Proofs
from autograder.sandbox import level_for_own_code

ASSIGNMENTS = tuple(load_course(REPOSITORY).assignments)
RIGHT = "# %% right after all\ndef row_sums(x):\n    return x.T.sum(axis=0)\n"
WRONG = "# %% wrong after all\ndef row_sums(x):\n    return x.sum(axis=1) + (len(x) == 7)\n"
UNTRUE = "# %% twice\n# says: is the bias missing\ndef row_sums(x):\n    return 2 * x.sum(axis=1)\n"
FLAGGED = "# %% looks around\nimport gc\ndef row_sums(x):\n    gc.get_objects()\n    return x.sum(axis=1)\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The tiny course, built through all gates."""
    course = write_tiny_course(tmp_path_factory.mktemp("answers") / "course")
    build(course, replicates=2)
    return course


@pytest.fixture
def course(built, tmp_path):
    """A copy of it, to be changed."""
    shutil.copytree(built.root, tmp_path / "course")
    return load_course(tmp_path / "course")


def add(course, name, text):
    path = course.source("tiny").parent / name
    path.write_text(path.read_text() + text)


def change(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def gates(course, **options):
    """Name -> whether it was shown before, of a build that passes."""
    (report,) = build(course, replicates=2, **options)
    return {gate.name: gate.before for gate in report.gates}


# What shuts the gate.


def test_a_mutant_that_is_right_refuses_the_build(course):
    before = course.release("tiny").stat().st_mtime_ns
    add(course, "mutants/tiny-sum.py", RIGHT)
    for _ in range(2):
        with pytest.raises(BuildError, match=r"^tiny: answers: tiny-sum: the mutant 'right after all'"):
            build(course, replicates=2)
    assert course.release("tiny").stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("file", "text", "problem"),
    [
        ("mutants", RIGHT, "the mutant 'right after all' earns 50 of 50 points: no test fails where it is wrong"),
        (
            "variants",
            WRONG,
            "the variant 'wrong after all' earns 0 of 50 points, it is right; its student reads: .*bias",
        ),
        ("variants", FLAGGED, "the variant 'looks around' is taken for an attempt on the grader: .*get_objects"),
        ("mutants", UNTRUE, "the mutant 'twice': what its student reads does not match 'is the bias missing': .*half"),
    ],
    ids=["right mutant", "wrong variant", "flagged variant", "untrue cause"],
)
def test_an_answer_that_is_judged_wrongly_is_a_problem(course, file, text, problem):
    add(course, f"{file}/tiny-sum.py", text)
    (found,) = try_assignment(course, "tiny").problems()
    assert re.match(f"tiny-sum: {problem}", found), found


@pytest.mark.parametrize(
    ("file", "problem"),
    [
        ("mutants/tiny-scale.py", "tiny-scale: 5 mutants, expected 6 or more"),
        ("variants/tiny-scale.py", "tiny-scale: 2 variants, expected 3 or more"),
    ],
)
def test_too_few_answers_are_a_problem(course, file, problem):
    path = course.source("tiny").parent / file
    path.write_text(path.read_text().rpartition("# %%")[0])
    assert try_assignment(course, "tiny").problems() == [problem]


def test_too_few_causes_are_a_problem(course):
    change(course.source("tiny").parent / "mutants" / "tiny-scale.py", "# says", "# used to say")
    (problem,) = try_assignment(course, "tiny").problems()
    assert problem.startswith("the cause is named for 4 of 12 mutants, expected a half")


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("mutants/tiny-sum.py", "is a factor 2 missing", "wrong", "also holds where no cause is named"),
        ("mutants/tiny-sum.py", "is a factor 2 missing", "shape", "also holds where no cause is named"),
        ("mutants/tiny-sum.py", "is a factor 2 missing", "(", "is no regular expression"),
        ("mutants/tiny-sum.py", "# says: is a factor 2 missing", "# says:", "belongs to a mutant, with an expression"),
        ("variants/tiny-sum.py", "a list of numbers\n", "a list of numbers\n# says: bias\n", "belongs to a mutant"),
        ("mutants/tiny-sum.py", "two columns only", "the mean", "for each another way"),
    ],
)
def test_files_that_say_nothing_useful_are_refused(course, file, old, new, problem):
    change(course.source("tiny").parent / file, old, new)
    with pytest.raises(CourseError, match=problem):
        read_answers(course.source("tiny").parent, ["tiny-sum", "tiny-scale"])


def test_answers_to_no_question_are_refused(course):
    (course.source("tiny").parent / "mutants" / "tiny-choice-axis.py").write_text(RIGHT)
    with pytest.raises(CourseError, match="no question tiny-choice-axis that is tested by a cell that says why"):
        try_assignment(course, "tiny")


# What is not gone through again.


def test_what_has_not_changed_is_not_shown_again(course):
    assert gates(course)["answers"]
    assert not any(gates(course, fresh=True).values())
    (report,) = build(course, replicates=2)
    assert "answers ✓ as before" in str(report)
    assert report.answers.total().caught == 12
    add(course, "mutants/tiny-sum.py", "\n")
    assert gates(course) == {
        "structure": False,
        "leaks": False,
        "release earns nothing": True,
        "source earns everything": True,
        "answers": False,
    }


def shown(course, level="namespaces", seeds=2):
    """Whether the gates that run code, and that of the answers, are believed to hold."""
    kept = Proofs(course, course.assignment("tiny"), course.release("tiny").parent, level, fresh=False)
    return kept.shown("source earns everything", seeds), kept.answers() is not None


@pytest.fixture
def kept(course, tmp_path, monkeypatch):
    """Copies of the checks and of the autograder in use, to be changed; and a course for which all was shown."""
    for package, module in ((coursework, fingerprint.coursework), (autograder, proofs)):
        copy = tmp_path / package.__name__
        shutil.copytree(Path(package.__file__).parent, copy)
        monkeypatch.setattr(module, "__file__", str(copy / "module.py"))
    now = Proofs(course, course.assignment("tiny"), course.release("tiny").parent, "namespaces", fresh=True)
    now.keep("source earns everything", 2)
    now.keep_answers(replace(try_assignment(course, "tiny"), seconds=0.0))
    assert shown(course) == (True, True)
    return course


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("course/source/tiny/tiny.ipynb", "Add up each row.", "Add up all of each row."),
        ("course/release/tiny/tiny.ipynb", "Add up each row.", "Add up all of each row."),
        ("course/course.toml", "question_seconds = 10", "question_seconds = 11"),
        ("course/course.toml", 'imports = ["numpy", ', 'imports = ["numpy", "scipy", '),
        ("course/autotests.yml", "\n", "\n\n"),
        ("coursework/check/value_causes.py", "opposite sign", "other sign"),
        ("autograder/run.py", "10_000", "20_000"),
        ("autograder/sandbox/inside/wire.py", "import", "import  "),
    ],
)
def test_what_gates_follow_from_is_followed(kept, tmp_path, path, old, new):
    change(tmp_path / path, old, new)
    assert shown(load_course(kept.root)) == (False, False)


@pytest.mark.parametrize("file", ["mutants/tiny-sum.py", "variants/tiny-scale.py"])
def test_other_answers_are_tried_again(kept, file):
    add(kept, file, "\n")
    assert shown(kept) == (True, False)


def test_another_secret_level_or_number_of_seeds_is_another_proof(kept, monkeypatch):
    assert shown(kept, level="none") == (False, False)
    assert shown(kept, seeds=3) == (False, True)
    monkeypatch.setenv("AUTOGRADER_SECRET", "another")
    assert shown(kept) == (False, False)


@pytest.mark.parametrize("text", ["", "[]", "{}", "null"])
def test_broken_notes_prove_nothing(kept, text):
    folder = kept.private / "gates"
    (folder / "tiny-answers.json").write_text(text)
    assert shown(kept) == (True, False)
    (folder / "tiny.json").write_text(text)
    assert shown(kept) == (False, False)


# How they are tried.


def test_the_report_survives_json(built):
    report = try_assignment(built, "tiny", seeds=2)
    assert AnswersReport.from_json(report.to_json()) == report
    rows = {row["question"]: row for row in json.loads(report.to_json())["rows"]}
    assert rows["tiny-sum"] == {
        "question": "tiny-sum", "mutants": 6, "caught": 6, "variants": 3, "accepted": 3, "hints": 4, "hints_right": 4
    }  # fmt: skip


def test_one_process_or_two(built):
    """Results do not depend on how the work is shared."""
    one, two = (try_assignment(built, "tiny", workers=workers) for workers in (1, 2))
    assert replace(one, seconds=0.0) == replace(two, seconds=0.0)


def test_what_an_answer_leaves_out_is_as_in_the_reference():
    solution = "def f():\n    return 1\n\n\n@cached\nclass C:\n    pass"
    assert completed("def f():\n    return 2\n", solution).startswith("@cached\nclass C:\n    pass\n\n\ndef f():")
    for whole in ("def f(): ...\nclass C: ...", "def g(): ...", "def f(:"):
        assert completed(whole, solution) == whole


def test_an_answer_is_tried_on_every_seed(course):
    """A mutant that is wrong for some inputs only is caught where it is right, a seed later than the first."""
    text = "# %% right for few\ndef row_sums(x):\n    return x.sum(axis=1) + (len(x) == 7 and x[0, 0] > {})\n"
    add(course, "mutants/tiny-sum.py", text.format(-9))
    assert not try_assignment(course, "tiny", questions=["tiny-sum"], seeds=4).problems(whole=False)
    change(course.source("tiny").parent / "mutants" / "tiny-sum.py", "> -9", "> 0")
    problems = try_assignment(course, "tiny", questions=["tiny-sum"], seeds=8).problems(whole=False)
    assert problems == ["tiny-sum: the mutant 'right for few' earns 50 of 50 points: no test fails where it is wrong"]


def whole(grader, notebook, answer, folder):
    """(points, what is read) where the whole notebook with this answer is graded as a submission."""
    submission = deepcopy(answered(grader.bundle.release, notebook))
    next(cell for cell in submission.cells if cell.id == f"{answer.question}-solution").source = answer.source
    path = folder / grader.bundle.assignment.notebook
    path.write_text(dumps(submission))
    result = grader.grade(path, "student").result
    question = next(question for question in result.questions if question.grade_id == answer.question)
    return question.earned, read_by_student(question)


@pytest.mark.slow
def test_an_answer_earns_what_the_whole_notebook_does(tmp_path):
    """A sample of 02_knn: every tenth answer."""
    course = load_course(REPOSITORY)
    bundle, notebook, level = load_bundle(course, "02_knn"), read(course.source("02_knn")), level_for_own_code()
    report = try_assignment(course, "02_knn")
    with Grader(bundle, level) as grader:
        for one in report.tried[::10]:
            assert (one.earned, one.read) == whole(grader, notebook, one.answer, tmp_path), one.answer.label


# The answers of the course.


@pytest.mark.slow
@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_the_answers_of(name, monkeypatch):
    """Every mutant loses points, every variant earns all, each cause that must be named is; README gives the sums.

    With one secret, so that every run says the same; `autograder answers NAME --seeds 20` tries others.
    """
    monkeypatch.setenv("AUTOGRADER_SECRET", "the answers of the course")
    report = try_assignment(load_course(REPOSITORY), name)
    assert report.problems() == []
    sums = report.total()
    row = f"| `{name}` | {sums.caught} of {sums.mutants} | {sums.hints_right} | {sums.accepted} of {sums.variants} |"
    assert row in (REPOSITORY / "README.md").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_sections_to_read_again_are_in_the_lecture(name):
    """Each choice question names one, by its number and title."""
    course = load_course(REPOSITORY)
    lectures = {path.stem[:2].lstrip("0") or "0": path for path in (REPOSITORY / "notebooks").glob("*.ipynb")}
    texts = [cell.source for cell in read(course.source(name)).cells if cell.cell_type == "markdown"]
    for question in course.assignment(name).points:
        if "-choice-" in question:
            task = next(text for text in texts if re.match(rf"#+ .*{re.escape(question)}\b", text))
            assert "To read again: lecture " in task, question
    for lecture, number, title in re.findall(r"lecture (\d+), section (\d+\.\d+), \*(.+?)\*", "\n".join(texts)):
        headings = "\n".join(cell.source for cell in read(lectures[lecture]).cells if cell.cell_type == "markdown")
        assert re.search(rf"^## {re.escape(number)} {re.escape(title)}( \(|$)", headings, re.MULTILINE), (number, title)
