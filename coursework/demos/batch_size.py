"""The same training with many or few images a step."""

from __future__ import annotations

import numpy as np


def loss_curve(
    rows: np.ndarray,
    labels: np.ndarray,
    batch_size: int,
    *,
    epochs: int = 10,
    learning_rate: float = 0.5,
    points: int = 10,
    seed: int = 0,
) -> tuple[np.ndarray, np.ndarray]:
    """Train a softmax classifier from zero and measure its loss on all images as it goes.

    Args:
        rows: (N, D), floating.
        labels: (N,), integers from 0.
        batch_size: images a step, 1 to N.
        epochs: passes through all images.
        learning_rate: of each step.
        points: measurements an epoch, as far as there are so many steps.
        seed: of the order of the images.

    Returns: epochs passed (M,), and the mean cross-entropy of all N images then (M,).

    Raises: ValueError for a batch size outside 1 to N.
    """
    import torch
    from torch.nn.functional import cross_entropy

    if not 1 <= batch_size <= len(rows):
        raise ValueError(f"loss_curve: batch_size must be 1 to {len(rows)}, the number of images, got {batch_size}")
    inputs, targets = torch.tensor(rows, dtype=torch.float32), torch.tensor(labels)
    layer = torch.nn.Linear(inputs.shape[1], int(targets.max()) + 1)
    torch.nn.init.zeros_(layer.weight)
    torch.nn.init.zeros_(layer.bias)
    optimiser = torch.optim.SGD(layer.parameters(), lr=learning_rate)
    order = torch.Generator().manual_seed(seed)
    batches = -(-len(inputs) // batch_size)
    every = max(batches // points, 1)
    passed, losses = [], []
    for epoch in range(epochs + 1):
        for i, batch in enumerate(torch.randperm(len(inputs), generator=order).split(batch_size)):
            if i % every == 0:
                passed.append(epoch + i / batches)
                with torch.no_grad():
                    losses.append(cross_entropy(layer(inputs), targets).item())
            if epoch == epochs:
                break
            optimiser.zero_grad()
            cross_entropy(layer(inputs[batch]), targets[batch]).backward()
            optimiser.step()
    return np.array(passed), np.array(losses)
