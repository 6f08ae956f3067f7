"""Fetch a file from the first of several addresses that gives it whole."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from coursework.errors import DataError


@dataclass(frozen=True)
class RemoteFile:
    """A file on the network.

    Args:
        name: its name in the folder where it is kept.
        urls: addresses, tried in this order.
        checksum: `md5:...` or `sha256:...` of the whole file.
    """

    name: str
    urls: tuple[str, ...]
    checksum: str


def fetch(file: RemoteFile, folder: Path) -> Path:
    """Download a file into a folder, with a progress bar; it appears under its name only when it is whole.

    A whole file that is already there is kept.

    Args:
        file: what to fetch.
        folder: where to; made if it is not there.

    Returns:
        The file's path.

    Raises:
        DataError: no address gave the file; says what each of them answered.
    """
    try:
        import pooch
        import requests
    except ImportError as error:
        raise DataError(f"{file.name} cannot be downloaded here (pooch is not installed)") from error
    downloader = pooch.HTTPDownloader(progressbar=True, chunk_size=2**16, timeout=20)
    answers = []
    for url in file.urls:
        try:
            with _quiet(pooch.get_logger()):
                pooch.retrieve(url, known_hash=file.checksum, fname=file.name, path=folder, downloader=downloader)
            return folder / file.name
        except ValueError as error:
            answers.append(f"{url}: arrived broken ({_first_line(error)})")
        except requests.ConnectionError:
            answers.append(f"{url}: no connection")
        except requests.RequestException as error:
            answers.append(f"{url}: {_first_line(error)}")
    raise DataError("\n".join([f"{file.name} could not be downloaded:", *(f"  {answer}" for answer in answers)]))


@contextmanager
def _quiet(logger: logging.Logger) -> Iterator[None]:
    """Hold back pooch's lines on where it downloads to; the progress bar is enough."""
    level = logger.level
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(level)


def _first_line(error: Exception, limit: int = 160) -> str:
    line = (str(error) or type(error).__name__).splitlines()[0]
    return line if len(line) <= limit else f"{line[:limit]}..."
