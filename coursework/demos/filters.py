"""Filters on a photograph: blur by a box or a Gaussian, sharpen, find edges, or try a 3 x 3 kernel of your own."""

from __future__ import annotations

from typing import Any

import ipywidgets
import numpy as np
from matplotlib.axes import Axes
from scipy import ndimage

from .. import plots
from ._live import live

FILTERS = ("box", "Gaussian", "sharpen", "edge", "own 3 × 3")
EDGES = ("left to right", "top to bottom", "strength", "Laplacian")
# A relief: bright on one side of an edge, dark on the other.
OWN = ((-2.0, -1.0, 0.0), (-1.0, 1.0, 1.0), (0.0, 1.0, 2.0))


def filtered(
    image: np.ndarray,
    name: str,
    *,
    size: int = 5,
    sigma: float = 2.0,
    amount: float = 1.5,
    edge: str = "strength",
    kernel: Any = OWN,
) -> np.ndarray:
    """The image after a filter; the pixels on the border are repeated outwards.

    Args:
        image: (H, W), floating in [0, 1].
        name: one of `FILTERS`.
        size: side of the box in pixels.
        sigma: of the Gaussian in pixels.
        amount: how much of what a 5 x 5 box takes away, sharpening adds.
        edge: one of `EDGES`; the first two and the Laplacian have a sign.
        kernel: (3, 3), laid over the image as it is, not turned.

    Returns: (H, W), floating, not cut to [0, 1].

    Raises: ValueError where `name` or `edge` is none of those.
    """
    if name not in FILTERS or edge not in EDGES:
        raise ValueError(f"filtered: expected one of {FILTERS} and of {EDGES}, got {name!r} and {edge!r}")
    across, down = (ndimage.sobel(image, axis=axis, mode="nearest") for axis in (1, 0))
    match name:
        case "box":
            return ndimage.uniform_filter(image, size, mode="nearest")
        case "Gaussian":
            return ndimage.gaussian_filter(image, sigma, mode="nearest")
        case "sharpen":
            return image + amount * (image - ndimage.uniform_filter(image, 5, mode="nearest"))
        case "edge":
            laplacian = ndimage.laplace(image, mode="nearest")
            return dict(zip(EDGES, (across, down, np.hypot(across, down), laplacian), strict=True))[edge]
        case _:
            return ndimage.correlate(image, np.asarray(kernel, dtype=image.dtype), mode="nearest")


def weights(name: str, **options: Any) -> np.ndarray | None:
    """The kernel of a filter, as it lies over the image: what the filter makes of a single bright pixel, turned.

    Args: as of `filtered`.

    Returns: (K, K) with K odd, as small as holds all weights beyond a thousandth of the largest; None for the strength
        of edges, which is no weighted sum.
    """
    if name == "edge" and options.get("edge", "strength") == "strength":
        return None
    dot = np.zeros((65, 65))
    dot[32, 32] = 1.0
    found = filtered(dot, name, **options)[::-1, ::-1]
    reach = np.abs(np.argwhere(np.abs(found) > 1e-3 * np.abs(found).max()) - 32).max(initial=0)
    return found[32 - reach : 33 + reach, 32 - reach : 33 + reach]


@plots.styled
def show(image: np.ndarray, name: str, **options: Any) -> np.ndarray:
    """The image, the kernel and the filtered image side by side; returns the three Axes.

    Args: as of `filtered`. Where the weights add up to 0, the result is blue below zero and orange-red above it.
    """
    result, kernel = filtered(image, name, **options), weights(name, **options)
    axes = plots.new_axes(1, 3, size=(13, 4.9), width_ratios=[1, 0.72, 1])
    signed = kernel is not None and abs(kernel.sum()) < 0.01
    _picture(axes[0], image, "before")
    if kernel is None:
        axes[1].text(0.5, 0.5, "root of the sum of\ntwo squared filters", ha="center", va="center", fontsize=13)
        axes[1].set_axis_off()
    else:
        _kernel(axes[1], kernel)
    _picture(axes[2], result, f"after: {_describe(name, options)}", signed)
    return axes


