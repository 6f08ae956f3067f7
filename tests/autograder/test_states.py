"""The states of a submission: which are kept, how one that was lost is rebuilt, and forks that threads break."""

import functools
import os
import signal

import pytest
import torch

from autograder.course import Limits
from autograder.errors import SandboxError
from autograder.sandbox import Sandbox, StudentFault, level_for_own_code, make_view
from autograder.sandbox.question import Question
from autograder.states import States

LIMITS = Limits(cell_seconds=10, question_seconds=10, submission_seconds=120, memory_mib=2000)
CRASH = "import os\nos.abort()"


@pytest.fixture(scope="module")
def sandbox():
    view = make_view("tiny", ["numpy", "torch"])
    with Sandbox(view, level_for_own_code(), (("numpy", ()), ("torch", ())), LIMITS) as box:
        yield box


@pytest.fixture
def states(sandbox):
    opened = States(sandbox, LIMITS, {})
    yield opened
    opened.close()


def value(process, name):
    return process.request("lookup", [name])[name]


def test_a_mark_holds_the_state_at_its_place(states):
    states.run("x = [1]")
    first = states.mark()
    states.run("x.append(2)")
    second = states.mark()
    assert value(states.question(first), "x") == [1]
    assert value(states.question(second), "x") == [1, 2]


def test_nothing_runs_for_a_test_that_asks_for_data_only(states):
    states.run("x = [1]\ndef f():\n    return 1")
    assert states.mark(["x"]).data == {"x": [1]}
    assert states.mark(["x", "f"]).data is None


def test_the_copy_after_a_crash_is_the_same_state(states):
    states.run("x = [1]")
    mark = states.mark()
    states.run("x.append(2)")
    copy = states.question(mark)
    with pytest.raises(StudentFault):
        copy.request("run_cell", CRASH)
    assert value(states.question(mark), "x") == [1]


def test_only_the_numbers_of_a_tensor_that_is_sent_arrive(states):
    states.run("def stored(t):\n    return t.untyped_storage().nbytes(), t.requires_grad, t.sum().item()")
    question = Question(functools.partial(states.question, states.mark(["stored"])), 20.0)
    stored = question.lookup(["stored"])["stored"]
    assert stored(torch.arange(1000.0)[:3]) == (12, False, 3.0)
    assert stored(torch.arange(1000.0, requires_grad=True)[:3]) == (12, True, 3.0)
    question.close()


def test_a_question_that_ended_while_it_waited_is_made_again(states):
    states.run("x = [1]\ndef f():\n    return 1")
    mark = states.mark(["f"])
    waiting = mark.prepared
    os.kill(waiting.pid, signal.SIGKILL)
    assert value(states.question(mark), "x") == [1]
    assert waiting.dead


def test_a_cell_that_crashes_costs_itself_alone(states):
    states.run("x = [1]")
    before = states.mark()
    with pytest.raises(StudentFault, match="crashed"):
        states.run(f"x.append(2)\n{CRASH}")
    states.run("x.append(3)")
    after = states.mark()
    assert value(states.question(after), "x") == [1, 3]
    assert value(states.question(before), "x") == [1]


def test_every_state_outlives_a_cell_that_kills_all_its_processes(states):
    states.run("x = [1]\ndef f():\n    return 1")
    before = states.mark(["f"])
    with pytest.raises(StudentFault):
        states.run("import os, signal\nos.kill(-1, signal.SIGKILL)\nos.kill(os.getpid(), signal.SIGKILL)")
    after = states.mark()
    assert value(states.question(before), "x") == value(states.question(after), "x") == [1]


def test_what_crashes_only_the_second_time_is_left_out(states):
    """Its first run left a file that its second trips over."""
    states.run("x = [1]")
    states.run(f"import os\nif os.path.exists('here'):\n    {CRASH.splitlines()[1]}\nopen('here', 'w')\nx.append(2)")
    states.run("x.append(3)")
    with pytest.raises(StudentFault):
        states.run(CRASH)
    assert value(states.question(states.mark()), "x") == [1, 3]


def test_dear_states_are_kept(states):
    """What took long is not run again: it would say so in a file."""
    states.run("import time\ntime.sleep(0.4)\nprint(open('runs', 'a').write('x'))")
    mark = states.mark()
    with pytest.raises(StudentFault):
        states.run(CRASH)
    states.run("runs = open('runs').read()")
    assert value(states.question(states.mark()), "runs") == "x"
    assert states.question(mark) is not None


def test_with_all_kept_nothing_is_run_again(sandbox):
    states = States(sandbox, LIMITS, {}, keep_all=True)
    states.run("open('runs', 'a').write('x')")
    mark = states.mark()
    for _ in range(3):
        copy = states.question(mark)
        copy.request("run_cell", "runs = open('runs').read()")
        assert value(copy, "runs") == "x"
        copy.kill()
    states.close()


