"""Careless and broken files: each row of the list ends as it should, and the submissions beside it as before."""

from __future__ import annotations

import json
import os
import re
import socket

import nbformat
import pytest
from careless_class import (
    ANSWERS,
    FULL,
    assert_attention,
    assert_clean,
    assert_refused,
    assert_warned,
    cell,
    delete,
    edit,
    insert,
    points,
    position,
    reasons,
    strip,
)
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from autograder.result import ATTENTION, MISSING, UNGRADABLE

LOST = "the notebook has lost its nbgrader metadata; its cells were matched by their names and text"
MOVED = "cells were moved; they were graded in the order of the assignment"
CHECK = (
    "these answers were recognised only by resemblance or by their place; "
    "a person should check that they are the right ones: "
)


def test_row_01_invalid_json(desk):
    whole = desk.answered()
    assert_refused(desk.hand_in_bytes(b'{"cells": ['), "the file is not a notebook (line 1 column 12: Expecting value)")
    assert "the file is not a notebook (line 1 column" in desk.hand_in_bytes(whole[: len(whole) // 2]).reason
    assert_refused(desk.hand_in_bytes(b"print(1)"), "the file is not a notebook (line 1 column 1: Expecting value)")
    assert_refused(desk.hand_in_bytes(b"[1]"), "the file is not a notebook (it holds a list)")
    conflict = whole.replace(b'"cells"', b'<<<<<<< HEAD\n"cells"', 1)
    assert "not a notebook (line 1 column" in desk.hand_in_bytes(conflict).reason


def test_row_02_empty_file(desk):
    for data in (b"", b" \n\t\n"):
        assert_refused(desk.hand_in_bytes(data), "empty file: please hand it in again")
    assert_refused(
        desk.hand_in_bytes(bytes(4096)), "the file holds nothing but 4,096 zero bytes: please hand it in again"
    )


def test_row_03_other_encoding(desk):
    text = desk.answered(edit("rows", source="# Zeilen: größer")).decode()
    text = text.replace("\\u00f6", "ö").replace("\\u00df", "ß")
    for encoding, name in (
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-32-be", "utf-32-be"),
    ):
        assert_warned(desk.hand_in_bytes(text.encode(encoding)), f"the file is written as {name}, not plain UTF-8")
    data = text.encode("latin-1")
    offset = data.index("ö".encode("latin-1"))
    assert_refused(desk.hand_in_bytes(data), f"the file is not UTF-8 text (byte {offset}): save it as UTF-8")
    half = text.encode("utf-16")[:-1]
    assert_refused(desk.hand_in_bytes(half), f"the file cannot be read as utf-16 (byte {len(half) - 1})")


def version_3(notebook):
    """The notebook as IPython 2 wrote it."""
    cells = []
    for old in notebook.pop("cells"):
        code = old["cell_type"] == "code"
        text = {"input": old["source"], "language": "python", "collapsed": False} if code else {"source": old["source"]}
        cells.append({"cell_type": old["cell_type"], "metadata": old["metadata"], **text})  # outputs left out: invalid
    notebook.update(nbformat=3, nbformat_minor=0, worksheets=[{"cells": cells, "metadata": {}}])


def test_row_04_format_3(desk):
    assert_warned(desk.hand_in(version_3), "upgraded from notebook format 3")
    broken = json.dumps({"nbformat": 3, "worksheets": [5]}).encode()
    result = desk.hand_in_bytes(broken)
    assert result.status == UNGRADABLE
    assert result.reason.startswith("the notebook is in format 3 and cannot be upgraded (TypeError:")


def test_row_05_newer_format(desk):
    assert_warned(
        desk.hand_in(lambda notebook: notebook.update(nbformat_minor=99)),
        "the notebook is in format 4.99, newer than 4.5; it was read as that",
    )
    assert_warned(
        desk.hand_in(lambda notebook: notebook.update(nbformat=5, nbformat_minor=0)),
        "the notebook says it is in format 5; it was read as format 4",
    )
    assert_warned(
        desk.hand_in(lambda notebook: notebook.pop("nbformat")),
        "the notebook says it is in format None; it was read as format 4",
    )


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\n<!DOCTYPE html><html><body>Please log in</body></html>", "a web page"),
        (b"\xef\xbb\xbf<html>", "a web page"),
        (b"%PDF-1.7", "a PDF"),
        (b"{\\rtf1\\ansi", "a text document (RTF)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an office document"),
        (b"Rar!\x1a\x07", "a RAR archive"),
        (b"\x89PNG\r\n", "a picture"),
    ],
)
def test_row_06_other_kind_of_file_under_the_name(warm, data, what):
    desk, _ = warm
    assert_refused(desk.hand_in_bytes(data), f"the file is {what}, not a notebook, whatever its name says")


