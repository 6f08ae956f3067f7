"""Make `import torchvision` work where its compiled operators cannot be loaded.

On Linux, the package index's torchvision beside a CPU-only torch finds no CUDA libraries, goes on without
its compiled operators and then fails: "operator torchvision::nms does not exist". Declaring the two
operators that it goes on to describe is enough for data sets, transforms, models and utilities; the
compiled operators themselves (non-maximum suppression among them) stay absent.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from types import ModuleType

# What torchvision's C++ sources declare under these names.
_SCHEMAS = {
    "nms": "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
    "qnms": "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
}


class _Watcher:
    """An entry of sys.meta_path that finds no module; it acts between torchvision's attempt to load its
    operators and the first use of them."""

    def find_spec(self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> None:
        if fullname == "torchvision._meta_registrations":
            extension = sys.modules.get("torchvision.extension")
            if extension is not None and not extension._has_ops():
                _declare_operators()


def _declare_operators() -> None:
    import torch

    for name, schema in _SCHEMAS.items():
        if not hasattr(torch.ops.torchvision, name):
            torch.library.define(f"torchvision::{name}", schema)


def watch() -> None:
    """Put the remedy in place, once. It acts when torchvision is imported, and only where it is needed."""
    if not any(isinstance(finder, _Watcher) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Watcher())
