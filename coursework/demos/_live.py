"""A picture under sliders: drawn anew for each position, quickly, and never with an error on stage."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import gc
import html
import io
import itertools
from collections.abc import Callable
from typing import Any

import ipywidgets
import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from ..plots.style import STYLE, axes_from

# A picture is as large as fits into this, in pixels: with the controls it fills a projector of 1280 x 720.
WIDTH, HEIGHT = 1200, 500
# Pixels an inch: text of 12 points is 19 pixels high, whatever the size of the figure.
DPI = 112

# A fixed height of titles: to look for a free one takes as long as to draw all ticks.
TITLES = {"axes.titley": 1.0}
# So many ticks are made beforehand; an axis with more makes the others itself.
TICKS = 8
# Seconds after a picture before the next one is prepared: the picture is on its way by then.
PAUSE = 0.01

_number = itertools.count(1)


class Canvas:
    """Two figures for all pictures of a demo, one shown and one for the next, and where their parts go.

    That is found out once for each arrangement.

    matplotlib takes longer to find the margins of a figure than to draw it; and what it knows of the size of texts and
    formulas it keeps as long as the figure keeps its size.
    """

    def __init__(self, dpi: float) -> None:
        self._shown, self._free = (Figure(dpi=dpi, facecolor="white") for _ in range(2))
        for figure in (self._shown, self._free):
            FigureCanvasAgg(figure)
        self._places: dict[Any, Any] = {}
        self._asked: tuple[Any, ...] | None = None
        self._ready: tuple[Any, Any] | None = None

    def axes(self, size: tuple[float, float], make: Callable[[Figure], Any], kind: Any) -> Any:
        """Empty Axes on a figure in the proportions of `size`, as large as fits: what `prepare` made, if it did."""
        self._asked = size, make, kind
        if self._ready is None or self._ready[0] != kind:
            self._make()
        (_, axes), self._ready = self._ready, None
        self._shown, self._free = self._free, self._shown
        return axes

    def prepare(self) -> None:
        """Make the Axes for the next picture: that and their ticks take a third of the time of a picture."""
        if self._asked is not None and self._ready is None:
            with mpl.rc_context({**STYLE, **TITLES}):
                self._make()

    def _make(self) -> None:
        size, make, kind = self._asked
        figure = self._free
        for ax in figure.axes:
            figure.delaxes(ax)  # to clear them as well would take as long as to make them
        figure.clear()
        scale = min(WIDTH / size[0], HEIGHT / size[1])
        figure.set_size_inches([round(scale * side) / figure.dpi for side in size])
        figure.set_layout_engine("none")
        axes = make(figure)
        for ax in figure.axes:
            for axis in (ax.xaxis, ax.yaxis):
                axis.get_major_ticks(TICKS)
        self._ready = kind, axes

    def pixels(self, figure: Figure) -> np.ndarray:
        """What is on the figure, (H, W, 4) uint8."""
        arrangement = (*figure.get_size_inches(), *(_parts(ax) for ax in figure.axes))
        if figure.get_layout_engine() is None and not any(ax.get_xlabel() or ax.get_ylabel() for ax in figure.axes):
            self._places[arrangement] = []  # there is nothing to place
        if arrangement not in self._places:
            for _ in range(2):  # the first settles the sides of images, the second the room that these leave
                figure.draw_without_rendering()
            self._places[arrangement] = [_place(ax) for ax in figure.axes]
        figure.set_layout_engine("none")
        for ax, (box, *labels) in zip(figure.axes, self._places[arrangement], strict=False):
            ax.set_position(box)
            for axis, label in zip((ax.xaxis, ax.yaxis), labels, strict=True):
                axis.set_label_coords(*label)
        figure.canvas.draw()
        return np.asarray(figure.canvas.buffer_rgba())


def live(draw: Callable[..., Any], *, dpi: float = DPI, **controls: ipywidgets.Widget) -> ipywidgets.VBox:
    """Controls, and below them the picture that `draw` makes of their values.

    The picture is drawn anew when a control changes. While a slider is dragged the browser sends its latest position
    each time that the last picture is there, so no stale pictures queue up. Where `draw` raises, its message stands in
    place of the picture, until the next position.

    Args:
        draw: takes the values of the controls by name; draws on what `plots.new_axes` gives, and returns an Axes or an
            array of them.
        dpi: pixels an inch, and so the size of text; less for a figure whose parts leave little room for it.
        controls: widgets with a value; each without a description gets its name.

    Returns: a box whose children are the controls in this order, and last the picture.
    """
    canvas, shown = Canvas(dpi), {}
    picture = ipywidgets.HTML(layout={"width": "100%"})

    def update(_: Any = None) -> None:
        values = {name: control.value for name, control in controls.items()}
        # A control that sets another one leads here twice.
        if values != shown.get("values"):
            shown["values"] = values
            picture.value = _drawn(canvas, draw, values)
            with contextlib.suppress(RuntimeError):  # outside a kernel there is no loop, and nobody waits
                asyncio.get_running_loop().call_later(PAUSE, canvas.prepare)

    for name, control in controls.items():
        control.description = control.description or name
        control.observe(update, "value")
    update()
    # Old figures leave cycles; a full collection would go through all that is imported: longer than a picture takes.
    if not gc.get_freeze_count():
        gc.collect()
        gc.freeze()
    # In a row as long as there is room, which leaves the height to the picture.
    return ipywidgets.VBox([*controls.values(), picture], layout={"flex_flow": "row wrap", "align_items": "center"})


def _drawn(canvas: Canvas, draw: Callable[..., Any], values: dict[str, Any]) -> str:
    """The picture as HTML, or what went wrong."""
    try:
        with axes_from(canvas.axes), mpl.rc_context(TITLES):
            axes = draw(**values)
        figure = np.ravel(axes)[0].figure
        titles = ". ".join(title for ax in figure.axes if (title := _title(ax)))
        return _image(canvas.pixels(figure), titles)
    except Exception as error:  # whatever it is, the lecture goes on
        text = html.escape(f"{type(error).__name__}: {error}")
        style = f"min-height: {HEIGHT}px; font-size: 20px; line-height: 1.4"
        return f'<div role="alert" style="{style}">Nothing can be drawn here. Move a control on.<br>{text}</div>'


def _image(pixels: np.ndarray, text: str) -> str:
    """An element of HTML with the picture in it: JPEG of highest quality takes a tenth of the time of PNG."""
    height, width = pixels.shape[:2]
    file = io.BytesIO()
    image = Image.frombuffer("RGBX", (width, height), pixels, "raw", "RGBX", 0, 1)
    image.save(file, format="jpeg", quality=95, subsampling=0)
    source = "data:image/jpeg;base64," + base64.b64encode(file.getvalue()).decode()
    size = f'width="{width}" height="{height}" style="display: block; margin: 0 auto; max-width: 100%; height: auto"'
    # Two positions may give the same picture: the number lets the page see that it is the answer to the second.
    return f'<img src="{source}" alt="{html.escape(text)}" {size} decoding="sync" data-number="{next(_number)}">'


def _title(ax: Axes) -> str:
    return " ".join(filter(None, (ax.get_title(loc) for loc in ("left", "center", "right")))).replace("$", "")


def _place(ax: Axes) -> tuple[Any, ...]:
    """Where an Axes lies in its figure, and where its two labels lie in it."""
    places = (axis.label.get_transform().transform(axis.label.get_position()) for axis in (ax.xaxis, ax.yaxis))
    return ax.get_position(original=True), *map(ax.transAxes.inverted().transform, places)


def _parts(ax: Axes) -> tuple[Any, ...]:
    """What of an Axes takes room: the same parts have the same margins."""
    spec = ax.get_subplotspec()
    texts = (_title(ax), ax.get_xlabel(), ax.get_ylabel())
    cells = None if spec is None else (spec.get_geometry(), tuple(spec.get_gridspec().get_width_ratios()))
    return cells, ax.axison, ax.get_legend() is None, *map(bool, texts)