def test_row_07_other_kind_of_file(desk):
    for name in ("tiny.py", "tiny.pdf", "tiny.docx", "tiny.rar"):
        assert_refused(desk.hand_in_bytes(b"x = 1", name), f"expected tiny.ipynb, found {name}", ATTENTION)


def test_row_08_missing(desk):
    folder = desk.new()
    assert_refused(desk.grade(folder), "nothing handed in: no tiny.ipynb", MISSING)
    folder.rmdir()
    assert_refused(desk.grade(folder), "nothing handed in under tiny", MISSING)
    folder.parent.rmdir()
    assert_refused(desk.grade(folder), "nothing handed in under tiny", MISSING)


def test_row_09_other_file_name(desk):
    for name in ("tiny (1).ipynb", "TINY.ipynb", "tiny-copy.ipynb", "tiny.ipynb.txt"):
        assert_warned(desk.hand_in_bytes(desk.answered(), name), f"expected tiny.ipynb, took {name}")


def test_row_09_several_file_names(desk):
    folder = desk.new()
    for name in ("tiny (1).ipynb", "tiny (2).ipynb"):
        (folder / name).write_bytes(desk.answered())
    assert_refused(
        desk.grade(folder),
        "expected tiny.ipynb, found several that may be meant: tiny (1).ipynb, tiny (2).ipynb",
        ATTENTION,
    )


def test_row_09_other_folder_name(desk):
    folder = desk.new()
    other = folder.rename(folder.with_name("Tiny"))
    (other / "tiny.ipynb").write_bytes(desk.answered())
    assert_warned(desk.grade(folder), "expected the folder tiny, took Tiny")
    folder = desk.new()
    folder.rmdir()
    (folder.parent / "tiny.ipynb").write_bytes(desk.answered())
    assert_warned(desk.grade(folder), "expected the folder tiny, took tiny.ipynb")
    folder = desk.new()
    (folder / "src" / "tiny").mkdir(parents=True)
    (folder / "src" / "tiny" / "tiny.ipynb").write_bytes(desk.answered())
    assert_warned(desk.grade(folder), "expected tiny.ipynb, took src/tiny/tiny.ipynb")


def test_row_10_extra_notebooks(desk):
    folder = desk.new()
    for name in ("tiny.ipynb", "scratch.ipynb", "tiny (1).ipynb"):
        (folder / name).write_bytes(desk.answered() if name == "tiny.ipynb" else b"rubbish")
    assert_warned(desk.grade(folder), "other notebooks were not read: scratch.ipynb, tiny (1).ipynb")


def test_row_10_an_untouched_notebook_beside_the_answered_one(desk):
    folder = desk.new()
    (folder / "tiny.ipynb").write_text(json.dumps(desk.grader.bundle.release))
    (folder / "tiny_done.ipynb").write_bytes(desk.answered())
    result = desk.grade(folder)
    assert result.status == ATTENTION
    assert result.warnings[0] == (
        "nothing is answered in the notebook that was taken, and there are others: "
        "a person should look whether one of them is meant (tiny_done.ipynb)"
    )


def test_row_11_missing_tests(desk):
    assert_warned(
        desk.hand_in(delete("tiny-sum", "tiny-choice-axis")),
        "the test cell tiny-sum was deleted; the original was used",
        "the test cell tiny-choice-axis was deleted; the original was used",
    )


