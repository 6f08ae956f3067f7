"""The concept index: complete, as committed, and what is missing from it is said."""

from dataclasses import replace

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from tiny_course import REPOSITORY, tiny_notebook, write_tiny_course

from autograder.canonical import dumps
from autograder.concept_page import PAGE, gaps, index, page
from autograder.concepts import Section
from autograder.course import load_course
from autograder.structure import problems


@pytest.fixture
def course(tmp_path):
    """The tiny course with a lecture that teaches its one concept, in two sections."""
    course = write_tiny_course(tmp_path / "course")
    (course.root / "notebooks").mkdir()
    cells = [
        new_markdown_cell("## 1.1 Rows (5 minutes)", id="rows", metadata={"tags": ["concept:rows"]}),
        new_code_cell("1", metadata={"tags": ["concept:rows"]}),
        new_markdown_cell("## 1.2 Rows again", id="again", metadata={"tags": ["concept:rows"]}),
    ]
    (course.root / "notebooks" / "tiny.ipynb").write_text(dumps(new_notebook(cells=cells)))
    return replace(course, lectures={"tiny": "A lecture on rows"}, exercised={"tiny": ("rows",)})


def test_the_page_is_what_the_tags_give():
    """`autograder concepts` writes it anew."""
    course = load_course(REPOSITORY)
    assert (REPOSITORY / PAGE).read_text(encoding="utf-8") == page(course)


def test_every_concept_is_taught_and_those_that_must_be_are_exercised():
    assert gaps(load_course(REPOSITORY)) == []


def test_an_entry_names_sections_and_questions(course):
    (entry,) = index(course)
    headings = (("1.1 Rows", "rows"), ("1.2 Rows again", "again"))
    sections = tuple(Section("tiny", "A lecture on rows", heading, cell) for heading, cell in headings)
    assert (entry.taught, entry.questions) == (sections, (("tiny", "tiny-sum"),))
    row = (
        "| Rows of a matrix | [1.1 Rows](notebooks/tiny.ipynb), [1.2 Rows again](notebooks/tiny.ipynb) | "
        "[`tiny-sum`](release/tiny/tiny.ipynb) |"
    )
    assert page(course).splitlines()[-1] == row


def test_what_nobody_teaches_is_a_gap(course):
    assert gaps(course) == []
    assert gaps(replace(course, concepts=course.concepts | {"columns": "Columns"})) == ["columns: taught by no section"]


def test_what_must_be_exercised_and_is_not_is_a_gap(course):
    """In the index and in the build; not before assignment and lecture are there."""
    course = replace(course, concepts={"rows": "Rows", "sums": "Sums"}, exercised={"tiny": ("rows", "sums")})
    assert gaps(course) == ["sums: taught by no section", "sums: exercised by no question of tiny"]
    found = problems(course, course.assignment("tiny"), tiny_notebook())
    assert found == ["no graded cell has the tag exercises:sums, which course.toml asks for"]
    assert problems(replace(course, lectures={}), course.assignment("tiny"), tiny_notebook()) == []
    assert gaps(replace(course, lectures={})) == ["sums: taught by no section"]


def test_what_must_be_exercised_is_a_concept(course):
    course = replace(course, exercised={"tiny": ("rows", "columns")})
    assert gaps(course) == ["columns: no concept of course.toml, but tiny must exercise it"]