def explore(image: np.ndarray, name: str = "Gaussian") -> ipywidgets.VBox:
    """Buttons and sliders over `show`; only those that the chosen filter has are there. Arrow keys work as well.

    Args:
        image: (H, W), floating in [0, 1].
        name: the filter to begin with.
    """
    buttons = ipywidgets.ToggleButtons(options=FILTERS, value=name, description="filter")
    buttons.style.button_width = "130px"
    controls = {
        "size": ipywidgets.IntSlider(5, min=1, max=31, step=2, description="size"),
        "sigma": ipywidgets.FloatSlider(2.0, min=0.1, max=10, step=0.1, description="sigma"),
        "amount": ipywidgets.FloatSlider(1.5, min=0, max=5, step=0.1, description="amount"),
        "edge": ipywidgets.ToggleButtons(options=EDGES, value="strength", description="edges"),
    }
    box = {"width": "64px"}
    cells = {
        f"k{row}{column}": ipywidgets.BoundedFloatText(OWN[row][column], min=-99, max=99, step=0.5, layout=box)
        for row, column in np.ndindex(3, 3)
    }
    grid = ipywidgets.GridBox([*cells.values()], layout={"grid_template_columns": "repeat(3, 68px)"})
    owners = dict(zip(FILTERS, (*controls.values(), grid), strict=True))

    def offer(_: Any = None) -> None:
        for owner, control in owners.items():
            control.layout.display = None if owner == buttons.value else "none"

    def draw(name: str, size: int, sigma: float, amount: float, edge: str, **cells: float) -> np.ndarray:
        kernel = np.reshape([cells[key] for key in sorted(cells)], (3, 3))
        return show(image, name, size=size, sigma=sigma, amount=amount, edge=edge, kernel=kernel)

    buttons.observe(offer, "value")
    offer()
    widget = live(draw, name=buttons, **controls, **cells)
    widget.children = (buttons, *controls.values(), grid, widget.children[-1])
    return widget


def _picture(ax: Axes, image: np.ndarray, title: str, signed: bool = False) -> None:
    if signed:
        largest = float(np.percentile(np.abs(image), 99.8)) or 1.0
        ax.imshow(image, cmap=plots.SIGNED, vmin=-largest, vmax=largest)
    else:
        ax.imshow(image, vmin=0, vmax=max(1.0, np.percentile(image, 99.5)))
    ax.set_title(title)
    ax.set_axis_off()


def _kernel(ax: Axes, kernel: np.ndarray) -> None:
    largest = float(np.abs(kernel).max()) or 1.0
    side = len(kernel)
    ax.imshow(kernel, cmap=plots.SIGNED, vmin=-1.5 * largest, vmax=1.5 * largest)
    if side <= 5:
        for (row, column), value in np.ndenumerate(kernel):
            text = f"{value:.2f}".rstrip("0").rstrip(".").replace("-", "−")
            ax.text(column, row, text, ha="center", va="center", fontsize=15 if side <= 3 else 11)
    ax.set(xticks=[], yticks=[])
    ax.grid(False)
    ax.spines[:].set(visible=True, color="gray", linewidth=0.8)
    total = f"{kernel.sum():.2f}".replace("-0.00", "0.00").replace("-", "−")
    ax.set_title(f"kernel, {side} × {side}, sum {total}", loc="center")


def _describe(name: str, options: dict[str, Any]) -> str:
    defaults = {"size": 5, "sigma": 2.0, "amount": 1.5, "edge": "strength"} | options
    details = {
        "box": f"mean of {defaults['size']} × {defaults['size']} pixels",
        "Gaussian": f"Gaussian, sigma {defaults['sigma']:g}",
        "sharpen": f"sharpened by {defaults['amount']:g}",
        "edge": f"edges, {defaults['edge']}",
    }
    return details.get(name, "your own kernel")
