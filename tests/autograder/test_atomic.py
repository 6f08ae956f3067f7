"""Files and folders that are there whole or not at all."""

import errno
import os
import stat
from pathlib import Path

import pytest

from autograder.atomic import create_private, replace_folder, write_text


@pytest.fixture
def broken_rename(monkeypatch):
    """The disk fails when something is put in place; `failing.after` renames succeed first."""

    class Failing:
        after = 0

    real = {name: getattr(os, name) for name in ("rename", "replace")}

    def failing(name):
        def call(source, target):
            if Failing.after == 0:
                Failing.after = -1
                raise OSError("disk full")
            Failing.after -= 1
            real[name](source, target)

        return call

    for name in real:
        monkeypatch.setattr(os, name, failing(name))
    return Failing


def folder(path, **files):
    path.mkdir()
    for name, text in files.items():
        (path / name).write_text(text)
    return path


def contents(path):
    return {file.name: file.read_text() for file in path.iterdir()}


def test_write_text_makes_folders_and_replaces(tmp_path):
    path = tmp_path / "a" / "b.txt"
    for text in ("one\n", "größer\n"):
        write_text(path, text)
        assert path.read_bytes() == text.encode()
    assert contents(path.parent) == {"b.txt": "größer\n"}


def test_write_text_replaces_a_read_only_file(tmp_path):
    """As nbgrader leaves graded notebooks."""
    path = tmp_path / "x"
    path.write_text("old")
    path.chmod(0o444)
    write_text(path, "new")
    assert path.read_text() == "new"


def test_a_failed_write_leaves_the_old_file_alone(tmp_path, broken_rename):
    path = tmp_path / "x"
    path.write_text("old")
    with pytest.raises(OSError, match="disk full"):
        write_text(path, "new")
    assert contents(tmp_path) == {"x": "old"}


def test_what_fails_is_said_of_the_file_itself(tmp_path, monkeypatch):
    """A disk that is full names no file, and one that cannot be tidied up either hides nothing."""

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    def refused(*_, **__):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "write_bytes", full)
    monkeypatch.setattr(Path, "unlink", refused)
    with pytest.raises(OSError, match="No space left") as caught:
        write_text(tmp_path / "x", "new")
    assert caught.value.filename == str(tmp_path / "x")


@pytest.mark.parametrize("links", [True, False], ids=["hard links", "no hard links"])
def test_create_private_is_for_the_owner_and_the_first(tmp_path, monkeypatch, links):
    if not links:

        def link(*_):
            raise OSError(errno.EPERM, "Operation not permitted")

        monkeypatch.setattr(os, "link", link)
    path = tmp_path / "p" / "secret"
    create_private(path, "first")
    create_private(path, "second")
    assert contents(path.parent) == {"secret": "first"}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_replace_folder_leaves_nothing_of_the_old(tmp_path):
    new = folder(tmp_path / "new", kept="2", added="2")
    old = folder(tmp_path / "old", kept="1", removed="1")
    replace_folder(new, old)
    assert contents(old) == {"kept": "2", "added": "2"}
    assert contents(new) == contents(old)
    replace_folder(new, tmp_path / "deep" / "fresh")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["deep", "new", "old"]


@pytest.mark.parametrize("after", [0, 1], ids=["moving the old aside", "putting the new in place"])
def test_a_failed_replacement_keeps_the_old_folder(tmp_path, broken_rename, after):
    new, old = folder(tmp_path / "new", x="2"), folder(tmp_path / "old", x="1")
    broken_rename.after = after
    with pytest.raises(OSError, match="disk full"):
        replace_folder(new, old)
    assert contents(old) == {"x": "1"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "old"]
