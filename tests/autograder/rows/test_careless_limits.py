"""Submissions that run away, crash or change from run to run: each costs the question it is in, and says so plainly."""

from __future__ import annotations

import json

import pytest
from careless_cells import FULL, SCALE, Desk
from tiny_course import COURSE, build_tiny_release, write_tiny_course

from autograder.bundle import load_bundle
from autograder.course import load_course
from autograder.grade import Grader
from autograder.result import GRADED, WARNINGS

QUESTION_SECONDS, CELL_SECONDS = 1.5, 2


@pytest.fixture(scope="module")
def hand_in(tmp_path_factory):
    """Hands in to a course with short limits; afterwards an honest submission still earns what it did."""
    folder = tmp_path_factory.mktemp("course")
    write_tiny_course(folder)
    text = COURSE.replace("question_seconds = 10", f"question_seconds = {QUESTION_SECONDS}\nmemory_mib = 400")
    (folder / "course.toml").write_text(text.replace("cell_seconds = 10", f"cell_seconds = {CELL_SECONDS}"))
    course = load_course(folder)
    build_tiny_release(course)
    with Grader(load_bundle(course, "tiny")) as grader:
        desk = Desk(grader, tmp_path_factory.mktemp("student"))
        yield desk.hand_in
        assert desk.hand_in().points == FULL


def lost(*questions):
    return FULL | dict.fromkeys(questions, 0)


def test_row_26_infinite_loop_in_an_answer(hand_in):
    handed = hand_in(tiny_sum_solution="def row_sums(x):\n    while True: pass")
    assert handed.points == lost("tiny-sum")
    assert f"time limit ({QUESTION_SECONDS} s" in handed.reason("tiny-sum")
    assert handed.result.status == GRADED


def test_row_26_infinite_loop_in_a_cell(hand_in):
    endless = "while True: pass"
    handed = hand_in(endless)
    assert handed.points == FULL
    assert handed.error(endless) == f"StudentFault: time limit ({CELL_SECONDS} s)"


UNINTERRUPTIBLE = """
import ctypes, signal
def scale_rows(x):
    for number in range(1, 65):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    while True:
        try:
            ctypes.PyDLL(None).usleep(10**9 // 1000)
        except BaseException:
            pass
"""


def test_row_27_uninterruptible_loop(hand_in):
    """It ignores every signal it may and waits in compiled code that holds the interpreter."""
    handed = hand_in(tiny_scale_solution=UNINTERRUPTIBLE)
    assert handed.points == lost("tiny-scale")
    assert "time limit" in handed.reason("tiny-scale")


def test_row_27_it_continues_from_the_last_good_state(hand_in):
    kept = "kept = [1]"
    hangs = "kept.append(2)\nwhile True: pass"
    shown = "print(kept)"
    handed = hand_in(kept, hangs, shown)
    assert handed.points == FULL
    assert handed.printed(shown) == "[1]\n"


def test_row_28_trains_for_an_hour(hand_in):
    """Every question has its own budget, and all cells and questions together have one."""
    sleeps = "import time\ntime.sleep(3600)"
    handed = hand_in(sleeps, sleeps)
    assert handed.points == FULL
    slow = "import time\ndef row_sums(x):\n    time.sleep(3600)"
    handed = hand_in(tiny_sum_solution=slow)
    assert handed.points == lost("tiny-sum")
    assert handed.question("tiny-sum").seconds < QUESTION_SECONDS + 5


def test_row_28_the_whole_submission_has_a_budget(tmp_path_factory):
    folder = tmp_path_factory.mktemp("short")
    write_tiny_course(folder)
    (folder / "course.toml").write_text(COURSE.replace("submission_seconds = 60", "submission_seconds = 3"))
    course = load_course(folder)
    build_tiny_release(course)
    with Grader(load_bundle(course, "tiny")) as grader:
        desk = Desk(grader, tmp_path_factory.mktemp("student"))
        handed = desk.hand_in(*["import time\ntime.sleep(2)"] * 20)
        assert handed.result.seconds["student"] < 15


