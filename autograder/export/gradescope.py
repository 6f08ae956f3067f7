"""An autograder for Gradescope: the zip that it takes, and what runs in its container.

Source: https://gradescope-autograders.readthedocs.io/en/latest/specs/ (setup.sh, run_autograder, results.json).
"""

from __future__ import annotations

import argparse
import io
import json
import shlex
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..atomic import write_bytes
from ..bundle import load_bundle
from ..canonical import read
from ..concepts import headings
from ..course import COURSE_FILE, PRIVATE, Course, load_course
from ..errors import AutograderError
from ..feedback import shown_parts
from ..grade import Grader
from ..pages import number
from ..reference import secret
from ..result import MISSING, QuestionResult, Result
from ..summary import FULL, MANUAL, outcome, ran
from ..text import one_line, plain

STUDENT = "submission"
_PACKAGES = ("autograder", "coursework")
_TOP = (COURSE_FILE, "pyproject.toml", "requirements.txt", "README.md", "LICENSE", "autotests.yml")
_MARKS = {"full": "✓", "none": "✗", "not attempted": "·"}

SETUP = """\
#!/usr/bin/env bash
# Runs once, as root, when Gradescope makes the image: Python, bubblewrap for the sandbox, the course's packages.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive
apt-get update
apt-get install -y --no-install-recommends python3 python3-venv python3-pip bubblewrap
python3 -m venv /autograder/venv
cd /autograder/source/course
# The pinned versions need Python 3.11; with an older one, the newest that fit.
pins=()
if python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then pins=(-c requirements.txt); fi
/autograder/venv/bin/pip install --extra-index-url https://download.pytorch.org/whl/cpu "${pins[@]}" '.[torch,grade]'
"""
RUN = """\
#!/usr/bin/env bash
# Runs for each submission: grades /autograder/submission, writes /autograder/results/results.json.
set -euo pipefail
BASE=${{AUTOGRADER_BASE:-/autograder}}
cd "$BASE/source/course"
exec "$BASE/venv/bin/python" -m autograder.export.gradescope {name} "$BASE" --sandbox {sandbox}
"""


def write_autograder(course: Course, name: str, path: Path | None = None, *, sandbox: str = "auto") -> Path:
    """Write the zip for one assignment; returns its path, by default `reports/<assignment>-gradescope.zip`.

    Raises: CourseError where the assignment is not built.
    """
    load_bundle(course, name)
    path = path or course.reports / f"{name}-gradescope.zip"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, "setup.sh", SETUP.encode(), executable=True)
        run = RUN.format(name=shlex.quote(name), sandbox=sandbox)
        _add(archive, "run_autograder", run.encode(), executable=True)
        for where, content in _tree(course, name):
            _add(archive, f"course/{where}", content)
    write_bytes(path, file.getvalue())
    return path


def _tree(course: Course, name: str) -> Iterator[tuple[str, bytes]]:
    """The files of a course that can grade this one assignment."""
    for top in _TOP:
        if (course.root / top).is_file():
            yield top, (course.root / top).read_bytes()
    for package in _PACKAGES:
        folder = Path(__file__).parents[2] / package
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield f"{package}/{path.relative_to(folder).as_posix()}", path.read_bytes()
    # An earlier assignment's solutions are the layers that this one is given.
    for needed in (name, *course.assignment(name).given):
        source = course.source(needed)
        yield f"source/{needed}/{source.name}", source.read_bytes()
    for path in sorted(course.release(name).parent.iterdir()):
        if path.is_file():
            yield f"release/{name}/{path.name}", path.read_bytes()
    yield f"{PRIVATE}/secret", f"{secret(course)}\n".encode()


def _add(archive: zipfile.ZipFile, where: str, content: bytes, *, executable: bool = False) -> None:
    # One date for all: the same course gives the same zip.
    info = zipfile.ZipInfo(where, (1980, 1, 1, 0, 0, 0))
    info.external_attr = (0o100755 if executable else 0o100644) << 16
    archive.writestr(info, content, zipfile.ZIP_DEFLATED)


def grade_submission(course: Course, name: str, base: Path, sandbox: str) -> Result:
    """Grade what lies in `base/submission`, and write `base/results/results.json`.

    Raises: AutograderError where the machine keeps it from being graded; then there is no results.json, and Gradescope
        says that the autograder failed.
    """
    results = base / "results" / "results.json"
    results.unlink(missing_ok=True)
    with Grader(load_bundle(course, name), sandbox) as grader:
        result = grader.grade(base / "submission", STUDENT).result
    if result.unfinished:
        raise AutograderError("not graded, because the machine failed: run the autograder again")
    titles = headings(read(course.release(name)))
    write_bytes(results, json.dumps(as_results(result, titles), indent=1).encode())
    return result


def as_results(result: Result, titles: dict[str, str]) -> dict[str, Any]:
    """A result as Gradescope reads it: what a student may see, and nothing of a hidden test but its hint.

    Args: titles: of questions, by grade_id.
    """
    said = [one_line(warning, 400) for warning in result.warnings]
    if not ran(result):
        reason = "nothing was handed in" if result.status == MISSING else plain(result.reason, 600)
        return {"score": 0, "output": "\n".join([f"Not graded: {reason}", *said]), "stdout_visibility": "hidden"}
    parts = shown_parts(result.questions)
    tests = [
        _test(place, question, titles.get(question.grade_id, ""), parts[question.grade_id])
        for place, question in enumerate(result.questions, 1)
    ]
    return {"output": "\n".join(said), "stdout_visibility": "hidden", "visibility": "visible", "tests": tests}


def _test(place: int, question: QuestionResult, title: str, parts: list[dict[str, Any]]) -> dict[str, Any]:
    name = f"{question.grade_id}: {title}" if title else question.grade_id
    if outcome(question) == MANUAL:
        told = f"A person marks this question: {number(question.max_points)} points."
        return {"number": str(place), "name": name, "output": told, "output_format": "text", "visibility": "visible"}
    lines = []
    for part in parts:
        share = f" ({number(part['earned'])} of {number(part['points'])})" if part["points"] else ""
        lines.append(f"{_MARKS[part['outcome']]} {part['title']}{share}")
        lines += [f"    {line}" for line in part["told"].splitlines()]
    if question.reason and not any(question.reason.startswith(f"{part['title']}:") for part in parts):
        lines.append(plain(question.reason, 600))
    return {
        "number": str(place),
        "name": name,
        "score": question.earned or 0.0,
        "max_score": question.max_points,
        "status": "passed" if outcome(question) == FULL else "failed",
        "output": "\n".join(lines),
        "output_format": "text",
        "visibility": "visible",
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Grade one submission in Gradescope's container.")
    parser.add_argument("name", help="the assignment")
    parser.add_argument("base", type=Path, help="/autograder")
    parser.add_argument("--sandbox", default="auto")
    options = parser.parse_args()
    try:
        result = grade_submission(load_course(), options.name, options.base, options.sandbox)
    except AutograderError as error:
        sys.exit(str(error))
    print(f"{number(result.earned)} points, {result.status}")


if __name__ == "__main__":
    main()
