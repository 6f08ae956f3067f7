"""Five optimisers on one surface: a valley, a saddle, local minima."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import ipywidgets
import numpy as np
from matplotlib.axes import Axes

from .. import plots
from ._live import live

if TYPE_CHECKING:
    from torch import Tensor

RATES = (0.001, 0.003, 0.01, 0.02, 0.05, 0.08, 0.1, 0.11, 0.12, 0.2, 0.3, 0.5, 1.0)
# Beyond this a path has left for good.
FAR = 1e3
# The last position of the slider of steps.
LONGEST = 200
OPTIMISERS = ("SGD", "momentum", "AdaGrad", "RMSProp", "Adam")
DASHES = ("-", (0, (5, 1.5)), (0, (1, 1.2)), (0, (5, 1.5, 1, 1.5)), "-")


@dataclass(frozen=True)
class Surface:
    """A function of two numbers, its lowest value 0.

    Args:
        name: for titles.
        value: f(x, y), of tensors of equal shape.
        limits: x0, x1, y0, y1 of the picture.
        start: where the race begins.
    """

    name: str
    value: Callable[[Tensor, Tensor], Tensor]
    limits: tuple[float, float, float, float]
    start: tuple[float, float]

    def heights(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """The value at each of many places, as arrays."""
        import torch

        return self.value(torch.tensor(x), torch.tensor(y)).numpy()


# 45 times as steep across as along.
VALLEY = Surface("valley", lambda x, y: 0.2 * x**2 + 9 * y**2, (-4.6, 1.6, -1.1, 1.1), (-4.0, 0.8))
# The start is nearly on the ridge that leads to the saddle at the origin; the minima lie on both sides of it.
SADDLE = Surface("saddle", lambda x, y: x**2 / 2 + (y**2 - 2) ** 2 / 8, (-1.8, 1.2, -2.0, 2.0), (-1.5, 0.002))
# A bowl with dents; the lowest is at the origin.
MINIMA = Surface(
    "local minima",
    lambda x, y: 0.1 * x**2 + 0.4 * y**2 + 0.3 * (1 - (3 * x).cos()) * (1 + 0.3 * y.cos()),
    (-3.6, 2.6, -1.8, 1.8),
    (-2.9, 1.3),
)
SURFACES = {surface.name: surface for surface in (VALLEY, SADDLE, MINIMA)}


@functools.lru_cache(maxsize=64)
def race(surface: Surface, learning_rate: float = 0.1, steps: int = 100) -> dict[str, np.ndarray]:
    """The paths of the five optimisers of `torch.optim` from the same start with the same learning rate.

    Args:
        surface: `VALLEY`, `SADDLE`, `MINIMA` or one of your own.
        learning_rate: 0 or greater.
        steps: 0 or more.

    Returns: from name to (T, 2) float64, the start among them; T is steps + 1, or less for a path that leaves for good.

    Raises: ValueError for a negative learning rate or number of steps.
    """
    import torch

    if learning_rate < 0 or steps < 0:
        raise ValueError(f"race: learning rate and steps must be 0 or greater, got {learning_rate:g} and {steps}")
    places = [torch.tensor(surface.start, dtype=torch.float64, requires_grad=True) for _ in OPTIMISERS]
    makers = (
        torch.optim.SGD,
        functools.partial(torch.optim.SGD, momentum=0.9),
        torch.optim.Adagrad,
        torch.optim.RMSprop,
        torch.optim.Adam,
    )
    optimisers = [make([place], lr=learning_rate) for make, place in zip(makers, places, strict=True)]
    history = np.empty((steps + 1, len(places), 2))
    for step in range(steps + 1):
        stacked = torch.stack(places)
        history[step] = stacked.detach().numpy()
        # Each place has its own share of the sum, so this gives each its own gradient.
        gradients = torch.autograd.grad(surface.value(*stacked.T).sum(), places)
        for place, gradient, optimiser in zip(places, gradients, optimisers, strict=True):
            place.grad = gradient
            optimiser.step()
    history.flags.writeable = False  # every caller gets the same
    return {name: _until_far(history[:, i]) for i, name in enumerate(OPTIMISERS)}


@plots.styled
def trace(surface: Surface, learning_rate: float = 0.1, steps: int = 100, *, ax: Axes | None = None) -> Axes:
    """The five paths on the surface after so many steps, a large marker where each has got to."""
    ax = plots.contours(surface.heights, limits=surface.limits, xlabel="$w_1$", ylabel="$w_2$", ax=ax, resolution=80)
    for i, (name, path) in enumerate(_first(surface, learning_rate, steps).items()):
        style = {"color": _colour(i), "linestyle": DASHES[i], "marker": plots.MARKERS[i], "label": name}
        ax.plot(*path.T, **style, linewidth=2.2, markersize=11, markevery=[-1], markeredgecolor="white", zorder=3)
    ax.plot(*surface.start, "o", color="white", markersize=9, markeredgecolor="black", zorder=3)
    ax.set_title(f"{surface.name}, rate {learning_rate:g}, {steps} step{'' if steps == 1 else 's'}")
    return ax


@plots.styled
def show(surface: Surface, learning_rate: float = 0.1, steps: int = 100) -> np.ndarray:
    """`trace`, and beside it the loss of each optimiser after each step; returns the two Axes."""
    # Margins by hand: to find them out takes longer than to draw.
    margins = {"left": 0.085, "bottom": 0.14, "right": 0.785, "top": 0.92, "wspace": 0.27}
    axes = plots.new_axes(1, 2, size=(12.5, 4.6), margins=margins)
    trace(surface, learning_rate, steps, ax=axes[0])
    ends = {}
    for i, (name, path) in enumerate(_first(surface, learning_rate, steps).items()):
        heights = surface.heights(*path.T)
        gone = len(path) <= steps
        ends[name] = np.inf if gone else heights[-1]
        style = {"color": _colour(i), "linestyle": DASHES[i], "marker": plots.MARKERS[i], "markevery": [-1]}
        label = f"{name}: {'gone' if gone else f'{heights[-1]:.1g}'}"
        axes[1].plot(heights, **style, markersize=9, markeredgecolor="white", label=label)
    best = min(ends, key=ends.get)
    title = f"{best} is lowest" if len({f"{end:.2g}" for end in ends.values()}) > 1 else "All at the same height"
    axes[1].set(yscale="log", ylim=(1e-7, 1e2), xlim=(-0.02 * steps - 0.1, 1.02 * steps + 0.5))
    axes[1].set_yticks([1e-6, 1e-4, 1e-2, 1, 1e2], ["$10^{-6}$", "$10^{-4}$", "$10^{-2}$", "1", "100"])
    axes[1].set_yticks([], minor=True)
    axes[1].xaxis.get_major_locator().set_params(integer=True)
    axes[1].set(xlabel="step", ylabel="loss", title=title)
    axes[1].legend(title="loss now", loc="center left", bbox_to_anchor=(1, 0.5))
    return axes


def explore() -> ipywidgets.VBox:
    """Sliders over `show`: the surface, the learning rate, the steps, and a button that plays them.

    Tab goes from one to the next, the arrow keys move it.
    """
    # A race takes as long as a picture: run them all now, so that no position waits for one.
    for surface, rate in itertools.product(SURFACES.values(), RATES):
        race(surface, rate, LONGEST)
    slider = ipywidgets.IntSlider(60, min=0, max=LONGEST, description="steps")
    play = ipywidgets.Play(value=60, min=0, max=LONGEST, step=4, interval=250)
    ipywidgets.jslink((play, "value"), (slider, "value"))
    widget = live(
        show,
        surface=ipywidgets.ToggleButtons(options=list(SURFACES.items()), description="surface"),
        learning_rate=ipywidgets.SelectionSlider(options=RATES, value=0.1, description="rate"),
        steps=slider,
    )
    widget.children = (play, *widget.children)
    return widget


def _first(surface: Surface, learning_rate: float, steps: int) -> dict[str, np.ndarray]:
    """The paths up to a step; one race of full length serves every position of the slider."""
    paths = race(surface, learning_rate, max(steps, LONGEST))
    return {name: path[: steps + 1] for name, path in paths.items()}


def _until_far(path: np.ndarray) -> np.ndarray:
    """The path up to the step that leaves for good."""
    far = ~(np.abs(path).max(axis=1) < FAR)
    return path[: far.argmax()] if far.any() else path


def _colour(i: int) -> str:
    """The course's colours from the second on, since the surface is blue."""
    return (plots.COLOURS[6], plots.COLOURS[1], plots.COLOURS[4], plots.COLOURS[2], plots.COLOURS[3])[i]
