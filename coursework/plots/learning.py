"""How a training went: the loss of several runs, and where one begins to overfit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from .style import COLOURS, MARKERS, new_axes, styled

DASHES = ("-", (0, (5, 1.5)), (0, (1, 1.2)), (0, (5, 1.5, 1, 1.5)), (0, (8, 2)), (0, (3, 1)))


@styled
def learning_curves(
    runs: Mapping[str, Sequence[float] | np.ndarray],
    *,
    xlabel: str = "step",
    ylabel: str = "loss",
    title: str = "",
    smooth: int = 1,
    log: bool = False,
    level: tuple[str, float] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """One line for each run; they differ in colour, dashes and the marker at their end.

    A value that is not finite ends its line, and the marker stands before it.

    Args:
        runs: from name to one value a step or epoch, the first after step 1; the lengths may differ.
        smooth: each point is the mean of so many values, its own and those before it (as far as there are any).
        log: logarithmic y axis.
        level: name and height of a dotted line across.

    Raises: ValueError where there is nothing to show or `smooth` is less than 1.
    """
    if not runs or smooth < 1:
        raise ValueError(f"learning_curves: expected runs and a smooth of 1 or more, got {len(runs)} and {smooth}")
    ax = ax if ax is not None else new_axes(size=(8, 4.2))
    for i, (name, values) in enumerate(runs.items()):
        values = np.asarray(values, dtype=float)
        bad = ~np.isfinite(values)
        values = _smoothed(values[: bad.argmax()] if bad.any() else values, smooth)
        style = {"color": COLOURS[i % len(COLOURS)], "linestyle": DASHES[i % len(DASHES)]}
        style |= {"marker": MARKERS[i % len(MARKERS)], "markevery": [-1] if len(values) else []}
        ax.plot(np.arange(1, len(values) + 1), values, **style, label=name)
    if level is not None:
        ax.axhline(level[1], color="black", linestyle=":", linewidth=1.2, label=level[0])
    if log:
        ax.set_yscale("log")
    ax.set(xlabel=xlabel, ylabel=ylabel, title=title)
    ax.xaxis.get_major_locator().set_params(integer=True)
    if len(runs) > 1 or level is not None:
        ax.legend()
    return ax


@styled
def overfitting(
    training: Sequence[float] | np.ndarray,
    validation: Sequence[float] | np.ndarray,
    *,
    title: str = "",
    xlabel: str = "epoch",
    ylabel: str = "loss",
    ax: Axes | None = None,
) -> Axes:
    """Training and validation loss after each epoch, a star at the lowest validation loss, the rest shaded.

    Args:
        training, validation: one value an epoch, the first after epoch 1, (E,) each.

    Raises: ValueError where the lengths differ or there is nothing to show.
    """
    if len(training) != len(validation) or not len(training):
        raise ValueError(f"overfitting: expected as many values of both, got {len(training)} and {len(validation)}")
    runs = {"training": training, "validation": validation}
    ax = learning_curves(runs, xlabel=xlabel, ylabel=ylabel, title=title, ax=ax)
    lowest = int(np.argmin(validation))
    ax.axvspan(lowest + 1, len(validation), color=COLOURS[3], alpha=0.12, linewidth=0, label="overfitting")
    style = {"color": "white", "markersize": 18, "markeredgecolor": "black", "linestyle": "none", "zorder": 4}
    ax.plot(lowest + 1, validation[lowest], "*", **style, label=f"stop: epoch {lowest + 1}")
    ax.legend()
    return ax


def _smoothed(values: np.ndarray, smooth: int) -> np.ndarray:
    """Running means of up to `smooth` values."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    ends = np.arange(1, len(values) + 1)
    starts = np.maximum(ends - smooth, 0)
    return (sums[ends] - sums[starts]) / (ends - starts)
