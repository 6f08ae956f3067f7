"""One epoch of convolutional networks on the real CIFAR-10: NumPy (assignment 6) beside torch, and a small ResNet.

    COURSEWORK_DATA=... python benchmarks/cifar10_cnn.py [--train 49000] [--threads 1] [--only NAME]

The three-layer network (32 filters 7 x 7, ReLU, max pooling, 100 hidden units, 10 classes) from the same weights in
NumPy and in torch, float32, batches of 50, Adam with learning rate 0.001, one epoch over the first images of the
training set. Courses with the same network publish a training accuracy of 0.40 to 0.54 after one epoch of 49,000
images; fewer images mean fewer steps. Accuracies are of the first 1,000 training and 2,000 test images; the ratio is of
seconds to the same network in torch.

Measured once: NumPy on 49,000 images, training 0.549, test 0.521, 214 s on a busy core; on 10,000 images 0.352 and
0.362, torch 0.327 and 0.323, the small ResNet 0.424 and 0.430.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from threadpoolctl import threadpool_limits
from torch import Tensor, nn

from autograder.reference import Reference, reference
from coursework import data

PUBLISHED = (0.40, 0.54)
FILTERS, HIDDEN, CLASSES = 32, 100, 10
BATCH, RATE = 50, 1e-3
Predict = Callable[[np.ndarray], np.ndarray]


def convnet(ref: Reference) -> object:
    rng = np.random.default_rng(0)
    layers = [ref.Conv2d(3, FILTERS, 7, rng, padding=3), ref.ReLU(), ref.MaxPool2d(2), ref.Flatten()]
    layers += [ref.Linear(FILTERS * 16 * 16, HIDDEN, rng), ref.ReLU(), ref.Linear(HIDDEN, CLASSES, rng)]
    for layer in layers:
        layer.params.update({name: value.astype(np.float32) for name, value in layer.params.items()})
    return ref.Sequential(*layers)


def convnet_in_torch(weights: dict[str, np.ndarray]) -> nn.Module:
    """The same network from the same weights: its keys are those of torch."""
    layers = [nn.Conv2d(3, FILTERS, 7, padding=3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()]
    layers += [nn.Linear(FILTERS * 16 * 16, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, CLASSES)]
    net = nn.Sequential(*layers)
    net.load_state_dict({name: torch.from_numpy(value.copy()) for name, value in weights.items()})
    return net


class Residual(nn.Module):
    """x + f(x), with f two convolutions; where the size changes, x goes through a 1 x 1 convolution."""

    def __init__(self, channels: int, filters: int, stride: int) -> None:
        super().__init__()
        self.f = nn.Sequential(
            *(nn.Conv2d(channels, filters, 3, stride, padding=1, bias=False), nn.BatchNorm2d(filters), nn.ReLU()),
            *(nn.Conv2d(filters, filters, 3, padding=1, bias=False), nn.BatchNorm2d(filters)),
        )
        self.shortcut = nn.Identity() if stride == 1 else nn.Conv2d(channels, filters, 1, stride, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.shortcut(x) + self.f(x))


def small_resnet() -> nn.Module:
    torch.manual_seed(0)
    stem = nn.Conv2d(3, 16, 3, padding=1, bias=False), nn.BatchNorm2d(16), nn.ReLU()
    blocks = Residual(16, 16, 1), Residual(16, 32, 2), Residual(32, 64, 2)
    return nn.Sequential(*stem, *blocks, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, CLASSES))


def train_torch(net: nn.Module, x: np.ndarray, y: np.ndarray) -> Predict:
    optimiser = torch.optim.Adam(net.parameters(), lr=RATE)
    x_, y_ = torch.from_numpy(x), torch.from_numpy(y)
    net.train()
    for rows in torch.from_numpy(np.random.default_rng(0).permutation(len(x))).split(BATCH):
        optimiser.zero_grad()
        F.cross_entropy(net(x_[rows]), y_[rows]).backward()
        optimiser.step()
    net.eval()

    @torch.no_grad()
    def predict(images: np.ndarray) -> np.ndarray:
        return torch.cat([net(part).argmax(dim=1) for part in torch.from_numpy(images).split(500)]).numpy()

    return predict


def train_numpy(ref: Reference, net: object, x: np.ndarray, y: np.ndarray) -> Predict:
    ref.train(net, ref.Adam(net.params, RATE), x, y, np.random.default_rng(0), 1, BATCH)
    return lambda images: np.concatenate(
        [net.forward(images[i : i + 500]).argmax(axis=1) for i in range(0, len(images), 500)]
    )


def main() -> int:
    names = ("three layers, torch", "three layers, NumPy", "small ResNet, torch")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", type=int, default=10_000, help="images (default: %(default)s)")
    parser.add_argument("--threads", type=int, default=1, help="of torch and of NumPy's BLAS (default: %(default)s)")
    parser.add_argument("--only", choices=names)
    options = parser.parse_args()
    if not Path(os.environ.get("COURSEWORK_DATA", ""), "cifar-10-batches-py").is_dir():
        print("no real CIFAR-10: COURSEWORK_DATA must name a folder with cifar-10-batches-py")
        return 0
    cifar = data.load("cifar10")
    mean, std = cifar.x_train.mean((0, 1, 2)), cifar.x_train.std((0, 1, 2))
    x, x_test = (
        np.ascontiguousarray(((images - mean) / std).astype(np.float32).transpose(0, 3, 1, 2))
        for images in (cifar.x_train[: options.train], cifar.x_test[:2000])
    )
    y, y_test = cifar.y_train[: options.train], cifar.y_test[:2000]
    ref = reference("06_cnn")
    torch.set_num_threads(options.threads)
    contestants: dict[str, Callable[[], Predict]] = {
        names[0]: lambda: train_torch(convnet_in_torch(convnet(ref).params), x, y),
        names[1]: lambda: train_numpy(ref, convnet(ref), x, y),
        names[2]: lambda: train_torch(small_resnet(), x, y),
    }
    print(
        f"one epoch of {len(x):,} images, {options.threads} threads; published {PUBLISHED[0]:.2f} to {PUBLISHED[1]:.2f}"
    )
    print(f"{'':20}training    test  seconds  ratio")
    peer = None
    for name in [options.only] if options.only else names:
        start = time.perf_counter()
        with threadpool_limits(options.threads, user_api="blas"):
            predict = contestants[name]()
            seconds = time.perf_counter() - start
            accuracies = [np.mean(predict(x[:1000]) == y[:1000]), np.mean(predict(x_test) == y_test)]
        peer = seconds if name == names[0] else peer
        ratio = f"{seconds / peer:7.2f}" if peer else ""
        print(f"{name:20}{accuracies[0]:8.3f}{accuracies[1]:8.3f}{seconds:9.1f}{ratio}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
