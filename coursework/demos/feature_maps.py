"""What the layers of a trained network see in a picture: one of the course's, a photograph of your own, or yourself."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import ipywidgets
import numpy as np

from .. import images, plots
from ._live import live

if TYPE_CHECKING:
    import torch

# The longer side of a photograph in pixels: enough to be recognised, small enough to be quick.
SIDE = 160
_SMALLEST = 8


def feature_maps(network: torch.nn.Module, image: np.ndarray) -> dict[str, np.ndarray]:
    """The output of every layer that is still a stack of maps, in the order in which the layers run.

    Args:
        network: takes (N, 3, H, W), float32 in [0, 1]; it is run in evaluation mode and left in its own. Layers that
            come after the last map need not fit the size of the image.
        image: (H, W, 3), uint8 or float32 in [0, 1].

    Returns: from the name of the layer, such as "Conv2d 2" for the second of its kind, to its maps, (C, H, W) float32.

    Raises: ValueError for an image of another shape, or where no layer gives maps.
    """
    import torch

    if image.ndim != 3 or image.shape[2] != 3:
        raise ValueError(f"feature_maps: expected an image of shape (H, W, 3), got {image.shape}")
    found: dict[str, np.ndarray] = {}

    def keep(layer: torch.nn.Module, inputs: Any, output: Any) -> None:
        if isinstance(output, torch.Tensor) and output.ndim == 4:
            kind = type(layer).__name__
            number = 1 + sum(name.startswith(f"{kind} ") for name in found)
            # A copy: a later layer may work in place.
            found[f"{kind} {number}"] = output[0].detach().float().cpu().numpy().copy()

    leaves = [layer for layer in network.modules() if not list(layer.children())]
    hooks = [layer.register_forward_hook(keep) for layer in leaves]
    was_training = {layer: layer.training for layer in network.modules()}
    like = next(iter(network.parameters()))
    pixels = torch.from_numpy(images.channels_first(images.to_float(image))).to(like.device, like.dtype)
    network.eval()
    try:
        with torch.no_grad():
            network(pixels[None])
    except RuntimeError:
        # A linear layer takes one size only; the maps before it are there.
        if not found:
            raise
    finally:
        for hook in hooks:
            hook.remove()
        for layer, mode in was_training.items():
            layer.training = mode
    if not found:
        raise ValueError("feature_maps: no layer of this network gives maps of shape (N, C, H, W)")
    return found


@plots.styled
def show(maps: Mapping[str, np.ndarray], image: np.ndarray, layer: str, channel: int = 0) -> np.ndarray:
    """Draw the image, one map of a layer large, and beside it the first maps of that layer, with a frame around it.

    Args:
        maps: as from `feature_maps`.
        image: (H, W, 3), the picture that they belong to.
        layer: one of the names in `maps`.
        channel: the map to draw large; beyond the last one, the last.

    Returns: the three Axes.

    Raises: ValueError where there is no such layer, or the channel is negative.
    """
    if layer not in maps or channel < 0:
        raise ValueError(f"show: expected a layer of {list(maps)} and a channel from 0, got {layer!r} and {channel}")
    stack = maps[layer]
    channel = min(channel, len(stack) - 1)
    rows, columns = _layout(len(stack))
    ratio = 1.3 * columns / rows * stack.shape[2] / stack.shape[1]
    axes = plots.new_axes(1, 3, size=(13, 13 / (2.15 + ratio) + 0.5), width_ratios=[1, 1, ratio])
    axes[0].imshow(image)
    axes[0].set_title("the picture")
    axes[1].imshow(stack[channel], cmap="viridis")
    axes[1].set_title(f"{layer}, map {channel}")
    axes[2].imshow(_mosaic(stack, rows, columns), cmap="viridis", vmin=0, vmax=1)
    axes[2].set_title(f"all {len(stack)} maps, {stack.shape[1]} x {stack.shape[2]} each")
    top, left = divmod(channel, columns)
    height, width = stack.shape[1] + 1, stack.shape[2] + 1
    plots.frame(axes[2], top * height, left * width, *stack.shape[1:], colour=plots.COLOURS[3])
    for ax in axes:
        ax.set_axis_off()
    return axes


@plots.styled
def strongest(
    answers: np.ndarray, pictures: np.ndarray, channels: Sequence[int], field: int, *, count: int = 9, title: str = ""
) -> np.ndarray:
    """A row for each channel: the pictures with its strongest answers, framed where each answer came from.

    Args:
        answers: (N, C, h, w), the maps of one layer for N pictures.
        pictures: (N, H, W, 3), uint8.
        channels: which of the C.
        field: side of the layer's receptive field in pixels.
        count: pictures a row.
        title: what the figure shows, as a sentence.

    Returns: array of Axes, (channels, count).
    """
    answers = np.asarray(answers)
    step = pictures.shape[1] / answers.shape[2]
    best = [answers[:, channel].max(axis=(1, 2)).argsort()[::-1][:count] for channel in channels]
    axes = plots.image_grid(pictures[np.concatenate(best)], columns=count, scale=1.25, title=title)
    for row, channel, chosen in zip(axes, channels, best, strict=True):
        for ax, i in zip(row, chosen, strict=True):
            place = np.unravel_index(answers[i, channel].argmax(), answers.shape[2:])
            top, left = (step * (index + 0.5) - field / 2 for index in place)
            plots.frame(ax, round(top), round(left), field, field)
            ax.set(xlim=(-0.5, pictures.shape[2] - 0.5), ylim=(pictures.shape[1] - 0.5, -0.5))
    return axes


def explore(network: torch.nn.Module, pictures: Mapping[str, np.ndarray], layer: str = "") -> ipywidgets.VBox:
    """Choose a picture (or upload or take one), a layer and a channel. Tab and the arrow keys work as well.

    Args:
        network: as for `feature_maps`.
        pictures: from a name to an image, (H, W, 3) uint8, at least one.
        layer: the layer to begin with; by default the first.
    """
    from .camera import Camera

    own = "your own"
    kept: dict[str, tuple[np.ndarray, dict[str, np.ndarray]]] = {}

    def choose(name: str, image: np.ndarray) -> None:
        kept[name] = image, feature_maps(network, image)

    for name, image in pictures.items():
        choose(name, image)
    names = list(next(iter(kept.values()))[1])
    picture = ipywidgets.Dropdown(options=list(kept), description="picture")
    layers = ipywidgets.SelectionSlider(options=names, value=layer or names[0], description="layer")
    channel = ipywidgets.IntSlider(0, min=0, max=1, description="channel")
    upload = ipywidgets.FileUpload(accept="image/*", multiple=False, description="your photograph")
    upload.layout.width = "auto"
    camera = Camera(side=2 * SIDE)
    message = ipywidgets.Label()

    def fit_slider(_: Any = None) -> None:
        channel.max = len(kept[picture.value][1][layers.value]) - 1

    def take(content: bytes | None) -> None:
        if not content:
            return
        try:
            choose(own, shrink(decode(content)))
        except ValueError as error:
            message.value = str(error)
            return
        message.value = ""
        picture.options = list(kept)
        # A second photograph has the name of the first: change away, so that it is drawn.
        picture.value = next(iter(kept))
        picture.value = own

    layers.observe(fit_slider, "value")
    upload.observe(lambda change: take(uploaded(change["new"])), "value")
    camera.observe(lambda change: take(change["new"]), "picture")
    fit_slider()

    def draw(picture: str, layer: str, channel: int) -> np.ndarray:
        image, maps = kept[picture]
        return show(maps, image, layer, channel)

    sliders = live(draw, picture=picture, layer=layers, channel=channel)
    return ipywidgets.VBox([ipywidgets.HBox([upload, message]), camera, sliders])


def uploaded(value: Any) -> bytes | None:
    """The content of the file in a FileUpload's value, as ipywidgets 8 gives it (a tuple) or 7 (a dictionary)."""
    files = list(value.values()) if isinstance(value, Mapping) else list(value or ())
    return bytes(files[-1]["content"]) if files else None


