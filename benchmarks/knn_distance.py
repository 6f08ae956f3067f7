"""Seconds of the reference's no-loop L2 distance against scikit-learn's brute force, in one run.

    python benchmarks/knn_distance.py [--json [PATH]]

500 queries against 5,000 rows of 3,072 numbers: the size of CIFAR-10 images, as float64 and as 8-bit pixels. The
contestants take turns, and each gets the median of its runs. Exit code 1 where ours takes more than 1.5 times as long.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Callable
from time import perf_counter

import numpy as np
from proof.measurement import parse, save
from sklearn.metrics.pairwise import euclidean_distances

from autograder.reference import reference

LIMIT = 1.5


def medians(
    contestants: dict[str, Callable[[], object]], repeats: int, clock: Callable[[], float] = perf_counter
) -> dict[str, float]:
    """Median seconds of each contestant; they take turns, so that a busy moment hits all alike."""
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    for run in contestants.values():
        run()
    for _ in range(repeats):
        for name, run in contestants.items():
            start = clock()
            run()
            seconds[name].append(clock() - start)
    return {name: statistics.median(values) for name, values in seconds.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--queries", type=int, default=500)
    parser.add_argument("--rows", type=int, default=5000)
    parser.add_argument("--features", type=int, default=3072)
    parser.add_argument("--repeats", type=int, default=9)
    options = parse(parser)
    l2_distances = reference("02_knn").l2_distances
    rng = np.random.default_rng(0)
    rows, worst = {}, 0.0
    print(f"{options.queries:,} x {options.rows:,} x {options.features:,}, median of {options.repeats} runs")
    for dtype in (np.float64, np.uint8):
        a, b = (rng.integers(0, 256, size=(n, options.features)).astype(dtype) for n in (options.queries, options.rows))
        np.testing.assert_allclose(l2_distances(a, b), euclidean_distances(a, b), rtol=1e-9, atol=1e-3)
        contestants = {
            "ours": lambda a=a, b=b: l2_distances(a, b),
            "scikit-learn": lambda a=a, b=b: euclidean_distances(a, b),
        }
        seconds = medians(contestants, options.repeats)
        ratio = seconds["ours"] / seconds["scikit-learn"]
        worst = max(worst, ratio)
        rows[np.dtype(dtype).name] = seconds
        times = "  ".join(f"{name} {value:6.3f} s" for name, value in seconds.items())
        print(f"{np.dtype(dtype).name:>8}: {times}  ratio {ratio:.2f}")
    save(options, rows)
    print(f"worst ratio {worst:.2f}, allowed {LIMIT}: {'ok' if worst <= LIMIT else 'too slow'}")
    return 0 if worst <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
