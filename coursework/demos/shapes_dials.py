"""Five difficulties, four classifiers: turn the dials of `shapes` and see who still knows what is in the picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise

import ipywidgets
import numpy as np
import torch
from matplotlib.axes import Axes
from torch import nn

from .. import plots, training
from ..data import CLASS_NAMES, DIALS, shapes
from ._live import live

NEIGHBOURS = 10
# Pictures to learn from, and fresh ones for each position of the dials.
LEARNED, SHOWN = 3000, 100
# Of the fresh ones: at the default dials each accuracy on 100 is within 2 points of that on 2,000 others.
_SEED = 1_000_004
_CLASSES = len(CLASS_NAMES)
_MARKS = ((True, "o", plots.COLOURS[0]), (False, "x", plots.COLOURS[3]))


@dataclass(frozen=True, eq=False)
class Classifiers:
    """What was learned at the default dials.

    scores: from name to a function, images (N, 3, 32, 32) float32 in [-1, 1] -> a score for each class, (N, 10).
    defaults: from name to the accuracy on `SHOWN` fresh pictures at the default dials.
    """

    scores: Mapping[str, Callable[[torch.Tensor], torch.Tensor]]
    defaults: Mapping[str, float]


def fit(n: int = LEARNED, *, seed: int = 0) -> Classifiers:
    """Learn four classifiers from n pictures at the default dials: about 8 seconds of one core for 3,000.

    Args:
        n: how many pictures, `NEIGHBOURS` or more.
        seed: of the pictures, the first weights and the order.

    Raises: ValueError for fewer pictures than neighbours vote.
    """
    if n < NEIGHBOURS:
        raise ValueError(f"fit: {NEIGHBOURS} neighbours vote, so n must be {NEIGHBOURS} or more, got {n}")
    batch = shapes(n, seed=seed)
    x, y = _inputs(batch.images), torch.from_numpy(batch.labels)
    scores: dict[str, Callable[[torch.Tensor], torch.Tensor]] = {"k-NN": _neighbours(x, y)}
    with torch.random.fork_rng(devices=[]), _one_thread():
        torch.manual_seed(seed)
        networks = {"linear": _linear(), "MLP": _two_layers(), "CNN": _convolutional()}
        plans = {"linear": (5, 1e-3), "MLP": (6, 2e-3), "CNN": (5, 1e-2)}
        batches = sum(epochs for epochs, _ in plans.values()) * -(-n // 64)
        with training.progress(None, "learning", total=batches, leave=False) as bar:
            for name, network in networks.items():
                _train(network, x, y, *plans[name], bar.update)
                scores[name] = network
    return Classifiers(scores, _accuracies(scores, *_fresh(SHOWN)[1:]))


@plots.styled
def show(
    classifiers: Classifiers,
    *,
    viewpoint: float = 0.5,
    illumination: float = 0.5,
    clutter: float = 0.5,
    occlusion: float = 0.5,
    deformation: float = 0.5,
) -> np.ndarray:
    """Ten pictures at these dials and who gets each right; below, the accuracy on `SHOWN` pictures.

    Args:
        classifiers: what `fit` learned.
        viewpoint, illumination, clutter, occlusion, deformation: dials, 0 to 1, as in `shapes`.

    Returns: two Axes, pictures and bars.
    """
    dials = dict(zip(DIALS, (viewpoint, illumination, clutter, occlusion, deformation), strict=True))
    images, x, y = _fresh(SHOWN, **dials)
    right = _right(classifiers.scores, x, y)
    axes = plots.new_axes(
        2, 1, size=(11.5, 5.2), margins={"left": 0.08, "right": 0.985, "top": 0.985, "bottom": 0.125, "hspace": 0.22}
    )
    _pictures(
        axes[0], images[:_CLASSES], y[:_CLASSES].tolist(), {name: each[:_CLASSES] for name, each in right.items()}
    )
    _bars(axes[1], {name: float(each.mean()) for name, each in right.items()}, classifiers.defaults)
    return axes


def explore(classifiers: Classifiers | None = None) -> ipywidgets.VBox:
    """A slider over `show` for each dial. Without `classifiers` it learns them first; then nothing trains.

    Tab and the arrow keys work as well.
    """
    learned = fit() if classifiers is None else classifiers
    sliders = {
        dial: ipywidgets.FloatSlider(
            0.5, min=0, max=1, step=0.05, description=dial, readout_format=".2f", style={"description_width": "6em"}
        )
        for dial in DIALS
    }
    return live(lambda **dials: show(learned, **dials), **sliders)


def _fresh(n: int, *, seed: int = _SEED, **dials: float) -> tuple[np.ndarray, torch.Tensor, torch.Tensor]:
    """Pictures that nothing was learned from (their seed is another), as images, as inputs, and their classes."""
    batch = shapes(n, seed=seed, **dials)
    return batch.images, _inputs(batch.images), torch.from_numpy(batch.labels)


def _inputs(images: np.ndarray) -> torch.Tensor:
    """(N, 32, 32, 3) uint8 -> (N, 3, 32, 32) float32 in [-1, 1]."""
    with _one_thread():
        return torch.from_numpy(images).permute(0, 3, 1, 2).float() / 127.5 - 1


@contextmanager
def _one_thread() -> Iterator[None]:
    """Products this small gain little from a second thread, and lose much where another program has the core."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


