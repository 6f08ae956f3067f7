"""What a cell displays: text and pictures, within bounds."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher

from .streams import bounded_stream, taken

MAX_DISPLAYS = 50
MAX_DISPLAY_BYTES = 4 << 20
TEXT = "text/plain"
PICTURES = ("image/png", "image/jpeg")


class Displays:
    """The outputs of one cell, in order.

    Args: streams: what it prints, which `clear_output` clears too.
    """

    def __init__(self, streams: tuple[io.TextIOWrapper, ...] = ()) -> None:
        self.outputs: list[dict[str, Any]] = []
        self.left_out = 0
        self.figures = 0
        self.drawing_seconds = 0.0
        self._streams = streams
        self._bytes = 0
        self._by_id: dict[Any, int] = {}

    def add(self, kind: str, data: dict[str, Any], display_id: str | None = None, update: bool = False) -> None:
        """Keep what is text or a picture; an update takes the place of the output with its id."""
        kept = {}
        for mime in (TEXT, *PICTURES):
            value = data.get(mime)
            if isinstance(value, bytes):
                value = base64.b64encode(value).decode()
            if type(value) is str:
                kept[mime] = _bounded(value) if mime == TEXT else value
        size = sum(map(len, kept.values()))
        place = self._by_id.get(display_id) if update else None
        if place is not None and place < len(self.outputs):
            size -= sum(map(len, self.outputs[place]["data"].values()))
        else:
            place = None
        if self._bytes + size > MAX_DISPLAY_BYTES or (place is None and len(self.outputs) >= MAX_DISPLAYS):
            self.left_out += 1
            return
        self._bytes += size
        if place is not None:
            self.outputs[place]["data"] = kept
            return
        if display_id is not None:
            self._by_id[display_id] = len(self.outputs)
        self.outputs.append({"output_type": kind, "data": kept})

    def full(self) -> bool:
        return len(self.outputs) >= MAX_DISPLAYS

    def clear(self) -> None:
        """Forget all that was shown and printed."""
        self.outputs.clear()
        self._by_id.clear()
        self._bytes = 0
        for stream in self._streams:
            taken(stream)


class Publisher(DisplayPublisher):
    """`display(...)`."""

    def publish(self, data: Any, metadata: Any = None, **kwargs: Any) -> None:
        transient = kwargs.get("transient") or {}
        self.shell.cell_displays.add(
            "display_data", dict(data), transient.get("display_id"), bool(kwargs.get("update"))
        )

    def clear_output(self, wait: bool = False) -> None:
        self.shell.cell_displays.clear()


class Hook(DisplayHook):
    """The value of the last expression."""

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        self.shell.cell_displays.add("execute_result", dict(format_dict))

    def finish_displayhook(self) -> None:
        pass


def only_text_and_pictures(shell: Any, render_figure: Callable[[Any], bytes]) -> None:
    """Ask objects for nothing else, and draw a figure where one is displayed."""
    shell.display_formatter.active_types = [TEXT, *PICTURES]
    shell.display_formatter.formatters["image/png"].for_type_by_name("matplotlib.figure", "Figure", render_figure)


def _bounded(text: str) -> str:
    stream = bounded_stream()
    stream.write(text)
    return taken(stream)
