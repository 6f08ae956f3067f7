"""Floating-point formats, bit by bit."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from .style import COLOURS, new_axes, styled

# Bits of sign, exponent and fraction. Source: IEEE 754-2019; NVIDIA A100 whitepaper (TF32); Intel bfloat16 definition.
FORMATS = {"float32": (1, 8, 23), "TF32": (1, 8, 10), "float16": (1, 5, 10), "bfloat16": (1, 8, 7)}
PARTS = {"sign": COLOURS[6], "exponent": COLOURS[1], "fraction": COLOURS[0]}


@styled
def number_formats(*, title: str = "") -> Axes:
    """A row of bits for each format: sign, exponent (how large) and fraction (how exact)."""
    ax = new_axes(size=(11, 3.2))
    for row, widths in enumerate(FORMATS.values()):
        start = 0
        for (part, colour), width in zip(PARTS.items(), widths, strict=True):
            for bit in range(start, start + width):
                ax.add_patch(Rectangle((bit, row), 0.92, 0.7, facecolor=colour))
            if width > 1:
                text, box = f"{part} {width}", {"facecolor": colour, "edgecolor": "none", "pad": 2}
                ink = "black" if part == "exponent" else "white"
                middle = start + width / 2, row + 0.36
                ax.text(*middle, text, ha="center", va="center", color=ink, fontsize=12, bbox=box)
            start += width
        digits = (widths[2] + 1) * 0.30103
        ax.text(33, row + 0.36, f"about {digits:.1f} decimal digits", va="center", fontsize=12)
    ax.set_yticks([row + 0.35 for row in range(len(FORMATS))], FORMATS, fontsize=13)
    ax.set(xlim=(-0.3, 41.5), ylim=(len(FORMATS) - 0.1, -0.2), xticks=[], title=title)
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    ax.grid(False)
    return ax
