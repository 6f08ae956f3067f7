"""Helpers for the course *Deep learning for vision, from pixels to PyTorch on a GPU*.

    from coursework import check, data, images, plots

Submodules are imported when they are first used, so that this import costs nothing.
"""

from __future__ import annotations

import importlib
from types import ModuleType

from . import _torchvision

__version__ = "0.1.0"
__all__ = ["check", "data", "demos", "errors", "images", "plots", "setup", "training"]

_torchvision.watch()


def __getattr__(name: str) -> ModuleType:
    if name in __all__:
        return importlib.import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}; it has {', '.join(__all__)}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
