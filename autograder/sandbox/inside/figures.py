"""Matplotlib without a screen: figures become pictures as in Jupyter, and no window toolkit is ever asked for."""

from __future__ import annotations

import importlib.util
import io
import sys
import time
from typing import Any

from .displays import Displays

MAX_FIGURES = 20
DRAWING_SECONDS = 5.0
DPI, MAX_PIXELS = 72, 2000
# The backends that write files. Any other is for a screen or a browser, and nobody is there to look.
_WITHOUT_SCREEN = frozenset({"agg", "cairo", "pdf", "pgf", "ps", "svg", "template"})


def install(shell: Any) -> None:
    """Have pyplot show its figures in the cell that `shell` runs. Does nothing where Matplotlib is not at hand."""
    if importlib.util.find_spec("matplotlib") is None:
        return
    from matplotlib import pyplot

    switch_backend = pyplot.switch_backend

    def switch(newbackend: object) -> None:
        # After `rcdefaults` Matplotlib passes an object that asks for whatever works.
        if not isinstance(newbackend, str):
            switch_backend("agg")
        elif newbackend.lower() in _WITHOUT_SCREEN:
            switch_backend(newbackend)

    def show(*args: Any, **kwargs: Any) -> None:
        show_open_figures(shell.cell_displays)

    pyplot.switch_backend = switch
    pyplot.show = show


def render(figure: Any) -> bytes:
    """The figure as a PNG of a moderate size; as it is, since to cut it to what is drawn is to draw it twice."""
    buffer = io.BytesIO()
    dpi = min(DPI, MAX_PIXELS / max(1.0, *figure.get_size_inches()))
    figure.savefig(buffer, format="png", dpi=dpi)
    return buffer.getvalue()


def show_open_figures(displays: Displays) -> None:
    """Show the figures that are open and close them; from some number or time on, they are counted only."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is None:
        return
    for number in pyplot.get_fignums():
        if displays.figures >= MAX_FIGURES or displays.drawing_seconds > DRAWING_SECONDS or displays.full():
            displays.left_out += 1
            continue
        start = time.monotonic()
        try:
            figure = pyplot.figure(number)
            shown = {"image/png": render(figure), "text/plain": repr(figure)}
        except Exception as error:
            print(f"this figure could not be drawn: {error}", file=sys.stderr)
            continue
        displays.figures += 1
        displays.drawing_seconds += time.monotonic() - start
        displays.add("display_data", shown)
    pyplot.close("all")
