"""Lets `coursework.check` look at a student's function that lives in the sandbox: source, time, memory, arguments."""

from __future__ import annotations

import ast
import time
from typing import Any

from coursework.check import Measurement

from .remote import Handle


class RemoteProbe:
    """The probe of a handle. Source comes from the cells that were run, time and memory are taken from outside."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle
        self._question = handle._question
        self.name: str = handle._origin or handle._name

    def sources(self) -> dict[str, str]:
        """Source text of the function first, then of all that it can reach by name among the student's definitions."""
        definitions = _definitions(self._question.sources)
        reached: dict[str, str] = {}
        todo = [self.name]
        while todo:
            name = todo.pop(0)
            if name in reached or name not in definitions:
                continue
            node, text = definitions[name]
            reached[name] = text
            todo += sorted({n.id for n in ast.walk(node) if isinstance(n, ast.Name)})
        return reached

    def measure(self, args: tuple, kwargs: dict[str, Any], *, lines: bool = False, memory: bool = False) -> Measurement:
        count = peak = None
        start = time.perf_counter()
        if lines:
            value, count = self._question.call_counting_lines(self._handle, args, kwargs)
        elif memory:
            value, peak = self._question.call_measuring_memory(self._handle, args, kwargs)
        else:
            value = self._question.call(self._handle, args, kwargs)
        return Measurement(value=value, seconds=time.perf_counter() - start, peak_bytes=peak, lines=count)

    def call_keeping_arguments(self, args: tuple, kwargs: dict[str, Any]) -> tuple[Any, tuple, dict[str, Any]]:
        value, args_after, kwargs_after = self._question.call_keeping_arguments(self._handle, args, kwargs)
        # What is no data (a function, a generator) cannot be compared from here; it stands for itself.
        seen = tuple(a if type(b) is Handle else b for a, b in zip(args, args_after, strict=True))
        return value, seen, {k: kwargs[k] if type(b) is Handle else b for k, b in kwargs_after.items()}


def _definitions(sources: tuple[str, ...]) -> dict[str, tuple[ast.AST, str]]:
    """Every top-level name that the cells bind, with what it is bound to; of several the last."""
    found: dict[str, tuple[ast.AST, str]] = {}
    for source in sources:
        try:
            tree = ast.parse(source)
        except SyntaxError:
            continue
        for node in ast.walk(tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                names = [node.name]
            elif isinstance(node, ast.Assign):
                names = [t.id for target in node.targets for t in ast.walk(target) if isinstance(t, ast.Name)]
            else:
                continue
            text = ast.get_source_segment(source, node) or ""
            found.update((name, (node, text)) for name in names)
    return found
