"""Careless and broken submissions that run: what their cells do costs what depends on it, and is said plainly."""

from __future__ import annotations

import copy
import json
import re
from dataclasses import replace

import nbformat
import pytest
from careless_cells import FULL, GIVEN_FILE, SCALE, SUM, Desk, careless_bundle
from tiny_course import COURSE

from autograder.course import load_course
from autograder.errors import CourseError
from autograder.feedback import write_feedback
from autograder.gates import answered, full_marks
from autograder.grade import Grader
from autograder.result import GRADED

KEPT = 64 << 10


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    with Grader(careless_bundle(tmp_path_factory.mktemp("course"))) as grader:
        yield Desk(grader, tmp_path_factory.mktemp("student"))


@pytest.fixture(scope="module")
def hand_in(desk):
    return desk.hand_in


def lost(*questions: str) -> dict[str, float | None]:
    """Full points but for these questions."""
    return FULL | dict.fromkeys(questions, 0)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("def row_sums(x):\n    return (x", "SyntaxError: '(' was never closed (cell, line 2)"),
        ("def row_sums(x)\n    return x", "SyntaxError: expected ':' (cell, line 1)"),
        ("name = 'rows", "SyntaxError: unterminated string literal (detected at line 1)"),
        ("def row_sums(x):\n\treturn x\n        return 1", "TabError: inconsistent use of tabs and spaces"),
        ("def row_sums(x):\nreturn x", "IndentationError: expected an indented block after function definition"),
        ("print 'rows'", "SyntaxError: Missing parentheses in call to 'print'. Did you mean print(...)?"),
        ("def row_sums(x):\n    return x\n<<<<<<< HEAD", "SyntaxError: invalid syntax (cell, line 3)"),
    ],
)
def test_row_18_syntax_error(hand_in, source, words):
    handed = hand_in(tiny_sum_solution=source)
    assert handed.points == lost("tiny-sum")
    assert handed.result.status == GRADED
    assert handed.reason("tiny-sum").startswith(f"the cell with the answer stopped: {words}")


def test_row_18_syntax_error_that_others_depend_on(hand_in):
    uses = "def scale_rows(x):\n    return x / row_sums(x)[:, None]"
    handed = hand_in(tiny_sum_solution="def row_sums(x)\n    return x", tiny_scale_solution=uses)
    assert handed.points == lost("tiny-sum", "tiny-scale")
    assert "the cell that defines `row_sums` stopped: SyntaxError" in handed.reason("tiny-scale")


@pytest.mark.parametrize(
    "source", ["raise NotImplementedError", 'def row_sums(x):\n    raise NotImplementedError("tiny-sum")']
)
def test_row_19_not_implemented(hand_in, source):
    handed = hand_in(tiny_sum_solution=source)
    assert handed.points == lost("tiny-sum")
    assert (handed.question("tiny-sum").status, handed.reason("tiny-sum")) == ("not attempted", "not attempted yet")


HELPER = "def helper(x):\n    return x.sum(axis=1)"
HELPED = "def row_sums(x):\n    return helper(x)"
BELOW = "`helper` is defined further down, in a cell after question tiny-sum: move it up"


@pytest.mark.parametrize(
    ("answer", "own", "words"),
    [
        (HELPED, HELPER, BELOW),
        (f"helper(np.eye(2))\n{SUM}", HELPER, BELOW),
        ("def row_sums(x):\n    return x.sum(axis=1) if x.shape == (2, 2) else helper(x)", HELPER, BELOW),
        ("a = 1", SUM, "`row_sums` is defined further down, in a cell after question tiny-sum: move it up"),
    ],
    ids=["in a function", "in the cell", "in a function, for hidden inputs only", "the answer itself"],
)
def test_row_20_out_of_order(hand_in, answer, own, words):
    handed = hand_in(own, tiny_sum_solution=answer)
    assert handed.points == lost("tiny-sum")
    assert handed.reason("tiny-sum").endswith(words)


def test_row_20_out_of_order_across_answers(hand_in):
    handed = hand_in(tiny_sum_solution=HELPED, tiny_scale_solution=f"{HELPER}\n{SCALE}")
    assert handed.points == lost("tiny-sum")
    assert handed.reason("tiny-sum").endswith("in the answer to tiny-scale: move it up")


def test_row_20_defined_in_a_cell_that_stopped(hand_in):
    handed = hand_in(f"import nosuch\n{HELPER}", before="tiny-sum-solution", tiny_sum_solution=HELPED)
    assert handed.points == lost("tiny-sum")
    words = "the cell that defines `helper` stopped: ModuleNotFoundError: No module named 'nosuch'"
    assert handed.reason("tiny-sum").endswith(words)


