"""Data that others publish: read from a folder, or downloaded from a real server on this machine that may misbehave."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import pickle
import tarfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

from coursework.data import load
from coursework.data._cifar10 import Batches, download_cifar10, read_cifar10
from coursework.data._download import RemoteFile, fetch
from coursework.data._mnist import IdxFiles, download_idx_dataset, read_idx_dataset
from coursework.errors import DataError

RNG = np.random.default_rng(0)


def md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


@dataclass
class Server:
    """Serves files; those in `cut` break off half-way, though the full length was announced."""

    files: dict[str, bytes] = field(default_factory=dict)
    cut: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    address: str = ""


@pytest.fixture
def server() -> Iterator[Server]:
    state = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.asked.append(self.path)
            content = state.files.get(self.path)
            if content is None:
                self.send_error(404)
                return
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content[: len(content) // 2] if self.path in state.cut else content)

        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever, daemon=True)
        thread.start()
        state.address = f"http://127.0.0.1:{http.server_port}"
        yield state
        http.shutdown()
        thread.join()


def cifar_files() -> dict[str, bytes]:
    """Batches of twenty images in the published format."""
    files = {}
    for name in ("data_batch_1", "data_batch_2", "test_batch"):
        data = RNG.integers(256, size=(20, 3072), dtype=np.uint8)
        batch = {b"data": data, b"labels": RNG.integers(10, size=20).tolist()}
        files[name] = pickle.dumps(batch, protocol=4)
    files["batches.meta"] = pickle.dumps({b"label_names": []}, protocol=4)
    return files


def archive_of(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(f"cifar-10-batches-py/{name}")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


@pytest.fixture
def cifar(server: Server) -> Batches:
    """A small CIFAR-10 on the server, at /a.tar.gz and at /b.tar.gz."""
    files = cifar_files()
    archive = archive_of(files)
    server.files |= {"/a.tar.gz": archive, "/b.tar.gz": archive}
    urls = (f"{server.address}/a.tar.gz", f"{server.address}/b.tar.gz")
    sums = {name: md5(content) for name, content in files.items()}
    return Batches(
        RemoteFile("a.tar.gz", urls, f"sha256:{hashlib.sha256(archive).hexdigest()}"),
        train={name: sums[name] for name in ("data_batch_1", "data_batch_2")},
        test={"test_batch": sums["test_batch"]},
        names={"batches.meta": sums["batches.meta"]},
    )


def test_cifar_is_downloaded_unpacked_and_read(server: Server, cifar: Batches, tmp_path: Path):
    download_cifar10(tmp_path, cifar)
    data = read_cifar10(tmp_path, cifar)
    assert (data.x_train.shape, data.x_test.shape) == ((40, 32, 32, 3), (20, 32, 32, 3))
    assert (data.x_train.dtype, data.y_train.dtype) == (np.uint8, np.int64)
    assert data.x_train.flags.c_contiguous
    assert data.x_train.flags.writeable
    path = tmp_path / "cifar-10-batches-py" / "data_batch_1"
    first = pickle.loads(path.read_bytes(), encoding="bytes")
    assert np.array_equal(data.x_train[0, :, :, 0].ravel(), first[b"data"][0, :1024])
    assert data.y_train[:20].tolist() == first[b"labels"]
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == sorted(cifar.files)


def test_the_second_mirror_is_asked_when_the_first_is_not_there(server: Server, cifar: Batches, tmp_path: Path):
    del server.files["/a.tar.gz"]
    download_cifar10(tmp_path, cifar)
    assert server.asked == ["/a.tar.gz", "/b.tar.gz"]
    assert len(read_cifar10(tmp_path, cifar).x_train) == 40


def test_the_second_mirror_is_asked_when_the_first_breaks_off(server: Server, cifar: Batches, tmp_path: Path):
    server.cut.add("/a.tar.gz")
    download_cifar10(tmp_path, cifar)
    assert server.asked == ["/a.tar.gz", "/b.tar.gz"]
    assert len(read_cifar10(tmp_path, cifar).x_train) == 40


def test_the_second_mirror_is_asked_when_the_first_gives_something_else(server: Server, cifar: Batches, tmp_path: Path):
    server.files["/a.tar.gz"] = b"<html>Please log in</html>"
    download_cifar10(tmp_path, cifar)
    assert len(read_cifar10(tmp_path, cifar).x_train) == 40


def test_a_broken_download_leaves_nothing_that_looks_like_data(server: Server, cifar: Batches, tmp_path: Path):
    server.cut |= {"/a.tar.gz", "/b.tar.gz"}
    with pytest.raises(DataError, match=r"a\.tar\.gz could not be downloaded"):
        download_cifar10(tmp_path, cifar)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    with pytest.raises(DataError, match="data_batch_1 is missing"):
        read_cifar10(tmp_path, cifar)


def test_every_mirror_is_named_with_what_it_answered(server: Server, cifar: Batches, tmp_path: Path):
    server.files = {"/b.tar.gz": b"short"}
    with pytest.raises(DataError) as caught:
        download_cifar10(tmp_path, cifar)
    first, second = str(caught.value).splitlines()[1:]
    assert "/a.tar.gz: 404" in first
    assert "/b.tar.gz: arrived broken" in second


def test_a_server_that_is_not_there_is_no_connection(tmp_path: Path):
    file = RemoteFile("x", ("http://127.0.0.1:9/x",), "md5:0")
    with pytest.raises(DataError, match=r"http://127\.0\.0\.1:9/x: no connection"):
        fetch(file, tmp_path)


def test_an_archive_put_there_by_hand_is_used(server: Server, cifar: Batches, tmp_path: Path):
    (tmp_path / "a.tar.gz").write_bytes(server.files["/a.tar.gz"])
    download_cifar10(tmp_path, cifar)
    assert server.asked == []
    assert len(read_cifar10(tmp_path, cifar).x_train) == 40


@pytest.mark.parametrize("damage", ["missing", "cut", "flipped"])
def test_a_damaged_batch_is_named_and_then_mended(cifar: Batches, tmp_path: Path, damage: str):
    download_cifar10(tmp_path, cifar)
    path = tmp_path / "cifar-10-batches-py" / "data_batch_2"
    content = path.read_bytes()
    if damage == "missing":
        path.unlink()
    elif damage == "cut":
        path.write_bytes(content[:1000])
    else:
        path.write_bytes(content[:-5000] + bytes([content[-5000] ^ 1]) + content[-4999:])
    with pytest.raises(DataError, match=r"data_batch_2 is (missing|broken: expected MD5)"):
        read_cifar10(tmp_path, cifar)
    download_cifar10(tmp_path, cifar)
    assert len(read_cifar10(tmp_path, cifar).x_train) == 40


class Command:
    """Unpickled in the ordinary way, this makes a folder."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self):
        return os.mkdir, (str(self.path),)


