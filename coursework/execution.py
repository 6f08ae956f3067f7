"""Notebooks run from top to bottom in a fresh kernel: for `coursework check`, slides, the site and the tests."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbclient.output_widget import OutputWidget
from nbclient.util import ensure_async
from nbformat import NotebookNode

from .errors import CourseworkError

# How long a cell that was interrupted may take to end, in seconds; then its kernel is stopped.
GRACE = 10


class ExecutionError(CourseworkError):
    """A cell of a notebook stopped with an error; the text names notebook and cell.

    notebook: with the outputs up to there. cell_id: of the cell that stopped; "" where none had begun.
    """

    notebook: NotebookNode | None = None
    cell_id: str = ""


class _Client(NotebookClient):
    """nbclient without its messages to the kernel about what a widget shows.

    Sent while it waits for a reply, such a message can hide the reply until the time limit of the cell.
    """

    def on_comm_open_jupyter_widget(self, msg: dict[str, Any]) -> OutputWidget | None:
        widget = super().on_comm_open_jupyter_widget(msg)
        if isinstance(widget, OutputWidget):
            widget.sync_state = lambda: None
        return widget


class _Patience:
    """Interrupts a cell that takes too long, as a student would with the stop button."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.client: NotebookClient | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._sent: asyncio.Future[None] | None = None

    def begin(self, **_: Any) -> None:
        self._timer = asyncio.get_running_loop().call_later(self.seconds, self._interrupt)

    def end(self, **_: Any) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _interrupt(self) -> None:
        self._sent = asyncio.ensure_future(ensure_async(self.client.km.interrupt_kernel()))


def execute(
    notebook: NotebookNode,
    folder: Path,
    *,
    environment: Mapping[str, str] | None = None,
    cell_seconds: int = 120,
    allow_errors: bool = False,
    interrupt: bool = False,
    before_cell: Callable[[NotebookNode, int], None] | None = None,
) -> NotebookNode:
    """The notebook with its outputs, as a fresh kernel gives them; `notebook` stays as it is.

    Args:
        folder: where the kernel works, the notebook's own.
        environment: variables beside those of this process.
        cell_seconds: how long one cell may take.
        allow_errors: go on after a cell that fails, its error as output; one tagged `raises-exception` always may.
        interrupt: a cell that runs out of time is interrupted, and has a `KeyboardInterrupt` as its error; a kernel
            that does not heed that is stopped.
        before_cell: called with each code cell and its index before it runs; for progress.

    Raises: ExecutionError for the first cell that stops with an error or runs out of time.
    """
    executed = deepcopy(notebook)
    running = executed.cells[0] if executed.cells else None
    patience = _Patience(cell_seconds)

    def start(cell: NotebookNode, cell_index: int) -> None:
        nonlocal running
        running = cell
        if before_cell and cell.cell_type == "code":
            before_cell(cell, cell_index)

    client = _Client(
        executed,
        timeout=cell_seconds + (GRACE if interrupt else 0),
        kernel_name="python3",
        allow_errors=allow_errors,
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": str(folder)}},
        on_cell_start=start,
        on_cell_execute=patience.begin if interrupt else None,
        on_cell_executed=patience.end if interrupt else None,
    )
    patience.client = client
    try:
        client.execute(env=os.environ | dict(environment or {}))
    except CellExecutionError as error:
        raise _stopped(f"{error.ename}: {error.evalue}", executed, running) from None
    except CellTimeoutError:
        raise _stopped(f"took more than {cell_seconds} s", executed, running) from None
    except DeadKernelError:
        raise _stopped("the kernel died (out of memory, or it was stopped)", executed, running) from None
    return executed


def execute_file(path: Path, **options: Any) -> NotebookNode:
    """`execute` for a file, in its folder; an error names the file too."""
    try:
        return execute(nbformat.read(path, as_version=4), path.parent, **options)
    except ExecutionError as error:
        named = ExecutionError(f"{path.name}, {error}")
        named.notebook, named.cell_id = error.notebook, error.cell_id
        raise named from None


def _stopped(why: str, executed: NotebookNode, running: NotebookNode | None) -> ExecutionError:
    cell_id = running.get("id", "") if running else ""
    error = ExecutionError(f"cell {cell_id}: {why}")
    error.notebook, error.cell_id = executed, cell_id
    return error
