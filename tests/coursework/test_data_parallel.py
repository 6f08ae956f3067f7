"""Two processes, each with half of every batch, end with the weights of one with all of it (benchmarks/ddp_gloo.py)."""

from __future__ import annotations

import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.skipif(
    not (torch.distributed.is_available() and torch.distributed.is_gloo_available()), reason="this torch has no gloo"
)
PATH = Path(__file__).parents[2] / "benchmarks" / "ddp_gloo.py"
EPOCHS = 2


@pytest.fixture(scope="module")
def benchmark() -> Iterator[dict[str, Any]]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield runpy.run_path(str(PATH))
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def two(benchmark: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> list[dict]:
    return benchmark["in_processes"](2, EPOCHS, tmp_path_factory.mktemp("processes"))


@pytest.fixture(scope="module")
def alone(benchmark: dict[str, Any]) -> dict:
    return benchmark["train"](0, 1, EPOCHS, "cpu")


def test_both_processes_end_with_the_same_weights_from_other_images(two: list[dict]):
    first, second = (result["weights"] for result in two)
    assert first.keys() == second.keys()
    assert all(torch.equal(first[name], second[name]) for name in first)
    assert two[0]["losses"] != two[1]["losses"]


@pytest.mark.parametrize("what", ["gradients", "weights"])
def test_they_are_those_of_one_process_with_the_whole_batches(two: list[dict], alone: dict, what: str):
    for name, value in alone[what].items():
        torch.testing.assert_close(two[0][what][name], value, rtol=1e-10, atol=1e-12)


def test_the_mean_of_their_losses_is_that_of_one_process_and_falls(two: list[dict], alone: dict):
    losses = [sum(pair) / 2 for pair in zip(*(result["losses"] for result in two), strict=True)]
    assert losses == pytest.approx(alone["losses"])
    assert losses[-1] < losses[0] / 2


def test_without_an_exchange_the_gradients_are_others(benchmark: dict[str, Any], alone: dict):
    """Process 0 alone with its half: what the tests above would see if nothing were exchanged."""
    names = benchmark["train"].__globals__
    exchanging, names["DistributedDataParallel"] = names["DistributedDataParallel"], lambda net: net
    try:
        half = benchmark["train"](0, 2, 1, "cpu")
    finally:
        names["DistributedDataParallel"] = exchanging
    assert benchmark["largest_difference"](half["gradients"], alone["gradients"]) > 1e-3
