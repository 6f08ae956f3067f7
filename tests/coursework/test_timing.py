"""Timing repeats for its budget and reports the fastest run."""

from __future__ import annotations

import time

import pytest

from coursework.timing import seconds


def test_shortest_run_counts():
    """Of runs that take 30, 5 and 30 milliseconds, the one of 5 counts."""
    pauses = iter([0.03, 0.005, 0.03])
    assert 0.005 <= seconds(lambda: time.sleep(next(pauses)), budget=0.05) < 0.03


def test_budget_decides_how_often():
    """No budget is one run; the arguments arrive."""
    calls = []
    seconds(calls.append, "once", budget=0)
    assert calls == ["once"]
    seconds(lambda: calls.append(time.sleep(0.01)), budget=0.05)
    assert 3 <= len(calls) <= 7


def test_errors_pass_through():
    with pytest.raises(ZeroDivisionError):
        seconds(lambda: 1 / 0)
