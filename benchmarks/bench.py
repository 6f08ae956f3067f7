"""Runs the benchmarks one after the other, keeps what they measured, and writes the proof page from it.

    python benchmarks/bench.py [NAME ...]      # make bench ONLY="NAME ..."; by default all that this machine can run
    python benchmarks/bench.py --page          # write docs/proof.md from what is kept, and measure nothing

A benchmark that fails does not stop the others. Exit code 1 where one failed.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path

from proof.measurement import MEASURED, MeasurementError, kept
from proof.page import duration, write_page
from proof.topics import TOPICS, Topic

HERE = Path(__file__).parent


def main() -> int:
    by_name = {topic.benchmark: topic for topic in TOPICS}
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"some of: {', '.join(by_name)}")
    parser.add_argument("--page", action="store_true", help="write the page from what is kept, measure nothing")
    options = parser.parse_args()
    if unknown := set(options.names) - set(by_name):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(by_name)}")
    if options.page and options.names:
        parser.error("--page measures nothing: leave it out, or the names")
    outcomes = {}
    if not options.page:
        for name in options.names or by_name:
            outcomes[name] = run(by_name[name])
    try:
        paths = write_page()
    except MeasurementError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"\nwritten: {paths[0]}" + (f" and {len(paths) - 1} pictures" if len(paths) > 1 else ""))
    for name, outcome in outcomes.items():
        print(f"  {name:20}{outcome}")
    return int(any(outcome.startswith("failed") for outcome in outcomes.values()))


def run(topic: Topic) -> str:
    """Run one benchmark; says what came of it in a few words."""
    if lacking := topic.lacks():
        print(f"\n== {topic.benchmark}: left out, {lacking}", flush=True)
        return f"left out: {lacking}"
    earlier = kept(MEASURED).get(topic.benchmark) if topic.title else None
    took = f"; took {duration(earlier.seconds)} on {earlier.date[:10]}" if earlier else ""
    print(f"\n== {topic.benchmark}{took}", flush=True)
    command = [sys.executable, str(HERE / f"{topic.benchmark}.py"), *(["--json"] if topic.title else [])]
    start = time.perf_counter()
    code = subprocess.run(command, cwd=HERE.parent, check=False).returncode
    seconds = duration(time.perf_counter() - start)
    return f"done in {seconds}" if code == 0 else f"failed with exit code {code} after {seconds}"


if __name__ == "__main__":
    sys.exit(main())
