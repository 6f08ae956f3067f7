"""Where the kernel makes no namespaces: what Landlock and seccomp hold, and what becomes of what is left behind."""

import ast
import copy
import functools
import importlib.util
import os
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import psutil
import pytest
from tiny_course import build_tiny_release, write_tiny_course

from autograder.bundle import load_bundle
from autograder.course import Limits
from autograder.errors import SandboxError
from autograder.grade import Grader
from autograder.sandbox import Sandbox, StudentFault, choose_level, make_view, policy
from autograder.sandbox.inside import landlock
from autograder.sandbox.question import Question

pytestmark = pytest.mark.skipif(bool(policy.landlock_problem()), reason=policy.landlock_problem())

LIMITS = Limits(memory_mib=600, file_mib=8, processes=16)


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(make_view("02_knn", ["numpy"]), "landlock", (("numpy", ()),), LIMITS) as box:
        yield box


@pytest.fixture
def base(sandbox):
    return sandbox.start_submission({"beside.txt": b"a file beside the notebook"})


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


def gone(pid, seconds=5.0):
    """Whether a process is no longer there, or only waits to be collected."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX":
                return True
        except OSError:
            return True
        time.sleep(0.01)
    return False


TRY = """
import os, socket, sys
def attempt(code):
    try:
        exec(code, {"os": os, "socket": socket, "sys": sys})
    except BaseException as error:
        return type(error).__name__
    return "done"
print([attempt(code) for code in %r])
"""


@pytest.fixture
def attempt(run):
    """Try statements one after another in one cell; the name of the error that each ended with, or "done"."""
    return lambda *statements: ast.literal_eval(run(TRY % (statements,)))


def test_no_file_of_the_machine_can_be_read(attempt, tmp_path):
    secret = tmp_path / "gradebook.db"
    secret.write_text("secret")
    paths = [secret, __file__, "/etc/passwd", "/etc/hosts", policy.__file__]
    assert attempt(*(f"open({str(path)!r}).read()" for path in paths)) == ["PermissionError"] * 5
    folders = [tmp_path, Path(__file__).parent, "/etc", "/", "/tmp", "/proc", Path.home()]
    assert attempt(*(f"os.listdir({str(path)!r})" for path in folders)) == ["PermissionError"] * 7


def test_no_process_of_the_machine_can_be_looked_into(attempt):
    names = ("environ", "cmdline", "mem", "maps", "status")
    assert attempt(*(f"open('/proc/{os.getpid()}/{name}', 'rb')" for name in names)) == ["PermissionError"] * 5


def test_only_the_own_folders_can_be_written(attempt, run, tmp_path):
    target = tmp_path / "marks.csv"
    target.write_text("1")
    paths = [target, tmp_path / "new", "/tmp/new", "/dev/shm/new", os.path.join(os.path.dirname(os.__file__), "x")]
    assert attempt(*(f"open({str(path)!r}, 'a')" for path in paths)) == ["PermissionError"] * 5
    name = repr(str(target))
    found = attempt(f"os.truncate({name}, 0)", f"os.remove({name})", f"os.rename({name}, 'x')", f"os.link({name}, 'x')")
    assert found == ["PermissionError"] * 3 + [found[3]]
    assert found[3] != "done"
    attempt(f"os.chmod({name}, 0)", f"os.utime({name}, (0, 0))")
    assert target.stat().st_mode & 0o400
    assert target.stat().st_mtime > 1
    assert target.read_text() == "1"
    assert run("open('mine.txt', 'w').write('1')\nprint(open('mine.txt').read())") == "1"
    assert run("import tempfile\nwith tempfile.TemporaryFile() as f:\n    print(f.write(b'12'))") == "2"


def test_packages_that_are_not_allowed_are_absent(attempt):
    there = importlib.util.find_spec("sklearn").origin
    names = ("torch", "sklearn", "scipy", "autograder", "nbgrader", "coursework")
    assert attempt(*(f"import {name}" for name in names)) == ["ModuleNotFoundError"] * 6
    folder = os.path.dirname(os.path.dirname(there))
    tried = attempt(f"sys.path.append({folder!r})\nimport sklearn", f"open({there!r})")
    assert tried[0] in ("ModuleNotFoundError", "PermissionError")
    assert tried[1] == "PermissionError"


def test_there_is_no_network_nor_any_other_socket(attempt, run):
    assert "unreachable" in run("import socket\nsocket.create_connection(('127.0.0.1', 8888), timeout=1)")
    assert attempt("socket.socket(socket.AF_UNIX)", "socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)") == [
        "OSError",
        "OSError",
    ]
    assert run("import socket\na, b = socket.socketpair()\na.send(b'1')\nprint(b.recv(9))") == "b'1'"


def test_no_signal_reaches_a_process_outside(sandbox, attempt):
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as bystander:
        pids = (bystander.pid, os.getpid(), os.getppid(), sandbox._program.pid)
        assert attempt(*(f"os.kill({pid}, 9)" for pid in pids)) == ["PermissionError"] * 4
        assert bystander.poll() is None
        bystander.kill()


def test_no_privilege_can_be_had(attempt, run):
    assert run("import os\nprint(os.getuid() == 0)") == "False"
    assert attempt("os.setuid(0)") == ["PermissionError"]


def test_a_notebook_works(run):
    assert run("!echo hello") == "hello"
    assert "per loop" in run("%timeit -n1 -r1 1 + 1")
    assert run("import numpy as np\nprint(np.ones((50, 50)) @ np.ones(50) @ np.ones(50))") == "2500.0"
    assert (
        run("import subprocess\nprint(subprocess.run(['ls'], capture_output=True, text=True).stdout)") == "beside.txt"
    )
    assert run("from multiprocessing import Pipe\na, b = Pipe()\na.send(1)\nprint(b.recv())") == "1"
    assert run("import shutil\nprint(shutil.copy('beside.txt', 'copy.txt'))") == "copy.txt"


LEAVE = """
import os, time
def leave(seconds=60):
    '''A process with another session, whose parent has ended.'''
    reader, writer = os.pipe()
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.write(writer, str(os.getpid()).encode())
            time.sleep(seconds)
        os._exit(0)
    os.wait()
    return int(os.read(reader, 20))
