"""The sandbox itself: what is inside, what comes out, and what student code can do to it. Each level in turn."""

import contextlib
import functools
import os
import subprocess
import sys

import numpy as np
import pytest

from autograder.course import Limits
from autograder.errors import SandboxError
from autograder.sandbox import Handle, Sandbox, StudentFault, available_level, choose_level, make_view, policy
from autograder.sandbox.policy import package_paths
from autograder.sandbox.question import Question
from coursework import check
from coursework.timing import seconds

LIMITS = Limits(memory_mib=600, file_mib=32)
CELLS = """
import os
import sys
import threading
import numpy as np
secret = "only here"
def add(a, b=1):
    return a + b
def spoil(a):
    a += 1
    return a.sum()
def fail(kind):
    raise kind("a long story")
def loops(values):
    total = 0
    for value in values:
        total += value
    return total
def untraced(values):
    sys.settrace(None)
def unprofiled(values):
    sys.setprofile(None)
def in_a_thread(values):
    thread = threading.Thread(target=loops, args=(values,))
    thread.start()
    thread.join()
def calls(values):
    return [*values.__iter__(), sum(map(abs, values))] + [abs(value) for value in values]
def crash():
    os.abort()
def hang():
    while True:
        pass
def hoard():
    kept = []
    while True:
        kept.append(np.ones(10**6))
def matrix(n):
    return np.ones((n, n)).sum()
def apply(function, value):
    return function(value) + 1
class Counter:
    def __init__(self, start):
        self.count = start
    def step(self):
        self.count += 1
        return self
    def __len__(self):
        return self.count
    def __iter__(self):
        return iter(range(self.count))
    def __getitem__(self, index):
        return index * 10
class Liar:
    def __eq__(self, other):
        return True
class Unspeakable:
    @property
    def __name__(self):
        raise NotImplementedError("no name here")
def unspeakable():
    return Unspeakable()
class Number(float):
    def __sub__(self, other):
        return 0.0
liar = Liar()
number = Number(3)
"""

EVERY_SOCKET = "import gc, socket\nfor s in gc.get_objects():\n    if isinstance(s, socket.socket):\n"


def levels():
    best, _ = available_level()
    return {"bubblewrap": ["bubblewrap", "namespaces"], "namespaces": ["namespaces"]}.get(best, [])


@pytest.fixture(scope="module", params=levels() or [pytest.param("", marks=pytest.mark.skip("no namespaces here"))])
def sandbox(request):
    with Sandbox(make_view("02_knn", ["numpy"]), request.param, (("numpy", ()),), LIMITS) as box:
        yield box


@pytest.fixture
def base(sandbox):
    return sandbox.start_submission({"beside.txt": b"a file beside the notebook"})


@pytest.fixture
def ask(sandbox, base):
    """Open a question on the submission as it stands."""
    opened = []

    def open_question(seconds, source):
        opened.append(Question(functools.partial(sandbox.fork_question, base), seconds, (source,)))
        return opened[-1]

    yield open_question
    for question in opened:
        question.close()


@pytest.fixture
def run(base):
    """Run a cell in a fork; returns its printed text, or the error."""

    def run_cell(source, seconds=20.0):
        process = base.fork()
        try:
            answer = process.request("run_cell", source, seconds=seconds)
        finally:
            process.kill()
        if answer["error"]:
            return f"{answer['error']['name']}: {answer['error']['message']}"
        return "".join(output.get("text", "") for output in answer["outputs"]).strip()

    return run_cell


@pytest.fixture
def question(base, ask):
    assert base.request("run_cell", CELLS)["error"] is None
    return ask(10.0, CELLS)


@pytest.fixture
def student(question):
    names = ["add", "spoil", "fail", "loops", "crash", "hang", "hoard", "matrix", "apply", "Counter", "liar", "number"]
    return question.lookup([*names, "secret"])


def test_a_value_that_cannot_be_sent_costs_its_call_alone(question):
    student = question.lookup(["add", "unspeakable"])
    with pytest.raises(NotImplementedError, match="no name here"):
        student["unspeakable"]()
    assert student["add"](1) == 2


