"""The reference of 05_training held against torch and scikit-learn."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
import torch
from sklearn.preprocessing import StandardScaler
from torch import nn

from autograder.reference import Reference, reference
from coursework import data


@pytest.fixture(scope="module")
def ref() -> Reference:
    return reference("05_training")


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(50)


def tensor(array: object) -> torch.Tensor:
    return torch.tensor(np.asarray(array), dtype=torch.float64, requires_grad=True)


def test_preprocess_agrees_with_sklearns_scaler(ref: Reference) -> None:
    """On the digits, whose corners are constant."""
    digits = data.load("digits")
    x_train, x_test = digits.x_train.reshape(-1, 64), digits.x_test.reshape(-1, 64)
    mean, std = ref.training_statistics(x_train)
    theirs = StandardScaler().fit(x_train.astype(np.float64))
    assert (std == 0).any()
    np.testing.assert_allclose(ref.preprocess(x_test, mean, std), theirs.transform(x_test.astype(np.float64)))


@pytest.mark.parametrize(
    ("name", "theirs"),
    [("xavier", nn.init.xavier_normal_), ("kaiming", partial(nn.init.kaiming_normal_, nonlinearity="relu"))],
)
def test_initial_weights_have_the_spread_of_torchs(
    ref: Reference, rng: np.random.Generator, name: str, theirs: Callable
) -> None:
    weight = theirs(torch.empty(900, 300), generator=torch.Generator().manual_seed(0)).numpy()
    ours = getattr(ref, name)(300, 900, rng)
    assert ours.shape == weight.shape
    assert ours.std() == pytest.approx(float(weight.std()), rel=0.01)
    assert ours.mean() == pytest.approx(0, abs=0.01 * float(weight.std()))


@pytest.mark.parametrize(("name", "setting"), [("LeakyReLU", 0.01), ("LeakyReLU", 0.3), ("ELU", 1.0), ("ELU", 1.7)])
def test_activations_agree_with_torch(ref: Reference, rng: np.random.Generator, name: str, setting: float) -> None:
    x, grad_output = tensor([*rng.normal(size=20), 1000.0, -1000.0]), rng.normal(size=22)
    output = getattr(nn, name)(setting)(x)
    output.backward(torch.from_numpy(grad_output))
    layer = getattr(ref, name)(setting)
    np.testing.assert_allclose(layer.forward(x.detach().numpy()), output.detach().numpy())
    np.testing.assert_allclose(layer.backward(grad_output), x.grad.numpy(), atol=1e-15)


def test_batchnorm_agrees_with_torch(ref: Reference, rng: np.random.Generator) -> None:
    """Three batches in training mode, forward, backward and running averages, then one row in evaluation mode."""
    ours, theirs = ref.BatchNorm1d(4, momentum=0.3), nn.BatchNorm1d(4, momentum=0.3, dtype=torch.float64)
    for name in ("weight", "bias"):
        ours.params[name][...] = rng.normal(size=4)
        getattr(theirs, name).data = torch.from_numpy(ours.params[name].copy())
    for n in (6, 2, 9):
        x, grad_output = tensor(3 * rng.normal(size=(n, 4)) + 1), rng.normal(size=(n, 4))
        theirs.zero_grad()
        output = theirs(x)
        output.backward(torch.from_numpy(grad_output))
        np.testing.assert_allclose(ours.forward(x.detach().numpy()), output.detach().numpy())
        np.testing.assert_allclose(ours.backward(grad_output), x.grad.numpy(), atol=1e-9)
        np.testing.assert_allclose(ours.grads["weight"], theirs.weight.grad.numpy())
        np.testing.assert_allclose(ours.grads["bias"], theirs.bias.grad.numpy())
        np.testing.assert_allclose(ours.running_mean, theirs.running_mean.numpy())
        np.testing.assert_allclose(ours.running_var, theirs.running_var.numpy())
    ours.training = False
    row = rng.normal(size=(1, 4))
    np.testing.assert_allclose(ours.forward(row), theirs.eval()(torch.from_numpy(row)).detach().numpy())


def test_batchnorm_refuses_one_row_in_training_as_torch(ref: Reference) -> None:
    with pytest.raises(ValueError, match="2 rows or more"):
        ref.BatchNorm1d(3).forward(np.ones((1, 3)))
    with pytest.raises(ValueError, match="more than 1 value"):
        nn.BatchNorm1d(3)(torch.ones(1, 3))


@pytest.mark.parametrize("p", [0.0, 0.2, 0.75])
def test_dropout_agrees_with_torch_in_distribution(ref: Reference, rng: np.random.Generator, p: float) -> None:
    """The same two values in shares that are alike; the gradient follows the mask."""
    x = np.ones((300, 300))
    ours, theirs = ref.Dropout(p, rng), nn.Dropout(p)
    with torch.random.fork_rng():
        torch.manual_seed(0)
        expected = theirs(torch.from_numpy(x)).numpy()
    output = ours.forward(x)
    np.testing.assert_allclose(np.unique(output), np.unique(expected))
    assert (output == 0).mean() == pytest.approx((expected == 0).mean(), abs=0.01)
    np.testing.assert_array_equal(ours.backward(x), output)
    ours.training = False
    np.testing.assert_array_equal(ours.forward(x), theirs.eval()(torch.from_numpy(x)).numpy())


def test_max_norm_agrees_with_torchs_renorm(ref: Reference, rng: np.random.Generator) -> None:
    weight = rng.normal(size=(20, 6))
    expected = torch.renorm(torch.from_numpy(weight), p=2, dim=0, maxnorm=2.0).numpy()
    assert not np.allclose(expected, weight)
    np.testing.assert_allclose(ref.max_norm(weight, 2.0), expected, rtol=1e-6)


@pytest.mark.parametrize(
    ("name", "theirs", "settings", "their_settings"),
    [
        ("Momentum", torch.optim.SGD, {}, {"momentum": 0.9}),
        ("Momentum", torch.optim.SGD, {"momentum": 0.5}, {"momentum": 0.5}),
        ("AdaGrad", torch.optim.Adagrad, {}, {}),
        ("RMSProp", torch.optim.RMSprop, {}, {}),
        ("RMSProp", torch.optim.RMSprop, {"alpha": 0.8, "eps": 0.1}, {"alpha": 0.8, "eps": 0.1}),
        ("Adam", torch.optim.Adam, {}, {}),
        ("Adam", torch.optim.Adam, {"betas": (0.6, 0.8), "eps": 0.1}, {"betas": (0.6, 0.8), "eps": 0.1}),
    ],
)
def test_optimisers_agree_with_torch_for_five_steps(
    ref: Reference, rng: np.random.Generator, name: str, theirs: type, settings: dict, their_settings: dict
) -> None:
    """Two parameters; gradients of common size, of 0 and near eps among them."""
    params = {"weight": rng.normal(size=(3, 4)), "bias": rng.normal(size=4)}
    tensors = {key: tensor(value) for key, value in params.items()}
    ours = getattr(ref, name)(params, 0.05, **settings)
    optimizer = theirs(tensors.values(), lr=0.05, **their_settings)
    for scale in (1.0, 0.0, 1e-8, 100.0, 1.0):
        grads = {key: scale * rng.normal(size=value.shape) for key, value in params.items()}
        ours.step(grads)
        for key, value in tensors.items():
            value.grad = torch.from_numpy(grads[key])
        optimizer.step()
        for key, value in tensors.items():
            np.testing.assert_allclose(params[key], value.detach().numpy(), rtol=1e-9, atol=1e-12)


def test_fit_trains_as_torch_and_puts_the_best_epoch_back(ref: Reference, rng: np.random.Generator) -> None:
    """The same losses from the same weights in the same order; the state put back is that of torch's best epoch."""
    digits = data.load("digits")
    x, y = digits.x_train[:360].reshape(360, -1) / 16, digits.y_train[:360]
    x_train, y_train, x_val, y_val = x[:120], y[:120], x[120:], y[120:]
    layers = [ref.Linear(64, 12, rng), ref.BatchNorm1d(12), ref.ReLU(), ref.Linear(12, 10, rng)]
    ours = ref.Sequential(*layers)
    theirs = nn.Sequential(nn.Linear(64, 12), nn.BatchNorm1d(12), nn.ReLU(), nn.Linear(12, 10)).double()
    theirs.load_state_dict({key: torch.tensor(array) for key, array in ours.params.items()}, strict=False)
    order, optimizer = np.random.default_rng(3), torch.optim.Adam(theirs.parameters(), lr=0.05)
    val_losses, states = [], []
    cross_entropy = nn.functional.cross_entropy
    for _ in range(40):
        theirs.train()
        for rows in torch.split(torch.from_numpy(order.permutation(120)), 32):
            optimizer.zero_grad()
            cross_entropy(theirs(torch.from_numpy(x_train)[rows]), torch.from_numpy(y_train)[rows]).backward()
            optimizer.step()
        with torch.no_grad():
            loss = cross_entropy(theirs.eval()(torch.from_numpy(x_val)), torch.from_numpy(y_val))
        val_losses.append(float(loss))
        states.append({key: value.clone() for key, value in theirs.state_dict().items()})
    adam = ref.Adam(ours.params, 0.05)
    history = ref.fit(ours, adam, x_train, y_train, x_val, y_val, np.random.default_rng(3), 40, 32, 5)
    best, ran = history["best_epoch"], len(history["val_loss"])
    assert best == int(np.argmin(val_losses[:ran]))
    assert best + 5 == ran - 1 < 39
    np.testing.assert_allclose(history["val_loss"], val_losses[:ran], rtol=1e-6)
    for key, array in ref.state(ours).items():
        np.testing.assert_allclose(array, states[best][key].numpy(), rtol=1e-5, atol=1e-8)
