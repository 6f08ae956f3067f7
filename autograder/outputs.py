"""Outputs of cells as a notebook keeps them: from the sandbox (only text and pictures are taken) and from tests."""

from __future__ import annotations

import base64
import contextlib
import json
from typing import Any

from nbformat import NotebookNode

MAX_OUTPUTS = 100
MAX_OUTPUT = 8 << 20
PICTURES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}


def as_json(notebook: NotebookNode) -> str:
    """A notebook with its outputs, a cell on each line: indented, JSON takes Python ten times as long to write."""
    about = {key: value for key, value in notebook.items() if key != "cells"}
    cells = ",\n".join(map(_dumps, notebook["cells"]))
    return f'{_dumps(about)[:-1]}, "cells": [\n{cells}\n]}}\n'


def described(answer: Any) -> tuple[str, str, str] | None:
    """Name, message and traceback of the error in a sandbox's answer, if it holds one."""
    error = answer.get("error") if isinstance(answer, dict) else None
    if not isinstance(error, dict):
        return None
    return tuple(_clean(str(error.get(key))) for key in ("name", "message", "traceback"))


def stopped(answer: Any) -> str:
    """What kept a cell from running to its end, from a sandbox's answer; "" for nothing."""
    if error := described(answer):
        return f"{error[0]}: {error[1]}"
    exited = isinstance(answer, dict) and answer.get("exited") is True
    return "SystemExit: it ends there, what stands below does not run" if exited else ""


def set_outputs(cell: NotebookNode, answer: Any) -> None:
    """Take a cell's outputs from the sandbox: text and pictures, checked for being that."""
    count = answer.get("count") if isinstance(answer, dict) else None
    cell.execution_count = count if type(count) is int and 0 <= count < 1_000_000 else None
    outputs = answer.get("outputs") if isinstance(answer, dict) else None
    for output in outputs[:MAX_OUTPUTS] if isinstance(outputs, list) else ():
        kind = output.get("output_type") if isinstance(output, dict) else None
        if kind == "stream" and output.get("name") in ("stdout", "stderr"):
            cell.outputs.append(_output("stream", name=output["name"], text=_clean(str(output.get("text")))))
        elif kind in ("display_data", "execute_result") and isinstance(output.get("data"), dict):
            data = _shown(output["data"])
            extra = {"execution_count": cell.execution_count} if kind == "execute_result" else {}
            cell.outputs.append(_output(kind, data=data, **extra))
    if error := described(answer):
        cell.outputs.append(error_output(*error))


def error_output(name: str, message: str, trace: str = "") -> NotebookNode:
    """An error as a notebook keeps it."""
    return _output("error", ename=name, evalue=message, traceback=(trace or f"{name}: {message}").splitlines())


def outputs_of_test(printed: str, value: Any, failure: BaseException | None) -> list[NotebookNode]:
    """What a test cell printed, and its value or the error that ended it."""
    outputs = []
    if printed:
        outputs.append(_output("stream", name="stdout", text=_clean(printed)))
    if failure is not None:
        outputs.append(error_output(_clean(type(failure).__name__), _clean(str(failure))))
    elif value is not None:
        outputs.append(_output("execute_result", data={"text/plain": _clean(repr(value))}, execution_count=None))
    return outputs


def _shown(data: dict[Any, Any]) -> dict[str, str]:
    """Plain text, and pictures that are what they say: nothing that a browser would run."""
    shown = {"text/plain": _clean(data["text/plain"])} if isinstance(data.get("text/plain"), str) else {}
    for mime, magic in PICTURES.items():
        encoded = data.get(mime)
        if isinstance(encoded, str) and len(encoded) <= MAX_OUTPUT:
            with contextlib.suppress(ValueError):
                picture = base64.b64decode("".join(encoded.split()), validate=True)
                if picture.startswith(magic):
                    shown[mime] = base64.b64encode(picture).decode()
    return shown


def _dumps(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _output(kind: str, **fields: Any) -> NotebookNode:
    """An output as nbformat makes it, without its look at the whole schema, which takes milliseconds each."""
    return NotebookNode(output_type=kind, **({"metadata": {}} | fields if "data" in fields else fields))


def _clean(text: str) -> str:
    """Text of a bounded length that can be written as UTF-8."""
    return text[:MAX_OUTPUT].encode("utf-8", "replace").decode("utf-8")
