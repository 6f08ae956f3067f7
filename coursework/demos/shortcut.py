"""A collection of images in which the light gives the class away."""

from __future__ import annotations

import numpy as np

from .. import plots

WARM, COLD = (1.0, 0.6, 0.2), (0.2, 0.5, 1.0)


def in_light(pictures: np.ndarray, warm: np.ndarray, strength: float = 0.3) -> np.ndarray:
    """Mix each picture with orange where `warm`, with blue where not: (1 - strength) picture + strength colour.

    Args:
        pictures: (N, 3, H, W), floating in [0, 1]; array or tensor.
        warm: (N,), bool.
        strength: 0 (nothing) to 1 (the colour alone).

    Returns: (N, 3, H, W) float32 array.
    """
    colours = np.where(np.asarray(warm)[:, None], WARM, COLD)[:, :, None, None]
    return ((1 - strength) * np.asarray(pictures) + strength * colours).astype(np.float32)


@plots.styled
def tables(accuracies: dict[str, np.ndarray], rows: tuple[str, str], columns: tuple[str, str]) -> np.ndarray:
    """One table of accuracy by group for each collection, all on the same scale of colours; returns the Axes."""
    axes = plots.new_axes(1, len(accuracies), size=(5 * len(accuracies), 3.4), squeeze=False)[0]
    for ax, (title, table) in zip(axes, accuracies.items(), strict=True):
        plots.heat_map(table, rows, columns, xlabel="light", ylabel="shape", title=title, ax=ax)
        ax.images[0].set_clim(0, 1)
        for text, value in zip(ax.texts, np.asarray(table).flat, strict=True):
            text.set_color("black" if value > 0.5 else "white")
    return axes
