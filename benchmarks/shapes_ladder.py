"""The ladder of the field on `shapes`: linear and nearest neighbours, two-layer network, convolutional network.

Prints test accuracy and seconds of each, with ratios to scikit-learn's logistic regression in the same run; then
how long 60,000 images take to make, with the ratio to painting them one by one with scikit-image.

Test accuracy with seed 0, 10,000 training images: logistic regression 0.31, nearest neighbours 0.32, linear
softmax 0.30, two-layer network 0.56, convolutional network 0.88.

    python benchmarks/shapes_ladder.py            # about two minutes on 2 cores
    python benchmarks/shapes_ladder.py --quick    # a fifth of the images and epochs: seconds, lower accuracies
"""

from __future__ import annotations

import argparse
import time
import warnings
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import torch
from skimage import draw
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from torch import nn

from coursework.data import CLASS_NAMES, Dataset, load, shapes
from coursework.images import photo

TESTED = 500  # test images for nearest neighbours: L1 is slow
NEIGHBOURS = (1, 3, 5, 10, 20, 50)
PHOTOGRAPHS = ("astronaut", "brick", "cat", "coffee", "grass", "gravel")


def flat(images: np.ndarray) -> np.ndarray:
    """(N, H, W, C) uint8 -> (N, H * W * C) float32 in [-1, 1]."""
    return images.reshape(len(images), -1).astype(np.float32) / 127.5 - 1


def nearest_neighbours(data: Dataset, p: float) -> tuple[float, str]:
    """Accuracy of the k that does best on the test set itself: the most that the method can reach."""
    x_train, x_test = torch.from_numpy(flat(data.x_train)), torch.from_numpy(flat(data.x_test[:TESTED]))
    nearest = torch.cdist(x_test, x_train, p=p).topk(max(NEIGHBOURS), largest=False).indices.numpy()
    votes = np.eye(len(CLASS_NAMES), dtype=np.int64)[data.y_train[nearest]].cumsum(axis=1)
    accuracies = {k: float((votes[:, k - 1].argmax(axis=1) == data.y_test[:TESTED]).mean()) for k in NEIGHBOURS}
    k = max(accuracies, key=accuracies.__getitem__)
    return accuracies[k], f"best of k = {', '.join(map(str, NEIGHBOURS))}: k = {k}"


def logistic_regression(data: Dataset) -> tuple[float, str]:
    """scikit-learn's, with the strength of regularisation that does best on the test set itself."""
    accuracies = {}
    for strength in (1e-4, 1e-3):
        model = LogisticRegression(C=strength, max_iter=30)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            model.fit(flat(data.x_train), data.y_train)
        accuracies[strength] = float(model.score(flat(data.x_test), data.y_test))
    best = max(accuracies, key=accuracies.__getitem__)
    return accuracies[best], f"best of C = {', '.join(map(str, accuracies))}: C = {best}"


def linear() -> nn.Module:
    """3072 - 10."""
    return nn.Sequential(nn.Flatten(), nn.Linear(3072, len(CLASS_NAMES)))


def two_layers() -> nn.Module:
    """3072 - 256 - 10 with ReLU."""
    return nn.Sequential(nn.Flatten(), nn.Linear(3072, 256), nn.ReLU(), nn.Linear(256, len(CLASS_NAMES)))


def convolutional() -> nn.Module:
    """Four convolutions with batch normalisation and pooling, 3 - 16 - 48 - 96 - 128 channels, one linear layer."""
    widths = (3, 16, 48, 96, 128)
    layers: list[nn.Module] = []
    for channels, filters in pairwise(widths):
        layers.append(nn.Conv2d(channels, filters, 3, padding=1, bias=False))
        layers += [nn.BatchNorm2d(filters), nn.ReLU(), nn.MaxPool2d(2)]
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(512, len(CLASS_NAMES)))


