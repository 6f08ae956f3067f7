"""Digests of what a result follows from, so that what has not changed need not be graded again."""

from __future__ import annotations

import hashlib
import hmac
import importlib.metadata
import json
import os
import platform
import stat
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import coursework

from .course import Assignment, Course
from .errors import CourseError
from .given import given_layers
from .reference import secret
from .timing import TIMESTAMP

# Raise it by hand with every change after which the same submission may get another result.
GRADER_VERSION = 1
MOST_ENTRIES = 10_000
MOST_BYTES = 1 << 30


def of_submission(folder: Path) -> str:
    """All that was handed in but its time, which is a fact of its own. Links are not followed.

    Of what is no ordinary file, and of bytes beyond a bound, only kind and size count. Where the folder is not there,
    all of the student's counts: it may be there under another name.
    """
    digest = hashlib.sha256()
    folder = folder if os.path.lexists(folder) else folder.parent
    if not folder.is_dir() or folder.is_symlink():
        add(digest, _content(folder) if folder.is_file() and not folder.is_symlink() else b"")
        return digest.hexdigest()
    left = MOST_BYTES
    for number, (name, path, about) in enumerate(_entries(folder)):
        if number >= MOST_ENTRIES:
            break
        if name == TIMESTAMP:
            continue
        readable = stat.S_ISREG(about.st_mode) and about.st_size <= left
        left -= about.st_size if readable else 0
        add(digest, name.encode("utf-8", "surrogateescape"))
        add(digest, _content(path) if readable else f"{stat.S_IFMT(about.st_mode)} {about.st_size}".encode())
    return digest.hexdigest()


def of_assignment(course: Course, assignment: Assignment) -> str:
    """Its notebooks, files beside the release, what it is given, and what `course.toml` says that decides points.

    Raises: CourseError where the source is not there.
    """
    digest = hashlib.sha256()
    release = course.release(assignment.name)
    beside = sorted(path for path in release.parent.iterdir() if path.is_file()) if release.parent.is_dir() else []
    for path in (course.source(assignment.name), *beside):
        add(digest, path.name.encode())
        try:
            add(digest, path.read_bytes())
        except FileNotFoundError:
            raise CourseError(f"{path}: no such notebook") from None
    add(digest, given_layers(course, assignment).encode())
    add(digest, of_said(assignment).encode())
    return digest.hexdigest()


def of_said(assignment: Assignment) -> str:
    """What `course.toml` says of an assignment that decides points."""
    said = [list(assignment.points.items()), assignment.imports, assignment.data, assignment.files]
    return json.dumps([*said, asdict(assignment.limits)], sort_keys=True)


def of_folder(top: Path, pattern: str) -> str:
    """The names and bytes of the files of one kind in a folder of ours, hidden ones left out; or of one file."""
    digest = hashlib.sha256()
    for path in [top] if top.is_file() else sorted(top.rglob(pattern)):
        inside = path.relative_to(top).parts
        if path.is_file() and not any(part.startswith((".", "__pycache__")) for part in inside):
            add(digest, "/".join(inside).encode())
            add(digest, _content(path))
    return digest.hexdigest()


def of_grader(course: Course, assignment: Assignment) -> str:
    """The grader, the checks of `coursework`, the secret behind the hidden inputs, Python and the packages in use."""
    digest = hashlib.sha256(f"{GRADER_VERSION} {platform.python_version()}".encode())
    # Keyed, so that the digest tells nothing of a secret that is short.
    add(digest, hmac.new(secret(course).encode(), b"fingerprint", hashlib.sha256).digest())
    for path in sorted(Path(coursework.__file__).parent.rglob("*.py")):
        add(digest, path.read_bytes())
    for package in sorted(assignment.imports):
        try:
            version = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            version = ""
        add(digest, f"{package} {version}".encode())
    return digest.hexdigest()


def of_text(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _entries(top: Path) -> Iterator[tuple[str, Path, os.stat_result]]:
    """Everything in a folder, in one order: name from the top, path, and what it is."""
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in entries:
            path = Path(entry.path)
            try:
                about = entry.stat(follow_symlinks=False)
            except OSError:
                continue
            yield str(path.relative_to(top)), path, about
            if stat.S_ISDIR(about.st_mode):
                waiting.append(path)


def _content(path: Path) -> bytes:
    """The digest of a file's bytes; of one that cannot be read, that it cannot be."""
    try:
        return hashlib.sha256(path.read_bytes()).digest()
    except OSError as error:
        return f"unreadable {error.errno}".encode()


def add(digest: hashlib._Hash, data: bytes) -> None:
    """Add bytes with their length, so that no two sequences run into the same bytes."""
    digest.update(len(data).to_bytes(8, "big"))
    digest.update(data)
