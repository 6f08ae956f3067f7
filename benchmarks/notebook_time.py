"""How long every notebook takes from top to bottom in a fresh kernel: lectures, and assignments as solved.

    python benchmarks/notebook_time.py [NAME ...] [--json [PATH]]

The lectures of notebooks/ and the instructor's notebooks of source/, with solutions, visible and hidden tests, one
after the other, start of the kernel included. Beside the time on the clock stands the processor time of the kernel and
of all that it started. Exit code 1 where a notebook stops with an error; its row says which.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import sys
import tempfile
import time
import warnings
from pathlib import Path

from proof.measurement import REPOSITORY, parse, save

from autograder.canonical import read
from autograder.course import Course, load_course
from coursework.execution import ExecutionError, execute

CELL_SECONDS = 900
Row = dict[str, str | float]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="lectures/NAME or assignments/NAME [all]")
    options = parse(parser)
    warnings.simplefilter("ignore")
    course = load_course(REPOSITORY)
    paths = notebooks(course)
    if unknown := set(options.names) - set(paths):
        parser.error(f"no such notebook: {', '.join(sorted(unknown))}; there are {', '.join(paths)}")
    print(f"{'notebook':40}{'s':>8}{'processor s':>13}  error")
    rows = []
    for name in options.names or paths:
        rows.append(timed(name, paths[name], course))
        print(
            f"{name:40}{rows[-1]['seconds']:8.1f}{rows[-1]['processor_seconds']:13.1f}  {rows[-1]['error'] or 'none'}"
        )
    save(options, rows)
    return int(any(row["error"] for row in rows))


def notebooks(course: Course) -> dict[str, Path]:
    """Every notebook of the course that a person runs to its end."""
    lectures = {f"lectures/{name}": course.root / "notebooks" / f"{name}.ipynb" for name in course.lectures}
    return lectures | {f"assignments/{name}": course.source(name) for name in course.assignments}


def timed(name: str, path: Path, course: Course) -> Row:
    """Run one notebook in a copy of its folder, an assignment with what students get beside it.

    Returns: seconds on the clock and of processors.
    """
    with tempfile.TemporaryDirectory(prefix="notebook-time-") as temporary:
        folder = Path(shutil.copytree(path.parent, Path(temporary) / path.parent.name))
        if path.is_relative_to(course.root / "source"):
            for beside in course.release(path.stem).parent.glob("*.py"):
                shutil.copy(beside, folder)
        before, start, error = _processor_seconds(), time.perf_counter(), ""
        try:
            execute(read(path), folder, cell_seconds=CELL_SECONDS)
        except ExecutionError as stopped:
            error = str(stopped)
        seconds = time.perf_counter() - start
    return {
        "notebook": name,
        "seconds": round(seconds, 2),
        "processor_seconds": round(_processor_seconds() - before, 2),
        "error": error,
    }


def _processor_seconds() -> float:
    """Of all processes that this one started and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main())