def train(data: Dataset, network: nn.Module, epochs: int, learning_rate: float) -> tuple[float, str]:
    """AdamW under a one-cycle schedule, batches of 128. Accuracy on the test set after the last epoch."""
    x = torch.from_numpy(data.x_train).permute(0, 3, 1, 2).float().div(127.5).sub(1)
    x = x.contiguous(memory_format=torch.channels_last)
    y = torch.from_numpy(data.y_train)
    network = network.to(memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(network.parameters(), lr=learning_rate, weight_decay=0.05)
    steps = epochs * -(-len(x) // 128)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=learning_rate, total_steps=steps)
    network.train()
    for _ in range(epochs):
        for rows in torch.randperm(len(x)).split(128):
            optimiser.zero_grad()
            nn.functional.cross_entropy(network(x[rows]), y[rows]).backward()
            optimiser.step()
            schedule.step()
    network.eval()
    with torch.no_grad():
        x_test = torch.from_numpy(data.x_test).permute(0, 3, 1, 2).float().div(127.5).sub(1)
        labels = torch.cat([network(part).argmax(dim=1) for part in x_test.split(500)]).numpy()
    parameters = sum(p.numel() for p in network.parameters())
    return float((labels == data.y_test).mean()), f"{parameters:,} parameters, {epochs} epochs"


def ladder(data: Dataset, epochs: int) -> None:
    """Print one line a method."""
    methods: dict[str, Callable[[], tuple[float, str]]] = {
        "logistic regression (scikit-learn)": lambda: logistic_regression(data),
        "nearest neighbours, L1 (torch)": lambda: nearest_neighbours(data, p=1),
        "nearest neighbours, L2 (torch)": lambda: nearest_neighbours(data, p=2),
        "linear softmax (torch)": lambda: train(data, linear(), epochs, 3e-4),
        "two-layer network (torch)": lambda: train(data, two_layers(), epochs, 1e-3),
        "convolutional network (torch)": lambda: train(data, convolutional(), epochs, 4e-3),
    }
    print(f"{data!r}\n{'':36}accuracy  ratio  seconds  ratio")
    peer = None
    for name, method in methods.items():
        start = time.perf_counter()
        accuracy, detail = method()
        seconds = time.perf_counter() - start
        peer = peer or (accuracy, seconds)
        ratios = f"{accuracy:8.3f}  {accuracy / peer[0]:5.2f}  {seconds:7.1f}  {seconds / peer[1]:5.2f}"
        print(f"{name:36}{ratios}   {detail}", flush=True)


def painted_one_by_one(n: int, rng: np.random.Generator) -> np.ndarray:
    """The peer: the same layers (ground, three strokes, a shape, a bar, light), one image at a time, by skimage.draw.

    Every shape is a star with hard edges: no classes, no antialiasing, no masks, no boxes.
    """
    photos = [photo(name) for name in PHOTOGRAPHS]
    turns = np.arange(10) * np.pi / 5
    star = np.where(np.arange(10) % 2, 0.4, 1) * np.array([np.sin(turns), np.cos(turns)])
    stick = np.array([[-1, -1, 1, 1], [-0.2, 0.2, 0.2, -0.2]])
    down, across = np.mgrid[-1:1:32j, -1:1:32j][..., None]
    images = np.empty((n, 32, 32, 3), np.uint8)

    def texture() -> np.ndarray:
        source = photos[rng.integers(len(photos))]
        top, left = rng.integers(source.shape[0] - 32), rng.integers(source.shape[1] - 32)
        return source[top : top + 32, left : left + 32].astype(np.float32)

    for image in images:
        canvas = texture()
        for outline in (stick, stick, stick, star, stick):
            angle = rng.uniform(0, 2 * np.pi)
            turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
            corners = rng.uniform(6, 12) * turn @ outline + rng.uniform(10, 22, size=(2, 1))
            rows, columns = draw.polygon(*corners, shape=(32, 32))
            patch = texture() if outline is star else rng.uniform(0, 255, size=(1, 3))
            canvas[rows, columns] = patch[rows, columns] if outline is star else patch
        slopes = rng.uniform(-0.3, 0.3, size=2)
        image[:] = np.clip(canvas * (1 + slopes[0] * down + slopes[1] * across), 0, 255)
    return images


def generation(n: int, n_peer: int) -> None:
    """Print how fast images are made, and against the peer."""
    shapes(10, seed=0)
    start = time.perf_counter()
    shapes(n, seed=0)
    seconds = time.perf_counter() - start
    start = time.perf_counter()
    painted_one_by_one(n_peer, np.random.default_rng(0))
    peer = n_peer / (time.perf_counter() - start)
    print(f"\nshapes: {n:,} images in {seconds:.1f} s, {n / seconds:,.0f} a second")
    print(f"one by one with skimage.draw: {peer:,.0f} a second; ratio {n / seconds / peer:.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a fifth of the images and of the epochs")
    parser.add_argument("--seed", type=int, default=0, help="of the data and of the networks (default: %(default)s)")
    parser.add_argument("--epochs", type=int, default=8, help="of the networks (default: %(default)s)")
    arguments = parser.parse_args()
    torch.manual_seed(arguments.seed)
    share = 5 if arguments.quick else 1
    data = load("shapes", n_train=10_000 // share, n_test=2_000 // share, seed=arguments.seed)
    ladder(data, max(arguments.epochs // share, 1))
    generation(60_000 // share, 5_000 // share)


if __name__ == "__main__":
    main()
