"""Where data lies on this machine, and how a file gets there whole."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from coursework.errors import DataError

VARIABLE = "COURSEWORK_DATA"


def data_folder(root: str | os.PathLike[str] | None = None) -> Path:
    """The folder of the data sets: `root`, else the variable COURSEWORK_DATA, else the user's cache folder."""
    if root is not None:
        return Path(root).expanduser()
    if os.environ.get(VARIABLE):
        return Path(os.environ[VARIABLE]).expanduser()
    try:
        import pooch
    except ImportError as error:
        raise DataError(f"no data folder: set {VARIABLE}, or install pooch (python -m pip install pooch)") from error
    return Path(pooch.os_cache("coursework"))


def write_whole(path: Path, content: bytes | memoryview) -> None:
    """Write a file so that it appears under its name only when it is complete, whatever else writes it too.

    Raises:
        OSError: the folder cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(temporary, 0o644)  # mkstemp makes it for its owner alone
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
