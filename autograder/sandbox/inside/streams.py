"""What is printed, within bounds: by Python, and past Python by C code and by other programs."""

from __future__ import annotations

import contextlib
import ctypes
import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from typing import Any

HEAD = TAIL = 32 << 10
_CHUNK = 1 << 20
# What `x = !command` hands to the notebook.
_MOST_CAPTURED = 8 << 20


def bounded_stream(descriptor: int = 1) -> io.TextIOWrapper:
    """A text stream that keeps the first and the last of what is written, as a terminal would show it.

    Args: descriptor: what its `fileno` answers, for programs and libraries that write there themselves.
    """
    return io.TextIOWrapper(_Ends(descriptor), encoding="utf-8", errors="replace", newline="")


def taken(stream: io.TextIOWrapper) -> str:
    """What a bounded stream kept, with a note on what it did not; then it is empty."""
    try:
        stream.flush()
        ends = stream.buffer
    except ValueError:
        return ""  # a cell took it apart
    return ends.take().decode(errors="replace").replace("\r", "")


class _Ends(io.BufferedIOBase):
    """The head and the tail of the bytes that are written."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._pending: list[bytes] = []
        self._size = 0
        self._head = self._tail = b""
        self._dropped = 0

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._descriptor

    def close(self) -> None:
        """A cell that closes `sys.stdout` means to close something else."""

    def write(self, data: bytes) -> int:
        self._pending.append(bytes(data))
        self._size += len(data)
        if self._size > HEAD + TAIL:
            self._settle()
        return len(data)

    def take(self) -> bytes:
        self._settle()
        gap = f"\n... {self._dropped:,} bytes left out ...\n".encode() if self._dropped else b""
        text = self._head + gap + self._tail
        self._head = self._tail = b""
        self._dropped = 0
        return text

    def _settle(self) -> None:
        """Move what is pending into head and tail."""
        text = b"".join(self._pending)
        self._pending, self._size = [], 0
        if self._tail:
            rest = _overwritten(self._tail + text)
        else:
            text = _overwritten(self._head + text)
            self._head, rest = text[:HEAD], text[HEAD:]
        self._dropped += max(0, len(rest) - TAIL)
        self._tail = rest[-TAIL:]


def _overwritten(text: bytes) -> bytes:
    """`text` without what is written over after a carriage return: a progress bar leaves its last state."""
    if b"\r" not in text:
        return text
    lines = []
    for line in text.split(b"\n"):
        body = line.rstrip(b"\r")
        lines.append(body[body.rfind(b"\r") + 1 :] + (b"\r" if len(body) < len(line) else b""))
    return b"\n".join(lines)


@contextlib.contextmanager
def captured_descriptors(stdout: io.TextIOWrapper, stderr: io.TextIOWrapper) -> Iterator[None]:
    """Give the streams what is written to descriptors 1 and 2 meanwhile: by C code, by programs, by `os.write`."""
    files = [_memory_file(), _memory_file()]
    for file, number in zip(files, (1, 2), strict=True):
        os.dup2(file, number)
    try:
        yield
    finally:
        _flush()
        nothing = os.open(os.devnull, os.O_RDWR)
        for number in (1, 2):
            os.dup2(nothing, number)
        os.close(nothing)
        for file, stream in zip(files, (stdout, stderr), strict=True):
            with contextlib.suppress(OSError):
                _pour(file, stream)
                os.close(file)


def run_command(command: str) -> int:
    """Run a shell command, without a terminal or anything to read; what it writes is printed here, within bounds.

    Returns: its exit code; negative: the number of the signal that ended it.
    """
    out, err = _memory_file(), _memory_file()
    try:
        code = subprocess.run(
            command, shell=True, stdin=subprocess.DEVNULL, stdout=out, stderr=err, check=False
        ).returncode
        _pour(out, sys.stdout)
        _pour(err, sys.stderr)
    finally:
        os.close(out)
        os.close(err)
    return code


def output_of(command: str) -> str:
    """What a shell command writes, standard error too: its first megabytes."""
    out = _memory_file()
    try:
        subprocess.run(command, shell=True, stdin=subprocess.DEVNULL, stdout=out, stderr=out, check=False)
        return os.pread(out, _MOST_CAPTURED, 0).decode(errors="replace")
    finally:
        os.close(out)


def _memory_file() -> int:
    # In the folder that lies in memory and has a size: a program that writes without end fills that.
    return os.open(tempfile.gettempdir(), os.O_TMPFILE | os.O_RDWR, 0o600)


def _flush() -> None:
    """Have Python and the C library write out what they hold back."""
    for stream in (sys.__stdout__, sys.__stderr__):
        with contextlib.suppress(Exception):
            stream.flush()
    ctypes.CDLL(None).fflush(None)


def _pour(file: int, stream: Any) -> None:
    position = 0
    while data := os.pread(file, _CHUNK, position):
        stream.write(data.decode(errors="replace"))
        position += len(data)
