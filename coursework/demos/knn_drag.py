"""The borders of k nearest neighbours, live in the browser: take hold of any point and drag it.

Everything runs in the page: no kernel is asked, so it keeps up with the mouse and works in a saved HTML file too.
"""

from __future__ import annotations

import json
from itertools import count
from string import Template

import numpy as np
from IPython.display import HTML

from ..plots import COLOURS

KS = (1, 3, 5, 7, 9, 15)
_number = count(1)


def drag(points: np.ndarray, labels: np.ndarray) -> HTML:
    """A picture of the plane whose points can be dragged, with a choice of k and of the distance.

    By keyboard: Tab to the picture, N for the next point, the arrow keys to move it.

    Args:
        points: training points, (N, 2).
        labels: their classes, (N,), integers from 0 to 7.

    Raises: ValueError where the shapes do not fit or there are more than 8 classes.
    """
    points, labels = np.asarray(points, dtype=float), np.asarray(labels)
    if points.ndim != 2 or points.shape[1] != 2 or labels.shape != points.shape[:1]:
        raise ValueError(f"drag: expected points (N, 2) and labels (N,), got {points.shape} and {labels.shape}")
    if labels.min() < 0 or labels.max() >= len(COLOURS):
        raise ValueError(f"drag: labels must be 0 to {len(COLOURS) - 1}, got {labels.min()} to {labels.max()}")
    low, high = points.min(axis=0), points.max(axis=0)
    margin = np.maximum(0.15 * (high - low), 0.5)
    values = {
        "points": [[x, y, int(label)] for (x, y), label in zip(points.tolist(), labels, strict=True)],
        "limits": [*(low - margin).tolist(), *(high + margin).tolist()],
        "colours": list(COLOURS),
    }
    options = "".join(f"<option>{k}</option>" for k in KS if k <= len(points))
    return HTML(_PAGE.substitute(id=f"knn-drag-{next(_number)}", values=json.dumps(values), options=options))


_PAGE = Template("""
<div id="$id" data-lm-suppress-shortcuts="true" style="font: 15px sans-serif; max-width: 560px">
<label>k <select class="k">$options</select></label> &nbsp;
<label>distance <select class="metric"><option>L2</option><option>L1</option></select></label> &nbsp;
<output class="wrong" aria-live="polite"></output>
<canvas width="560" height="460" tabindex="0" role="img"
 style="display: block; background: white; cursor: grab; touch-action: none"
 aria-label="Training points and decision regions. N: next point. Arrow keys: move it."></canvas>
<small>Drag a point; or press Tab until the picture has the focus, N for the next point, arrow keys to move it.</small>
</div>
<script>
(() => {
  const root = document.getElementById("$id"), canvas = root.querySelector("canvas"), draw = canvas.getContext("2d");
  const {points, limits: [x0, y0, x1, y1], colours} = $values;
  const step = 4, width = canvas.width, height = canvas.height;
  const across = x => (x - x0) / (x1 - x0) * width, down = y => (y1 - y) / (y1 - y0) * height;
  const plane = (i, j) => [x0 + i / width * (x1 - x0), y1 - j / height * (y1 - y0)];
  const control = name => root.querySelector(name);
  let chosen = points.length - 1, held = false, waiting = false;

  function answer(x, y, k, l1) {
    // The k nearest so far, nearest first.
    const distances = new Array(k).fill(Infinity), labels = new Array(k);
    for (const [a, b, label] of points) {
      const dx = Math.abs(a - x), dy = Math.abs(b - y), distance = l1 ? dx + dy : dx * dx + dy * dy;
      if (distance >= distances[k - 1]) continue;
      let at = k - 1;
      for (; at > 0 && distances[at - 1] > distance; at--) {
        distances[at] = distances[at - 1];
        labels[at] = labels[at - 1];
      }
      distances[at] = distance;
      labels[at] = label;
    }
    const votes = new Array(colours.length).fill(0);
    for (const label of labels) votes[label] += 1;
    return votes.indexOf(Math.max(...votes));
  }

  function show() {
    const k = Number(control(".k").value), l1 = control(".metric").value === "L1";
    waiting = false;
    draw.clearRect(0, 0, width, height);
    draw.globalAlpha = 0.35;
    for (let i = 0; i < width; i += step) for (let j = 0; j < height; j += step) {
      draw.fillStyle = colours[answer(...plane(i + step / 2, j + step / 2), k, l1)];
      draw.fillRect(i, j, step, step);
    }
    draw.globalAlpha = 1;
    points.forEach(([x, y, label], i) => {
      draw.beginPath();
      const sides = [40, 4, 3, 5, 6, 7, 8, 9][label];
      for (let s = 0; s <= sides; s++) {
        const angle = 2 * Math.PI * s / sides + (sides === 4 ? Math.PI / 4 : -Math.PI / 2);
        draw.lineTo(across(x) + 8 * Math.cos(angle), down(y) + 8 * Math.sin(angle));
      }
      draw.closePath();
      draw.fillStyle = colours[label];
      draw.fill();
      draw.lineWidth = 1.2;
      draw.strokeStyle = "black";
      draw.stroke();
      if (i === chosen) {
        draw.beginPath();
        draw.arc(across(x), down(y), 14, 0, 7);
        draw.lineWidth = 2.5;
        draw.stroke();
      }
    });
    const wrong = points.filter(([x, y, label]) => answer(x, y, k, l1) !== label).length;
    control(".wrong").value = wrong + " of " + points.length + " training points wrong";
  }

  function move(x, y) {
    points[chosen][0] = Math.min(Math.max(x, x0), x1);
    points[chosen][1] = Math.min(Math.max(y, y0), y1);
    // At most one drawing for each frame of the screen, however fast the mouse is.
    if (!waiting) requestAnimationFrame(show);
    waiting = true;
  }

  const place = event => {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width * width, (event.clientY - box.top) / box.height * height];
  };
  canvas.addEventListener("pointerdown", event => {
    const [i, j] = place(event), far = points.map(([x, y]) => Math.hypot(across(x) - i, down(y) - j));
    chosen = far.indexOf(Math.min(...far));
    held = true;
    canvas.setPointerCapture(event.pointerId);
    show();
  });
  canvas.addEventListener("pointermove", event => {
    if (held) move(...plane(...place(event)));
  });
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => { held = false; });
  canvas.addEventListener("keydown", event => {
    const arrow = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1]}[event.key];
    if (!arrow && event.key.toLowerCase() !== "n") return;
    event.preventDefault();
    event.stopPropagation();
    const [x, y] = points[chosen];
    if (arrow) return move(x + arrow[0] * (x1 - x0) / 60, y + arrow[1] * (y1 - y0) / 60);
    chosen = (chosen + 1) % points.length;
    show();
  });
  control(".k").addEventListener("change", show);
  control(".metric").addEventListener("change", show);
  show();
})();
</script>
""")
