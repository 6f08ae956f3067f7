"""Towers of dense layers: what depth does to training, with and without shortcuts."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F

WIDTH = 32


def tower(part: type[nn.Sequential], depth: int, inputs: int, classes: int) -> nn.Sequential:
    """A first layer, `depth` parts of linear, batch normalisation and ReLU, and a last layer.

    Args:
        part: what holds the three layers of a part: `nn.Sequential`, or a class of yours made from it.
    """
    parts = [part(nn.Linear(WIDTH, WIDTH), nn.BatchNorm1d(WIDTH), nn.ReLU()) for _ in range(depth)]
    return nn.Sequential(nn.Linear(inputs, WIDTH), *parts, nn.BatchNorm1d(WIDTH), nn.Linear(WIDTH, classes))


def loss_after(
    part: type[nn.Sequential], depth: int, rows: torch.Tensor, labels: torch.Tensor, *, steps: int = 70, seed: int = 0
) -> float:
    """Train a tower with Adam, 100 rows a step; the mean loss of the last tenth of the steps."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        network = tower(part, depth, rows.shape[1], int(labels.max()) + 1)
        adam, losses = torch.optim.Adam(network.parameters(), lr=0.002), []
        for _ in range(steps):
            chosen = torch.randperm(len(rows))[:100]
            adam.zero_grad()
            losses.append(F.cross_entropy(network(rows[chosen]), labels[chosen]))
            losses[-1].backward()
            adam.step()
    return torch.stack(losses[-max(steps // 10, 1) :]).mean().item()
