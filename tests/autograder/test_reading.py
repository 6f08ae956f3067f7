"""What may lie where a notebook should: told apart, in plain words."""

import json

import pytest
from nbformat.v4 import new_code_cell, new_notebook, writes

from autograder.errors import SubmissionError
from autograder.reading import read_file, read_notebook

GOOD = writes(new_notebook(cells=[new_code_cell("x = 1")])).encode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty file"),
        (b" \n\n", "empty file"),
        (b'{"cells": [', "not a notebook .line 1 column 12"),
        (GOOD[:-40], "not a notebook"),
        (b"<!DOCTYPE html><html>Log in</html>", "a web page"),
        (b"PK\x03\x04....", "a zip archive or an office document"),
        (b"%PDF-1.7", "a PDF"),
        (b"[1, 2]", "it holds a list"),
        (b'{"a": 1}', "no list of cells"),
        (b'{"cells": {}}', "no list of cells"),
        (b"[" * 100_000, "not a notebook"),
        (b"\xfe\x00bad", "byte 0"),
        (b"{\xff}", "byte 1"),
    ],
)
def test_no_notebook_is_said_to_be_none(data, words):
    with pytest.raises(SubmissionError, match=words):
        read_notebook(data)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_other_encodings_are_read_with_a_warning(encoding):
    submitted = read_notebook(GOOD.decode().encode(encoding))
    assert submitted.cells[0].source == "x = 1"
    assert submitted.warnings


def test_format_3_is_upgraded():
    old = {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {},
        "worksheets": [{"cells": [{"cell_type": "code", "input": ["x = 1"], "outputs": [], "language": "python"}]}],
    }
    submitted = read_notebook(json.dumps(old).encode())
    assert [cell.source for cell in submitted.cells] == ["x = 1"]
    assert "format 3" in submitted.warnings[0]


def test_cells_of_any_shape_are_read_as_text():
    strange = {
        "nbformat": 9,
        "cells": [
            {"cell_type": "code", "source": ["a\r\n", 3, "b"], "metadata": {"nbgrader": {"grade_id": 5}}},
            {"cell_type": "movie", "source": {"x": 1}, "metadata": []},
            "no cell",
            {"cell_type": "code", "source": "c", "metadata": {"nbgrader": "x"}, "id": 7},
        ],
    }
    submitted = read_notebook(json.dumps(strange).encode())
    assert [(cell.kind, cell.source, cell.grade_id, cell.cell_id) for cell in submitted.cells] == [
        ("code", "a\nb", "", ""),
        ("raw", "", "", ""),
        ("code", "c", "", ""),
    ]


def test_a_huge_sparse_file_is_refused_unread(tmp_path):
    path = tmp_path / "huge.ipynb"
    with open(path, "wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(SubmissionError, match="clear its outputs"):
        read_file(path)
