"""Reads a student's cells for what looks like an attempt on the grader. It only says so: the sandbox is what holds."""

from __future__ import annotations

import ast
from collections.abc import Iterable

_REACHING = frozenset(
    [
        "ctypes",
        "gc",
        "importlib",
        "inspect",
        "multiprocessing",
        "nbgrader",
        "autograder",
        "pickle",
        "ptrace",
        "signal",
        "socket",
        "subprocess",
    ]
)
_FRAMES = frozenset(
    [
        "_getframe",
        "f_back",
        "f_globals",
        "f_locals",
        "settrace",
        "setprofile",
        "get_objects",
        "currentframe",
        "input_transformers_post",
    ]
)
_PATHS = ("/proc/", "source/", "gradebook", "autograded", "HIDDEN", ".autograder", "AUTOGRADER", "NBGRADER")
_HISTORY = frozenset({"In", "_ih", "_i", "_ii", "_iii"})


def suspicious(cells: Iterable[tuple[str, str]], given: frozenset[str]) -> list[str]:
    """What to look at, one plain sentence each.

    Args:
        cells: (name, source) of the student's cells; given: names that the assignment's own cells bind.
    """
    found: dict[str, None] = {}
    for name, source in cells:
        try:
            tree = ast.parse(source)
        except (SyntaxError, ValueError, RecursionError):
            continue
        for what in _of(tree, given):
            found[f"{name}: {what}"] = None
    return list(found)


def _of(tree: ast.Module, given: frozenset[str]) -> Iterable[str]:
    imported = _imported(tree) | given
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            yield from (f"imports {module}" for module in modules if module.split(".")[0] in _REACHING)
        elif isinstance(node, (ast.Assign, ast.AugAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, ast.Attribute) and _root(target) in imported:
                    yield f"replaces {ast.unparse(target)}"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in ("exec", "eval", "__import__"):
                yield f"calls {node.func.id}()"
            elif node.func.id == "setattr" and node.args and _root(node.args[0]) in imported:
                yield f"replaces an attribute of {ast.unparse(node.args[0])}"
        elif isinstance(node, ast.Attribute) and node.attr in _FRAMES:
            yield f"looks at the interpreter's frames or objects ({node.attr})"
        elif isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id in _HISTORY:
            yield f"reads the notebook's history ({node.value.id})"
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from (f"names {path!r}" for path in _PATHS if path in node.value)
        elif isinstance(node, ast.FunctionDef) and node.name in ("__eq__", "__ne__") and _says_constant(node):
            yield "defines an object that is equal to everything"
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.name in given:
            yield f"redefines {node.name}"


def _imported(tree: ast.Module) -> frozenset[str]:
    nodes = [node for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom))]
    return frozenset((alias.asname or alias.name).split(".")[0] for node in nodes for alias in node.names) | {
        "builtins",
        "__builtins__",
    }


def _root(node: ast.AST) -> str:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _says_constant(function: ast.FunctionDef) -> bool:
    """Whether it returns the same whatever it is asked."""
    body = [node for node in function.body if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))]
    return len(body) == 1 and isinstance(body[0], ast.Return) and isinstance(body[0].value, ast.Constant)