def test_no_file_of_ours_is_inside(run):
    here = os.path.dirname(os.path.abspath(__file__))
    found = run(
        f"import os\nprint(os.path.exists({here!r}), os.path.exists('/etc/shadow'), os.listdir('/home'), os.listdir())"
    )
    assert found == "False False ['student'] ['beside.txt']"


def test_only_the_scratch_folder_can_be_written(run):
    for path in ("/usr/x", "/opt/site/x", "/opt/lib/ipykernel_launcher/server.py", "/etc/passwd", "/x"):
        assert run(f"open({path!r}, 'a')").startswith(("OSError", "PermissionError"))
    assert run("open('mine.txt', 'w').write('1')\nprint(open('mine.txt').read())") == "1"


def test_packages_that_are_not_allowed_are_absent(run):
    for name in ("torch", "sklearn", "scipy", "autograder", "nbgrader", "coursework"):
        assert run(f"import {name}") == f"ModuleNotFoundError: No module named '{name}'"


def test_no_other_process_is_visible(run):
    pids = run("import os\nprint([p for p in os.listdir('/proc') if p.isdigit()])")
    assert len(pids.split(",")) <= 3


def test_there_is_no_network(run):
    devices = run("print([line.split(':')[0].strip() for line in open('/proc/net/dev').readlines()[2:]])")
    assert devices == "['lo']"
    assert run("import socket\nsocket.create_connection(('127.0.0.1', 8888), timeout=1)").startswith("OSError")


def test_no_privilege_is_left_and_none_can_be_had(run):
    status = run("print(open('/proc/self/status').read())")
    lines = dict(line.split(":", 1) for line in status.splitlines())
    assert int(lines["CapEff"], 16) == int(lines["CapPrm"], 16) == int(lines["CapBnd"], 16) == 0
    assert lines["NoNewPrivs"].strip() == "1"
    assert run("import os\nprint(os.getuid() == 0)") == "False"


ESCAPE = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
def become_root():
    user = os.getuid()
    if libc.unshare(0x10000000 | 0x00020000):
        return False
    for name, text in (('setgroups', 'deny'), ('uid_map', f'0 {user} 1'), ('gid_map', f'0 {os.getgid()} 1')):
        open(f'/proc/self/{name}', 'w').write(text)
    return True
def remount(path):
    return libc.mount(b'none', path.encode(), None, ctypes.c_ulong(32 | 4096 | 2 | 4), None)
def uncover(path):
    return libc.umount2(path.encode(), 2)
