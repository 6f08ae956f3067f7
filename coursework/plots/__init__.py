"""Figures that the notebooks share. Each function draws one figure, or into `ax`, and returns its Axes.

End the line with `;` in a notebook: `plots.image_grid(x);` shows the figure and not the list of Axes.
"""

from .bars import bars
from .brightness import histograms, landscape, row_profiles
from .clouds import clouds
from .curves import curves
from .frames import frame
from .graph import Node, graph
from .heat_maps import heat_map
from .images import colour_number_grid, image_grid, number_grid
from .matrices import equation
from .networks import bricks, network, neurons
from .orientations import orientations
from .regions import decision_regions
from .scores import cross_validation
from .style import COLOURS, MARKERS, STYLE, new_axes, styled
from .surfaces import contours
from .templates import SIGNED, templates

__all__ = [
    "COLOURS",
    "MARKERS",
    "SIGNED",
    "STYLE",
    "Node",
    "bars",
    "bricks",
    "clouds",
    "colour_number_grid",
    "contours",
    "cross_validation",
    "curves",
    "decision_regions",
    "equation",
    "frame",
    "graph",
    "heat_map",
    "histograms",
    "image_grid",
    "landscape",
    "network",
    "neurons",
    "new_axes",
    "number_grid",
    "orientations",
    "row_profiles",
    "styled",
    "templates",
]
