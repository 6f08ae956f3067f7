"""Figures that the notebooks share. Each function draws one figure, or into `ax`, and returns its Axes.

End the line with `;` in a notebook: `plots.image_grid(x);` shows the figure and not the list of Axes.
"""

from .bars import bars
from .curves import curves
from .images import image_grid, number_grid
from .regions import decision_regions
from .scores import cross_validation
from .style import COLOURS, MARKERS, STYLE, new_axes, styled

__all__ = [
    "COLOURS",
    "MARKERS",
    "STYLE",
    "bars",
    "cross_validation",
    "curves",
    "decision_regions",
    "image_grid",
    "new_axes",
    "number_grid",
    "styled",
]
