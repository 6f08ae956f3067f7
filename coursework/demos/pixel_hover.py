"""A photograph whose numbers follow the mouse, live in the browser.

Everything runs in the page: no kernel is asked, so it keeps up with the mouse and works in a saved HTML file too.
"""

from __future__ import annotations

import base64
import io
from itertools import count
from string import Template

import numpy as np
from IPython.display import HTML
from PIL import Image

_number = count(1)


def hover(image: np.ndarray) -> HTML:
    """The image, and beside it the pixels under the mouse with their numbers; brightness, contrast, channel, crop.

    By keyboard: Tab to the picture, the arrow keys to move by a pixel, with Shift by ten.

    Args:
        image: (H, W, 3), uint8, at least 9 x 9.

    Raises: ValueError where the image is of another kind.
    """
    image = np.asarray(image)
    if image.dtype != np.uint8 or image.ndim != 3 or image.shape[2] != 3 or min(image.shape[:2]) < 9:
        raise ValueError(f"hover: expected (H, W, 3) uint8, at least 9 x 9, got {image.shape} {image.dtype}")
    file = io.BytesIO()
    Image.fromarray(image).save(file, format="PNG")
    height, width = image.shape[:2]
    return HTML(
        _PAGE.substitute(
            id=f"pixel-hover-{next(_number)}",
            source="data:image/png;base64," + base64.b64encode(file.getvalue()).decode(),
            height=height,
            width=width,
        )
    )