THREADS = """
import threading
import torch
torch.set_num_threads(2)
matrix = torch.ones(600, 600)
total = float((matrix @ matrix).sum())
lock = threading.Lock()
def hold():
    with lock:
        threading.Event().wait()
threading.Thread(target=hold, daemon=True).start()
def product():
    return float((matrix @ matrix).sum())
def waits():
    with lock:
        return 1
"""


def test_threads_are_noticed(states):
    states.run("x = 1")
    assert not states.mark().threads
    states.run(THREADS)
    assert states.mark().threads


def test_torch_works_after_several_threads_did(states):
    states.run(THREADS)
    mark = states.mark()
    question = Question(lambda **how: states.question(mark, **how), 8.0, threads=mark.threads)
    assert question.lookup(["product"])["product"]() == 600.0**3
    question.close()


FORK_ALONE_HANGS = """
import os, threading
here = os.getpid()
threading.Thread(target=threading.Event().wait, daemon=True).start()
def works():
    while os.getpid() != here and not fresh():
        pass
    return 7
def fresh():
    return threading.active_count() > 1
"""


def test_a_fork_that_hangs_for_want_of_its_threads_gets_a_fresh_interpreter_once(states):
    states.run(FORK_ALONE_HANGS)
    mark = states.mark(["works"])
    question = Question(lambda **how: states.question(mark, **how), 1.0, threads=mark.threads)
    assert question.lookup(["works"])["works"]() == 7
    assert question.rebuilt
    question.close()


def test_without_threads_a_hang_is_the_students(states):
    states.run("def hang():\n    while True: pass")
    mark = states.mark()
    question = Question(lambda **how: states.question(mark, **how), 0.5, threads=mark.threads)
    with pytest.raises(StudentFault, match="time limit"):
        question.lookup(["hang"])["hang"]()
    assert not question.rebuilt
    question.close()


OPENING = ("import numpy as np\ncount = [1]\nprint('opened')", "count.append(2)")


def opened_or_skip(sandbox, sources=OPENING):
    answers = sandbox.open(sources)
    if answers is None and sources is OPENING:
        pytest.skip("this level keeps no opening")
    return answers


def test_an_opening_is_run_once_for_all(sandbox):
    """Each submission starts behind it, changes nothing for the next, and is shown what its cells said."""
    opened_or_skip(sandbox)
    process = sandbox._opening.process
    for number in range(3):
        states = States(sandbox, LIMITS, {}, opening=OPENING)
        shown = [states.run(source) for source in OPENING]
        states.run(f"count.append({number})")
        mark = states.mark()
        assert shown[0]["outputs"][0]["text"] == "opened\n"
        assert value(states.question(mark), "count") == [1, 2, number]
        assert states.seconds < 5
        states.close()
    assert sandbox._opening.process is process


def test_a_crash_behind_an_opening_costs_itself_alone(sandbox):
    opened_or_skip(sandbox)
    states = States(sandbox, LIMITS, {}, opening=OPENING)
    for source in OPENING:
        states.run(source)
    first = states.mark()
    with pytest.raises(StudentFault):
        states.run(f"count.append(3)\n{CRASH}")
    states.run("count.append(4)")
    assert value(states.question(states.mark()), "count") == [1, 2, 4]
    assert value(states.question(first), "count") == [1, 2]
    assert value(states.question(first, fresh=True), "count") == [1, 2]
    states.close()


def test_a_lost_opening_is_run_again(sandbox):
    opened_or_skip(sandbox)
    sandbox._opening.process.kill()
    states = States(sandbox, LIMITS, {}, opening=OPENING)
    for source in OPENING:
        states.run(source)
    assert value(states.question(states.mark()), "count") == [1, 2]
    assert sandbox._opening.usable
    states.close()


@pytest.mark.parametrize(
    "source",
    ["1 / 0", "exit()", "open('file', 'w').write('x')", "import os\nos._exit(3)", THREADS.replace("2)", "1)", 1)],
    ids=["fails", "exits", "writes a file", "ends the interpreter", "starts a thread"],
)
def test_what_cannot_be_shared_each_submission_runs_itself(sandbox, source):
    assert opened_or_skip(sandbox, (source,)) is None
    states = States(sandbox, LIMITS, {}, opening=(source,))
    assert states._kept[0][0] == 0
    states.close()


def test_a_module_that_the_sandbox_cannot_import_is_named(tmp_path):
    """At once: the second try, without namespaces inside the sandbox, is one of its own."""
    view = make_view("tiny", ("numpy",), tmp_path)
    with (
        Sandbox(view, level_for_own_code(), [("no_such_module", ())], Limits()) as sandbox,
        pytest.raises(SandboxError, match="the sandbox cannot import no_such_module"),
    ):
        sandbox.open([])
