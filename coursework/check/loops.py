"""Decides that a function has no loop, by its text and by what it executes."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Callable, Iterable, Iterator

from .failures import CheckFailed
from .probe import probe_of

_LOOPS = {
    ast.For: "a for loop",
    ast.AsyncFor: "a for loop",
    ast.While: "a while loop",
    ast.ListComp: "a list comprehension",
    ast.SetComp: "a set comprehension",
    ast.DictComp: "a dict comprehension",
    ast.GeneratorExp: "a generator expression",
}
_HIDDEN_LOOPS = frozenset(
    {"map", "filter", "reduce", "accumulate", "starmap", "vectorize", "apply_along_axis", "apply_over_axes"}
    | {"fromfunction", "fromiter", "frompyfunc", "nditer", "ndenumerate", "ndindex", "piecewise", "vmap"}
)
_ESCAPES = frozenset(
    {"exec", "eval", "compile", "settrace", "setprofile", "__import__", "getattr", "setattr", "delattr"}
    | {"vars", "globals", "locals", "attrgetter", "methodcaller", "get_ipython"}
    | {"builtins", "sys", "os", "threading", "concurrent", "multiprocessing"}
    | {"__builtins__", "__dict__", "__globals__", "__code__", "__getattribute__", "__subclasses__"}
)
# What work on whole arrays may need. Of any other module it is not known what is done in it.
_MODULES = frozenset(
    {"numpy", "scipy", "sklearn", "torch", "math", "operator", "functools", "itertools", "numbers", "typing"}
    | {"collections", "dataclasses", "enum", "abc", "warnings", "time", "timeit", "__future__"}
    | {"matplotlib", "pandas", "coursework"}
)


def loop_free(fn: Callable, *argument_sets: tuple) -> None:
    """Decide that `fn` and the functions it calls have no loop.

    The text is searched for loops, comprehensions, `map`, `np.vectorize` and the like, and recursion. Then
    the executed lines are counted for each argument set: they must not grow with the size of the data.

    Args:
        argument_sets: tuples of arguments, small first, then at least 4 times as many rows.
    """
    probe = probe_of(fn)
    sources = probe.sources()
    if not sources:
        raise _unreadable(probe.name)
    trees = {name: _parsed(probe.name, text) for name, text in sources.items()}
    for name, tree in trees.items():
        for line, found in _findings(tree):
            text = textwrap.dedent(sources[name]).splitlines()[line - 1].strip()
            raise CheckFailed(
                f"{probe.name} should have no loop: line {line} of {name} has {found}\n  {text}",
                f"your code has {found}" if "not allowed" in found else f"your code has {found} where none is allowed",
            )
    if cycle := _recursive(trees.values()):
        raise CheckFailed(
            f"{probe.name} should have no loop, and {cycle} calls itself: recursion is a loop too",
            "your code calls itself where no loop is allowed",
        )
    if argument_sets:
        probe.measure(argument_sets[0], {}, lines=True)
        counts = [probe.measure(args, {}, lines=True).lines for args in argument_sets]
        if max(counts) > 1.2 * counts[0] + 8:
            raise CheckFailed(
                f"{probe.name} should have no loop, but it executes {counts[0]} lines of Python on small "
                f"data and {max(counts)} on larger: something is done row by row",
                "your code executes more lines of Python the more rows it gets: something is done row by row",
            )


def _parsed(name: str, source: str) -> ast.AST:
    try:
        return ast.parse(textwrap.dedent(source))
    except SyntaxError:
        raise _unreadable(name) from None


def _unreadable(name: str) -> CheckFailed:
    text = "the source of the function cannot be read: define it with `def` in the notebook"
    return CheckFailed(f"{name}: {text}", text)


def _findings(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, what) of each loop and each call that hides one, in the order of the text."""
    found = []
    for node in ast.walk(tree):
        if type(node) in _LOOPS:
            found.append((node.lineno, _LOOPS[type(node)]))
        elif isinstance(node, (ast.Name, ast.Attribute)):
            name = node.id if isinstance(node, ast.Name) else node.attr
            if name in _HIDDEN_LOOPS:
                found.append((node.lineno, f"`{name}`, which is a loop in disguise"))
            elif name in _ESCAPES:
                found.append((node.lineno, f"`{name}`, which is not allowed"))
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            if any(module.partition(".")[0] not in _MODULES for module in modules):
                found.append((node.lineno, "an import that is not allowed: NumPy alone will do"))
            found += [
                (node.lineno, f"`{alias.name}`, which is a loop in disguise")
                for alias in node.names
                if alias.name in _HIDDEN_LOOPS
            ]
    return iter(sorted(found))


def _recursive(trees: Iterable[ast.AST]) -> str:
    """The name of a function that reaches itself by name or by `self.name`; "" if none does."""
    calls: dict[str, set[str]] = {}
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                calls.setdefault(node.name, set()).update(_called(node))
    for start in calls:
        reached, waiting = set(), list(calls[start])
        while waiting:
            name = waiting.pop()
            if name not in reached:
                reached.add(name)
                waiting += calls.get(name, ())
        if start in reached:
            return start
    return ""


def _called(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self":
            yield node.attr
