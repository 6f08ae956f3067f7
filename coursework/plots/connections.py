"""Units in rows and what each is connected to: which inputs reach one unit."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from .style import COLOURS, new_axes, styled


@styled
def connections(
    links: Sequence[np.ndarray], names: Sequence[str], unit: int, *, title: str = "", ax: Axes | None = None
) -> Axes:
    """Rows of units, the input at the bottom, a line for each connection; what reaches one unit at the top is coloured.

    Args:
        links: one matrix for each layer, from the input upwards, (units above, units below); 0 is no connection.
        names: one text for each row of units, from the input upwards.
        unit: which unit of the topmost row, from 0.
        title: what the figure shows, as a sentence.

    Raises: ValueError where the matrices do not fit together, or names or unit do not fit to them.
    """
    widths = [links[0].shape[1], *[len(link) for link in links]]
    if [link.shape[1] for link in links] != widths[:-1] or len(names) != len(widths) or not 0 <= unit < widths[-1]:
        raise ValueError(
            f"connections: matrices {[link.shape for link in links]}, {len(names)} names and unit {unit} do not fit"
        )
    reached = [np.arange(widths[-1]) == unit]
    for link in reversed(links):
        reached.insert(0, (link[reached[0]] != 0).any(axis=0))
    ax = ax if ax is not None else new_axes(size=(0.62 * max(widths) + 2.2, 1.25 * len(widths) + 0.5))
    places = [np.arange(width) - (width - 1) / 2 for width in widths]
    for row, link in enumerate(links):
        above, below = np.nonzero(link)
        ends = [((places[row][b], row), (places[row + 1][a], row + 1)) for a, b in zip(above, below, strict=True)]
        used = reached[row + 1][above]
        ax.add_collection(LineCollection(ends, colors=np.where(used, COLOURS[3], "#BBBBBB"), linewidths=1 + used))
    for row, (xs, on) in enumerate(zip(places, reached, strict=True)):
        colours = np.where(on, COLOURS[1], "white")
        ax.scatter(xs, np.full(len(xs), row), s=190, c=colours, edgecolors="black", zorder=3)
        ax.text(-max(widths) / 2 - 0.4, row, names[row], ha="right", va="center", fontsize=12)
        ax.text(max(widths) / 2 + 0.2, row, f"{on.sum()}", va="center", fontsize=14, color=COLOURS[3])
    ax.set(xlim=(-max(widths) / 2 - 3.2, max(widths) / 2 + 0.9), ylim=(-0.4, len(widths) - 0.6), title=title)
    ax.set_axis_off()
    return ax
