"""How fast the convolution and the max pooling of assignment 6 are, in NumPy, against torch in one run.

    python benchmarks/conv_speed.py [--repeats 15] [--json [PATH]]

The reference's Conv2d and MaxPool2d, forward and backward (gradients of input, weight and bias), float32, against
torch's on one thread (processor time) and on two (time on the clock), NumPy's BLAS held to as many. The contestants
take turns, and each gets the median of its runs. A ratio says how many times as long ours takes. Peaks are what NumPy
allocates in one call (tracemalloc), beside the size of input and output. Ours gets its channels last in memory, as its
layers hand them on; torch gets its default layout. On a busy machine the rows with two threads say little: both wait
for a core.
"""

from __future__ import annotations

import argparse
import tracemalloc
from collections.abc import Callable
from time import perf_counter, thread_time

import numpy as np
import torch
from knn_distance import medians
from proof.measurement import parse, save
from threadpoolctl import threadpool_limits
from torch import nn

from autograder.course import find_root, load_course
from autograder.reference import Reference, reference

ASSIGNMENT = "06_cnn"
# Images, channels in and out, height and width; the kernel is 3 x 3, stride 1, padding 1.
CONVOLUTIONS = [(64, 3, 16, 32), (64, 16, 32, 16), (16, 32, 64, 32)]
# Images, channels, height and width; windows of 2 x 2 side by side, and of 3 x 3 that overlap.
POOLS = [(64, 16, 32, 2, 2), (64, 32, 16, 3, 2)]
MIB = 2**20
Row = dict[str, str | float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=15)
    options = parse(parser)
    if ASSIGNMENT not in load_course(find_root()).assignments:
        print(f"{ASSIGNMENT} is not part of this course")
        return
    ref, rows = reference(ASSIGNMENT), []
    print(f"{'':42}threads     ours    torch  ratio   peak  input + output")
    for shape in CONVOLUTIONS:
        rows += convolution(ref, *shape, options.repeats)
    for shape in POOLS:
        rows += pooling(ref, *shape, options.repeats)
    save(options, rows)


def convolution(ref: Reference, n: int, channels: int, filters: int, size: int, repeats: int) -> list[Row]:
    rng = np.random.default_rng(0)
    ours = ref.Conv2d(channels, filters, 3, rng, padding=1)
    ours.params = {name: value.astype(np.float32) for name, value in ours.params.items()}
    theirs = nn.Conv2d(channels, filters, 3, padding=1)
    x = random_images(rng, n, channels, size)
    return compare(f"convolution {n} x {channels}->{filters}, {size} x {size}", ours, theirs, x, repeats)


def pooling(ref: Reference, n: int, channels: int, size: int, window: int, stride: int, repeats: int) -> list[Row]:
    x = random_images(np.random.default_rng(0), n, channels, size)
    name = f"max pooling {window} x {window} by {stride}, {n} x {channels}, {size} x {size}"
    return compare(name, ref.MaxPool2d(window, stride), nn.MaxPool2d(window, stride), x, repeats)


def random_images(rng: np.random.Generator, n: int, channels: int, size: int) -> np.ndarray:
    """(N, C, H, W), channels last in memory."""
    return rng.normal(size=(n, size, size, channels)).astype(np.float32).transpose(0, 3, 1, 2)


def compare(name: str, ours: object, theirs: nn.Module, x: np.ndarray, repeats: int) -> list[Row]:
    """Print a row for each direction and number of threads, and return all; seconds, and MiB at most."""
    x_ = torch.from_numpy(np.ascontiguousarray(x)).requires_grad_()
    leaves = [x_, *theirs.parameters()]
    with torch.no_grad():
        for parameter, value in zip(theirs.parameters(), getattr(ours, "params", {}).values(), strict=True):
            parameter.copy_(torch.from_numpy(np.ascontiguousarray(value)))
    out, out_ = ours.forward(x), theirs(x_)
    np.testing.assert_allclose(out, out_.detach().numpy(), rtol=1e-3, atol=1e-4)
    grad_output = np.ones_like(out)
    grad_output_ = torch.ones_like(out_, memory_format=torch.contiguous_format)
    directions: dict[str, tuple[Callable, Callable]] = {
        "forward": (lambda: ours.forward(x), lambda: theirs(x_)),
        "backward": (
            lambda: ours.backward(grad_output),
            lambda: torch.autograd.grad(out_, leaves, grad_output_, retain_graph=True),
        ),
    }
    rows: list[Row] = []
    for direction, (mine, peer) in directions.items():
        tracemalloc.start()
        mine()
        peak = tracemalloc.get_traced_memory()[1] / MIB
        tracemalloc.stop()
        for threads in (1, 2):
            torch.set_num_threads(threads)
            with threadpool_limits(threads, user_api="blas"):
                seconds = medians({"ours": mine, "torch": peer}, repeats, thread_time if threads == 1 else perf_counter)
            times = "".join(f"{value * 1e3:6.2f} ms" for value in seconds.values())
            memory = f"{peak:5.1f}  {(x.nbytes + out.nbytes) / MIB:.1f} MiB"
            first = direction == "forward" and threads == 1
            ratio = seconds["ours"] / seconds["torch"]
            rows.append({"layer": name, "direction": direction, "threads": threads, **seconds, "peak_mib": peak})
            print(f"{name if first else '':42}{threads} {direction:9}{times}  {ratio:5.2f}  {memory}", flush=True)
    return rows


if __name__ == "__main__":
    main()