ASKING = {
    "input('name? ')": "input()",
    "import getpass\ngetpass.getpass()": "getpass()",
    "breakpoint()": "breakpoint()",
    "import pdb\npdb.set_trace()": "pdb.set_trace()",
    "import code\ncode.interact()": "input()",
    "%debug": "%debug",
    "import IPython\nIPython.embed()": "input()",
}


def test_row_21_input(hand_in):
    handed = hand_in(*ASKING, "import sys\nprint(repr(sys.stdin.read()))")
    assert handed.points == FULL
    for source, what in ASKING.items():
        assert handed.error(source).startswith(f"RuntimeError: {what} is not allowed: nobody is there"), source
    assert handed.printed("import sys\nprint(repr(sys.stdin.read()))") == "''\n"


@pytest.mark.parametrize("what", ["input()", "breakpoint()"])
def test_row_21_input_in_an_answer(hand_in, what):
    handed = hand_in(tiny_sum_solution=f"def row_sums(x):\n    {what}\n    return x.sum(axis=1)")
    assert handed.points == lost("tiny-sum")
    assert f"{what} is not allowed" in handed.reason("tiny-sum")


def test_row_22_plt_show(hand_in):
    plot = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\n"
    drawing = {
        f"{plot}plt.show()\nplt.plot([2, 1])\nplt.show()": 2,
        f"{plot}plt.gcf().show()\nplt.pause(0.01)": 1,
        f"plt.switch_backend('TkAgg')\n{plot}": 1,
        f"import matplotlib\nmatplotlib.use('QtAgg')\n{plot}": 1,
        f"matplotlib.rcdefaults()\n{plot}": 1,
        "figure, _ = plt.subplots(figsize=(200, 200))": 1,
        "plt.close('all')\nprint(matplotlib.get_backend())": 0,
    }
    handed = hand_in(*drawing, tiny_sum_solution=f"{SUM}\n{plot}plt.show(block=True)")
    assert handed.points == FULL
    assert {source: handed.pictures(source) for source in drawing} == drawing
    assert not any(handed.error(source) for source in drawing)
    assert handed.printed(list(drawing)[-1]) == "agg\n"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("import tkinter\ntkinter.Tk().mainloop()", "there is no screen"),
        (
            "import cv2\ncv2.imshow('rows', np.eye(2))",
            "cv2 is neither a package of this assignment (numpy,",
        ),
    ],
)
def test_row_22_gui(hand_in, source, words):
    handed = hand_in(tiny_sum_solution=f"{source}\n{SUM}")
    assert handed.points == lost("tiny-sum")
    # An interpreter without Tk says that, at once, and nothing of a screen.
    assert words in handed.reason("tiny-sum") or "tkinter" in handed.reason("tiny-sum")


def test_row_23_widgets(hand_in):
    modes = [f"%matplotlib {mode}\nplt.plot([1])" for mode in ("notebook", "widget", "inline", "qt", "tk")]
    interact = "from ipywidgets import interact\n@interact(n=(0, 10))\ndef show(n):\n    print('n is', n)"
    slider = "from ipywidgets import IntSlider\nfrom IPython.display import display\ndisplay(IntSlider())"
    bars = [
        f"from {module} import tqdm\nfor _ in tqdm(range(100_000)):\n    pass"
        for module in ("tqdm", "tqdm.notebook", "tqdm.auto")
    ]
    cells = ["import matplotlib.pyplot as plt", *modes, interact, slider, *bars]
    handed = hand_in(*cells)
    assert handed.points == FULL
    assert not [handed.error(source) for source in cells if handed.error(source)]
    assert [handed.pictures(source) for source in modes] == [1] * len(modes)
    assert handed.printed(interact) == "n is 5\n"
    assert handed.outputs(slider)[0].data == {"text/plain": "IntSlider(value=0)"}
    for source in bars:
        assert re.fullmatch(r"100%\|█+\| 100000/100000 \[.*\]\n?", handed.printed(source)), source


NO_NETWORK = "there is no network while a notebook runs alone"
DOWNLOADS = {
    "!pip install einops": NO_NETWORK,
    "%pip install -q einops": NO_NETWORK,
    "!python -m pip install einops": NO_NETWORK,
    "!wget -q http://example.com/a.zip || echo gone on": "gone on",
    "!curl -s http://example.com/a.zip || echo gone on": "gone on",
    "!git clone https://example.com/a/b": "Could not resolve host",
    "!pip install numpy": "Requirement already satisfied: numpy",
    "%pip install -U 'numpy>=1.20' matplotlib": "Requirement already satisfied: matplotlib",
    "from google.colab import drive\ndrive.mount('/content/drive')": "Google Drive is not there",
    "from google.colab import files\nfiles.download('rows.txt')": "",
    "from google.colab import auth\nauth.authenticate_user()": "Nobody is logged in",
    "from google.colab import data_table, runtime, widgets\nwidgets.TabBar(['a'])": "",
    "from google.colab import output\noutput.enable_custom_widget_manager()": "",
}


