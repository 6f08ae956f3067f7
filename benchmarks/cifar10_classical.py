"""Softmax and a two-layer network on the real CIFAR-10, pixels and features, against published numbers.

    COURSEWORK_DATA=... python benchmarks/cifar10_classical.py [--train 49000] [--only NAME]

The references of assignments 3 and 4 on the first images of the training set, chosen by the accuracy on its last 1,000,
and once on the test set. The published ranges are those of courses with the same assignments: validation 0.39 to 0.41
for softmax on pixels, 0.52 to 0.56 for two layers; 0.42 to 0.50 and 0.58 to 0.61 on HoG and a colour histogram.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from features import hog_and_colour, standardised

from autograder.reference import reference
from coursework import data

VALIDATION = 1000
PUBLISHED = {
    "softmax, pixels": (0.39, 0.41),
    "two layers, pixels": (0.52, 0.56),
    "softmax, features": (0.42, 0.50),
    "two layers, features": (0.58, 0.61),
}
# What is tried, (learning rate, penalty) and learning rate.
SOFTMAX = {"pixels": [(0.01, 1e-3), (0.01, 3e-3), (0.003, 1e-3)], "features": [(0.03, 1e-4), (0.01, 1e-3)]}
NETWORK = {"pixels": [(0.02, 300, 12), (0.01, 500, 10)], "features": [(0.1, 400, 40), (0.2, 400, 40)]}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--train", type=int, default=50_000 - VALIDATION)
    parser.add_argument("--only", choices=list(PUBLISHED))
    options = parser.parse_args()
    if not Path(os.environ.get("COURSEWORK_DATA", ""), "cifar-10-batches-py").is_dir():
        print("no real CIFAR-10: COURSEWORK_DATA must name a folder with cifar-10-batches-py")
        return 0
    cifar = data.load("cifar10")
    images = [cifar.x_train[: options.train], cifar.x_train[-VALIDATION:], cifar.x_test]
    labels = [cifar.y_train[: options.train], cifar.y_train[-VALIDATION:], cifar.y_test]
    for name in [options.only] if options.only else PUBLISHED:
        method, kind = name.split(", ")
        run(name, {"softmax": softmax, "two layers": two_layers}[method], kind, images, labels)
    return 0


def run(name: str, fit: Callable, kind: str, images: list[np.ndarray], labels: list[np.ndarray]) -> None:
    start = time.perf_counter()
    x = [part.reshape(len(part), -1) / 255.0 for part in images] if kind == "pixels" else map(hog_and_colour, images)
    train, validation, test = standardised(*x)
    found = []
    for settings in (SOFTMAX if fit is softmax else NETWORK)[kind]:
        predict = fit(train.astype(np.float64), labels[0], settings)
        found.append((float(np.mean(predict(validation) == labels[1])), settings, predict))
        print(f"  {name} {settings}: validation {found[-1][0]:.3f}", flush=True)
    accuracy, settings, predict = max(found, key=lambda one: one[0])
    low, high = PUBLISHED[name]
    print(
        f"{name}: validation {accuracy:.3f} with {settings}, test {np.mean(predict(test) == labels[2]):.3f};"
        f" published {low:.2f} to {high:.2f}; {len(train):,} images, {time.perf_counter() - start:.0f} s",
        flush=True,
    )


def softmax(x: np.ndarray, y: np.ndarray, settings: tuple[float, float]) -> Callable:
    rate, reg = settings
    classifier = reference("03_softmax").SoftmaxClassifier(rate, reg, epochs=8, batch_size=200)
    return classifier.fit(x, y, np.random.default_rng(0)).predict


def two_layers(x: np.ndarray, y: np.ndarray, settings: tuple[float, int, int]) -> Callable:
    rate, hidden, epochs = settings
    ref, rng = reference("04_backprop"), np.random.default_rng(0)
    network = ref.Sequential(ref.Linear(x.shape[1], hidden, rng), ref.ReLU(), ref.Linear(hidden, 10, rng))
    ref.train(network, x, y, rng, epochs, 100, rate)
    return lambda rows: network.forward(rows).argmax(axis=1)


if __name__ == "__main__":
    sys.exit(main())
