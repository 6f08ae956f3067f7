"""What one submission may use: memory, processes, threads, time and files, children included. And what it sees."""

import functools
import os
import re
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
from tiny_course import build_tiny_release, write_tiny_course
from tiny_submissions import answered, hand_in

from autograder.canonical import read
from autograder.course import Limits, load_course
from autograder.gradebook import results
from autograder.sandbox import Sandbox, StudentFault, available_level, cgroup, make_view, users
from autograder.sandbox.question import Question
from autograder.sandbox.tasks import Task, Tasks, ancestors, descendants
from coursework.timing import seconds

LIMITS = Limits(memory_mib=400, file_mib=8, processes=24, submission_seconds=1.0)
LEVEL = available_level()[0]
pytestmark = pytest.mark.skipif(LEVEL not in ("bubblewrap", "namespaces"), reason="no namespaces here")


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(make_view("02_knn", ["numpy"]), LEVEL, (("numpy", ()),), LIMITS) as box:
        yield box


@pytest.fixture
def base(sandbox):
    return sandbox.start_submission()


@pytest.fixture
def fault(base):
    """Run a cell in a fork that has to end; returns why it did."""

    def run_cell(source, seconds=30.0):
        process = base.fork()
        with pytest.raises(StudentFault) as caught:
            process.request("run_cell", source, seconds=seconds)
        return str(caught.value)

    return run_cell


def alive(base):
    """How many processes of the submission run, by the kernel's word."""
    tasks = Tasks(base.pid, own_namespace=True)
    try:
        return sum(task.threads > 0 for task in tasks.list())
    finally:
        tasks.close()


def settles(base, count, seconds=30.0):
    deadline = time.monotonic() + seconds
    while (found := alive(base)) != count and time.monotonic() < deadline:
        time.sleep(0.01)
    return found == count


IN_CHILDREN = """
import os, time
import numpy as np
for _ in range(4):
    if os.fork() == 0:
        kept = np.ones(20_000_000)
        time.sleep(60)
time.sleep(60)
"""


def test_row_29_memory_of_a_process_and_its_children_together(base, fault):
    """Each holds 160 MiB, which alone would be allowed."""
    assert fault(IN_CHILDREN) == "memory limit (400 MiB)"
    assert settles(base, 1)


def test_row_29_memory_of_one_process(base, fault):
    assert fault("kept = []\nwhile True:\n    kept.append(bytearray(10**7))") == "memory limit (400 MiB)"
    assert base.request("run_cell", "1")["error"] is None


def test_memory_that_forks_share_counts_once(base):
    """Ten forks of a process of 200 MiB hold little more than that together."""
    assert base.request("run_cell", "import numpy as np\nkept = np.ones(20_000_000)")["error"] is None
    forks = [base.fork() for _ in range(10)]
    assert all(fork.request("run_cell", "import time\ntime.sleep(0.1)")["error"] is None for fork in forks)
    for fork in forks:
        fork.kill()


def test_memory_of_no_process_is_not_to_be_had(base):
    """A limit that looks at processes does not see it."""
    source = "import ctypes, os\nprint(hasattr(os, 'memfd_create') and ctypes.CDLL(None).shmget(0, 1 << 20, 0o600))"
    assert base.request("run_cell", source)["outputs"][0]["text"] == "-1\n"
    assert base.request("run_cell", "import os\nos.memfd_create('x')")["error"]["name"] == "OSError"


def test_only_processes_of_the_submission_are_ended():
    """Whatever number is chosen: at the level without a namespace a submission could name any of this machine."""
    first, bystander = (subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) for _ in range(2))
    tasks = Tasks(first.pid, own_namespace=False)
    try:
        tasks.end(lambda found: [bystander.pid])
        time.sleep(0.05)
        assert bystander.poll() is None
    finally:
        tasks.close()
        for process in (first, bystander):
            process.kill()
            process.communicate()


FORK_BOMB = """
import os
def bomb():
    while True:
        try:
            os.fork()
        except OSError:
            pass
def one():
    return 1
"""
THREAD_BOMB = """
import threading, time
while True:
    try:
        threading.Thread(target=time.sleep, args=(60,)).start()
    except RuntimeError:
        pass
"""
ORPHAN_BOMB = """
import os
while True:
    try:
        if os.fork() == 0:
            os.setsid()
            if os.fork():
                os._exit(0)
    except OSError:
        pass
"""
COUNTED = """
import os, time
count = 0
try:
    while count < 2000:
        if os.fork() == 0:
            time.sleep(60)
        count += 1
except OSError:
    pass
print(count)
"""


