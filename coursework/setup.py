"""The first cell of a notebook: `coursework.setup(seed=0)` seeds the generators and says what it runs on."""

from __future__ import annotations

import os
import platform
import random
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import ModuleType

import numpy as np


def setup(seed: int = 0) -> None:
    """Seed Python, NumPy and (where it is imported) torch, style figures, print one line on the machine.

    Args:
        seed: 0 to 2**32 - 1. Your own numbers come from `numpy.random.default_rng(seed)`; the global
            generators are seeded for libraries that use them.

    Raises: ValueError for a seed outside that range.
    """
    if not 0 <= seed < 2**32:
        raise ValueError(f"setup(seed={seed}): expected a seed from 0 to 2**32 - 1")
    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002  # for libraries that draw from the global generator
    if "torch" in sys.modules:
        sys.modules["torch"].manual_seed(seed)
    _notebook_figures()
    print(" · ".join([*(f"{name} {value}" for name, value in versions().items()), device(), f"seed {seed}"]))


def versions(packages: tuple[str, ...] = ("numpy", "matplotlib", "torch")) -> dict[str, str]:
    """The versions of Python and of those `packages` that are installed; imports none of them."""
    found = {"Python": platform.python_version()}
    for package in packages:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def device() -> str:
    """What there is to compute on: the GPU that torch sees, where torch is imported, else the CPU cores."""
    torch = sys.modules.get("torch")
    if torch is not None and torch.cuda.is_available():
        return torch.cuda.get_device_name()
    if torch is not None and torch.backends.mps.is_available():
        return "Apple GPU"
    return f"CPU with {cores()} core{'s' if cores() > 1 else ''}"


def cores() -> int:
    """The number of CPU cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def where() -> str:
    """Which kind of environment this Python runs in: Colab, conda, a virtual environment, or none."""
    if "google.colab" in sys.modules:
        return "Google Colab"
    if Path(sys.prefix, "conda-meta").is_dir():
        return f"conda environment {Path(sys.prefix).name}"
    if sys.prefix != sys.base_prefix:
        return f"virtual environment {Path(sys.prefix).name}"
    return "the system's Python, no environment"


def _notebook_figures() -> None:
    """The course's look for figures, in twice the pixels, where there is a notebook to show them in."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is None or not hasattr(shell, "kernel"):
        return
    import matplotlib as mpl
    from matplotlib_inline.backend_inline import set_matplotlib_formats

    from .plots import STYLE

    mpl.rcParams.update(STYLE)
    set_matplotlib_formats("retina")


class _CallableModule(ModuleType):
    """Lets `coursework.setup(seed=0)` work although `coursework.setup` is this module."""

    def __call__(self, seed: int = 0) -> None:
        setup(seed)


sys.modules[__name__].__class__ = _CallableModule
