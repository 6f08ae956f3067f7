"""The filters of system calls: what they refuse, on both architectures, and that a notebook needs none of it."""

import ast
import errno
import functools
import struct
import subprocess
import sys
import time
from pathlib import Path

import pytest

from autograder.course import Limits
from autograder.sandbox import Sandbox, available_level, make_view, policy
from autograder.sandbox.inside import seccomp, syscalls
from autograder.sandbox.question import Question

ALLOW, ERRNO, KILL = 0x7FFF0000, 0x00050000, 0x80000000
AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
COLUMN = {"x86_64": 0, "aarch64": 1}
KINDS = (seccomp.CELLS, seccomp.QUESTIONS, seccomp.SHARED)
CLONE_NEWUSER, CLONE_THREAD = 0x10000000, 0x00010000


def judge(kind, machine, number, *arguments, audit=None):
    """What a filter answers, by running its program as the kernel does: 0 where it allows, else the error number."""
    code = list(struct.iter_unpack("<HBBI", seccomp.program(kind, machine)))
    padded = (*arguments, *[0] * (6 - len(arguments)))
    data = struct.pack("<iIQ6Q", number, AUDIT[machine] if audit is None else audit, 0, *padded)
    position = accumulator = 0
    while True:
        operation, if_true, if_false, value = code[position]
        position += 1
        if operation == 0x06:
            return 0 if value == ALLOW else "killed" if value == KILL else value - ERRNO or "pretended"
        if operation == 0x20:
            accumulator = struct.unpack_from("<I", data, value)[0]
        elif operation == 0x54:
            accumulator &= value
        else:
            test = {0x15: accumulator == value, 0x35: accumulator >= value, 0x45: accumulator & value}[operation]
            position += if_true if test else if_false


def numbers(table, machine):
    return {name: each[COLUMN[machine]] for name, each in table.items() if each[COLUMN[machine]] is not None}


@pytest.mark.parametrize("machine", AUDIT)
@pytest.mark.parametrize("kind", KINDS)
def test_every_call_of_the_list_is_refused_and_no_other(kind, machine):
    refused = numbers(syscalls.REFUSED, machine)
    if kind == seccomp.CELLS:
        refused = {name: number for name, number in refused.items() if name not in ("mount", "unshare")}
    if kind == seccomp.SHARED:
        refused |= numbers(syscalls.ATTRIBUTES, machine)
    looked_at = set(numbers(syscalls.BY_ARGUMENT, machine).values())
    for number in range(600):
        answer = judge(kind, machine, number)
        if number not in looked_at:
            assert bool(answer) == (number in refused.values()), number
    pretended = [number for number in range(600) if judge(kind, machine, number) == "pretended"]
    assert pretended == (sorted(numbers(syscalls.ATTRIBUTES, machine).values()) if kind == seccomp.SHARED else [])


@pytest.mark.parametrize("machine", AUDIT)
@pytest.mark.parametrize("kind", KINDS)
def test_another_architecture_is_refused(kind, machine):
    for audit in (0x40000003, 0x40000028, 0):
        assert judge(kind, machine, 39, audit=audit) == errno.EPERM
    assert judge(kind, machine, 0x40000000 | 39) == errno.ENOSYS


@pytest.mark.parametrize("machine", AUDIT)
def test_arguments_decide(machine):
    call = numbers(syscalls.BY_ARGUMENT, machine)
    for kind in KINDS:
        for request, wrong in ((0x5412, errno.EPERM), (0x541C, errno.EPERM), (0x5401, 0)):
            assert judge(kind, machine, call["ioctl"], 0, request) == wrong
            # The kernel looks at 32 bits of it only.
            assert judge(kind, machine, call["ioctl"], 0, 1 << 32 | request) == wrong
        for persona, wrong in ((0, 0), (0xFFFFFFFF, 0), (0x0040000, errno.EPERM), (8, errno.EPERM)):
            assert judge(kind, machine, call["personality"], persona) == wrong
        for family in (16, 17, 38, 40):
            assert judge(kind, machine, call["socket"], family)
        assert judge(kind, machine, call["clone"], CLONE_THREAD | 17) == 0
        assert bool(judge(kind, machine, call["clone"], CLONE_NEWUSER | 17)) == (kind != seccomp.CELLS)
        assert bool(judge(kind, machine, call["clone3"])) == (kind != seccomp.CELLS)
    shared = functools.partial(judge, seccomp.SHARED, machine)
    assert [shared(call["socket"], family) for family in (1, 2, 10)] == [errno.EAFNOSUPPORT] + [errno.ENETUNREACH] * 2
    assert [bool(shared(call["socketpair"], 1, kind)) for kind in (1, 5, 2, 1 | 0o2000000, 2 | 0o2000000)] == [
        False,
        False,
        True,
        False,
        True,
    ]


