"""An equation of matrices, with every number in its place."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from .style import new_axes, styled
from .templates import SIGNED


@styled
def equation(
    parts: Sequence[np.ndarray | str], titles: Sequence[str] | None = None, *, title: str = "", digits: int = 3
) -> np.ndarray:
    """Matrices as grids of numbers, with signs such as "=" between them; the colour says the sign and the size.

    Args:
        parts: arrays (R, C), or (R,), which is drawn as one column; texts are written between them.
        titles: one text for each part, "" for none.
        title: what the figure shows, as a sentence.
        digits: significant digits of each number.

    Returns: array of Axes, one for each part.

    Raises: ValueError where titles and parts differ in number or an array has more than two axes.
    """
    if titles is not None and len(titles) != len(parts):
        raise ValueError(f"equation: {len(parts)} parts but {len(titles)} titles; give one title for each part")
    drawn = [part if isinstance(part, str) else _matrix(part) for part in parts]
    widths = [0.6 if isinstance(part, str) else part.shape[1] + 0.2 for part in drawn]
    tallest = max((len(part) for part in drawn if not isinstance(part, str)), default=1)
    size = (0.72 * sum(widths) + 0.3, 0.62 * tallest + 0.5 + 0.4 * bool(title))
    axes = new_axes(1, len(drawn), size=size, width_ratios=widths, squeeze=False)[0]
    for i, (ax, part) in enumerate(zip(axes, drawn, strict=True)):
        ax.set_axis_off()
        if isinstance(part, str):
            ax.text(0.5, 0.5, part, ha="center", va="center", fontsize=18, transform=ax.transAxes)
        else:
            _draw(part, ax, digits, tallest)
        if titles is not None:
            ax.set_title(titles[i], loc="center", fontsize=12)
    if title:
        axes[0].figure.suptitle(title, x=0.01, ha="left")
    return axes


def _matrix(part: np.ndarray) -> np.ndarray:
    values = np.asarray(part, dtype=float)
    if values.ndim not in (1, 2):
        raise ValueError(f"equation: expected arrays of shape (R, C) or (R,), got {values.shape}")
    return values[:, None] if values.ndim == 1 else values


def _draw(values: np.ndarray, ax: Axes, digits: int, tallest: int) -> None:
    largest = float(np.abs(values).max()) or 1.0
    ax.imshow(values, cmap=SIGNED, vmin=-1.6 * largest, vmax=1.6 * largest)
    # The same height everywhere, so that a cell has the same size in every part.
    middle = (len(values) - 1) / 2
    ax.set(xlim=(-0.55, values.shape[1] - 0.45), ylim=(middle + tallest / 2 + 0.05, middle - tallest / 2 - 0.05))
    for (row, column), value in np.ndenumerate(values):
        ax.text(column, row, f"{value:.{digits}g}", ha="center", va="center", fontsize=12)
    for edge in range(len(values) + 1):
        ax.plot([-0.5, values.shape[1] - 0.5], [edge - 0.5] * 2, color="black", linewidth=0.8)
    for edge in range(values.shape[1] + 1):
        ax.plot([edge - 0.5] * 2, [-0.5, len(values) - 0.5], color="black", linewidth=0.8)
