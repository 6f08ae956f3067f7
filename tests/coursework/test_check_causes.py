"""Hints: each is said when it is true, and none is said when it is not."""

import re
import warnings

import numpy as np
import pytest

from coursework import check

RNG = np.random.default_rng(3)
E = RNG.normal(size=(4, 3))
POSITIVE = RNG.uniform(0.5, 3.0, size=(4, 3))
SQUARE = RNG.normal(size=(3, 3))
WHOLE = RNG.integers(0, 600, size=(4, 3))
PROBABILITIES = POSITIVE / POSITIVE.sum(axis=1, keepdims=True)
LABELS = np.array([2, 0, 1, 4, 3])
EMPTY_ROW = np.vstack([E[:3], np.zeros((1, 3))])
NAN_AT_ZERO = np.where(np.eye(3) == 1, np.nan, SQUARE**2)


@pytest.fixture(autouse=True)
def _fresh():
    check.begin()


def said(actual, expected, compare=check.close, **options):
    """(message, hint) of the failure; ("", "") where the check passes."""
    try:
        compare(actual, expected, **options)
    except check.CheckFailed as failure:
        return failure.message, failure.hint
    return "", ""


TRUE = [
    ("sign", -E, E, "opposite sign agrees"),
    ("sign of a number", -2.5, 2.5, "opposite sign agrees"),
    ("transposed", SQUARE.T, SQUARE, "transposed agrees"),
    ("transposed shape", E.T, E, "transposed agrees"),
    ("twice", 2 * E, E, "half of your result agrees"),
    ("half", E / 2, E, "twice your result agrees"),
    ("sum for mean", 32 * E, E, "divided by 32 agrees: is it a sum where the mean"),
    ("mean for sum", E / 32, E, "times 32 agrees: is it a mean where the sum"),
    ("sum for mean, one number", 32 * 2.302585, 2.302585, "divided by 32 agrees: is it a sum where the mean"),
    ("root of a size", np.sqrt(12) * E, E, "divided by the square root of 12 agrees"),
    ("minus a factor", -7 * E, E, "minus your result divided by 7 agrees"),
    ("any factor", E * 0.377, E, "a constant factor is wrong"),
    ("0 to 255", 255 * E, E, "divided by 255 agrees"),
    ("per cent", 100 * 0.725, 0.725, "per cent where a fraction"),
    ("no root", POSITIVE**2, POSITIVE, "square root of your result agrees"),
    ("no root, one number", 25.0, 5.0, "square root of your result agrees"),
    (
        "no root, one magnitude",
        [[0.0, 25.0], [25.0, 0.0]],
        [[0.0, 5.0], [5.0, 0.0]],
        "square root of your result agrees",
    ),
    ("no square", POSITIVE, POSITIVE**2, "square of your result agrees"),
    ("no absolute value", E, np.abs(E), "absolute value of your result agrees"),
    ("complement", 1 - POSITIVE, POSITIVE, "1 minus your result agrees"),
    ("error rate", 0.3, 0.7, "1 minus your result agrees"),
    ("logarithm instead", np.log(POSITIVE), POSITIVE, "exponential of your result agrees"),
    ("no logarithm", POSITIVE, np.log(POSITIVE), "the logarithm of your result agrees"),
    ("no minus logarithm", POSITIVE, -np.log(POSITIVE), "minus the logarithm of your result agrees"),
    ("base 2", np.log2(POSITIVE), np.log(POSITIVE), "is a logarithm taken to base 2"),
    ("base 2, one number", np.log2(2.9), np.log(2.9), "is a logarithm taken to base 2"),
    ("base 10", np.log10(POSITIVE), np.log(POSITIVE), "is a logarithm taken to base 10"),
    ("upside down", 1 / POSITIVE, POSITIVE, "1 divided by your result agrees"),
    ("offset", E - 3, E, "plus 3 agrees: is a constant missing"),
    ("labels from 1", LABELS + 1.0, LABELS, "too large by 1: does counting start at 0"),
    ("bias", E - np.array([1.0, 2.0, 4.0]), E, "every row is off by the same numbers"),
    (
        "norm of the row",
        E - np.array([[1.0], [2.0], [4.0], [5.0]]),
        E,
        "each row is off by a constant of its own",
    ),
    ("reversed", E[::-1], E, "in reverse order agrees"),
    ("columns reversed", E[:, ::-1], E, "columns in reverse order"),
    ("rows permuted", E[[2, 0, 3, 1]], E, "the right rows in another order"),
    ("values permuted", E[[2, 0, 3, 1], 0], E[:, 0], "the right values in another order"),
    ("uint8", (WHOLE % 256).astype(np.uint8), WHOLE, "agrees modulo 256"),
    ("uint8, float now", (WHOLE % 256).astype(float), WHOLE, "agrees modulo 256"),
    ("fractions cut off", np.trunc(10 * E).astype(int), 10 * E, "fractions cut off"),
    ("fractions rounded", np.round(10 * E), 10 * E, "fractions rounded"),
    ("all zero", np.zeros((4, 3)), E, "0 everywhere"),
    ("loop stops early", EMPTY_ROW, E, "was the rest never filled"),
    (
        "axis",
        POSITIVE / POSITIVE.sum(axis=0),
        PROBABILITIES,
        "the columns of your result sum to 1, its rows should",
    ),
    (
        "centred rows",
        E - E.mean(1, keepdims=True),
        E - E.mean(0),
        "the rows of your result have mean 0, its columns",
    ),
    ("not normalised", POSITIVE, PROBABILITIES, "divided by the sum of each row agrees"),
    ("NaN at 0", NAN_AT_ZERO, np.where(np.eye(3) == 1, 0.0, SQUARE**2), "NaN where 0 is expected"),
    ("NaN", np.where(E > 0, np.nan, E), E, "holds NaN"),
    ("infinity", np.where(E > 0, np.inf, E), E, "holds an infinity"),
    ("extra axis", E[:, :1], E[:, 0], "an axis of length 1 is too many"),
    ("missing axis", E[:, 0], E[:, :1], "an axis of length 1 is too few"),
    ("one number in an array", [2.5], 2.5, "an axis of length 1 is too many"),
    ("flattened", E.ravel(), E, "the values are right, the shape is not"),
    ("no sum", E, E.sum(axis=1), "the sum of your result over axis 1 agrees"),
    ("no mean", E, E.mean(), "the mean of your result over all elements agrees"),
    ("no argmax", E, E.argmax(axis=1), "argmax missing"),
    ("summed too far", E.sum(), E.sum(axis=0), "the sum over all elements of the expected one"),
    ("one axis too far", E.mean(axis=1), E, "the mean over axis 1 of the expected one"),
    ("last rows missing", E[:3], E, "the last are missing"),
    ("one number a row", [1.5, 2.5, 3.5, 4.5], E, "an axis of the result is gone"),
    ("one number a column", [1.5, 2.5, 3.5], E, "an axis of the result is gone"),
    ("not reduced", E**3, [1.5, 2.5, 3.5, 4.5], "an axis too many"),
    ("rows too many", np.vstack([E, E]), E, "there are more rows"),
]


