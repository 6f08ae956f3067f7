"""Packs what grading needs and what it gives into bytes, for machines that share no disk and for later.

Only data is packed, and nothing that comes back is unpickled.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import msgpack

from ..course import COURSE_FILE, Course
from ..errors import SubmissionError
from ..grade import Graded
from ..reading import MAX_BYTES, read_file
from ..result import Result
from ..stock import KEPT_OUT

FILE, FOLDER, LARGE, CLOSED, ODD = range(5)
_MOST_ENTRIES = 10_000


def pack_course(course: Course, name: str) -> bytes:
    """The files of a course that grading an assignment reads, secret aside."""
    sources = [path for path in (course.root / "source").rglob("*") if not set(KEPT_OUT) & set(path.parts)]
    released = course.release(name).parent.rglob("*")
    paths = [path for path in (course.root / COURSE_FILE, *sources, *released) if path.is_file()]
    return msgpack.packb([[path.relative_to(course.root).as_posix(), path.read_bytes()] for path in sorted(paths)])


def unpack_course(data: bytes, folder: Path) -> None:
    """Write the files of a course into a folder."""
    for name, content in msgpack.unpackb(data):
        path = _inside(folder, os.fsencode(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def pack_submission(path: Path) -> bytes:
    """A student's folder for an assignment as it is: names, files, and that some things are no ordinary files.

    Where it is missing, or one file, also what lies beside it: grading looks there.
    """
    parent = path.parent
    if parent.is_symlink():
        entries = [[b"", ODD, None]]
    else:
        is_folder = path.is_dir() and not path.is_symlink()
        tops = [path] if is_folder else sorted(parent.iterdir()) if parent.is_dir() else []
        entries = [entry for top in tops for entry in _walk(top, parent)][:_MOST_ENTRIES]
    return msgpack.packb([os.fsencode(parent.name), os.fsencode(path.name), entries])


def unpack_submission(data: bytes, folder: Path) -> Path:
    """Write a submission into an empty folder; returns the path to grade."""
    parent_name, name, entries = msgpack.unpackb(data)
    parent = _inside(folder, parent_name)
    for relative, kind, content in entries:
        path = _inside(parent, relative) if relative else parent
        path.parent.mkdir(parents=True, exist_ok=True)
        if kind == FOLDER:
            path.mkdir(exist_ok=True)
        elif kind == ODD:
            path.symlink_to("nowhere")
        else:
            path.write_bytes(content if kind == FILE else b"")
            if kind == LARGE:
                os.truncate(path, content)
            elif kind == CLOSED:
                path.chmod(0)
    return _inside(parent, name)


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def graded_to_json(graded: Graded) -> str:
    return json.dumps({"result": graded.result.to_json(), "notebook": graded.text})


def graded_from_json(text: str) -> Graded:
    data = json.loads(text)
    return Graded(Result.from_json(data["result"]), data["notebook"])


def _walk(top: Path, parent: Path) -> Iterator[list]:
    """[name, kind, content] of a path and of all in it, a folder before what it holds."""
    about = top.lstat()
    name = os.fsencode(top.relative_to(parent))
    if stat.S_ISDIR(about.st_mode):
        yield [name, FOLDER, None]
        try:
            inside = sorted(top.iterdir())
        except OSError:
            return
        for path in inside:
            yield from _walk(path, parent)
    elif not stat.S_ISREG(about.st_mode):
        yield [name, ODD, None]
    elif about.st_size > MAX_BYTES:
        yield [name, LARGE, about.st_size]
    else:
        try:
            yield [name, FILE, read_file(top)]
        except SubmissionError:
            yield [name, CLOSED, None]


def _inside(folder: Path, name: bytes) -> Path:
    """A path in a folder.

    Raises: ValueError for a name that leads out of it.
    """
    parts = os.fsdecode(name).split("/")
    if any(part in ("", ".", "..") for part in parts):
        raise ValueError(f"{name!r} is no name of a file in a folder")
    return folder.joinpath(*parts)
