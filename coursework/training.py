"""What every training run needs: a seed, a device, a progress bar, and curves that grow while it runs."""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import numpy as np
import torch
from matplotlib.axes import Axes
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler
from tqdm import tqdm

from . import plots

T = TypeVar("T")


def device() -> torch.device:
    """The fastest device that torch can use: an NVIDIA or AMD GPU, an Apple GPU, else the CPU."""
    there = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    return torch.device(next(name for name, usable in there.items() if usable))


def seed(number: int, *, deterministic: bool = False) -> torch.Generator:
    """Seed Python, NumPy and torch on all devices.

    Args:
        number: 0 to 2**32 - 1.
        deterministic: also let torch choose only algorithms that give the same bits every time, and raise an error
            where it has none. On a GPU, set it before the first product: cuBLAS reads its setting once.

    Returns: a generator of its own with this seed, for a DataLoader or `torch.randperm`.

    Raises: ValueError for a seed outside that range.

    Source: https://docs.pytorch.org/docs/stable/notes/randomness.html
    """
    if not 0 <= number < 2**32:
        raise ValueError(f"seed({number}): expected a seed from 0 to 2**32 - 1")
    random.seed(number)
    np.random.seed(number)  # noqa: NPY002  # for libraries that draw from the global generator
    torch.manual_seed(number)
    if deterministic:
        os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    torch.use_deterministic_algorithms(deterministic)
    return torch.Generator().manual_seed(number)


def seed_worker(worker: int) -> None:
    """For `DataLoader(worker_init_fn=seed_worker)`: seed Python and NumPy in a worker, as torch is seeded there."""
    number = torch.initial_seed() % 2**32
    random.seed(number)
    np.random.seed(number)  # noqa: NPY002  # for libraries that draw from the global generator


def progress(items: Iterable[T], text: str = "", **options: Any) -> Iterable[T]:
    """`items` with a progress bar (rate, time left) on the standard output.

    Args:
        text: what is going on.
        options: of `tqdm.tqdm`, for example `total=` where `items` has no length.
    """
    return tqdm(items, **({"desc": text or None, "file": sys.stdout, "dynamic_ncols": True} | options))


def kept_for_backward(model: torch.nn.Module, inputs: torch.Tensor) -> int:
    """The bytes that one forward pass keeps for the way back, each tensor counted once; parameters are among them."""
    kept: dict[int, int] = {}

    def remember(tensor: torch.Tensor) -> torch.Tensor:
        kept[tensor.data_ptr()] = tensor.untyped_storage().nbytes()
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(remember, lambda tensor: tensor):
        output = model(inputs)  # held, so that no address is used twice
    del output
    return sum(kept.values())


def learning_rates(make: Callable[[Optimizer], LRScheduler], steps: int, *, start: float = 0.1) -> list[float]:
    """The rate of each of the first `steps` steps under the schedule that `make` puts over an optimiser.

    Args:
        start: the optimiser's own rate.
    """
    optimiser = torch.optim.SGD([torch.zeros(1)], lr=start)
    schedule = make(optimiser)
    rates = []
    for _ in range(steps):
        rates.append(float(schedule.get_last_lr()[0]))
        optimiser.step()
        schedule.step()
    return rates


class LiveCurves:
    """Curves that grow in the notebook while training runs.

    Args:
        xlabel, ylabel: the quantities, with their units in brackets.
        title: what is going on, until `finish` says what came out.
        every: least seconds between two drawings.
        log: a logarithmic y axis.

    Attributes:
        history: from name to its points, a list of (x, value).
    """

    def __init__(self, xlabel: str, ylabel: str, title: str = "", *, every: float = 1.0, log: bool = False) -> None:
        self.xlabel, self.ylabel, self.title, self.every, self.log = xlabel, ylabel, title, every, log
        self.history: dict[str, list[tuple[float, float]]] = {}
        self._drawn_at = -np.inf
        self._display: Any = None

    def add(self, x: float, **values: float) -> None:
        """One more point of each named curve; drawn where the last drawing is long enough ago."""
        for name, value in values.items():
            self.history.setdefault(name, []).append((float(x), float(value)))
        if time.perf_counter() - self._drawn_at >= self.every:
            self._show()

    def finish(self, title: str = "") -> None:
        """Draw all points, under a title that says what came out."""
        self.title = title or self.title
        self._show()

    @plots.styled
    def draw(self, ax: Axes | None = None) -> Axes:
        """One line a name; with one name only there is no legend."""
        ax = ax if ax is not None else plots.new_axes()
        for name, points in self.history.items():
            ax.plot(*np.transpose(points), label=name.replace("_", " "))
        if self.log:
            ax.set_yscale("log")
        ax.set(xlabel=self.xlabel, ylabel=self.ylabel, title=self.title)
        if len(self.history) > 1:
            ax.legend()
        return ax

    def _show(self) -> None:
        """Put the drawing in the place of the one before; outside a notebook there is none."""
        ipython = sys.modules.get("IPython")
        shell = ipython.get_ipython() if ipython is not None else None
        if shell is None or not hasattr(shell, "kernel"):
            return
        import matplotlib.pyplot as plt
        from IPython.display import display

        figure = self.draw().figure
        if self._display is None:
            self._display = display(figure, display_id=True)
        else:
            self._display.update(figure)
        plt.close(figure)
        self._drawn_at = time.perf_counter()