@pytest.mark.parametrize("bomb", [FORK_BOMB + "bomb()", THREAD_BOMB, ORPHAN_BOMB], ids=["fork", "thread", "orphan"])
def test_row_30_fork_and_thread_bombs(base, fault, bomb):
    assert fault(bomb) == "too many processes (more than 24)"
    assert settles(base, 1)
    assert base.request("run_cell", "!echo alive")["outputs"][0]["text"] == "alive\n"


def test_row_30_who_meets_the_kernels_limit_reads_what_it_is(base):
    process = base.fork()
    message = "import os\nraise BlockingIOError(11, 'Resource temporarily unavailable')"
    assert process.request("run_cell", message)["error"]["message"].startswith("too many processes")
    process.kill()


def test_row_30_the_kernel_itself_stops_a_bomb(base):
    """Whoever grades, root too: the one who waits is not looking here."""
    process = base.fork()
    process.watch = None
    count = int(process.request("run_cell", COUNTED)["outputs"][0]["text"])
    assert 24 <= count < 200
    assert alive(base) < 210
    # And what was left running by one cell does not keep the next from starting.
    following = base.fork()
    assert following.request("run_cell", "import time\ntime.sleep(0.2)\nprint(2)")["outputs"][0]["text"] == "2\n"
    assert settles(base, 3)


@pytest.mark.skipif(LEVEL != "bubblewrap", reason="every other test here is one of it")
def test_row_30_the_kernel_stops_a_bomb_without_bubblewrap_too():
    with Sandbox(make_view("02_knn", ["numpy"]), "namespaces", (("numpy", ()),), LIMITS) as box:
        test_row_30_the_kernel_itself_stops_a_bomb(box.start_submission())


def test_row_30_a_bomb_in_a_question_costs_that_question_alone(sandbox, base):
    assert base.request("run_cell", FORK_BOMB)["error"] is None
    question = Question(functools.partial(sandbox.fork_question, base), 30.0)
    names = question.lookup(["bomb", "one"])
    with pytest.raises(StudentFault, match="too many processes"):
        names["bomb"]()
    assert names["one"]() == 1
    question.close()
    assert settles(base, 1)


def test_student_code_is_not_root_outside(base):
    assert os.stat(f"/proc/{base.pid}").st_uid == (os.geteuid() or os.stat(f"/proc/{base.pid}").st_uid)
    if users.spare_user() is not None:
        assert os.stat(f"/proc/{base.pid}").st_uid == users.spare_user()


def test_time_of_computing_ends_a_process_that_nobody_waits_for(base):
    source = "import os\nif os.fork() == 0:\n    while True:\n        pass"
    assert base.request("run_cell", source)["error"] is None
    assert alive(base) == 2
    assert settles(base, 1, seconds=60.0)


def test_row_26_time_of_computing_says_time_limit(fault):
    assert fault("while True:\n    pass", seconds=120.0).startswith("time limit")


def test_the_time_limit_ends_children_too(base, fault):
    assert fault("!sleep 60", seconds=0.3) == "time limit (0.3 s)"
    assert settles(base, 1)


def test_the_size_of_a_file_and_of_all_files_and_their_number_are_bounded(base):
    def run(source):
        error = base.request("run_cell", source, seconds=60.0)["error"]
        return error and error["message"]

    assert "large" in run("open('one', 'wb').write(b'x' * 2**24)")
    assert "No space" in run("for i in range(9):\n    open(f'/tmp/{i}', 'wb').write(b'x' * 2**20)")
    assert "No space" in run("import os\nfor i in range(30_000):\n    os.mknod(f'/dev/shm/{i}')")


VISIBLE = """
import glob, os, sys, socket, inspect, traceback, platform
seen = [repr(sys.argv), repr(sys.path), repr(dict(os.environ)), os.getcwd(), socket.gethostname(), repr(os.uname())]
seen += sorted(sys.modules) + [getattr(module, '__file__', None) or '' for module in list(sys.modules.values())]
frame = sys._getframe()
while frame:
    seen.append(f"{frame.f_code.co_filename} {frame.f_code.co_name} {sorted(frame.f_locals)} {sorted(frame.f_globals)}")
    frame = frame.f_back
for path in glob.glob('/proc/[0-9]*/*') + glob.glob('/proc/sys/kernel/*') + ['/proc/mounts', '/proc/cgroups']:
    try:
        if os.path.isfile(path) and not path.endswith(('/kmsg', '/pagemap', '/mem', '/clear_refs', '/syscall')):
            seen.append(open(path, errors='replace').read(1 << 20))
        elif os.path.islink(path):
            seen.append(os.readlink(path))
    except OSError:
        pass
for folder in ('/', '/tmp', '/dev/shm', '/run', '/etc', '/opt', '/home'):
    for here, folders, names in os.walk(folder) if folder not in ('/', '/opt') else []:
        seen += [os.path.join(here, name) for name in folders + names]
    seen += os.listdir(folder) if os.path.isdir(folder) else []
runner = os.path.splitext(sys.argv[0])[0]
for path in glob.glob(runner + '/*.py'):
    seen.append(path + open(path).read())
assert sum('def fork_into_namespaces' in text for text in map(str, seen)) == 1
text = chr(10).join(map(str, seen))
"""


