"""Row 41: an archive handed in instead of the notebook is opened within caps, or refused in one sentence."""

from __future__ import annotations

import gzip
import io
import tarfile
import tracemalloc
import zipfile

import pytest
from careless_class import assert_refused, assert_warned

from autograder.result import ATTENTION


def zipped(files, compression=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def tarred(files, mode="w:gz"):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            if isinstance(data, str):
                info.type, info.linkname = tarfile.SYMTYPE, data
            else:
                info.size = len(data)
            archive.addfile(info, io.BytesIO(data if isinstance(data, bytes) else b""))
    return buffer.getvalue()


def test_row_41_archive_instead_of_the_notebook(desk):
    data = desk.answered()
    found = "expected tiny.ipynb, took hw/tiny.ipynb"
    packed = zipped({"hw/tiny.ipynb": data, "__MACOSX/hw/._tiny.ipynb": b"x"})
    assert_warned(desk.hand_in_bytes(packed, "work.zip"), "expected tiny.ipynb, took the archive work.zip", found)
    result = desk.hand_in_bytes(zipped({"work.zip": packed}), "all.zip")
    taken = [f"expected tiny.ipynb, took the archive {name}.zip" for name in ("all", "work")]
    assert_warned(result, *taken, found)
    packed = tarred({"hw/tiny.ipynb": data, "hw/notes.txt": b"x"})
    assert_warned(desk.hand_in_bytes(packed, "work.tar.gz"), "expected tiny.ipynb, took the archive work.tar.gz", found)


def test_row_41_archive_under_the_name_of_the_notebook(desk):
    data = zipped({"tiny.ipynb": desk.answered()})
    assert_warned(desk.hand_in_bytes(data), "tiny.ipynb is an archive; the notebook in it was taken")
    data = gzip.compress(desk.answered())
    assert_warned(desk.hand_in_bytes(data, "tiny.ipynb.gz"), "expected tiny.ipynb, took tiny.ipynb.gz")
    document = zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})
    what = "a zip archive or an office document"
    assert_refused(desk.hand_in_bytes(document), f"the file is {what}, not a notebook, whatever its name says")


def test_row_41_what_is_no_notebook_in_an_archive_does_no_harm(desk):
    """Beside the notebook: links, names that lead elsewhere, a bomb that nobody asked for, an archive inside."""
    data = tarred({
        "tiny.ipynb": desk.answered(), "../../evil.ipynb": b"x", "/etc/evil.ipynb": b"x", "link.ipynb": "/etc/passwd",
        f"{'x' * 300}.ipynb": b"x", "inner.zip": b"rubbish",
    })  # fmt: skip
    assert_warned(
        desk.hand_in_bytes(data, "work.tgz"),
        "expected tiny.ipynb, took the archive work.tgz",
        "../../evil.ipynb was left out of the archive: its name leads to another folder",
        "/etc/evil.ipynb was left out of the archive: its name is an absolute path",
        "link.ipynb was left out of the archive: it is a link, pipe or device",
        f"{'x' * 79}… was left out of the archive: its name is too long",
    )
    data = zipped({"tiny.ipynb": desk.answered(), "zeros.bin": bytes(40 << 20)})
    assert_warned(desk.hand_in_bytes(data, "work.zip"), "expected tiny.ipynb, took the archive work.zip")


def quine(depth):
    """A zip in a zip in a zip ..."""
    data = b"{}"
    for _ in range(depth):
        data = zipped({"again.zip": data})
    return data


def encrypted(data):
    data = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    return bytes(data)


MORE = "unpacks to far more than a notebook needs; hand in the notebook itself"


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: zipped({"tiny.ipynb": bytes(60 << 20)}), f"work.zip {MORE}"),
        (lambda: tarred({"zeros": bytes(60 << 20), "tiny.ipynb": b"{}"}), f"work.zip {MORE}"),
        (lambda: zipped({f"{n}.txt": b"" for n in range(5001)}), "work.zip holds more than 5,000 files"),
        (lambda: quine(5), "again.zip is an archive in archives, more than 3 deep"),
        (lambda: encrypted(zipped({"tiny.ipynb": b"{}"})), "work.zip is encrypted"),
        (
            lambda: zipped({"tiny.ipynb": b"{}", "Tiny.ipynb": b"{}"}),
            "work.zip holds Tiny.ipynb and tiny.ipynb more than once",
        ),
        (lambda: zipped({"a/x.ipynb": b"{}", "b/y.ipynb": b"{}"}),
         "expected tiny.ipynb, found several that may be meant: a/x.ipynb, b/y.ipynb"),
        (lambda: zipped({"tiny.py": b"x"}), "expected tiny.ipynb, found an archive without a notebook in it"),
        (lambda: zipped({"a.zip": b"", "b.zip": b""}), "expected tiny.ipynb, found a.zip, b.zip"),
        (lambda: zipped({"tiny.ipynb": b"{}"})[:60], "the archive work.zip is damaged (File is not a zip file)"),
    ],
    ids=["bomb", "tar bomb", "many", "nested", "encrypted", "colliding", "several", "none", "two archives", "damaged"],
)  # fmt: skip
def test_row_41_refused_archive(warm, make, sentence):
    desk, _ = warm
    data = make()
    tracemalloc.start()
    try:
        result = desk.hand_in_bytes(data, "work.zip")
        assert tracemalloc.get_traced_memory()[1] < 40 << 20
    finally:
        tracemalloc.stop()
    assert_refused(result, sentence, ATTENTION)
