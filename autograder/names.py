"""Which names a piece of Python binds and which it needs, by the compiler's own symbol table."""

from __future__ import annotations

import ast
import symtable
from dataclasses import dataclass


@dataclass(frozen=True)
class Names:
    """Global names of one cell.

    bound: assigned, imported, defined or deleted at the top level, or by `global` in a function.
    used: read at the top level or, as a global, in any function or class of the cell.
    """

    bound: frozenset[str]
    used: frozenset[str]


def names(code: str, filename: str = "<cell>") -> Names:
    """The global names of `code`.

    Raises: SyntaxError.
    """
    tree = ast.parse(code, filename)
    top = symtable.symtable(code, filename, "exec")
    bound = {symbol.get_name() for symbol in top.get_symbols() if symbol.is_assigned() or symbol.is_imported()}
    used = {symbol.get_name() for symbol in top.get_symbols() if symbol.is_referenced()}
    inner = list(top.get_children())
    while inner:
        table = inner.pop()
        inner += table.get_children()
        for symbol in table.get_symbols():
            if symbol.is_global():
                if symbol.is_referenced():
                    used.add(symbol.get_name())
                if symbol.is_assigned() or symbol.is_imported():
                    bound.add(symbol.get_name())
    # `x += 1` and `del x` need what was there, which the symbol table does not say.
    for node in ast.walk(tree):
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            used.add(node.target.id)
        if isinstance(node, ast.Delete):
            used |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return Names(frozenset(bound), frozenset(used))


def imports(code: str) -> list[tuple[str, tuple[str, ...]]]:
    """What `code` imports, wherever it does: (module, names taken from it); nothing where it is not plain Python."""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError):
        return []
    found: list[tuple[str, tuple[str, ...]]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, ()) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.append((node.module, tuple(alias.name for alias in node.names)))
    return found


def without_imports(code: str, used: frozenset[str]) -> str:
    """`code` without the imports at its top level that bind none of these names; what is left keeps its lines.

    To import torch takes a second, and not every test needs it.
    """
    left_out, kept = set(), set()
    for node in ast.parse(code).body:
        unused = isinstance(node, ast.Import | ast.ImportFrom) and not _binds(node) & (used | {"*"})
        (left_out if unused else kept).update(range(node.lineno, node.end_lineno + 1))
    lines = enumerate(code.split("\n"), start=1)
    return "\n".join("" if number in left_out - kept else line for number, line in lines)


def _binds(node: ast.Import | ast.ImportFrom) -> set[str]:
    return {alias.asname or alias.name.split(".")[0] for alias in node.names}