def test_nothing_that_is_visible_says_what_is_going_on(base):
    """Names of folders of the instructor's that a mount comes from are not ours to choose; all else is."""
    assert base.request("run_cell", VISIBLE, seconds=60.0)["error"] is None
    text = base.request("lookup", ["text"])["text"]
    repository = str(Path(__file__).parents[2])
    text = text.replace(repository, "")
    text = text.replace("torch/autograd", "").replace("torch.autograd", "")
    for word in ("autograd", "nbgrader", r"\bgrad(e|er|ing|ed)\b", "gradebook", "hidden test", "cheat"):
        found = [text[max(0, m.start() - 60) : m.end() + 40] for m in re.finditer(word, text, re.IGNORECASE)]
        assert not found, (word, found[:3])


def test_it_looks_like_a_notebook(base):
    def run(source):
        return base.request("run_cell", source)["outputs"][0]["text"].strip()

    assert run("print(get_ipython() is not None, __name__, '__file__' in globals())") == "True __main__ False"
    words = run("print(open('/proc/self/cmdline').read().replace(chr(0), ' '))")
    assert re.fullmatch(r"\S*python\S* -m ipykernel_launcher -f \S+/jupyter/runtime/kernel-\d+\.json", words)
    assert run("import os, sys\nprint(os.path.basename(sys.argv[0]), sys.argv[1])") == "ipykernel_launcher.py -f"
    assert run("import socket, getpass\nprint(socket.gethostname(), getpass.getuser())") == "localhost student"


def laid_out(tmp_path, name="run.scope"):
    """A group as the kernel shows it, this process in it: its folder, the list of memberships and that of mounts."""
    root = tmp_path / name
    root.mkdir(parents=True)
    (root / "cgroup.controllers").write_text("cpu memory pids\n")
    (root / "cgroup.subtree_control").write_text("")
    (root / "cgroup.procs").write_text(f"{os.getpid()}\n")
    membership, mounts = tmp_path / "cgroup", tmp_path / "mountinfo"
    membership.write_text(f"1:name=systemd:/\n0::/{name}\n")
    mounts.write_text(f"30 20 0:26 / {tmp_path} rw,nosuid - cgroup2 cgroup2 rw\n")
    return root, membership, mounts


def test_groups_of_the_dead_are_in_nobodys_way(tmp_path):
    """One that a killed grader with our number left is passed over; for a process that has ended none is made."""
    (tmp_path / f"{os.getpid()}-0").mkdir()
    assert cgroup.Delegation(tmp_path).create(64, 8).path.name == f"{os.getpid()}-1"
    box = Sandbox(make_view("02_knn", ["numpy"]), LEVEL, (), LIMITS)
    box._delegation = cgroup.Delegation(tmp_path / "other")
    (tmp_path / "other").mkdir()
    with pytest.raises(FileNotFoundError):
        box._watch(SimpleNamespace(pid=1 << 30))
    assert list((tmp_path / "other").iterdir()) == []


def test_a_group_is_found_divided_limited_and_read(tmp_path, monkeypatch):
    """Laid out as the kernel shows it; what the kernel does with it, the next two tests try where they can."""
    root, membership, mounts = laid_out(tmp_path, "user.slice/run.scope")
    monkeypatch.setattr(cgroup, "_SYSTEMD", str(tmp_path / "no-systemd"))
    (root / "main").mkdir()
    delegation, found = cgroup.find(str(membership), str(mounts))
    assert delegation.root == root
    assert str(root) in found
    assert (root / "main" / "cgroup.procs").read_text() == str(os.getpid())
    assert (root / "cgroup.subtree_control").read_text() == "+memory +pids"
    group = delegation.create(2048, 64)
    assert (group.path / "memory.max").read_text() == str(2048 << 20)
    assert (group.path / "pids.max").read_text() == "64"
    assert group.news() == ""
    (group.path / "memory.events").write_text("low 0\nhigh 0\nmax 12\noom 1\noom_kill 1\n")
    (group.path / "pids.events").write_text("max 3\n")
    assert [group.news(), group.news(), group.news()] == ["processes", "memory", ""]
    membership.write_text("0::/user.slice/run.scope/main\n")
    (root / "cgroup.subtree_control").write_text("memory pids")
    assert cgroup.find(str(membership), str(mounts))[0].root == root
    (root / "cgroup.controllers").write_text("cpu\n")
    assert cgroup.find(str(membership), str(mounts)) == (
        None,
        "the control group of this process lacks the controllers memory, pids",
    )
    membership.write_text("1:name=systemd:/\n")
    assert cgroup.find(str(membership), str(mounts))[0] is None


