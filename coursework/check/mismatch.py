"""A wrong result beside the right one: what every search for a cause starts from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .difference import agreement

_SAMPLE = 2000


@dataclass(frozen=True)
class Cause:
    """A likely cause.

    said: with what was tried, numbers included.
    hint: the same in fixed words, without any value.
    """

    said: str
    hint: str


def cause(text: str, hint: str = "") -> Cause:
    """A cause whose two texts are one and the same, or differ where numbers are named."""
    return Cause(text, hint or text)


@dataclass(frozen=True)
class Mismatch:
    """A wrong result.

    allowed: tolerance of each element of `expected`; None: exact.
    """

    actual: np.ndarray
    expected: np.ndarray
    allowed: np.ndarray | None

    def fits(self, candidate: np.ndarray) -> bool:
        """True where a transformed result agrees with the expected one in every element."""
        if candidate.shape != self.expected.shape:
            return False
        step = max(1, self.expected.size // _SAMPLE)
        if step > 1 and not agreement(candidate.flat[::step], *self._sampled(step)).all():
            return False
        return bool(agreement(candidate, self.expected, self.allowed).all())

    def _sampled(self, step: int) -> tuple[np.ndarray, np.ndarray | None]:
        return self.expected.flat[::step], None if self.allowed is None else self.allowed.flat[::step]

    @cached_property
    def sample(self) -> Mismatch:
        """Some elements of a large result; all of a small one."""
        step = max(1, self.expected.size // _SAMPLE)
        return Mismatch(self.actual.flat[::step], *self._sampled(step)) if step > 1 else self

    def near(self, a: np.ndarray, b: np.ndarray) -> bool:
        """True where two arrays agree that are not element by element the expected result."""
        return np.shape(a) == np.shape(b) and bool(np.allclose(a, b, rtol=1e-6, atol=1e-9 * np.abs(b).max(initial=0)))

    def fits_values(self, values: np.ndarray) -> bool:
        """True where the result holds exactly these values."""
        return bool(np.array_equal(self.actual, values))

    @cached_property
    def right(self) -> np.ndarray:
        """True where an element is right."""
        return agreement(self.actual, self.expected, self.allowed)

    @cached_property
    def numeric(self) -> bool:
        """Both are real numbers, and all of them finite."""
        pair = (self.actual, self.expected)
        return all(a.size and a.dtype.kind in "iuf" and np.isfinite(a).all() for a in pair)

    @cached_property
    def varied(self) -> bool:
        """The expected values differ among themselves: else any factor or offset seems to explain."""
        spread = np.ptp(self.expected.astype(np.float64))
        slack = 0.0 if self.allowed is None else 100 * float(np.max(self.allowed))
        return bool(spread > slack)

    @cached_property
    def magnitudes(self) -> int:
        """How many different absolute values other than 0 are expected, counted up to 3."""
        size = np.abs(self.expected.astype(np.float64)).ravel()
        largest = size.max(initial=0.0)
        values = np.sort(size[size > 1e-6 * largest])
        return min(3, int(values.size > 0) + int((np.diff(values) > 1e-6 * largest).sum()))


def telling(array: np.ndarray) -> bool:
    """True for values that do not agree by chance: three different ones, or one with many digits."""
    if array.dtype.kind not in "iuf" or not array.size:
        return False
    values = np.unique(array[np.isfinite(array)])
    return values.size >= 3 or bool(values.size and np.any(np.round(values, 3) != values))
