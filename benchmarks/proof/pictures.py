"""Pictures of the proof page: bars with the goal beside them, readable on light and on dark pages."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

# Mid grey has contrast on white and on black; blue and orange of Okabe and Ito's palette.
INK, WITHIN, BEYOND = "#7a7a7a", "#0072b2", "#d55e00"
STYLE = {
    "svg.hashsalt": "proof",
    "svg.fonttype": "none",
    "text.color": INK,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}


@dataclass(frozen=True)
class Bars:
    """One bar for each name. most: the goal, drawn as a line; bars beyond it have another colour. label: with unit."""

    label: str
    values: dict[str, float]
    most: float | None = None

    def alt(self) -> str:
        """The picture in words."""
        text = f"Bars: {self.label}; " + ", ".join(f"{name} {value:.3g}" for name, value in self.values.items())
        return text if self.most is None else f"{text}; a line marks the goal of {self.most:g}"

    def svg(self) -> str:
        """The same text for the same values."""
        with mpl.rc_context(STYLE):
            figure = Figure(figsize=(8, 0.8 + 0.28 * len(self.values)), layout="constrained")
            FigureCanvasSVG(figure)
            figure.patch.set_alpha(0)
            axes = figure.add_subplot(facecolor="none")
            beyond = [self.most is not None and value > self.most for value in self.values.values()]
            colours = [BEYOND if each else WITHIN for each in beyond]
            axes.barh(list(self.values), list(self.values.values()), color=colours)
            axes.invert_yaxis()
            axes.set_xlabel(self.label)
            axes.spines[["top", "right"]].set_visible(False)
            if self.most is not None:
                axes.axvline(self.most, color=INK, linestyle="--")
            buffer = io.StringIO()
            figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None}, transparent=True)
        return "\n".join(line.rstrip() for line in buffer.getvalue().splitlines()) + "\n"


def _demos(figures: dict[str, Any]) -> Bars:
    rows = [row for row in figures["rows"] if row["p95_ms"] is not None and not row["trains"]]
    return Bars("95 % of pictures are there within, ms", {row["demo"]: row["p95_ms"] for row in rows}, most=150)


def _notebooks(figures: list[dict[str, Any]]) -> Bars:
    return Bars("run time, seconds", {row["notebook"]: row["seconds"] for row in figures})


def _attacks(figures: dict[str, dict[str, Any]]) -> Bars:
    shares = {}
    for grader, found in figures.items():
        tried = [outcome for outcome in found.values() if outcome is not None]
        if tried:
            shares[grader] = 100 * sum(bool(outcome["words"]) for outcome in tried) / len(tried)
    return Bars("attacks that work, % of those that can be expressed", shares, most=0)


def _layers(figures: list[dict[str, Any]]) -> Bars:
    one = [row for row in figures if row["threads"] == 1 and row["layer"].startswith("convolution")]
    ratios = {f"{row['layer']}, {row['direction']}": row["ours"] / row["torch"] for row in one}
    return Bars("times as long as torch, one thread", ratios, most=2)


# By benchmark.
PICTURES: dict[str, Callable[[Any], Bars]] = {
    "attacks": _attacks,
    "conv_speed": _layers,
    "demo_latency": _demos,
    "notebook_time": _notebooks,
}