@torch.no_grad()
def _right(
    scores: Mapping[str, Callable[[torch.Tensor], torch.Tensor]], x: torch.Tensor, y: torch.Tensor
) -> dict[str, np.ndarray]:
    """For each classifier, which pictures it gets right: (N,) bool."""
    with _one_thread():
        return {name: (score(x).argmax(1) == y).numpy() for name, score in scores.items()}


def _accuracies(
    scores: Mapping[str, Callable[[torch.Tensor], torch.Tensor]], x: torch.Tensor, y: torch.Tensor
) -> dict[str, float]:
    return {name: float(right.mean()) for name, right in _right(scores, x, y).items()}


def _neighbours(x: torch.Tensor, y: torch.Tensor) -> Callable[[torch.Tensor], torch.Tensor]:
    """Votes of the nearest pictures in L2, by |a|^2 - 2 a.b: what is the same for all of them is left out."""
    rows = x.flatten(1)
    squares = (rows * rows).sum(1)

    def votes(inputs: torch.Tensor) -> torch.Tensor:
        nearest = (squares - 2 * inputs.flatten(1) @ rows.T).topk(NEIGHBOURS, largest=False).indices
        return nn.functional.one_hot(y[nearest], _CLASSES).sum(1)

    return votes


def _linear() -> nn.Module:
    """3072 - 10."""
    return nn.Sequential(nn.Flatten(), nn.Linear(3072, _CLASSES))


def _two_layers() -> nn.Module:
    """3072 - 64 - 10 with ReLU."""
    return nn.Sequential(nn.Flatten(), nn.Linear(3072, 64), nn.ReLU(), nn.Linear(64, _CLASSES))


def _convolutional() -> nn.Module:
    """Three convolutions with batch normalisation and pooling, 3 - 16 - 32 - 64 channels, and a linear layer."""
    layers: list[nn.Module] = []
    for channels, filters in pairwise((3, 16, 32, 64)):
        layers.append(nn.Conv2d(channels, filters, 3, padding=1, bias=False))
        layers += [nn.BatchNorm2d(filters), nn.ReLU(), nn.MaxPool2d(2)]
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(64 * 4 * 4, _CLASSES))


def _train(
    network: nn.Module, x: torch.Tensor, y: torch.Tensor, epochs: int, rate: float, stepped: Callable[[], object]
) -> None:
    """AdamW with one cycle of the learning rate, in batches of 64; `stepped` is called after each."""
    optimiser = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=epochs * -(-len(x) // 64))
    network.train()
    for _ in range(epochs):
        for chosen in torch.randperm(len(x)).split(64):
            loss = nn.functional.cross_entropy(network(x[chosen]), y[chosen])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            stepped()
    network.eval()


def _pictures(ax: Axes, images: np.ndarray, labels: list[int], right: Mapping[str, np.ndarray]) -> None:
    """The images in a row, and under each a mark for each classifier."""
    order = np.argsort(labels)
    gap = np.full((len(images), 32, 2, 3), 255, np.uint8)
    strip = np.concatenate(np.concatenate([gap[order], images[order], gap[order]], axis=2), axis=1)
    ax.imshow(strip, extent=(0, len(images), 0, 32 / 36))
    height = 0.2
    marks = np.array([each[order] for each in right.values()])
    for is_right, marker, colour in _MARKS:
        rows, columns = np.nonzero(marks == is_right)
        ax.scatter(columns + 0.5, -height * (rows + 0.6), s=70, marker=marker, color=colour, clip_on=False)
    ax.text(len(images), -height * (len(right) + 0.6), "● right   × wrong", ha="right", va="center")
    for row, name in enumerate(right):
        ax.text(-0.06, -height * (row + 0.6), name, ha="right", va="center")
    for column, index in enumerate(order):
        ax.text(column + 0.5, 32 / 36 + 0.04, CLASS_NAMES[labels[index]], ha="center", va="bottom")
    ax.set(xlim=(0, len(images)), ylim=(-height * (len(right) + 1.0), 32 / 36 + 0.22))
    ax.set_axis_off()


def _bars(ax: Axes, accuracies: Mapping[str, float], defaults: Mapping[str, float]) -> None:
    """Accuracies with a line for chance, and a mark where each stood at the default dials."""
    names = list(accuracies)
    values = [accuracies[name] for name in names]
    ax.barh(names, values, color=plots.COLOURS[0], height=0.62)
    before = [defaults[name] for name in names]
    for row, (now, then) in enumerate(zip(values, before, strict=True)):
        beside = then if now - 0.02 < then < now + 0.09 else now
        ax.text(max(now, beside) + 0.015, row, f"{now:.0%}", va="center", fontweight="bold")
    ax.plot(before, range(len(names)), "D", color="white", markeredgecolor="black", label="at the default dials")
    ax.axvline(1 / _CLASSES, color="black", linestyle="--", linewidth=1.2, label="chance")
    ax.invert_yaxis()
    best, worst = max(accuracies, key=accuracies.get), min(accuracies, key=accuracies.get)
    title = f"{best} is right on {accuracies[best]:.0%} of {SHOWN} fresh pictures, {worst} on {accuracies[worst]:.0%}"
    ax.set(xlim=(0, 1.06), xticks=np.linspace(0, 1, 6), xlabel="accuracy", title=title)
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    ax.grid(axis="y", visible=False)
    ax.legend(loc="upper right")
