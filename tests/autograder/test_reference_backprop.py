"""The reference of 04_backprop held against torch and scikit-learn."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from sklearn.linear_model import Perceptron
from torch import nn

from autograder.reference import Reference, reference
from coursework import data


@pytest.fixture(scope="module")
def ref() -> Reference:
    return reference("04_backprop")


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(40)


def tensor(array: object) -> torch.Tensor:
    return torch.tensor(np.asarray(array), dtype=torch.float64, requires_grad=True)


def test_perceptron_learns_as_sklearns(ref: Reference, rng: np.random.Generator) -> None:
    """Row after row with the same rule; theirs has labels -1 and 1 inside and no margin."""
    x = rng.normal(size=(80, 3))
    y = (x @ [1.0, -2.0, 0.5] + 0.2 > 0).astype(int)
    w, b = np.zeros(3), 0.0
    for _ in range(200):
        w, b = ref.perceptron_epoch(x, y, w, b)
    theirs = Perceptron(tol=None, max_iter=200, shuffle=False, alpha=0.0, eta0=1.0).fit(x, y)
    np.testing.assert_array_equal(ref.perceptron(x, w, b), y)
    np.testing.assert_array_equal(theirs.predict(x), y)


def test_gates_have_their_truth_tables(ref: Reference) -> None:
    x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    for name, expected in {"and": [0, 0, 0, 1], "or": [0, 1, 1, 1], "nand": [1, 1, 1, 0]}.items():
        np.testing.assert_array_equal(ref.perceptron(x, *ref.gate(name)), expected)
    w1, b1, w2, b2 = ref.xor_network()
    hidden = np.column_stack([ref.perceptron(x, w, b) for w, b in zip(w1, b1, strict=True)])
    np.testing.assert_array_equal(ref.perceptron(hidden, w2, b2), [0, 1, 1, 0])


@pytest.mark.parametrize("t", [-1.5, 0.0, 0.7, 3.0])
def test_chain_agrees_with_autograd(ref: Reference, t: float) -> None:
    at = tensor(t)
    x, y = 3 * at, at**2
    z = x * y**2 - x**2
    expected = torch.autograd.grad(z, [x, y, at])
    found = ref.chain(t)
    np.testing.assert_allclose([found[k] for k in ("dz_dx", "dz_dy", "dz_dt")], [float(g) for g in expected])


def test_graph_agrees_with_autograd(ref: Reference) -> None:
    x, y, z = tensor(-2.0), tensor(5.0), tensor(-4.0)
    q, r = x + y, x * z
    expected = dict(zip("qrxyz", torch.autograd.grad(q * r, [q, r, x, y, z]), strict=True))
    f, found = ref.graph(-2.0, 5.0, -4.0)
    assert f == float((q * r).detach())
    assert found == {key: float(gradient) for key, gradient in expected.items()}


def test_sigmoid_neuron_as_on_the_slide_and_by_autograd(ref: Reference, rng: np.random.Generator) -> None:
    f, grad_w, grad_x = ref.sigmoid_neuron([2.0, -3.0, -3.0], [-1.0, -2.0])
    assert round(float(f), 2) == 0.73
    np.testing.assert_allclose([*grad_w, *grad_x], [-0.20, -0.39, 0.20, 0.39, -0.59], atol=0.006)
    w, x = tensor(rng.normal(size=6)), tensor(rng.normal(size=5))
    expected = torch.autograd.grad(torch.sigmoid(w[:-1] @ x + w[-1]), [w, x])
    found = ref.sigmoid_neuron(w.detach().numpy(), x.detach().numpy())[1:]
    for ours, theirs in zip(found, expected, strict=True):
        np.testing.assert_allclose(ours, theirs.numpy())


def test_norm_squared_as_on_the_slide_and_by_autograd(ref: Reference, rng: np.random.Generator) -> None:
    f, grad_W, grad_x = ref.norm_squared([[0.1, 0.5], [-0.3, 0.8]], [0.2, 0.4])
    assert f == pytest.approx(0.116)
    np.testing.assert_allclose(grad_W, [[0.088, 0.176], [0.104, 0.208]])
    np.testing.assert_allclose(grad_x, [-0.112, 0.636])
    W, x = tensor(rng.normal(size=(4, 3))), tensor(rng.normal(size=3))
    expected = torch.autograd.grad(((W @ x) ** 2).sum(), [W, x])
    for ours, theirs in zip(ref.norm_squared(W.detach(), x.detach())[1:], expected, strict=True):
        np.testing.assert_allclose(ours, theirs.numpy())


def test_value_agrees_with_autograd(ref: Reference) -> None:
    """Every operation, numbers on both sides, a value used several times."""

    def formula(a, b, tanh, relu, exp):
        c = 2 * a - b / 3 + a * b
        d = relu(c) + tanh(a) * exp(-b)
        return (1 - d) / a + d**3 + 4 / b + c * c

    a, b = tensor(0.8), tensor(1.7)
    result = formula(a, b, torch.tanh, torch.relu, torch.exp)
    result.backward()
    x, y = ref.Value(0.8), ref.Value(1.7)
    ours = formula(x, y, lambda v: v.tanh(), lambda v: v.relu(), lambda v: v.exp())
    ours.backward()
    np.testing.assert_allclose([ours.data, x.grad, y.grad], [float(result.detach()), float(a.grad), float(b.grad)])


def test_value_takes_long_chains(ref: Reference) -> None:
    x = ref.Value(0.1)
    y = x
    for _ in range(10_000):
        y = y * 0.999 + 0.0001
    y.backward()
    assert x.grad == pytest.approx(0.999**10_000)
    assert math.isfinite(y.data)


def test_linear_agrees_with_torch(ref: Reference, rng: np.random.Generator) -> None:
    ours, theirs = ref.Linear(5, 3, rng), nn.Linear(5, 3, dtype=torch.float64)
    theirs.weight.data = torch.from_numpy(ours.params["weight"])
    theirs.bias.data = torch.from_numpy(ours.params["bias"])
    x, grad_output = tensor(rng.normal(size=(7, 5))), rng.normal(size=(7, 3))
    output = theirs(x)
    output.backward(torch.from_numpy(grad_output))
    np.testing.assert_allclose(ours.forward(x.detach().numpy()), output.detach().numpy())
    np.testing.assert_allclose(ours.backward(grad_output), x.grad.numpy())
    np.testing.assert_allclose(ours.grads["weight"], theirs.weight.grad.numpy())
    np.testing.assert_allclose(ours.grads["bias"], theirs.bias.grad.numpy())


@pytest.mark.parametrize("name", ["ReLU", "Sigmoid", "Tanh"])
def test_activations_agree_with_torch(ref: Reference, rng: np.random.Generator, name: str) -> None:
    x, grad_output = tensor([*rng.normal(size=20), 1000.0, -1000.0]), rng.normal(size=22)
    output = getattr(nn, name)()(x)
    output.backward(torch.from_numpy(grad_output))
    layer = getattr(ref, name)()
    np.testing.assert_allclose(layer.forward(x.detach().numpy()), output.detach().numpy(), atol=1e-300)
    np.testing.assert_allclose(layer.backward(grad_output), x.grad.numpy(), atol=1e-15)


def test_cross_entropy_agrees_with_torch(ref: Reference, rng: np.random.Generator) -> None:
    logits, targets = tensor(10 * rng.normal(size=(9, 4))), rng.integers(0, 4, size=9)
    loss = nn.functional.cross_entropy(logits, torch.from_numpy(targets))
    loss.backward()
    criterion = ref.CrossEntropyLoss()
    assert criterion.forward(logits.detach().numpy(), targets) == pytest.approx(float(loss.detach()))
    np.testing.assert_allclose(criterion.backward(), logits.grad.numpy(), atol=1e-15)


def test_a_network_trains_step_by_step_as_in_torch(ref: Reference, rng: np.random.Generator) -> None:
    """Three epochs of minibatches on digits with the same weights and order: the same losses and weights."""
    digits = data.load("digits")
    x, y = digits.x_train[:150].reshape(150, -1) / 16, digits.y_train[:150]
    ours = ref.Sequential(ref.Linear(64, 12, rng), ref.ReLU(), ref.Linear(12, 10, rng))
    theirs = nn.Sequential(nn.Linear(64, 12), nn.ReLU(), nn.Linear(12, 10)).double()
    theirs.load_state_dict({key: torch.tensor(array) for key, array in ours.params.items()})
    losses = ref.train(ours, x, y, np.random.default_rng(3), 3, 32, 0.1)
    order, optimizer, expected = np.random.default_rng(3), torch.optim.SGD(theirs.parameters(), lr=0.1), []
    for _ in range(3):
        epoch = []
        for rows in torch.split(torch.from_numpy(order.permutation(150)), 32):
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(theirs(torch.from_numpy(x)[rows]), torch.from_numpy(y)[rows])
            loss.backward()
            optimizer.step()
            epoch.append(float(loss.detach()))
        expected.append(np.mean(epoch))
    np.testing.assert_allclose(losses, expected, rtol=1e-9)
    for key, weights in theirs.state_dict().items():
        np.testing.assert_allclose(ours.params[key], weights.numpy(), rtol=1e-8, atol=1e-12)