def test_row_24_downloads(hand_in):
    picture = "from google.colab.patches import cv2_imshow\ncv2_imshow(np.zeros((4, 4, 3)))"
    refused = {
        "from google.colab import files\nfiles.upload()": "files.upload() is not allowed",
        "from google.colab import userdata\nuserdata.get('TOKEN')": "SecretNotFoundError",
        "import urllib.request\nurllib.request.urlopen('http://example.com')": "name resolution",
        "import socket\nsocket.create_connection(('192.0.2.1', 80))": "unreachable",
    }
    handed = hand_in(*DOWNLOADS, picture, *refused, tiny_sum_solution=f"!pip install -r requirements.txt\n{SUM}")
    assert handed.points == FULL
    for source, words in DOWNLOADS.items():
        assert words in handed.printed(source), source
        assert not handed.error(source)
    assert handed.pictures(picture) == 1
    for source, words in refused.items():
        assert words in handed.error(source), source


@pytest.mark.parametrize(
    "source",
    [
        "import urllib.request\nurllib.request.urlopen('http://example.com/weights.pt')",
        "import torch\ntorch.hub.load_state_dict_from_url('http://example.com/weights.pt')",
        "import subprocess, sys\nsubprocess.check_call([sys.executable, '-m', 'pip', 'install', 'einops'])",
    ],
)
def test_row_24_download_before_an_answer(hand_in, source):
    handed = hand_in(tiny_sum_solution=f"{source}\n{SUM}")
    assert handed.points == lost("tiny-sum")
    assert handed.reason("tiny-sum").endswith(NO_NETWORK)


HARMLESS = {
    "%timeit -n 10 -r 1 sum(range(10))": "per loop",
    "%%time\nx = 1": "Wall time",
    "%%capture caught\nprint('not shown')": "",
    "print(caught.stdout)": "not shown",
    "%%bash\necho from bash": "from bash",
    "%%python3\nprint('from python')": "from python",
    "%load_ext autoreload\n%autoreload 2\nprint('loaded')": "loaded",
    "%%writefile x.py\nprint('from x')": "Writing x.py",
    "%run x.py": "from x",
    "import x": "from x",
    "%cd /tmp": "/tmp",
    "%cd /content/drive/MyDrive": "No such file",
    "%config InlineBackend.figure_format = 'retina'": "",
    "%env ROWS=1": "env: ROWS=1",
    "!echo $ROWS": "1",
    "lines = !printf 'a\\nb\\n'\nprint(lines.n)": "a\nb",
    "?len": "Return the number of items",
    "%who": "",
    "%history": "",
    "%%javascript\nalert(1)": "",
    "%%html\n<b>rows</b>": "",
    "%prun -q sum(range(10))": "",
    "%xmode Verbose": "Verbose",
    "%pdb on": "ON",
}
UNKNOWN = {
    "%nosuch": "UsageError: Line magic function `%nosuch` not found",
    "%%nosuch\nx = 1": "UsageError: Cell magic `%%nosuch` not found",
    "%load_ext tensorboard": "ModuleNotFoundError",
    "1 / 0": "ZeroDivisionError",
    "%notebook x.ipynb": "ModuleNotFoundError",
}


def test_row_25_magics(hand_in):
    handed = hand_in(*HARMLESS, *UNKNOWN)
    assert handed.points == FULL
    for source, words in HARMLESS.items():
        assert not handed.error(source), source
        assert words in handed.printed(source), source
    for source, words in UNKNOWN.items():
        assert handed.error(source).startswith(words), source


def test_row_25_magic_before_an_answer(hand_in):
    handed = hand_in(tiny_sum_solution=f"%nosuch\n{SUM}", tiny_scale_solution=f"%matplotlib inline\n{SCALE}")
    assert handed.points == lost("tiny-sum")
    assert handed.reason("tiny-sum").endswith(
        "`%nosuch` not found: this command is not available while a notebook runs alone"
    )


ENDING = ["import sys\nsys.exit()", "exit()", "quit", "raise SystemExit(3)", "import os\nos._exit(0)"]