_PAGE = Template("""
<div id="$id" data-lm-suppress-shortcuts="true" style="font: 15px sans-serif; max-width: 1000px">
<div style="display: flex; flex-wrap: wrap; gap: 4px 18px; align-items: center; margin-bottom: 6px">
<label>brightness <input class="brightness" type="range" min="-255" max="255" value="0"></label>
<label>contrast <input class="contrast" type="range" min="0" max="4" step="0.1" value="1"></label>
<label>channel <select class="channel"><option value="-1">colour</option><option value="0">red</option>
<option value="1">green</option><option value="2">blue</option></select></label>
<label>crop <select class="size"><option>3</option><option selected>5</option><option>7</option><option>9</option>
</select></label>
<button class="reset" type="button">reset</button>
</div>
<div style="display: flex; flex-wrap: wrap; gap: 14px; align-items: flex-start">
<canvas class="picture" width="$width" height="$height" tabindex="0" role="img"
 style="display: block; width: 520px; max-width: 100%; cursor: crosshair"
 aria-label="The picture. Arrow keys choose a pixel; with Shift, ten pixels further. Enter holds it."></canvas>
<canvas class="crop" width="800" height="800" role="img" aria-label="The pixels around it, with their numbers"
 style="display: block; width: 400px; max-width: 100%"></canvas>
</div>
<output class="pixel" aria-live="polite" style="display: block; font: 16px monospace; margin-top: 6px"></output>
<output class="crop-text" style="display: block; font: 16px monospace"></output>
<small>Move the mouse over the picture; click to hold the pixel, again to let it go. Or press Tab until the picture has
the focus: arrow keys move by a pixel, with Shift by ten; Enter holds.</small>
</div>
<script>
(() => {
  const root = document.getElementById("$id"), control = name => root.querySelector("." + name);
  const picture = control("picture"), crop = control("crop");
  const draw = picture.getContext("2d", {willReadFrequently: true}), zoom = crop.getContext("2d");
  const width = picture.width, height = picture.height, shown = draw.createImageData(width, height);
  let original = null, row = Math.floor(height / 2), column = Math.floor(width / 2), held = false, waiting = false;
  const photograph = new Image();

  function adjust() {
    const brightness = Number(control("brightness").value), contrast = Number(control("contrast").value);
    const channel = Number(control("channel").value), to = shown.data;
    const table = Array.from({length: 256}, (_, value) =>
      Math.min(255, Math.max(0, Math.round((value - 128) * contrast + 128 + brightness))));
    for (let i = 0; i < to.length; i += 4) {
      for (let c = 0; c < 3; c++) to[i + c] = table[original[i + (channel < 0 ? c : channel)]];
      to[i + 3] = 255;
    }
    show();
  }

  function show() {
    const size = Number(control("size").value), channel = Number(control("channel").value), side = crop.width / size;
    const top = Math.min(Math.max(row - (size - 1) / 2, 0), height - size);
    const left = Math.min(Math.max(column - (size - 1) / 2, 0), width - size);
    waiting = false;
    draw.putImageData(shown, 0, 0);
    for (const [colour, thickness] of [["black", 4], [held ? "yellow" : "white", 2]]) {
      draw.strokeStyle = colour;
      draw.lineWidth = thickness * width / 520;
      draw.strokeRect(left - 1, top - 1, size + 2, size + 2);
    }
    zoom.textAlign = "center";
    zoom.textBaseline = "middle";
    for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) {
      const at = 4 * ((top + i) * width + left + j), [r, g, b] = shown.data.slice(at, at + 3);
      zoom.fillStyle = "rgb(" + [r, g, b] + ")";
      zoom.fillRect(j * side, i * side, side + 1, side + 1);
      zoom.fillStyle = 0.299 * r + 0.587 * g + 0.114 * b > 127 ? "black" : "white";
      const numbers = channel < 0 ? [r, g, b] : [r];
      zoom.font = Math.round(side * (numbers.length > 1 ? 0.26 : 0.36)) + "px sans-serif";
      numbers.forEach((value, line) =>
        zoom.fillText(value, (j + 0.5) * side, (i + 0.53 + 0.28 * (line - (numbers.length - 1) / 2)) * side));
    }
    zoom.strokeStyle = "yellow";
    zoom.lineWidth = 6;
    zoom.strokeRect((column - left) * side + 3, (row - top) * side + 3, side - 6, side - 6);
    const at = 4 * (row * width + column), values = [...shown.data.slice(at, at + 3)];
    const last = channel < 0 ? "" : ", " + channel;
    control("pixel").value =
      "image[" + row + ", " + column + last + "] = " + (channel < 0 ? "[" + values.join(", ") + "]" : values[0]);
    control("crop-text").value = "image[" + top + ":" + (top + size) + ", " + left + ":" + (left + size) + last +
      "], shape " + (channel < 0 ? "(" + size + ", " + size + ", 3)" : "(" + size + ", " + size + ")") +
      ", numbers from red, green and blue".repeat(channel < 0);
  }

  function move(down, right) {
    row = Math.min(Math.max(down, 0), height - 1);
    column = Math.min(Math.max(right, 0), width - 1);
    // At most one drawing for each frame of the screen, however fast the mouse is.
    if (!waiting) requestAnimationFrame(show);
    waiting = true;
  }

  function follow(event) {
    const box = picture.getBoundingClientRect();
    move(Math.floor((event.clientY - box.top) / box.height * height),
         Math.floor((event.clientX - box.left) / box.width * width));
  }

  picture.addEventListener("pointermove", event => { if (original && !held) follow(event); });
  picture.addEventListener("click", event => {
    if (!original) return;
    held = !held;
    follow(event);
  });
  picture.addEventListener("keydown", event => {
    const arrow = {ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0]}[event.key];
    if (!original || !arrow && event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
    if (arrow) return move(row + arrow[0] * (event.shiftKey ? 10 : 1), column + arrow[1] * (event.shiftKey ? 10 : 1));
    held = !held;
    show();
  });
  for (const name of ["brightness", "contrast", "channel"]) control(name).addEventListener("input", adjust);
  control("size").addEventListener("input", show);
  control("reset").addEventListener("click", () => {
    control("brightness").value = 0;
    control("contrast").value = 1;
    control("channel").value = -1;
    adjust();
  });
  photograph.onload = () => {
    draw.drawImage(photograph, 0, 0);
    original = draw.getImageData(0, 0, width, height).data;
    adjust();
  };
  photograph.src = "$source";
})();
</script>
""")
