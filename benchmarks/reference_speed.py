"""How fast the references of assignments 3 and 4 are, each against a named peer in one run.

    python benchmarks/reference_speed.py [--repeats 7] [--json [PATH]]

Softmax training on digits: ours and scikit-learn's LogisticRegression, each with as few epochs or iterations as bring
it below the same loss, and SGDClassifier, which stops by a rule of its own (one class against all others, another
loss); the vectorised loss against the one with loops; a step of the two-layer network (forward, backward, update)
against the same in torch on one thread. The contestants take turns, and each gets the median of its runs. A ratio says
how many times as long ours takes (of the loop: how many times as long it takes as the vectorised loss).
"""

from __future__ import annotations

import argparse
import warnings

import numpy as np
import torch
from knn_distance import medians
from proof.measurement import parse, save
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression, SGDClassifier
from torch import nn

from autograder.reference import Reference, reference
from coursework import data

REG = 1e-3
# Training may stop where the loss is at most this many times the lowest, which LogisticRegression finds.
NEAR = 1.05
BATCH, INPUTS, HIDDEN, CLASSES = 128, 3072, 100, 10
Row = dict[str, str | float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=7)
    options = parse(parser)
    softmax, backprop = reference("03_softmax"), reference("04_backprop")
    rows = training(softmax, options.repeats)
    rows += losses(softmax, options.repeats)
    rows += network_step(backprop, options.repeats)
    save(options, rows)


def training(ref: Reference, repeats: int) -> list[Row]:
    digits = data.load("digits")
    x, y = digits.x_train.reshape(len(digits.x_train), -1) / 16, digits.y_train

    def loss(W: np.ndarray, b: np.ndarray) -> float:
        return ref.softmax_loss(W, b, x, y, REG)[0]

    def theirs(iterations: int) -> LogisticRegression:
        # C times the sum of the losses + half the sum of squares.
        model = LogisticRegression(C=1 / (2 * REG * len(x)), max_iter=iterations)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            return model.fit(x, y)

    best = theirs(1000)
    target = NEAR * loss(best.coef_, best.intercept_)
    rate, batch = 0.3, 64
    history = ref.SoftmaxClassifier(rate, REG, 400, batch).fit(x, y, np.random.default_rng(0)).history_
    epochs = next(i for i, value in enumerate(history) if value <= target)
    fits = ((i, theirs(i)) for i in range(1, 1001))
    iterations = next(i for i, model in fits if loss(model.coef_, model.intercept_) <= target)
    one_vs_all = SGDClassifier("log_loss", alpha=2 * REG, random_state=0)

    def fit_ours() -> object:
        return ref.SoftmaxClassifier(rate, REG, epochs, batch).fit(x, y, np.random.default_rng(0))

    contestants = {
        "ours": fit_ours,
        "LogisticRegression": lambda: theirs(iterations),
        "SGDClassifier": lambda: one_vs_all.fit(x, y),
    }
    seconds = medians(contestants, repeats)
    print(f"softmax on {len(x):,} digits to a loss of {target:.3f}: ours in {epochs} epochs, {seconds['ours']:.3f} s")
    for name in ("LogisticRegression", "SGDClassifier"):
        note = f" ({iterations} iterations)" if name == "LogisticRegression" else " (until its own rule: another loss)"
        print(f"  scikit-learn's {name} {seconds[name]:.3f} s, ratio {seconds['ours'] / seconds[name]:.2f}{note}")
    what = f"softmax on {len(x):,} digits to the same loss"
    peers = {"LogisticRegression": what, "SGDClassifier": "softmax on digits, each by its own rule"}
    return [row(what, seconds["ours"], f"scikit-learn's {name}", seconds[name]) for name, what in peers.items()]


def losses(ref: Reference, repeats: int) -> list[Row]:
    rng = np.random.default_rng(0)
    W, b, x = 0.01 * rng.normal(size=(CLASSES, INPUTS)), rng.normal(size=CLASSES), rng.normal(size=(500, INPUTS))
    y = rng.integers(0, CLASSES, size=500)
    contestants = {
        "vectorised, with gradients": lambda: ref.softmax_loss(W, b, x, y, REG),
        "loops, the loss alone": lambda: ref.softmax_loss_naive(W, b, x, y, REG),
    }
    seconds = medians(contestants, repeats)
    fast, slow = seconds.values()
    times = f"{fast * 1e3:.1f} ms with gradients; with loops and without them {slow * 1e3:.1f} ms"
    print(f"softmax loss of 500 x {INPUTS:,}: {times}, ratio {slow / fast:.1f}")
    return [row(f"softmax loss of 500 x {INPUTS:,}", fast, "the same with loops", slow)]


def network_step(ref: Reference, repeats: int) -> list[Row]:
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(BATCH, INPUTS)), rng.integers(0, CLASSES, size=BATCH)
    ours = ref.Sequential(ref.Linear(INPUTS, HIDDEN, rng), ref.ReLU(), ref.Linear(HIDDEN, CLASSES, rng))
    theirs = nn.Sequential(nn.Linear(INPUTS, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, CLASSES)).double()
    optimizer = torch.optim.SGD(theirs.parameters(), lr=1e-3)
    x_, y_ = torch.from_numpy(x), torch.from_numpy(y)
    torch.set_num_threads(1)

    def step_of_theirs() -> None:
        optimizer.zero_grad()
        nn.functional.cross_entropy(theirs(x_), y_).backward()
        optimizer.step()

    contestants = {
        "ours": lambda: ref.train(ours, x, y, rng, 1, BATCH, 1e-3),
        "torch, one thread": step_of_theirs,
    }
    seconds = medians(contestants, 5 * repeats)
    mine, peer = seconds.values()
    sizes = f"{INPUTS}-{HIDDEN}-{CLASSES}, batch {BATCH}, float64"
    print(f"step of a network {sizes}: {mine * 1e3:.1f} ms, torch {peer * 1e3:.1f} ms, ratio {mine / peer:.2f}")
    return [row(f"step of a network {sizes}", mine, "torch, one thread", peer)]


def row(what: str, ours: float, peer: str, theirs: float) -> Row:
    """Both in seconds."""
    return {"what": what, "ours": ours, "peer": peer, "theirs": theirs}


if __name__ == "__main__":
    main()
