"""Files and folders that are there whole or not at all, whatever kills the writer."""

from __future__ import annotations

import contextlib
import glob
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path


def write_text(path: Path, text: str) -> None:
    """`write_bytes` of the text in UTF-8."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file; a reader sees the old content or the new one. Folders above it are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with beside(path) as temporary:
        temporary.write_bytes(content)
        os.replace(temporary, path)


def create_private(path: Path, text: str) -> None:
    """Write a file for its owner alone, unless it is there already; of several writers the first wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with beside(path) as temporary:
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
        try:
            os.link(temporary, path)
        except FileExistsError:
            pass
        except OSError:  # a file system without hard links
            if not path.exists():
                os.rename(temporary, path)


def sweep(path: Path) -> None:
    """Remove what writers of `path` that were killed have left beside it; nobody may be writing it now."""
    for left in path.parent.glob(f".{glob.escape(path.name)}.{'[0-9a-f]' * 8}"):
        _remove(left)


def replace_folder(new: Path, path: Path) -> None:
    """Put a copy of the folder `new` where `path` is; nothing of the old one remains inside."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with beside(path) as arriving, beside(path) as leaving:
        shutil.copytree(new, arriving)
        if path.exists():
            os.rename(path, leaving)
        try:
            os.rename(arriving, path)
        except BaseException:
            if leaving.exists():
                os.rename(leaving, path)
            raise


@contextlib.contextmanager
def beside(path: Path) -> Iterator[Path]:
    """A free hidden name in the same folder (a rename stays in one file system); removed afterwards.

    Raises: what the user of the name raises; of an OSError that names no other file, `path` is the file.
    """
    temporary = path.parent / f".{path.name}.{secrets.token_hex(4)}"
    try:
        yield temporary
    except BaseException as error:
        if isinstance(error, OSError) and error.errno and str(error.filename or temporary) == str(temporary):
            error.filename = str(path)
        with contextlib.suppress(OSError):
            _remove(temporary)
        raise
    _remove(temporary)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
