"""Reads a student's cells for what looks like an attempt on the grader. It only says so: the sandbox is what holds.

What is named is what no assignment asks for. Honest code that is named all the same costs its author no point, and an
instructor one look.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

_MODULES = frozenset({
    "atexit", "ctypes", "importlib", "inspect", "linecache", "mmap", "nbgrader", "autograder", "pickle", "ptrace",
    "signal", "socket", "sqlite3", "subprocess",
})  # fmt: skip
_CALLS = frozenset({"exec", "eval", "compile", "__import__"})
_FRAMES = [
    "_getframe", "f_back", "f_globals", "f_locals", "settrace", "setprofile", "get_objects", "currentframe",
    "addaudithook",
]  # fmt: skip
_SHELL = [
    "ast_transformers", "input_transformers_cleanup", "input_transformers_post", "run_cell_async", "run_code",
    "run_ast_nodes", "do_execute", "set_custom_exc", "showtraceback", "iopub_socket",
]  # fmt: skip
_ATTRIBUTES = {
    **dict.fromkeys(_FRAMES, "looks at the interpreter's frames or objects"),
    **dict.fromkeys(_SHELL, "changes how cells are run"),
    **dict.fromkeys(["expanduser", "home"], "looks for the home folder"),
    "Thread": "starts a thread",
    "Javascript": "displays a script",
}
_OF_OS = {
    **dict.fromkeys(["environ", "environb", "getenv"], "reads the environment"),
    **dict.fromkeys(["fork", "forkpty", "posix_spawn", "setsid"], "starts processes"),
    **dict.fromkeys(["kill", "killpg"], "sends a signal"),
    "write": "writes to file descriptors",
}
# Modules that rules name: what is imported from them or under another name is meant all the same.
_FOLLOWED = ("builtins", "os", "sys", "torch.backends")
# Where a cell may set a setting.
_SETTINGS = ("torch.backends.", "InteractiveShell.")
_PATHS = (
    "/proc/", "source/", "submitted/", "gradebook", "autograded", "HIDDEN", ".autograder", "AUTOGRADER", "NBGRADER",
    ".ipython",
)  # fmt: skip
_SCRIPT = re.compile(r"<script|javascript:|\bon(?:error|load|click|mouseover)\s*=", re.IGNORECASE)
_HISTORY = frozenset({"In", "_ih", "_i", "_ii", "_iii"})
# What a test takes for granted; an answer may well have variables of its own that are called like other given names.
_JUDGES = frozenset({"np", "numpy", "torch", "check", "coursework"})
_DATA = frozenset({
    "bool", "bytes", "complex", "dict", "float", "int", "list", "ndarray", "set", "str", "Tensor", "tuple",
})  # fmt: skip
_COMPARED_BY = frozenset({
    "__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__", "__sub__", "__rsub__", "__abs__", "__getitem__",
    "__iter__", "__len__",
})  # fmt: skip
_PROTOCOLS = frozenset({
    "__array_function__", "__array_ufunc__", "__torch_function__", "__reduce__", "__reduce_ex__",
})  # fmt: skip


def suspicious(cells: Iterable[tuple[str, str]], given: frozenset[str]) -> list[str]:
    """What to look at, one plain sentence each.

    Args:
        cells: (name, source) of the student's cells; given: names that the assignment's own cells bind.
    """
    found: dict[str, None] = {}
    for name, source in cells:
        try:
            sentences = list(_of(ast.parse(source), given))
        except (SyntaxError, ValueError):
            continue
        except (RecursionError, MemoryError):
            sentences = ["nested too deeply to be looked at"]
        for what in sentences:
            found[f"{name}: {what}"] = None
    return list(found)


def scripts(texts: Iterable[tuple[str, str]]) -> list[str]:
    """The text cells, (name, source) each, that would run a script in the browser of who reads them."""
    return [f"{name}: a script in a text cell" for name, source in texts if _SCRIPT.search(source)]


def _of(tree: ast.Module, given: frozenset[str]) -> Iterator[str]:
    nodes = list(ast.walk(tree))
    imported = _imported(nodes) | given
    if names := _followed(nodes):
        imported |= {path.split(".")[0] for path in names.values()}
        nodes = list(ast.walk(_InFull(names).visit(tree)))
    harmless = _harmless(nodes)
    for node in nodes:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            yield from (f"imports {module}" for module in modules if module.split(".")[0] in _MODULES)
        elif isinstance(node, (ast.Assign, ast.AugAssign)):
            yield from _replaced(node, imported)
        elif isinstance(node, ast.Call):
            yield from _called(node, imported)
        elif isinstance(node, ast.Attribute) and node not in harmless:
            yield from _reached(node, imported)
        elif isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id in _HISTORY:
            yield f"reads the notebook's history ({node.value.id})"
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from (f"names {path!r}" for path in _PATHS if path in node.value)
            if _SCRIPT.search(node.value):
                yield "displays a script"
        elif isinstance(node, ast.ClassDef):
            yield from _disguised(node)
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.name in given:
            yield f"redefines {node.name}"
        elif isinstance(node, ast.Assign):
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
            yield from (f"redefines {name}" for name in names if name in given & _JUDGES)


def _replaced(node: ast.Assign | ast.AugAssign, imported: frozenset[str]) -> Iterator[str]:
    """An assignment to what a module holds."""
    for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
        place = target.value if isinstance(target, ast.Subscript) else target
        # An item of a module's table is a setting (`plt.rcParams[...]`), unless it is the table of modules or paths.
        table = isinstance(target, ast.Subscript) and ast.unparse(place) not in ("sys.modules", "sys.path")
        is_function = isinstance(node.value, (ast.Lambda, ast.Name, ast.Attribute))
        setting = ast.unparse(place).startswith(_SETTINGS) and not is_function
        if isinstance(place, ast.Attribute) and _root(place) in imported and not table and not setting:
            yield f"replaces {ast.unparse(target)}"


def _called(node: ast.Call, imported: frozenset[str]) -> Iterator[str]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name.endswith("memmap"):
        mode = next((word.value for word in node.keywords if word.arg == "mode"), None)
        if not (isinstance(mode, ast.Constant) and mode.value in ("r", "c")):
            yield f"shares memory through a file ({name})"
    elif isinstance(node.func, ast.Attribute):
        return
    elif name in _CALLS or name == "globals":
        yield f"calls {name}()"
    elif name in ("Thread", "Javascript"):
        yield _ATTRIBUTES[name]
    elif name == "setattr" and node.args and _root(node.args[0]) in imported:
        yield f"replaces an attribute of {ast.unparse(node.args[0])}"
    elif name == "getattr" and len(node.args) > 1 and _root(node.args[0]) in ("builtins", "__builtins__", "os", "sys"):
        if not isinstance(node.args[1], ast.Constant):
            yield f"reaches into {ast.unparse(node.args[0])} by a name that it puts together"
    elif name == "vars" and node.args and _root(node.args[0]) in imported:
        yield f"reaches into the dictionary of {ast.unparse(node.args[0])}"


def _reached(node: ast.Attribute, imported: frozenset[str]) -> Iterator[str]:
    root = _root(node)
    if node.attr in _ATTRIBUTES:
        yield f"{_ATTRIBUTES[node.attr]} ({node.attr})"
    elif node.attr in _OF_OS and root == "os":
        yield f"{_OF_OS[node.attr]} (os.{node.attr})"
    elif node.attr == "__dict__" and root in imported:
        yield f"reaches into the dictionary of {ast.unparse(node.value)}"
    elif node.attr in ("path", "meta_path", "path_hooks", "modules") and ast.unparse(node.value) == "sys":
        yield f"looks for modules elsewhere (sys.{node.attr})"
    elif node.attr == "__module__" and "get_ipython" in ast.unparse(node.value):
        yield "looks for the module that runs cells (__module__)"


def _harmless(nodes: Iterable[ast.AST]) -> set[ast.AST]:
    """What is asked or set where honest notebooks do: whether this is Colab, a variable of the environment."""
    found: set[ast.AST] = set()
    for node in nodes:
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            found.update(side for side in sides if getattr(side, "attr", "") in ("modules", "__module__"))
        elif isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
            found.add(node.value)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            function = node.value.func
            if isinstance(function, ast.Attribute) and function.attr in ("setdefault", "update"):
                found.add(function.value)
    return {node for node in found if getattr(node, "attr", "") in ("environ", "modules", "__module__")}


def _disguised(node: ast.ClassDef) -> Iterator[str]:
    """A class that answers comparisons itself."""
    methods = {item.name: item for item in node.body if isinstance(item, ast.FunctionDef)}
    yield from (f"defines {name}" for name in sorted(methods.keys() & _PROTOCOLS))
    constant = {name for name, method in methods.items() if _says_constant(method)}
    if constant & {"__eq__", "__ne__"}:
        yield "defines an object that is equal to everything"
    if constant & {"__sub__", "__rsub__"}:
        yield "defines an object whose difference is always the same"
    bases = {base.attr if isinstance(base, ast.Attribute) else getattr(base, "id", "") for base in node.bases}
    for base in sorted(bases & _DATA):
        if methods.keys() & _COMPARED_BY:
            yield f"defines a subclass of {base} that is compared in its own way"


def _imported(nodes: Iterable[ast.AST]) -> frozenset[str]:
    found = [node for node in nodes if isinstance(node, (ast.Import, ast.ImportFrom))]
    return frozenset((alias.asname or alias.name).split(".")[0] for node in found for alias in node.names) | {
        "builtins",
        "__builtins__",
    }


def _followed(nodes: Iterable[ast.AST]) -> dict[str, str]:
    """What imported names stand for, in full, as far as rules name it."""
    names: dict[str, str] = {}
    for node in nodes:
        if isinstance(node, ast.Import):
            names.update((alias.asname, alias.name) for alias in node.names if alias.asname)
        elif isinstance(node, ast.ImportFrom):
            names.update((alias.asname or alias.name, f"{node.module}.{alias.name}") for alias in node.names)
    return {
        name: path
        for name, path in names.items()
        if path in _FOLLOWED or path.startswith(tuple(f"{module}." for module in _FOLLOWED))
    }


class _InFull(ast.NodeTransformer):
    """Puts what imported names stand for in their place."""

    def __init__(self, names: dict[str, str]) -> None:
        self._names = names

    def visit_Name(self, node: ast.Name) -> ast.expr:
        path = self._names.get(node.id, "") if isinstance(node.ctx, ast.Load) else ""
        return ast.parse(path, mode="eval").body if path.isascii() and path else node


def _root(node: ast.AST) -> str:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _says_constant(function: ast.FunctionDef) -> bool:
    """Whether it returns the same whatever it is asked."""
    body = [node for node in function.body if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))]
    return len(body) == 1 and isinstance(body[0], ast.Return) and isinstance(body[0].value, ast.Constant)