@pytest.mark.parametrize(("actual", "expected", "text"), [row[1:] for row in TRUE], ids=[row[0] for row in TRUE])
def test_the_cause_is_said(actual, expected, text):
    message, hint = said(actual, expected)
    assert text in message
    assert hint


def test_axes_in_another_order():
    images = RNG.normal(size=(2, 4, 5, 3))
    message, _ = said(images, images.transpose(0, 3, 1, 2))
    assert "agrees after .transpose(0, 3, 1, 2)" in message


def test_broadcast_to_a_square():
    errors = RNG.normal(size=4)
    square = errors[:, None] - RNG.normal(size=4)
    message, _ = said(square, np.diagonal(square).copy())
    assert "the diagonal of your result agrees" in message


LABEL_CAUSES = [
    ("from 1", LABELS + 1, LABELS, "too large by 1: does counting start at 0"),
    ("by 3", LABELS - 3, LABELS, "too small by 3"),
    ("reversed", LABELS[::-1], LABELS, "in reverse order"),
    ("another order", LABELS[[1, 0, 2, 3, 4]], LABELS, "in another order"),
    ("transposed", WHOLE[:3].T, WHOLE[:3], "transposed agrees"),
    (
        "inverted",
        np.array([True, False, False]),
        np.array([False, True, True]),
        "True and False are exchanged",
    ),
    ("spaces", "cat ", "cat", "apart from spaces"),
    ("case", ["Cat", "dog"], ["cat", "dog"], "upper and lower case"),
    ("one-hot", np.eye(5)[LABELS], LABELS, "argmax missing"),
]


