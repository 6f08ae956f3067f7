"""The reference of 03_softmax held against torch, SciPy and scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.special
import torch
from scipy.optimize import approx_fprime
from sklearn.linear_model import LogisticRegression
from torch import nn

from autograder.reference import Reference, reference
from coursework import data

SHAPES = [(7, 5, 3), (1, 4, 2), (6, 1, 4), (5, 3, 1), (40, 20, 10)]


@pytest.fixture(scope="module")
def ref() -> Reference:
    return reference("03_softmax")


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(30)


def problem(rng: np.random.Generator, n: int, d: int, c: int) -> tuple[np.ndarray, ...]:
    return rng.normal(size=(c, d)), rng.normal(size=c), rng.normal(size=(n, d)), rng.integers(0, c, size=n)


def tensors(*arrays: np.ndarray) -> list[torch.Tensor]:
    return [torch.tensor(array, requires_grad=array.dtype.kind == "f") for array in arrays]


@pytest.mark.parametrize("shape", SHAPES)
def test_scores_agree_with_a_linear_layer(
    ref: Reference, rng: np.random.Generator, shape: tuple[int, int, int]
) -> None:
    W, b, x, _ = problem(rng, *shape)
    expected = nn.functional.linear(*tensors(x, W, b))
    np.testing.assert_allclose(ref.scores(x, W, b), expected.detach().numpy(), rtol=1e-12)
    np.testing.assert_array_equal(ref.side(x, W[0], b[0]), np.sign(expected[:, 0].detach().numpy()))


def test_softmax_agrees_with_scipy(ref: Reference, rng: np.random.Generator) -> None:
    s = np.vstack([rng.normal(size=(5, 4)), 1000 * rng.normal(size=(5, 4))])
    np.testing.assert_allclose(ref.softmax(s), scipy.special.softmax(s, axis=1), atol=1e-300)


def test_losses_agree_with_torch(ref: Reference, rng: np.random.Generator) -> None:
    s, y = np.vstack([rng.normal(size=(5, 4)), 1000 * rng.normal(size=(5, 4))]), rng.integers(0, 4, size=10)
    scores, labels = tensors(s, y)
    assert ref.cross_entropy(s, y) == pytest.approx(float(nn.functional.cross_entropy(scores, labels)))
    for margin in (0.5, 1.0, 3.0):
        # Theirs divides the sum over the classes by their number.
        theirs = 4 * float(nn.functional.multi_margin_loss(scores, labels, margin=margin))
        assert ref.hinge(s, y, margin) == pytest.approx(theirs)


def test_penalties_agree_with_torch(ref: Reference, rng: np.random.Generator) -> None:
    W = rng.normal(size=(3, 6))
    l2, l1 = (float(torch.linalg.vector_norm(torch.tensor(W), order)) for order in (2, 1))
    assert ref.penalty(W) == pytest.approx(l2**2)
    assert ref.penalty(W, "l1") == pytest.approx(l1)
    assert ref.penalty(W, "elastic", beta=0.3) == pytest.approx(0.3 * l2**2 + l1)


@pytest.mark.parametrize("shape", SHAPES)
def test_loss_and_gradients_agree_with_autograd(
    ref: Reference, rng: np.random.Generator, shape: tuple[int, int, int]
) -> None:
    W, b, x, y = problem(rng, *shape)
    W_, b_, x_, y_ = tensors(W, b, x, y)
    loss = nn.functional.cross_entropy(nn.functional.linear(x_, W_, b_), y_) + 0.2 * (W_**2).sum()
    loss.backward()
    found, grad_W, grad_b = ref.softmax_loss(W, b, x, y, 0.2)
    assert found == pytest.approx(float(loss))
    assert ref.softmax_loss_naive(W, b, x, y, 0.2) == pytest.approx(float(loss))
    np.testing.assert_allclose(grad_W, W_.grad.numpy(), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(grad_b, b_.grad.numpy(), rtol=1e-9, atol=1e-12)


def test_numerical_gradient_is_nearer_than_scipys_one_step(ref: Reference, rng: np.random.Generator) -> None:
    x, slopes = rng.normal(size=5), None

    def f(v: np.ndarray) -> float:
        return float(np.sum(np.sin(v) * v))

    slopes = np.cos(x) * x + np.sin(x)
    ours = np.abs(ref.numerical_gradient(f, x, 1e-4) - slopes).max()
    assert ours < 1e-7
    assert ours < np.abs(approx_fprime(x, f, 1e-4) - slopes).max()


@pytest.mark.parametrize(("n", "batch_size"), [(10, 5), (23, 5), (3, 8), (100, 32)])
def test_minibatches_are_as_long_as_torchs(ref: Reference, rng: np.random.Generator, n: int, batch_size: int) -> None:
    batches = ref.minibatches(n, batch_size, rng)
    loader = torch.utils.data.DataLoader(range(n), batch_size)
    assert [len(batch) for batch in batches] == [len(batch) for batch in loader]
    assert sorted(np.concatenate(batches)) == list(range(n))


def test_training_goes_step_by_step_as_in_torch(ref: Reference, rng: np.random.Generator) -> None:
    _, _, x, _ = problem(rng, 30, 6, 4)
    y = np.append(rng.integers(0, 4, size=29), 3)
    ours = ref.SoftmaxClassifier(0.3, 0.05, epochs=3, batch_size=8).fit(x, y, np.random.default_rng(1))
    W, b = torch.zeros(4, 6, dtype=torch.float64, requires_grad=True), torch.zeros(4, dtype=torch.float64)
    b.requires_grad_()
    optimizer, order = torch.optim.SGD([W, b], lr=0.3), np.random.default_rng(1)
    for _ in range(3):
        for rows in torch.split(torch.from_numpy(order.permutation(30)), 8):
            optimizer.zero_grad()
            scores = nn.functional.linear(torch.from_numpy(x)[rows], W, b)
            (nn.functional.cross_entropy(scores, torch.from_numpy(y)[rows]) + 0.05 * (W**2).sum()).backward()
            optimizer.step()
    np.testing.assert_allclose(ours.W_, W.detach().numpy(), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(ours.b_, b.detach().numpy(), rtol=1e-9, atol=1e-12)


def test_many_steps_end_where_sklearn_ends(ref: Reference) -> None:
    """Full-batch descent on penalised digits: the loss is convex, so both come to the same minimum."""
    digits = data.load("digits")
    x, y = digits.x_train[:300].reshape(300, -1) / 16, digits.y_train[:300]
    ours = ref.SoftmaxClassifier(0.5, 0.01, epochs=1500, batch_size=300).fit(x, y, np.random.default_rng(0))
    # Theirs: C times the sum of the losses + half the sum of squares.
    theirs = LogisticRegression(C=1 / (2 * 0.01 * 300), tol=1e-8, max_iter=5000).fit(x, y)
    best = ref.softmax_loss(theirs.coef_, theirs.intercept_, x, y, 0.01)[0]
    assert best <= ours.history_[-1] < 1.0005 * best
    np.testing.assert_array_equal(ours.predict(x), theirs.predict(x))


def test_search_takes_the_best_pair_and_the_simpler_of_several(ref: Reference) -> None:
    table = {(0.1, 0.0): 0.9, (0.1, 1.0): 0.9, (1.0, 0.0): 0.2, (1.0, 1.0): 0.9}
    assert ref.search(lambda rate, reg: table[rate, reg], [1.0, 0.1], [0.0, 1.0]) == (0.1, 1.0)
