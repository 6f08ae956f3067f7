"""Code that uses up what there is. Bounded in itself, so that a machine on which it gets through survives it."""

from __future__ import annotations

import copy
from pathlib import Path

from .attack import WEARING_OUT, Attack, own_cell, position

FORKS = """\
import os
import time

for _ in range(400):
    try:
        if os.fork() == 0:
            time.sleep(45)
            os._exit(0)
    except OSError:
        time.sleep(0.01)
{then}"""
THREADS = """\
import threading
import time

for _ in range(3000):
    threading.Thread(target=time.sleep, args=(45,)).start()"""
MEMORY = """\
blocks = []
for _ in range(40):
    blocks.append(np.ones(100 << 17))
"""
CHILDREN = """\
import os
import time

for _ in range(8):
    if os.fork() == 0:
        kept = np.ones(200 << 17)
        time.sleep(30)
        os._exit(0)
time.sleep(1.5)"""
DEAF = """\
import signal
import time

for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM):
    signal.signal(number, signal.SIG_IGN)
end = time.monotonic() + 45
while time.monotonic() < end:
    try:
        while time.monotonic() < end:
            pass
    except BaseException:
        pass"""
DISK = """\
try:
    with open("filler", "wb") as file:
        for _ in range(600):
            file.write(bytes(1 << 20))
    for number in range(40):
        with open(f"/tmp/filler-{number}", "wb") as file:
            file.write(bytes(15 << 20))
except OSError as error:
    print(error)
    raise"""
FILES = """\
import os

try:
    for number in range(60_000):
        open(f"file-{number}", "w").close()
except OSError as error:
    print(error)
    raise"""
SPARSE = """\
with open("sparse", "wb") as file:
    file.truncate(1 << 40)"""
SPINNING = """\
import threading
import time


def spin():
    end = time.monotonic() + 40
    while time.monotonic() < end:
        sum(range(1000))


for _ in range(64):
    threading.Thread(target=spin).start()"""


def _cells(number: int, source: str):
    def damage(notebook):
        where = position(notebook, "set-up") + 1
        notebook["cells"][where:where] = [own_cell(source, f"own-{index}") for index in range(number)]

    return damage


def _deep(notebook):
    nested: list = []
    for _ in range(700):
        nested = [nested]
    notebook["metadata"]["nested"] = nested


def _huge_cell(notebook):
    notebook["cells"].insert(position(notebook, "set-up") + 1, own_cell("x = '" + "a" * (20 << 20) + "'", "own-huge"))


def _huge_outputs(notebook):
    output = {"output_type": "stream", "name": "stdout", "text": "a" * (1 << 20)}
    notebook["cells"][position(notebook, "set-up")]["outputs"] = [copy.deepcopy(output) for _ in range(60)]


def _bomb(folder: Path) -> None:
    import zipfile

    with zipfile.ZipFile(folder / "data.zip", "w", zipfile.ZIP_DEFLATED) as archive, archive.open("zeros", "w") as file:
        for _ in range(200):
            file.write(bytes(1 << 20))


def _pathological(folder: Path) -> None:
    text = (folder / "rows.ipynb").read_text()
    nested = "[" * 200_000 + "]" * 200_000
    (folder / "rows.ipynb").write_text(text.replace("{", f'{{"deep": {nested}, ', 1))


def _sum(body: str, above: str = "") -> dict[str, str]:
    """An answer to rows-sum that does something first."""
    inside = "\n".join(f"    {line}" if line else "" for line in body.splitlines())
    return {"rows-sum": f"{above}def row_sums(x):\n{inside}\n    return x.sum(axis=1)"}


def _attack(name: str, what: str, **rest) -> Attack:
    return Attack(name, WEARING_OUT, what, base=rest.pop("base", "right"), **rest)