def test_a_pickle_that_runs_code_is_refused(cifar: Batches, tmp_path: Path):
    download_cifar10(tmp_path, cifar)
    made = tmp_path / "made"
    content = pickle.dumps({b"data": Command(made), b"labels": []}, protocol=4)
    (tmp_path / "cifar-10-batches-py" / "test_batch").write_bytes(content)
    with pytest.raises(DataError, match=r"holds arrays, not \w+\.mkdir: refused"):
        read_cifar10(tmp_path, replace(cifar, test={"test_batch": md5(content)}))
    assert not made.exists()


def idx(array: np.ndarray) -> bytes:
    header = bytes([0, 0, 8, array.ndim]) + b"".join(length.to_bytes(4, "big") for length in array.shape)
    return header + array.tobytes()


IMAGES, LABELS = "train-images-idx3-ubyte", "train-labels-idx1-ubyte"


@pytest.fixture
def mnist(server: Server) -> IdxFiles:
    """A small MNIST on the server."""
    arrays = {
        IMAGES: RNG.integers(256, size=(7, 5, 4), dtype=np.uint8),
        LABELS: np.arange(7, dtype=np.uint8),
        "t10k-images-idx3-ubyte": RNG.integers(256, size=(3, 5, 4), dtype=np.uint8),
        "t10k-labels-idx1-ubyte": np.array([9, 0, 9], np.uint8),
    }
    packed = {f"{name}.gz": gzip.compress(idx(array), mtime=0) for name, array in arrays.items()}
    server.files |= {f"/{name}": content for name, content in packed.items()}
    names = tuple("0123456789")
    mirrors = (f"{server.address}/gone/", f"{server.address}/")
    return IdxFiles("mnist", "MNIST/raw", names, mirrors, {name: md5(text) for name, text in packed.items()})


def test_mnist_is_downloaded_unpacked_and_read(server: Server, mnist: IdxFiles, tmp_path: Path):
    download_idx_dataset(tmp_path, mnist)
    data = read_idx_dataset(tmp_path, mnist)
    raw = gzip.decompress(server.files[f"/{IMAGES}.gz"])
    assert np.array_equal(data.x_train.ravel(), np.frombuffer(raw, np.uint8)[16:])
    assert (data.x_train.shape, data.x_train.dtype) == ((7, 5, 4), np.uint8)
    assert (data.y_train.tolist(), data.y_train.dtype) == ([0, 1, 2, 3, 4, 5, 6], np.int64)
    assert data.x_train.flags.writeable
    assert (tmp_path / "MNIST/raw" / IMAGES).is_file()


