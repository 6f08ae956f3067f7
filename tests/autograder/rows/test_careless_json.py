"""Kinds that the list of rows lacks: JSON that is valid and strange, and notebooks changed at random."""

from __future__ import annotations

import copy
import json
import random
import time

import pytest
from careless_class import (
    ANSWERS,
    FULL,
    assert_clean,
    assert_refused,
    assert_warned,
    cell,
    edit,
    insert,
    points,
    position,
    strip,
)
from nbformat.v4 import new_code_cell

from autograder.prepare import prepare
from autograder.reading import read_notebook
from autograder.result import STATUSES, WARNINGS, Result
from autograder.submission import read_submission


def spell(old: str, new: str):
    """The file with some of its text spelled otherwise."""

    def change(desk) -> bytes:
        text = desk.answered().decode()
        assert old in text
        return text.replace(old, new, 1).encode()

    return change


STRANGE_FILES = {
    "not a number": spell('"nbformat": 4', '"nbformat": 4, "x": NaN, "y": -Infinity'),
    "huge numbers": spell('"nbformat": 4', f'"nbformat": 4, "x": {"9" * 5000}, "y": 1e999'),
    "cells twice": spell('"cells": [', '"cells": [1], "cells": ['),
    "odd output": spell('"outputs": []', '"outputs": [{"output_type": "stream", "text": NaN}]'),
    "no outputs": spell('"outputs": []', '"outputs": null, "execution_count": "x"'),
    "type twice": spell('{"cell_type": "code"', '{"cell_type": "markdown", "cell_type": "code"'),
    "carriage returns": lambda desk: desk.answered().replace(b"\\n", b"\\r\\n"),
    "file with carriage returns": lambda desk: (
        json.dumps(json.loads(desk.answered()), indent=4).replace("\n", "\r\n").encode()
    ),
    "blanks around it": lambda desk: b"\n\n  " + desk.answered() + b"\n\n",
}


def test_kind_valid_and_strange(desk):
    for make in STRANGE_FILES.values():
        assert_clean(desk.hand_in_bytes(make(desk)))


def test_kind_cells_of_any_shape(desk):
    """What is no cell is left out, what is no text is read as none; the answers are all there."""

    def change(notebook):
        notebook["cells"][2:2] = [
            5,
            None,
            ["a cell"],
            {},
            {"cell_type": "code", "source": None},
            {"cell_type": 7, "source": ["x", 5, None], "metadata": [], "id": {}},
            {"cell_type": "code", "source": {"a": 1}, "metadata": {"nbgrader": []}, "id": "set-up"},
            {"cell_type": "code", "source": "y = 1", "metadata": {"nbgrader": {"grade_id": ["tiny-sum"]}}},
        ]
        for one in notebook["cells"]:
            if isinstance(one, dict):
                one["attachments"] = {"a.png": {"image/png": 5}, "b.svg": {"image/svg+xml": "<svg/>"}, "c": 5}

    assert_warned(desk.hand_in(change), "3 of the cells are none and were left out")


def test_kind_all_ids_equal(desk):
    def change(notebook):
        for one in notebook["cells"]:
            one["id"] = "tiny-sum-solution"

    assert_clean(desk.hand_in(change))


HARD_TO_READ = {
    "half a character": "x = '\ud800'",
    "zero byte": "x = 1\0",
    "minus signs": "-" * 100_000 + "1",
    "brackets": "(" * 10_000,
    "long sum": "+".join(["1"] * 60_000),
    "byte order mark": "\ufeffx = 1",
    "blank of no width": "x = \u200b1",
}


def test_kind_code_that_is_hard_to_read(desk):
    """In own cells it does no harm; in an answer it costs that answer."""
    own = [new_code_cell(source, id=f"own-{number}") for number, source in enumerate(HARD_TO_READ.values())]
    assert points(desk.hand_in(insert("tiny-scale-task", *own))) == FULL
    for kind in ("zero byte", "minus signs", "long sum"):
        answer = f"{ANSWERS['tiny-scale-solution']}\n{HARD_TO_READ[kind]}"
        assert points(desk.hand_in(edit("tiny-scale-solution", source=answer))) == FULL | {"tiny-scale": 0}


def test_kind_nested_without_end(desk):
    deep = "[" * 10_000 + "]" * 10_000
    assert_refused(
        desk.hand_in_bytes(spell('"nbformat": 4', f'"nbformat": 4, "x": {deep}')(desk)),
        "the file is not a notebook (nested too deeply)",
    )


@pytest.mark.parametrize("cells", [{}, None, "cells", 5])
def test_kind_no_list_of_cells(warm, cells):
    desk, _ = warm
    data = json.dumps({"cells": cells, "nbformat": 4, "nbformat_minor": 5, "metadata": {}}).encode()
    assert_refused(desk.hand_in_bytes(data), "the file is not a notebook (it has no list of cells)")


