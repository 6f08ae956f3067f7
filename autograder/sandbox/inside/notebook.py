"""Runs notebook cells as Jupyter would, and keeps what they show within bounds."""

from __future__ import annotations

import builtins
import io
import os
import re
import subprocess
import sys
import traceback
from types import TracebackType
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

STREAM_HEAD = STREAM_TAIL = 32 << 10
MAX_DISPLAYS = 50
MAX_DISPLAY_BYTES = 4 << 20
MAX_TEXT = 4 << 10
_CELL_NAME = re.compile(r"<ipython-input-[^>]*>")


class BoundedStream(io.TextIOBase):
    """Keeps the first and the last of what is written."""

    def __init__(self) -> None:
        self._head = ""
        self._tail = ""
        self._dropped = 0

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        room = STREAM_HEAD - len(self._head)
        self._head += text[:room]
        rest = self._tail + text[room:] if room < len(text) else self._tail
        self._dropped += max(0, len(rest) - STREAM_TAIL)
        self._tail = rest[-STREAM_TAIL:]
        return len(text)

    def take(self) -> str:
        gap = f"\n... {self._dropped:,} characters left out ...\n" if self._dropped else ""
        text = self._head + gap + self._tail
        self._head, self._tail, self._dropped = "", "", 0
        return text


class Displays:
    """What a cell displays: MIME bundles, in order, within bounds."""

    def __init__(self) -> None:
        self.outputs: list[dict[str, Any]] = []
        self.left_out = 0
        self._bytes = 0

    def add(self, kind: str, data: dict[str, Any]) -> None:
        kept = {key: value for key, value in data.items() if type(key) is str and type(value) is str}
        size = sum(len(value) for value in kept.values())
        if len(self.outputs) >= MAX_DISPLAYS or self._bytes + size > MAX_DISPLAY_BYTES:
            self.left_out += 1
            return
        self._bytes += size
        self.outputs.append({"output_type": kind, "data": kept})


class _Publisher(DisplayPublisher):
    displays: Displays

    def publish(self, data: Any, metadata: Any = None, **kwargs: Any) -> None:
        self.shell.cell_displays.add("display_data", _with_base64(data))

    def clear_output(self, wait: bool = False) -> None:
        self.shell.cell_displays.outputs.clear()


class _Hook(DisplayHook):
    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        self.shell.cell_displays.add("execute_result", _with_base64(format_dict))

    def finish_displayhook(self) -> None:
        pass


class _Shell(InteractiveShell):
    cell_displays = None

    def showtraceback(self, *args: Any, **kwargs: Any) -> None:
        """Errors are answered as data, not printed."""

    def showsyntaxerror(self, *args: Any, **kwargs: Any) -> None:
        """Errors are answered as data, not printed."""

    def system(self, cmd: str) -> None:
        """`!command`, without a terminal."""
        done = subprocess.run(
            self.var_expand(cmd, depth=1), shell=True, capture_output=True, text=True, errors="replace"
        )
        print(done.stdout, end="")
        print(done.stderr, end="", file=sys.stderr)
        self.user_ns["_exit_code"] = done.returncode

    def enable_gui(self, gui: str | None = None) -> None:
        pass

    def ask_exit(self) -> None:
        pass


def _with_base64(data: dict[str, Any]) -> dict[str, Any]:
    import base64

    return {k: base64.b64encode(v).decode() if isinstance(v, bytes) else v for k, v in dict(data).items()}


class Notebook:
    """An IPython shell without kernel, terminal, history file or input."""

    def __init__(self) -> None:
        config = Config()
        config.HistoryManager.enabled = False
        config.InteractiveShell.colors = "nocolor"
        config.InteractiveShell.cache_size = 100
        self.shell = _Shell.instance(config=config, display_pub_class=_Publisher, displayhook_class=_Hook)
        self.namespace = self.shell.user_ns
        builtins.input = _no_input
        self.shell.events.register("post_run_cell", _show_figures)

    def run_cell(self, source: str) -> dict[str, Any]:
        """Run one cell.

        Returns: outputs (nbformat's, without error), error (name, message, traceback) or None, count.
        """
        displays = self.shell.cell_displays = Displays()
        streams = {"stdout": BoundedStream(), "stderr": BoundedStream()}
        before = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = streams["stdout"], streams["stderr"]
        try:
            result = self.shell.run_cell(source, store_history=True)
        finally:
            sys.stdout, sys.stderr = before
        error = result.error_before_exec or result.error_in_exec
        if isinstance(error, SystemExit):
            error = None
        outputs = [
            {"output_type": "stream", "name": name, "text": text}
            for name, stream in streams.items()
            if (text := stream.take())
        ]
        outputs += displays.outputs
        if displays.left_out:
            note = f"... {displays.left_out:,} more outputs left out ...\n"
            outputs.append({"output_type": "stream", "name": "stderr", "text": note})
        return {
            "outputs": outputs,
            "error": describe(error) if error else None,
            "count": result.execution_count or 0,
        }


def describe(error: BaseException) -> dict[str, Any]:
    """An exception as data: name, names of its classes, message, traceback without our own frames."""
    try:
        message = str(error)
    except BaseException:
        message = "(its message cannot be read)"
    return {
        "name": type(error).__name__[:80],
        "classes": [kind.__name__[:80] for kind in type(error).__mro__][:20],
        "message": _CELL_NAME.sub("cell", message[:MAX_TEXT]),
        "traceback": _trimmed(error, error.__traceback__)[-2 * MAX_TEXT :],
    }


def _trimmed(error: BaseException, trace: TracebackType | None) -> str:
    """The traceback without this folder's and IPython's own frames."""
    own = os.path.dirname(__file__) + os.sep
    try:
        frames = [
            frame
            for frame in traceback.extract_tb(trace, limit=-40)
            if not frame.filename.startswith(own) and "/IPython/" not in frame.filename
        ]
        lines = traceback.format_list(frames[-12:]) + traceback.format_exception_only(type(error), error)
        return _CELL_NAME.sub("cell", "".join(lines))
    except BaseException:
        return type(error).__name__


def _no_input(prompt: object = "") -> str:
    raise RuntimeError("input() is not allowed: nobody is there to answer while a notebook is graded")


def _show_figures(result: Any) -> None:
    """Show the figures that the cell left open, as Jupyter's inline backend does."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is None:
        return
    shell = InteractiveShell.instance()
    for number in pyplot.get_fignums()[: MAX_DISPLAYS + 1]:
        buffer = io.BytesIO()
        try:
            pyplot.figure(number).savefig(buffer, format="png", dpi=72, bbox_inches="tight")
        except Exception as error:
            print(f"this figure could not be drawn: {error}", file=sys.stderr)
            continue
        shell.cell_displays.add(
            "display_data", _with_base64({"image/png": buffer.getvalue(), "text/plain": "<Figure>"})
        )
    pyplot.close("all")
