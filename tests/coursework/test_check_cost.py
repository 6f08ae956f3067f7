"""faster_than and peak_memory."""

import time

import numpy as np
import pytest

from coursework import check
from coursework.check.probe import LocalProbe, Measurement

X = np.random.default_rng(0).normal(size=(150, 100))


def product(x):
    return x @ x.T


def by_rows(x):
    return np.array([[row @ other for other in x] for row in x])


def cube(x):
    return (x[:, None] * x[None]).sum(-1)


class Jittery:
    """A fast function on a machine that is busy during its first runs."""

    calls = 0

    def __check_probe__(self):
        return self

    name = "jittery"

    def measure(self, args, kwargs, **options):
        Jittery.calls += 1
        return Measurement(None, 10.0 if Jittery.calls <= 3 else 1e-6)


def test_the_faster_passes_and_the_slower_does_not():
    check.faster_than(product, by_rows, (X,))
    with pytest.raises(check.CheckFailed) as caught:
        check.faster_than(by_rows, product, (X,))
    assert "by_rows should be at least 3 times as fast as product: it takes" in caught.value.message


def test_as_fast_is_not_three_times_as_fast():
    with pytest.raises(check.CheckFailed):
        check.faster_than(lambda x: time.sleep(0.003), lambda x: time.sleep(0.003), (X,))


def test_a_busy_moment_costs_nothing():
    check.faster_than(Jittery(), by_rows, (X,))


def test_memory_of_the_whole_cube_is_seen():
    check.peak_memory(product, X, at_most=2 * 150 * 150 * 8)
    with pytest.raises(check.CheckFailed) as caught:
        check.peak_memory(cube, X, at_most=2 * 150 * 150 * 8)
    assert "cube uses 17.3 MiB of extra memory, allowed are 352 KiB" in caught.value.message


def test_the_measurement_is_that_of_one_call():
    measured = LocalProbe(cube).measure((X,), {}, memory=1e6)
    assert measured.peak_bytes == pytest.approx(150 * 150 * 101 * 8, rel=0.02)
    np.testing.assert_allclose(measured.value, X @ X.T)


def test_arguments_are_measured_on_copies():
    def spoil(x):
        x[:] = 0

    kept = X.copy()
    for options in ({}, {"lines": True}, {"memory": 1e6}):
        LocalProbe(spoil).measure((kept,), {}, **options)
    np.testing.assert_array_equal(kept, X)


def test_memory_that_is_refused_is_too_much():
    def refused(x):
        raise MemoryError("Unable to allocate 275. MiB")

    with pytest.raises(check.CheckFailed) as caught:
        check.peak_memory(refused, X, at_most=60_000_000)
    assert "refused wants far more extra memory than the 57.2 MiB that are allowed: is there" in caught.value.message
