"""gradient: right ones pass, wrong ones are told by element and cause."""

import numpy as np
import pytest

from coursework import check

RNG = np.random.default_rng(5)
W = RNG.normal(size=(3, 4))
S = RNG.normal(size=(3, 3))
X = RNG.normal(size=(8, 3))


@pytest.fixture(autouse=True)
def _fresh():
    check.begin()


def failure(*args, **options):
    with pytest.raises(check.CheckFailed) as caught:
        check.gradient(*args, **options)
    return caught.value


def loss(w):
    """Sum of log(1 + exp(X w))."""
    return np.logaddexp(0, X @ w).sum()


def grad(w):
    return X.T @ (1 / (1 + np.exp(-X @ w)))


@pytest.mark.parametrize(
    ("f", "x", "analytic"),
    [
        (loss, W, grad(W)),
        (lambda w: 1e6 * loss(w), W, 1e6 * grad(W)),
        (lambda w: 1e-6 * loss(w), W, 1e-6 * grad(W)),
        (lambda w: loss(w) + 1e3, W, grad(W)),
        (loss, W, grad(W).tolist()),
        (loss, W.astype(np.float32), grad(W.astype(np.float32).astype(float))),
        (lambda x: x**3, 2.0, 12.0),
        (lambda x: np.array([x.sum()]), np.arange(3), [1, 1, 1]),
        (lambda x: np.exp(x).sum(), np.array([-20.0, 0.0, 20.0]), np.exp([-20.0, 0.0, 20.0])),
        (lambda x: (x**2).sum(), np.array([1e3, 0.0]), [2e3, 0.0]),
        (lambda x: 0.0, np.zeros((0, 3)), np.zeros((0, 3))),
    ],
)
def test_a_right_gradient_passes(f, x, analytic):
    check.gradient(f, x, analytic)


@pytest.mark.parametrize("slope", [0.0, 0.5, 1.0])
def test_any_subgradient_at_a_kink_is_right(slope):
    check.gradient(lambda x: np.maximum(x, 0).sum(), np.array([0.0, 1.0, -1.0]), [slope, 1.0, 0.0])


@pytest.mark.parametrize("slope", [-0.1, 1.1])
def test_outside_the_two_slopes_of_a_kink_is_wrong(slope):
    failure(lambda x: np.maximum(x, 0).sum(), np.array([0.0, 1.0, -1.0]), [slope, 1.0, 0.0])


@pytest.mark.parametrize("index", [(0, 0), (1, 2), (2, 3)])
def test_one_wrong_element_anywhere_is_found(index):
    wrong = grad(W)
    wrong[index] += 1e-3
    found = failure(loss, W, wrong)
    assert f"1 of 12 elements wrong, the worst at [{index[0]}, {index[1]}]: received" in found.message
    assert found.hint == "the gradient does not agree with central differences"


@pytest.mark.parametrize(
    ("analytic", "x", "text"),
    [
        (-grad(W), W, "opposite sign agrees"),
        (grad(W) / 8, W, "times 8 agrees: is it a mean where the sum"),
        (2 * grad(W), W, "half of your result agrees"),
        (grad(W).T, W, "transposed agrees"),
        (grad(S).T, S, "transposed agrees"),
        (grad(W) + 0.5, W, "minus 0.5 agrees"),
        (np.zeros((3, 4)), W, "0 everywhere"),
        (grad(W).sum(0), W, "the sum over axis 0 of the expected one"),
    ],
)
def test_the_cause_is_said(analytic, x, text):
    assert text in failure(loss, x, analytic).message


@pytest.mark.parametrize("analytic", [None, "a", [[1.0]], grad(W) > 0, np.full((3, 4), np.nan), [[1], [2, 3]]])
def test_what_is_no_gradient_is_refused(analytic):
    failure(loss, W, analytic)


def test_a_function_that_returns_an_array_is_refused():
    assert "should return one number" in failure(lambda w: w, W, grad(W)).message


def test_x_stays_as_it_is_even_when_the_function_modifies_its_argument():
    kept = W.copy()

    def modifies(w):
        value = loss(w)
        w[:] = 0
        return value

    check.gradient(modifies, kept, grad(W))
    np.testing.assert_array_equal(kept, W)
