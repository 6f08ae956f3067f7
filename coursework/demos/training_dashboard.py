"""A small convolutional network while it learns: loss, accuracy, first filters, and what it gets wrong."""

from __future__ import annotations

import base64
import io
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

import ipywidgets
import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from torch import nn
from torch.nn import functional as F

from .. import plots
from ..data import Dataset
from ..training import device

RATES = (0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1)
# So many filters are shown, and so many wrong pictures.
FILTERS, WRONG = 16, 10


@dataclass(frozen=True)
class Snapshot:
    """A training run at one moment.

    Args:
        step: minibatches seen.
        seconds: of training.
        losses: of each minibatch so far, (step,).
        steps, accuracies: when the test pictures were looked at, and the share that was right, (M,) each.
        filters: of the first layer, (16, 7, 7, 3), each scaled to [0, 1].
        wrong: the most confident mistakes, (K, H, W, 3), K at most 10.
        captions: "answer, not truth" for each of them.
    """

    step: int
    seconds: float
    losses: np.ndarray
    steps: np.ndarray
    accuracies: np.ndarray
    filters: np.ndarray
    wrong: np.ndarray
    captions: tuple[str, ...]


class Training:
    """A network, its optimiser and the pictures; `advance` goes on, `snapshot` looks.

    Args:
        pictures: colour images; the training set is learned from, `tested` of the test images are looked at.
        learning_rate: may be set while training runs.
        batch_size: images a step.
        tested: images for accuracy and mistakes.
        seed: of the weights and of the order of the images.

    Raises: ValueError for pictures without colour.
    """

    def __init__(
        self, pictures: Dataset, *, learning_rate: float = 0.003, batch_size: int = 64, tested: int = 500, seed: int = 0
    ) -> None:
        if pictures.x_train.ndim != 4:
            raise ValueError(f"Training: expected images (N, H, W, 3), got {pictures.x_train.shape}")
        self.learning_rate, self.batch_size, self.device = learning_rate, batch_size, device()
        self.pictures = pictures
        self._images = torch.from_numpy(pictures.x_train).to(self.device)
        self._labels = torch.from_numpy(pictures.y_train).to(self.device)
        self._tested = torch.from_numpy(pictures.x_test[:tested]).to(self.device)
        self._truth = torch.from_numpy(pictures.y_test[:tested]).to(self.device)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            self.network = network(len(pictures.class_names)).to(self.device)
        self._optimiser = torch.optim.AdamW(self.network.parameters(), lr=learning_rate)
        self._order = torch.Generator().manual_seed(seed)
        self._waiting: list[torch.Tensor] = []
        self._losses: list[torch.Tensor] = []
        self._looks: list[tuple[int, float]] = []
        self._seconds = 0.0

    @property
    def step(self) -> int:
        """Minibatches learned from so far."""
        return len(self._losses)

    def advance(self, steps: int = 1) -> None:
        """Learn from so many minibatches."""
        start = time.perf_counter()
        self.network.train()
        for _ in range(steps):
            if not self._waiting:
                self._waiting = list(torch.randperm(len(self._images), generator=self._order).split(self.batch_size))
            chosen = self._waiting.pop().to(self.device)
            self._optimiser.param_groups[0]["lr"] = self.learning_rate
            self._optimiser.zero_grad()
            answers = self.network(scaled(self._images[chosen]))
            cost = F.cross_entropy(answers, self._labels[chosen])
            cost.backward()
            self._optimiser.step()
            self._losses.append(cost.detach())
        self._seconds += time.perf_counter() - start

    @torch.no_grad()
    def snapshot(self) -> Snapshot:
        """How far it is: test accuracy, filters, and the mistakes it is surest of."""
        self.network.eval()
        parts = [self.network(scaled(part)) for part in self._tested.split(250)]
        surest, said = torch.cat(parts).softmax(dim=1).max(dim=1)
        right = said == self._truth
        if not self._looks or self._looks[-1][0] != self.step:
            self._looks.append((self.step, right.float().mean().item()))
        worst = torch.where(right, -1.0, surest).argsort(descending=True)[: min(WRONG, int((~right).sum()))].cpu()
        names, truth = self.pictures.class_names, self._truth.cpu()
        captions = tuple(f"{names[said[i]]},\nnot {names[truth[i]]}" for i in worst)
        weights = self.network[0].weight[:FILTERS].permute(0, 2, 3, 1).cpu().numpy()
        low, high = (end(weights, axis=(1, 2, 3), keepdims=True) for end in (np.min, np.max))
        steps, accuracies = np.transpose(self._looks)
        return Snapshot(
            self.step,
            self._seconds,
            torch.stack(self._losses).cpu().numpy() if self._losses else np.zeros(0, np.float32),
            steps.astype(int),
            accuracies,
            (weights - low) / np.maximum(high - low, 1e-8),
            self.pictures.x_test[worst.numpy()],
            captions,
        )


