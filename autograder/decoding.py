"""Bytes into text: told by how they begin, whatever the file is called."""

from __future__ import annotations

import codecs

from .errors import SubmissionError

_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"<!doctype", "a web page"),
    (b"<html", "a web page"),
    (b"<head", "a web page"),
    (b"<?xml", "a web page or XML document"),
    (b"<svg", "a picture"),
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def not_a_notebook(data: bytes) -> str:
    """What a file is that is no notebook, told by how it begins; "" where that says nothing."""
    start = data[:200].removeprefix(codecs.BOM_UTF8).lstrip()[:16]
    return next((what for magic, what in _MAGIC if start.startswith(magic) or start.lower().startswith(magic)), "")


def decode(data: bytes) -> tuple[str, list[str]]:
    """The text of a file that should be JSON, and warnings.

    Raises: SubmissionError where it is empty, another kind of file, or no text.
    """
    if not data.strip():
        raise SubmissionError("empty file: please hand it in again")
    if what := not_a_notebook(data):
        raise SubmissionError(f"the file is {what}, not a notebook, whatever its name says")
    if not data.strip(b"\0"):
        raise SubmissionError(f"the file holds nothing but {len(data):,} zero bytes: please hand it in again")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_as(data, encoding)
    # JSON begins with two ASCII characters, so that zero bytes among the first four tell the encoding.
    zeros = tuple(byte == 0 for byte in data[:4])
    if encoding := {
        (False, True, False, True): "utf-16-le",
        (True, False, True, False): "utf-16-be",
        (False, True, True, True): "utf-32-le",
        (True, True, True, False): "utf-32-be",
    }.get(zeros, ""):
        return _decode_as(data, encoding)
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        raise SubmissionError(f"the file is not UTF-8 text (byte {error.start}): save it as UTF-8") from None


def _decode_as(data: bytes, encoding: str) -> tuple[str, list[str]]:
    try:
        return data.decode(encoding), [f"the file is written as {encoding}, not plain UTF-8"]
    except UnicodeDecodeError as error:
        raise SubmissionError(f"the file cannot be read as {encoding} (byte {error.start})") from None
