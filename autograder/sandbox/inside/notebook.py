"""Runs notebook cells as Jupyter would, and keeps what they show within bounds."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import re
import signal
import sys
import traceback
import warnings
from types import TracebackType
from typing import Any, NoReturn

from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from . import figures, nobody
from .bounds import too_many_processes
from .displays import Displays, Hook, Publisher, only_text_and_pictures
from .streams import bounded_stream, captured_descriptors, output_of, run_command, taken

MAX_TEXT = 4 << 10
RECURSION_LIMIT = sys.getrecursionlimit()
STUBS = os.path.join(os.path.dirname(__file__), "stubs")
_CELL_NAME = re.compile(r"<ipython-input-[^>]*>")


class _Shell(InteractiveShell):
    cell_displays = Displays()

    def showtraceback(self, *args: Any, **kwargs: Any) -> None:
        """Errors are answered as data, not printed."""

    def showsyntaxerror(self, *args: Any, **kwargs: Any) -> None:
        """Errors are answered as data, not printed."""

    def _tee(self, channel: str) -> contextlib.AbstractContextManager[None]:
        """No history keeps what is printed: it would slow down every write, and hold all of it in memory."""
        return contextlib.nullcontext()

    def _format_exception_for_storage(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """No history is written: formatting every frame for it takes seconds after a deep recursion."""
        return {}

    def system(self, cmd: str) -> None:
        """`!command`."""
        self.user_ns["_exit_code"] = run_command(self.var_expand(cmd, depth=1))

    system_piped = system_raw = system

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> Any:
        """`lines = !command`."""
        from IPython.utils.text import LSString, SList

        text = output_of(self.var_expand(cmd, depth=depth + 1))
        return SList(text.splitlines()) if split else LSString(text)

    def debugger(self, force: bool = False) -> None:
        nobody.refuse("%debug")

    def enable_gui(self, gui: str | None = None) -> None:
        """No window opens."""

    def enable_matplotlib(self, gui: str | None = None) -> tuple[str, str]:
        """`%matplotlib ...`: figures are shown in the cell whatever it asks for."""
        return "inline", "agg"

    def ask_exit(self) -> NoReturn:
        """`exit` and `quit` end what runs."""
        raise SystemExit


class Notebook:
    """An IPython shell without kernel, terminal, history file or input."""

    def __init__(self) -> None:
        config = Config()
        config.HistoryManager.enabled = False
        config.InteractiveShell.colors = "nocolor"
        config.InteractiveShell.cache_size = 100
        self.shell = _Shell.instance(config=config, display_pub_class=Publisher, displayhook_class=Hook)
        self.namespace = self.shell.user_ns
        nobody.install()
        figures.install(self.shell)
        only_text_and_pictures(self.shell, figures.render)
        warnings.filterwarnings("ignore", "To exit: use", UserWarning)
        _plain_progress_bars()
        _add_stubs()

    def rehearse(self) -> None:
        """Run a cell that leaves nothing behind, so that the first of a student's finds everything loaded."""
        self.run_cell("1")
        self.shell.reset(new_session=True)
        # A module has it, and processes that are spawned look for it.
        self.namespace.setdefault("__spec__", None)

    def run_cell(self, source: str) -> dict[str, Any]:
        """Run one cell.

        Returns:
            outputs (nbformat's, without error), error (name, message, traceback) or None, whether it exited, count.
        """
        out, err = bounded_stream(1), bounded_stream(2)
        displays = self.shell.cell_displays = Displays((out, err))
        before = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = out, err
        try:
            with captured_descriptors(out, err):
                result = self.shell.run_cell(source, store_history=True)
                figures.show_open_figures(displays)
        finally:
            sys.stdout, sys.stderr = before
            _leave_nothing_running()
        error = result.error_before_exec or result.error_in_exec
        exited = isinstance(error, SystemExit)
        outputs = [
            {"output_type": "stream", "name": name, "text": text}
            for name, stream in (("stdout", out), ("stderr", err))
            if (text := taken(stream))
        ]
        outputs += displays.outputs
        if displays.left_out:
            note = f"... {displays.left_out:,} more outputs left out ...\n"
            outputs.append({"output_type": "stream", "name": "stderr", "text": note})
        return {
            "outputs": outputs,
            "error": describe(_clearer(error, source)) if error and not exited else None,
            "exited": exited,
            "count": result.execution_count or 0,
        }


def _clearer(error: BaseException, source: str) -> BaseException:
    """The compiler's own words where IPython says only that something is missing at the end of a cell."""
    if isinstance(error, SyntaxError) and error.msg == "incomplete input":
        try:
            compile(source, "<ipython-input->", "exec")
        except SyntaxError as clearer:
            return clearer.with_traceback(None)
    return error


def describe(error: BaseException) -> dict[str, Any]:
    """An exception as data: name, names of its classes, message, traceback without our own frames."""
    try:
        message = str(error)
    except BaseException:
        message = "(its message cannot be read)"
    if too_many_processes(error):
        message = f"too many processes or threads ({message})"
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


def _leave_nothing_running() -> None:
    """Stop what would go on in this process after its cell, and slow down or end it: timers and traces."""
    for timer in (signal.ITIMER_REAL, signal.ITIMER_VIRTUAL, signal.ITIMER_PROF):
        signal.setitimer(timer, 0)
    sys.settrace(None)
    sys.setprofile(None)
    # So low a limit would stop this program between the cells.
    sys.setrecursionlimit(max(sys.getrecursionlimit(), RECURSION_LIMIT))


def _plain_progress_bars() -> None:
    """Have tqdm write text, also where widgets are asked for, and start no thread for it."""
    if importlib.util.find_spec("tqdm") is None:
        return
    import tqdm
    import tqdm.notebook

    tqdm.tqdm.monitor_interval = 0
    tqdm.notebook.tqdm = tqdm.notebook.tqdm_notebook = tqdm.tqdm
    tqdm.notebook.trange = tqdm.notebook.tnrange = tqdm.trange


def _add_stubs() -> None:
    """Put in what stands for things that cannot be here, after all that can, for this and other interpreters."""
    sys.path.append(STUBS)
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (os.environ.get("PYTHONPATH"), STUBS)))
    programs = (os.path.join(STUBS, "bin"), os.path.dirname(sys.executable), os.environ.get("PATH", ""))
    os.environ["PATH"] = os.pathsep.join(programs)
