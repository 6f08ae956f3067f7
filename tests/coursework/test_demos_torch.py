"""The demos of lecture 7: the dashboard, one network everywhere, mistakes of a loop, towers."""

from __future__ import annotations

import io
import time

import numpy as np
import pytest
import torch
from PIL import Image
from torch import nn
from torch.nn import functional as F

from coursework import data
from coursework.demos import one_network, reader_mistakes, towers, training_dashboard
from coursework.timing import loading_seconds, median_seconds


@pytest.fixture(scope="module", autouse=True)
def _one_thread():
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def pictures():
    return data.load("shapes", n_train=200, n_test=60)


@pytest.fixture(scope="module")
def digits():
    digits = data.load("digits")
    return torch.tensor(digits.x_train).reshape(-1, 64) / 16, torch.tensor(digits.y_train)


def test_a_snapshot_tells_what_happened(pictures):
    """Losses of every step, one look more than asked for, mistakes that are mistakes, filters in [0, 1]."""
    snapshot = training_dashboard.train(pictures, steps=6, looks=3, tested=60)
    assert (snapshot.step, len(snapshot.losses)) == (6, 6)
    assert snapshot.steps.tolist() == [0, 2, 4, 6]
    assert snapshot.filters.shape == (16, 7, 7, 3)
    assert (snapshot.filters.min(), snapshot.filters.max()) == (0, 1)
    assert len(snapshot.wrong) == len(snapshot.captions) == min(10, round(60 * (1 - snapshot.accuracies[-1])))
    for image, caption in zip(snapshot.wrong, snapshot.captions, strict=True):
        answer, truth = caption.split(",\nnot ")
        assert answer != truth
        label = pictures.y_test[(pictures.x_test == image).all(axis=(1, 2, 3))]
        assert pictures.class_names[label[0]] == truth


def test_the_same_seed_trains_the_same(pictures):
    torch.manual_seed(1)
    before = torch.get_rng_state()
    runs = [training_dashboard.train(pictures, steps=3, looks=1, tested=10).losses for _ in range(2)]
    np.testing.assert_array_equal(*runs)
    assert torch.equal(torch.get_rng_state(), before)


def test_it_learns(pictures):
    """The loss on 200 pictures falls far below guessing."""
    snapshot = training_dashboard.train(pictures, steps=60, looks=1, tested=10)
    assert snapshot.losses[-5:].mean() < 0.7 * np.log(10)


def test_the_picture_before_the_first_step(pictures):
    """Nothing learned yet, and still a whole picture."""
    snapshot = training_dashboard.Training(pictures, tested=10).snapshot()
    assert snapshot.step == 0
    assert Image.open(io.BytesIO(training_dashboard.png(snapshot))).width > 1000


def test_pictures_without_colour_are_refused():
    with pytest.raises(ValueError, match=r"\(N, H, W, 3\)"):
        training_dashboard.Training(data.load("digits"))


def wait_for(condition, seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end and not condition():
        time.sleep(0.02)
    return condition()


def test_start_stop_and_start_over(pictures):
    """Start trains in the background, stop ends it, start goes on from there, start over forgets."""
    dashboard = training_dashboard.Dashboard(pictures, every=0.2, tested=10)
    start, stop, again, _ = dashboard.widget.children[0].children
    first = dashboard._picture.outputs
    start.click()
    assert dashboard.running
    assert (start.disabled, stop.disabled) == (True, False)
    assert wait_for(lambda: dashboard._picture.outputs != first)
    stop.click()
    assert not dashboard.running
    assert (start.disabled, stop.disabled) == (False, True)
    reached = dashboard.training.step
    assert reached > 0
    start.click()
    assert wait_for(lambda: dashboard.training.step > reached)
    again.click()
    assert not dashboard.running
    assert dashboard.training.step == 0


def test_the_rate_may_change_while_it_trains(pictures):
    """Rate 0 is not among them; at the largest the loss still is a number."""
    dashboard = training_dashboard.Dashboard(pictures, tested=10)
    dashboard.start()
    for rate in (training_dashboard.RATES[0], training_dashboard.RATES[-1]):
        dashboard._rate.value = rate
        step = dashboard.training.step
        assert wait_for(lambda step=step: dashboard.training.step > step + 1)
    dashboard.stop()
    assert dashboard.training.learning_rate == training_dashboard.RATES[-1]
    assert np.isfinite(dashboard.training.snapshot().losses).all()


def test_it_stops_by_itself(pictures):
    dashboard = training_dashboard.Dashboard(pictures, most=2, tested=10)
    dashboard.start()
    assert wait_for(lambda: not dashboard.running)
    assert dashboard.training.step == 2
    assert dashboard.widget.children[0].children[0].disabled is False


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.second, self.last = nn.Conv2d(1, 4, 3), nn.Conv2d(4, 6, 3), nn.Linear(6 * 12 * 12, 5)

    def forward(self, x):
        x = F.max_pool2d(self.second(self.first(x).relu()).relu(), 2)
        return self.last(x.flatten(1))


def test_numpy_and_torch_say_the_same():
    torch.manual_seed(0)
    network, images = Net(), torch.rand(3, 1, 28, 28)
    scores = one_network.numpy_scores(network, images.numpy())
    np.testing.assert_allclose(scores, network(images).detach(), rtol=1e-4, atol=1e-5)


def test_speeds_of_all_that_is_there():
    speeds = one_network.speeds(Net(), torch.rand(2, 1, 28, 28), budget=0.01)
    assert list(speeds)[:3] == ["NumPy", "PyTorch, cpu", "cpu, channels last"]
    assert all(speed > 0 for speed in speeds.values())
    assert any("cuda" in name for name in speeds) == torch.cuda.is_available()


def test_each_mistake_does_its_harm(digits):
    """Right, the loss goes to near 0; softmax twice stays above its floor; without zero_grad it does not settle."""
    ends = {name: np.array(reader_mistakes.train(*digits, name)[1][-30:]) for name in reader_mistakes.MISTAKES}
    assert ends["none"].mean() < 0.15
    assert ends["softmax twice"].min() > -np.log(np.e / (np.e + 9))
    assert ends["zero_grad forgotten"].max() > 5 * ends["none"].max()
    with pytest.raises(ValueError, match="a mistake out of none, zero_grad forgotten"):
        reader_mistakes.train(*digits, "typo")


class Shortcut(nn.Sequential):
    def forward(self, x):
        return x + super().forward(x)


def test_depth_hurts_only_the_plain_tower(digits):
    assert towers.loss_after(nn.Sequential, 40, *digits) > 1.5
    assert towers.loss_after(Shortcut, 40, *digits) < 0.5
    assert len(towers.tower(Shortcut, 7, 64, 10)) == 7 + 3


def test_the_median_is_of_the_function_alone():
    assert 0.01 <= median_seconds(lambda: time.sleep(0.01), budget=0.05) < 0.1


@pytest.mark.parametrize("workers", [0, 1])
def test_loading_takes_every_batch(workers: int):
    """Ten items of 10 ms each cannot come in less."""

    class Slow:
        def __len__(self) -> int:
            return 10

        def __getitem__(self, i: int) -> int:
            time.sleep(0.01)
            return i

    assert loading_seconds(Slow(), 4, workers) >= 0.1
