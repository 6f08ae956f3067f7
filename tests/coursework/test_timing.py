"""Timing repeats for its budget and reports the fastest run."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from coursework import timing
from coursework.timing import seconds


@pytest.fixture
def pause(monkeypatch):
    """Puts the clock forward; it stands still otherwise."""
    clock = SimpleNamespace(now=100.0)
    monkeypatch.setattr(timing, "time", SimpleNamespace(perf_counter=lambda: clock.now))

    def forward(step: float) -> None:
        clock.now += step

    return forward


def test_shortest_run_counts(pause):
    """Of runs that take 30, 5 and 30 milliseconds, the one of 5 counts."""
    pauses = iter([0.03, 0.005, 0.03])
    assert seconds(lambda: pause(next(pauses)), budget=0.05) == pytest.approx(0.005)


def test_budget_decides_how_often(pause):
    """No budget is one run; the arguments arrive."""
    calls = []
    seconds(calls.append, "once", budget=0)
    assert calls == ["once"]
    seconds(lambda: calls.append(pause(0.01)), budget=0.045)
    assert len(calls) == 1 + 5


def test_errors_pass_through():
    with pytest.raises(ZeroDivisionError):
        seconds(lambda: 1 / 0)
