"""Where a course lies on GitHub: its repository and branch, for links."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from .course import COURSE_FILE, Course
from .errors import CourseError

MAIN = "main"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+")
_REMOTE = re.compile(
    r"(?:https?://(?:[^@/]+@)?|git://|ssh://(?:[^@/]+@)?|[^@/]+@)github\.com(?::\d+)?[/:](.+?)(?:\.git)?/?"
)


def find_repository(course: Course, dest: Path, named: str = "") -> str:
    """ "owner/name" of the students' repository: as `named`, else of course.toml, else of a git remote; "" for none.

    Args: dest: where the students' tree goes; its remote goes before that of the course.
    Raises: CourseError where what was named is not of that form.
    """
    for name, where in ((named, "--repository"), (course.repository, f"{COURSE_FILE}, [course] repository")):
        if name and not _NAME.fullmatch(name):
            raise CourseError(f"{where} is {name!r}, expected owner/name of a GitHub repository")
    return named or course.repository or _of_remote(dest) or _of_remote(course.root)


def find_branch(folder: Path) -> str:
    """The branch that a clone is on; "main" where the folder is none, or on no branch."""
    return (_git(folder, "symbolic-ref", "--short", "HEAD") if (folder / ".git").exists() else "") or MAIN


def _of_remote(folder: Path) -> str:
    """The GitHub repository that a clone was made from, "" where it was made from none."""
    if not (folder / ".git").exists():
        return ""
    remote = _REMOTE.fullmatch(_git(folder, "config", "--get", "remote.origin.url"))
    return remote[1] if remote and _NAME.fullmatch(remote[1]) else ""


def _git(folder: Path, *arguments: str) -> str:
    """What git prints; "" where it fails or is not installed."""
    try:
        run = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return run.stdout.strip() if run.returncode == 0 else ""
