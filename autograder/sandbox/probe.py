"""Lets `coursework.check` look at a student's function that lives in the sandbox: source, time, memory, arguments."""

from __future__ import annotations

import ast
import textwrap
import time
from collections.abc import Iterator
from typing import Any

from coursework.check import Measurement

from ..names import names
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
        todo = [self.name if self.name in definitions else f".{self.name}"]
        while todo:
            name = todo.pop(0)
            if name.lstrip(".") in reached or name not in definitions:
                continue
            node, text = definitions[name]
            reached[name.lstrip(".")] = text
            todo += sorted(names(textwrap.dedent(text)).used)
            todo += [f".{n.attr}" for n in ast.walk(node) if isinstance(n, ast.Attribute) and _is_self(n.value)]
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


def _definitions(sources: tuple[str, ...]) -> dict[str, tuple[ast.stmt, str]]:
    """Every name that the cells bind at their top level, and methods as `.name`; of several the last."""
    found: dict[str, tuple[ast.stmt, str]] = {}
    for source in sources:
        try:
            tree = ast.parse(source)
        except (SyntaxError, ValueError, RecursionError):
            continue
        lines = source.splitlines()
        for node, prefix in _statements(tree.body, ""):
            first = min([node.lineno, *(decorator.lineno for decorator in getattr(node, "decorator_list", []))])
            text = "\n".join(lines[first - 1 : node.end_lineno])
            if isinstance(node, ast.Assign):
                bound = [n.id for target in node.targets for n in ast.walk(target) if isinstance(n, ast.Name)]
            else:
                bound = [node.name]
            found.update((prefix + name, (node, text)) for name in bound)
    return found


def _statements(body: list[ast.stmt], prefix: str) -> Iterator[tuple[ast.stmt, str]]:
    """Definitions and assignments in a body, within `if`, `for`, `with` and `try` too, and the methods of classes."""
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Assign)):
            yield node, prefix
        if isinstance(node, ast.ClassDef):
            yield from _statements(node.body, ".")
        elif not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for block in ("body", "orelse", "finalbody", "handlers"):
                inner = getattr(node, block, [])
                yield from _statements([s for h in inner for s in h.body] if block == "handlers" else inner, prefix)


def _is_self(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "self"
