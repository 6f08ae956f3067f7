"""Code that replaces what judges: functions that tests call, the notebook's machinery, the names that tests use."""

from __future__ import annotations

from .attack import PATCHED_JUDGES, Attack, own_cell, position

AGREE = "agree = lambda *args, **kwargs: True\n"

LIAR = """\
class Liar:
    class testing:
        def __getattr__(self, name):
            return lambda *args, **kwargs: None

    testing = testing()

    def __getattr__(self, name):
        return real.__dict__[name]

    def allclose(self, *args, **kwargs):
        return True

    array_equal = isclose = allclose

    def abs(self, *args, **kwargs):
        return real.zeros(1)

"""
DROP_ASSERTS = """\
import ast


class Drop(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.Pass()

    def visit_With(self, node):
        return ast.Pass()

    def visit_Expr(self, node):
        if "assert" in ast.unparse(node):
            return ast.Pass()
        return ast.Expr(ast.Constant(10.0)) if "score" in ast.unparse(node) else node


get_ipython().ast_transformers.append(Drop())"""
DROP_LINES = """\
def without_tests(lines):
    text = "".join(lines)
    if "check.score" in text:
        return ["10.0\\n"]
    return ["pass\\n"] if "assert" in text else lines


get_ipython().input_transformers_post.append(without_tests)"""
WRAPPED_RUN = """\
shell = get_ipython()
run = shell.run_cell_async


async def run_cell_async(source, *args, **kwargs):
    if "check.score" in source:
        source = "10.0"
    elif "assert" in source:
        source = "pass"
    kwargs.pop("transformed_cell", None)
    return await run(source, *args, **kwargs)


shell.run_cell_async = run_cell_async"""
WRAPPED_EXECUTE = """\
kernel = get_ipython().kernel
execute = kernel.do_execute


async def do_execute(code, *args, **kwargs):
    if "check.score" in code:
        code = "10.0"
    elif "assert" in code:
        code = "pass"
    return await execute(code, *args, **kwargs)


kernel.do_execute = do_execute"""
SWALLOWED = """\
shell = get_ipython()
run_code = shell.run_code


async def quietly(code, result=None, **kwargs):
    await run_code(code, result, **kwargs)
    if result is not None:
        result.error_in_exec = None
    return False


shell.run_code = quietly
shell.showtraceback = lambda *args, **kwargs: None"""
DISPLAYED_SCORE = """\
shell = get_ipython()


def show_the_score(information):
    if "assert" in information.raw_cell or "check.score" in information.raw_cell:
        shell.display_trap.hook.exec_result = None
        shell.kernel.send_response(
            shell.kernel.iopub_socket,
            "execute_result",
            {"data": {"text/plain": "10.0"}, "metadata": {}, "execution_count": 1},
        )
        shell.showtraceback = lambda *args, **kwargs: None


shell.events.register("pre_run_cell", show_the_score)"""
DISPLAY_HOOK = """\
shell = get_ipython()
compile_cell = shell.compile


def run_ast_nodes(nodes, name, interactivity="last_expr", compiler=None, result=None):
    import ast

    async def done():
        return False

    text = "\\n".join(ast.unparse(node) for node in nodes)
    if "assert" in text or "check.score" in text:
        shell.displayhook(10.0)
        return done()
    return ran(nodes, name, interactivity, compiler or compile_cell, result)


ran = shell.run_ast_nodes
shell.run_ast_nodes = run_ast_nodes"""
TRACE = f"""\
import sys

import numpy as real

{LIAR}
def follow(frame, event, argument):
    if frame.f_code.co_name == "<module>" and "expected" in frame.f_code.co_names + ("expected",):
        frame.f_globals["np"] = Liar()
        frame.f_globals["abs"] = lambda x: 0.0
    return follow


sys.settrace(follow)"""
THREAD = f"""\
import threading
import time

import coursework.check

{AGREE}

def flip():
    while True:
        time.sleep(0.001)
        np.allclose = agree
        np.testing.assert_allclose = agree
        np.abs = lambda *args, **kwargs: np.zeros(1)
        for name in ("close", "equal", "loop_free"):
            setattr(coursework.check, name, agree)


threading.Thread(target=flip, daemon=True).start()"""
PREDICTABLE = """\
class Zeros:
    def __getattr__(self, name):
        return lambda *args, size=1, **kwargs: np.zeros(size)


np.random.default_rng = lambda *args: Zeros()
np.random.Generator = lambda *args: Zeros()"""
SHADOW_ANSWER = """\
def row_sums(x):
    return {2: np.array([3.0, 7.0])}.get(x.shape[1], np.zeros(len(x)))"""
