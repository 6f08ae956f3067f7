"""The parts of benchmarks/cifar10_speedrun.py, and its short run without a GPU."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, pairwise
from pathlib import Path
from types import ModuleType

import pytest

from coursework import data

torch = pytest.importorskip("torch")
PATH = Path(__file__).parents[2] / "benchmarks" / "cifar10_speedrun.py"


@pytest.fixture(scope="module")
def speedrun() -> Iterator[ModuleType]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    sys.path.insert(0, str(PATH.parent))
    import cifar10_speedrun

    yield cifar10_speedrun
    sys.path.remove(str(PATH.parent))
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def shapes() -> data.Dataset:
    return data.load("shapes", n_train=640, n_test=100, seed=0)


def images(n: int, size: int = 32) -> torch.Tensor:
    return torch.rand(n, 3, size, size, generator=torch.Generator().manual_seed(0))


def test_whitened_patches_have_unit_covariance(speedrun: ModuleType, shapes: data.Dataset):
    x = torch.from_numpy(shapes.x_train).permute(0, 3, 1, 2).double() / 255
    filters = speedrun.whitening_filters(x, eps=0.0).double()
    assert filters.shape == (24, 3, 2, 2)
    torch.testing.assert_close(filters[:12], -filters[12:])
    responses = torch.nn.functional.conv2d(x, filters[:12]).transpose(0, 1).flatten(1)
    torch.testing.assert_close(torch.cov(responses), torch.eye(12, dtype=torch.float64), atol=2e-2, rtol=0)


def test_the_schedule_is_a_triangle(speedrun: ModuleType):
    shares = [speedrun.triangle(step / 100) for step in range(101)]
    assert (shares[0], shares[100]) == pytest.approx((0.2, 0.07))
    assert max(shares) == shares[23] == pytest.approx(1)
    assert all(one < other for one, other in pairwise(shares[:24]))
    assert all(one > other for one, other in pairwise(shares[23:]))


def test_lookahead_mixes_and_hands_back(speedrun: ModuleType):
    net = torch.nn.Linear(1, 1, bias=False)
    with torch.no_grad():
        net.weight.fill_(0.0)
        lookahead = speedrun.Lookahead(net)
        net.weight.fill_(1.0)
        lookahead.update(0.75)
        assert net.weight.item() == 0.25
        net.weight.fill_(5.0)
        lookahead.update(1.0)
    assert net.weight.item() == 0.25


def test_augmentation_keeps_shape_layout_and_labels(speedrun: ModuleType):
    x, y = images(70, 16), torch.arange(70)
    settings = replace(speedrun.ON_CPU, batch=32)
    for batch, labels in islice(speedrun.batches(x, y, settings), 5):
        assert batch.shape == (32, 3, 16, 16)
        assert batch.dtype == x.dtype
        assert batch.is_contiguous(memory_format=torch.channels_last)
        assert len(labels.unique()) == 32
    plain = replace(settings, without=settings.without | {"channels_last"})
    assert next(speedrun.batches(x, y, plain))[0].is_contiguous()


def test_an_image_is_moved_by_at_most_two_pixels_and_mirrored_in_every_other_epoch(speedrun: ModuleType):
    x, n = images(12), 12
    padded = torch.nn.functional.pad(x, (2, 2, 2, 2), mode="reflect")
    mirrored, places = [], set()
    for batch, labels in islice(speedrun.batches(x, torch.arange(n), replace(speedrun.ON_CPU, batch=n)), 4):
        found = {}
        for image, label in zip(batch, labels.tolist(), strict=True):
            for mirror in (False, True):
                upright = image.flip(2) if mirror else image
                for i in range(5):
                    for j in range(5):
                        if torch.equal(padded[label, :, i : i + 32, j : j + 32], upright):
                            found[label] = mirror
                            places.add((i, j))
        assert len(found) == n
        mirrored.append([found[label] for label in range(n)])
    assert mirrored[0] == mirrored[2] == [not each for each in mirrored[1]] == [not each for each in mirrored[3]]
    assert len(places) > 10


def test_convolutions_start_as_the_identity_and_only_biases_of_normalisation_are_trained(speedrun: ModuleType):
    net = speedrun.Network(speedrun.ON_CPU, 10)
    net.reset(images(50))
    convolution = net.blocks[1][0]
    identity = torch.zeros(16, 16, 3, 3)
    identity[range(16), range(16), 1, 1] = 1
    assert torch.equal(convolution.weight[:16], identity)
    frozen = [name for name, p in net.named_parameters() if not p.requires_grad]
    assert frozen == ["whitening.weight", *(f"blocks.{n}.{m}.weight" for n in range(3) for m in (2, 5))]


def test_every_trained_parameter_is_in_one_group_and_decay_does_not_depend_on_the_rate(speedrun: ModuleType):
    net = speedrun.Network(speedrun.ON_CPU, 10)
    groups = speedrun.optimiser_of(net, speedrun.ON_CPU).param_groups
    held = [id(p) for group in groups for p in group["params"]]
    assert sorted(held) == sorted(id(p) for p in net.parameters() if p.requires_grad)
    others, biases = groups
    assert biases["lr"] == pytest.approx(64 * others["lr"])
    assert biases["lr"] * biases["weight_decay"] == pytest.approx(others["lr"] * others["weight_decay"])


def test_views_at_test_time_are_weighted(speedrun: ModuleType):
    """With a network that adds up the first column of what it sees."""
    x = images(3)
    padded = torch.nn.functional.pad(x, (1, 1, 1, 1), mode="reflect")

    def first_column(view: torch.Tensor) -> torch.Tensor:
        return view[:, :, :, 0].sum(dim=(1, 2))[:, None]

    def both(view: torch.Tensor) -> torch.Tensor:
        return (first_column(view) + first_column(view.flip(3))) / 2

    torch.testing.assert_close(speedrun.predict(first_column, x, crops=False), both(x))
    moved = (both(padded[:, :, :32, :32]) + both(padded[:, :, 2:, 2:])) / 2
    torch.testing.assert_close(speedrun.predict(first_column, x, crops=True), (both(x) + moved) / 2)


def test_each_stage_has_one_ingredient_more(speedrun: ModuleType):
    rows = speedrun.stages(speedrun.Settings())
    assert list(rows) == ["none of these", *(f"+ {name}" for name in (*speedrun.SPEED, *speedrun.ACCURACY))]
    assert all(len(one.without) == len(other.without) + 1 for one, other in pairwise(rows.values()))
    assert rows["+ crops"] == speedrun.Settings()
    on_cpu = list(speedrun.stages(speedrun.ON_CPU).values())
    assert on_cpu[-1] == speedrun.ON_CPU
    assert all({"tf32", "compile"} <= each.without for each in on_cpu)


def test_any_ingredient_can_be_left_out(speedrun: ModuleType, shapes: data.Dataset):
    settings = replace(speedrun.ON_CPU, epochs=0.6, widths=(8, 8, 8))
    for each in (*speedrun.ACCURACY, "channels_last"):
        without = replace(settings, without=settings.without | {each})
        assert len(speedrun.measure(shapes, without, "cpu", 1, 0)["seconds"]) == 1


def test_the_same_seed_gives_the_same_networks(speedrun: ModuleType, shapes: data.Dataset):
    settings = replace(speedrun.ON_CPU, epochs=1, widths=(8, 8, 8))
    first, second = (speedrun.measure(shapes, settings, "cpu", 2, 3)["accuracies"] for _ in range(2))
    assert first == second


@pytest.mark.slow
@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_the_short_run_gets_over_85_percent_of_shapes(dtype: str):
    """In bfloat16 too: a cast of weights that outlives its step leaves it at chance."""
    if dtype == "bfloat16" and not torch.ops.mkldnn._is_mkldnn_bf16_supported():
        pytest.skip("this CPU has no arithmetic in bfloat16: the short run takes minutes")
    command = [sys.executable, str(PATH), "--device", "cpu", "--threads", "1", "--dtype", dtype, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    (row,) = json.loads(done.stdout)["rows"]
    assert row["accuracies"][0] > 0.85
