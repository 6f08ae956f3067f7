"""Gradient descent on a bowl and in a valley: what the learning rate does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import ipywidgets
import numpy as np
from matplotlib.axes import Axes

from .. import plots
from ._live import live

RATES = (0.001, 0.003, 0.01, 0.02, 0.03, 0.05, 0.07, 0.09, 0.1, 0.105, 0.2, 0.3, 0.5, 0.7, 0.9, 1.0, 1.05)
# Beyond this a path has left for good.
FAR = 1e6


@dataclass(frozen=True)
class Surface:
    """A function of two numbers with its gradient; the minimum is 0 at the origin.

    Args:
        name: for titles.
        value: f(x, y), of arrays of equal shape.
        gradient: from a place (2,) to the gradient there, (2,).
        limits: x0, x1, y0, y1 of the picture.
        start: where a descent begins.
    """

    name: str
    value: Callable[[np.ndarray, np.ndarray], np.ndarray]
    gradient: Callable[[np.ndarray], np.ndarray]
    limits: tuple[float, float, float, float] = (-2.4, 2.4, -2.0, 2.0)
    start: tuple[float, float] = (-2.0, 1.2)


BOWL = Surface("bowl", lambda x, y: x**2 + y**2, lambda place: 2 * place)
VALLEY = Surface("valley", lambda x, y: x**2 / 2 + 10 * y**2, lambda place: place * np.array([1.0, 20.0]))
SURFACES = {surface.name: surface for surface in (BOWL, VALLEY)}


def descend(surface: Surface, learning_rate: float, steps: int = 20) -> np.ndarray:
    """The places of a descent, theta <- theta - learning_rate * gradient, the start among them.

    Args:
        surface: `BOWL`, `VALLEY` or one of your own.
        learning_rate: the factor of the gradient, 0 or greater.
        steps: at most so many; a path that has left for good ends early.

    Returns: (T, 2) float64, T at most steps + 1.

    Raises: ValueError for a negative learning rate.
    """
    if learning_rate < 0:
        raise ValueError(f"descend: the learning rate must be 0 or greater, got {learning_rate}")
    path = [np.array(surface.start, dtype=float)]
    while len(path) <= steps and np.abs(path[-1]).max() < FAR:
        path.append(path[-1] - learning_rate * surface.gradient(path[-1]))
    return np.stack(path)


@plots.styled
def trace(surface: Surface, learning_rate: float, steps: int = 20, *, ax: Axes | None = None) -> Axes:
    """The path of a descent on the surface, with its loss at the end in the title."""
    path = descend(surface, learning_rate, steps)
    title = f"{surface.name}, rate {learning_rate:g}: loss {surface.value(*path[-1]):.2g}"
    paths = {"path": path}
    ax = plots.contours(surface.value, limits=surface.limits, paths=paths, minimum=(0, 0), title=title, ax=ax)
    ax.set_aspect("equal")
    return ax


@plots.styled
def show(surface: Surface, learning_rate: float, steps: int = 20) -> np.ndarray:
    """`trace`, and beside it the loss after each step; returns the two Axes."""
    heights = surface.value(*descend(surface, learning_rate, steps).T)
    axes = plots.new_axes(1, 2, size=(11.5, 4.4))
    trace(surface, learning_rate, steps, ax=axes[0])
    axes[1].plot(heights, "o-", color=plots.COLOURS[1], markersize=5, markeredgecolor="black", markeredgewidth=0.4)
    axes[1].set_yscale("symlog", linthresh=1e-6)
    axes[1].set(ylim=(0, 1e6), yticks=[0, 1e-4, 1e-2, 1, 1e2, 1e4, 1e6], xlim=(-0.02 * steps - 0.1, steps + 0.5))
    axes[1].set_yticks([], minor=True)
    axes[1].xaxis.get_major_locator().set_params(integer=True)
    axes[1].set(xlabel="step", ylabel="loss", title=_verdict(heights))
    return axes


def explore() -> ipywidgets.VBox:
    """Sliders over `show`: the surface, the learning rate, the number of steps. Tab and the arrow keys work as well."""
    return live(
        show,
        surface=ipywidgets.ToggleButtons(options=list(SURFACES.items()), description="surface"),
        learning_rate=ipywidgets.SelectionSlider(options=RATES, value=0.03, description="rate"),
        steps=ipywidgets.IntSlider(20, min=0, max=100, description="steps"),
    )


def _verdict(heights: np.ndarray) -> str:
    """What became of the descent, in a few words."""
    if heights[-1] > heights[0]:
        return "Every step leads farther away"
    return "Arrived" if heights[-1] < 1e-4 * heights[0] else "On the way"