def test_row_32_exit(hand_in):
    after = "exit()\nprint('after')"
    handed = hand_in(*ENDING, after, "print('goes on')")
    assert handed.points == FULL
    assert handed.printed("print('goes on')") == "goes on\n"
    assert handed.printed(after) == ""


@pytest.mark.parametrize("ending", ENDING)
def test_row_32_exit_before_an_answer(hand_in, ending):
    handed = hand_in(tiny_sum_solution=f"{ending}\n{SUM}")
    # `quit` alone on a line, with more below it, is an expression that does nothing.
    assert handed.points == (FULL if ending == "quit" else lost("tiny-sum"))
    words = "ended itself (exit code 0)" if "_exit" in ending else "it ends there, what stands below does not run"
    assert ending == "quit" or handed.reason("tiny-sum").endswith(words)


@pytest.mark.parametrize("ending", ["raise SystemExit", "exit()", "import os; os._exit(0)"])
def test_row_32_exit_in_an_answer(hand_in, ending):
    handed = hand_in(tiny_sum_solution=f"def row_sums(x):\n    {ending}\n    return x.sum(axis=1)")
    assert handed.points == lost("tiny-sum")
    assert re.search("ended itself|raised SystemExit", handed.reason("tiny-sum"))


ENDLESS = """
import sys
sys.setrecursionlimit(10**9)
class Row:
    def __getattr__(self, name):
        return getattr(self, name + 'x')
"""


def test_row_33_recursion(hand_in):
    handed = hand_in(tiny_sum_solution="def row_sums(x):\n    return row_sums(x)\nrow_sums(0)")
    assert handed.points == lost("tiny-sum")
    words = "RecursionError: maximum recursion depth exceeded: a function calls itself too often, or without end"
    assert handed.reason("tiny-sum") == f"the cell with the answer stopped: {words}"
    handed = hand_in(tiny_sum_solution="def row_sums(x):\n    return row_sums(x)")
    assert handed.points == lost("tiny-sum")
    assert handed.reason("tiny-sum").endswith(words)


def test_row_33_recursion_limit(hand_in):
    handed = hand_in(tiny_sum_solution=f"{ENDLESS}Row().sums\n{SUM}")
    assert handed.points == lost("tiny-sum")
    assert handed.reason("tiny-sum").endswith("the interpreter crashed (SIGSEGV)")
    inside = "def row_sums(x):\n    sys.setrecursionlimit(10**9)\n    return Row().sums"
    handed = hand_in("import sys\nsys.setrecursionlimit(80)", tiny_sum_solution=f"{ENDLESS}{inside}")
    assert handed.points == lost("tiny-sum")
    assert handed.reason("tiny-sum").endswith("the interpreter crashed (SIGSEGV)")


LOUD = [
    "print('<' + 'x' * 100_000_000 + '>', end='')",
    "print('<', *range(300_000), sep='\\n', end='>')",
    "import os\nos.write(1, b'<')\nfor _ in range(1000):\n    os.write(1, bytes(100_000))\nos.write(1, b'>')",
    "import subprocess, sys\nsys.stdout.write('<')\n"
    "done = subprocess.run('yes | head -c 20000000; printf \">\"', shell=True)",
    "!printf '<'; yes | head -c 100000000; printf '>'",
    "%%bash\nprintf '<'; yes | head -c 3000000; printf '>'",
    "import ctypes, sys\nlibc = ctypes.CDLL(None)\nlibc.printf(b'<')\n"
    "for _ in range(30_000):\n    libc.printf(b'many rows')\ndone = libc.printf(b'>')",
]


def test_row_34_loud(hand_in):
    handed = hand_in(*LOUD, "!yes")
    assert handed.points == FULL
    for source in LOUD:
        text = handed.printed(source)
        assert text.startswith("<"), source
        assert text.endswith(">"), source
        assert len(text.encode()) <= KEPT + 100, source
        assert re.search(r"\n\.\.\. [\d,]+ bytes left out \.\.\.\n", text), source
    assert "99,934,466 bytes left out" in handed.printed(LOUD[0])
    assert len(handed.printed("!yes")) <= KEPT + 200


def test_row_35_figures(hand_in):
    many = "import matplotlib.pyplot as plt\nfor _ in range(3000):\n    plt.figure(figsize=(1, 1))"
    shown = "for _ in range(25):\n    plt.figure(figsize=(1, 1))\n    plt.show()"
    displays = "from IPython.display import display\nfor n in range(5000):\n    display(n)"
    handed = hand_in(many, shown, displays)
    assert handed.points == FULL
    for source, count in ((many, 3000), (shown, 25)):
        assert 0 < handed.pictures(source) <= 20
        assert f"{count - handed.pictures(source):,} more outputs left out" in handed.printed(source)
    assert len(handed.outputs(displays)) == 51


