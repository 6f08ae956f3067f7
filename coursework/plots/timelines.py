"""Who works when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes

from .style import COLOURS, new_axes, styled


@styled
def timeline(
    rows: Mapping[str, Sequence[tuple[float, float, str]]],
    marks: Mapping[str, float] | None = None,
    *,
    xlabel: str = "time",
    title: str = "",
    ax: Axes | None = None,
) -> Axes:
    """One row for each worker, one box for each piece of work, and moments as dashed lines.

    Args:
        rows: from the worker to its pieces (start, end, text); the same text has the same colour.
        marks: from a moment's name to its time.

    Raises: ValueError where a piece ends before it starts.
    """
    texts = list(dict.fromkeys(text for pieces in rows.values() for *_, text in pieces))
    ax = ax if ax is not None else new_axes(size=(11, 0.75 * len(rows) + 1.5))
    for row, pieces in enumerate(rows.values()):
        for start, end, text in pieces:
            if end < start:
                raise ValueError(f"timeline: {text!r} ends at {end}, before it starts at {start}")
            colour = COLOURS[texts.index(text) % len(COLOURS)]
            ax.barh(row, end - start, left=start, height=0.62, color=colour, edgecolor="white", linewidth=1.5)
            ink = "black" if colour in (COLOURS[1], COLOURS[5], COLOURS[7]) else "white"
            ax.text((start + end) / 2, row, text, ha="center", va="center", color=ink, fontsize=11, clip_on=True)
    for name, moment in (marks or {}).items():
        ax.axvline(moment, color="black", linestyle="--", linewidth=1.5)
        ax.text(moment, -0.62, f" {name}", ha="left", va="center", fontsize=11)
    ax.set_yticks(range(len(rows)), list(rows))
    ax.set(ylim=(len(rows) - 0.5, -0.95 if marks else -0.5), xlabel=xlabel, title=title)
    ax.grid(axis="y", visible=False)
    return ax


def launches_and_work() -> Axes:
    """Four launches on the CPU and their work on a GPU: when a clock must be read. A drawing, no measurement."""
    launches = [(float(i), i + 0.85, "launch") for i in range(4)]
    work = [(0.85, 4.5, "convolution"), (4.5, 5.9, "ReLU"), (5.9, 9.5, "convolution"), (9.5, 11.5, "linear")]
    rows = {"CPU": [*launches, (4.0, 11.5, "synchronize: wait")], "GPU": work}
    title = "Without synchronize you time the launches, not the work"
    ax = timeline(rows, {"the clock, too early": 3.9, "the clock, right": 11.5}, title=title)
    ax.set_xlim(0, 13.2)
    return ax
