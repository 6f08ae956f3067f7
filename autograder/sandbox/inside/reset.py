"""Global state as it was when the interpreter was fresh: every question starts from it, whatever cells left behind.

What libraries and the interpreter keep for everybody is put back: error handling, default types and devices, limits,
filters, hooks, built-in functions, generators of random numbers. What a cell defined or changed in an object of its own
stays; an answer that needs a setting makes it where it is used.
"""

from __future__ import annotations

import builtins
import contextlib
import decimal
import faulthandler
import gc
import locale
import logging
import os
import random
import signal
import sys
import threading
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

_HOOKS = (
    (sys, ("stdin", "stdout", "stderr", "displayhook", "excepthook", "unraisablehook", "breakpointhook")),
    (threading, ("excepthook",)),
    (warnings, ("showwarning", "formatwarning")),
)


class FreshState:
    """Remembers the global state at the time it is made.

    folder: where a notebook works; files: the given files there, by name.
    """

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.folder = os.getcwd()
        self._builtins = dict(vars(builtins))
        self._hooks = [(owner, name, getattr(owner, name)) for owner, names in _HOOKS for name in names]
        self._filters = list(warnings.filters)
        self._recursion_limit = sys.getrecursionlimit()
        self._switch_interval = sys.getswitchinterval()
        self._digits = sys.get_int_max_str_digits() if hasattr(sys, "get_int_max_str_digits") else None
        self._gc_threshold = gc.get_threshold()
        self._handlers = {number: signal.getsignal(number) for number in signal.valid_signals()}
        self._locale = locale.setlocale(locale.LC_ALL)
        self._decimal = decimal.getcontext().copy()
        self._float_errors = np.geterr()
        self._print_options = np.get_printoptions()
        # Past Matplotlib's own look-up, which starts a backend.
        settings = sys.modules["matplotlib"].rcParams if "matplotlib" in sys.modules else {}
        self._plot_settings = {name: dict.__getitem__(settings, name) for name in settings}

    def restore(self, seed: int) -> None:
        """Put everything back. What cannot be put back costs nothing else.

        Args: seed: for every generator of random numbers.
        """
        steps: list[Callable[[], None]] = [
            self._interpreter,
            self._signals,
            self._warnings,
            self._numbers,
            self._folder,
            self._figures,
            lambda: _restore_torch(seed),
            lambda: random.seed(seed),
            lambda: np.random.seed(seed),  # noqa: NPY002  # answers may draw from the global generator
        ]
        for step in steps:
            with contextlib.suppress(Exception):
                step()

    def _interpreter(self) -> None:
        sys.setrecursionlimit(self._recursion_limit)
        vars(builtins).update(self._builtins)
        for owner, name, hook in self._hooks:
            setattr(owner, name, hook)
        for stop in (sys.settrace, sys.setprofile, threading.settrace, threading.setprofile):
            stop(None)
        sys.setswitchinterval(self._switch_interval)
        if self._digits is not None:
            sys.set_int_max_str_digits(self._digits)
        gc.set_debug(0)
        gc.set_threshold(*self._gc_threshold)
        gc.enable()
        faulthandler.disable()

    def _signals(self) -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        for number, handler in self._handlers.items():
            if handler is not None and signal.getsignal(number) is not handler:
                with contextlib.suppress(OSError, ValueError):
                    signal.signal(number, handler)

    def _warnings(self) -> None:
        if logging.root.manager.disable:  # asked first, since it goes through every logger
            logging.disable(logging.NOTSET)
        warnings.filters[:] = self._filters
        # Has the interpreter forget which warnings it already gave or took for errors.
        warnings._filters_mutated()

    def _numbers(self) -> None:
        locale.setlocale(locale.LC_ALL, self._locale)
        decimal.setcontext(self._decimal.copy())
        np.seterr(**self._float_errors)
        np.seterrcall(None)
        if np.get_printoptions() != self._print_options:
            np.set_printoptions(**self._print_options)

    def _folder(self) -> None:
        """Work where the notebook lies; given files that are gone lie there again."""
        os.makedirs(self.folder, exist_ok=True)
        os.chdir(self.folder)
        for name, data in self.files.items():
            if not os.path.lexists(name):
                with contextlib.suppress(OSError), open(name, "wb") as file:
                    file.write(data)

    def _figures(self) -> None:
        matplotlib, pyplot = sys.modules.get("matplotlib"), sys.modules.get("matplotlib.pyplot")
        if pyplot is not None and pyplot.get_fignums():
            pyplot.close("all")
        if self._plot_settings and dict.__ne__(matplotlib.rcParams, self._plot_settings):
            dict.update(matplotlib.rcParams, self._plot_settings)


def pin_torch_threads() -> None:
    """Keep torch to one thread, whatever a cell asks for: more of them hang in forks, where only one goes on."""
    if torch := sys.modules.get("torch"):
        torch.set_num_threads(1)
        torch.set_num_threads = torch.set_num_interop_threads = lambda threads: None


def _restore_torch(seed: int) -> None:
    torch = sys.modules.get("torch")
    if torch is None:
        return
    steps: list[Callable[[], Any]] = [
        lambda: torch.set_default_device(None),
        lambda: torch.set_default_dtype(torch.float32),
        lambda: torch.set_grad_enabled(True),
        lambda: torch.autograd.set_detect_anomaly(False),
        lambda: torch.set_autocast_enabled("cpu", False),
        lambda: torch.set_float32_matmul_precision("highest"),
        lambda: torch.set_flush_denormal(False),
        lambda: torch.set_printoptions(profile="default"),
        # Its own generator alone: `torch.manual_seed` also notes a stack trace for each device that is not there.
        lambda: torch.default_generator.manual_seed(seed),
    ]
    if torch.are_deterministic_algorithms_enabled():
        # Asked first, since turning them off loads torch's compiler, which takes seconds.
        steps.append(lambda: torch.use_deterministic_algorithms(False))
    for step in steps:
        with contextlib.suppress(Exception):
            step()