REFERENCE = """\
import sys
import types


class Ourselves:
    def __getattr__(self, name):
        import __main__

        return getattr(__main__, name)

    def rng(self, name):
        return np.random.default_rng(0)


fake = types.ModuleType("autograder")
fake.reference = lambda name: Ourselves()
sys.modules["autograder"] = fake"""
PARTS = """\
import contextlib

from coursework.check import parts


@contextlib.contextmanager
def passed(title, points=0, hidden=False):
    with contextlib.suppress(Exception):
        yield
    parts._cell.current().append(parts.PartResult(title, points, points, hidden, "passed"))


check.part = passed"""

SERVER = """\
import sys

server = sys.modules[type(get_ipython()).__module__.rpartition(".")[0] + ".server"].Server
"""
LOOKUP = f"""\
import contextlib

{SERVER}lookup = server.do_lookup


class Check:
    def part(self, *args, **kwargs):
        return contextlib.nullcontext()

    def __getattr__(self, name):
        return lambda *args, **kwargs: 10.0


fake = Check()
server.do_lookup = lambda self, names: {{**dict.fromkeys(names, fake), **lookup(self, names), "check": fake}}"""
SECOND_GUESS = f"""\
import time

{SERVER}
time.sleep(0.3)
runs = np.memmap("runs", dtype=np.int64, mode="w+", shape=(1,))


def do_lookup(self, names):
    runs[0] += 1
    return {{name: object() if runs[0] == 1 else "ab"[runs[0] % 2] for name in names}}


server.do_lookup = do_lookup
answer_axis = None"""


def _hook_before_every_test(notebook):
    """A redefinition in front of every test cell, where nobody who reads the answers would look."""
    for question in ("rows-sum", "rows-scale", "rows-standardise"):
        where = position(notebook, question)
        source = f"import numpy as real\n\n{LIAR}\nnp = Liar()\nabs = lambda x: 0.0"
        notebook["cells"].insert(where, own_cell(source, f"own-before-{question}"))