@pytest.mark.parametrize(
    ("actual", "expected", "text"), [row[1:] for row in LABEL_CAUSES], ids=[row[0] for row in LABEL_CAUSES]
)
def test_the_cause_of_wrong_labels_is_said(actual, expected, text):
    assert text in said(actual, expected, check.equal)[0]


def _random_arrays(seed):
    rng = np.random.default_rng(seed)
    shape = tuple(rng.integers(1, 6, size=rng.integers(0, 4)))
    kinds = [
        lambda: rng.normal(size=shape),
        lambda: rng.uniform(size=shape),
        lambda: rng.integers(0, 1000, size=shape),
        lambda: rng.normal(size=shape) * 1e-8,
        lambda: rng.normal(size=shape).astype(np.float32),
    ]
    make = kinds[seed % len(kinds)]
    return np.asarray(make()), np.asarray(make())


def test_unrelated_results_get_no_hint():
    for seed in range(300):
        actual, expected = _random_arrays(seed)
        if actual.size < 3:
            actual, expected = np.append(actual, [1.1, 2.2, 3.7]), np.append(expected, [5.3, 2.9, 4.4])
        message, hint = said(actual, expected)
        assert (seed, bool(message), hint) == (seed, True, "")


def test_one_wrong_element_gets_no_hint():
    for seed in range(200):
        _, expected = _random_arrays(seed)
        if expected.size < 4:
            expected = np.append(expected, [5.3, 2.9, 4.4, 8.1])
        actual = expected.astype(float)
        actual.flat[seed % actual.size] += 0.37 * np.abs(expected).max()
        message, hint = said(actual, expected)
        assert (seed, bool(message), hint) == (seed, True, "")


NOTHING = [
    ("zeros expected", E, np.zeros((4, 3))),
    ("zero expected", 3.0, 0.0),
    ("constant expected, scaled", np.full((4, 3), 6.0), np.full((4, 3), 3.0)),
    ("constant expected, squared", np.full(4, 9.0), np.full(4, 3.0)),
    ("constant expected, shifted", np.full(4, 4.0), np.full(4, 3.0)),
    ("two is twice and the square", 4.0, 2.0),
    ("one number, any factor", 7.0, 3.0),
    ("0 where a multiple of 256 is expected", 0.0, 1024.0),
    ("indicators", [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]),
    ("indicators reversed", [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]),
    ("mean, largest and smallest at once", [2.0, 2.0], 2.0),
    ("one number with few digits", 30.0, 2.5),
    ("one number, no whole ratio", 30.3 * np.pi, np.pi),
    ("symmetric, one element wrong", np.array([[1.0, 2.0], [2.0, 9.0]]), np.array([[1.0, 2.0], [2.0, 5.0]])),
]


@pytest.mark.parametrize(("actual", "expected"), [row[1:] for row in NOTHING], ids=[row[0] for row in NOTHING])
def test_what_would_agree_with_anything_is_not_said(actual, expected):
    message, hint = said(actual, expected)
    assert message
    assert hint in ("", "the shape of the result is not the expected one")


