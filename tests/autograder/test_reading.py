"""What may lie where a notebook should: told apart, in plain words."""

import json
import os

import pytest
from nbformat.v4 import new_code_cell, new_notebook, writes

from autograder.errors import SubmissionError
from autograder.reading import find_notebook, read_beside, read_file, read_notebook

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


def test_the_notebook_of_that_name_is_taken(tmp_path):
    (tmp_path / "02_knn.ipynb").write_bytes(GOOD)
    (tmp_path / "other.ipynb").write_bytes(GOOD)
    path, warnings = find_notebook(tmp_path, "02_knn.ipynb")
    assert path.name == "02_knn.ipynb"
    assert warnings == ["other notebooks were not read: other.ipynb"]


def test_a_single_notebook_under_another_name_is_taken_with_a_warning(tmp_path):
    (tmp_path / "02_knn (1).ipynb").write_bytes(GOOD)
    path, warnings = find_notebook(tmp_path, "02_knn.ipynb")
    assert path.name == "02_knn (1).ipynb"
    assert "02_knn (1).ipynb" in warnings[0]


def test_which_of_several_is_not_guessed(tmp_path):
    for name in ("a.ipynb", "b.ipynb"):
        (tmp_path / name).write_bytes(GOOD)
    with pytest.raises(SubmissionError, match="several"):
        find_notebook(tmp_path, "02_knn.ipynb")


def test_another_kind_of_file_is_named(tmp_path):
    (tmp_path / "02_knn.py").write_text("x = 1")
    with pytest.raises(SubmissionError, match=r"expected 02_knn.ipynb, found 02_knn.py"):
        find_notebook(tmp_path, "02_knn.ipynb")


def test_nothing_there_is_missing(tmp_path):
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(FileNotFoundError):
            find_notebook(folder, "02_knn.ipynb")


def test_links_pipes_and_devices_are_not_read(tmp_path):
    (tmp_path / "secret.ipynb").write_bytes(GOOD)
    folder = tmp_path / "student"
    folder.mkdir()
    (folder / "02_knn.ipynb").symlink_to(tmp_path / "secret.ipynb")
    os.mkfifo(folder / "pipe.ipynb")
    with pytest.raises(SubmissionError, match="no ordinary file"):
        find_notebook(folder, "02_knn.ipynb")
    for name in ("02_knn.ipynb", "pipe.ipynb"):
        with pytest.raises(SubmissionError):
            read_file(folder / name)


def test_of_the_files_beside_only_those_accepted_are_taken(tmp_path):
    (tmp_path / "weights.npz").write_bytes(b"12345")
    (tmp_path / "numpy.py").write_bytes(b"x = 1")
    (tmp_path / "link.txt").symlink_to("/etc/passwd")
    names = ("weights.npz", "link.txt", "absent.txt")
    files, warnings = read_beside(tmp_path, names, 5)
    assert files == {"weights.npz": b"12345"}
    assert len(warnings) == 1
    assert "link.txt" in warnings[0]
    files, warnings = read_beside(tmp_path, names[:1], 4)
    assert files == {}
    assert "too large" in warnings[0]


def test_a_huge_sparse_file_is_refused_unread(tmp_path):
    path = tmp_path / "huge.ipynb"
    with open(path, "wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(SubmissionError, match="clear its outputs"):
        read_file(path)
