"""How long something takes."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any


def seconds(function: Callable[..., Any], *arguments: Any, budget: float = 0.3) -> float:
    """The shortest time of one `function(*arguments)`, of all that fit into `budget` seconds: the least disturbed one.

    Args:
        budget: seconds of repetitions, at least one run; 0 for exactly one.

    Returns: seconds of one run.
    """
    shortest, start = float("inf"), time.perf_counter()
    while True:
        before = time.perf_counter()
        function(*arguments)
        after = time.perf_counter()
        shortest = min(shortest, after - before)
        if after - start >= budget:
            return shortest
