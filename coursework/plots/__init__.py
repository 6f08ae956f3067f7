"""Figures that the notebooks share. Each function draws one figure, or into `ax`, and returns its Axes.

End the line with `;` in a notebook: `plots.image_grid(x);` shows the figure and not the list of Axes.
"""

from .bars import bars
from .brightness import histograms, landscape, row_profiles
from .clouds import clouds
from .connections import connections
from .curves import curves
from .feature_maps import feature_maps
from .frames import frame
from .graph import Node, graph
from .heat_maps import heat_map
from .images import colour_number_grid, image_grid, number_grid, number_grids
from .learning import learning_curves, overfitting
from .matrices import equation
from .memory import memory_layouts
from .networks import bricks, network, neurons
from .number_formats import number_formats
from .orientations import orientations
from .points import named_points
from .recorded import recorded_graph, recorded_nodes
from .regions import decision_regions
from .residual import plain_and_residual
from .scores import cross_validation
from .sliding import sliding_kernel
from .style import COLOURS, MARKERS, STYLE, new_axes, styled
from .surfaces import contours
from .templates import SIGNED, templates
from .timelines import launches_and_work, timeline

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
    "connections",
    "contours",
    "cross_validation",
    "curves",
    "decision_regions",
    "equation",
    "feature_maps",
    "frame",
    "graph",
    "heat_map",
    "histograms",
    "image_grid",
    "landscape",
    "launches_and_work",
    "learning_curves",
    "memory_layouts",
    "named_points",
    "network",
    "neurons",
    "new_axes",
    "number_formats",
    "number_grid",
    "number_grids",
    "orientations",
    "overfitting",
    "plain_and_residual",
    "recorded_graph",
    "recorded_nodes",
    "row_profiles",
    "sliding_kernel",
    "styled",
    "templates",
    "timeline",
]