def write(text):
    open('note.txt', 'w').write(text)
    open(os.path.expanduser('~/note.txt'), 'w').write(text)
    return look()
def read(path):
    return open(path).read()
def where():
    return os.path.abspath('note.txt')
def look():
    return [os.path.exists(path) for path in ('beside.txt', 'note.txt', os.path.expanduser('~/note.txt'))]
pid = leave()
"""


def test_what_a_submission_leaves_behind_is_gone(sandbox, base):
    process = base.fork()
    assert process.request("run_cell", LEAVE)["error"] is None
    left = process.request("lookup", ["pid"])["pid"]
    assert not gone(left, 0.1)
    scratch = sandbox._scratch
    process.request("run_cell", "write('x')")
    assert Path(scratch, "note.txt").exists()
    sandbox.start_submission()
    assert gone(left)
    assert os.listdir(scratch) == []
    assert os.listdir(os.path.dirname(scratch)) == [os.path.basename(scratch)]


def test_what_a_question_leaves_behind_is_gone_before_the_next(sandbox, base):
    assert base.request("run_cell", LEAVE)["error"] is None
    first = Question(functools.partial(sandbox.fork_question, base), 10.0)
    names = first.lookup(["leave", "write", "look"])
    assert names["write"]("asked") == [True, True, True]
    left = names["leave"]()
    first.close()
    assert gone(left)
    second = Question(functools.partial(sandbox.fork_question, base), 10.0)
    assert second.lookup(["look"])["look"]() == [True, False, False]
    second.close()


def test_a_question_cannot_read_what_another_wrote(sandbox, base):
    assert base.request("run_cell", LEAVE)["error"] is None
    first = Question(functools.partial(sandbox.fork_question, base), 10.0)
    names = first.lookup(["write", "where"])
    names["write"]("asked")
    path = names["where"]()
    assert Path(path).read_text() == "asked"
    second = Question(functools.partial(sandbox.fork_question, base), 10.0)
    with pytest.raises(PermissionError):
        second.lookup(["read"])["read"](path)
    first.close()
    second.close()


def test_a_submission_that_ends_its_own_first_process_leaves_the_next_alone(sandbox, base):
    base.request("run_cell", LEAVE)
    left = base.request("lookup", ["pid"])["pid"]
    process = base.fork()
    process.request("run_cell", f"import os\nos.kill({base.pid}, 9)", seconds=5.0)
    assert sandbox.start_submission().request("run_cell", "1 + 1")["error"] is None
    assert gone(left)


def test_row_30_fork_bomb_without_namespaces(sandbox, base):
    source = "import os\nwhile True:\n    try:\n        os.fork()\n    except OSError:\n        pass"
    process = base.fork()
    with pytest.raises(StudentFault, match="too many processes"):
        process.request("run_cell", source)
    assert sandbox.start_submission().request("run_cell", "!echo alive")["outputs"][0]["text"] == "alive\n"
    left = [
        process for process in psutil.Process().children(recursive=True) if process.status() != psutil.STATUS_ZOMBIE
    ]
    assert 0 < len(left) < 10


def test_a_full_disk_is_not_to_be_had(base):
    source = "import os, time\nfor i in range(40):\n    open(f'{i}', 'wb').write(b'x' * 2**20)\ntime.sleep(10)"
    process = base.fork()
    with pytest.raises(StudentFault, match=r"too much written \(more than 8 MiB\)"):
        process.request("run_cell", source)


def test_many_files_are_not_to_be_had(base):
    process = base.fork()
    with pytest.raises(StudentFault, match="too many files"):
        process.request("run_cell", "import os\nn = 0\nwhile True:\n    n += 1\n    os.mknod(f'{n}')", seconds=60.0)


OLD_KERNEL = """
import json, os, sys
sys.path.insert(0, sys.argv[1])
from inside import isolate, landlock
isolate.prctl(isolate.PR_SET_NO_NEW_PRIVS, 1)
landlock.abi = lambda: int(sys.argv[2])
landlock.restrict([("/usr", landlock.READ), (sys.argv[3], landlock.WRITE)])
open(sys.argv[3] + "/made", "w").write("1")
os.listdir("/usr")
for path in ("/etc/hostname", "/etc/hosts"):
    try:
        open(path)
        sys.exit("not held")
    except PermissionError:
        pass