def test_row_36_warnings(hand_in):
    noisy = (
        "import os, sys, warnings\ndef row_sums(x):\n    warnings.warn('rows are deprecated', DeprecationWarning)\n"
        "    np.log(np.zeros(1)) / 0\n    print('noise', file=sys.stderr)\n    os.write(2, b'[W NNPACK.cpp:53]\\n')\n"
        "    return x.sum(axis=1)\nrow_sums(np.eye(2))"
    )
    handed = hand_in(tiny_sum_solution=noisy)
    assert handed.points == FULL
    assert "NNPACK" in handed.printed(noisy)


LEAVES = """
import os, subprocess, threading, time
open('/tmp/left', 'w').write('rows')
open(os.path.expanduser('~/left'), 'w').write('rows')
process = subprocess.Popen(['sleep', '1000'])
def spoil():
    global row_sums
    while not os.path.exists('/tmp/go'):
        time.sleep(0.001)
    row_sums = None
    open('/tmp/spoilt', 'w').close()
threading.Thread(target=spoil, daemon=True).start()"""
LETS_GO = """
open('/tmp/go', 'w').close()
while not os.path.exists('/tmp/spoilt'):
    time.sleep(0.001)
print(row_sums)"""
LOOKS = """
import os, pathlib
names = [path.read_text().split(chr(0))[0] for path in pathlib.Path('/proc').glob('[1-9]*/cmdline')]
print('sleep' in names, os.path.exists('/tmp/left'), os.path.exists(os.path.expanduser('~/left')))"""


def test_row_37_left_behind(hand_in):
    """A thread that goes on changes nothing of a question that stood before; the next submission finds nothing."""
    handed = hand_in(LETS_GO, tiny_sum_solution=f"{SUM}\n{LEAVES}")
    assert handed.points == FULL
    assert handed.printed(LETS_GO) == "None\n"
    assert hand_in(LOOKS).printed(LOOKS) == "False False False\n"


READS = f"def scale_rows(x):\n    assert open({GIVEN_FILE[0]!r}).read()\n    return x / x.sum(axis=1, keepdims=True)"


@pytest.mark.parametrize(
    "spoil",
    [
        "import os\nos.chdir('/')",
        "import os, tempfile\nfolder = tempfile.mkdtemp()\nos.chdir(folder)\nos.rmdir(folder)",
        f"import os\nos.remove({GIVEN_FILE[0]!r})",
        "import os, shutil\nshutil.rmtree(os.path.expanduser('~'), ignore_errors=True)",
        "!rm -rf * ~/*",
    ],
)
def test_row_38_folder(hand_in, spoil):
    assert hand_in(spoil, tiny_scale_solution=READS).points == FULL


