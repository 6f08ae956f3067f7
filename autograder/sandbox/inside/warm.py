"""Makes an interpreter ready to be forked many times: what first use would load is there, and copies stay small."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import io
import sys

from .notebook import Notebook

_MADV_COLLAPSE, _HUGE_PAGE = 25, 2 << 20


def load(modules: list[tuple[str, tuple[str, ...]]]) -> dict[str, str]:
    """Import modules, and those among the names taken from them that are modules.

    Returns: what went wrong, by module.
    """
    failed = {}
    # Nothing of what is loaded is garbage; looking for some again and again is a seventh of the time.
    gc.disable()
    try:
        for name, taken in modules:
            try:
                __import__(name, fromlist=taken)
            except Exception as error:
                failed[name] = f"{type(error).__name__}: {error}"
    finally:
        gc.enable()
    return failed


def rehearse(notebook: Notebook) -> None:
    """Do once what nearly every notebook does: NumPy loads its generators, matplotlib its fonts and PNG writer.

    Nothing here may start a thread: a process that has had several cannot be forked safely.
    """
    importlib.import_module("numpy.random")
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        figure, axes = pyplot.subplots()
        axes.plot([0, 1], label="label")
        axes.imshow([[0, 1]])
        axes.set_title("title")
        axes.legend()
        figure.savefig(io.BytesIO(), format="png", dpi=72)
        pyplot.close("all")
        # Open files of fonts are for no two processes: matplotlib itself has every fork let go of them, one by one.
        with contextlib.suppress(AttributeError):  # it is not said to stay under this name
            sys.modules["matplotlib.font_manager"]._get_font.cache_clear()
    notebook.rehearse()


def settle() -> None:
    """Make forks of this process cheap, in time and in pages that a copy has to write to.

    The garbage collector leaves alone what was loaded: looking at objects copies their pages. And what lies in memory
    goes into huge pages: a fork copies an entry for each page, and splits a huge one only where it is written to.
    """
    gc.collect()
    gc.freeze()
    libc = ctypes.CDLL(None)
    with contextlib.suppress(OSError), open("/proc/self/maps") as maps:
        for line in maps.read().splitlines():
            region, access, _, _, _, *name = line.split()
            if access == "rw-p" and name in ([], ["[heap]"]):
                start, end = (int(address, 16) for address in region.split("-"))
                for page in range(-(-start // _HUGE_PAGE) * _HUGE_PAGE, end - _HUGE_PAGE + 1, _HUGE_PAGE):
                    # Where the kernel cannot, the page stays as it is.
                    libc.madvise(ctypes.c_void_p(page), ctypes.c_size_t(_HUGE_PAGE), _MADV_COLLAPSE)


def forget_peak_memory() -> None:
    """Give back memory that is free, and have the kernel count the most that is held from now on."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    # Where /proc cannot be reached, it counts from the fork.
    with contextlib.suppress(OSError), open("/proc/self/clear_refs", "w") as file:
        file.write("5")
