"""Drawings of memory, recorded graphs, timelines, number formats and residual blocks show what they are given."""

from __future__ import annotations

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
import torch
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from coursework import plots
from coursework.plots.memory import CHANNELS
from coursework.plots.number_formats import FORMATS


@pytest.fixture(autouse=True)
def _close():
    mpl.use("Agg")
    yield
    plt.close("all")


def in_memory(ax) -> list[tuple[int, int]]:
    """(channel, pixel) of each cell from left to right."""
    cells = sorted((patch for patch in ax.patches if isinstance(patch, Rectangle)), key=lambda patch: patch.get_x())
    numbers = {text.get_position()[0]: int(text.get_text()) for text in ax.texts}
    colours = [colour.lower() for colour in CHANNELS]
    return [(colours.index(to_hex(cell.get_facecolor())), numbers[cell.get_x() + 0.5]) for cell in cells]


def test_memory_is_drawn_in_its_order():
    """Contiguous: channel after channel; channels last: pixel after pixel, whatever the values are."""
    picture = torch.rand(1, 3, 2, 2)
    last = picture.to(memory_format=torch.channels_last)
    axes = plots.memory_layouts({"contiguous": picture, "channels last": last})
    assert in_memory(axes[0]) == [(channel, pixel) for channel in range(3) for pixel in range(4)]
    assert in_memory(axes[1]) == [(channel, pixel) for pixel in range(4) for channel in range(3)]
    assert "(12, 1, 6, 3)" in axes[1].get_title(loc="left")


def test_memory_says_what_it_draws():
    with pytest.raises(ValueError, match=r"\(1, C, H, W\) with C up to 3, got \(2, 3, 2, 2\): many"):
        plots.memory_layouts({"many": torch.zeros(2, 3, 2, 2)})


def test_the_recorded_graph_is_the_formula():
    """x used twice is one leaf with two users; every node comes after its inputs; names and signs are written."""
    x, w = torch.tensor(2.0, requires_grad=True), torch.tensor(3.0, requires_grad=True)
    nodes = plots.recorded_nodes((x * w - x).relu(), {"x": x})
    assert [node.label for node in nodes] == ["x", "?", "×", "−", "Relu"]
    names = [node.name for node in nodes]
    product, minus = nodes[2], nodes[3]
    assert product.inputs == (names[0], names[1])
    assert minus.inputs == (names[2], names[0])
    ax = plots.recorded_graph(x * w, {"x": x, "w": w})
    assert {"x", "w", "×"} <= {text.get_text() for text in ax.texts}


def test_nothing_recorded_is_said():
    with pytest.raises(ValueError, match="does an input require a gradient"):
        plots.recorded_nodes(torch.ones(2).sum(), {})


def test_a_timeline_has_its_pieces_and_moments():
    rows = {"CPU": [(0, 1, "launch"), (1, 2, "launch")], "GPU": [(1, 5, "work")]}
    ax = plots.timeline(rows, {"now": 2})
    boxes = [(patch.get_x(), patch.get_width(), to_hex(patch.get_facecolor())) for patch in ax.patches]
    assert [box[:2] for box in boxes] == [(0, 1), (1, 1), (1, 4)]
    assert boxes[0][2] == boxes[1][2] != boxes[2][2]
    assert [text.get_text() for text in ax.get_yticklabels()] == ["CPU", "GPU"]
    assert ax.lines[0].get_xdata()[0] == 2
    with pytest.raises(ValueError, match="'x' ends at 1, before it starts at 2"):
        plots.timeline({"CPU": [(2, 1, "x")]})


def test_the_early_clock_stops_before_the_work_is_done():
    ax = plots.launches_and_work()
    early, right = (line.get_xdata()[0] for line in ax.lines)
    ends = {
        text: max(p.get_x() + p.get_width() for p in ax.patches if round(p.get_y() + 0.31) == row)
        for row, text in enumerate(("CPU", "GPU"))
    }
    assert early < ends["GPU"] == right == ends["CPU"]


def test_number_formats_have_their_bits():
    """As many boxes as bits; the formats are torch's."""
    ax = plots.number_formats()
    assert len([patch for patch in ax.patches if patch.get_width() < 1]) == sum(map(sum, FORMATS.values()))
    for name in ("float32", "float16", "bfloat16"):
        info = torch.finfo(getattr(torch, name))
        assert info.bits == sum(FORMATS[name])
        assert info.eps == 2.0 ** -FORMATS[name][2]


def test_the_shortcut_is_on_the_right():
    plain, residual = plots.plain_and_residual()
    assert not any("shortcut" in text.get_text() for text in plain.texts)
    assert any("shortcut" in text.get_text() for text in residual.texts)
