"""Changes of digits that keep their label, and some that do not: augmentation by the batch."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from torch import Tensor


def moved(rows: Tensor, *, degrees: float = 15, shift: float = 0.2, scale: float = 0.15) -> Tensor:
    """Turn, shift and scale every image by its own small amount; what comes free is 0.

    Args:
        rows: (N, side * side), floating.
        degrees: turn by at most so many, either way.
        shift: by at most this share of half the side, in both directions.
        scale: by a factor of at most 1 ± scale.

    Returns: (N, side * side).
    """
    import torch
    from torch.nn.functional import affine_grid, grid_sample

    images = _squares(rows)
    angle = torch.empty(len(rows)).uniform_(-degrees, degrees) * np.pi / 180
    factor = torch.empty(len(rows)).uniform_(1 - scale, 1 + scale)
    right, down = torch.empty(2, len(rows)).uniform_(-shift, shift)
    first = torch.stack([factor * angle.cos(), -angle.sin(), right], dim=1)
    second = torch.stack([angle.sin(), factor * angle.cos(), down], dim=1)
    grid = affine_grid(torch.stack([first, second], dim=1), [len(rows), 1, *images.shape[1:]], align_corners=False)
    return grid_sample(images[:, None], grid, align_corners=False).flatten(1)


def mirrored(rows: Tensor) -> Tensor:
    """Every second image or so, by chance, with left and right exchanged."""
    return _by_chance(rows, dim=2)


def upside_down(rows: Tensor) -> Tensor:
    """Every second image or so, by chance, with top and bottom exchanged."""
    return _by_chance(rows, dim=1)


CHANGES: dict[str, Callable[[Tensor], Tensor] | None] = {
    "no change": None,
    "small movements": moved,
    "mirrored": mirrored,
    "upside down": upside_down,
}


def _by_chance(rows: Tensor, dim: int) -> Tensor:
    import torch

    images = _squares(rows)
    chosen = torch.rand(len(rows)) < 0.5
    return torch.where(chosen[:, None, None], images.flip(dim), images).flatten(1)


def _squares(rows: Tensor) -> Tensor:
    """Rows as square images, (N, side, side)."""
    side = round(rows.shape[1] ** 0.5)
    if side * side != rows.shape[1]:
        raise ValueError(f"expected rows of square images, (N, side * side), got {tuple(rows.shape)}")
    return rows.reshape(-1, side, side)
