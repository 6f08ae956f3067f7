"""CIFAR-10 to 94 % of the test images in seconds, on one GPU; a short run on `shapes` without one.

    COURSEWORK_DATA=... python benchmarks/cifar10_speedrun.py --runs 25   # one GPU and the real CIFAR-10
    python benchmarks/cifar10_speedrun.py                                 # no GPU: shapes and a narrow network
    ... --without lookahead crops     # all ingredients but these
    ... --stages                      # what each gives: none of them in the first row, then one more a row

The recipe is that of cifar10-airbench (Jordan 2024, arXiv:2404.00498), which descends from hlb-CIFAR10 and from Page's
"How to train your ResNet". Published for it, on one A100: 94.01 % in 3.83 s, compiled in 3.09 s (n = 1,000), and with
the optimiser Muon in place of SGD in 2.59 s (n = 200). The code here is our own, and keeps float32 weights under
autocast. It aims below 5 s on an H200; this project has not yet measured it on a GPU.

Measured without a GPU, one run each: the short run on shapes (5,000 images, 4 epochs) 96.0 % in 17 seconds of one core;
5,000 images of CIFAR-10, --epochs 8 --widths 32 64 128 --dtype bfloat16 --without crops, 76.6 %.

The clock starts with the uint8 images in the device's memory and stops with a prediction for every test image. With a
GPU or a compiler a first run warms up and is not counted.
"""

from __future__ import annotations

import argparse
import json
import math
import platform
import statistics
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from itertools import count, islice

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from coursework import data

PUBLISHED = 3.09  # seconds, airbench94_compiled on one A100
# In the order in which --stages adds them: what makes a step fast, then what makes fewer steps enough.
SPEED = ("tf32", "autocast", "channels_last", "compile")
ACCURACY = ("triangle", "whitening", "identity", "bias_rate", "lookahead", "alternation", "crops")


@dataclass(frozen=True)
class Settings:
    epochs: float = 9.9
    batch: int = 1024
    widths: tuple[int, int, int] = (64, 256, 256)
    learning_rate: float = 11.5  # the highest, for 1,024 images
    weight_decay: float = 0.0153  # for 1,024 images, whatever the learning rate
    momentum: float = 0.85
    bias_rate: float = 64.0  # times the learning rate, for the biases of batch normalisation
    label_smoothing: float = 0.2
    whitening_epochs: int = 3  # in which the bias of the whitening layer is trained
    translation: int = 2  # pixels, at most
    dtype: str = "float16"  # of activations and their gradients
    mode: str = "reduce-overhead"  # of torch.compile: CUDA graphs, one launch for many kernels
    without: frozenset[str] = frozenset()

    def has(self, ingredient: str) -> bool:
        return ingredient not in self.without


# Narrow and short, with a higher rate for fewer steps: 20 s or so on one core.
ON_CPU = Settings(
    epochs=4,
    batch=128,
    widths=(16, 32, 64),
    learning_rate=35.0,
    dtype="float32",
    without=frozenset({"tf32", "compile"}),
)


def whitening_filters(images: Tensor, size: int = 2, eps: float = 5e-4) -> Tensor:
    """Filters whose responses to patches are uncorrelated and of variance 1 (W C W^T = I), then their negatives.

    The covariance of the patches is C = V diag(s) V^T, the filters are the rows of W = diag(s + eps)^(-1/2) V^T.

    Args: images: (N, C, H, W). Returns: (2 C size^2, C, size, size), float32.
    """
    patches = F.unfold(images.float(), size).transpose(0, 1).flatten(1)  # (C size^2, number of patches)
    variances, directions = torch.linalg.eigh(torch.cov(patches))
    filters = (directions / (variances + eps).sqrt()).T.reshape(-1, images.shape[1], size, size)
    return torch.cat([filters, -filters])


def block(channels: int, filters: int) -> nn.Sequential:
    """Two convolutions; the first halves the image. Batch normalisation shifts but does not scale."""
    layers = [nn.Conv2d(channels, filters, 3, padding=1, bias=False), nn.MaxPool2d(2), norm(filters), nn.GELU()]
    layers += [nn.Conv2d(filters, filters, 3, padding=1, bias=False), norm(filters), nn.GELU()]
    return nn.Sequential(*layers)


def norm(channels: int) -> nn.BatchNorm2d:
    layer = nn.BatchNorm2d(channels, eps=1e-12, momentum=0.4)
    layer.weight.requires_grad_(False)
    return layer


