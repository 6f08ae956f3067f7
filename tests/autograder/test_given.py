"""Layers that a later assignment is given: one text, from the earlier reference, for students, sandbox and tests."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from tiny_course import solution, task, tiny_notebook, write_tiny_course
from tiny_course import tests as cell_of_tests

from autograder.atomic import write_text
from autograder.build import build
from autograder.bundle import load_bundle
from autograder.canonical import clean, dumps, read
from autograder.course import Course, load_course
from autograder.errors import CourseError
from autograder.fingerprint import of_assignment
from autograder.gates import answered
from autograder.given import FILE, given_layers
from autograder.grade import grade
from autograder.reference import reference

LATER = """
[assignments.later]
title = "Layers"
imports = ["numpy", "coursework"]

[assignments.later.given]
tiny = ["row_sums", "Scale"]

[assignments.later.points]
later-twice = 99
later-choice = 1
"""

SCALE = '''\
FACTOR = np.float64(3)


class Scale:
    """A given class, which uses a name beside it."""

    def forward(self, x):
        ### BEGIN SOLUTION
        self.x = np.asarray(x)
        return FACTOR * self.x
        ### END SOLUTION'''

TWICE = """\
def twice(layer, x):
    ### BEGIN SOLUTION
    once = layer.forward(x)
    return row_sums(layer.forward(once))
    ### END SOLUTION"""

TWICE_TESTS = """\
with check.part("a layer as it is given", points=5):
    check.close(twice(Scale(), np.ones((2, 2))), [18.0, 18.0])
### BEGIN HIDDEN TESTS
from autograder import reference
ref = reference("later")
rng = ref.rng("later-twice")
with check.part("random rows, a layer of the sandbox's", points=94, hidden=True):
    x = rng.normal(size=(3, 4))
    check.close(twice(Scale(), x), ref.twice(ref.Scale(), x))
    check.close(check.inside(lambda twice, layer, x: twice(layer(), x), twice, Scale, x), 9 * x.sum(axis=1))
### END HIDDEN TESTS
check.score(of=99)"""


def later_notebook():
    return new_notebook(
        cells=[
            new_markdown_cell("# Layers", id="layers"),
            new_code_cell("import numpy as np\n\nfrom coursework import check", id="set-up"),
            new_code_cell(f"from {FILE.removesuffix('.py')} import Scale, row_sums", id="given"),
            task("later-twice", "Twice (`later-twice`, 99 points)", "Apply a layer two times."),
            solution("later-twice", TWICE),
            cell_of_tests("later-twice", 99, TWICE_TESTS),
            task("later-choice", "Choice (`later-choice`, 1 point)", "a. or b.?"),
            solution("later-choice", '### BEGIN SOLUTION\nanswer = "b"\n### END SOLUTION'),
            cell_of_tests("later-choice", 1, "### HASHED AUTOTEST answer"),
        ]
    )


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Two assignments, both built without their answers; the second is given a function and a class of the first."""
    course = write_tiny_course(tmp_path_factory.mktemp("given") / "course")
    first = tiny_notebook()
    first.cells.insert(4, new_code_cell(SCALE, id="scale", metadata=solution("scale", "")["metadata"]))
    write_text(course.source("tiny"), dumps(first))
    with (course.root / "course.toml").open("a", encoding="utf-8") as file:
        file.write(LATER)
    write_text(course.source("later"), dumps(later_notebook()))
    clean([course.root / "source"])
    course = load_course(course.root)
    build(course, replicates=2, answers=False)
    return course


def submission(course: Course, folder: Path) -> Path:
    """What a student hands in who answers as the reference does."""
    release, source = read(course.release("later")), read(course.source("later"))
    write_text(folder / "later.ipynb", dumps(answered(release, source)))
    return folder


def test_the_file_holds_what_is_named_and_all_that_it_uses(course: Course) -> None:
    text = (course.release("later").parent / FILE).read_text(encoding="utf-8")
    assert text == given_layers(course, course.assignment("later"))
    assert "SOLUTION" not in text
    assert [line for line in text.split("\n") if line and line[0] not in " )\"'"] == [
        "import numpy as np", "def row_sums(x):", "FACTOR = np.float64(3)", "class Scale:",
    ]  # fmt: skip
    assert "FACTOR * self.x" in text
    assert "scale_rows" not in text


def test_it_imports_without_the_autograder(course: Course) -> None:
    namespace: dict[str, object] = {}
    exec((course.release("later").parent / FILE).read_text(encoding="utf-8"), namespace)
    assert namespace["Scale"]().forward([1, 2]).tolist() == [3, 6]


def test_the_reference_and_a_submission_use_it(course: Course, tmp_path: Path) -> None:
    """The gates held, so the sandbox found the file; a submission without the file beside it is as good."""
    result = grade(load_bundle(course, "later"), submission(course, tmp_path / "student"), "student").result
    assert {question.grade_id: question.earned for question in result.questions} == {
        "later-twice": 99,
        "later-choice": 1,
    }
    assert result.warnings == ()


def test_a_changed_file_of_a_student_changes_nothing(course: Course, tmp_path: Path) -> None:
    folder = submission(course, tmp_path / "student")
    write_text(folder / FILE, "raise SystemExit")
    result = grade(load_bundle(course, "later"), folder, "student").result
    assert result.earned == 100


def test_a_layer_as_it_should_not_be_is_graded_as_such(course: Course, tmp_path: Path) -> None:
    """An answer that shadows what is given is the student's own; the tests use the given class."""
    folder = submission(course, tmp_path / "student")
    notebook = read(folder / "later.ipynb")
    notebook.cells.insert(3, new_code_cell("def row_sums(x):\n    return x[:, 0]"))
    write_text(folder / "later.ipynb", dumps(notebook))
    result = grade(load_bundle(course, "later"), folder, "student").result
    assert result.earned == 1