def test_row_12_missing_solution(desk):
    result = desk.hand_in(delete("tiny-sum-solution"))
    assert_warned(result, "the answer cell tiny-sum-solution was deleted", tiny_sum=0)
    assert reasons(result)["tiny-sum"] == "the answer cell was deleted"
    result = desk.hand_in(delete("tiny-written"))
    assert_warned(result, "the answer cell tiny-written was deleted", tiny_written=0)


def test_row_12_missing_solution_and_metadata(desk):
    result = desk.hand_in(delete("tiny-scale-solution", "tiny-scale-task"), strip)
    assert_warned(result, "the answer cell tiny-scale-solution was deleted", LOST, tiny_scale=0)


def copy_of(cell_id, source, **fields):
    """A change: a second cell with the names of another, behind it."""

    def change(notebook):
        where = position(notebook, cell_id)
        notebook["cells"].insert(where + 1, {**notebook["cells"][where], "source": source, **fields})

    return change


def test_row_13_duplicated_cells(desk):
    right = ANSWERS["tiny-sum-solution"]
    result = desk.hand_in(
        edit("tiny-sum-solution", source="def row_sums(x):\n    return 0"), copy_of("tiny-sum-solution", right)
    )
    assert_warned(result, "the answer cell tiny-sum-solution is there 2 times; the last one counts")
    result = desk.hand_in(copy_of("tiny-sum-solution", ""))
    assert_warned(result, "the answer cell tiny-sum-solution is there 2 times; the one with an answer counts")


def test_row_13_split_cells(desk):
    """A function cut in two by "split cell" is one again, whether its pieces kept their names or not."""
    first, second = "def row_sums(x):\n    total = x.sum(axis=1)", "    return total"
    joined = "the answer cell tiny-sum-solution was in 2 pieces; they were joined"
    cut = edit("tiny-sum-solution", source=first)
    assert_warned(desk.hand_in(cut, copy_of("tiny-sum-solution", second)), joined)
    assert_warned(desk.hand_in(cut, copy_of("tiny-sum-solution", second, metadata={}, id="split")), joined)
    assert_warned(desk.hand_in(cut, copy_of("tiny-sum-solution", second), strip), joined, LOST)


def test_row_13_moved_cells(desk):
    assert_warned(desk.hand_in(lambda notebook: notebook["cells"].reverse()), MOVED)
    result = desk.hand_in(lambda notebook: notebook["cells"].reverse(), strip)
    assert_attention(result, f"{CHECK}tiny-written")
    assert MOVED in result.warnings
    assert LOST in result.warnings


def test_row_14_all_metadata_stripped(desk):
    assert_warned(desk.hand_in(strip), LOST)


def test_row_14_stripped_and_edited(desk):
    """Headings reworded, cells added, text deleted, an answer with helpers of its own."""
    result = desk.hand_in(
        edit("tiny-sum-task", source="### Row sums (50 points)\n\nAdd up every row."),
        delete("tiny-scale-task", "rows"),
        insert("tiny-sum-solution", new_markdown_cell("My thoughts.")),
        insert("tiny-sum-solution", new_code_cell("def total(v):\n    return v.sum()")),
        edit("tiny-sum-solution", source="def row_sums(x):\n    return np.array([total(row) for row in x])"),
        insert("set-up", new_code_cell("!pip list")),
        strip,
    )  # fmt: skip
    assert_warned(result, LOST)


def test_row_14_recognised_by_place_alone(desk):
    """An answer that defines another name than asked for, and a text whose heading is gone: a person is told."""
    choice = edit("tiny-choice-axis-solution", source='axis = "b"')
    result = desk.hand_in(choice, delete("tiny-written-task"), strip)
    assert result.status == ATTENTION
    assert result.reason.startswith(f"{CHECK}tiny-choice-axis-solution, tiny-written")
    assert points(result) == FULL | {"tiny-choice-axis": 0}
    assert_attention(desk.hand_in(delete("tiny-written-task"), strip), f"{CHECK}tiny-written")


