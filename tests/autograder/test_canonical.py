"""The canonical form of notebooks: what it keeps, what it drops, and that it is one form."""

import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from autograder.canonical import canonical, check, clean, dumps
from autograder.errors import CourseError

GRADED = {
    "grade": True,
    "grade_id": "q-one",
    "locked": True,
    "points": 3.0,
    "schema_version": 3,
    "solution": False,
}


def executed_notebook():
    """As a front end leaves a notebook behind: outputs, counts, machine ids, metadata of its own."""
    output = new_output("stream", text="3\n")
    return new_notebook(
        metadata={"kernelspec": {"name": "conda-env", "display_name": "mine"}, "colab": {"provenance": []}},
        cells=[
            new_markdown_cell("## 1. Größe and distance\r\ntext", id="a1b2c3d4"),
            new_code_cell("print(3)", id="0f1e2d3c", outputs=[output], execution_count=7, metadata={"collapsed": True}),
            new_code_cell("print(4)", id="f47ac10b-58cc-4372-a567-0e02b2c3d479", metadata={"alt": "four", "tags": []}),
            new_code_cell("check.score()", id="deadbeef", metadata={"nbgrader": GRADED | {"remark": "x"}}),
            new_code_cell("x = 1", id="my-own-name", metadata={"deletable": False, "editable": True}),
        ],
    )


def test_ids_are_readable_and_unique():
    ids = [cell.id for cell in canonical(executed_notebook()).cells]
    assert ids == [
        "1-grosse-and-distance",
        "1-grosse-and-distance-code",
        "1-grosse-and-distance-code-2",
        "q-one",
        "my-own-name",
    ]


def test_outputs_counts_and_foreign_metadata_go():
    nb = canonical(executed_notebook())
    nbformat.validate(nb)
    assert [(cell.outputs, cell.execution_count) for cell in nb.cells[1:]] == [([], None)] * 4
    assert [dict(cell.metadata) for cell in nb.cells] == [
        {},
        {},
        {"alt": "four"},
        {"nbgrader": GRADED | {"points": 3}},
        {"deletable": False},
    ]
    assert nb.metadata == {
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }


def test_the_argument_is_left_as_it_is():
    nb = executed_notebook()
    before = json.dumps(nb)
    canonical(nb)
    assert json.dumps(nb) == before


def test_dumps_is_a_fixed_point_and_keeps_sources():
    source = "a\x0bb\x85c\u2028d\n\n  e  \n"
    text = dumps(new_notebook(cells=[new_markdown_cell(source, id="odd-line-ends")]))
    again = nbformat.reads(text, as_version=4)
    assert again.cells[0].source == source
    assert dumps(again) == text
    assert text.endswith("}\n")
    assert '\n "cells"' in text


def test_older_notebooks_become_4_5():
    cell = {"cell_type": "code", "metadata": {}, "source": ["x = 1"], "outputs": [], "execution_count": 1}
    old = nbformat.from_dict({"nbformat": 4, "nbformat_minor": 2, "metadata": {}, "cells": [cell]})
    nb = canonical(old)
    assert (nb.nbformat, nb.nbformat_minor, nb.cells[0].id) == (4, 5, "start-code")


def test_a_grade_id_twice_still_gives_two_cell_ids():
    twice = new_notebook(cells=[new_code_cell("1", metadata={"nbgrader": GRADED}) for _ in range(2)])
    assert [cell.id for cell in canonical(twice).cells] == ["q-one", "q-one-2"]


def test_clean_rewrites_what_check_names(tmp_path):
    good, bad = tmp_path / "good.ipynb", tmp_path / "sub" / "bad.ipynb"
    hidden = tmp_path / ".ipynb_checkpoints" / "bad-checkpoint.ipynb"
    good.write_text(dumps(executed_notebook()), encoding="utf-8")
    for path in (bad, hidden):
        path.parent.mkdir()
        nbformat.write(executed_notebook(), path)
    assert check([tmp_path]) == [bad]
    assert clean([tmp_path]) == [bad]
    assert check([tmp_path]) == []
    assert bad.read_bytes() == good.read_bytes()
    assert b"conda-env" in hidden.read_bytes()


@pytest.mark.parametrize(("text", "message"), [(None, "no such file or folder"), ("{", "is not a notebook")])
def test_what_is_not_a_notebook_is_named(tmp_path, text, message):
    path = tmp_path / "x.ipynb"
    if text is not None:
        path.write_text(text)
    with pytest.raises(CourseError, match=message):
        clean([path])
