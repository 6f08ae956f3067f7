"""Named quantities, compared."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.axes import Axes

from .style import COLOURS, new_axes, styled


@styled
def bars(
    values: Mapping[str, float], *, xlabel: str, title: str = "", log: bool = False, ax: Axes | None = None
) -> Axes:
    """One horizontal bar for each name, in the order given from the top, its value written beside it.

    Args:
        values: from name to quantity; greater than 0 where `log`.
        xlabel: what the quantity is, with its unit in brackets.
        log: logarithmic axis.

    Raises: ValueError where there is nothing to show.
    """
    if not values:
        raise ValueError("bars: there is nothing to show")
    ax = ax if ax is not None else new_axes(size=(7.5, 0.55 * len(values) + 1.3))
    drawn = ax.barh(list(values), list(values.values()), color=COLOURS[0], height=0.65)
    ax.bar_label(drawn, [_short(value) for value in values.values()], padding=4)
    ax.invert_yaxis()
    ax.set(xlabel=xlabel, title=title)
    ax.grid(axis="y", visible=False)
    if log:
        ax.set_xscale("log")
    ax.margins(x=0.15)
    return ax


def _short(value: float) -> str:
    """The number with three digits, or all of those before the point."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
