"""Which file of a folder is the notebook that is meant, and what is taken beside it."""

import os
from dataclasses import replace

import pytest
from nbformat.v4 import new_code_cell, new_notebook, writes

from autograder.course import Assignment, Limits
from autograder.result import ATTENTION, MISSING
from autograder.submission import read_submission

ASSIGNMENT = Assignment("02_knn", "k nearest neighbours", None, {})


def notebook(text: str) -> bytes:
    return writes(new_notebook(cells=[new_code_cell(text)])).encode()


@pytest.fixture
def taken(tmp_path):
    """Writes files {path: bytes} into ann's folder and reads them."""

    def take(files, assignment=ASSIGNMENT):
        for path, data in files.items():
            (tmp_path / "ann" / "02_knn" / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "ann" / "02_knn" / path).write_bytes(data)
        return read_submission(tmp_path / "ann" / "02_knn", "ann", assignment)

    return take


def text(submission):
    assert submission.notebook is not None, submission.reason
    return submission.notebook.cells[0].source


@pytest.mark.parametrize(
    "name",
    [
        "02_knn (1).ipynb",
        "02_KNN.ipynb",
        "02_knn-copy.ipynb",
        "02_knn-Copy1.ipynb",
        "Copy of 02_knn.ipynb",
        "02_knn - Kopie (2).ipynb",
        "ann_02_knn_final.ipynb",
        "02_knn.ipynb.txt",
        "02_knn/02_knn.ipynb",
    ],
)
def test_of_several_notebooks_the_one_named_alike_is_taken(taken, name):
    submission = taken({name: notebook("right"), "scratch.ipynb": notebook("wrong")})
    assert text(submission) == "right"
    assert submission.warnings == (
        f"expected 02_knn.ipynb, took {name}",
        "other notebooks were not read: scratch.ipynb",
    )


def test_the_notebook_of_that_name_is_taken(taken):
    submission = taken({"02_knn.ipynb": notebook("right"), "other.ipynb": notebook("wrong")})
    assert text(submission) == "right"
    assert submission.warnings == ("other notebooks were not read: other.ipynb",)


def test_a_single_notebook_under_any_name_is_taken_with_a_warning(taken):
    submission = taken({"homework.ipynb": notebook("right")})
    assert text(submission) == "right"
    assert submission.warnings == ("expected 02_knn.ipynb, took homework.ipynb",)


@pytest.mark.parametrize("names", [("a.ipynb", "b.ipynb"), ("02_knn (1).ipynb", "02_knn (2).ipynb")])
def test_which_of_several_is_not_guessed(taken, names):
    submission = taken(dict.fromkeys(names, notebook("x")))
    assert submission.status == ATTENTION
    assert submission.reason == f"expected 02_knn.ipynb, found several that may be meant: {', '.join(names)}"


def test_another_kind_of_file_is_named(taken):
    submission = taken({"02_knn.py": b"x = 1"})
    assert (submission.status, submission.reason) == (ATTENTION, "expected 02_knn.ipynb, found 02_knn.py")


def test_nothing_there_is_missing(tmp_path):
    (tmp_path / "bob" / "02_knn").mkdir(parents=True)
    for student in ("ann", "bob"):
        assert read_submission(tmp_path / student / "02_knn", student, ASSIGNMENT).status == MISSING


def test_hidden_folders_and_checkpoints_are_not_looked_at(taken):
    submission = taken({".ipynb_checkpoints/02_knn-checkpoint.ipynb": notebook("x"), "__MACOSX/._02_knn.ipynb": b"x"})
    assert submission.status == MISSING


def test_links_pipes_and_devices_are_not_read(taken, tmp_path):
    (tmp_path / "secret.ipynb").write_bytes(notebook("secret"))
    folder = tmp_path / "ann" / "02_knn"
    folder.mkdir(parents=True)
    (folder / "02_knn.ipynb").symlink_to(tmp_path / "secret.ipynb")
    os.mkfifo(folder / "pipe.ipynb")
    submission = taken({})
    assert submission.status == ATTENTION
    assert submission.reason == "expected 02_knn.ipynb, found no ordinary file"
    for name in ("02_knn.ipynb", "pipe.ipynb"):
        one = read_submission(folder / name, "ann", ASSIGNMENT)
        assert one.notebook is None
        assert one.status == ATTENTION


def test_of_the_files_beside_only_those_accepted_are_taken(taken, tmp_path):
    accepting = replace(ASSIGNMENT, files=("weights.npz", "link.txt", "absent.txt"), limits=Limits(file_mib=1))
    files = {"02_knn.ipynb": notebook("x"), "weights.npz": b"12345", "numpy.py": b"x = 1"}
    (tmp_path / "ann" / "02_knn").mkdir(parents=True)
    (tmp_path / "ann" / "02_knn" / "link.txt").symlink_to("/etc/passwd")
    submission = taken(files, accepting)
    assert submission.files == {"weights.npz": b"12345"}
    assert submission.warnings == (
        "link.txt is no ordinary file (a link, pipe or device) and was not read",
        "beside the notebook, not taken: numpy.py",
    )
    submission = taken({"weights.npz": bytes(1 << 20)}, accepting)
    assert submission.files == {}
    assert any("weights.npz is too large" in warning for warning in submission.warnings)