"""


@pytest.mark.parametrize("version", range(1, landlock.abi() + 1))
def test_every_version_of_landlock_holds_files(version, tmp_path):
    words = [os.path.dirname(policy.__file__), str(version), str(tmp_path)]
    command = [sys.executable, "-I", "-S", "-c", OLD_KERNEL, *words]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_level_is_refused_where_the_kernel_lacks_it(monkeypatch):
    monkeypatch.setattr(policy, "landlock_problem", lambda: "this kernel has no Landlock")
    with pytest.raises(SandboxError, match="no Landlock"):
        choose_level("landlock")


def test_without_namespaces_the_level_is_taken(monkeypatch):
    monkeypatch.setattr(policy.shutil, "which", lambda name: None)
    monkeypatch.setattr(policy, "namespaces_problem", lambda: "EPERM")
    level, found = policy.available_level.__wrapped__()
    assert level == "landlock"
    assert "EPERM" in found


def test_a_submission_earns_what_it_earns_elsewhere(tmp_path):
    """From file to result; the level is in it, and the question that hangs costs that question alone."""
    course = write_tiny_course(tmp_path / "course")
    build_tiny_release(course)
    bundle = load_bundle(course, "tiny")
    answers = {
        "tiny-sum-solution": "def row_sums(x):\n    return x.sum(axis=1)",
        "tiny-scale-solution": "import os\ndef scale_rows(x):\n    os.abort()",
        "tiny-choice-axis-solution": 'answer_axis = "b"',
    }
    notebook = copy.deepcopy(bundle.release)
    for cell in notebook.cells:
        cell.source = answers.get(cell.id, cell.source)
    folder = tmp_path / "student"
    folder.mkdir()
    nbformat.write(notebook, folder / "tiny.ipynb")
    with Grader(bundle, "landlock") as grader:
        result = grader.grade(folder, "student").result
    assert result.sandbox == "landlock"
    earned = {question.grade_id: question.earned for question in result.questions}
    assert (earned["tiny-sum"], earned["tiny-scale"], earned["tiny-choice-axis"]) == (50, 0, 1)
    assert any("SIGABRT" in question.reason for question in result.questions)


@pytest.mark.parametrize(
    ("body", "error"),
    [("return np.ones((6000, 6000)).sum()", MemoryError), ("return os.wait() if os.fork() else os._exit(0)", OSError)],
)
def test_a_call_whose_memory_is_measured_cannot_have_much_more_nor_another_process(sandbox, base, body, error):
    cell = f"import os\nimport numpy as np\ndef held(n):\n    {body}\ndef modest(n):\n    return np.ones((n, n))\n"
    assert base.request("run_cell", cell)["error"] is None
    question = Question(functools.partial(sandbox.fork_question, base), 10.0, (cell,))
    names = question.lookup(["held", "modest"])
    with pytest.raises(error):
        question.call_measuring_memory(names["held"], (1000,), {}, 60e6)
    assert question.call_measuring_memory(names["modest"], (1000,), {}, 60e6)[1] < 60e6
    question.close()
