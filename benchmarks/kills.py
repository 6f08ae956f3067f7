"""Kills the grader at many moments, runs it again, and counts the differences from an undisturbed run.

    python benchmarks/kills.py [--points 40] [--json [PATH]]

A moment is just before or just after a file is put in its place or removed, a folder is made, or a statement is sent
to the gradebook or committed. In turn: nothing recorded and no gradebook yet; nothing recorded; everything recorded and
marked by people, with new attempts. Beside these, the command as a user starts it is killed after some time, and so are
the interpreter that its submissions are forked from, the process that its workers are forked from, and a worker. All
files and all tables are compared, but for durations. Exit code 1 where there is a difference.
"""

from __future__ import annotations

import argparse
import itertools
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from proof.measurement import parse, save
from rich.progress import track

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "autograder"))

from kill_points import (
    Scenario,
    again,
    first_time,
    fresh,
    killed_at,
    killed_by,
    make_course,
    server_of,
    worker_of,
    zygote_of,
)


def after(seconds: float, victim: Callable[[int], int]) -> Callable[[int], int]:
    """The victim, when so many seconds have passed since it was first asked for."""
    start = 0.0

    def chosen(grader: int) -> int:
        nonlocal start
        start = start or time.monotonic()
        return victim(grader) if time.monotonic() - start >= seconds else 0

    return chosen


def points(scenarios: list[Scenario], number: int, rng: random.Random) -> Iterator[Callable[[Path], list[str]]]:
    """What to kill when: three of four at a moment of the code, spread evenly; then, without end, after some time."""
    share = -(-number * 3 // 4 // len(scenarios))
    for scenario in scenarios:
        moments = sorted({1 + round(i * (scenario.moments - 1) / max(1, share - 1)) for i in range(share)})
        yield from (lambda work, s=scenario, at=at: killed_at(s, work, at) for at in moments)
    for victim in itertools.cycle([lambda grader: grader, zygote_of, server_of, worker_of]):
        scenario, seconds = rng.choice(scenarios), rng.uniform(0.2, 2.5)
        yield lambda work, s=scenario, v=victim, t=seconds: killed_by(s, work, after(t, v))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--points", type=int, default=40)
    parser.add_argument("--seed", type=int, default=0)
    options = parse(parser)
    with tempfile.TemporaryDirectory(prefix="kills-") as temporary:
        folder = Path(temporary)
        course = make_course(folder / "course")
        scenarios = [make(course, folder / make.__name__) for make in (fresh, first_time, again)]
        found = early = 0
        kills = enumerate(points(scenarios, options.points, random.Random(options.seed)))
        for _ in track(range(options.points), disable=not sys.stdout.isatty()):
            number, kill = next(kills)
            while (differences := kill(folder / f"killed-{number}")) == ["it ended before anything was killed"]:
                early += 1
                number, kill = next(kills)
            found += len(differences)
            for difference in differences:
                print(f"point {number}: {difference}")
    moments = ", ".join(f"{scenario.name} {scenario.moments}" for scenario in scenarios)
    print(f"moments there are: {moments}; ended before it was killed: {early}")
    save(options, {"tried": options.points, "differences": found, "moments": {s.name: s.moments for s in scenarios}})
    print(f"kill points tried {options.points}, differences {found}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