class Network(nn.Module):
    """Images (N, 3, 32, 32) -> logits (N, classes). Call `reset` before training."""

    def __init__(self, settings: Settings, classes: int) -> None:
        super().__init__()
        self.settings, (first, second, third) = settings, settings.widths
        self.whitening = nn.Conv2d(3, 24, 2)
        self.whitening.weight.requires_grad_(not settings.has("whitening"))
        self.blocks = nn.Sequential(block(24, first), block(first, second), block(second, third), nn.MaxPool2d(3))
        self.head = nn.Linear(third, classes, bias=False)

    def forward(self, x: Tensor, train_first_bias: bool = True) -> Tensor:
        # Autocast keeps the weights that it has cast until it ends: it must not last longer than a step.
        with torch.autocast(x.device.type, x.dtype, enabled=x.dtype != torch.float32):
            bias = self.whitening.bias if train_first_bias else self.whitening.bias.detach()
            x = F.gelu(F.conv2d(x, self.whitening.weight, bias))
            return self.head(self.blocks(x).flatten(1)).float() / 9

    @torch.no_grad()
    def reset(self, images: Tensor) -> None:
        """Start anew, in place: filters that whiten `images`, then convolutions that pass on what they get."""
        for layer in self.modules():
            if isinstance(layer, (nn.Conv2d, nn.BatchNorm2d, nn.Linear)):
                layer.reset_parameters()
            if isinstance(layer, nn.Conv2d) and layer is not self.whitening and self.settings.has("identity"):
                nn.init.dirac_(layer.weight[: layer.in_channels])
        self.whitening.bias.zero_()
        if self.settings.has("whitening"):
            self.whitening.weight.copy_(whitening_filters(images))