"""


def test_a_namespace_of_the_students_own_opens_nothing(run):
    """Cells may make one, since questions need one; what is read-only, hidden or covered stays so."""
    paths = ("/", "/usr", "/opt/site/numpy", "/opt/lib/ipykernel_launcher")
    tried = run(f"{ESCAPE}\nprint(become_root(), [remount(p) for p in {paths}])")
    assert tried == "True [-1, -1, -1, -1]"
    assert (
        run(f"{ESCAPE}\nprint(become_root(), [uncover(p) for p in ('/tmp', '/usr', '/proc')])") == "True [-1, -1, -1]"
    )


def test_in_a_question_there_is_no_namespace_to_be_had(base, ask):
    assert base.request("run_cell", ESCAPE)["error"] is None
    assert ask(10.0, ESCAPE).lookup(["become_root"])["become_root"]() is False


def test_the_environment_is_a_students(run):
    environment = run("import os\nprint(sorted(os.environ.items()))")
    assert "autograd" not in environment.lower()
    assert "student" in environment


def test_one_submission_leaves_nothing_for_the_next(sandbox):
    paths = ("here", "/tmp/here", "/dev/shm/here")
    leave = f"for path in {paths}:\n    open(path, 'w').write('x')\nimport numpy\nnumpy.here = 1"
    look = f"import os, numpy\nprint([os.path.exists(path) for path in {paths}], hasattr(numpy, 'here'))"
    process = sandbox.start_submission()
    assert process.request("run_cell", leave)["error"] is None
    assert process.request("run_cell", look)["outputs"][0]["text"] == "[True, True, True] True\n"
    process = sandbox.start_submission()
    assert process.request("run_cell", look)["outputs"][0]["text"] == "[False, False, False] False\n"


def test_a_submission_starts_quickly(sandbox):
    """A fork, not a fresh interpreter: a quarter of the time that one takes to import NumPy and IPython, or less."""
    fresh = [sys.executable, "-c", "import numpy, IPython.core.interactiveshell"]
    run = functools.partial(subprocess.run, check=True)
    interpreter = min(seconds(run, fresh, budget=0) for _ in range(3))
    assert min(seconds(sandbox.start_submission, budget=0) for _ in range(5)) < interpreter / 4


def test_output_is_bounded(base):
    outputs = base.request("run_cell", "print('x' * 50_000_000)\nfor i in range(500):\n    display(i)")["outputs"]
    assert sum(len(str(output)) for output in outputs) < 200_000
    assert "bytes left out" in outputs[0]["text"]
    assert "more outputs left out" in outputs[-1]["text"]


def test_cells_behave_as_in_jupyter(run):
    assert run("!echo hello") == "hello"
    assert "per loop" in run("%timeit -n1 -r1 1 + 1")
    stopped = run("import sys\nprint('before')\nsys.exit()\nprint('after')")
    assert stopped.startswith("before")
    assert "after" not in stopped
    assert "input() is not allowed" in run("input('name?')")
    assert run("def f(:\n    pass") == "SyntaxError: invalid syntax (cell, line 1)"


def test_data_comes_back_as_data_and_the_rest_as_handles(student):
    assert student["secret"] == "only here"
    assert student["add"](1, b=2) == 3
    assert type(student["liar"]) is type(student["number"]) is type(student["add"]) is Handle


def test_a_handle_works_like_the_object(student):
    counter = student["Counter"](2)
    assert type(counter) is Handle
    assert counter.step().count == 3
    assert len(counter) == 3
    assert list(counter) == [0, 1, 2]
    assert counter[4] == 40
    counter.count = 7
    assert counter.count == 7


def test_arguments_are_copies(student):
    array = np.zeros(3)
    assert student["spoil"](array) == 3.0
    assert array.sum() == 0.0


def test_what_became_of_the_arguments_can_be_asked(question, student):
    value, (array,), _ = question.call_keeping_arguments(student["spoil"], (np.zeros(3),), {})
    assert value == 3.0
    assert array.tolist() == [1.0, 1.0, 1.0]


def test_read_only_arrays_stay_read_only(student):
    array = np.zeros(3)
    array.setflags(write=False)
    with pytest.raises(ValueError, match="read-only"):
        student["spoil"](array)


@pytest.mark.parametrize("kind", [ValueError, KeyError, NotImplementedError, ZeroDivisionError, OSError])
def test_an_error_arrives_as_its_kind(student, kind):
    with pytest.raises(kind, match="a long story") as caught:
        student["fail"](kind)
    assert "in fail" in caught.value.student_traceback
    assert "/opt" not in caught.value.student_traceback


def test_a_function_of_the_test_is_called_back(student):
    kept = []

    def double(value):
        kept.append(value)
        return 2 * value

    assert student["apply"](double, 20) == 41
    assert kept == [20]


def test_inside_runs_on_their_side(question, student):
    assert question.inside(lambda counter: counter.count + 1, (student["Counter"](4),)) == 5


LEAVE = """
import os, socket, sys, threading, time
open('before.txt', 'w').write('from a cell')
def leave(value):
    for path in ('note.txt', '/tmp/note.txt', '/dev/shm/note.txt'):
        open(path, 'w').write(value)
    if os.fork() == 0:
        os.setsid()
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(chr(0) + 'note')
        listener.listen()
        time.sleep(30)
        os._exit(0)
    time.sleep(0.2)
    return look()
def look():
    paths = ('before.txt', 'note.txt', '/tmp/note.txt', '/dev/shm/note.txt')
    found = [os.path.exists(path) for path in paths]
    try:
        socket.socket(socket.AF_UNIX).connect(chr(0) + 'note')
        return found + [True]
    except OSError:
        return found + [False]
