"""What a linear classifier is: a line to be turned and moved by hand, and templates that form image by image."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import ipywidgets
import numpy as np
from matplotlib.axes import Axes

from .. import plots
from ._live import live

SEEN = (0, 1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)


def line(
    points: np.ndarray,
    labels: np.ndarray,
    angle: float = 0,
    offset: float = 0,
    *,
    class_names: Sequence[str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the half-planes of the score cos(angle) x_1 + sin(angle) x_2 + offset, and the arrow of its weights.

    Args:
        points: (N, 2), around the origin.
        labels: (N,), 0 or 1; class 1 is answered where the score is above 0.
        angle: direction of the weights in degrees.
        offset: the bias; the line is at this distance from the origin.
        class_names: two texts for the legend.

    Raises: ValueError where there are other labels than 0 and 1.
    """
    labels = np.asarray(labels)
    if not np.isin(labels, (0, 1)).all():
        raise ValueError(f"line: labels must be 0 or 1, got {np.unique(labels)}")
    normal = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])

    def predict(places: np.ndarray) -> np.ndarray:
        return (places @ normal + offset > 0).astype(np.int64)

    right = int((predict(points) == labels).sum())
    title = f"angle {angle:g}°, b = {offset:.2g}: {right / len(labels):.1%} right"
    reach = _reach(points)
    ax = ax if ax is not None else plots.new_axes(size=(5.6, 5.2))
    limits = (-reach, reach, -reach, reach)
    plots.decision_regions(predict, points, labels, class_names=class_names, title=title, limits=limits, ax=ax)
    foot, along = -offset * normal, 4 * reach * np.array([-normal[1], normal[0]])
    ax.plot(*np.stack([foot - along, foot + along]).T, color="black", scalex=False, scaley=False)
    arrow = {"arrowstyle": "-|>", "color": "black", "linewidth": 2, "mutation_scale": 18, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", foot + reach / 4 * normal, foot, arrowprops=arrow)
    ax.set_aspect("equal")
    return ax


def _reach(points: np.ndarray) -> float:
    """Half the side of a square around the origin that holds the points."""
    return float(np.ceil(10 * np.abs(points).max()) / 10 + 0.2)


def best_line(points: np.ndarray, labels: np.ndarray, angles: int = 360) -> tuple[float, float, float]:
    """The line with the fewest mistakes among so many directions, by trying every place between two points.

    Args:
        points: (N, 2).
        labels: (N,), 0 or 1.
        angles: directions tried, equally spaced around the circle.

    Returns: angle in degrees, offset, share of points that are right; for `line`.
    """
    best = (0.0, 0.0, -1.0)
    for angle in np.arange(angles) * 360 / angles:
        along = points @ [np.cos(np.radians(angle)), np.sin(np.radians(angle))]
        order = np.argsort(along)
        ordered = np.asarray(labels)[order]
        # Cut i leaves i points on the side of class 0.
        right = np.concatenate([[0], np.cumsum(ordered == 0)]) + (ordered == 1).sum()
        right -= np.concatenate([[0], np.cumsum(ordered == 1)])
        borders = np.concatenate([[along.min() - 1], along[order], [along.max() + 1]])
        cut = int(right.argmax())
        if right[cut] / len(labels) > best[2] + 1e-9:
            best = float(angle), float(-(borders[cut] + borders[cut + 1]) / 2), float(right[cut] / len(labels))
    return best


def explore_line(points: np.ndarray, labels: np.ndarray, class_names: Sequence[str] | None = None) -> ipywidgets.VBox:
    """Sliders over `line`: the direction of the weights and the bias. Tab and the arrow keys work as well."""
    reach = _reach(points)
    return live(
        functools.partial(line, points, labels, class_names=class_names),
        angle=ipywidgets.IntSlider(90, min=0, max=360, step=5, description="angle"),
        offset=ipywidgets.FloatSlider(0, min=-reach, max=reach, step=0.1, description="bias b"),
    )


@dataclass(frozen=True, eq=False)
class Learned:
    """A linear classifier at several moments of its training.

    Args:
        seen: images seen so far, (S,).
        weights: (S, K, D) float32.
        accuracy: on all images that it learns from, (S,).
        shape: of one image, (H, W) or (H, W, 3).
        class_names: K texts.
    """

    seen: tuple[int, ...]
    weights: np.ndarray
    accuracy: np.ndarray
    shape: tuple[int, ...]
    class_names: tuple[str, ...]


def learn(
    images: np.ndarray,
    labels: np.ndarray,
    class_names: Sequence[str],
    *,
    seen: Sequence[int] = SEEN,
    learning_rate: float = 0.2,
    seed: int = 0,
) -> Learned:
    """Train a softmax classifier from zero, one image a step in random order, and keep its weights at some moments.

    Args:
        images: (N, H, W) or (N, H, W, 3), any real dtype; divided by the largest value.
        labels: (N,), integers from 0 to K - 1.
        class_names: K texts.
        seen: when to keep the weights, as numbers of images, ascending.
        learning_rate: of the gradient steps.
        seed: of the order of the images.
    """
    import torch

    rows = torch.from_numpy(images.reshape(len(images), -1) / np.float32(images.max()))
    targets = torch.from_numpy(np.asarray(labels, dtype=np.int64))
    layer = torch.nn.Linear(rows.shape[1], len(class_names))
    torch.nn.init.zeros_(layer.weight)
    torch.nn.init.zeros_(layer.bias)
    optimiser = torch.optim.SGD(layer.parameters(), lr=learning_rate)
    rng = np.random.default_rng(seed)
    passes = -(-max(seen) // len(rows))
    order = np.concatenate([rng.permutation(len(rows)) for _ in range(max(passes, 1))])
    weights, accuracy = [], []
    for step in range(max(seen) + 1):
        if step in seen:
            with torch.no_grad():
                accuracy.append((layer(rows).argmax(dim=1) == targets).float().mean().item())
            weights.append(layer.weight.detach().numpy().copy())
        chosen = order[step % len(order)]
        loss = torch.nn.functional.cross_entropy(layer(rows[chosen]), targets[chosen])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return Learned(tuple(seen), np.stack(weights), np.array(accuracy), images.shape[1:], tuple(class_names))


def templates(learned: Learned, seen: int) -> np.ndarray:
    """The weights of each class as a picture, after so many images; returns the Axes.

    Raises: ValueError where nothing was kept at that moment.
    """
    if seen not in learned.seen:
        raise ValueError(f"templates: weights were kept after {learned.seen} images, not after {seen}")
    at = learned.seen.index(seen)
    title = f"After {seen:,} image{'s' * (seen != 1)}: {learned.accuracy[at]:.1%} right"
    return plots.templates(learned.weights[at], learned.shape, learned.class_names, columns=5, title=title, common=True)


def explore_templates(learned: Learned) -> ipywidgets.VBox:
    """A slider over `templates`, with a button that plays it."""
    last = len(learned.seen) - 1
    slider = ipywidgets.IntSlider(min(1, last), min=0, max=last, description="moment")
    play = ipywidgets.Play(value=min(1, last), min=0, max=last, interval=900)
    ipywidgets.jslink((play, "value"), (slider, "value"))
    widget = live(lambda at: templates(learned, learned.seen[at]), at=slider)
    widget.children = (play, *widget.children)
    return widget