def test_row_15_code_turned_into_text(desk):
    changes = [
        edit("tiny-sum-solution", cell_type="markdown"),
        edit("tiny-choice-axis-solution", cell_type="raw"),
        edit("tiny-scale-solution", cell_type="markdown", source=f"```python\n{ANSWERS['tiny-scale-solution']}\n```"),
    ]
    warnings = [
        "the answer cell tiny-sum-solution had been turned into markdown; it was read as code",
        "the answer cell tiny-scale-solution had been turned into markdown; it was read as code",
        "the answer cell tiny-choice-axis-solution had been turned into raw; it was read as code",
    ]
    assert_warned(desk.hand_in(*changes), *warnings)
    assert_warned(desk.hand_in(*changes, strip), *warnings, LOST)


def test_row_15_text_turned_into_code(desk):
    change = edit("tiny-written", cell_type="code", outputs=[], execution_count=None)
    turned = "the answer cell tiny-written had been turned into code; it was read as markdown"
    assert_warned(desk.hand_in(change), turned)
    assert_warned(desk.hand_in(change, strip), turned, LOST)


def test_row_17_any_kernelspec(desk):
    for kernelspec in ({"name": "ir", "display_name": "R", "language": "R"}, {"name": "conda-env-dl-py"}, None, 5):
        change = {"kernelspec": kernelspec, "language_info": {"name": "R"}}
        assert_clean(desk.hand_in(lambda notebook, change=change: notebook["metadata"].update(change)))
    assert_clean(desk.hand_in(lambda notebook: notebook.pop("metadata")))


def make_odd(folder, kind):
    """Something that is no ordinary file, called as the notebook should be."""
    path = folder / "tiny.ipynb"
    if kind == "link":
        path.symlink_to(folder.parents[1] / "honest" / "tiny" / "tiny.ipynb")
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(str(path))
    elif kind == "device":
        try:
            os.mknod(path, 0o20666, os.makedev(1, 5))
        except PermissionError:
            pytest.skip("only root makes devices")


@pytest.mark.parametrize("kind", ["link", "pipe", "socket", "device"])
def test_row_40_no_ordinary_file(warm, kind):
    desk, _ = warm
    folder = desk.new()
    make_odd(folder, kind)
    result = desk.grade(folder)
    assert_refused(result, "expected tiny.ipynb, found no ordinary file", ATTENTION)
    assert result.warnings == ("tiny.ipynb is no ordinary file (a link, pipe or device) and was not read",)
    (folder / "tiny.ipynb").rename(folder / "beside")
    (folder / "tiny.ipynb").write_bytes(desk.answered())
    assert_warned(desk.grade(folder), "beside is no ordinary file (a link, pipe or device) and was not read")


def test_row_40_linked_folders(desk):
    """Neither the folder of the assignment nor that of the student is somebody else's."""
    honest = desk.folder / "honest"
    folder = desk.new()
    folder.rmdir()
    folder.symlink_to(honest / "tiny")
    assert_refused(desk.grade(folder), "tiny is a link, not a file or folder of its own", ATTENTION)
    thief = desk.folder / "thief"
    thief.symlink_to(honest)
    assert_refused(desk.grade(thief / "tiny"), "thief is a link, not a file or folder of its own", ATTENTION)
    folder = desk.new()
    (folder / "inside").symlink_to(honest / "tiny")
    assert_refused(desk.grade(folder), "expected tiny.ipynb, found no ordinary file", ATTENTION)


def test_row_40_huge_sparse_file(desk):
    folder = desk.new()
    for name in ("tiny.ipynb", "beside.bin"):
        with open(folder / name, "wb") as file:
            file.truncate(1 << 40)
    result = desk.grade(folder)
    assert result.status == UNGRADABLE
    assert result.reason == "tiny.ipynb is too large (1,099,511,627,776 bytes, at most 134,217,728): clear its outputs"
    (folder / "tiny.ipynb").write_bytes(desk.answered())
    assert_clean(desk.grade(folder))


