"""The demos of the gallery with data to begin with: functions without arguments, each gives what the page shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .. import data, images

if TYPE_CHECKING:
    import ipywidgets
    import torch
    from IPython.display import HTML


def pixel_explorer() -> ipywidgets.VBox:
    from . import pixel_explorer

    return pixel_explorer.explore(images.photo("cat"), row=118, column=163)


def pixel_hover() -> HTML:
    from . import pixel_hover

    return pixel_hover.hover(images.photo("cat"))


def shapes_dials() -> ipywidgets.VBox:
    from . import shapes_dials

    return shapes_dials.explore()


def knn_boundary() -> ipywidgets.VBox:
    from . import knn_boundary

    return knn_boundary.explore(*knn_boundary.example_points())


def knn_drag() -> HTML:
    from . import knn_boundary, knn_drag

    return knn_drag.drag(*knn_boundary.example_points())


def line() -> ipywidgets.VBox:
    """Zeros and ones by how much ink lies in the middle and at the sides, as in lecture 3."""
    from . import line_and_templates

    digits = data.load("digits")
    chosen = digits.y_train < 2
    pictures = digits.x_train[chosen].astype(float)
    ink = [pictures[:, 2:6, columns].mean(axis=(1, 2)) for columns in ([3, 4], [0, 1, 2, 5, 6, 7])]
    points = np.stack([(each - each.mean()) / each.std() for each in ink], axis=1)
    return line_and_templates.explore_line(points, digits.y_train[chosen], ("zero", "one"))


def templates() -> ipywidgets.VBox:
    from . import line_and_templates

    digits = data.load("digits")
    learned = line_and_templates.learn(digits.x_train, digits.y_train, digits.class_names)
    return line_and_templates.explore_templates(learned)


def learning_rate() -> ipywidgets.VBox:
    from . import learning_rate

    return learning_rate.explore()


def graph_stepper() -> ipywidgets.VBox:
    from . import graph_stepper

    return graph_stepper.explore(graph_stepper.NEURON, step=12)


def init_histograms() -> ipywidgets.VBox:
    from . import init_histograms

    return init_histograms.explore()


def optimiser_race() -> ipywidgets.VBox:
    from . import optimiser_race

    return optimiser_race.explore()


def filters() -> ipywidgets.VBox:
    from . import filters

    camera = images.to_float(images.photo("camera"))[..., 0]
    return filters.explore(camera.reshape(256, 2, 256, 2).mean(axis=(1, 3)))


def convolution() -> ipywidgets.VBox:
    from . import convolution

    return convolution.explore()


def training_dashboard() -> ipywidgets.VBox:
    from . import training_dashboard

    return training_dashboard.explore(data.load("shapes", n_train=4000, n_test=500))


def feature_maps() -> ipywidgets.VBox:
    """A network that learns from 1,500 shapes first, for some seconds."""
    from . import feature_maps

    shapes = data.shapes(1500, seed=0, **dict.fromkeys(data.DIALS, 0.3))
    pictures = {
        "cat": feature_maps.shrink(images.photo("cat")),
        "star": shapes.images[shapes.labels == 4][2],
        "ring": shapes.images[shapes.labels == 1][0],
    }
    network = small_network(shapes.images, shapes.labels)
    return feature_maps.explore(network, pictures, layer="ReLU 1")


def suppression() -> ipywidgets.VBox:
    from . import suppression

    scene = data.scenes(2, seed=3)
    boxes, scores = made_up_candidates(scene.boxes[1], scene.images.shape[1])
    return suppression.explore(scene.images[1], boxes, scores, best_of_overlapping)


def small_network(pictures: np.ndarray, labels: np.ndarray, *, epochs: int = 2, seed: int = 0) -> torch.nn.Sequential:
    """Three convolutional stages and a linear layer, trained for a moment.

    Args:
        pictures: (N, 32, 32, 3), uint8.
        labels: (N,), 0 to 9.
        epochs: passes through all pictures.
        seed: of the weights and of the order.
    """
    import torch
    from torch import nn

    x, y = torch.tensor(images.channels_first(pictures)) / 255, torch.tensor(labels)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # for a network this small, more threads wait for each other
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        parts: list[nn.Module] = [nn.BatchNorm2d(3)]
        for into, out, size in ((3, 16, 5), (16, 32, 3), (32, 64, 3)):
            convolution = nn.Conv2d(into, out, size, padding=size // 2, bias=False)
            parts += [convolution, nn.BatchNorm2d(out), nn.ReLU(), nn.MaxPool2d(2)]
        network = nn.Sequential(*parts, nn.Flatten(), nn.Linear(1024, 10))
        with torch.no_grad():
            parts[1].weight.mul_(0.01)  # nearly zero, so that what is learned stands out
        optimiser = torch.optim.AdamW(network.parameters(), lr=0.003)
        for _ in range(epochs):
            for chosen in torch.randperm(len(x)).split(64):
                optimiser.zero_grad()
                nn.functional.cross_entropy(network(x[chosen]), y[chosen]).backward()
                optimiser.step()
    torch.set_num_threads(threads)
    return network


def made_up_candidates(boxes: np.ndarray, side: int, *, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Boxes and scores as a detector gives them: many near each true box, and some elsewhere with low scores.

    Args:
        boxes: the true ones, (K, 4), x0, y0, x1, y1 in pixels.
        side: of the picture in pixels.
        seed: of what is made up.

    Returns: (M, 4) float64, and scores (M,) in [0, 1].
    """
    from .suppression import iou

    rng = np.random.default_rng(seed)
    near = np.repeat(boxes, 8, axis=0) + rng.normal(scale=2.5, size=(8 * len(boxes), 4))
    corners = rng.uniform(0, side - 24, size=(12, 2))
    elsewhere = np.concatenate([corners, corners + rng.uniform(12, 24, size=(12, 2))], axis=1)
    found = np.concatenate([near, elsewhere]).clip(0, side)
    overlap = iou(found[:, None], boxes).max(axis=1)
    return found, np.clip(overlap + rng.normal(scale=0.08, size=len(found)), 0.02, 0.99)


def best_of_overlapping(boxes: np.ndarray, scores: np.ndarray, overlap: float) -> list[int]:
    """Non-maximum suppression: the best box stays, those that overlap it more than `overlap` go, and so on."""
    from .suppression import iou

    waiting, kept = np.argsort(-scores), []
    while len(waiting):
        best, waiting = waiting[0], waiting[1:]
        kept.append(int(best))
        waiting = waiting[iou(boxes[best], boxes[waiting]) <= overlap]
    return kept