@pytest.mark.parametrize(
    ("actual", "expected"), [([1, 0], [0, 1]), ([1], [2]), ([0, 1], [1, 2]), ([1, 1, 1], [0, 0, 0]), (3, 2)]
)
def test_labels_that_agree_by_chance_get_no_hint(actual, expected):
    assert said(actual, expected, check.equal)[1] == ""


def test_a_hint_holds_no_value_of_the_result():
    for _, actual, expected, _ in TRUE:
        hint = said(actual, expected)[1]
        numbers = re.findall(r"\d+", hint)
        assert set(numbers) <= {"0", "1", "2", "8", "10", "100", "255", "256"}, hint


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (
            lambda: np.exp(np.array([1000.0, 0.0])) / np.exp(np.array([1000.0, 0.0])).sum(),
            "subtract the maximum first",
        ),
        (lambda: np.sqrt(np.array([-1e-12, 4.0])), "tiny negative"),
        (lambda: np.log(np.array([0.0, 1.0])), "logarithm"),
        (lambda: np.array([0.0, 1.0]) / np.zeros(2), "divided by 0"),
    ],
)
def test_a_warning_in_the_same_part_tells_where_nan_comes_from(formula, text):
    with check.part("stable", points=1):
        check.close(formula(), [0.25, 0.75])
    part = check.collect().parts[0]
    assert text in part.message
    assert text in part.hint


def test_a_stale_cache_is_seen():
    first, second = RNG.normal(size=(2, 4, 3))
    assert said(first, first) == ("", "")
    assert "the answer to an earlier call" in said(first, second)[0]


def test_accumulation_is_seen():
    first, second = RNG.normal(size=(2, 4, 3))
    assert said(first, first) == ("", "")
    assert "=, not +=" in said(first + second, second)[0]


def test_accumulation_is_seen_when_the_same_call_is_repeated():
    assert said(E, E) == ("", "")
    assert "=, not +=" in said(2 * E, E)[0]


def test_doubling_without_a_right_earlier_call_is_a_factor():
    assert "half of your result" in said(2 * E, E)[0]
    assert "half of your result" in said(2 * E, E)[0]


def test_earlier_labels_that_agree_by_chance_are_no_cache():
    assert said([0, 1], [0, 1]) == ("", "")
    assert "earlier call" not in said([0, 1], [1, 1])[0]


def test_a_rounding_error_is_no_cache():
    said(E, E)
    assert "earlier call" not in said(E * (1 + 5e-8), E, rtol=1e-10)[0]


def test_tiny_values_are_no_cache():
    for seed in range(20):
        tiny = 1e-12 * np.random.default_rng(seed).normal(size=(2, 4, 3))
        said(tiny[0], tiny[0])
        assert "earlier call" not in said(tiny[1], 2 * tiny[1] + tiny[0])[0]


def test_a_new_cell_forgets_earlier_results():
    first, second = RNG.normal(size=(2, 4, 3))
    said(first, first)
    check.begin()
    assert "earlier call" not in said(first, second)[0]


def test_a_mistake_that_the_author_named_is_said_where_it_agrees():
    mistakes = {"the regularisation is missing": 2.25, "the bias is missing": E + 1}
    message, hint = said(2.25, 2.75, mistakes=mistakes)
    assert message.endswith("the regularisation is missing")
    assert hint == "the regularisation is missing"
    assert "missing" not in said(2.5, 2.75, mistakes=mistakes)[0]
    assert "the bias is missing" in said(E + 1, E, mistakes=mistakes)[0]


def test_a_named_mistake_that_would_be_right_too_is_not_said():
    assert said(2.0, 3.0, mistakes={"always": 3.0})[1] == ""
    assert said(3.0 * (1 + 1e-7), 3.0, mistakes={"always": 3.0}, rtol=1e-9, atol=0.0)[1] == ""


def test_searching_causes_warns_nobody():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for _, actual, expected, _ in TRUE:
            said(actual, expected)
