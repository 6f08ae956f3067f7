"""MNIST and Fashion-MNIST in torchvision's folder layout: FOLDER/MNIST/raw/train-images-idx3-ubyte and so on,
with or without .gz."""

from __future__ import annotations

import gzip
import math
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from coursework.errors import DataError

from ._dataset import Dataset
from ._download import RemoteFile, fetch
from ._folders import write_whole


@dataclass(frozen=True)
class IdxFiles:
    """A data set of four gzip files.

    Args:
        name: of the data set.
        folder: its folder inside the data folder.
        class_names: one name a class.
        mirrors: addresses of folders that hold the files, tried in this order.
        files: name and MD5 checksum of training images, training labels, test images, test labels.
    """

    name: str
    folder: str
    class_names: tuple[str, ...]
    mirrors: tuple[str, ...]
    files: dict[str, str]


MNIST = IdxFiles(
    "mnist",
    "MNIST/raw",
    tuple(str(digit) for digit in range(10)),
    ("https://ossci-datasets.s3.amazonaws.com/mnist/", "http://yann.lecun.com/exdb/mnist/"),
    {
        "train-images-idx3-ubyte.gz": "f68b3c2dcbeaaa9fbdd348bbdeb94873",
        "train-labels-idx1-ubyte.gz": "d53e105ee54ea40749a09fcbcd1e9432",
        "t10k-images-idx3-ubyte.gz": "9fb629c4189551a2d022fa330f9573f3",
        "t10k-labels-idx1-ubyte.gz": "ec29112dd5afa0611ce80d1b7f02629c",
    },
)
FASHION_MNIST = IdxFiles(
    "fashion-mnist",
    "FashionMNIST/raw",
    ("T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"),
    (
        "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
        "https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/",
    ),
    {
        "train-images-idx3-ubyte.gz": "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
        "train-labels-idx1-ubyte.gz": "25c81989df183df01b3e8a0aad5dffbe",
        "t10k-images-idx3-ubyte.gz": "bef4ecab320f06d8554ea6380940ec79",
        "t10k-labels-idx1-ubyte.gz": "bb300cfdad3c16e7a12a480ee83cd310",
    },
)


def read_idx_dataset(root: Path, source: IdxFiles) -> Dataset:
    """Read the four files.

    Args:
        root: the folder that holds `source.folder`.
        source: which data set.

    Returns:
        Dataset: images (60,000 and 10,000, 28, 28).

    Raises:
        DataError: a file is missing, cut short or of another kind, or images and labels differ in number.

    Source: Y. LeCun, C. Cortes, C. Burges, The MNIST database of handwritten digits; H. Xiao, K. Rasul,
        R. Vollgraf, Fashion-MNIST, arXiv:1708.07747.
    """
    x_train, y_train, x_test, y_test = (_read_idx(root / source.folder / name[: -len(".gz")]) for name in source.files)
    for x, y in ((x_train, y_train), (x_test, y_test)):
        if x.ndim != 3 or y.shape != (len(x),) or y.max(initial=0) >= len(source.class_names):
            raise DataError(
                f"{root / source.folder} does not hold {source.name}: expected images (N, H, W) and labels (N,) "
                f"below {len(source.class_names)}, got {x.shape} and {y.shape} up to {y.max(initial=0)}"
            )
    return Dataset(x_train, y_train.astype(np.int64), x_test, y_test.astype(np.int64), source.class_names, source.name)


def download_idx_dataset(root: Path, source: IdxFiles) -> None:
    """Fetch the four files and unpack each beside itself, as torchvision expects them.

    Raises:
        DataError: no address gave a whole file.
        OSError: the folder cannot be written.
    """
    folder = root / source.folder
    for name, checksum in source.files.items():
        remote = RemoteFile(name, tuple(f"{mirror}{name}" for mirror in source.mirrors), f"md5:{checksum}")
        content = gzip.decompress(fetch(remote, folder).read_bytes())
        write_whole(folder / name[: -len(".gz")], content)


def _read_idx(path: Path) -> np.ndarray:
    """An array of bytes in the IDX format: 0, 0, 8 (bytes), number of axes; lengths, big-endian; the bytes."""
    packed = path.with_name(f"{path.name}.gz")
    try:
        content = path.read_bytes() if path.exists() else gzip.decompress(packed.read_bytes())
    except FileNotFoundError as error:
        raise DataError(f"{path} is missing (with or without .gz)") from error
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise DataError(f"{packed} is broken: {error}") from error
    axes = content[3] if content[:3] == b"\0\0\x08" and len(content) > 3 else 0
    header = 4 + 4 * axes
    shape = tuple(int(length) for length in np.frombuffer(content[4:header].ljust(4 * axes, b"\0"), ">u4"))
    expected = header + math.prod(shape)
    if not axes or len(content) != expected:
        kind = f"an array {shape} of {expected:,} bytes" if axes else "an IDX file of bytes"
        raise DataError(f"{path} is broken: expected {kind}, found {len(content):,} bytes")
    return np.frombuffer(content, np.uint8, offset=header).reshape(shape).copy()