# What a cell leaves set, an expression for it, and its value at every question.
SETTINGS = [
    ("np.seterr(all='raise')", "np.geterr()['over']", "warn"),
    ("np.set_printoptions(precision=2)", "np.get_printoptions()['precision']", 8),
    ("torch.set_grad_enabled(False)", "torch.is_grad_enabled()", True),
    ("torch.inference_mode().__enter__()", "torch.is_inference_mode_enabled()", False),
    ("torch.set_default_device('meta')", "str(torch.ones(1).device)", "cpu"),
    ("torch.set_default_dtype(torch.float64)", "str(torch.ones(1).dtype)", "torch.float32"),
    ("torch.set_num_threads(8)", "torch.get_num_threads()", 1),
    ("torch.autograd.set_detect_anomaly(True)", "torch.is_anomaly_enabled()", False),
    ("torch.set_float32_matmul_precision('medium')", "torch.get_float32_matmul_precision()", "highest"),
    ("torch.set_printoptions(precision=1)", "str(torch.tensor(0.1234))", "tensor(0.1234)"),
    ("warnings.simplefilter('error')", "warnings.warn('rows') or 'warned'", "warned"),
    ("warnings.showwarning = None", "warnings.showwarning is None", False),
    ("decimal.getcontext().prec = 3", "decimal.getcontext().prec", 28),
    ("locale.setlocale(locale.LC_ALL, 'C')", "locale.setlocale(locale.LC_CTYPE)", "C.UTF-8"),
    ("sys.setrecursionlimit(100_000)", "sys.getrecursionlimit()", 1000),
    ("sys.set_int_max_str_digits(700)", "sys.get_int_max_str_digits()", 4300),
    ("sys.setswitchinterval(1.0)", "sys.getswitchinterval()", 0.005),
    ("gc.disable()", "gc.isenabled()", True),
    ("gc.set_threshold(1)", "gc.get_threshold()[0]", 700),
    ("signal.signal(signal.SIGTERM, print)", "signal.getsignal(signal.SIGTERM) is signal.SIG_DFL", True),
    ("signal.alarm(3600)", "signal.alarm(0)", 0),
    ("signal.pthread_sigmask(signal.SIG_BLOCK, [10])", "signal.pthread_sigmask(signal.SIG_BLOCK, [])", set()),
    ("plt.rcParams['lines.linewidth'] = 9", "plt.rcParams['lines.linewidth']", 1.5),
    ("plt.figure()", "plt.get_fignums()", []),
    ("builtins.sum = builtins.abs = lambda *a: 0", "(sum([1, 2]), abs(-1))", (3, 1)),
    ("builtins.print = builtins.divmod = None", "(print is None, divmod(1, 2))", (False, (0, 1))),
    ("sys.stdout = sys.stderr = None", "sys.stdout is None", False),
    ("sys.settrace(lambda *a: None)", "sys.gettrace()", None),
    ("sys.setprofile(lambda *a: None)", "sys.getprofile()", None),
    ("threading.settrace(print)", "threading.gettrace()", None),
    ("threading.excepthook = sys.excepthook = print", "print in (threading.excepthook, sys.excepthook)", False),
    ("faulthandler.enable()", "faulthandler.is_enabled()", False),
    ("logging.disable(logging.CRITICAL)", "logging.root.manager.disable", 0),
]  # fmt: skip
NEEDED = """
import builtins, decimal, faulthandler, gc, locale, logging, signal, sys, threading, warnings
import torch
import matplotlib.pyplot as plt"""
SETTINGS_CHECKED = f"""
def row_sums(x):
    found = []
    for setting, expression, value in {[(a, b, c) for a, b, c in SETTINGS]!r}:
        if eval(expression) != value:
            found.append(setting)
    if found:
        raise ValueError(found)
    return x.sum(axis=1)"""


def test_row_39_global_state(hand_in):
    settings = [setting for setting, _, _ in SETTINGS]
    handed = hand_in(NEEDED, *settings, before="tiny-sum-solution", tiny_sum_solution=SETTINGS_CHECKED)
    assert handed.reason("tiny-sum") == ""
    assert handed.points == FULL
    assert not [handed.error(setting) for setting, _, _ in SETTINGS if handed.error(setting)]


def test_row_39_deterministic_algorithms(hand_in):
    checked = f"import torch\ntorch.use_deterministic_algorithms(True)\n{SCALE}".replace(
        "return", "assert not torch.are_deterministic_algorithms_enabled()\n    return"
    )
    assert hand_in(tiny_scale_solution=checked).points == FULL


def test_row_39_seeds(hand_in):
    draws = "def row_sums(x):\n    raise ValueError(f'{random.random()} {np.random.rand()} {torch.rand(1).item()}')"
    quiet = hand_in("import random, torch", before="tiny-sum-solution", tiny_sum_solution=draws)
    drawn = hand_in(
        "import random, torch\nrandom.seed(3)\nnp.random.seed(None)\ntorch.rand(5)\nrandom.random()",
        before="tiny-sum-solution",
        tiny_sum_solution=draws,
    )
    assert "0." in quiet.reason("tiny-sum")
    assert quiet.reason("tiny-sum") == drawn.reason("tiny-sum")


def test_row_39_setting_made_where_it_is_needed(hand_in):
    own = (
        "import sys\ndef depth(n):\n    return n and 1 + depth(n - 1)\n"
        "def row_sums(x):\n    sys.setrecursionlimit(5000)\n    return x.sum(axis=1) + 0 * depth(2000)"
    )
    assert hand_in(tiny_sum_solution=own).points == FULL


def test_row_53_data(hand_in):
    cells = {
        "from coursework import data\nprint(data.load('digits').x_train.shape[1:])": "(8, 8",
        "data.load('cifar10')": "",
        "given = data.load('cifar10', fallback='digits')\nprint(given.name)": "digits",
        "import os\nopen(os.path.join(os.environ['COURSEWORK_DATA'], 'mine'), 'w')": "",
    }
    load, absent, instead, write = cells
    handed = hand_in(*cells)
    assert handed.points == FULL
    for source, words in cells.items():
        assert words in handed.printed(source), source
    assert not handed.error(load)
    assert not handed.error(instead)
    assert re.search(r"cifar10.*(digits|shapes)", handed.error(absent), re.DOTALL | re.IGNORECASE)
    assert "Read-only file system" in handed.error(write)


