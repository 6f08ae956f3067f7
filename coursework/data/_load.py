"""`load` and `prepare`: data sets by name."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from coursework.errors import DataError

from . import _prepared
from ._cifar10 import CIFAR10, download_cifar10, read_cifar10
from ._dataset import Dataset
from ._digits import VERSION as DIGITS_VERSION
from ._digits import make_digits
from ._folders import data_folder
from ._mnist import FASHION_MNIST, MNIST, IdxFiles, download_idx_dataset, read_idx_dataset
from ._shapes import VERSION as SHAPES_VERSION
from ._shapes import make_shapes


@dataclass(frozen=True)
class _Made:
    """A data set that this package makes; `keep` where making it takes so long that it is written down."""

    make: Callable[..., Dataset]
    version: int
    keep: bool


@dataclass(frozen=True)
class _Published:
    """A data set that others publish."""

    read: Callable[[Path], Dataset]
    download: Callable[[Path], None]
    folder: str
    address: str


def _idx(source: IdxFiles) -> _Published:
    read, download = partial(read_idx_dataset, source=source), partial(download_idx_dataset, source=source)
    return _Published(read, download, source.folder, source.mirrors[0])


_MADE = {
    "digits": _Made(make_digits, DIGITS_VERSION, keep=False),
    "shapes": _Made(make_shapes, SHAPES_VERSION, keep=True),
}
_PUBLISHED = {
    "cifar10": _Published(read_cifar10, download_cifar10, "cifar-10-batches-py", CIFAR10.archive.urls[0]),
    "mnist": _idx(MNIST),
    "fashion-mnist": _idx(FASHION_MNIST),
}
NAMES = (*_MADE, *_PUBLISHED)


def load(
    name: str,
    *,
    fallback: str | None = None,
    root: str | os.PathLike[str] | None = None,
    download: bool = True,
    **options: Any,
) -> Dataset:
    """Load a data set by its name.

    `digits` and `shapes` are always there. `cifar10`, `mnist` and `fashion-mnist` are read from the data folder,
    in the layout that torchvision uses, or else downloaded into it.

    Args:
        name: one of `NAMES`.
        fallback: `"digits"` or `"shapes"`, to take where the other cannot be had; one line then says
            which it is.
        root: the data folder; None for the variable COURSEWORK_DATA or else the user's cache folder.
        download: False to take only what is on this machine.
        options: for `shapes`: n_train (10,000), n_test (2,000), seed (0) and the dials of `data.shapes`.

    Returns:
        Dataset: writable arrays of the caller's own; images uint8, labels int64.

    Raises:
        DataError: there is no data set of this name, or it cannot be had; names the folder to fill.
    """
    for choice, choices in ((name, NAMES), (fallback, (None, *_MADE))):
        if choice not in choices:
            known = ", ".join(repr(each) for each in choices if each)
            raise DataError(f"load({name!r}): expected one of {known}, got {choice!r}")
    folder = data_folder(root)
    if name in _MADE:
        return _load_made(name, folder, options)
    if options:
        raise DataError(f"load({name!r}): takes no options, got {', '.join(options)}")
    if fallback is None:
        return _load_published(name, folder, download)
    try:
        dataset, instead = _load_published(name, folder, download), ""
    except DataError as error:
        problem = str(error).splitlines()[0].removeprefix(f"load({name!r}): ").removesuffix(".")
        dataset, instead = _load_made(fallback, folder, {}), f", instead of {name!r} ({problem})"
    print(f"{dataset!r}{instead}")
    return dataset


def prepare(name: str, folder: str | os.PathLike[str]) -> Path:
    """Make `digits` or `shapes` once and keep it in a data folder: `load` then needs nothing but NumPy.

    Args:
        name: `"digits"` or `"shapes"`.
        folder: the data folder, to be named by COURSEWORK_DATA or `root`.

    Returns:
        The file: `folder/coursework/NAME-VERSION-CHECKSUM.npz`.

    Raises:
        DataError: this data set is not made but published by others.
        OSError: the folder cannot be written.
    """
    if name not in _MADE:
        made = " and ".join(repr(each) for each in _MADE)
        raise DataError(f"prepare({name!r}): only {made} are made here; fill the folder with the published files")
    source = _MADE[name]
    return _prepared.write(source.make(), Path(folder), source.version)


def _load_made(name: str, folder: Path, options: dict[str, Any]) -> Dataset:
    source = _MADE[name]
    if options:
        return source.make(**options)
    dataset = _prepared.read(name, folder, source.version)
    if dataset is None:
        dataset = source.make()
        if source.keep:
            # A folder that cannot be written costs seconds the next time, nothing else.
            with contextlib.suppress(OSError):
                _prepared.write(dataset, folder, source.version)
    return dataset


def _load_published(name: str, folder: Path, download: bool) -> Dataset:
    source = _PUBLISHED[name]
    try:
        return source.read(folder)
    except (DataError, OSError) as error:
        problem = f"load({name!r}): {error}"
    reason = ""
    if download:
        try:
            source.download(folder)
            return source.read(folder)
        except (DataError, OSError) as error:
            problem, reason = f"{problem}, and the download failed", f"\n{error}"
    raise DataError(
        f"{problem}.{reason}\nFill the folder {folder / source.folder} with the files of {source.address},\n"
        f"or take data that is always there: load({name!r}, fallback='shapes')."
    )