def test_row_29_allocates_100_gb(hand_in):
    at_once = "import numpy as np\ndef row_sums(x):\n    return np.ones(10**11 // 8)[: len(x)]"
    handed = hand_in(tiny_sum_solution=at_once)
    assert handed.points == lost("tiny-sum")
    assert "memory" in handed.reason("tiny-sum").lower()
    bit_by_bit = "def row_sums(x):\n    kept = []\n    while True:\n        kept.append(bytearray(10**7))"
    handed = hand_in(tiny_sum_solution=bit_by_bit)
    assert handed.points == lost("tiny-sum")
    assert "memory limit (400 MiB)" in handed.reason("tiny-sum")


def test_row_29_a_cell_that_takes_all_memory(hand_in):
    hoards = "kept = []\nwhile True:\n    kept.append(bytearray(10**7))"
    handed = hand_in(hoards)
    assert handed.points == FULL
    assert "memory limit (400 MiB)" in handed.error(hoards)


@pytest.mark.parametrize(
    ("crash", "words"),
    [
        ("import os; os._exit(3)", "the interpreter ended itself (exit code 3)"),
        ("import os; os.abort()", "the interpreter crashed (SIGABRT)"),
        ("import ctypes; ctypes.string_at(0)", "the interpreter crashed (SIGSEGV)"),
        ("import os; os.kill(os.getpid(), 9)", ""),
    ],
)
def test_row_31_the_interpreter_ends(hand_in, crash, words):
    """In an answer that is tested, and in a cell of the student's own."""
    handed = hand_in(tiny_scale_solution=f"def scale_rows(x):\n    {crash}")
    assert handed.points == lost("tiny-scale")
    assert words in handed.reason("tiny-scale")
    handed = hand_in(f"x = 1; {crash}", "y = 2")
    assert handed.points == FULL
    assert words in handed.error(f"x = 1; {crash}")


CHANCE = """
import os
def scale_rows(x):
    wrong = int.from_bytes(os.urandom(1), "big") % 2
    return x / x.sum(axis=1, keepdims=True) + wrong
"""


def test_row_50_results_that_change(hand_in):
    """Of two runs the better one counts, and it is said; what fails both times fails without a word of chance."""
    seen = [hand_in(tiny_scale_solution=CHANCE) for _ in range(12)]
    flaky = [handed for handed in seen if handed.question("tiny-scale").flaky]
    assert flaky, "one in two runs differs from the one before: twelve times alike is no chance"
    for handed in flaky:
        assert handed.result.status == WARNINGS
        assert any(warning.startswith("tiny-scale: the same test came out diff") for warning in handed.result.warnings)
        assert handed.points["tiny-scale"] > 0
    wrong = hand_in(tiny_scale_solution="def scale_rows(x):\n    return x")
    assert not wrong.question("tiny-scale").flaky
    assert wrong.result.status == GRADED


def test_row_50_seeds_are_the_same_for_every_run(hand_in):
    """Who draws from the global generators gets the same numbers each time, whatever the cells drew before."""
    drawn = "def scale_rows(x):\n    import random\n    return x * random.random() * np.random.rand()"
    results = {json.dumps(hand_in("np.random.rand()", tiny_scale_solution=drawn).question("tiny-scale").detail)}
    results |= {json.dumps(hand_in(tiny_scale_solution=drawn).question("tiny-scale").detail) for _ in range(2)}
    assert len(results) == 1


def test_row_50_a_right_answer_is_tested_once(hand_in):
    counts = "from pathlib import Path\ndef scale_rows(x):\n    print('called')\n" + SCALE.split("\n", 1)[1]
    handed = hand_in(tiny_scale_solution=counts)
    assert handed.points == FULL
    assert not handed.question("tiny-scale").flaky
    assert handed.result.status == GRADED
