"""The folder that is published to: what is ours in it, what is not, and putting a tree in its place."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from .atomic import beside, replace_folder, write_text
from .errors import AutograderError

MANIFEST = ".published"


def manifest(dest: Path) -> set[str]:
    """The paths that publishing wrote into a folder; none where it never did."""
    if dest.exists() and not dest.is_dir():
        raise AutograderError(f"{dest} is a file: name a folder to publish to")
    path = dest / MANIFEST
    listed = set(path.read_text(encoding="utf-8").splitlines()) if path.is_file() else set()
    if outside := [name for name in listed if Path(name).is_absolute() or ".." in Path(name).parts]:
        raise AutograderError(f"{path} names {outside[0]}, which is not in {dest}: restore it, or publish elsewhere")
    return listed


def paths(folder: Path) -> list[str]:
    """The files of a folder, but for hidden ones and what Python and pip leave."""
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file() or path.is_symlink())
    return sorted(path.as_posix() for path in found if not any(map(_passing, path.parts)))


def _passing(name: str) -> bool:
    return name.startswith(".") or name == "__pycache__" or name.endswith(".egg-info")


def refuse_foreign(dest: Path, kept: Sequence[str], written: Sequence[str], *, first: bool) -> None:
    """Publish only where nothing of somebody else is replaced, and first only where there is nothing at all."""
    wanted = set(written)
    foreign = list(kept) if first else [path for path in kept if path in wanted]
    if foreign:
        shown = ", ".join(foreign[:5]) + (f" and {len(foreign) - 5} more" if len(foreign) > 5 else "")
        raise AutograderError(
            f"{dest} holds what publishing did not write: {shown}. "
            "Move it away, or publish to an empty folder or a clone of an empty repository"
        )


def update(tree: Path, dest: Path, written: Sequence[str], gone: Sequence[str]) -> None:
    """Put the tree in its place; the list of what is ours first, so that a killed run can be repeated."""
    if not dest.exists() or not any(dest.iterdir()):
        write_text(tree / MANIFEST, _listed(written))
        replace_folder(tree, dest)
        return
    write_text(dest / MANIFEST, _listed({*written, *gone}))
    for path in written:
        _put(tree / path, dest / path)
    for path in gone:
        (dest / path).unlink()
        _remove_empty((dest / path).parent, dest)
    write_text(dest / MANIFEST, _listed(written))


def _listed(paths: Iterable[str]) -> str:
    return "".join(f"{path}\n" for path in sorted(paths))


def _put(new: Path, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with beside(path) as temporary:
        shutil.copy(new, temporary)
        os.replace(temporary, path)


def _remove_empty(folder: Path, top: Path) -> None:
    while folder != top and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