def test_a_group_of_systemds_is_divided_only_where_it_was_handed_over(tmp_path, monkeypatch):
    root, membership, mounts = laid_out(tmp_path)
    monkeypatch.setattr(cgroup, "_SYSTEMD", str(tmp_path))
    delegation, found = cgroup.find(str(membership), str(mounts))
    assert delegation is None
    assert "not marked" in found
    assert not (root / "main").exists()
    (root / "main").mkdir()
    try:
        os.setxattr(root, "user.delegate", b"1")
    except OSError:
        pytest.skip("this file system has no extended attributes")
    assert cgroup.find(str(membership), str(mounts))[0].root == root


def test_a_group_is_ended_and_taken_away_by_the_kernel():
    """With the kernel's own groups, wherever they are mounted; their limits need controllers that may be missing."""
    mounts = [line.split() for line in Path("/proc/self/mounts").read_text().splitlines()]
    there = next((Path(line[1]) for line in mounts if line[2] == "cgroup2"), None)
    if there is None or not os.access(there, os.W_OK):
        pytest.skip("no control groups v2 that may be divided here")
    path = there / f"test-{os.getpid()}"
    path.mkdir()
    group = cgroup.Group(path)
    with subprocess.Popen(["sleep", "60"]) as process:
        group.add(process.pid)
        assert (path / "cgroup.procs").read_text().split() == [str(process.pid)]
        closing = threading.Thread(target=group.close)
        closing.start()
        assert process.wait(10) == -9
        closing.join(10)
    assert not path.exists()


@pytest.mark.skipif(cgroup.find(divide=False)[0] is None, reason="run it in a control group that was handed over")
def test_a_class_is_held_by_the_kernel(tmp_path):
    """The command itself, started in a group as systemd-run or a container gives it."""
    course = write_tiny_course(tmp_path)
    build_tiny_release(course)
    about = tmp_path / "course.toml"
    about.write_text(
        about.read_text().replace("cell_seconds = 10", "cell_seconds = 60\nmemory_mib = 800\nprocesses = 24")
    )
    release = read(course.release("tiny"))
    hand_in(course, "right", answered(release))
    hand_in(course, "memory", answered(release, tiny_sum_solution="x = [b'x' * (1 << 20) for _ in range(2000)]"))
    hand_in(course, "bomb", answered(release, tiny_sum_solution="import os\nwhile True:\n    os.fork()"))
    root = cgroup.find(divide=False)[0].root
    killed = cgroup._events(root / "memory.events")["oom_kill"]
    command = [sys.executable, "-m", "autograder", "grade", "tiny"]
    subprocess.run(command, cwd=tmp_path, check=True, timeout=600)
    assert cgroup._events(root / "memory.events")["oom_kill"] > killed
    reasons = {result.student: result.questions[0].reason for result in results(load_course(tmp_path), "tiny")}
    assert reasons["right"] == ""
    assert "memory limit (800 MiB)" in reasons["memory"]
    assert "too many processes" in reasons["bomb"]
    assert [path.name for path in root.iterdir() if path.is_dir()] == ["main"]


def test_descent_is_followed_through_what_has_no_parent_any_more():
    tasks = [Task(1, 0, 1, 0), Task(2, 1, 1, 0), Task(3, 2, 1, 0), Task(9, 8, 1, 0)]
    assert {task.pid for task in descendants(tasks, {1})} == {2, 3}
    assert ancestors(tasks, {3}) == {1, 2}


def test_a_look_costs_less_than_one_by_psutil(base):
    """Of a submission of usual size: its processes and their memory; medians of looks that take turns."""
    forks = [base.fork() for _ in range(8)]
    watch, first = base.watch, psutil.Process(base.pid)

    def look() -> None:
        watch._next = 0.0
        assert watch.over(base) == ""

    def look_by_psutil() -> None:
        family = [first, *first.children(recursive=True)]
        assert sum(process.memory_info().rss for process in family) > 0

    turns = [(seconds(look, budget=0), seconds(look_by_psutil, budget=0)) for _ in range(30)]
    for fork in forks:
        fork.kill()
    ours, others = (statistics.median(each) for each in zip(*turns, strict=True))
    assert ours < others / 2
