"""Feedback pages in one zip, each under the name that the platform gave to the student's submission."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from ..atomic import write_bytes
from ..collect import Roster, addresses
from ..course import Course
from ..errors import AutograderError
from ..feedback import feedback_path
from ..pages import plural
from ..text import one_line


def write_feedback_zip(
    course: Course, name: str, download: Path, roster: Roster | None = None, path: Path | None = None
) -> Iterator[str]:
    """Write the zip, by default `reports/<assignment>-feedback.zip`, and say what is in it, line by line.

    Args: download: the submissions as the platform gave them; it says who is who there.
    Raises: AutograderError where no page is there, or nobody in the download is known.
    """
    found = addresses(course, download, roster=roster)
    pages = {student: feedback_path(course, student, name) for student in sorted(found)}
    there = {student: page for student, page in pages.items() if page.is_file()}
    if not there:
        raise AutograderError(f"no feedback on {name} for anybody in {download}: run autograder feedback {name} first")
    path = path or course.reports / f"{name}-feedback.zip"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for student, page in there.items():
            archive.write(page, f"{found[student]}{name}-feedback.html")
    write_bytes(path, file.getvalue())
    yield f"{path}: {plural(len(there), 'page')}"
    missing = [one_line(student, 60) for student in pages if student not in there]
    if missing:
        yield f"  without feedback: {', '.join(missing)}"
