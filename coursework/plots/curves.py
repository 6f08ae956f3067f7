"""Quantities that depend on one number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from .style import MARKERS, new_axes, styled


@styled
def curves(
    x: Sequence[float] | np.ndarray,
    values: Mapping[str, Sequence[float] | np.ndarray],
    *,
    xlabel: str,
    ylabel: str,
    title: str = "",
    log: str = "",
    ax: Axes | None = None,
) -> Axes:
    """One line with markers for each name, over the same x; every x is written on the axis.

    Args:
        x: (N,), in ascending order, few enough to be written side by side.
        values: from name to (N,); with one name only there is no legend.
        xlabel, ylabel: the quantities, with their units in brackets.
        log: the logarithmic axes: "", "x", "y" or "xy". Without "x" the x stand at equal distances.

    Raises: ValueError where the lengths differ, there is nothing to show, or `log` is another text.
    """
    if log not in ("", "x", "y", "xy"):
        raise ValueError(f'curves: log must be "", "x", "y" or "xy", got {log!r}')
    if not values:
        raise ValueError("curves: there is nothing to show")
    for name, each in values.items():
        if len(each) != len(x):
            raise ValueError(f"curves: {len(x)} values of x but {len(each)} of {name!r}")
    ax = ax if ax is not None else new_axes()
    where = x if "x" in log else range(len(x))
    if "x" in log:
        ax.set_xscale("log")
    if "y" in log:
        ax.set_yscale("log")
    for i, (name, each) in enumerate(values.items()):
        ax.plot(where, each, f"{MARKERS[i % len(MARKERS)]}-", label=name)
    # Six digits: 10.0**-5 is not quite 1e-05.
    ax.set_xticks(where, [f"{each:,.6g}" if isinstance(each, float) else f"{each:,}" for each in x])
    ax.set_xticks([], minor=True)
    ax.set(xlabel=xlabel, ylabel=ylabel, title=title)
    if len(values) > 1:
        ax.legend()
    return ax