"""


def test_what_a_question_leaves_behind_is_gone_before_the_next(base, ask):
    """Files and processes of one question could tell the next what was asked; files of the student's cells stay."""
    assert base.request("run_cell", LEAVE)["error"] is None
    first, second = ask(10.0, LEAVE), ask(10.0, LEAVE)
    assert first.lookup(["leave"])["leave"]("asked") == [True] * 5
    assert second.lookup(["look"])["look"]() == [True, False, False, False, False]
    first.close()
    assert ask(10.0, LEAVE).lookup(["look"])["look"]() == [True, False, False, False, False]


def test_lines_are_counted(question, student):
    short = question.call_counting_lines(student["loops"], ([1] * 10,), {})
    long = question.call_counting_lines(student["loops"], ([1] * 40,), {})
    assert short[0] == 10
    assert long[1] - short[1] == 60


@pytest.mark.parametrize("name", ["untraced", "unprofiled"])
def test_who_ends_the_count_of_lines_is_told(question, name):
    function = question.lookup([name])[name]
    with pytest.raises(RuntimeError, match="what it runs cannot be counted"):
        question.call_counting_lines(function, ([1],), {})


def test_lines_of_other_threads_are_counted_and_calls_of_what_is_not_python(question):
    found = question.lookup(["in_a_thread", "calls"])
    for function, more in ((found["in_a_thread"], 60), (found["calls"], 30)):
        counts = [question.call_counting_lines(function, ([1] * size,), {})[1] for size in (10, 40)]
        assert counts[1] - counts[0] >= more


def test_another_settrace_takes_nothing_from_the_count(base, ask):
    cell = CELLS + "\nsys.settrace = sys.setprofile = lambda function: None\n"
    assert base.request("run_cell", cell)["error"] is None
    question = ask(10.0, cell)
    assert question.call_counting_lines(question.lookup(["loops"])["loops"], ([1] * 40,), {})[1] > 60


def test_memory_is_measured_from_outside(question, student):
    value, peak = question.call_measuring_memory(student["matrix"], (2000,), {})
    assert value == 4_000_000
    assert 30e6 < peak < 45e6


HOLDERS = """
import mmap, os, resource, subprocess, sys
import numpy as np
held = []
def forgets(n):
    total = np.ones((n, n)).sum()
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")
    return total
def raises_its_limit(n):
    for kind in (resource.RLIMIT_AS, resource.RLIMIT_DATA):
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (hard, hard))
    return forgets(n)
def shares(n):
    shared = mmap.mmap(-1, 8 * n * n)
    return len(shared)
def forks(n):
    pid = os.fork()
    if pid == 0:
        try:
            np.ones((n, n)).sum()
        finally:
            os._exit(0)
    os.waitpid(pid, 0)
    return n * n
def spawns(n):
    command = f"import numpy; numpy.ones(({n}, {n}))"
    return subprocess.run([sys.executable, "-c", command], check=True).returncode
def modest(n):
    held.append(n)
    return np.ones((n, n))[:2]
def catches(n):
    try:
        return np.ones((n, n)).sum()
    except MemoryError:
        return -1
def kept():
    return len(held)
class Model:
    def __init__(self):
        self.fitted = False
    def fit(self):
        self.fitted = True
    def predict(self, n):
        return np.full(n, self.fitted)
    def __iter__(self):
        return iter([])
"""


@pytest.fixture
def holders(base, ask):
    assert base.request("run_cell", HOLDERS)["error"] is None
    question = ask(20.0, HOLDERS)
    names = ["forgets", "raises_its_limit", "shares", "forks", "spawns", "modest", "catches", "kept", "Model"]
    return question.lookup(names)


@pytest.mark.parametrize("name", ["forgets", "raises_its_limit"])
def test_memory_far_above_the_bound_is_refused(holders, name):
    with pytest.raises(check.CheckFailed, match="far more extra memory than the"):
        check.peak_memory(holders[name], 6000, at_most=60_000_000)


def test_memory_that_is_shared_is_refused_too(holders):
    with pytest.raises(OSError, match="Cannot allocate memory"):
        check.peak_memory(holders["shares"], 6000, at_most=60_000_000)