def batches(images: Tensor, labels: Tensor, settings: Settings) -> Iterator[tuple[Tensor, Tensor]]:
    """Epoch after epoch, without end: shuffled, moved by a few pixels, mirrored in every other epoch.

    One look-up takes image, row and column at once, so a batch costs one kernel where all images lie.

    Args: images: (N, C, H, W), normalised; labels: (N,). Yields: (batch, C, H, W), (batch,).
    """
    n, size, far, device = len(images), images.shape[2], settings.translation, images.device
    padded = F.pad(images, (far,) * 4, "reflect").permute(0, 2, 3, 1).contiguous()  # (N, H + 2 far, W + 2 far, C)
    mirrored = torch.rand(n, device=device) < 0.5
    for epoch in count():
        shift = torch.randint(2 * far + 1, (2, n, 1), device=device)
        rows, columns = torch.arange(size, device=device) + shift  # (N, H) and (N, W)
        if settings.has("alternation"):
            mirror = mirrored if epoch % 2 == 0 else ~mirrored
        else:
            mirror = torch.rand(n, device=device) < 0.5
        columns = torch.where(mirror[:, None], columns.flip(1), columns)
        for few in torch.randperm(n, device=device).split(settings.batch)[: n // settings.batch]:
            x = padded[few[:, None, None], rows[few, :, None], columns[few, None, :]].permute(0, 3, 1, 2)
            yield (x if settings.has("channels_last") else x.contiguous()), labels[few]


def triangle(progress: float, start: float = 0.2, peak: float = 0.23, end: float = 0.07) -> float:
    """Share of the learning rate at progress 0 to 1: from `start` up to 1 at `peak`, then down to `end`."""
    if progress < peak:
        return start + (1 - start) * progress / peak
    return 1 + (end - 1) * (progress - peak) / (1 - peak)


class Lookahead:
    """Slow weights follow the fast ones, which then go on from there (batch statistics too)."""

    def __init__(self, net: nn.Module) -> None:
        self.fast = [value for value in net.state_dict().values() if value.is_floating_point()]
        self.slow = [value.clone() for value in self.fast]

    def update(self, decay: float) -> None:
        """slow = decay slow + (1 - decay) fast, fast = slow."""
        for slow, fast in zip(self.slow, self.fast, strict=True):
            slow.lerp_(fast, 1 - decay)
            fast.copy_(slow)


def optimiser_of(net: Network, settings: Settings) -> torch.optim.SGD:
    """SGD with Nesterov momentum for sums of losses. Each rate can be tuned alone: none depends on the others."""
    # While gradients stay the same, a step adds up to so many of them: one, and one for all before it.
    gradients = 1 + 1 / (1 - settings.momentum)
    rate = settings.learning_rate / 1024 / gradients
    decay = settings.weight_decay * settings.batch / 1024 / gradients
    biases = [layer.bias for layer in net.modules() if isinstance(layer, nn.BatchNorm2d)]
    others = [net.whitening.bias, *(p for p in net.parameters() if p.requires_grad and p.ndim > 1)]
    bias_rate = rate * (settings.bias_rate if settings.has("bias_rate") else 1)
    groups = [
        {"params": parameters, "lr": highest, "highest": highest, "weight_decay": decay / highest}
        for parameters, highest in ((others, rate), (biases, bias_rate))
    ]
    return torch.optim.SGD(groups, momentum=settings.momentum, nesterov=True)


def train(net: Network, run: nn.Module, images: Tensor, labels: Tensor, settings: Settings) -> None:
    """Train `net` in place; `run` is the net, or the net compiled."""
    steps_of_epoch = len(images) // settings.batch
    steps = math.ceil(settings.epochs * steps_of_epoch)
    optimiser, lookahead = optimiser_of(net, settings), Lookahead(net)
    net.train()
    for step, (x, y) in enumerate(islice(batches(images, labels, settings), steps)):
        share = triangle(step / steps) if settings.has("triangle") else 0.5
        for group in optimiser.param_groups:
            group["lr"] = share * group["highest"]
        logits = run(x, step < settings.whitening_epochs * steps_of_epoch)
        loss = F.cross_entropy(logits, y, label_smoothing=settings.label_smoothing, reduction="sum")
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        if settings.has("lookahead") and (step + 1) % 5 == 0:
            lookahead.update(0.95**5 * ((step + 1) / steps) ** 3)
    if settings.has("lookahead"):
        lookahead.update(1.0)


@torch.no_grad()
def predict(run: nn.Module, images: Tensor, crops: bool) -> Tensor:
    """Mean logits of an image and its mirror image; with `crops`, half of it from both moved along the diagonal."""
    size, padded = images.shape[2], F.pad(images, (1,) * 4, "reflect")
    logits = torch.zeros((), device=images.device)
    for corner, weight in ((1, 0.5), (0, 0.25), (2, 0.25)) if crops else ((1, 1.0),):
        view = padded[:, :, corner : corner + size, corner : corner + size]
        for x in (view, view.flip(3)):
            logits = logits + weight / 2 * run(x.clone())  # dense, as in training
    return logits


def measure(dataset: data.Dataset, settings: Settings, device: str, runs: int, seed: int) -> dict[str, list[float]]:
    """Train `runs` networks, each from the start. Returns: seconds and test accuracy of each."""
    arrays = dataset.x_train, dataset.y_train, dataset.x_test, dataset.y_test
    x_train, y_train, x_test, y_test = (torch.from_numpy(array).to(device) for array in arrays)
    half = settings.has("autocast") and settings.dtype != "float32"
    dtype = getattr(torch, settings.dtype) if half else torch.float32
    layout = torch.channels_last if settings.has("channels_last") else torch.contiguous_format
    torch.backends.cudnn.benchmark = True
    torch.backends.cudnn.allow_tf32 = torch.backends.cuda.matmul.allow_tf32 = settings.has("tf32")
    net = Network(settings, len(dataset.class_names)).to(device, memory_format=layout)
    run = torch.compile(net, mode=settings.mode, dynamic=False) if settings.has("compile") else net
    results: dict[str, list[float]] = {"seconds": [], "accuracies": []}
    for number in range(-1 if device == "cuda" or settings.has("compile") else 0, runs):
        torch.manual_seed(seed + number)
        start = now(device)
        std, mean = torch.std_mean(x_train.float(), dim=(0, 1, 2))
        images, test_images = (
            ((x - mean) / std).to(dtype).permute(0, 3, 1, 2).contiguous(memory_format=layout) for x in (x_train, x_test)
        )
        net.reset(images[:2000])
        train(net, run, images, y_train, settings)
        net.eval()
        parts = [predict(run, part, settings.has("crops")) for part in test_images.split(2000)]
        labels = torch.cat(parts).argmax(dim=1)
        seconds = now(device) - start
        if number >= 0:
            results["seconds"].append(seconds)
            results["accuracies"].append((labels == y_test).float().mean().item())
    return results


def now(device: str) -> float:
    """The time once the device has done all that was asked of it."""
    if device == "cuda":
        torch.cuda.synchronize()
    return time.perf_counter()


def stages(settings: Settings) -> dict[str, Settings]:
    """Settings with none of the ingredients that `settings` has, then with one more each."""
    idle = {"autocast"} if settings.dtype == "float32" else set()
    names = [name for name in (*SPEED, *ACCURACY) if settings.has(name) and name not in idle]
    rows = {"none of these": replace(settings, without=settings.without.union(names))}
    for n, name in enumerate(names, start=1):
        rows[f"+ {name}"] = replace(settings, without=settings.without.union(names[n:]))
    return rows


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    parser.add_argument("--runs", type=int, default=1, help="networks to train (default: %(default)s)")
    parser.add_argument("--epochs", type=float, help="9.9; on the CPU 4")
    parser.add_argument("--batch", type=int, help="images a step: 1,024; on the CPU 128")
    parser.add_argument("--widths", type=int, nargs=3, help="channels of the blocks: 64 256 256; on the CPU 16 32 64")
    parser.add_argument("--dataset", choices=("cifar10", "shapes"), help="cifar10; on the CPU shapes")
    parser.add_argument("--data", help="the data folder (default: COURSEWORK_DATA or the user's cache)")
    parser.add_argument("--train", type=int, help="train on the first so many images; shapes: 5,000")
    parser.add_argument("--device", default=device, help="cuda or cpu (default here: %(default)s)")
    parser.add_argument("--threads", type=int, help="of the CPU (default: torch's, one a core)")
    parser.add_argument("--dtype", choices=("float32", "float16", "bfloat16"), help="float16; on the CPU float32")
    parser.add_argument("--mode", help="of torch.compile: reduce-overhead")
    parser.add_argument("--no-compile", action="append_const", dest="without", const="compile")
    parser.add_argument("--no-channels-last", action="append_const", dest="without", const="channels_last")
    parser.add_argument("--without", nargs="+", action="extend", choices=(*SPEED, *ACCURACY))
    parser.set_defaults(without=[])
    parser.add_argument("--stages", action="store_true", help="a table, with one ingredient more a row")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true", help="print one JSON object instead")
    return parser.parse_args()


def main() -> None:
    options = arguments()
    if options.threads:
        torch.set_num_threads(options.threads)
    settings = ON_CPU if options.device == "cpu" else Settings()
    given = {name: value for name in ("epochs", "batch", "widths", "dtype", "mode") if (value := vars(options)[name])}
    settings = replace(settings, **given, without=settings.without.union(options.without))
    if (options.dataset or ("shapes" if options.device == "cpu" else "cifar10")) == "shapes":
        dataset = data.load("shapes", n_train=options.train or 5000, n_test=1000, seed=options.seed)
    else:
        dataset = data.load("cifar10", root=options.data)
        dataset = replace(dataset, x_train=dataset.x_train[: options.train], y_train=dataset.y_train[: options.train])
    machine = torch.cuda.get_device_name() if options.device == "cuda" else platform.processor() or platform.machine()
    machine = f"{machine}, torch {torch.__version__}, {torch.get_num_threads()} threads"
    rows = []
    if not options.json:
        print(f"{dataset!r}\n{machine}\n{'':18}seconds  ratio  test accuracy (mean of {options.runs})")
    for name, each in (stages(settings) if options.stages else {"all": settings}).items():
        result = measure(dataset, each, options.device, options.runs, options.seed)
        rows.append({"name": name, **result, "settings": {**asdict(each), "without": sorted(each.without)}})
        if not options.json:
            seconds, first = (statistics.median(row["seconds"]) for row in (rows[-1], rows[0]))
            several = options.runs > 1
            error = f" +- {statistics.stdev(result['accuracies']) / options.runs**0.5:.2%}" if several else ""
            accuracy = f"{statistics.fmean(result['accuracies']):8.2%}{error}"
            print(f"{name:18}{seconds:7.2f}  {seconds / first:5.2f}  {accuracy}", flush=True)
    if options.json:
        print(json.dumps({"machine": machine, "data": dataset.name, "train": len(dataset.x_train), "rows": rows}))
    elif options.device == "cuda" and dataset.name == "cifar10":
        print(f"{seconds / PUBLISHED:.2f} times as long as airbench94_compiled on one A100 (94.01 %, {PUBLISHED} s)")


if __name__ == "__main__":
    main()
