"""loop_free: every way to loop is found, and no loop is found where there is none."""

import functools
import itertools
import operator
import sys

import numpy as np
import pytest

from coursework import check

SMALL = (np.ones((8, 3)), np.ones((5, 3)))
LARGE = (np.ones((64, 3)), np.ones((40, 3)))


def expansion(a, b):
    """Distances; this text speaks of a for loop, of map and of while."""
    a, b = a.astype(float), b.astype(float)  # no for loop here
    squares = (a**2).sum(1)[:, None] + (b**2).sum(1) - 2 * a @ b.T
    return np.sqrt(np.maximum(squares, 0))


def _squares(x):
    return np.einsum("ij,ij->i", x, x)


def with_helper(a, b):
    return _squares(a)[:, None] + _squares(b) - 2 * a @ b.T


def with_branch(a, b):
    if len(a) > 10:
        return expansion(a, b)
    return with_helper(a, b)


def mean(a, b):
    """Named like the method it calls: no recursion."""
    return a.mean() + b.mean()


class Classifier:
    def predict(self, a, b):
        return self._distances(a, b).argmin(1)

    def _distances(self, a, b):
        return expansion(a, b)


def for_loop(a, b):
    out = np.zeros((len(a), len(b)))
    for i in range(len(a)):
        out[i] = np.abs(a[i] - b).sum(1)
    return out


def while_loop(a, b):
    i = 0
    while i < len(a):
        i += 1
    return i


def comprehension(a, b):
    return np.array([np.abs(row - b).sum(1) for row in a])


def generator(a, b):
    return sum(row.sum() for row in a)


def mapped(a, b):
    return np.array(list(map(np.sum, a)))


def aliased(a, b):
    m = map
    return list(m(np.sum, a))


def vectorized(a, b):
    return np.vectorize(lambda x: x + 1)(a)


def along_axis(a, b):
    return np.apply_along_axis(np.sum, 1, a)


def reduced(a, b):
    return functools.reduce(operator.add, a)


def starred(a, b):
    return list(itertools.starmap(operator.add, zip(a, a, strict=True)))


def imported(a, b):
    from functools import reduce as fold

    return fold(operator.add, a)


def recursive(a, b):
    return a[0].sum() + recursive(a[1:], b) if len(a) else 0


def ping(a, b):
    return pong(a[1:], b) if len(a) else 0


def pong(a, b):
    return ping(a, b)


def nested(a, b):
    def inner(rows):
        return 0 if len(rows) == 0 else inner(rows[1:])

    return inner(a)


def executed(a, b):
    exec("for row in a: pass")


def executed_in_disguise(a, b):
    getattr(np, "ex" + "ec")("for row in a: pass")


def executed_as_attribute(a, b):
    import builtins as numpy

    numpy.exec("for row in a: pass")


def elsewhere(a, b):
    from helper_rows import distances

    return distances(a, b)


def in_a_thread(a, b):
    from concurrent.futures import ThreadPoolExecutor as Arrays

    with Arrays(1) as arrays:
        return arrays.submit(for_loop, a, b).result()


def in_helper(a, b):
    return for_loop(a, b)


def in_lambda(a, b):
    return (lambda x: [row + 1 for row in x])(a)


class Hides:
    def predict(self, a, b):
        return self._rows(a)

    def _rows(self, a):
        return [row.sum() for row in a]


class Sneaky:
    """Loops without a word that says so: numpy asks each row for its sum."""

    def __init__(self, row):
        self.row = row

    def __add__(self, other):
        return Sneaky(self.row + other.row)


def sneaky(a, b):
    rows = np.frompyfunc if False else np.empty(len(a), dtype=object)
    rows.fill(Sneaky(1))
    return rows.sum().row


def hidden_by_objects(a, b):
    rows = np.empty(len(a), dtype=object)
    rows.fill(Sneaky(1))
    return rows.sum().row


@pytest.mark.parametrize("fn", [expansion, with_helper, with_branch, mean, Classifier().predict])
def test_whole_array_code_passes(fn):
    check.loop_free(fn, SMALL, LARGE)


LOOPS = [
    (for_loop, "line 3 of for_loop has a for loop\n  for i in range(len(a)):"),
    (while_loop, "line 3 of while_loop has a while loop"),
    (comprehension, "line 2 of comprehension has a list comprehension"),
    (generator, "a generator expression"),
    (mapped, "`map`, which is a loop in disguise"),
    (aliased, "`map`"),
    (vectorized, "`vectorize`"),
    (along_axis, "`apply_along_axis`"),
    (reduced, "`reduce`"),
    (starred, "`starmap`"),
    (imported, "`reduce`"),
    (recursive, "recursive calls itself"),
    (ping, "calls itself"),
    (nested, "inner calls itself"),
    (executed, "`exec`, which is not allowed"),
    (executed_in_disguise, "`getattr`, which is not allowed"),
    (executed_as_attribute, "an import that is not allowed"),
    (elsewhere, "line 2 of elsewhere has an import that is not allowed: NumPy alone will do"),
    (in_a_thread, "an import that is not allowed"),
    (in_helper, "in_helper should have no loop: line 3 of for_loop has a for loop"),
    (in_lambda, "a list comprehension"),
    (Hides().predict, "line 2 of Hides._rows has a list comprehension"),
    (sneaky, "`frompyfunc`"),
    (functools.partial(for_loop), "a for loop"),
    (np.vectorize(for_loop), "a for loop"),
    (functools.wraps(for_loop)(lambda *args: for_loop(*args)), "a for loop"),
]


@pytest.mark.parametrize(("fn", "text"), LOOPS, ids=[row[1][:40] for row in LOOPS])
def test_a_loop_is_named(fn, text):
    with pytest.raises(check.CheckFailed) as caught:
        check.loop_free(fn)
    assert text in caught.value.message
    assert caught.value.hint


def test_rows_done_one_by_one_are_seen_by_what_is_executed():
    check.loop_free(hidden_by_objects)
    with pytest.raises(check.CheckFailed, match="something is done row by row"):
        check.loop_free(hidden_by_objects, SMALL, LARGE)


def test_a_function_without_source_is_refused():
    with pytest.raises(check.CheckFailed, match="the source of the function cannot be read"):
        check.loop_free(np.add)


def test_counting_lines_leaves_a_tracer_as_it_was():
    def tracer(frame, event, argument):
        return None

    before = sys.gettrace()
    sys.settrace(tracer)
    try:
        check.loop_free(expansion, SMALL, LARGE)
        kept = sys.gettrace()
    finally:
        sys.settrace(before)
    assert kept is tracer


def test_a_stub_is_not_attempted():
    def stub(a, b):
        raise NotImplementedError("knn-l2-no-loops")

    with pytest.raises(NotImplementedError):
        check.loop_free(stub, SMALL, LARGE)
