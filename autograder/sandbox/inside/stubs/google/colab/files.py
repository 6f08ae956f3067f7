"""There is no browser to exchange files with."""

from typing import NoReturn


def upload(*args: object, **kwargs: object) -> NoReturn:
    raise RuntimeError("files.upload() is not allowed: nobody is there to choose a file while a notebook runs alone")


def download(filename: str) -> None:
    pass