@pytest.mark.parametrize("value", ["0", "-5", "nan", "inf"])
def test_row_54_points_that_are_none(tmp_path, value):
    (tmp_path / "course.toml").write_text(COURSE.replace("tiny-scale = 39", f"tiny-scale = {value}"))
    with pytest.raises(CourseError, match="must be above 0: tiny-scale"):
        load_course(tmp_path)


@pytest.mark.parametrize(
    ("worth", "words"),
    [
        ("25", "the parts of this cell give 75 points, but score(of=50) says 50"),
        ("float('nan')", "points must be 0 or more, got nan"),
    ],
)
def test_row_54_points_of_parts(desk, tmp_path, worth, words):
    """Points of parts that a loop makes, not to be read off the source, are checked as they run."""
    bundle = desk.grader.bundle
    test = (
        f"for size in (1, 2, 3):\n    with check.part(str(size), points={worth}):\n"
        "        check.close(row_sums(np.ones((size, 1))), np.ones(size))\ncheck.score(of=50)"
    )
    source, release = copy.deepcopy(bundle.source), copy.deepcopy(bundle.release)
    for notebook in (source, release):
        next(cell for cell in notebook.cells if cell.id == "tiny-sum").source = test
    (tmp_path / "tiny.ipynb").write_text(json.dumps(answered(release, source)))
    light = replace(bundle.assignment, imports=("numpy", "coursework"), data=())
    with Grader(replace(bundle, assignment=light, source=source, release=release)) as grader:
        problems = full_marks(grader, tmp_path, 1, lambda number: None)
        assert problems[0].startswith("with seed 0: tiny-sum: 0 of 50 points: ValueError: ")
        assert words in problems[0]
        points = {q.grade_id: q.earned for q in grader.grade(tmp_path, "student").result.questions}
    assert points == lost("tiny-sum")


SHOWY = """
class Shows:
    def __init__(self, **how):
        self.how = how
    def __getattr__(self, name):
        if name.startswith('_repr_') and name in self.how:
            return self.how[name]
        raise AttributeError(name)
    def __repr__(self):
        return 'rows'
def fails():
    raise ValueError('no picture')
def hangs():
    while True:
        pass
"""
DISPLAYS = {
    "Shows(_repr_html_=fails)": ["text/plain"],
    "Shows(_repr_html_=hangs, _repr_javascript_=hangs, _repr_svg_=hangs)": ["text/plain"],
    "Shows(_repr_png_=fails)": ["text/plain"],
    "Shows(_repr_png_=lambda: 'rubbish')": ["text/plain"],
    "Shows(_repr_png_=lambda: b'<script>alert(1)</script>')": ["text/plain"],
    "Shows(_repr_html_=lambda: '<script>alert(1)</script>' * 10**6)": ["text/plain"],
    "Shows(_repr_mimebundle_=lambda **k: {'text/html': '<script>alert(1)</script>', 'text/plain': 'rows'})": [
        "text/plain"
    ],
    "from IPython.display import HTML, Javascript, SVG, display\ndisplay(Javascript('alert(1)'))": ["text/plain"],
    "HTML('<script>alert(1)</script>')": ["text/plain"],
    "display({'text/html': '<script>alert(1)</script>', 'application/javascript': 'alert(1)'}, raw=True)": [],
    "'x' * 10**7": ["text/plain"],
    "class Odd:\n    def __repr__(self):\n        raise ValueError('odd')\nOdd()": None,
    "class Own:\n    def _ipython_display_(self):\n        raise ValueError('own')\nOwn()": ["text/plain"],
    "shown = display('0', display_id=True)\nfor n in range(1000):\n    shown.update(n)": ["text/plain"],
    "from IPython.display import clear_output\nfor n in range(1000):\n    print(n)\n    clear_output(wait=True)": None,
}


def test_displays(hand_in, desk, tmp_path):
    """An object that shows itself badly costs nothing, and only text and pictures reach a reader."""
    handed = hand_in(SHOWY, *DISPLAYS)
    assert handed.points == FULL
    for source, kinds in DISPLAYS.items():
        assert not handed.error(source), source
        outputs = handed.outputs(source)
        assert kinds is None or [list(output.data) for output in outputs] == [kinds][: len(outputs)], source
    assert handed.outputs(list(DISPLAYS)[-2])[0].data["text/plain"] == "999"
    assert handed.printed(list(DISPLAYS)[-1]) == ""
    assert "bytes left out" in handed.outputs("'x' * 10**7")[0].data["text/plain"]
    shown = json.dumps([output for source in DISPLAYS for output in handed.outputs(source)])
    assert "<script" not in shown
    assert "alert(1)" not in shown
    work = desk.grader.bundle.course.at(tmp_path)
    autograded = work.autograded / "student" / "tiny" / "tiny.ipynb"
    autograded.parent.mkdir(parents=True)
    nbformat.write(handed.notebook, autograded)
    page = write_feedback(work, handed.result).read_text()
    assert "&lt;script&gt;alert" in page or "&lt;script" in page
    assert "<script>alert" not in page


