"""What looks like an attempt on the grader is named; honest code is not."""

import re
from pathlib import Path

import pytest

from autograder.canonical import read
from autograder.suspicion import scripts, suspicious

REPOSITORY = Path(__file__).parents[2]
HONEST = ["another-way", "no-square-root", "other-algorithms", "partly-done", "perfect", "uint8-overflow", "untouched"]

GIVEN = frozenset({"np", "check"})


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("np.allclose = lambda *a: True", "replaces np.allclose"),
        ("import builtins\nbuiltins.abs = lambda x: 0", "replaces builtins.abs"),
        ("from coursework import check as c\nc.close = print", "replaces c.close"),
        ("setattr(np, 'allclose', print)", "replaces an attribute of np"),
        ("class check:\n    pass", "redefines check"),
        ("class A:\n    def __eq__(self, other):\n        'all'\n        return True", "equal to everything"),
        ("import sys\nframe = sys._getframe(3)", "_getframe"),
        ("print(In[-1])", "history"),
        ("open('../../source/02_knn/02_knn.ipynb')", "names 'source/'"),
        ("open('/proc/self/maps')", "names '/proc/'"),
        ("import ctypes", "imports ctypes"),
        ("from autograder import reference", "imports autograder"),
        ("__import__('sklearn')", "calls __import__()"),
        ("np = object()", "redefines np"),
        ("vars(np).update(allclose=print)", "dictionary of np"),
        ("import sys\nsys.modules['autograder'] = None", "replaces sys.modules"),
        ("class A(np.ndarray):\n    def __array_ufunc__(self, *args):\n        return 0", "__array_ufunc__"),
        ("class A(str):\n    def __eq__(self, other):\n        return other in 'ab'", "subclass of str"),
        ("get_ipython().ast_transformers.append(1)", "changes how cells are run"),
        ("import threading\nthreading.Thread(target=print).start()", "starts a thread"),
        ("import os\nprint(os.environ)", "reads the environment"),
        ("import os\nos.fork()", "starts processes"),
        ("import os as tools\ntools.fork()", "starts processes"),
        ("from os import environ as e\nprint(e)", "reads the environment"),
        ("import sys as s\nfor name in s.modules:\n    print(name)", "sys.modules"),
        ("import builtins as b\nb.abs = print", "replaces builtins.abs"),
        ("getattr(__builtins__, 'ev' + 'al')('1')", "reaches into __builtins__"),
        ("name = type(get_ipython()).__module__", "looks for the module that runs cells"),
        ("np.memmap('a', mode='w+', shape=3)", "shares memory through a file"),
        ("import torch\ntorch.backends.mps.is_available = lambda: True", "replaces torch.backends"),
        ("x" + ".path" * 5000, "nested too deeply"),
        ("import sys\nsys" + ".path" * 400, "nested too deeply"),
        ("html = '<script>go()</script>'", "displays a script"),
    ],
)
def test_an_attempt_is_named(source, words):
    (sentence,) = suspicious([("knn-l1-solution", source)], GIVEN)
    assert sentence.startswith("knn-l1-solution: ")
    assert words in sentence


@pytest.mark.parametrize(
    "source",
    [
        "import os, sys, math\nx = np.abs(3)\nx.shape = (1,)",
        "class Model:\n    name = 'a source'\n    def __eq__(self, other):\n        return self.name == other.name",
        "def f(:",
        "results = {}\nresults['a'] = 1\nindex = 3",
        "import matplotlib.pyplot as plt\nplt.rcParams['figure.figsize'] = (4, 3)",
        "class Rows(list):\n    def mean(self):\n        return sum(self) / len(self)",
        "class Rows:\n    def __getitem__(self, index):\n        return 1\n    def __len__(self):\n        return 3",
        "import os\nprint(os.path.exists('data'))\nopen('notes.txt', 'w').write('x')",
        "y_train = y_train[:10]\nsum = 3",
        "import torch\ntorch.backends.cudnn.deterministic = True\ntorch.backends.cudnn.benchmark = False",
        "import torch.backends.cudnn as cudnn\ncudnn.benchmark = True",
        "from torch.backends import cudnn\nimport torch\ncudnn.benchmark = torch.cuda.is_available()",
        "import os\nos.environ['KMP_DUPLICATE_LIB_OK'] = 'TRUE'\nos.environ.setdefault('OMP_NUM_THREADS', '1')",
        "from IPython.core.interactiveshell import InteractiveShell\nInteractiveShell.ast_node_interactivity = 'all'",
        "from multiprocessing import Pool\nimport gc\ngc.collect()",
        "import sys\nprint('google.colab' in sys.modules)",
        "print(get_ipython().__class__.__module__ == 'google.colab._shell')",
        "from os import path, listdir\nprint(path.exists('data'), listdir())",
        "np.memmap('a', mode='r')\nprint(getattr(np, 'a' + 'bs')(3))",
    ],
)
def test_honest_code_is_left_alone(source):
    assert suspicious([("own", source)], GIVEN) == []


def test_the_same_thing_is_said_once():
    assert len(suspicious([("own", "import ctypes\nimport ctypes")], GIVEN)) == 1


def test_a_script_in_a_text_cell_is_named():
    texts = [("a", "x <script>go()</script>"), ("b", "<img src=x onerror=go()>"), ("c", "on error = **bold** `script`")]
    assert scripts(texts) == ["a: a script in a text cell", "b: a script in a text cell"]


def honest_code():
    """Every honest piece of code of the course: other answers, known wrong ones, honest students, what is given."""
    for path in sorted((REPOSITORY / "source/02_knn").glob("*/*.py")):
        for number, text in enumerate(re.split(r"^# %% .*$", path.read_text(), flags=re.MULTILINE)):
            yield f"{path.parent.name}/{path.stem}/{number}", text
    for path in (REPOSITORY / "examples/02_knn" / f"{student}.py" for student in HONEST):
        yield path.stem, path.read_text()
    for cell in read(REPOSITORY / "release/02_knn/02_knn.ipynb").cells:
        if cell.cell_type == "code":
            yield cell.id, cell.source


def test_no_honest_code_of_the_course_is_named():
    given = frozenset({"np", "check", "plots", "data", "coursework", "plt", "torch"})
    pieces = list(honest_code())
    assert len(pieces) > 100
    assert suspicious(pieces, given) == []
