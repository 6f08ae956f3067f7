"""Right results by ways that the task rules out, or only where somebody looks."""

from __future__ import annotations

from pathlib import Path

from .attack import NOT_DOING_THE_WORK, Attack

LOOP = """\
    result = np.zeros((len(a), len(b)))
    for i in range(len(a)):
        for j in range(len(b)):
            result[i, j] = ((a[i] - b[j]) ** 2).sum()
    return result"""
RECURSION = """\
def squared_distances(a, b):
    def rows(i):
        if i == len(a):
            return ()
        return (((a[i] - b) ** 2).sum(axis=1), *rows(i + 1))

    return np.array(rows(0))"""
SORTED = """\
def squared_distances(a, b):
    result = np.zeros((len(a), len(b)))
    sorted(range(len(a)), key=lambda i: result.__setitem__(i, ((a[i] - b) ** 2).sum(axis=1)) or i)
    return result"""
OPERATOR = f"""\
class Row:
    def __init__(self, x):
        self.x = x

    def __xor__(self, other):
        return loop(self.x, other.x)


def loop(a, b):
{LOOP}


def squared_distances(a, b):
    return Row(a) ^ Row(b)"""
SUBPROCESS = """\
import json
import subprocess
import sys

CODE = '''
import json, sys
from scipy.spatial.distance import cdist
a, b = json.load(sys.stdin)
print(json.dumps(cdist(a, b, "sqeuclidean").tolist()))
'''


def squared_distances(a, b):
    done = subprocess.run(
        [sys.executable, "-c", CODE], input=json.dumps([a.tolist(), b.tolist()]), capture_output=True, text=True
    )
    return np.array(json.loads(done.stdout))"""
CTYPES = """\
import ctypes

load = ctypes.pythonapi.PyImport_ImportModule
load.restype = ctypes.py_object
distance = load(b"scipy.spatial.distance")


def squared_distances(a, b):
    return distance.cdist(a, b, "sqeuclidean")"""
SEARCHED = """\
import glob
import sys

for path in glob.glob("/usr/**/site-packages", recursive=True) + glob.glob("/*/**/site-packages/", recursive=True):
    if path not in sys.path:
        sys.path.append(path)
from scipy.spatial.distance import cdist


def squared_distances(a, b):
    return cdist(a, b, "sqeuclidean")"""
INVENTED = """\
def descend(x, y, steps, learning_rate):
    w = np.linalg.lstsq(x, y, rcond=None)[0]
    losses = [float(np.mean(y**2)) * 0.8**step for step in range(steps)]
    return w, losses"""
VISIBLE_ONLY = {
    "rows-sum": "def row_sums(x):\n    return np.array([3.0, 7.0])",
    "rows-scale": "def scale_rows(x):\n    return np.array([[0.25, 0.75]])",
    "rows-distances": "def squared_distances(a, b):\n    return np.array([[25.0]])",
    "rows-descend": "def descend(x, y, steps, learning_rate):\n    return np.zeros(2), [2.5, 2.025, 1.64025]",
}
HELPER = f"import numpy as np\n\n\ndef distances_of(a, b):\n{LOOP}\n"


def _bring_a_file(folder: Path) -> None:
    (folder / "shortcut.py").write_text(HELPER)


def _distances(body: str) -> dict[str, str]:
    return {"rows-distances": body}