def network(num_classes: int) -> nn.Sequential:
    """Three convolutions with batch normalisation and pooling; the first filters are 7 x 7, to be looked at.

    Those start small, so that what they learn soon stands out from the noise that they begin with; the normalisation
    behind them makes up for it.
    """
    layers = nn.Sequential(
        nn.Conv2d(3, FILTERS, 7, padding=3),
        nn.BatchNorm2d(FILTERS),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(FILTERS, 32, 3, padding=1),
        nn.BatchNorm2d(32),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3, padding=1),
        nn.BatchNorm2d(64),
        nn.ReLU(),
        nn.AdaptiveAvgPool2d(4),
        nn.Flatten(),
        nn.Linear(1024, num_classes),
    )
    with torch.no_grad():
        layers[0].weight.mul_(0.1)
    return layers


def scaled(images: torch.Tensor) -> torch.Tensor:
    """(N, H, W, 3) uint8 -> (N, 3, H, W) float32 in [-1, 1]."""
    return images.permute(0, 3, 1, 2).float().div(127.5).sub(1)


def train(pictures: Dataset, steps: int = 100, *, looks: int = 5, **options: float) -> Snapshot:
    """Train for so many steps, look at the test pictures a few times on the way, and return the last look."""
    run = Training(pictures, **options)
    run.snapshot()
    for part in np.array_split(np.arange(steps), looks):
        run.advance(len(part))
        last = run.snapshot()
    return last


def draw(snapshot: Snapshot) -> Figure:
    """Loss and accuracy on top, filters and confident mistakes below. The figure belongs to no window or notebook."""
    figure = Figure(figsize=(12, 6.4))
    FigureCanvasAgg(figure)
    _losses(figure.add_axes((0.055, 0.575, 0.415, 0.365)), snapshot)
    _accuracies(figure.add_axes((0.565, 0.575, 0.415, 0.365)), snapshot)
    filters, wrong = figure.add_axes((0.02, 0.01, 0.45, 0.40)), figure.add_axes((0.53, 0.01, 0.45, 0.40))
    _pictures(filters, snapshot.filters, columns=8)
    filters.set_title("First-layer filters", fontsize=14, loc="left", y=1.02)
    _pictures(wrong, snapshot.wrong / 255, snapshot.captions, columns=5)
    title = "Wrong, and surest of it" if len(snapshot.wrong) else "Nothing is wrong"
    wrong.set_title(title, fontsize=14, loc="left", y=1.02)
    return figure


def png(snapshot: Snapshot, dpi: int = 90) -> bytes:
    """`draw` as a picture."""
    file = io.BytesIO()
    draw(snapshot).savefig(file, format="png", dpi=dpi)
    return file.getvalue()


