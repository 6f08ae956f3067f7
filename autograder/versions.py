"""Versions of an assignment: what students fetched before it was edited is graded as what it was.

The build keeps each one as a small course of its own, `.autograder/versions/<assignment>/<version>/`. A version is what
students are asked: texts, given code, stubs and the files beside, not the tests. So a test that is repaired applies to
everybody, while another task does not apply to those who never saw it. To have all graded by the newest, delete the
folder of the version.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from nbformat import NotebookNode

from .atomic import replace_folder
from .canonical import nbgrader, read
from .course import COURSE_FILE, Course, load_course
from .errors import CourseError
from .submission import read_submission

_ABOUT = "version.json"


@dataclass(frozen=True)
class Version:
    """One version that was released. course: to grade with; built: when, ISO 8601; texts: of the cells that ask."""

    name: str
    course: Course
    built: str
    texts: frozenset[str]


def keep_version(course: Course, name: str) -> Path:
    """Keep what is released now; in the place of an earlier build that asks the same."""
    release = course.release(name)
    version = _name(read(release), release.parent)
    with tempfile.TemporaryDirectory(prefix="autograder-version-") as temporary:
        new = Path(temporary)
        shutil.copy(course.root / COURSE_FILE, new)
        # With those that it is given layers of.
        for each in (name, *course.assignment(name).given):
            (new / "source" / each).mkdir(parents=True)
            shutil.copy(course.source(each), new / "source" / each)
        shutil.copytree(release.parent, new / "release" / name)
        about = {"built": datetime.now(timezone.utc).isoformat(timespec="seconds")}
        (new / _ABOUT).write_text(json.dumps(about) + "\n", encoding="utf-8")
        path = _folder(course, name) / version
        replace_folder(new, path)
    return path


def earlier_versions(course: Course, name: str) -> list[Version]:
    """The versions that were kept, but for the one that is released now; newest first."""
    release = course.release(name)
    now = _name(read(release), release.parent) if release.is_file() else ""
    folders = [path for path in _folder(course, name).glob("*") if path.name != now and not path.name.startswith(".")]
    return sorted((_version(path, name) for path in folders), key=lambda version: version.built, reverse=True)


def fetched(course: Course, name: str, submission: Path, versions: Iterable[Version]) -> Version | None:
    """The earlier version that a submission was made from; None where it is the one released now, or cannot be told.

    It shows in the texts that not all versions have: the one of which more are there than of any other.
    """
    versions = list(versions)
    if not versions:
        return None
    current = _texts(read(course.release(name)))
    everywhere = current.intersection(*(version.texts for version in versions))
    notebook = read_submission(submission, submission.parent.name, course.assignment(name)).notebook
    if notebook is None:
        return None
    there = frozenset(_normal(cell.source) for cell in notebook.cells) - everywhere
    best = max(versions, key=lambda version: len(version.texts & there))
    return best if len(best.texts & there) > len(current & there) else None


def _folder(course: Course, name: str) -> Path:
    return course.private / "versions" / name


def _version(path: Path, name: str) -> Version:
    try:
        about = json.loads((path / _ABOUT).read_text(encoding="utf-8"))
        course = load_course(path)
        return Version(path.name, course, str(about["built"]), _texts(read(course.release(name))))
    except (OSError, ValueError, KeyError, TypeError, CourseError) as error:
        raise CourseError(f"{path} is not a version of {name} ({error}): delete it") from None


def _name(release: NotebookNode, folder: Path) -> str:
    """A digest of what students are asked."""
    digest = hashlib.sha256(json.dumps([[cell.id, cell.source] for cell in _asking(release)]).encode())
    for path in sorted(path for path in folder.iterdir() if path.is_file() and path.suffix != ".ipynb"):
        digest.update(f"\n{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}".encode())
    return digest.hexdigest()[:16]


def _texts(release: NotebookNode) -> frozenset[str]:
    return frozenset(_normal(cell.source) for cell in _asking(release))


def _asking(release: NotebookNode) -> list[NotebookNode]:
    """The cells that are no tests."""
    return [cell for cell in release.cells if nbgrader(cell, "solution") or not nbgrader(cell, "grade")]


def _normal(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())
