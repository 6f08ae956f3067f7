"""Outputs of cells as a notebook keeps them: from the sandbox (only text and pictures are taken) and from tests."""

from __future__ import annotations

from typing import Any

import nbformat
from nbformat import NotebookNode

MAX_OUTPUTS = 100
MAX_OUTPUT = 8 << 20


def described(answer: Any) -> tuple[str, str, str] | None:
    """Name, message and traceback of the error in a sandbox's answer, if it holds one."""
    error = answer.get("error") if isinstance(answer, dict) else None
    if not isinstance(error, dict):
        return None
    return tuple(_clean(str(error.get(key))) for key in ("name", "message", "traceback"))


def set_outputs(cell: NotebookNode, answer: Any) -> None:
    """Take a cell's outputs from the sandbox: text and pictures, checked for being that."""
    count = answer.get("count") if isinstance(answer, dict) else None
    cell.execution_count = count if type(count) is int and 0 <= count < 1_000_000 else None
    outputs = answer.get("outputs") if isinstance(answer, dict) else None
    for output in outputs[:MAX_OUTPUTS] if isinstance(outputs, list) else ():
        kind = output.get("output_type") if isinstance(output, dict) else None
        if kind == "stream" and output.get("name") in ("stdout", "stderr"):
            cell.outputs.append(
                nbformat.v4.new_output("stream", name=output["name"], text=_clean(str(output.get("text"))))
            )
        elif kind in ("display_data", "execute_result") and isinstance(output.get("data"), dict):
            data = {
                _clean(k): _clean(v) for k, v in output["data"].items() if isinstance(k, str) and isinstance(v, str)
            }
            extra = {"execution_count": cell.execution_count} if kind == "execute_result" else {}
            cell.outputs.append(nbformat.v4.new_output(kind, data=data, **extra))
    if error := described(answer):
        cell.outputs.append(error_output(*error))


def error_output(name: str, message: str, trace: str = "") -> NotebookNode:
    """An error as a notebook keeps it."""
    return nbformat.v4.new_output(
        "error", ename=name, evalue=message, traceback=(trace or f"{name}: {message}").splitlines()
    )


def outputs_of_test(printed: str, value: Any, failure: BaseException | None) -> list[NotebookNode]:
    """What a test cell printed, and its value or the error that ended it."""
    outputs = []
    if printed:
        outputs.append(nbformat.v4.new_output("stream", name="stdout", text=printed))
    if failure is not None:
        outputs.append(error_output(type(failure).__name__, str(failure)))
    elif value is not None:
        outputs.append(nbformat.v4.new_output("execute_result", data={"text/plain": repr(value)}, execution_count=None))
    return outputs


def _clean(text: str) -> str:
    """Text of a bounded length that can be written as UTF-8."""
    return text[:MAX_OUTPUT].encode("utf-8", "replace").decode("utf-8")