@pytest.mark.parametrize("name", ["forks", "spawns"])
def test_no_other_process_helps_a_call_that_is_measured(holders, name):
    with pytest.raises(BlockingIOError, match="too many processes"):
        check.peak_memory(holders[name], 6000, at_most=60_000_000)


def test_who_stays_within_the_bound_passes_and_leaves_nothing(holders):
    check.peak_memory(holders["modest"], 2000, at_most=60_000_000)
    assert holders["kept"]() == 0
    check.peak_memory(holders["catches"], 6000, at_most=60_000_000)
    assert holders["catches"](6000) == 6000 * 6000


def test_an_object_outlives_the_measuring_of_its_method(holders):
    model = holders["Model"]()
    model.fit()
    check.peak_memory(model.predict, 1000, at_most=60_000_000)
    assert model.predict(3).tolist() == [True] * 3


def test_what_is_no_data_is_lost_with_the_copy_that_was_measured(holders):
    question = holders["Model"]._question
    value, _ = question.call_measuring_memory(holders["Model"], (), {})
    with pytest.raises(StudentFault, match="lost"):
        value.fit()


def test_a_crash_costs_that_call_alone(student):
    with pytest.raises(StudentFault, match="SIGABRT"):
        student["crash"]()
    assert student["add"](1) == 2


def test_an_object_lost_in_a_crash_is_said_to_be_lost(student):
    counter = student["Counter"](1)
    with pytest.raises(StudentFault):
        student["crash"]()
    with pytest.raises(StudentFault, match="lost"):
        counter.step()


def test_a_hoard_of_memory_is_stopped(student):
    with pytest.raises(StudentFault, match="memory limit"):
        student["hoard"]()
    assert student["add"](1) == 2


def test_a_function_that_calls_the_test_back_without_end_is_stopped(base, ask):
    """Each call back asks the student for something, within the time that is left."""
    source = """
def forever(function):
    while True:
        function(Quick())
class Quick:
    value = 1
"""
    assert base.request("run_cell", source)["error"] is None
    question = ask(1.0, source)
    forever = question.lookup(["forever"])["forever"]
    with pytest.raises(StudentFault, match="time limit"):
        forever(lambda quick: quick.value)
    assert question.seconds_used < 5.0


def test_what_is_handed_over_in_all_is_limited(base, ask, monkeypatch):
    monkeypatch.setattr("autograder.sandbox.process._MOST_RECEIVED", 1 << 20)
    source = "import numpy as np\ndef items():\n    while True:\n        yield np.ones(10_000)"
    assert base.request("run_cell", source)["error"] is None
    items = ask(20.0, source).lookup(["items"])["items"]
    with pytest.raises(StudentFault, match="handed over more than 1 MiB"):
        list(items())


def test_names_that_were_not_asked_for_do_not_arrive(base, ask):
    source = "import sys\nserver = sys.modules[type(get_ipython()).__module__.rpartition('.')[0] + '.server'].Server\n"
    source += "server.do_lookup = lambda self, names: {'asked': 1, 'other': 2}"
    assert base.request("run_cell", source)["error"] is None
    assert ask(20.0, source).lookup(["asked", "missing"]) == {"asked": 1}


def test_an_endless_loop_is_stopped_and_the_time_is_gone(base, ask):
    base.request("run_cell", CELLS)
    question = ask(0.5, CELLS)
    names = question.lookup(["hang", "add"])
    with pytest.raises(StudentFault, match="time limit"):
        names["hang"]()
    with pytest.raises(StudentFault, match="time limit"):
        names["add"](1)
    assert question.seconds_used < 2.0
    assert base.request("run_cell", "1")["error"] is None


@pytest.mark.parametrize(
    "attack",
    [
        f"{EVERY_SOCKET}        s.sendall(b'rubbish' * 100)",
        f"{EVERY_SOCKET}        s.close()",
        "import os\nfor n in os.listdir('/proc/self/fd')[3:-1]:\n    os.write(int(n), b'\\xff' * 64)",
        "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)",
        "import os, signal\nos.kill(-1, signal.SIGKILL)",
    ],
)
def test_an_attack_on_the_channel_ends_that_process_only(sandbox, base, attack):
    process = base.fork()
    with contextlib.suppress(StudentFault):
        process.request("run_cell", attack, seconds=2.0)
    process.kill()
    assert sandbox.start_submission().request("run_cell", "1 + 1")["error"] is None


