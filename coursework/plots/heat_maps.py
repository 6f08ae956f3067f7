"""A table of numbers as colours."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from .style import COLOURS, new_axes, styled


@styled
def heat_map(
    values: np.ndarray,
    rows: Sequence[object],
    columns: Sequence[object],
    *,
    xlabel: str,
    ylabel: str,
    title: str = "",
    form: str = ".2f",
    best: tuple[int, int] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """One cell a number, brighter for more, the number written on it, and one cell framed.

    Args:
        values: (R, C).
        rows, columns: R and C texts or numbers, written along the axes.
        xlabel, ylabel: what the columns and the rows are.
        form: how a number is written, as in `format`.
        best: row and column of the cell to frame.

    Raises: ValueError where the shapes do not fit.
    """
    values = np.asarray(values, dtype=float)
    if values.shape != (len(rows), len(columns)):
        raise ValueError(f"heat_map: {len(rows)} rows and {len(columns)} columns, but values of shape {values.shape}")
    ax = ax if ax is not None else new_axes(size=(0.85 * len(columns) + 1.6, 0.6 * len(rows) + 1.4))
    ax.imshow(values, cmap="cividis", aspect="auto")
    middle = (np.nanmin(values) + np.nanmax(values)) / 2
    for (row, column), value in np.ndenumerate(values):
        colour = "black" if value > middle else "white"
        ax.text(column, row, format(value, form), ha="center", va="center", color=colour)
    if best is not None:
        corner = best[1] - 0.5, best[0] - 0.5
        ax.add_patch(Rectangle(corner, 1, 1, fill=False, edgecolor=COLOURS[3], linewidth=4))
    ax.set_xticks(range(len(columns)), [str(each) for each in columns])
    ax.set_yticks(range(len(rows)), [str(each) for each in rows])
    ax.set(xlabel=xlabel, ylabel=ylabel, title=title)
    ax.grid(False)
    return ax