def test_row_40_many_files(desk):
    folder = desk.new()
    for number in range(5200):
        (folder / f"{number}.txt").touch()
    (folder / "tiny.ipynb").write_bytes(desk.answered())
    assert_warned(desk.grade(folder), "there are more than 5,000 files; the others were not looked at")


def test_row_51_huge_notebook(desk):
    """100 MB of outputs, a picture in a text cell and one attached to the written answer."""
    picture = "iVBORw0KGgo" * 300_000

    def swell(notebook):
        code = [one for one in notebook["cells"] if one["cell_type"] == "code"]
        for one in code:
            one["outputs"] = [
                {"output_type": "display_data", "metadata": {}, "data": {"image/png": picture}} for _ in range(4)
            ]
        written = cell(notebook, "tiny-written")
        written["source"] = "![plot](attachment:plot.png)"
        written["attachments"] = {"plot.png": {"image/png": picture[:4000]}}
        notebook["cells"].append(dict(new_markdown_cell(f"![mine](data:image/png;base64,{picture})"), id="mine"))

    data = desk.answered(swell)
    assert len(data) > 100_000_000
    folder = desk.new()
    (folder / "tiny.ipynb").write_bytes(data)
    graded = desk.grader.grade(folder, folder.parent.name)
    assert_warned(graded.result, "pictures in the text of cell 15 were left out: they are too large")
    written = next(one for one in graded.notebook.cells if one.id == "tiny-written")
    assert written.attachments["plot.png"]["image/png"] == picture[:4000]
    nbformat.validate(graded.notebook)
    assert len(nbformat.writes(graded.notebook)) < 100_000


def test_row_51_millions_of_values(desk):
    data = b'{"cells": [], "metadata": [' + b"[]," * 1_100_000 + b"[]]}"
    assert_refused(
        desk.hand_in_bytes(data), "the notebook holds millions of values: clear its outputs and hand it in again"
    )


def test_row_51_cells_without_end(desk):
    long = new_code_cell("x = '" + "a" * (1 << 20) + "'")
    result = desk.hand_in(insert("tiny-sum-task", long))
    assert_warned(result, "cell 3 was left out: it holds 1,048,582 characters, more than 1,048,576")
    result = desk.hand_in(lambda notebook: notebook["cells"].extend([new_raw_cell("x")] * 5000))
    assert_refused(result, "the notebook has 5,014 cells, more than 5,000")
    code, text = new_raw_cell("x" * (1 << 20)), new_markdown_cell("x" * (1 << 20))
    for one, number, most in ((code, 3, "code, more than 2,097,152"), (text, 33, "text, more than 33,554,432")):
        result = desk.hand_in(lambda notebook, cells=[one] * number: notebook["cells"].extend(cells))
        assert result.status == UNGRADABLE
        assert re.fullmatch(rf"the cells hold [\d,]+ characters of {most}", result.reason)


def test_row_52_other_assignment(desk):
    other = desk.grader.bundle.course.release("other").read_bytes()
    assert_refused(desk.hand_in_bytes(other), "this is other, not tiny", ATTENTION)
    notebook = json.loads(other)
    strip(notebook)
    assert_refused(desk.hand_in_bytes(json.dumps(notebook).encode()), "this is other, not tiny", ATTENTION)


def test_row_52_other_course(desk):
    def rename(notebook):
        for number, one in enumerate(notebook["cells"]):
            one["source"] = f"Something else, number {number}: {'abcdefghij'[number % 10] * 30}"
            one["id"] = f"c{number}"
            if about := one["metadata"].get("nbgrader"):
                about["grade_id"] = f"q{number}"

    result = desk.hand_in(rename)
    assert result.status == ATTENTION
    assert result.reason.startswith("this is no assignment of this course: its questions are q2, q3, q4")
    blank = json.dumps({"cells": [], "nbformat": 4, "nbformat_minor": 5, "metadata": {}}).encode()
    assert_refused(
        desk.hand_in_bytes(blank), "this does not look like tiny: hardly any of its cells are there", ATTENTION
    )
