"""There are no secrets of a person."""

from typing import NoReturn


class SecretNotFoundError(Exception):
    """There is no secret of that name."""


class NotebookAccessError(Exception):
    """The notebook may not read the secret."""


def get(key: str) -> NoReturn:
    raise SecretNotFoundError(f"Secret {key} does not exist: nobody's secrets are there while a notebook runs alone")