def test_mnist_is_read_packed_or_unpacked(server: Server, mnist: IdxFiles, tmp_path: Path):
    folder = tmp_path / "MNIST/raw"
    folder.mkdir(parents=True)
    for name in mnist.files:
        (folder / name).write_bytes(server.files[f"/{name}"])
    packed = read_idx_dataset(tmp_path, mnist)
    for path in list(folder.iterdir()):
        path.with_suffix("").write_bytes(gzip.decompress(path.read_bytes()))
        path.unlink()
    assert np.array_equal(read_idx_dataset(tmp_path, mnist).x_train, packed.x_train)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "is missing"),
        (b"", "expected an IDX file of bytes, found 0 bytes"),
        (b"<html>Please log in</html>", "expected an IDX file of bytes"),
        (b"\0\0\x08\x03\0\0", "is broken"),
        (idx(np.zeros((7, 5, 4), np.uint8))[:-1], r"expected an array \(7, 5, 4\) of 156 bytes, found 155"),
        (idx(np.zeros((7, 5, 4), np.uint8)) + b"x", r"expected an array \(7, 5, 4\) of 156 bytes, found 157"),
        (idx(np.zeros((6, 5, 4), np.uint8)), r"got \(6, 5, 4\) and \(7,\)"),
    ],
)
def test_a_damaged_idx_file_is_named_and_then_mended(
    mnist: IdxFiles, tmp_path: Path, content: bytes | None, message: str
):
    download_idx_dataset(tmp_path, mnist)
    folder = tmp_path / "MNIST/raw"
    for path in folder.glob("*.gz"):
        path.unlink()
    (folder / IMAGES).unlink() if content is None else (folder / IMAGES).write_bytes(content)
    with pytest.raises(DataError, match=message):
        read_idx_dataset(tmp_path, mnist)
    download_idx_dataset(tmp_path, mnist)
    assert len(read_idx_dataset(tmp_path, mnist).x_train) == 7


@pytest.mark.parametrize("damage", [slice(None, 60), slice(20, None)])
def test_a_damaged_packed_file_is_named(server: Server, mnist: IdxFiles, tmp_path: Path, damage: slice):
    folder = tmp_path / "MNIST/raw"
    folder.mkdir(parents=True)
    for name in mnist.files:
        (folder / name).write_bytes(server.files[f"/{name}"][damage])
    with pytest.raises(DataError, match=f"{IMAGES}.gz is broken"):
        read_idx_dataset(tmp_path, mnist)


def test_labels_that_are_no_classes_are_an_error(mnist: IdxFiles, tmp_path: Path):
    download_idx_dataset(tmp_path, mnist)
    (tmp_path / "MNIST/raw" / LABELS).write_bytes(idx(np.full(7, 10, np.uint8)))
    with pytest.raises(DataError, match=r"below 10, got .* up to 10"):
        read_idx_dataset(tmp_path, mnist)


@pytest.mark.parametrize(
    ("name", "folder"),
    [("cifar10", "cifar-10-batches-py"), ("mnist", "MNIST/raw"), ("fashion-mnist", "FashionMNIST/raw")],
)
def test_without_data_one_error_names_the_folder_and_the_fallback(tmp_path: Path, name: str, folder: str):
    with pytest.raises(DataError) as caught:
        load(name, root=tmp_path, download=False)
    assert f"Fill the folder {tmp_path / folder} with the files of http" in str(caught.value)
    assert f"load({name!r}, fallback='shapes')" in str(caught.value)


def test_without_network_the_error_says_that_the_download_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Every address is sent to a proxy that is not there."""
    for variable in ("http_proxy", "https_proxy"):
        monkeypatch.setenv(variable, "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "")
    with pytest.raises(
        DataError, match=r"^load\('cifar10'\): .*data_batch_1 is missing, and the download failed\."
    ) as caught:
        load("cifar10", root=tmp_path)
    assert str(caught.value).count(": no connection") == 3
    assert str(tmp_path / "cifar-10-batches-py") in str(caught.value)


def test_the_fallback_says_in_one_line_which_data_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    data = load("cifar10", fallback="digits", root=tmp_path, download=False)
    assert data.name == "digits"
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith(f"{data!r}, instead of 'cifar10' ({tmp_path}")
    assert lines[0].endswith("data_batch_1 is missing)")


def test_a_file_that_cannot_be_read_is_no_traceback(tmp_path: Path):
    (tmp_path / "cifar-10-batches-py" / "data_batch_1").mkdir(parents=True)
    with pytest.raises(DataError, match=r"data_batch_1'[^\n]*\n?.*Fill the folder"):
        load("cifar10", root=tmp_path, download=False)


@pytest.mark.realdata
def test_the_real_cifar10(capsys: pytest.CaptureFixture[str]):
    folder = os.environ.get("COURSEWORK_DATA", "")
    if not (Path(folder) / "cifar-10-batches-py").is_dir():
        pytest.skip("no cifar-10-batches-py under COURSEWORK_DATA")
    data = load("cifar10", fallback="shapes", download=False)
    assert capsys.readouterr().out == (
        "Dataset 'cifar10': 50,000 training and 10,000 test images, 32 x 32 x 3 uint8, 10 classes\n"
    )
    assert np.bincount(data.y_train).tolist() == [5000] * 10
    assert np.bincount(data.y_test).tolist() == [1000] * 10
    assert data.class_names[data.y_train[0]] == "frog"
    assert data.x_train[0, 0, 0].tolist() == [59, 62, 63]
