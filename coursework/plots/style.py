"""One look for every figure: readable on a projector, and without telling red from green."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ParamSpec, TypeVar

import matplotlib as mpl
import matplotlib.pyplot as plt
from cycler import cycler
from matplotlib.figure import Figure

# Source: Okabe and Ito, "Color Universal Design", 2008, https://jfly.uni-koeln.de/color/
# Yellow, too pale for lines, comes last.
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#000000", "#F0E442")
# Classes differ in shape too, so that a figure survives a grey printer.
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")

STYLE: dict[str, Any] = {
    "axes.axisbelow": True,
    "axes.grid": True,
    "axes.labelsize": 12,
    "axes.prop_cycle": cycler(color=COLOURS),
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlesize": 13,
    "axes.titlelocation": "left",
    "figure.facecolor": "white",
    "figure.titlesize": 14,
    "font.size": 11,
    "grid.color": "#DDDDDD",
    "image.cmap": "gray",
    "image.interpolation": "nearest",
    "legend.fontsize": 11,
    "legend.frameon": False,
    "lines.linewidth": 2,
    "lines.markersize": 7,
}

P = ParamSpec("P")
R = TypeVar("R")


def styled(function: Callable[P, R]) -> Callable[P, R]:
    """Run `function` in the course's style; matplotlib's own settings are as before afterwards."""

    @functools.wraps(function)
    def inside(*args: P.args, **kwargs: P.kwargs) -> R:
        with mpl.rc_context(STYLE):
            return function(*args, **kwargs)

    return inside


Size = tuple[float, float]
# What `new_axes` calls in place of pyplot: from a size in inches, and what makes the Axes on an empty figure, to these.
AxesMaker = Callable[[Size, Callable[[Figure], Any], Any], Any]
_axes_for: ContextVar[AxesMaker | None] = ContextVar("axes_for", default=None)


@contextmanager
def axes_from(axes_for: AxesMaker) -> Iterator[None]:
    """Inside this block `new_axes` returns what `axes_for(size, make, kind)` does.

    `make` puts the Axes on an empty figure of `size` inches; of the same `kind`, it makes the same.
    """
    token = _axes_for.set(axes_for)
    try:
        yield
    finally:
        _axes_for.reset(token)


@styled
def new_axes(
    rows: int = 1,
    columns: int = 1,
    *,
    size: tuple[float, float] = (7.0, 4.2),
    margins: Mapping[str, float] | None = None,
    **options: Any,
) -> Any:
    """One Axes, or an array of Axes, in a figure of `size` inches in the course's style.

    Args:
        rows, columns: how many Axes.
        size: width and height of the whole figure in inches.
        margins: left, bottom, right, top, wspace, hspace as shares of the figure; by default they are found by
            constrained layout, which takes longer than to draw.
        options: passed to `matplotlib.figure.Figure.subplots`, for example `sharey=True`.

    Returns: an Axes for one, else an array of them as `subplots` gives it.
    """
    if margins is not None:
        options["gridspec_kw"] = dict(margins)

    def make(figure: Figure) -> Any:
        if margins is None:
            figure.set_layout_engine("constrained")
        return figure.subplots(rows, columns, **options)

    axes_for = _axes_for.get()
    if axes_for is None:
        return make(plt.figure(figsize=size))
    return axes_for(size, make, repr((rows, columns, size, options)))
