"""The site in one call: execute, stage, build with Sphinx, check, and put it where the last good one is."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from ..atomic import replace_folder
from ..course import COURSE_FILE, Course
from ..errors import AutograderError
from .checking import Checked, check
from .execution import lectures
from .staging import stage

MOST_LINES = 30


@dataclass(frozen=True)
class Built:
    """A site: its start page, what was checked, and the seconds that it took."""

    start: Path
    checked: Checked
    seconds: float


def build_site(
    course: Course,
    output: Path | None = None,
    *,
    execute: Collection[str] | None = None,
    say: Callable[[str], None] = lambda line: None,
) -> Built:
    """Build the site and check it; `output` keeps the last good one until all is well.

    Args:
        output: the site's folder; by default `.autograder/site/html`.
        execute: the lectures to execute where they have changed; by default all.
        say: called with one line on each step.
    Raises: AutograderError where a lecture fails, Sphinx warns, or the site does not hold what it must.
    """
    start = time.monotonic()
    top = course.private / "site"
    output = (output or top / "html").resolve()
    _ours(output)
    found = lectures(course, execute=course.lectures if execute is None else execute, say=say)
    top.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="build-", dir=top) as temporary:
        work = Path(temporary)
        stage(course, found, work / "pages")
        say("building the pages")
        _sphinx(course, work)
        say("checking links, pictures, requests and leaks")
        checked = check(course, work / "html")
        if checked.problems:
            _refuse("the site does not hold what it must", checked.problems)
        replace_folder(work / "html", output)
    return Built(output / "index.html", checked, time.monotonic() - start)


def _ours(output: Path) -> None:
    """Refuse a folder that holds something else than a site: it would be lost."""
    if output.is_file() or (output.is_dir() and any(output.iterdir()) and not (output / "searchindex.js").is_file()):
        raise AutograderError(f"{output} is not empty and holds no site: name a folder that may be replaced")


def _sphinx(course: Course, work: Path) -> None:
    """Build pages/ into html/; a warning is an error."""
    command = [sys.executable, "-m", "sphinx", "-b", "html", "-q", "-W", "--keep-going", "-j", "auto"]
    run = subprocess.run(
        [*command, "-d", str(work / "doctrees"), str(work / "pages"), str(work / "html")],
        env=os.environ | {"COURSE_FILE": str(course.root / COURSE_FILE)},
        capture_output=True,
        text=True,
    )
    if run.returncode:
        _refuse("Sphinx did not build the pages", [line for line in run.stderr.splitlines() if line.strip()])


def _refuse(what: str, lines: Collection[str]) -> None:
    rest = f"\n... and {len(lines) - MOST_LINES} lines more" if len(lines) > MOST_LINES else ""
    raise AutograderError(f"{what}; the last good site stays:\n" + "\n".join(list(lines)[:MOST_LINES]) + rest)