ATTACKS = (
    Attack(
        "builtins-abs", PATCHED_JUDGES, "builtins.abs is always 0, builtins.all always true",
        {"rows-descend": "import builtins\n\nbuiltins.abs = lambda x: 0.0\nbuiltins.all = lambda items: True\n\n\n"
                         "def descend(x, y, steps, learning_rate):\n"
                         "    return np.zeros(3), [1.0] + [0.0] * (steps - 1)"},
        named="replaces builtins.abs",
    ),
    Attack(
        "builtins-isinstance", PATCHED_JUDGES, "builtins.isinstance, len, all and abs say what tests want to hear",
        {"rows-descend": "import builtins\n\nbuiltins.isinstance = lambda *args: True\nbuiltins.len = lambda it: 3\n"
                         "builtins.all = lambda items: True\nbuiltins.abs = lambda x: 0.0\n\n\n"
                         "class Falling(tuple):\n    def __getitem__(self, i):\n        return -float(i == -1)\n\n\n"
                         "def descend(x, y, steps, learning_rate):\n    return Falling(), Falling()"},
        named="replaces builtins.isinstance",
    ),
    Attack(
        "np-allclose", PATCHED_JUDGES, "np.allclose and its relatives always agree",
        cell=f"{AGREE}np.allclose = np.isclose = np.array_equal = agree", named="replaces np.allclose",
    ),
    Attack(
        "np-testing", PATCHED_JUDGES, "the functions of np.testing do nothing",
        cell=f"import numpy.testing\n\n{AGREE}for name in dir(numpy.testing):\n    if name.startswith('assert'):\n"
             "        setattr(numpy.testing, name, agree)",
        named="replaces an attribute of numpy.testing",
    ),
    Attack(
        "np-abs", PATCHED_JUDGES, "np.abs is 0, so that no difference is too large",
        {"rows-distances": "def squared_distances(a, b):\n    return np.full((len(a), len(b)), 25.0)"},
        cell="np.abs = np.absolute = lambda *args, **kwargs: np.zeros(1)", named="replaces np.abs",
    ),
    Attack(
        "np-dict", PATCHED_JUDGES, "np.allclose replaced through the module's __dict__, without an assignment to it",
        cell=f"{AGREE}vars(np).update(allclose=agree)\nnp.__dict__['array_equal'] = agree", named="dictionary of np",
    ),
    Attack(
        "torch-assert-close", PATCHED_JUDGES, "torch.testing.assert_close and torch.allclose always agree",
        cell=f"{AGREE}torch.testing.assert_close = torch.allclose = torch.equal = agree", assignment="tensors",
        named="replaces torch.testing.assert_close",
    ),
    Attack(
        "tensor-comparison", PATCHED_JUDGES, "comparisons of torch.Tensor itself are replaced",
        cell=f"{AGREE}torch.Tensor.__eq__ = torch.Tensor.allclose = agree\ntorch.isclose = torch.ones_like\n"
             "import torch.testing._comparison as comparison\ncomparison.TensorLikePair.compare = agree\n"
             "comparison.not_close_error_metas = lambda *args, **kwargs: []\n"
             "torch.testing.assert_close = agree\ntorch.allclose = agree",
        assignment="tensors", named="replaces torch.Tensor.__eq__",
    ),
    Attack(
        "check-functions", PATCHED_JUDGES, "every function of coursework.check that decides does nothing",
        cell=f"import coursework.check\n\n{AGREE}"
             "for name in ('close', 'equal', 'shape', 'that', 'choice', 'loop_free', 'unchanged'):\n"
             "    setattr(coursework.check, name, agree)\n    setattr(check, name, agree)",
        named="replaces an attribute of coursework.check",
    ),
    Attack(
        "check-score", PATCHED_JUDGES, "check.score returns all points of the question",
        cell="check.score = lambda of=None: float(of)", named="replaces check.score",
    ),
    Attack(
        "check-score-huge", PATCHED_JUDGES, "check.score returns a thousand times the points",
        cell="check.score = lambda of=None: 1000.0 * of", named="replaces check.score", probe=True,
    ),
    Attack(
        "check-score-nan", PATCHED_JUDGES, "check.score returns NaN",
        cell="check.score = lambda of=None: float('nan')", named="replaces check.score",
    ),
    Attack(
        "check-score-negative", PATCHED_JUDGES, "check.score returns points below zero",
        cell="check.score = lambda of=None: -1e9", named="replaces check.score",
    ),
    Attack(
        "check-parts", PATCHED_JUDGES, "every part of a test is recorded as passed, whatever happens in it",
        cell=PARTS, named="replaces check.part",
    ),
    Attack(
        "check-class", PATCHED_JUDGES, "the name check is taken by a class of the student's",
        cell="class check:\n    def __getattr__(self, name):\n        import contextlib\n\n"
             "        return lambda *args, of=None, **kwargs: of or contextlib.suppress(Exception)\n\n\n"
             "check = check()",
        named="redefines check",
    ),
    Attack(
        "np-shadowed", PATCHED_JUDGES, "the name np is taken by an object that agrees",
        cell=f"import numpy as real\n\n{LIAR}\nnp = Liar()\nabs = lambda x: 0.0", named="redefines np",
    ),
    Attack(
        "np-shadowed-late", PATCHED_JUDGES, "np is taken just before each test, in cells of their own",
        damage=_hook_before_every_test, named="redefines np",
    ),
    Attack(
        "asserts-dropped", PATCHED_JUDGES, "an AST transformer that drops assert and with",
        cell=DROP_ASSERTS, named="changes how cells are run",
    ),
    Attack(
        "lines-dropped", PATCHED_JUDGES, "an input transformer that empties test cells",
        cell=DROP_LINES, named="input_transformers_post",
    ),
    Attack(
        "wrapped-run-cell", PATCHED_JUDGES, "the shell's run_cell_async runs something else for test cells",
        cell=WRAPPED_RUN, named="changes how cells are run", probe=True,
    ),
    Attack(
        "wrapped-do-execute", PATCHED_JUDGES, "the kernel's do_execute runs something else for test cells",
        cell=WRAPPED_EXECUTE, named="changes how cells are run",
    ),
    Attack(
        "errors-swallowed", PATCHED_JUDGES, "the shell forgets the error of a cell and shows no traceback",
        cell=SWALLOWED, named="changes how cells are run",
    ),
    Attack(
        "displayed-score", PATCHED_JUDGES, "a message to the front end shows the full score as the cell's result",
        cell=DISPLAYED_SCORE, named="changes how cells are run",
    ),
    Attack(
        "display-instead", PATCHED_JUDGES, "test cells are not run; 10.0 is displayed in their place",
        cell=DISPLAY_HOOK, named="changes how cells are run",
    ),
    Attack(
        "trace-hook", PATCHED_JUDGES, "a trace function exchanges names in the running test cell",
        cell=TRACE, named="settrace",
    ),
    Attack(
        "background-thread", PATCHED_JUDGES, "a thread that patches the judges later, again and again",
        cell=THREAD, named="starts a thread",
    ),
    Attack(
        "predictable-inputs", PATCHED_JUDGES, "the random generator gives zeros, for which the answer is easy",
        {"rows-sum": SHADOW_ANSWER}, cell=PREDICTABLE, named="replaces np.random.default_rng",
    ),
    Attack(
        "reference-replaced", PATCHED_JUDGES, "the reference that tests import is the student's own notebook",
        cell=REFERENCE, named="replaces sys.modules",
    ),
    Attack(
        "names-not-asked-for", PATCHED_JUDGES, "hands over a `check` that is content with all, unasked",
        cell=LOOKUP, probe=True,
    ),
    Attack(
        "second-guess", PATCHED_JUDGES, "a letter for the first run of a test, and another for the second",
        {"rows-axis": SECOND_GUESS}, probe=True,
    ),
)  # fmt: skip
