"""What an archive may hold, and what it may come to."""

import bz2
import copy
import gzip
import io
import stat
import tarfile
import zipfile

import pytest

from autograder.archives import Caps, Unpacker, is_archive
from autograder.errors import SubmissionError

SMALL = Caps(unpacked=1 << 20, entries=10, depth=2, ratio=50, free=1 << 16)


def make_zip(files, compression=zipfile.ZIP_DEFLATED):
    """A zip of (name or ZipInfo, bytes)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return buffer.getvalue()


def make_tar(members, mode="w:gz"):
    """A tar of (TarInfo or name, bytes)."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:
        for member, data in members:
            info = member if isinstance(member, tarfile.TarInfo) else tarfile.TarInfo(member)
            if info.isreg():
                info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


def unpack(data, name="work.zip", caps=SMALL, wanted=lambda path: True):
    """All that comes out, and what was left."""
    unpacker = Unpacker(caps)
    return {entry.path: entry.data for entry in unpacker.entries(io.BytesIO(data), name, wanted)}, unpacker.left


def linked(kind, name, target):
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


@pytest.mark.parametrize(
    "data",
    [
        make_zip([("a/one.txt", b"1"), ("two.txt", b"22")]),
        make_zip([("a\\one.txt", b"1"), ("./two.txt", b"22")]),
        make_tar([("a/one.txt", b"1"), ("two.txt", b"22")], "w:gz"),
        make_tar([("a/one.txt", b"1"), ("two.txt", b"22")], "w:bz2"),
        make_tar([("a/one.txt", b"1"), ("two.txt", b"22")], "w"),
    ],
    ids=["zip", "zip from Windows", "tar.gz", "tar.bz2", "tar"],
)
def test_files_come_out_as_they_were(data):
    assert is_archive(data)
    assert unpack(data) == ({"a/one.txt": b"1", "two.txt": b"22"}, [])


@pytest.mark.parametrize(("pack", "suffix"), [(gzip.compress, ".gz"), (bz2.compress, ".bz2")])
def test_one_compressed_file_is_an_archive_of_one(pack, suffix):
    assert unpack(pack(b"text"), f"one.txt{suffix}") == ({"one.txt": b"text"}, [])


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("../up.txt", "leads to another folder"),
        ("a/../../up.txt", "leads to another folder"),
        ("..\\up.txt", "leads to another folder"),
        ("/etc/passwd", "absolute path"),
        ("C:\\up.txt", "absolute path"),
        ("x" * 300, "too long"),
        ("/".join(["abcdefgh"] * 200), "too long"),
    ],
)
@pytest.mark.parametrize("make", [make_zip, make_tar])
def test_names_that_lead_elsewhere_are_left_out(make, name, why):
    files, left = unpack(make([(name, b"evil"), ("good.txt", b"good")]))
    assert files == {"good.txt": b"good"}
    assert len(left) == 1
    assert why in left[0]


def test_links_and_devices_are_left_out():
    kinds = [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE]
    members = [(linked(kind, f"odd{number}", "good.txt"), b"") for number, kind in enumerate(kinds)]
    files, left = unpack(make_tar([("good.txt", b"good"), *members]))
    assert files == {"good.txt": b"good"}
    assert [sentence.split(" was left out")[0] for sentence in left] == [f"odd{number}" for number in range(5)]
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert unpack(make_zip([(link, b"/etc/passwd"), ("good.txt", b"good")])) == (
        {"good.txt": b"good"},
        ["link.txt was left out of the archive: it is a link, pipe or device"],
    )


def bomb():
    """30 MB of zeros."""
    return bytes(30 << 20)


def overlapping():
    """A zip whose table of contents names the same file 2000 times."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("0", bytes(1 << 16))
        for number in range(1, 2000):
            again = copy.copy(archive.filelist[0])
            again.filename = str(number)
            archive.filelist.append(again)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (make_zip([("zeros", bomb())]), "unpacks to far more"),
        (make_tar([("zeros", bomb())]), "unpacks to far more"),
        (gzip.compress(bomb()), "unpacks to far more"),
        (bz2.compress(bomb()), "unpacks to far more"),
        (make_zip([(f"{n}.bin", bytes(200_000)) for n in range(9)], zipfile.ZIP_STORED), "unpacks to far more"),
        (make_zip([(f"{n}", b"") for n in range(11)]), "more than 10 files"),
        (make_tar([(f"{n}", b"") for n in range(11)]), "more than 10 files"),
        (overlapping(), "more than 10 files"),
        (make_zip([("a.txt", b"1"), ("A.TXT", b"2")]), "A.TXT and a.txt more than once"),
        (make_zip([("\u00e9", b"1"), ("e\u0301", b"2")]), "more than once"),
        (make_zip([("a.txt", b"1"), ("./a.txt", b"2")]), "a.txt more than once"),
        (make_zip([("a.txt", b"1" * 100)])[:-30], "damaged"),
        (make_tar([("a.txt", bytes(range(256)) * 9)])[:-60], "damaged"),
        (b"PK\x03\x04" + b"rubbish" * 10, "damaged"),
        (b"\x1f\x8brubbish" * 10, "damaged"),
        (b"BZhrubbish" * 10, "damaged"),
        (make_zip([("a.txt", b"1" * 99)], zipfile.ZIP_LZMA), "cannot be read here"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_too_much_or_damaged_is_refused_in_one_sentence(data, why):
    with pytest.raises(SubmissionError, match=why) as refused:
        unpack(data, "work")
    assert "\n" not in str(refused.value)


def test_an_encrypted_zip_is_said_to_be():
    data = bytearray(make_zip([("a.txt", b"1")]))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    with pytest.raises(SubmissionError, match=r"work.zip is encrypted"):
        unpack(bytes(data))


def test_a_tar_that_says_it_is_sparse_or_endless_fills_no_memory():
    info = tarfile.TarInfo("huge")
    info.size = 1 << 50
    header = info.tobuf(tarfile.GNU_FORMAT)
    with pytest.raises(SubmissionError, match="far more"):
        unpack(header + bytes(1024), "work.tar")


def test_what_is_not_wanted_is_not_unpacked():
    data = make_zip([("zeros", bomb()), ("a.txt", b"1")])
    assert unpack(data, wanted=lambda path: path == "a.txt") == ({"a.txt": b"1"}, [])


def test_several_archives_of_one_submission_are_counted_together():
    unpacker = Unpacker(SMALL)
    data = make_zip([(f"{n}", b"") for n in range(6)])
    assert len(list(unpacker.entries(io.BytesIO(data), "first.zip", lambda path: True))) == 6
    with pytest.raises(SubmissionError, match=r"second.zip holds more than 10 files"):
        list(unpacker.entries(io.BytesIO(data), "second.zip", lambda path: True))
    with pytest.raises(SubmissionError, match="more than 2 deep"):
        list(Unpacker(SMALL).entries(io.BytesIO(data), "third.zip", lambda path: True, depth=3))
