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


def median_seconds(function: Callable[[], Any], *, budget: float = 0.1) -> float:
    """The median time of one `function()` with torch: warmed up, and a GPU's work awaited before the clock stops.

    Args:
        budget: least seconds of repetitions.

    Returns: seconds of one run, with as many CPU threads as torch uses now.
    """
    import torch
    from torch.utils.benchmark import Timer

    timer = Timer("function()", globals={"function": function}, num_threads=torch.get_num_threads())
    return timer.blocked_autorange(min_run_time=budget).median


def loading_seconds(dataset: Any, batch_size: int, workers: int) -> float:
    """How long a DataLoader takes to give every batch once, its workers' start included.

    Args:
        dataset: of torch; where it is defined in a notebook, workers can only be had by forking, on Linux.
        workers: processes; 0 to load in this one.
    """
    from torch.utils.data import DataLoader

    context = "fork" if workers else None
    loader = DataLoader(dataset, batch_size, shuffle=True, num_workers=workers, multiprocessing_context=context)
    start = time.perf_counter()
    for _ in loader:
        pass
    return time.perf_counter() - start
