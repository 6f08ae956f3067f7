"""Notebooks in a fresh kernel: what an error says, what progress sees."""

from __future__ import annotations

import nbformat
import pytest

from coursework import execution


def notebook(*sources):
    cells = [nbformat.v4.new_code_cell(source, id=f"cell-{i}") for i, source in enumerate(sources)]
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("text", id="text"), *cells])


def test_outputs_and_progress(tmp_path):
    """Code cells are announced before they run; the notebook that was given stays as it is."""
    written, seen = notebook("import os; print(os.environ['PLACE'])", "print(os.getcwd())"), []
    executed = execution.execute(
        written, tmp_path, environment={"PLACE": "here"}, before_cell=lambda cell, index: seen.append((cell.id, index))
    )
    assert [cell.outputs[0].text for cell in executed.cells[1:]] == ["here\n", f"{tmp_path}\n"]
    assert seen == [("cell-0", 1), ("cell-1", 2)]
    assert written.cells[1].outputs == []


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("1 / 0", "cell cell-1: ZeroDivisionError: division by zero"),
        ("import time; time.sleep(60)", "cell cell-1: took more than 3 s"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "cell cell-1: the kernel died"),
    ],
)
def test_what_stops_it_is_named(tmp_path, source, said):
    path = tmp_path / "broken.ipynb"
    nbformat.write(notebook("1", source), path)
    with pytest.raises(execution.ExecutionError, match=f"broken.ipynb, {said}"):
        execution.execute_file(path, cell_seconds=3)


def test_errors_may_be_allowed(tmp_path):
    executed = execution.execute(notebook("1 / 0", "2"), tmp_path, allow_errors=True)
    assert executed.cells[1].outputs[0].ename == "ZeroDivisionError"
    assert executed.cells[2].outputs[0].data["text/plain"] == "2"


LOOPS = {
    "ends when it is interrupted": "while True:\n    pass",
    "goes on": "while True:\n    try:\n        while True:\n            pass\n    except:\n        pass",
}


def test_a_loop_may_be_interrupted(tmp_path):
    """What follows it runs, in the same kernel."""
    before = "kept = 1"
    loop = LOOPS["ends when it is interrupted"]
    executed = execution.execute(
        notebook(before, loop, "kept"), tmp_path, cell_seconds=1, allow_errors=True, interrupt=True
    )
    assert executed.cells[2].outputs[0].ename == "KeyboardInterrupt"
    assert executed.cells[3].outputs[0].data["text/plain"] == "1"


def test_a_loop_that_cannot_be_interrupted_is_stopped(tmp_path, monkeypatch):
    """The error keeps what ran before it."""
    monkeypatch.setattr(execution, "GRACE", 1)
    with pytest.raises(execution.ExecutionError, match="cell cell-1: took more than 1 s") as caught:
        execution.execute(
            notebook("print('before')", LOOPS["goes on"]), tmp_path, cell_seconds=1, allow_errors=True, interrupt=True
        )
    assert caught.value.notebook.cells[1].outputs[0].text == "before\n"
    assert caught.value.cell_id == "cell-1"