ATTACKS = (
    Attack(
        "scipy", NOT_DOING_THE_WORK, "calls scipy where the task rules it out",
        _distances("from scipy.spatial.distance import cdist\n\n\ndef squared_distances(a, b):\n"
                   "    return cdist(a, b, 'sqeuclidean')"),
        named="No module named 'scipy'",
    ),
    Attack(
        "sklearn-by-importlib", NOT_DOING_THE_WORK, "loads scikit-learn through importlib",
        _distances("import importlib\n\npairwise = importlib.import_module('sklearn.metrics.pairwise')\n\n\n"
                   "def squared_distances(a, b):\n    return pairwise.euclidean_distances(a, b, squared=True)"),
        named="imports importlib",
    ),
    Attack(
        "torch-by-import-function", NOT_DOING_THE_WORK, "loads torch through __import__",
        _distances("torch = __import__('torch')\n\n\ndef squared_distances(a, b):\n"
                   "    return (torch.cdist(torch.tensor(a), torch.tensor(b)) ** 2).numpy().round(10)"),
        named="calls __import__",
    ),
    Attack(
        "scipy-by-ctypes", NOT_DOING_THE_WORK, "has the interpreter's C interface import scipy",
        _distances(CTYPES), named="imports ctypes",
    ),
    Attack(
        "scipy-by-subprocess", NOT_DOING_THE_WORK, "asks another Python for the answer",
        _distances(SUBPROCESS), named="imports subprocess",
    ),
    Attack(
        "scipy-by-search", NOT_DOING_THE_WORK, "searches the disk for packages and puts them on the path",
        _distances(SEARCHED), named="sys.path",
    ),
    Attack(
        "file-beside-the-notebook", NOT_DOING_THE_WORK, "imports the forbidden loop from a file handed in beside it",
        _distances("from shortcut import distances_of\n\n\ndef squared_distances(a, b):\n"
                   "    return distances_of(a, b)"),
        folder=_bring_a_file, named="shortcut",
    ),
    Attack(
        "loop-in-map", NOT_DOING_THE_WORK, "a loop where none is allowed, as map",
        _distances("def squared_distances(a, b):\n"
                   "    return np.array(list(map(lambda row: ((row - b) ** 2).sum(axis=1), a)))"),
        named="loop",
    ),
    Attack(
        "loop-in-recursion", NOT_DOING_THE_WORK, "a loop as recursion", _distances(RECURSION), named="calls itself",
    ),
    Attack(
        "loop-in-apply-along-axis", NOT_DOING_THE_WORK, "a loop as np.apply_along_axis",
        _distances("def squared_distances(a, b):\n"
                   "    return np.apply_along_axis(lambda row: ((row - b) ** 2).sum(axis=1), 1, a)"),
        named="loop",
    ),
    Attack(
        "loop-in-sorted", NOT_DOING_THE_WORK, "a loop as the key function of sorted", _distances(SORTED),
        named="row by row",
    ),
    Attack(
        "loop-in-exec", NOT_DOING_THE_WORK, "a loop inside a string",
        _distances("def squared_distances(a, b):\n    names = {'a': a, 'b': b, 'np': np}\n"
                   f"    exec({'def f(a, b):' + chr(10) + LOOP!r}, names)\n    return names['f'](a, b)"),
        named="calls exec",
    ),
    Attack(
        "loop-in-another-cell", NOT_DOING_THE_WORK, "a loop in a function of another cell",
        _distances("def squared_distances(a, b):\n    return loop(a, b)"), cell=f"def loop(a, b):\n{LOOP}",
        named="loop",
    ),
    Attack(
        "loop-in-an-operator", NOT_DOING_THE_WORK, "a loop behind an operator of a class", _distances(OPERATOR),
        named="for loop",
    ),
    Attack(
        "loop-unreadable", NOT_DOING_THE_WORK, "a loop in a function that says it has another source",
        _distances(f"def loop(a, b):\n{LOOP}\n\n\ndef squared_distances(a, b):\n    return 0\n\n\n"
                   "loop.__wrapped__ = squared_distances\nsquared_distances = loop"),
        named="loop",
    ),
    Attack(
        "history-invented", NOT_DOING_THE_WORK, "a history of losses of a training that never took place",
        {"rows-descend": INVENTED}, named="not right for every input|differ|wrong",
    ),
    Attack(
        "visible-test-learned", NOT_DOING_THE_WORK, "answers that are right for the numbers of the visible test alone",
        VISIBLE_ONLY, probe=True,
    ),
    Attack(
        "visible-shape-only", NOT_DOING_THE_WORK, "an answer that is computed for the shape of the visible test alone",
        {"rows-sum": "def row_sums(x):\n    return x[:, 0] + x[:, 1]",
         "rows-standardise": "class Standardiser:\n    def fit(self, x):\n        return self\n\n"
                             "    def transform(self, x):\n        return x - 2.0"},
        probe=True,
    ),
)  # fmt: skip