def test_numbers_are_those_of_this_machine():
    headers = [Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"), Path("/usr/include/asm/unistd_64.h")]
    header = next((path for path in headers if path.exists()), None)
    if header is None:
        pytest.skip("no kernel headers")
    words = [line.split() for line in header.read_text().splitlines() if line.startswith("#define __NR_")]
    real = {line[1].removeprefix("__NR_"): int(line[2]) for line in words}
    tables = {**syscalls.REFUSED, **syscalls.ATTRIBUTES, **syscalls.BY_ARGUMENT}
    ours = {name: number for name, number in numbers(tables, "x86_64").items() if name in real}
    assert len(ours) > 70
    assert ours == {name: real[name] for name in ours}


@pytest.fixture(scope="module", params=("best", "landlock"))
def state(request):
    """A submission at the strongest level that works here, and at the one that has a filter of its own."""
    level = available_level()[0] if request.param == "best" else "landlock"
    if level == "none" or (level == "landlock" and policy.landlock_problem()):
        pytest.skip("no isolation here")
    view = make_view("05", ["numpy", "torch", "matplotlib"])
    preload = tuple((name, ()) for name in ("numpy", "torch", "matplotlib.pyplot"))
    with Sandbox(view, level, preload, Limits()) as box:
        base = box.start_submission()
        assert base.request("run_cell", CALLS)["error"] is None
        yield box, base


CALLS = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
def call(*words):
    ctypes.set_errno(0)
    result = libc.syscall(*words)
    return ctypes.get_errno() if result < 0 else 0
def calls(many):
    return [call(*words) for words in many]
"""
X86_ONLY = pytest.mark.skipif(seccomp.architecture() != "x86_64", reason="numbers of x86_64")


@X86_ONLY
def test_the_kernel_refuses_them_in_cells_and_in_questions(state):
    box, base = state
    tried = [[number, 0, 0, 0, 0, 0] for name, number in numbers(syscalls.REFUSED, "x86_64").items()]
    names = list(numbers(syscalls.REFUSED, "x86_64"))
    question = Question(functools.partial(box.fork_question, base), 10.0)
    in_question = dict(zip(names, question.lookup(["calls"])["calls"](tried), strict=True))
    question.close()
    source = f"print(calls({tried}))"
    in_cell = dict(zip(names, ast.literal_eval(base.request("run_cell", source)["outputs"][0]["text"]), strict=True))
    assert all(number in (errno.EPERM, errno.ENOSYS) for number in in_question.values()), in_question
    del in_cell["mount"], in_cell["unshare"]
    assert all(number in (errno.EPERM, errno.ENOSYS) for number in in_cell.values()), in_cell


@X86_ONLY
def test_a_question_cannot_make_namespaces_by_any_call(state):
    box, base = state
    question = Question(functools.partial(box.fork_question, base), 10.0)
    calls = question.lookup(["calls"])["calls"]
    assert calls([[272, CLONE_NEWUSER], [56, CLONE_NEWUSER | 17, 0, 0, 0, 0], [435, 0, 88]]) == [
        errno.EPERM,
        errno.EPERM,
        errno.ENOSYS,
    ]
    question.close()


WORKS = """
import subprocess, threading, multiprocessing, tempfile, shutil, time
import numpy as np, torch
import matplotlib.pyplot as plt
plt.plot(np.arange(9))
model = torch.nn.Sequential(torch.nn.Conv2d(1, 4, 3), torch.nn.Flatten(), torch.nn.Linear(4 * 36, 2))
optimiser = torch.optim.SGD(model.parameters(), lr=0.1)
model(torch.ones(2, 1, 8, 8)).sum().backward()
optimiser.step()
found = []
thread = threading.Thread(target=found.append, args=(1,))
thread.start(); thread.join()
assert found == [1]
assert subprocess.run("echo one | cat", shell=True, capture_output=True, text=True).stdout.strip() == "one"
child = multiprocessing.get_context("fork").Process(target=print)
child.start(); child.join(10)
assert child.exitcode == 0
np.save("a.npy", np.ones(3)); torch.save(model.state_dict(), "m.pt")
assert np.load("a.npy").sum() == 3 and len(torch.load("m.pt")) == 4
with tempfile.TemporaryDirectory() as folder:
    shutil.copy("a.npy", folder)
print("all of it")
"""


def test_a_notebook_needs_none_of_it(state):
    _, base = state
    answer = base.request("run_cell", WORKS, seconds=60.0)
    assert answer["error"] is None
    assert answer["outputs"][0]["text"] == "all of it\n"
    assert "image/png" in answer["outputs"][-1]["data"]
    for source, shown in (("!echo hello", "hello"), ("%timeit -n1 -r1 1 + 1", "per loop"), ("%%bash\necho hi", "hi")):
        answer = base.request("run_cell", source)
        assert answer["error"] is None
        assert shown in answer["outputs"][0]["text"]


INSTALL = """
import sys, time
sys.path.insert(0, sys.argv[1])
from inside import seccomp
seccomp.assemble()
start = time.perf_counter()
problem = seccomp.install(seccomp.QUESTIONS)
print(time.perf_counter() - start)
sys.exit(problem or 0)
"""


@pytest.mark.skipif(not seccomp.architecture(), reason="no filter for this machine")
def test_a_filter_installs_in_less_time_than_a_process_starts():
    command = [sys.executable, "-I", "-S", "-c", INSTALL, str(Path(policy.__file__).parent)]
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert float(done.stdout) < (time.perf_counter() - start) / 4