def test_an_unknown_level_is_refused():
    with pytest.raises(SandboxError, match="there are"):
        choose_level("docker")


def test_a_package_that_is_not_installed_is_named():
    with pytest.raises(SandboxError, match="no-such-package"):
        package_paths(["no-such-package"])


def test_what_a_package_requires_comes_along():
    tops = package_paths(["matplotlib"])
    assert {"matplotlib", "numpy", "PIL"} <= set(tops)
    assert "torch" not in tops


HELPERS = """
a = [i for i in range(3)]
def doubled(a):
    return shared(a) * 2
def shared(b):
    return b
total = sum(x for x in a)
m = map
def mapped(values):
    return list(m(abs, values))
def measured(function):
    return function
@measured
def decorated(values):
    return values
class Model:
    def fit(self, x):
        for row in x:
            pass
        return self
    def predict(self, x):
        return self.score(x)
    def score(self, x):
        return x
"""


@pytest.mark.parametrize(
    ("name", "reached"),
    [
        ("doubled", ["doubled", "shared"]),
        ("mapped", ["mapped", "m"]),
        ("decorated", ["decorated", "measured"]),
    ],
)
def test_the_source_of_a_function_is_what_it_can_reach(base, ask, name, reached):
    """A parameter that is called like some other variable of the notebook reaches nothing."""
    assert base.request("run_cell", HELPERS)["error"] is None
    question = ask(10.0, HELPERS)
    function = question.lookup([name])[name]
    assert list(function.__check_probe__().sources()) == reached


@pytest.mark.parametrize(
    "cell",
    [
        "norms = lambda x: (x**2).sum(1)\ndistances = lambda a, b: norms(a)[:, None] + norms(b) - 2 * a @ b.T",
        "from functools import partial, wraps\nimport time\n\n\ndef timed(function):\n    @wraps(function)\n"
        "    def timed_function(*args):\n        start = time.perf_counter()\n        result = function(*args)\n"
        "        print(time.perf_counter() - start)\n        return result\n\n    return timed_function\n\n\n"
        "@timed\ndef distances(a, b):\n    return np.einsum('md,nd->mn', a, b)\ndistances = partial(distances)",
        "def distances(a, b):\n    return np.array([[x @ y for x in a] for y in b])\n\n\n"
        "draft = [distances(np.ones((2, 2)), np.ones((2, 2))) for _ in range(2)]\n\n\n"
        "def distances(a, b, dtype=np.float64):\n    from math import sqrt\n\n    return sqrt(2) * a @ b.T",
        "import numpy\nfrom numpy import newaxis\nnumpy.seterr(all='ignore')\nfor k in [1, 3]:\n    total = [k]\n\n\n"
        "def distances(a, b):\n    k = 1\n    k += 1\n    return numpy.abs(a[:, newaxis] - b).sum(axis=2)",
    ],
    ids=["lambdas", "decorated", "second draft", "import"],
)
def test_no_loop_is_found_where_there_is_none(base, ask, cell):
    cell = f"import numpy as np\n{cell}\n"
    assert base.request("run_cell", cell)["error"] is None
    function = ask(10.0, cell).lookup(["distances"])["distances"]
    check.loop_free(function, (np.ones((5, 3)), np.ones((4, 3))), (np.ones((20, 3)), np.ones((16, 3))))


REBOUND = """
def rows(values):
    return [value for value in values]
def right(values):
    return values
"""


