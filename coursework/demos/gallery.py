"""The live demos as a list, and each as a page: `coursework demo` serves them."""

from __future__ import annotations

import gc
import re
import sys
from dataclasses import dataclass
from typing import Any

# Of a module with several demos, each has a function of its own: `line_and_templates.explore_line`.
_CALL = re.compile(r"^(\w+)\.(?:explore(?:_(\w+))?|hover|drag)\(", re.MULTILINE)


@dataclass(frozen=True)
class Demo:
    """One entry of the gallery.

    Args:
        name: of the function in `examples` that makes it, and on the command line.
        title: a few words.
        lecture: its number.
        sentence: what to look for.
        trains: whether moving a control waits for a network that learns.
        in_page: runs in the browser alone, without a kernel.
    """

    name: str
    title: str
    lecture: int
    sentence: str
    trains: bool = False
    in_page: bool = False

    def make(self) -> Any:
        """What its page shows, with data to begin with."""
        from . import examples

        return getattr(examples, self.name)()


DEMOS = (
    Demo(
        "pixel_explorer",
        "Pixel explorer",
        1,
        "Choose a crop, and see what brightness, contrast and channel do to its numbers.",
    ),
    Demo(
        "pixel_hover",
        "Pixels under the mouse",
        1,
        "Move over the photograph and read the numbers of each pixel.",
        in_page=True,
    ),
    Demo(
        "shapes_dials",
        "Five difficulties, four classifiers",
        1,
        "Turn the five dials: who still knows what is in the picture?",
    ),
    Demo(
        "knn_boundary",
        "Borders of k-NN",
        2,
        "Change k and the distance, move the ringed point.",
    ),
    Demo(
        "knn_drag",
        "Drag any neighbour",
        2,
        "Take hold of any training point: the borders follow.",
        in_page=True,
    ),
    Demo("line", "A line by hand", 3, "Turn and shift the line until it parts the zeros from the ones."),
    Demo("templates", "Templates that form", 3, "The weights of a linear classifier, image by image."),
    Demo("learning_rate", "Learning rate", 3, "Too small creeps, too large leaves: find the rate between."),
    Demo(
        "graph_stepper", "Backpropagation step by step", 4, "Values go forward, gradients come back, one node a step."
    ),
    Demo("init_histograms", "First weights", 5, "Ten layers: does the signal fade, saturate, explode or stay alive?"),
    Demo("optimiser_race", "Race of the optimisers", 5, "Five optimisers, the same start and rate, three surfaces."),
    Demo("filters", "Filter playground", 6, "Blur, sharpen, find edges, or write a kernel of your own."),
    Demo("convolution", "Convolution, step by step", 6, "A kernel slides over an image: stride, padding, dilation."),
    Demo(
        "training_dashboard",
        "A network learns",
        7,
        "Loss, filters and mistakes while it trains. Stop at any moment, change the rate.",
        trains=True,
    ),
    Demo(
        "feature_maps",
        "Feature maps",
        8,
        "What the layers of a network see in a picture, also in a photograph of your own.",
    ),
    Demo(
        "suppression", "One box an object", 8, "Many candidate boxes: change the least score and the largest overlap."
    ),
)


def find(name: str) -> Demo:
    """The demo of this name.

    Raises: CourseworkError where there is none, with the names that there are.
    """
    from ..errors import CourseworkError

    for demo in DEMOS:
        if demo.name == name:
            return demo
    names = "\n".join(f"  {demo.name:20}{demo.title}" for demo in DEMOS)
    raise CourseworkError(f"there is no demo {name!r}; there are\n{names}")


def made_by(source: str) -> str:
    """The name of the demo that a cell shows: of `filters.explore(photo)` it is "filters"; "" where it shows none."""
    called = (match[2] or match[1] for match in _CALL.finditer(source))
    return next((name for name in called if any(demo.name == name for demo in DEMOS)), "")


def show(name: str) -> Any:
    """What the page of a demo shows. Its kernel serves nothing else.

    Raises: CourseworkError where there is no such demo.
    """
    made = find(name).make()
    if "torch" in sys.modules:
        import torch

        torch.set_num_threads(1)  # for networks this small, more threads wait for each other
    # Each picture leaves garbage; without this, looking for it goes through all that torch and matplotlib hold.
    gc.collect()
    gc.freeze()
    return made