POOLED = "    print(list(pool.map(square, range(4))))"
PARALLEL = {
    "import asyncio\nawait asyncio.sleep(0.001)\nprint('awaited')": "awaited",
    "async def two():\n    return 2\nprint(asyncio.run(two()))": "2",
    "import nest_asyncio\nnest_asyncio.apply()\nprint(asyncio.run(two()))": "2",
    "def square(n):\n    return n * n": "",
    f"from multiprocessing import Pool\nwith Pool(2) as pool:\n{POOLED}": "[0, 1, 4, 9]",
    f"import concurrent.futures as cf\nwith cf.ThreadPoolExecutor(4) as pool:\n{POOLED}": "[0, 1, 4, 9]",
    f"with cf.ProcessPoolExecutor(2) as pool:\n{POOLED}": "[0, 1, 4, 9]",
    "from multiprocessing import get_context\nwith get_context('spawn').Pool(1) as pool:\n"
    "    print(pool.map(abs, [-1]))": "[1]",
    "import torch\nfrom torch.utils.data import DataLoader, TensorDataset\ndata = TensorDataset(torch.ones(10, 3))\n"
    "for (rows,) in DataLoader(data, batch_size=5, num_workers=2):\n    print(rows.shape)": "torch.Size([5, 3])",
    "import threading\nthread = threading.Thread(target=print, args=['from a thread'])\n"
    "thread.start()\nthread.join()": "from a thread",
}


def test_parallel_cells(hand_in):
    handed = hand_in(*PARALLEL)
    assert handed.points == FULL
    for source, words in PARALLEL.items():
        assert not handed.error(source), source
        assert words in handed.printed(source), source


def test_parallel_answers(hand_in):
    pooled = (
        "from concurrent.futures import ThreadPoolExecutor\nfrom multiprocessing import Pool\n"
        "def total(row):\n    return row.sum()\n"
        "def row_sums(x):\n    with Pool(2) as pool:\n        return np.array(pool.map(total, list(x)))"
    )
    threaded = (
        "def scale_rows(x):\n    with ThreadPoolExecutor(4) as pool:\n"
        "        return np.array(list(pool.map(lambda row: row / row.sum(), x)))"
    )
    assert hand_in(tiny_sum_solution=pooled, tiny_scale_solution=threaded).points == FULL


ODD = {
    "print('Zeilensumme Σ行和 🙂')": "Zeilensumme Σ行和 🙂\n",
    "print('half \\ud83d')": "half ?\n",
    "print('10%\\r50%\\r100%')": "100%\n",
    "print('one\\r\\ntwo')": "one\ntwo\n",
    "for n in range(100_000):\n    print(f'\\r{n}', end='')": "99999",
    "import sys\nsys.stdout.buffer.write(b'bytes \\xff\\n')\nsys.stdout.flush()": "bytes \ufffd\n",
    "import os\ndone = os.write(1, 'fd Σ'.encode())": "fd Σ",
    "print('a', file=sys.__stdout__)": "a\n",
    "print('\\x1b[31mred\\x1b[0m')": "\x1b[31mred\x1b[0m\n",
    "print('nul \\0 bell \\a')": "nul \0 bell \a\n",
    "print('shut')\nsys.stdout.close()": "shut\n",
    "sys.stdout.detach()": "",
    "sys.stdout = None\nprint('nowhere')": "",
    "print('again')": "again\n",
}


def test_odd_output(hand_in):
    handed = hand_in(*ODD)
    assert handed.points == FULL
    assert {source: handed.printed(source) for source in ODD} == ODD
    assert json.loads(nbformat.writes(handed.notebook))


def test_odd_words_of_errors(hand_in):
    raises = "def row_sums(x):\n    raise ValueError('Σ \\ud83d \\x1b[31m' + chr(0) + 'rows' * 10**6)"
    handed = hand_in(tiny_sum_solution=raises)
    assert handed.points == lost("tiny-sum")
    assert "your code raised ValueError: Σ" in handed.reason("tiny-sum")
    assert not re.search(r"[\x00-\x08\x1b\ud800-\udfff]", handed.reason("tiny-sum"))