@pytest.mark.parametrize(
    "binding",
    [
        "right: object = rows",
        "for right in [rows]:\n    pass",
        "with contextlib.nullcontext(rows) as right:\n    pass",
        "(right := rows)",
        "if (right := rows):\n    pass",
        "match rows:\n    case right:\n        pass",
        "match [rows, rows]:\n    case [*right]:\n        right = right[0]",
        "[right, other] = rows, 1",
        "right = rows; keep = right",
        "kept = rows\ndef rows(values):\n    return values\nright = kept",
        "def bind():\n    global right\n    right = rows\nbind()",
        "try:\n    raise ValueError\nexcept ValueError:\n    right = rows",
        "def through(function):\n    return rows\nright = through(right)",
        "class Table:\n    pass\nTable.f = rows\ndef right(values):\n    return Table.f(values)",
        "table = {}\ntable['f'] = rows\ntable['g'] = abs\ndef right(values):\n    return table['f'](values)",
    ],
)
def test_a_name_that_is_bound_again_reaches_what_it_stands_for(base, ask, binding):
    cell = f"import contextlib\n{REBOUND}{binding}\n"
    assert base.request("run_cell", cell)["error"] is None
    question = ask(10.0, cell)
    sources = question.lookup(["right"])["right"].__check_probe__().sources()
    assert "[value for value in values]" in "".join(sources.values())


@pytest.mark.parametrize("binding", ["globals()['right'] = rows", "exec('right = rows')", "vars().update(right=rows)"])
def test_a_function_that_is_not_what_its_text_says_has_no_source(base, ask, binding):
    cell = f"{REBOUND}{binding}\n"
    assert base.request("run_cell", cell)["error"] is None
    question = ask(10.0, cell)
    assert question.lookup(["right"])["right"].__check_probe__().sources() == {}


def test_of_two_definitions_the_last_counts_and_an_import_is_reached(base, ask):
    cell = (
        "import math\nimport os.path as place\n"
        + REBOUND
        + (
            "def right(values, key=lambda value: value):\n    return [math.sqrt(v) for v in values]\n"
            "def right(values, key=lambda value: value):\n    return math.sqrt(place)\n"
        )
    )
    assert base.request("run_cell", cell)["error"] is None
    question = ask(10.0, cell)
    assert question.lookup(["right"])["right"].__check_probe__().sources() == {
        "right": "def right(values, key=lambda value: value):\n    return math.sqrt(place)",
        "math": "import math",
        "place": "import os.path as place",
    }


def test_the_source_of_a_method_leaves_out_other_methods(base, ask):
    assert base.request("run_cell", HELPERS)["error"] is None
    question = ask(10.0, HELPERS)
    model = question.lookup(["Model"])["Model"]()
    assert list(model.predict.__check_probe__().sources()) == ["predict", "score"]


def test_without_isolation_only_the_courses_own_code_runs(monkeypatch):
    monkeypatch.setattr(policy, "available_level", lambda: ("none", "the kernel forbids it"))
    with pytest.raises(SandboxError, match=r"the kernel forbids it.*--sandbox none"):
        choose_level()
    assert choose_level("none") == "none"
    assert policy.level_for_own_code() == "none"


def test_on_other_systems_grading_says_where_to_go(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    for wanted in ("auto", "none"):
        with pytest.raises(SandboxError, match="WSL, a container or a server"):
            choose_level(wanted)


def test_without_a_sandbox_trusted_code_still_runs_in_its_own_process():
    with Sandbox(make_view("02_knn", ["numpy"]), "none", (("numpy", ()),), LIMITS) as box:
        state = box.start_submission({"beside.txt": b"a file"})
        source = CELLS + "assert os.listdir() == ['beside.txt']"
        assert state.request("run_cell", source)["error"] is None
        question = Question(functools.partial(box.fork_question, state), 5.0, (source,))
        names = question.lookup(["add", "crash"])
        with pytest.raises(StudentFault, match="SIGABRT"):
            names["crash"]()
        assert names["add"](1) == 2
        question.close()


@pytest.mark.parametrize("level", levels())
def test_what_the_grader_keeps_to_itself_is_no_matter(level):
    """Under umask 077, student code, which is another user where the grader is root, reads what is made for it."""
    before = os.umask(0o077)
    try:
        with Sandbox(make_view("02_knn", ["numpy"]), level, (("numpy", ()),), LIMITS) as box:
            process = box.start_submission({"beside.txt": b"a file"})
            source = "open('/etc/passwd').read() + open('/etc/hosts').read() + open('beside.txt').read()"
            assert process.request("run_cell", source)["error"] is None
    finally:
        os.umask(before)
