"""Lets `coursework.check` look at a student's function that lives in the sandbox: source, time, memory, arguments."""

from __future__ import annotations

import ast
import time
from types import CodeType
from typing import Any

from coursework.check import Measurement

from .definitions import Definition, definitions
from .remote import Handle

# What a function does, without where it is written.
_FIELDS = ("co_code", "co_names", "co_varnames")


class RemoteProbe:
    """The probe of a handle. Source comes from the cells that were run, time and memory are taken from outside."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle
        self._question = handle._question
        self.name: str = handle._origin or handle._name

    def sources(self) -> dict[str, str]:
        """Source text of the function first, then of all that it can reach by name in the student's cells.

        Nothing where a function turns out not to be the one that its text defines.
        """
        known = definitions(self._question.sources)
        first = next((name for name in (self.name, f".{self.name}") if name in known), "")
        reached: dict[str, list[str]] = {}
        seen: set[int] = set()
        todo = [(first, one) for one in known.get(first, ())]
        while todo:
            name, definition = todo.pop(0)
            if id(definition) not in seen:
                seen.add(id(definition))
                reached.setdefault(name.lstrip("."), []).append(definition.text)
                todo += [(used, one) for used in definition.used() for one in known.get(used, ())]
                todo += definition.before
        plain = {name: known[name][0] for name in reached if len(known.get(name, ())) == 1}
        if not all(self._is(name, one) for name, one in plain.items()):
            return {}
        return {name: "\n".join(texts) for name, texts in reached.items()}

    def _is(self, name: str, definition: Definition) -> bool:
        """Whether a name stands for the function that its only definition makes, if that is a plain one."""
        node = definition.node
        if not isinstance(node, ast.FunctionDef) or node.decorator_list:
            return True
        made = compile(definition.text, name, "exec").co_consts
        code = next((c for c in made if isinstance(c, CodeType) and c.co_name == name), None)
        try:
            function = self._question.lookup([name])[name]
            its = self._question.operate("getattr", function, "__code__")
            return all(self._question.operate("getattr", its, field) == getattr(code, field, None) for field in _FIELDS)
        except (KeyError, AttributeError):
            return False

    def measure(
        self, args: tuple, kwargs: dict[str, Any], *, lines: bool = False, memory: float | None = None
    ) -> Measurement:
        count = peak = None
        start = time.perf_counter()
        if lines:
            value, count = self._question.call_counting_lines(self._handle, args, kwargs)
        elif memory is not None:
            value, peak = self._question.call_measuring_memory(self._handle, args, kwargs, memory)
        else:
            value = self._question.call(self._handle, args, kwargs)
        return Measurement(value=value, seconds=time.perf_counter() - start, peak_bytes=peak, lines=count)

    def call_keeping_arguments(self, args: tuple, kwargs: dict[str, Any]) -> tuple[Any, tuple, dict[str, Any]]:
        value, args_after, kwargs_after = self._question.call_keeping_arguments(self._handle, args, kwargs)
        # What is no data (a function, a generator) cannot be compared from here; it stands for itself.
        seen = tuple(a if type(b) is Handle else b for a, b in zip(args, args_after, strict=True))
        return value, seen, {k: kwargs[k] if type(b) is Handle else b for k, b in kwargs_after.items()}
