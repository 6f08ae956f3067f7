"""Data-parallel training: two processes, each with half of every batch, end with the weights of one with all of it.

    python benchmarks/ddp_gloo.py                             # one process, then two by torchrun; compares them
    torchrun --standalone --nproc-per-node 2 benchmarks/ddp_gloo.py           # two processes on the CPU (gloo)
    torchrun --standalone --nproc-per-node 8 benchmarks/ddp_gloo.py --device cuda       # a GPU each (nccl)

A small convolutional network on digits, in float64 so that only rounding parts the two. On two free cores two processes
are faster only where a step costs more than the exchange of gradients, which is not so for a network this small.
This project has not yet run it on GPUs.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import torch
import torch.distributed as dist
import torch.nn.functional as F
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, Dataset, DistributedSampler, TensorDataset

from coursework import data

BATCH = 64  # images a step, of all processes together


def digits() -> Dataset:
    loaded = data.load("digits")
    images = torch.from_numpy(loaded.x_train).double().unsqueeze(1) / 16
    return TensorDataset(images, torch.from_numpy(loaded.y_train))


def network() -> nn.Module:
    """No batch normalisation: each process would take mean and variance of its own part of the batch."""
    layers = [nn.Conv2d(1, 8, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(128, 10)]
    return nn.Sequential(*layers).double()


def train(rank: int, world: int, epochs: int, device: str) -> dict[str, dict[str, Tensor] | list[float]]:
    """Train as process `rank` of `world`; with one process, the same without any exchange.

    Returns: the weights, the gradients of the first step, the mean loss of each epoch over this process's images.
    """
    torch.manual_seed(rank)  # another start in each process: DistributedDataParallel copies that of process 0
    net = network().to(device)
    model = DistributedDataParallel(net) if world > 1 else net
    optimiser = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
    images = digits()
    # Process r gets images r, r + world, ... of an order that is the same for all.
    sampler = DistributedSampler(images, world, rank, seed=0, drop_last=True)
    loader = DataLoader(images, BATCH // world, sampler=sampler, drop_last=True)
    first: dict[str, Tensor] = {}
    losses = []
    for epoch in range(epochs):
        sampler.set_epoch(epoch)  # a new order
        total = 0.0
        for x, y in loader:
            loss = F.cross_entropy(model(x.to(device)), y.to(device))
            optimiser.zero_grad()
            loss.backward()  # while it goes back, the gradients are averaged over the processes
            first = first or {name: p.grad.cpu().clone() for name, p in net.named_parameters()}
            optimiser.step()
            total += loss.item()
        losses.append(total / len(loader))
    weights = {name: value.cpu() for name, value in net.state_dict().items()}
    return {"weights": weights, "gradients": first, "losses": losses}


def process(options: argparse.Namespace) -> None:
    """What each process that torchrun started does."""
    dist.init_process_group("nccl" if options.device == "cuda" else "gloo")
    rank, device = dist.get_rank(), options.device
    if device == "cuda":
        device = f"cuda:{os.environ['LOCAL_RANK']}"
        torch.cuda.set_device(device)
    result = train(rank, dist.get_world_size(), options.epochs, device)
    line = f"process {rank}: loss {result['losses'][0]:.4f} -> {result['losses'][-1]:.4f}"
    sys.stdout.write(line + "\n")  # in one piece: torchrun's processes write unbuffered, and both to one place
    sys.stdout.flush()
    if options.save:
        torch.save(result, Path(options.save, f"{rank}.pt"))
    dist.destroy_process_group()


def in_processes(world: int, epochs: int, folder: Path) -> list[dict]:
    """Start `world` processes on this machine by torchrun. Returns: what each has trained."""
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", str(world)]
    command += [__file__, "--epochs", str(epochs), "--save", str(folder)]
    subprocess.run(command, env={**os.environ, "OMP_NUM_THREADS": "1"}, check=True)
    return [torch.load(folder / f"{rank}.pt") for rank in range(world)]


def largest_difference(one: dict[str, Tensor], other: dict[str, Tensor]) -> float:
    return max((one[name] - other[name]).abs().max().item() for name in one)


def compare(epochs: int) -> None:
    torch.set_num_threads(1)
    start = time.perf_counter()
    alone = train(0, 1, epochs, "cpu")
    middle = time.perf_counter()
    print(f"one process: loss {alone['losses'][0]:.4f} -> {alone['losses'][-1]:.4f}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        first, second = in_processes(2, epochs, Path(folder))
    seconds, peer = time.perf_counter() - middle, middle - start
    print(f"weights of the two processes differ by {largest_difference(first['weights'], second['weights'])}")
    for what in ("gradients", "weights"):
        when = {"gradients": "of the first step", "weights": f"after {epochs} epochs"}[what]
        print(f"{what} {when} differ from one process's by {largest_difference(first[what], alone[what]):.1e}")
    print(f"two processes {seconds:.1f} s with their start, one {peer:.1f} s without; ratio {seconds / peer:.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    parser.add_argument("--save", help="a folder for what each process has trained")
    options = parser.parse_args()
    if dist.is_torchelastic_launched():
        process(options)
    else:
        compare(options.epochs)


if __name__ == "__main__":
    main()
