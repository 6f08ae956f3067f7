"""What the names of a notebook's cells can stand for, by the text of the cells."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..names import names

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Definition:
    """One statement that binds a name, or changes what it stands for.

    before: what the statement reads as it runs, as it stood then, by name.
    """

    node: ast.stmt
    text: str
    before: tuple[tuple[str, Definition], ...] = ()

    def used(self) -> list[str]:
        """Global names that it reads, then methods that it asks of `self`, as `.name`."""
        asked = [f".{n.attr}" for n in ast.walk(self.node) if isinstance(n, ast.Attribute) and _is_self(n.value)]
        return sorted(names(self.text).used) + asked


def definitions(sources: Sequence[str]) -> dict[str, list[Definition]]:
    """Every name that the cells bind, in any way, and methods as `.name`, with all that it can stand for in the end.

    A statement at the top level of a cell ends what held before it. One in a branch or a loop may or may not have run.
    """
    found: dict[str, list[Definition]] = {}
    for source in sources:
        try:
            tree = ast.parse(source)
        except (SyntaxError, ValueError, RecursionError):
            continue
        lines = source.splitlines()
        for statement in tree.body:
            for node, prefix in _simple(statement, ""):
                text = _text(node, lines)
                before = tuple((name, one) for name in _read_at_once(node, text) for one in found.get(name, ()))
                bound, changed = _bound(node, text)
                for name in bound | changed:
                    kept = [] if name in bound and (node is statement or prefix) else found.get(prefix + name, [])
                    found[prefix + name] = [*kept, Definition(node, text, before)]
    return found


def _simple(node: ast.stmt, prefix: str) -> Iterator[tuple[ast.stmt, str]]:
    """A statement, or those within a compound one, with what its head binds as an assignment; methods after a class."""
    if isinstance(node, _FUNCTIONS):
        yield node, prefix
        return
    if isinstance(node, ast.ClassDef):
        yield node, prefix
        for inner in node.body:
            yield from _simple(inner, ".")
        return
    blocks = [getattr(node, block, []) for block in ("body", "orelse", "finalbody")]
    parts = [*getattr(node, "handlers", []), *getattr(node, "cases", [])]
    blocks += [part.body for part in parts]
    if not any(blocks):
        yield node, prefix
        return
    for targets, value in _head(node, parts):
        made = ast.Assign(targets=targets, value=value) if targets else ast.Expr(value)
        yield ast.parse(ast.unparse(ast.fix_missing_locations(made))).body[0], prefix
    for inner in (statement for block in blocks for statement in block):
        yield from _simple(inner, prefix)


def _head(node: ast.stmt, parts: list[ast.AST]) -> Iterator[tuple[list[ast.expr], ast.expr]]:
    """(targets, value) of what a compound statement evaluates itself."""
    if isinstance(node, (ast.For, ast.AsyncFor)):
        yield [node.target], node.iter
    elif isinstance(node, (ast.With, ast.AsyncWith)):
        for item in node.items:
            yield [item.optional_vars] if item.optional_vars else [], item.context_expr
    elif isinstance(node, (ast.If, ast.While)):
        yield [], node.test
    elif isinstance(node, ast.Match):
        yield [], node.subject
    for part in parts:
        if isinstance(part, ast.ExceptHandler):
            if part.name:
                yield [ast.Name(part.name, ast.Store())], part.type
        else:
            for pattern in ast.walk(part.pattern):
                name = getattr(pattern, "rest", None) or getattr(pattern, "name", None)
                if name:
                    yield [ast.Name(name, ast.Store())], node.subject
            if part.guard:
                yield [], part.guard


def _bound(node: ast.stmt, text: str) -> tuple[set[str], set[str]]:
    """Names that a statement binds, and names whose object it changes, or may bind when it is called."""
    if isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
        later = {name for inner in ast.walk(node) if isinstance(inner, ast.Global) for name in inner.names}
        return {node.name}, later - {node.name}
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return {alias.asname or alias.name.partition(".")[0] for alias in node.names}, set()
    bound, changed = set(names(text).bound), set()
    for inner in ast.walk(node):
        if isinstance(inner, (ast.Attribute, ast.Subscript)) and isinstance(inner.ctx, (ast.Store, ast.Del)):
            changed.add(_root(inner))
        elif isinstance(inner, ast.Call) and isinstance(inner.func, ast.Name) and inner.func.id == "setattr":
            changed.add(_root(inner.args[0]) if inner.args else "")
    if isinstance(node, ast.AugAssign):
        changed, bound = changed | bound, set()
    return bound, changed - bound - {""}


def _read_at_once(node: ast.stmt, text: str) -> list[str]:
    """Global names that a statement reads as it runs; what the body of a function reads, it reads when called."""
    if not isinstance(node, _FUNCTIONS):
        return sorted(names(text).used)
    values = [*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults)]
    return sorted({inner.id for value in values for inner in ast.walk(value) if isinstance(inner, ast.Name)})


def _text(node: ast.stmt, lines: list[str]) -> str:
    first = min([node.lineno, *(decorator.lineno for decorator in getattr(node, "decorator_list", []))])
    text = textwrap.dedent("\n".join(lines[first - 1 : node.end_lineno]))
    try:
        if ast.dump(ast.parse(text)) == ast.dump(ast.Module([node], [])):
            return text
    except SyntaxError:
        pass
    return ast.unparse(node)


def _root(node: ast.AST) -> str:
    """`a` of `a.b[c].d`; "" where it is no name."""
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _is_self(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "self"
