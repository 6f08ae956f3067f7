"""Whether a line of an answer or of a hidden test can be read where students look.

A line counts when it tells something: boilerplate (an import, a signature, `return distances`, `n = len(x)`,
`model.train()`) says nothing about an answer and stands in lectures too; so do lines under 12 characters, and
lines of the source notebook's own visible code. What a text cell shows may be a leak: it is no exception.
The answer of a choice question counts however short it is.
Lines are compared without white space, anywhere in a file: indented, quoted, broken in two or in a comment.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import re
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from .canonical import nbgrader
from .regions import HIDDEN, inside, solution
from .stock import KEPT_OUT, MUTANTS, choice_stub

SHORTEST = 12
# Parts the answers of a file of mutants or variants, and says what is different about each.
NEXT_ANSWER = "# %%"
# Calls that only measure or allocate: what they are given tells nothing if it is plain itself.
PLAIN_CALLS = {"len", "range", "enumerate", "zip", "list", "dict", "set", "empty", "zeros", "ones", "zeros_like"}


@dataclass(frozen=True)
class Leak:
    """A secret line and where it can be read."""

    path: Path
    line: str
    origin: str

    def __str__(self) -> str:
        return f"{self.path}: holds a line of {self.origin}: {self.line.strip()}"


def leaks(
    source: Path, notebook: NotebookNode, places: Iterable[Path], *, shown: str = "", apart: Iterable[Path] = ()
) -> list[Leak]:
    """The secret lines of an assignment that occur in files of `places`.

    Args:
        source: the assignment's folder, where mutants and variants lie.
        notebook: its source notebook.
        places: files and folders that students see.
        shown: text that students are given beside the notebook: no line of it is secret.
        apart: files of `places` that are not looked into.
    """
    known = {squeeze(piece) for line in (*shown_lines(notebook), *shown.split("\n")) for piece in pieces(line)}
    secrets = {}
    for line, origin in secret_lines(source, notebook):
        if squeeze(line) not in known:
            secrets[squeeze(line)] = line, origin
    found = []
    apart = set(apart)
    for path in (path for path in _files(places) if path not in apart):
        text = squeeze(readable(path))
        found += [Leak(path, line, origin) for squeezed, (line, origin) in secrets.items() if squeezed in text]
    return found


def secret_lines(source: Path, notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """Each line of an answer or hidden test that tells something, with its origin; a comment is one for itself."""
    for text, origin, choice in _hidden_lines(source, notebook):
        for piece in pieces(text):
            if choice or telling(piece):
                yield piece, origin


def shown_lines(notebook: NotebookNode) -> Iterator[str]:
    """The lines of code that the source notebook itself gives to students."""
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        if nbgrader(cell, "solution"):
            hidden = {line.number for line in solution(cell.source)}
        else:
            hidden = {line.number for line in inside(cell.source, HIDDEN)}
        yield from (text for number, text in enumerate(cell.source.split("\n"), 1) if number not in hidden)


def _hidden_lines(source: Path, notebook: NotebookNode) -> Iterator[tuple[str, str, bool]]:
    """Each line that students do not get, its origin, and whether it answers a choice question."""
    for cell in notebook.cells:
        label = nbgrader(cell, "grade_id") or cell.id
        if nbgrader(cell, "solution"):
            answer = [line.text for line in solution(cell.source)]
            choice = cell.cell_type == "code" and bool(choice_stub("\n".join(answer)))
            yield from ((text, f"the answer {label}", choice) for text in answer)
        yield from ((line.text, f"the hidden tests of {label}", False) for line in inside(cell.source, HIDDEN))
    for folder in KEPT_OUT:
        for path in sorted((source / folder).rglob("*.py")):
            for text in path.read_text(encoding="utf-8").split("\n"):
                # A lecture may show a wrong answer, but never the list of them.
                if folder != MUTANTS or text.startswith(NEXT_ANSWER):
                    yield text, f"{folder}/{path.name}", False


def pieces(line: str) -> list[str]:
    """The code and the comment of a line, without white space around them; what is empty is left out."""
    code, comment = line, ""
    with contextlib.suppress(tokenize.TokenError, SyntaxError):  # a line of a longer statement, or no Python
        for token in tokenize.generate_tokens(io.StringIO(line.strip()).readline):
            if token.type == tokenize.COMMENT:
                code, comment = line.strip()[: token.start[1]], token.string
    return [piece.strip() for piece in (code, comment) if piece.strip()]


def telling(line: str) -> bool:
    """Whether a line says something about an answer."""
    text = line.strip()
    if len(squeeze(text)) < SHORTEST:
        return False
    try:
        body = ast.parse(_complete(text)).body
    except SyntaxError:
        return True
    # No statement: a comment, which explains.
    return not body or not all(_boilerplate(statement) for statement in body)


def squeeze(text: str) -> str:
    """Text without white space."""
    return re.sub(r"\s+", "", text)


def _complete(text: str) -> str:
    """A line made a whole statement: a header gets a body, `else` and `except` get their `if` and `try`."""
    if re.match(r"(elif|else)\b", text):
        text = f"if 0:\n pass\n{text}"
    elif re.match(r"(except|finally)\b", text):
        text = f"try:\n pass\n{text}"
    return f"{text}\n pass" if text.split("#")[0].rstrip().endswith(":") else text


def _boilerplate(node: ast.stmt) -> bool:
    """Whether a statement is one that any solution of any task might hold."""
    if isinstance(node, ast.Import | ast.ImportFrom | ast.Pass | ast.FunctionDef | ast.ClassDef):
        return True
    if isinstance(node, ast.Return):
        return _plain(node.value)
    if isinstance(node, ast.Assign):
        text = isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        return not text and all(map(_plain, [node.value, *node.targets]))
    if isinstance(node, ast.For):
        return _plain(node.iter)
    if isinstance(node, ast.Expr):
        return _bare_call(node.value)
    if isinstance(node, ast.If | ast.While):
        return (_plain(node.test) or _bare_call(node.test)) and all(map(_boilerplate, node.orelse))
    return isinstance(node, ast.Try)


def _bare_call(node: ast.expr) -> bool:
    """A call that is given nothing, of a name or of attributes of one: `torch.cuda.is_available()`."""
    return isinstance(node, ast.Call) and not node.args and not node.keywords and _named(node.func)


def _named(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) or (isinstance(node, ast.Attribute) and _named(node.value))


def _plain(node: ast.expr | None) -> bool:
    """Names, attributes, numbers, their tuples and subscripts, and calls that only measure or allocate."""
    if node is None or isinstance(node, ast.Name | ast.Constant):
        return True
    if isinstance(node, ast.Attribute):
        return _plain(node.value)
    if isinstance(node, ast.Subscript):
        return _plain(node.value) and isinstance(node.slice, ast.Constant)
    if isinstance(node, ast.Tuple | ast.List):
        return all(_plain(item) for item in node.elts)
    if isinstance(node, ast.Dict):
        return not node.keys
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        return name in PLAIN_CALLS and all(map(_plain, [*node.args, *(keyword.value for keyword in node.keywords)]))
    return False


def _files(places: Iterable[Path]) -> Iterator[Path]:
    for place in places:
        inner = sorted(place.rglob("*")) if place.is_dir() else [place]
        yield from (path for path in inner if path.is_file() and "__pycache__" not in path.parts)


def readable(path: Path) -> str:
    """What a reader of a file sees; of a notebook all its strings, free of JSON's escapes, of a page no markup."""
    text = path.read_bytes().decode("utf-8", errors="ignore")
    if path.suffix == ".html":
        page = _Page()
        page.feed(text)
        return "".join([*page.texts, "\n", *page.values])
    if path.suffix == ".ipynb":
        with contextlib.suppress(ValueError):  # no notebook, whatever its name says
            return "\n".join(_strings(json.loads(text)))
    return text


class _Page(HTMLParser):
    """The texts of a page, and the values of its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.values: list[str] = []

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.values += [f"{value}\n" for _, value in attrs if value]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
