"""Activations through ten layers, under the deviation of the first weights and the activation function."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import ipywidgets
import numpy as np
from matplotlib.axes import Axes

from .. import plots
from ._live import live

if TYPE_CHECKING:
    from torch import Tensor

LAYERS, UNITS, IMAGES, BINS = 10, 500, 200, 60
# Deviations of the weights; those that the two papers give for layers of 500 units carry their names.
SCALES: Mapping[str, float] = {
    "0.001": 0.001,
    "0.01": 0.01,
    "0.02": 0.02,
    "0.03": 0.03,
    "Xavier": 500**-0.5,
    "0.05": 0.05,
    "Kaiming": 250**-0.5,
    "0.08": 0.08,
    "0.1": 0.1,
    "0.2": 0.2,
    "0.5": 0.5,
    "1": 1.0,
}
# What the picture shows of each activation.
RANGES = {"tanh": (-1.1, 1.1), "sigmoid": (-0.1, 1.1), "ReLU": (-0.3, 4.0)}
# The middle between two flat ends, and the distance from it from which on a value counts as saturated.
FLAT = {"tanh": (0.0, 0.99), "sigmoid": (0.5, 0.49)}


@dataclass(frozen=True)
class Signal:
    """What arrives after each layer.

    Args:
        activations: (layers, images, units) float32.
        deviations: of each layer's activations, (layers,) float64.
        verdict: what became of the signal, in a few words.
    """

    activations: np.ndarray
    deviations: np.ndarray
    verdict: str


@functools.lru_cache(maxsize=8)
def signal(scale: float, activation: str, *, batch_norm: bool = False) -> Signal:
    """Send random inputs of deviation 1 through ten layers of 500 units without a bias.

    Args:
        scale: the deviation of the normally distributed weights, 0 or greater.
        activation: a key of `RANGES`.
        batch_norm: normalise each unit over the inputs before its activation.

    Raises: ValueError for a negative scale or an unknown activation.
    """
    import torch
    from torch.nn.functional import batch_norm as normalised

    if scale < 0 or activation not in RANGES:
        known = ", ".join(RANGES)
        raise ValueError(f"signal: expected a scale of 0 or greater and one of {known}, got {scale:g}, {activation!r}")
    bends = {"tanh": torch.tanh, "sigmoid": torch.sigmoid, "ReLU": torch.relu}
    inputs, draws = _draws()
    after = [inputs]
    for draw in draws:
        summed = scale * (after[-1] @ draw.T)
        if batch_norm:
            summed = normalised(summed, None, None, training=True)
        after.append(bends[activation](summed))
    activations = torch.stack(after[1:]).numpy()
    deviations = activations.std(axis=(1, 2), dtype=np.float64)
    return Signal(activations, deviations, _verdict(activations[-1], deviations, activation))


@plots.styled
def show(scale: float, activation: str, *, batch_norm: bool = False, ax: Axes | None = None) -> Axes:
    """The activations of each layer as a histogram on its side, its deviation above it; the verdict is the title.

    All histograms are equally wide. Values outside the picture are counted at its edge, those that ReLU made 0 not at
    all.
    """
    what = signal(scale, activation, batch_norm=batch_norm)
    if ax is None:
        # Margins by hand: to find them out takes longer than to draw.
        margins = {"left": 0.085, "bottom": 0.13, "right": 0.985, "top": 0.92}
        ax = plots.new_axes(size=(10, 4.8), margins=margins)
    low, high = RANGES[activation]
    edges = np.linspace(low, high, BINS + 1)
    top = high + 0.06 * (high - low)
    for layer, counts in enumerate(_counts(scale, activation, batch_norm), start=1):
        widths = np.append(0.85 * counts / max(counts.max(), 1), 0)
        ax.fill_betweenx(edges, layer - 0.4, layer - 0.4 + widths, step="post", color=plots.COLOURS[0], linewidth=0.6)
        ax.text(layer, top, _short(what.deviations[layer - 1]), ha="center", va="center", fontsize=12)
    ax.set(xlim=(0.4, LAYERS + 0.7), ylim=(low, high + 0.14 * (high - low)), xticks=range(1, LAYERS + 1))
    ax.set(xlabel="layer (number: deviation)", ylabel=f"activation ({activation})", title=what.verdict)
    ax.grid(axis="x", visible=False)
    return ax


def explore() -> ipywidgets.VBox:
    """Sliders over `show`: the deviation of the weights, the activation, batch normalisation. Keys work as well."""
    return live(
        show,
        scale=ipywidgets.SelectionSlider(options=list(SCALES.items()), value=0.01, description="weights"),
        activation=ipywidgets.ToggleButtons(options=list(RANGES), description="activation"),
        batch_norm=ipywidgets.Checkbox(False, description="batch normalisation"),
    )


@functools.lru_cache(maxsize=128)
def _counts(scale: float, activation: str, batch_norm: bool) -> np.ndarray:
    """How many activations of each layer lie in each of the bins, (layers, BINS); for ReLU without zeros."""
    low, high = RANGES[activation]
    counts = []
    for values in signal(scale, activation, batch_norm=batch_norm).activations:
        shown = values[values != 0] if activation == "ReLU" else values.ravel()
        bins = ((np.clip(shown, low, high) - low) * (BINS / (high - low))).astype(np.intp)
        counts.append(np.bincount(np.minimum(bins, BINS - 1), minlength=BINS))
    return np.stack(counts)


@functools.lru_cache(maxsize=1)
def _draws() -> tuple[Tensor, tuple[Tensor, ...]]:
    """Inputs, and one matrix of standard normal numbers a layer: every scale multiplies the same."""
    import torch

    chance = torch.Generator().manual_seed(0)
    inputs = torch.randn(IMAGES, UNITS, generator=chance)
    return inputs, tuple(torch.randn(UNITS, UNITS, generator=chance) for _ in range(LAYERS))


def _verdict(last: np.ndarray, deviations: np.ndarray, activation: str) -> str:
    """What became of the signal, from the activations of the last layer, (images, units)."""
    middle, limit = FLAT.get(activation, (0.0, np.inf))
    saturated = (np.abs(last - middle) > limit).mean()
    between = last.std(axis=0, dtype=np.float64).mean()
    if saturated > 0.1:
        return f"Saturated: {saturated:.0%} of layer 10 is at a flat end"
    if deviations[-1] > 30:
        return "Exploded: each layer is larger than the one before"
    if deviations[-1] < 0.03:
        return "Faded: hardly anything arrives in layer 10"
    if between < 0.02:
        return f"Lost: a unit of layer 10 differs by {between:.0e} from image to image"
    return "Alive: layer 10 still tells the images apart"


def _short(deviation: float) -> str:
    """The number in at most five characters."""
    return f"{deviation:.2g}" if 0.01 <= deviation < 100 else f"{deviation:.0e}"