def decode(content: bytes) -> np.ndarray:
    """A picture file, such as JPEG or PNG -> (H, W, 3), uint8, upright.

    Raises: ValueError where the file holds no picture that can be read.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(content)) as opened:
            return np.array(ImageOps.exif_transpose(opened).convert("RGB"))
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise ValueError("this file holds no picture that can be read; take a JPEG or PNG") from error


def shrink(image: np.ndarray, side: int = SIDE) -> np.ndarray:
    """The same picture with a longer side of at most `side` pixels; a smaller one stays as it is.

    Raises: ValueError where a side would be shorter than 8 pixels.
    """
    from PIL import Image

    scale = min(side / max(image.shape[:2]), 1)
    height, width = (round(length * scale) for length in image.shape[:2])
    if min(height, width) < _SMALLEST:
        raise ValueError(f"this picture is too narrow: {height} x {width} pixels are left of it")
    if scale == 1:
        return image.copy()
    return np.array(Image.fromarray(image).resize((width, height), Image.Resampling.LANCZOS))


def _layout(count: int) -> tuple[int, int]:
    """Rows and columns of a table with so many places, as square as it fills up, at most four times as wide as high."""
    side = int(np.sqrt(count))
    rows = next((each for each in range(side, 0, -1) if count % each == 0 and count <= 4 * each**2), side)
    return rows, -(-count // rows)


def _mosaic(stack: np.ndarray, rows: int, columns: int) -> np.ndarray:
    """All maps in one picture, each from its own smallest value (0) to its largest (1), one white pixel between."""
    height, width = stack.shape[1:]
    picture = np.full((rows * (height + 1) - 1, columns * (width + 1) - 1), np.nan, np.float32)
    for i, each in enumerate(stack):
        top, left = i // columns * (height + 1), i % columns * (width + 1)
        low, high = float(each.min()), float(each.max())
        picture[top : top + height, left : left + width] = (each - low) / ((high - low) or 1.0)
    return picture
