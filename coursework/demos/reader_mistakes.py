"""A reader of digits, trained right and with one mistake that no error message tells of."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F

MISTAKES = ("none", "zero_grad forgotten", "softmax twice")


def train(
    rows: torch.Tensor, labels: torch.Tensor, mistake: str = "none", *, steps: int = 150, seed: int = 0
) -> tuple[nn.Sequential, list[float]]:
    """Train a two-layer network with batch normalisation by plain SGD, 100 rows a step.

    Args:
        rows: (N, D), float32.
        labels: (N,), int64, from 0.
        mistake: one of `MISTAKES`.
        seed: of the weights and of the order.

    Returns: the network, and the loss of each step.

    Raises: ValueError for another mistake.
    """
    if mistake not in MISTAKES:
        raise ValueError(f"train: expected a mistake out of {', '.join(MISTAKES)}, got {mistake!r}")
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        classes = int(labels.max()) + 1
        reader = nn.Sequential(nn.Linear(rows.shape[1], 64), nn.BatchNorm1d(64), nn.ReLU(), nn.Linear(64, classes))
        sgd, losses = torch.optim.SGD(reader.parameters(), lr=0.2), []
        for _ in range(steps):
            chosen = torch.randperm(len(rows))[:100]
            answers = reader(rows[chosen])
            if mistake == "softmax twice":
                answers = answers.softmax(dim=1)
            if mistake != "zero_grad forgotten":
                sgd.zero_grad()
            losses.append(F.cross_entropy(answers, labels[chosen]))
            losses[-1].backward()
            sgd.step()
    return reader, [each.item() for each in losses]
