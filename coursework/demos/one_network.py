"""The lecture's network, the same arithmetic in NumPy, on the CPU and on a GPU."""

from __future__ import annotations

import copy

import numpy as np
import torch
from torch import nn

from ..timing import median_seconds


def numpy_scores(network: nn.Module, images: np.ndarray) -> np.ndarray:
    """What `network` (two 3 x 3 convolutions with ReLU, 2 x 2 maxima, one dense layer) says, computed by NumPy.

    Args:
        network: its parameters in this order: weights (O, C, 3, 3) and biases of both convolutions, then (K, D), (K,).
        images: (N, C, H, W), floating.

    Returns: scores before any softmax, (N, K).
    """
    weights = [each.detach().cpu().numpy() for each in network.parameters()]
    maps = images
    for kernels, offsets in (weights[:2], weights[2:4]):
        seen = np.lib.stride_tricks.sliding_window_view(maps, (3, 3), axis=(2, 3))
        sums = np.tensordot(seen, kernels, axes=[(1, 4, 5), (1, 2, 3)]) + offsets
        maps = np.maximum(sums, 0).transpose(0, 3, 1, 2)
    n, c, h, w = maps.shape
    pooled = maps.reshape(n, c, h // 2, 2, w // 2, 2).max(axis=(3, 5))
    return pooled.reshape(n, -1) @ weights[4].T + weights[5]


def speeds(network: nn.Module, images: torch.Tensor, *, budget: float = 0.1) -> dict[str, float]:
    """Images a second forward through the same network: NumPy, the CPU, and, where there is one, the GPU.

    On each device in the plain order of memory and with channels last; on a GPU also in bfloat16, and compiled.

    Args:
        network: as `numpy_scores` takes it.
        images: (N, C, H, W), float32, on the CPU.
        budget: least seconds of measuring for each.
    """
    ways = {"NumPy": lambda: numpy_scores(network, images.numpy())}
    for device in ("cpu", "cuda") if torch.cuda.is_available() else ("cpu",):
        batch = images.to(device)
        plain = copy.deepcopy(network).to(device).eval()
        last = copy.deepcopy(plain).to(memory_format=torch.channels_last)
        ways[f"PyTorch, {device}"] = lambda model=plain, x=batch: model(x)
        ways[f"{device}, channels last"] = lambda model=last, x=batch: model(x)
        if device == "cuda":
            ways["cuda, channels last, bfloat16"] = lambda model=last, x=batch: _in_16_bits(model, x)
            fused = torch.compile(last)
            ways["cuda, ..., compiled"] = lambda model=fused, x=batch: _in_16_bits(model, x)
    with torch.inference_mode():
        return {name: len(images) / median_seconds(way, budget=budget) for name, way in ways.items()}


def _in_16_bits(model: nn.Module, batch: torch.Tensor) -> torch.Tensor:
    with torch.autocast(batch.device.type, dtype=torch.bfloat16):
        return model(batch)
