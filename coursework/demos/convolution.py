"""A kernel slides over an image, step by step or played: what stride, padding and dilation do, in numbers."""

from __future__ import annotations

from typing import Any

import ipywidgets
import numpy as np
from matplotlib.axes import Axes

from .. import plots
from ._live import live

# The image and the kernel of the course's slides; its first output is 4.
BITS = np.array([[1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [0, 0, 1, 1, 1], [0, 0, 1, 1, 0], [0, 1, 1, 0, 0]])
CROSS = np.array([[1, 0, 1], [0, 1, 0], [1, 0, 1]])
# The smallest example in which every product differs.
COUNT, SQUARE = np.arange(9).reshape(3, 3), np.arange(4).reshape(2, 2)
SEVEN = np.zeros((7, 7), dtype=int)
SEVEN[[1, 1, 1, 1, 1, 2, 3, 4, 5], [1, 2, 3, 4, 5, 5, 4, 3, 3]] = 9

IMAGES = {"5 × 5": BITS, "7 × 7": SEVEN, "3 × 3": COUNT}
KERNELS = {
    "cross": CROSS,
    "mean": np.full((3, 3), 1 / 9),
    "edge": np.array([[-1, 0, 1]] * 3),
    "2 × 2": SQUARE,
}


def outputs(
    image: np.ndarray, kernel: np.ndarray, *, stride: int = 1, padding: int = 0, dilation: int = 1
) -> np.ndarray:
    """All outputs, (OH, OW) float64, as torch computes them; (0, 0) where the kernel does not fit into the image.

    Args:
        image: (H, W).
        kernel: (kh, kw).
        stride, padding, dilation: as of `torch.nn.Conv2d`.
    """
    import torch

    layer = torch.nn.Conv2d(1, 1, kernel.shape, stride, padding, dilation, bias=False, dtype=torch.float64)
    layer.weight.data[0, 0] = torch.from_numpy(kernel)
    try:
        return layer(torch.from_numpy(image)[None, None].double())[0, 0].detach().numpy()
    except RuntimeError:  # a kernel larger than the image
        return np.empty((0, 0))


def unseen(image: np.ndarray, kernel: np.ndarray, **options: int) -> int:
    """How many pixels of the image no position of the kernel lies on: their gradient is 0.

    Args: as of `outputs`; the kernel has to fit.
    """
    import torch

    x = torch.zeros(1, 1, *image.shape, requires_grad=True)
    torch.nn.functional.conv2d(x, torch.ones(1, 1, *kernel.shape), **options).sum().backward()
    return int((x.grad == 0).sum())


def draw(
    image: np.ndarray,
    kernel: np.ndarray,
    step: int | None = None,
    *,
    stride: int = 1,
    padding: int = 0,
    dilation: int = 1,
    ax: Axes | None = None,
) -> Axes:
    """Input, kernel and output after `step` outputs; None shows all outputs and no kernel on the input.

    Args:
        image, kernel: as for `outputs`.
        step: 0 to the number of outputs; more counts as all of them.
        stride, padding, dilation: as of `torch.nn.Conv2d`.

    Raises: ValueError for a negative step.
    """
    options = {"stride": stride, "padding": padding, "dilation": dilation}
    result = outputs(image, kernel, **options)
    if step is not None and step < 0:
        raise ValueError(f"draw: step must be 0 or greater, got {step}")
    step = step if step is None else min(step, result.size)
    title = _title(image, kernel, result, options)
    return plots.sliding_kernel(image, kernel, result, step, **options, title=title, ax=ax)


def explore(image: str = "5 × 5", kernel: str = "cross", step: int = 1, **options: int) -> ipywidgets.VBox:
    """Buttons and sliders over `draw`; the triangle plays, the slider goes step by step, by arrow keys as well.

    Args:
        image, kernel: names of `IMAGES` and `KERNELS` to begin with.
        step: outputs that are filled in the beginning.
        options: stride, padding and dilation to begin with.
    """
    image_buttons = ipywidgets.ToggleButtons(options=list(IMAGES), value=image, description="image")
    kernel_buttons = ipywidgets.ToggleButtons(options=list(KERNELS), value=kernel, description="kernel")
    image_buttons.style.button_width = kernel_buttons.style.button_width = "80px"
    settings = {
        "stride": ipywidgets.IntSlider(options.get("stride", 1), min=1, max=3, description="stride"),
        "padding": ipywidgets.IntSlider(options.get("padding", 0), min=0, max=2, description="padding"),
        "dilation": ipywidgets.IntSlider(options.get("dilation", 1), min=1, max=3, description="dilation"),
    }
    steps = ipywidgets.IntSlider(step, min=0, max=100, description="step")
    play = ipywidgets.Play(value=step, min=0, max=100, interval=700)

    def last() -> int:
        chosen = {name: slider.value for name, slider in settings.items()}
        return outputs(IMAGES[image_buttons.value], KERNELS[kernel_buttons.value], **chosen).size

    def restart(_: Any) -> None:
        # The first step has to lie within the old range and the new one.
        end = last()
        play.max = steps.max = max(steps.max, end)
        play.value = steps.value = min(1, end)
        play.max = steps.max = end

    def show(step: int, image: str, kernel: str, **options: int) -> Axes:
        # One size for all: for another one every text would have to be measured again.
        ax = plots.new_axes(size=(9.6, 4.8), margins={"left": 0.01, "right": 0.99, "bottom": 0.01, "top": 0.925})
        return draw(IMAGES[image], KERNELS[kernel], step, **options, ax=ax)

    play.max = steps.max = last()
    for control in (image_buttons, kernel_buttons, *settings.values()):
        control.observe(restart, "value")
    ipywidgets.jslink((play, "value"), (steps, "value"))
    widget = live(show, step=steps, image=image_buttons, kernel=kernel_buttons, **settings)
    picture = widget.children[-1]
    widget.children = (
        ipywidgets.HBox([play, steps]),
        ipywidgets.HBox([image_buttons, kernel_buttons]),
        ipywidgets.HBox([*settings.values()]),
        picture,
    )
    return widget


def _title(image: np.ndarray, kernel: np.ndarray, result: np.ndarray, options: dict[str, int]) -> str:
    """The sizes and how many pixels are left out, or why there is no output."""
    sizes = [" × ".join(map(str, each.shape)) for each in (image, kernel, result)]
    if not result.size:
        return f"A {sizes[1]} kernel that reaches this far does not fit into {sizes[0]}"
    missed = unseen(image, kernel, **options)
    return f"{sizes[0]} image, {sizes[1]} kernel: {sizes[2]} outputs" + f", {missed} pixels unseen" * bool(missed)
