"""Unpacks an archive that may be anything: one entry at a time, into memory, within caps.

Nothing is written to disk, and no entry is trusted: links and devices, names that lead elsewhere and names too long are
left out and said to be; what expands beyond the caps is refused. Archives inside are entries like any other: whoever
wants what they hold opens them with the same `Unpacker`, which goes on counting.
"""

from __future__ import annotations

import bz2
import gzip
import io
import re
import stat
import tarfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from .errors import SubmissionError
from .result import ATTENTION
from .text import one_line

SUFFIXES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".gz", ".bz2")
_COMPRESSED = re.compile(r"\.(gz|bz2)$", re.IGNORECASE)
_ZIP_ENTRY = b"PK\x01\x02"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)
_CHUNK = 1 << 20
_DAMAGED = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    IndexError,
    KeyError,
    OverflowError,
    MemoryError,
)


@dataclass(frozen=True)
class Caps:
    """What unpacking may come to.

    unpacked: bytes; entries: number; depth: archives in archives; ratio: bytes unpacked a byte packed, which counts
    once `free` bytes are out.
    """

    unpacked: int = 256 << 20
    entries: int = 5000
    depth: int = 3
    ratio: int = 200
    free: int = 16 << 20


@dataclass(frozen=True)
class Entry:
    """A file of an archive. path: relative, parted by "/", NFC, leading nowhere else."""

    path: str
    data: bytes


