"""The tree of exceptions that this package raises on purpose: catch CourseworkError to catch them all."""

from __future__ import annotations


class CourseworkError(Exception):
    """Something that the reader of the message can put right."""


class DataError(CourseworkError):
    """A data set is not here, is broken, or cannot be made as asked."""


class ImageError(CourseworkError):
    """An image is not of the kind that a function takes."""
