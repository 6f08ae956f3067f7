"""Named things as points in the plane of two quantities."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.axes import Axes

from .style import MARKERS, new_axes, styled


@styled
def named_points(
    points: Mapping[str, tuple[float, float]],
    *,
    xlabel: str,
    ylabel: str,
    title: str = "",
    log: str = "",
    level: tuple[str, float] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """One marker with its name beside it for each thing, and a dashed line at a value to compare with.

    Args:
        points: from name to (x, y).
        xlabel, ylabel: the quantities, with their units in brackets.
        log: the logarithmic axes: "", "x", "y" or "xy".
        level: a name and a value of y.

    Raises: ValueError where there is nothing to show or `log` is another text.
    """
    if log not in ("", "x", "y", "xy"):
        raise ValueError(f'named_points: log must be "", "x", "y" or "xy", got {log!r}')
    if not points:
        raise ValueError("named_points: there is nothing to show")
    ax = ax if ax is not None else new_axes(size=(8, 4.4))
    for i, (name, place) in enumerate(points.items()):
        ax.plot(*place, MARKERS[i % len(MARKERS)], markersize=13)
        ax.annotate(name, place, xytext=(12, 4), textcoords="offset points", fontsize=12)
    if level is not None:
        ax.axhline(level[1], color="black", linestyle="--", linewidth=1.5, zorder=0)
        where = {"xy": (0.01, level[1]), "xycoords": ax.get_yaxis_transform()}
        ax.annotate(level[0], **where, xytext=(0, 4), textcoords="offset points", fontsize=12)
    if "x" in log:
        ax.set_xscale("log")
    if "y" in log:
        ax.set_yscale("log")
    else:
        ax.set_ylim(0, 1.12 * max(y for _, y in points.values()))
    ax.margins(x=0.25)
    ax.set(xlabel=xlabel, ylabel=ylabel, title=title)
    return ax