ATTACKS = (
    _attack("fork-bomb", "hundreds of processes that stay", answers={"rows-sum": FORKS.format(then="time.sleep(45)")},
            named="starts processes", slow=True),
    _attack("fork-bomb-in-a-call", "hundreds of processes, started by the function under test",
            answers=_sum(FORKS.format(then="")), named="starts processes", slow=True, probe=True),
    _attack("thread-bomb", "thousands of threads that stay", answers={"rows-sum": THREADS}, named="starts a thread",
            slow=True),
    _attack("thread-crowd", "64 threads that compute for ever", answers={"rows-sum": SPINNING}, named="starts a thread",
            slow=True),
    _attack("memory-bomb", "4 GB in a cell", answers={"rows-sum": MEMORY}, named="memory limit|time limit", slow=True),
    _attack("memory-bomb-in-a-call", "4 GB in the function under test", answers=_sum(MEMORY),
            named="memory limit|time limit", slow=True),
    _attack("memory-of-children", "eight processes that hold 200 MB each", answers={"rows-sum": CHILDREN},
            named="starts processes", slow=True),
    _attack("deaf-loop", "an endless loop that no interrupt ends", answers={"rows-sum": DEAF}, named="time limit",
            slow=True),
    _attack("deaf-loop-in-a-call", "the same in the function under test", answers=_sum(DEAF), named="time limit",
            slow=True),
    _attack("endless-loop", "a loop that never ends", answers={"rows-sum": "while True:\n    pass"}, named="time limit",
            slow=True),
    _attack("endless-c", "a power that takes hours in one instruction", answers={"rows-sum": "x = 3 ** (10 ** 9)"},
            named="time limit", slow=True),
    _attack("endless-pattern", "a regular expression that takes for ever",
            answers=_sum("import re\nre.match('(a+)+$', 'a' * 64 + 'b')"), named="time limit", slow=True),
    _attack("sleep-in-every-call", "three quarters of the time limit, asleep, in every call",
            answers=_sum("import time\ntime.sleep(1.5)"), named="time limit", slow=True, probe=True),
    _attack("many-slow-cells", "two hundred cells of a third of a second each",
            damage=_cells(200, "import time\n\ntime.sleep(0.3)"), slow=True, spends=True,
            named="time limit"),
    _attack("many-cells", "six hundred cells", damage=_cells(600, "pass"), slow=True, spends=True, probe=True),
    _attack("long-line", "20 MB on one line", cell="print('a' * (20 << 20))", probe=True),
    _attack("many-displays", "thousands of displays", probe=True,
            cell="from IPython.display import display\n\nfor number in range(4000):\n    display(number)"),
    _attack("endless-output", "output without end", slow=True, named="time limit",
            answers={"rows-sum": "import time\n\nend = time.monotonic() + 45\nwhile time.monotonic() < end:\n"
                                 "    print('a' * 1000)"}),
    _attack("full-disk", "writes until the disk is full", answers={"rows-sum": DISK}, named="File too large|No space"),
    _attack("many-files", "tens of thousands of files", answers={"rows-sum": FILES}, named="No space", slow=True),
    _attack("sparse-file", "a file of a terabyte that takes no room", answers={"rows-sum": SPARSE},
            named="File too large", probe=True),
    _attack("zip-bomb-beside", "an archive that unpacks to 200 MB beside the notebook", folder=_bomb, probe=True,
            nbgrader_only=True),
    _attack("nested-metadata", "metadata nested 700 deep", damage=_deep, probe=True),
    _attack("nested-json", "a file nested 200,000 deep", folder=_pathological, named="nested too deeply"),
    _attack("huge-cell", "a cell of 20 MB", damage=_huge_cell, probe=True),
    _attack("huge-outputs", "60 MB of outputs saved with the notebook", damage=_huge_outputs, probe=True),
    _attack("huge-error", "an error whose message has 50 MB", answers=_sum("raise ValueError('a' * (50 << 20))")),
    _attack("huge-answer", "an answer of 60 GB that takes no room", probe=True,
            answers={"rows-sum": "def row_sums(x):\n    return np.zeros((1 << 33,))"}),
    _attack("deep-recursion", "recursion until the stack ends", named="crashed|RecursionError|memory limit",
            answers={"rows-sum": "import sys\n\nsys.setrecursionlimit(10**8)\n\n\ndef deep(x):\n"
                                 "    return sorted([1], key=lambda _: deep(x + 1))\n\n\ndeep(0)"}),
    _attack("segmentation-fault", "a read from address 0", answers={"rows-sum": "import ctypes\n\nctypes.string_at(0)"},
            named="crashed"),
    _attack("exit-in-a-call", "the function under test ends the interpreter",
            answers=_sum("import os\nos._exit(0)"), named="ended itself"),
    _attack("exit-handler", "a handler that never returns when the interpreter ends", slow=True, probe=True,
            cell="import atexit\nimport time\n\natexit.register(time.sleep, 45)"),
)  # fmt: skip
