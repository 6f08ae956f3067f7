"""The reference of 06_cnn held against torch, SciPy and scikit-image."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from scipy import ndimage, signal
from torch import nn
from torch.nn import functional

from autograder.reference import Reference, reference
from coursework import data

# kernel size, stride, padding, dilation; the images have 7 x 9 pixels.
GEOMETRIES = [
    (3, 1, 1, 1),
    ((3, 2), 1, 0, 1),
    (3, 2, 0, 1),
    ((2, 3), (3, 2), (1, 2), 1),
    (3, 1, 2, 2),
    ((3, 2), (2, 3), (2, 1), (1, 3)),
    (1, 4, 0, 1),
    ((7, 9), 1, 0, 1),
]


@pytest.fixture(scope="module")
def ref() -> Reference:
    return reference("06_cnn")


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(60)


def tensor(array: object) -> torch.Tensor:
    return torch.tensor(np.asarray(array), requires_grad=True)


def test_output_size_agrees_with_torch(ref: Reference, rng: np.random.Generator) -> None:
    for size, kernel, stride, padding, dilation in rng.integers([9, 1, 1, 0, 1], [40, 5, 5, 3, 3], (60, 5)).tolist():
        layer = nn.Conv1d(1, 1, kernel, stride, padding, dilation)
        assert ref.output_size(size, kernel, stride, padding, dilation) == layer(torch.zeros(1, 1, size)).shape[-1]


def test_output_size_refuses_what_does_not_fit(ref: Reference) -> None:
    with pytest.raises(ValueError, match="pixels over"):
        ref.output_size(7, 3, 3, strict=True)
    with pytest.raises(ValueError, match="more than"):
        ref.output_size(4, 3, dilation=2)
    assert ref.output_size(7, 3, 3, padding=1, strict=True) == 3


def test_correlate_and_convolve_agree_with_scipy(ref: Reference, rng: np.random.Generator) -> None:
    image, kernel = rng.integers(0, 256, size=(9, 7), dtype=np.uint8), rng.normal(size=(3, 2))
    wide = image.astype(float)
    np.testing.assert_allclose(ref.correlate(image, kernel), signal.correlate2d(wide, kernel, mode="valid"))
    np.testing.assert_allclose(ref.convolve(image, kernel), signal.convolve2d(wide, kernel, mode="valid"))


def test_kernels_agree_with_scipy(ref: Reference, rng: np.random.Generator) -> None:
    image = rng.normal(size=(21, 21))
    middle = (slice(4, -4), slice(4, -4))
    box, bell = ref.correlate(image, ref.box_kernel(9)), ref.correlate(image, ref.gaussian_kernel(9, 1.5))
    np.testing.assert_allclose(box, ndimage.uniform_filter(image, 9)[middle])
    np.testing.assert_allclose(bell, ndimage.gaussian_filter(image, 1.5, radius=4)[middle])
    sharp = image[middle] + 2 * (image[middle] - box)
    np.testing.assert_allclose(ref.correlate(image, ref.sharpen_kernel(9, 2)), sharp)


@pytest.mark.parametrize("geometry", GEOMETRIES)
def test_im2col_agrees_with_torch(ref: Reference, rng: np.random.Generator, geometry: tuple) -> None:
    kernel, stride, padding, dilation = geometry
    x = rng.normal(size=(2, 3, 7, 9))
    theirs = nn.Unfold(kernel, dilation=dilation, padding=padding, stride=stride)(torch.from_numpy(x))
    np.testing.assert_array_equal(ref.im2col(x, *geometry), theirs.numpy())


@pytest.mark.parametrize("channels_last", [False, True])
@pytest.mark.parametrize("geometry", GEOMETRIES)
def test_convolution_agrees_with_torch(
    ref: Reference, rng: np.random.Generator, geometry: tuple, channels_last: bool
) -> None:
    kernel, *how = geometry
    x, weight, bias = rng.normal(size=(2, 3, 7, 9)), rng.normal(size=(4, 3, *ref.pair(kernel))), rng.normal(size=4)
    if channels_last:
        x = np.moveaxis(np.moveaxis(x, 1, -1).copy(), -1, 1)
    inputs = tensor(x), tensor(weight), tensor(bias)
    output = functional.conv2d(*inputs, stride=how[0], padding=how[1], dilation=how[2])
    grad_output = rng.normal(size=output.shape)
    output.backward(torch.from_numpy(grad_output))
    np.testing.assert_allclose(ref.conv_forward(x, weight, bias, *how), output.detach().numpy(), atol=1e-12)
    for ours, theirs in zip(ref.conv_backward(grad_output, x, weight, *how), inputs, strict=True):
        np.testing.assert_allclose(ours, theirs.grad.numpy(), atol=1e-12)


def test_convolution_keeps_float32(ref: Reference, rng: np.random.Generator) -> None:
    x, weight = rng.normal(size=(2, 3, 5, 5)).astype(np.float32), rng.normal(size=(4, 3, 3, 3)).astype(np.float32)
    output = ref.conv_forward(x, weight, np.zeros(4, dtype=np.float32), padding=1)
    gradients = ref.conv_backward(output, x, weight, padding=1)
    assert {array.dtype for array in (output, *gradients)} == {np.dtype(np.float32)}


def test_conv2d_agrees_with_torch(ref: Reference, rng: np.random.Generator) -> None:
    ours = ref.Conv2d(3, 5, (3, 2), rng, stride=(2, 1), padding=1, dilation=(1, 2))
    theirs = nn.Conv2d(3, 5, (3, 2), stride=(2, 1), padding=1, dilation=(1, 2), dtype=torch.float64)
    theirs.load_state_dict({key: torch.tensor(array) for key, array in ours.params.items()})
    x = tensor(rng.normal(size=(2, 3, 8, 7)))
    output = theirs(x)
    grad_output = rng.normal(size=output.shape)
    output.backward(torch.from_numpy(grad_output))
    np.testing.assert_allclose(ours.forward(x.detach().numpy()), output.detach().numpy())
    np.testing.assert_allclose(ours.backward(grad_output), x.grad.numpy(), atol=1e-12)
    for key, parameter in theirs.named_parameters():
        np.testing.assert_allclose(ours.grads[key], parameter.grad.numpy(), atol=1e-12)
    assert ref.Conv2d(50, 100, 4, rng).params["weight"].std() == pytest.approx((2 / 800) ** 0.5, rel=0.02)


@pytest.mark.parametrize("name", ["MaxPool2d", "AvgPool2d"])
@pytest.mark.parametrize("how", [(2,), (3, 2), (3, 1), ((2, 3), (1, 2)), (2, 3), ((7, 9),)])
def test_pooling_agrees_with_torch(ref: Reference, rng: np.random.Generator, name: str, how: tuple) -> None:
    x = tensor(rng.normal(size=(2, 3, 7, 9)))
    output = getattr(nn, name)(*how)(x)
    grad_output = rng.normal(size=output.shape)
    output.backward(torch.from_numpy(grad_output))
    layer = getattr(ref, name)(*how)
    np.testing.assert_allclose(layer.forward(x.detach().numpy()), output.detach().numpy())
    np.testing.assert_allclose(layer.backward(grad_output), x.grad.numpy(), atol=1e-12)


def test_max_pooling_gives_a_tie_to_one_number(ref: Reference) -> None:
    layer = ref.MaxPool2d(2)
    layer.forward(np.zeros((1, 1, 4, 4)))
    shares = layer.backward(np.ones((1, 1, 2, 2)))
    assert sorted(shares.ravel().tolist()) == [0.0] * 12 + [1.0] * 4


def test_batch_normalisation_agrees_with_torch(ref: Reference, rng: np.random.Generator) -> None:
    """Three batches in training, with gradients, then one in evaluation."""
    ours = ref.BatchNorm2d(3, eps=1e-3, momentum=0.2)
    theirs = nn.BatchNorm2d(3, eps=1e-3, momentum=0.2, dtype=torch.float64)
    ours.params["weight"][...], ours.params["bias"][...] = rng.normal(size=3), rng.normal(size=3)
    theirs.load_state_dict({key: torch.tensor(array) for key, array in ours.params.items()}, strict=False)
    for _ in range(3):
        x = tensor(2 + 3 * rng.normal(size=(4, 3, 2, 5)))
        output, grad_output = theirs(x), rng.normal(size=(4, 3, 2, 5))
        theirs.zero_grad()
        output.backward(torch.from_numpy(grad_output))
        np.testing.assert_allclose(ours.forward(x.detach().numpy()), output.detach().numpy())
        np.testing.assert_allclose(ours.backward(grad_output), x.grad.numpy(), atol=1e-12)
        for key, parameter in theirs.named_parameters():
            np.testing.assert_allclose(ours.grads[key], parameter.grad.numpy(), atol=1e-12)
    np.testing.assert_allclose(ours.running_mean, theirs.running_mean.numpy())
    np.testing.assert_allclose(ours.running_var, theirs.running_var.numpy())
    ours.training = False
    theirs.eval()
    np.testing.assert_allclose(ours.forward(x.detach().numpy()), theirs(x).detach().numpy())


STACKS = [[(5, 1, 1), (2, 2, 1), (5, 1, 1)], [(3, 2, 1), (3, 1, 2), (2, 2, 1)], [(3, 1, 4)], [(4, 3, 2), (2, 1, 3)]]


@pytest.mark.parametrize("layers", STACKS)
def test_receptive_field_is_what_autograd_reaches(ref: Reference, layers: list[tuple[int, int, int]]) -> None:
    x = torch.ones(1, 1, 64, requires_grad=True)
    output = x
    for kernel, stride, dilation in layers:
        output = functional.conv1d(output, torch.ones(1, 1, kernel), stride=stride, dilation=dilation)
    output[0, 0, output.shape[-1] // 2].backward()
    reached = x.grad[0, 0].nonzero().ravel()
    assert ref.receptive_field(layers) == int(reached[-1] - reached[0] + 1)


def test_shape_table_agrees_with_torch(ref: Reference) -> None:
    table = [("conv", 6, 5, 0), ("relu",), ("pool", 2), ("conv", 16, 5, 1), ("pool", 3), ("flatten",), ("linear", 84)]
    network = nn.Sequential(
        nn.Conv2d(3, 6, 5),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 5, padding=1),
        nn.MaxPool2d(3),
        nn.Flatten(),
        nn.Linear(16 * 4 * 3, 84),
    )
    shapes, counts, x = *ref.shape_table((3, 32, 28), table), torch.zeros(1, 3, 32, 28)
    for layer, shape, count in zip(network, shapes, counts, strict=True):
        x = layer(x)
        assert tuple(x.shape[1:]) == shape
        assert sum(parameter.numel() for parameter in layer.parameters()) == count


class GradientDescent:
    """As torch.optim.SGD."""

    def __init__(self, params: dict[str, np.ndarray], learning_rate: float) -> None:
        self.params, self.learning_rate = params, learning_rate

    def step(self, grads: dict[str, np.ndarray]) -> None:
        for key, param in self.params.items():
            param -= self.learning_rate * grads[key]


def test_a_network_trains_step_by_step_as_in_torch(ref: Reference, rng: np.random.Generator) -> None:
    """Two epochs of minibatches on digits with the same weights and order: the same losses and weights."""
    digits = data.load("digits")
    x, y = digits.x_train[:100, np.newaxis] / 16, digits.y_train[:100]
    ours = ref.lenet(rng)
    first = nn.Conv2d(1, 8, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)
    second = nn.Conv2d(8, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)
    theirs = nn.Sequential(*first, *second, nn.Flatten(), nn.Linear(64, 10)).double()
    theirs.load_state_dict({key: torch.tensor(array) for key, array in ours.params.items()})
    losses = ref.train(ours, GradientDescent(ours.params, 0.1), x, y, np.random.default_rng(3), 2, 32)
    order, optimizer, expected = np.random.default_rng(3), torch.optim.SGD(theirs.parameters(), lr=0.1), []
    for _ in range(2):
        epoch = []
        for rows in torch.split(torch.from_numpy(order.permutation(100)), 32):
            optimizer.zero_grad()
            loss = functional.cross_entropy(theirs(torch.from_numpy(x)[rows]), torch.from_numpy(y)[rows])
            loss.backward()
            optimizer.step()
            epoch.append(loss.item())
        expected.append(np.mean(epoch))
    np.testing.assert_allclose(losses, expected, rtol=1e-8)
    for key, weights in theirs.state_dict().items():
        np.testing.assert_allclose(ours.params[key], weights.numpy(), rtol=1e-6, atol=1e-10)