def is_archive(data: bytes) -> bool:
    """Whether bytes begin as an archive that can be opened here."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"BZh")) or data[257:262] == b"ustar"


def safe_path(name: str) -> str:
    """The relative path that an entry's name means.

    Raises: ValueError, saying what is wrong with it.
    """
    path = unicodedata.normalize("NFC", name.replace("\\", "/"))
    parts = [part for part in path.split("/") if part not in ("", ".")]
    if path.startswith("/") or re.match(r"[A-Za-z]:", path):
        raise ValueError("its name is an absolute path")
    if ".." in parts:
        raise ValueError("its name leads to another folder")
    if len(path) > 1000 or any(len(part.encode("utf-8", "surrogatepass")) > 255 for part in parts):
        raise ValueError("its name is too long")
    if not parts or "\0" in path:
        raise ValueError("it has no name")
    return "/".join(parts)


class Unpacker:
    """Counts what comes out of one submission's archives.

    left: sentences on the entries that were left out.
    """

    def __init__(self, caps: Caps | None = None) -> None:
        self.caps = caps or Caps()
        self.left: list[str] = []
        self._unpacked = 0
        self._entries = 0

    def entries(self, file: BinaryIO, name: str, wanted: Callable[[str], bool], depth: int = 1) -> Iterator[Entry]:
        """The entries of one archive, in its order.

        Args:
            file: the archive, seekable; name: what to call it; wanted: whether a path is to be read;
            depth: 1, or one more than that of the archive in which it lay.
        Raises: SubmissionError, in one sentence, for what is damaged, encrypted or too large.
        """
        shown = one_line(name, 80)
        if depth > self.caps.depth:
            raise SubmissionError(f"{shown} is an archive in archives, more than {self.caps.depth} deep", ATTENTION)
        seen: dict[str, str] = {}
        try:
            magic = file.read(512)
            packed = file.seek(0, io.SEEK_END)
            file.seek(0)
            unpack = self._zip if magic.startswith(b"PK") else self._tar
            for entry in unpack(file, name, shown, packed, wanted):
                if other := seen.get(entry.path.casefold()):
                    both = " and ".join(sorted({one_line(other, 80), one_line(entry.path, 80)}))
                    raise SubmissionError(f"{shown} holds {both} more than once", ATTENTION)
                seen[entry.path.casefold()] = entry.path
                yield entry
        except _DAMAGED as error:
            raise SubmissionError(
                f"the archive {shown} is damaged ({one_line(error, 80) or type(error).__name__})", ATTENTION
            ) from None

    def _zip(
        self, file: BinaryIO, name: str, shown: str, packed: int, wanted: Callable[[str], bool]
    ) -> Iterator[Entry]:
        # Before zipfile reads its table of contents, which may be all there is of a file.
        if _count(file, _ZIP_ENTRY) + self._entries > self.caps.entries:
            raise SubmissionError(f"{shown} holds more than {self.caps.entries:,} files", ATTENTION)
        with zipfile.ZipFile(file) as archive:
            for info in archive.infolist():
                self._count_entry(shown)
                mode = info.external_attr >> 16
                odd = stat.S_IFMT(mode) not in (0, stat.S_IFREG)
                if info.is_dir() or not (path := self._path(info.filename, odd)) or not wanted(path):
                    continue
                if info.flag_bits & 1:
                    raise SubmissionError(f"{shown} is encrypted", ATTENTION)
                if info.compress_type not in _METHODS:
                    raise SubmissionError(f"{shown} is compressed in a way that cannot be read here", ATTENTION)
                with archive.open(info) as stream:
                    yield Entry(path, self._read(_Counted(stream, self, shown, info.compress_size)))

    def _tar(
        self, file: BinaryIO, name: str, shown: str, packed: int, wanted: Callable[[str], bool]
    ) -> Iterator[Entry]:
        decompress = {b"\x1f\x8b": gzip.open, b"BZ": bz2.open}.get(file.read(2))
        file.seek(0)
        stream = io.BufferedReader(_Counted(decompress(file) if decompress else file, self, shown, packed))
        if stream.peek(512)[257:262] != b"ustar":
            if decompress is None:
                raise SubmissionError(f"{shown} is no archive that can be opened here", ATTENTION)
            self._count_entry(shown)
            path = self._path(_COMPRESSED.sub("", name), odd=False)
            if path and wanted(path):
                yield Entry(path, self._read(stream))
            return
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for member in archive:
                self._count_entry(shown)
                if member.size > self.caps.unpacked:
                    raise SubmissionError(self._too_large(shown), ATTENTION)
                odd = not member.isreg() or member.issparse()
                if member.isdir() or not (path := self._path(member.name, odd)) or not wanted(path):
                    continue
                yield Entry(path, self._read(archive.extractfile(member)))

    def _path(self, name: str, odd: bool) -> str:
        """The path to use; "" where the entry is left out."""
        try:
            if odd:
                raise ValueError("it is a link, pipe or device")
            return safe_path(name)
        except ValueError as error:
            self.left.append(f"{one_line(name, 80)} was left out of the archive: {error}")
            return ""

    def _read(self, stream: BinaryIO) -> bytes:
        return b"".join(iter(lambda: stream.read(_CHUNK), b""))

    def _count_entry(self, shown: str) -> None:
        self._entries += 1
        if self._entries > self.caps.entries:
            raise SubmissionError(f"{shown} holds more than {self.caps.entries:,} files", ATTENTION)

    def count_bytes(self, number: int, unpacked: int, packed: int, shown: str) -> None:
        """Count bytes that came out.

        Args: unpacked: all that came out of one stream so far; packed: what it takes up in the archive.
        Raises: SubmissionError beyond a cap.
        """
        self._unpacked += number
        if self._unpacked > self.caps.unpacked or unpacked > max(self.caps.free, self.caps.ratio * packed):
            raise SubmissionError(self._too_large(shown), ATTENTION)

    def _too_large(self, shown: str) -> str:
        return f"{shown} unpacks to far more than a notebook needs; hand in the notebook itself"


class _Counted(io.RawIOBase):
    """A stream whose bytes are counted as they come."""

    def __init__(self, stream: BinaryIO, unpacker: Unpacker, shown: str, packed: int) -> None:
        self._stream, self._unpacker, self._shown, self._packed = stream, unpacker, shown, packed
        self._unpacked = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:
        data = self._stream.read(len(buffer))
        self._unpacked += len(data)
        self._unpacker.count_bytes(len(data), self._unpacked, self._packed, self._shown)
        buffer[: len(data)] = data
        return len(data)


def _count(file: BinaryIO, what: bytes) -> int:
    """How often `what` occurs in a file, which is left at its beginning."""
    number, rest = 0, b""
    file.seek(0)
    while chunk := file.read(_CHUNK):
        window = rest + chunk
        number += window.count(what)
        rest = window[-len(what) + 1 :]
    file.seek(0)
    return number
