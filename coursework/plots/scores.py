"""How good a model is, as a curve over a hyperparameter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from .style import COLOURS, new_axes, styled


@styled
def cross_validation(
    accuracies: Mapping[int, Sequence[float] | np.ndarray],
    *,
    best: int | None = None,
    ax: Axes | None = None,
    name: str = "k",
    title: str | None = None,
) -> Axes:
    """One point for each fold, a line through the means, bars of one standard deviation, the choice marked.

    Args:
        accuracies: from the value of the hyperparameter to its accuracies, one a fold, in [0, 1].
        best: the value that was chosen, to be marked; None marks none.
        name: the hyperparameter.
        title: the finding; by default the chosen value and its mean accuracy.

    Raises: ValueError where there is nothing to show or `best` is none of the values.
    """
    if not accuracies or any(len(folds) == 0 for folds in accuracies.values()):
        raise ValueError("cross_validation: expected at least one value with at least one accuracy, got none")
    values = sorted(accuracies)
    if best is not None and best not in values:
        raise ValueError(f"cross_validation: best is {best}, which is none of the values {values}")
    table = [np.asarray(accuracies[value], dtype=float) for value in values]
    ax = ax if ax is not None else new_axes()
    for place, folds in enumerate(table):
        label = "one fold" if place == 0 else None
        ax.scatter(np.full(len(folds), place), folds, s=26, color=COLOURS[1], zorder=3, label=label)
    mean, deviation = np.array([(folds.mean(), folds.std()) for folds in table]).T
    ax.errorbar(range(len(values)), mean, deviation, color=COLOURS[0], capsize=4, label="mean ± standard deviation")
    if best is not None:
        at = values.index(best)
        ax.scatter(at, mean[at], s=190, marker="*", color=COLOURS[3], zorder=4, label=f"chosen: {name} = {best}")
        title = title if title is not None else f"{name} = {best} is best: {mean[at]:.3f} on average over the folds"
    ax.set_xticks(range(len(values)), [str(value) for value in values])
    ax.set(xlabel=name, ylabel="validation accuracy", title=title or "")
    ax.legend()
    return ax