def test_kind_five_thousand_cells_of_the_student(warm):
    """Cells are matched in a time that grows with their number, not with its square."""
    desk, _ = warm

    def seconds(number):
        cells = [{"cell_type": "code", "source": f"def helper_{n}(x):\n    return {n}"} for n in range(number)]
        submitted = read_notebook(desk.answered(lambda notebook: notebook["cells"].extend(cells)))
        start = time.process_time()
        prepared = prepare(desk.grader.bundle.source, desk.grader.bundle.release, submitted)
        assert len(prepared.own) == number
        return time.process_time() - start

    few, many = (min(seconds(number) for _ in range(3)) for number in (600, 4800))
    assert many < 8 * 3 * few


STRANGE = [None, True, -1, 1e308, float("nan"), "", "\ud800", "\0", "x" * 5000, [], {}, [[]], ["\n"], {"nbgrader": 1}]


def mutated(notebook, rng):
    """A copy of a JSON value with a few places changed, removed, doubled or swapped."""
    notebook = json.loads(json.dumps(notebook))
    for _ in range(rng.randint(1, 12)):
        place = notebook
        while isinstance(place, (dict, list)) and place:
            keys = list(place) if isinstance(place, dict) else range(len(place))
            key = rng.choice(list(keys))
            if not isinstance(place[key], (dict, list)) or not place[key] or rng.random() < 0.15:
                break
            place = place[key]
        if not place:
            continue
        what = rng.randrange(5)
        if what == 0:
            del place[key]
        elif what == 1:
            place[key] = copy.deepcopy(rng.choice(STRANGE))
        elif isinstance(place, list):
            other = rng.randrange(len(place))
            if what == 2:
                place.insert(other, place[key])
            else:
                place[key], place[other] = place[other], place[key]
        elif isinstance(place[key], str):
            place[key] = rng.choice([place[key][:-3], place[key] * 2, place[key].upper(), list(place[key])])
    return notebook


def file_of(notebook, rng) -> bytes:
    """A mutated notebook as a file, now and then with bytes changed too."""
    data = bytearray(json.dumps(mutated(notebook, rng)).encode())
    if rng.random() < 0.2:
        for _ in range(rng.randint(1, 5)):
            data[rng.randrange(len(data))] = rng.randrange(256)
    if rng.random() < 0.1:
        del data[rng.randrange(len(data)) :]
    return bytes(data)


def test_kind_any_change_at_all_is_rebuilt_or_refused(warm):
    """Reading and rebuilding never fail, and give the same for the same."""
    desk, _ = warm
    bundle = desk.grader.bundle
    notebook = json.loads(desk.answered())
    folder = desk.new()
    rebuilt = 0
    for seed in range(400):
        (folder / "tiny.ipynb").write_bytes(file_of(notebook, random.Random(seed)))
        submission = read_submission(folder, folder.parent.name, bundle.assignment)
        assert (submission.notebook is None) == bool(submission.reason)
        if submission.notebook is not None:
            rebuilt += 1
            prepared = prepare(bundle.source, bundle.release, submission.notebook)
            assert prepared == prepare(bundle.source, bundle.release, submission.notebook)
            ours = [one.id for one in prepared.notebook.cells if one.id not in prepared.own]
            assert ours == [one.id for one in bundle.source.cells]
    assert 200 < rebuilt < 400


def test_kind_any_change_at_all_is_graded(desk):
    notebook = json.loads(desk.answered())
    for seed in range(1000, 1008):
        result = desk.hand_in_bytes(file_of(notebook, random.Random(seed)))
        assert result.status in STATUSES
        assert set(points(result)) == set(FULL)
        assert Result.from_json(result.to_json()) == result


def test_kind_answers_changed_places(desk):
    """A notebook without names in which two answers changed places is put in order by what they define."""

    def swap(notebook):
        one, other = cell(notebook, "tiny-sum-solution"), cell(notebook, "tiny-scale-solution")
        one["source"], other["source"] = other["source"], one["source"]

    result = desk.hand_in(swap, strip)
    assert points(result) == FULL
    assert result.status == WARNINGS


def test_kind_answers_below_the_stubs(desk):
    """The cells to fill left as they were, and the answers in new cells below."""

    def change(notebook):
        stubs = {one.id: one.source for one in desk.grader.bundle.release.cells}
        for name in ("tiny-sum-solution", "tiny-written"):
            answer = dict(cell(notebook, name), id=f"below-{name}", metadata={})
            cell(notebook, name)["source"] = stubs[name]
            notebook["cells"].insert(position(notebook, name) + 1, answer)

    assert_warned(
        desk.hand_in(change),
        "the answer cell tiny-sum-solution is there 2 times; the one with an answer counts",
        "the answer cell tiny-written is there 2 times; the one with an answer counts",
    )