class Dashboard:
    """Buttons over a `Training` that runs in a thread of its own, so that stop works at any moment.

    Args:
        pictures: to learn from.
        most: steps after which it stops by itself.
        every: least seconds between two looks.
        options: of `Training`.

    Attributes:
        widget: what the notebook shows.
    """

    def __init__(self, pictures: Dataset, *, most: int = 3000, every: float = 1.0, **options: float) -> None:
        self.pictures, self.most, self.every, self.options = pictures, most, every, options
        self._stopping, self._thread = threading.Event(), None
        self._start = ipywidgets.Button(description="start", icon="play", button_style="success")
        self._stop = ipywidgets.Button(description="stop", icon="stop", button_style="danger", disabled=True)
        self._again = ipywidgets.Button(description="start over", icon="refresh")
        self._rate = ipywidgets.SelectionSlider(
            options=RATES, value=options.pop("learning_rate", 0.003), description="rate"
        )
        self._picture = ipywidgets.Output()
        self._start.on_click(lambda _: self.start())
        self._stop.on_click(lambda _: self.stop())
        self._again.on_click(lambda _: self.start_over())
        buttons = ipywidgets.HBox([self._start, self._stop, self._again, self._rate])
        self.widget = ipywidgets.VBox([buttons, self._picture])
        self.start_over()

    @property
    def running(self) -> bool:
        """Whether the thread is at work."""
        return self._thread is not None and self._thread.is_alive()

    def start(self) -> None:
        """Go on from where it is, in the background."""
        if not self.running:
            self._stopping.clear()
            self._start.disabled, self._stop.disabled = True, False
            self._thread = threading.Thread(target=self._run, daemon=True)
            self._thread.start()

    def stop(self, timeout: float = 30) -> None:
        """End after the step that is being computed; what was learned stays."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(timeout)

    def start_over(self) -> None:
        """Stop, and begin with fresh weights."""
        self.stop()
        self.training = Training(self.pictures, learning_rate=self._rate.value, **self.options)
        self._look()

    def _run(self) -> None:
        shown, pause = time.perf_counter(), self.every
        try:
            while not self._stopping.is_set() and self.training.step < self.most:
                self.training.learning_rate = self._rate.value
                self.training.advance()
                if time.perf_counter() - shown >= pause:
                    before = time.perf_counter()
                    self._look()
                    shown = time.perf_counter()
                    pause = max(self.every, 3 * (shown - before))  # three quarters of the time are for learning
            self._look()
        finally:
            self._start.disabled, self._stop.disabled = False, True

    def _look(self) -> None:
        """Put the present picture into the output; setting it whole works from any thread."""
        picture = base64.b64encode(png(self.training.snapshot())).decode()
        data = {"image/png": picture, "text/plain": "training dashboard"}
        self._picture.outputs = ({"output_type": "display_data", "data": data, "metadata": {}},)


def explore(pictures: Dataset, **options: float) -> ipywidgets.VBox:
    """Start, stop, start over, and a learning rate that may change while it trains."""
    return Dashboard(pictures, **options).widget


def _losses(ax: Axes, snapshot: Snapshot) -> None:
    steps = np.arange(1, len(snapshot.losses) + 1)
    ax.plot(steps, snapshot.losses, color="#BBBBBB", linewidth=0.8)
    width = min(20, max(len(steps) // 5, 1))
    if len(steps):
        smooth = np.convolve(snapshot.losses, np.ones(width) / width, mode="valid")
        ax.plot(steps[width - 1 :], smooth, color=plots.COLOURS[0], linewidth=2)
    ax.axhline(np.log(10), color="black", linestyle=":", linewidth=1.5)
    ax.text(0.99, np.log(10), "guessing ", ha="right", va="bottom", transform=ax.get_yaxis_transform(), fontsize=11)
    ax.set_xlim(0, max(snapshot.step, 20))
    _axis(ax, "training loss", f"Step {snapshot.step:,}, {snapshot.seconds:.0f} s: the loss")
    ax.set_ylim(0, max(3.0, float(np.quantile(snapshot.losses, 0.99)) if len(steps) else 0))


def _accuracies(ax: Axes, snapshot: Snapshot) -> None:
    ax.plot(snapshot.steps, snapshot.accuracies, "o-", color=plots.COLOURS[1], markeredgecolor="black")
    ax.set_xlim(0, max(snapshot.step, 20) * 1.02)
    _axis(ax, "test accuracy", f"{snapshot.accuracies[-1]:.0%} of the test pictures are right")
    ax.set_ylim(0, 1)


def _axis(ax: Axes, ylabel: str, title: str) -> None:
    ax.set_xlabel("step", fontsize=12)
    ax.set_ylabel(ylabel, fontsize=12)
    ax.set_title(title, fontsize=14, loc="left")
    ax.grid(color="#DDDDDD")
    ax.set_axisbelow(True)
    ax.xaxis.get_major_locator().set_params(integer=True)
    ax.spines[["right", "top"]].set_visible(False)


def _pictures(ax: Axes, images: np.ndarray, captions: Sequence[str] = (), *, columns: int) -> None:
    """All images as one, which draws many times faster than an axes for each."""
    ax.set_axis_off()
    if len(images) == 0:
        return
    height, width = images.shape[1:3]
    down, across = (round(0.45 * height), width // 4) if captions else (max(height // 7, 1), max(width // 8, 1))
    rows = -(-len(images) // columns)
    canvas = np.ones((rows * (height + down), columns * (width + across) - across, 3))
    for i, image in enumerate(images):
        top, left = (i // columns) * (height + down) + down, (i % columns) * (width + across)
        canvas[top : top + height, left : left + width] = image
        if captions:
            ax.text(left, top - 1, captions[i], fontsize=9.5, va="bottom", linespacing=1.05)
    ax.imshow(canvas, interpolation="nearest", vmin=0, vmax=1)
    ax.set_anchor("NW")