def test_an_earlier_version_is_graded_with_its_layers(course: Course) -> None:
    (version,) = (course.private / "versions" / "later").iterdir()
    kept = load_course(version)
    assert given_layers(kept, kept.assignment("later")) == given_layers(course, course.assignment("later"))


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"tiny": ("Scale", "Conv")}, "later is given from tiny: Conv, which no cell of it defines"),
        ({"none": ("Scale",)}, "no assignment 'none'"),
    ],
)
def test_a_name_that_is_not_there_is_an_error(
    course: Course, given: dict[str, tuple[str, ...]], complaint: str
) -> None:
    with pytest.raises(CourseError, match=complaint):
        given_layers(course, replace(course.assignment("later"), given=given))


def test_what_was_given_before_must_be_named_too(course: Course) -> None:
    """`twice` uses a function of the first assignment, so that one has to be given along with it."""
    third = replace(course.assignment("later"), name="third", given={"later": ("twice",)})
    with pytest.raises(CourseError, match="which uses row_sums of an assignment before it: name them too"):
        given_layers(course, third)
    text = given_layers(course, replace(third, given={"tiny": ("row_sums",), "later": ("twice",)}))
    assert text.index("def row_sums") < text.index("def twice")


def test_lines_given_later_are_secret_elsewhere(course: Course) -> None:
    """The first assignment's answers may be in the later one's file, not in its notebook."""
    notebook = read(course.source("later"))
    notebook.cells[0].source += "\n\n    return FACTOR * self.x"
    release = course.release("later")
    before = release.read_text(encoding="utf-8")
    write_text(release, dumps(notebook))
    try:
        with pytest.raises(Exception, match=r"later\.ipynb: holds a line of the answer scale"):
            build(course, ["tiny"], replicates=1, answers=False)
    finally:
        write_text(release, before)
    build(course, ["tiny"], replicates=1, answers=False)


def test_the_reference_has_the_layers(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUTOGRADER_COURSE", str(course.root))
    assert reference("later").Scale().forward(2) == 6


def test_a_result_follows_from_what_is_given(course: Course) -> None:
    """Another solution of the earlier assignment makes another fingerprint of the later one."""
    source = course.source("tiny")
    before = source.read_text(encoding="utf-8")
    known = of_assignment(course, course.assignment("later"))
    try:
        write_text(source, before.replace("FACTOR * self.x", "self.x * FACTOR"))
        assert of_assignment(course, course.assignment("later")) != known
    finally:
        write_text(source, before)
    assert of_assignment(course, course.assignment("later")) == known
