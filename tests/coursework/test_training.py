"""Seeds, the device, progress bars and curves that grow; what torch keeps and which rates a schedule gives."""

from __future__ import annotations

import random

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from torch import nn
from torch.utils.data import DataLoader

from coursework import training


@pytest.fixture(autouse=True)
def _as_before():
    mpl.use("Agg")
    yield
    torch.use_deterministic_algorithms(False)
    plt.close("all")


def test_the_device_computes():
    """Whatever it is, a sum on it is right; without a GPU it is the CPU."""
    device = training.device()
    assert torch.ones(3, device=device).sum().item() == 3
    if not torch.cuda.is_available() and not torch.backends.mps.is_available():
        assert device == torch.device("cpu")


def draws() -> tuple:
    return random.random(), np.random.random(), torch.rand(1).item()  # noqa: NPY002


def test_the_same_seed_gives_the_same_numbers():
    """In Python, NumPy, torch and the generator that comes back; another seed gives others."""
    numbers = []
    for seed in (3, 3, 4):
        generator = training.seed(seed)
        numbers.append((*draws(), torch.rand(1, generator=generator).item()))
    assert numbers[0] == numbers[1]
    assert all(a != b for a, b in zip(numbers[0], numbers[2], strict=True))


def test_the_generator_is_its_own():
    """Drawing from it does not move torch's own numbers."""
    training.seed(0)
    expected = torch.rand(1)
    torch.rand(5, generator=training.seed(0))
    assert torch.equal(torch.rand(1), expected)


def test_deterministic_is_asked_for_and_given_back():
    training.seed(0, deterministic=True)
    assert torch.are_deterministic_algorithms_enabled()
    training.seed(0)
    assert not torch.are_deterministic_algorithms_enabled()


@pytest.mark.parametrize("number", [-1, 2**32])
def test_a_seed_outside_is_refused(number: int):
    with pytest.raises(ValueError, match=r"from 0 to 2\*\*32 - 1"):
        training.seed(number)


class Noise:
    """A data set that draws from NumPy."""

    def __len__(self) -> int:
        return 8

    def __getitem__(self, i: int) -> float:
        return np.random.random()  # noqa: NPY002


def test_workers_draw_other_numbers_and_the_same_again():
    """Without a seed of its own a forked worker would draw its neighbour's numbers."""

    def read() -> list[float]:
        generator = training.seed(5)
        options = {"worker_init_fn": training.seed_worker, "multiprocessing_context": "fork"}
        loader = DataLoader(Noise(), 1, num_workers=2, generator=generator, **options)
        return [batch.item() for batch in loader]

    first, again = read(), read()
    assert first == again
    assert len(set(first)) == 8


def test_progress_passes_everything_on(capsys: pytest.CaptureFixture[str]):
    assert list(training.progress([3, 1, 2], "steps")) == [3, 1, 2]
    shown = capsys.readouterr()
    assert "steps" in shown.out
    assert "3/3" in shown.out
    assert shown.err == ""


def test_curves_hold_what_they_are_given():
    """Two names, of different lengths; outside a notebook nothing is shown."""
    curves = training.LiveCurves("step", "loss", "on the way", log=True)
    for step in range(4):
        curves.add(step, one_minibatch=step + 1)
    curves.add(3, validation=2)
    curves.finish("arrived")
    ax = curves.draw()
    assert curves.history == {"one_minibatch": [(0, 1), (1, 2), (2, 3), (3, 4)], "validation": [(3, 2)]}
    assert [line.get_label() for line in ax.lines] == ["one minibatch", "validation"]
    assert (ax.get_xlabel(), ax.get_ylabel(), ax.get_title(loc="left")) == ("step", "loss", "arrived")
    assert ax.get_yscale() == "log"


def test_what_a_pass_keeps():
    """A linear layer keeps its input and its weight; sigmoid its output; without gradients nothing is kept."""
    layer = nn.Linear(10, 4)
    inputs = torch.rand(100, 10, requires_grad=True)
    assert training.kept_for_backward(layer, inputs) == 4 * (100 * 10 + 4 * 10)
    sigmoid = training.kept_for_backward(nn.Sequential(layer, nn.Sigmoid()), inputs)
    assert sigmoid == 4 * (100 * 10 + 4 * 10 + 100 * 4)
    with torch.no_grad():
        assert training.kept_for_backward(layer, inputs) == 0


def test_rates_follow_the_formula():
    rates = training.learning_rates(lambda o: torch.optim.lr_scheduler.StepLR(o, 2, gamma=0.1), 5, start=1.0)
    np.testing.assert_allclose(rates, [1, 1, 0.1, 0.1, 0.01])
