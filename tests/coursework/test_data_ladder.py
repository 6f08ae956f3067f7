"""The default shapes show the ladder of the field; measured with the functions of benchmarks/shapes_ladder.py."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

from coursework.data import Dataset, load

torch = pytest.importorskip("torch")
PATH = Path(__file__).parents[2] / "benchmarks" / "shapes_ladder.py"


@pytest.fixture(scope="module")
def benchmark() -> dict[str, Any]:
    return runpy.run_path(str(PATH))


@pytest.fixture(scope="module")
def data() -> Dataset:
    return load("shapes", seed=0)


def test_nearest_neighbours_and_a_linear_classifier_get_a_fifth_to_a_half(benchmark: dict[str, Any], data: Dataset):
    torch.manual_seed(0)
    neighbours, _ = benchmark["nearest_neighbours"](data, p=2)
    linear, _ = benchmark["train"](data, benchmark["linear"](), 4, 3e-4)
    assert 0.2 < neighbours < 0.5
    assert 0.2 < linear < 0.5


@pytest.mark.slow
def test_a_convolutional_network_gets_over_85_percent_and_two_layers_lie_between(
    benchmark: dict[str, Any], data: Dataset
):
    torch.manual_seed(0)
    two_layers, _ = benchmark["train"](data, benchmark["two_layers"](), 8, 1e-3)
    convolutional, _ = benchmark["train"](data, benchmark["convolutional"](), 8, 4e-3)
    assert 0.5 < two_layers < 0.85 < convolutional
