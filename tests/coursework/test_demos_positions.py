"""Every demo of the gallery at many positions of its controls: a picture each time, no error, no warning."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import ipywidgets
import numpy as np
import pytest

from coursework.demos import gallery
from coursework.demos._live import live

# So many positions of one control; of a longer slider, spread evenly with both ends.
RANGE = 9
# With more controls than these, some corners by chance in place of all.
ALL_CORNERS, SOME_CORNERS = 7, 48

MOVED = [demo.name for demo in gallery.DEMOS if not demo.in_page and not demo.trains]
tried: dict[str, int] = {}


def inside(widget: ipywidgets.Widget) -> Iterator[ipywidgets.Widget]:
    """All that a box holds, however deep."""
    for child in getattr(widget, "children", ()):
        yield child
        yield from inside(child)


def positions(control: ipywidgets.Widget) -> list[Any]:
    """The values that a control can take, from one end to the other; of many, some."""
    if isinstance(control, ipywidgets.Checkbox):
        return [False, True]
    if hasattr(control, "options"):
        values = [value for _, value in control._options_full]
    else:
        steps = np.arange(round((control.max - control.min) / control.step) + 1)
        values = [type(control.value)(min(control.min + step * control.step, control.max)) for step in steps]
    chosen = np.unique(np.linspace(0, len(values) - 1, RANGE).round().astype(int))
    return [values[i] for i in chosen]


@pytest.mark.parametrize("name", MOVED)
def test_every_position_has_a_picture(name: str) -> None:
    """Each control through its range, the others as they begin; and corners of all of them together."""
    widget = gallery.find(name).make()
    parts = list(inside(widget))
    controls = [
        part
        for part in parts
        if hasattr(part, "value")
        and isinstance(part, ipywidgets.ValueWidget)
        and not isinstance(part, (ipywidgets.HTML, ipywidgets.Label, ipywidgets.FileUpload, ipywidgets.Play))
    ]
    picture = [part for part in parts if isinstance(part, ipywidgets.HTML)][-1]
    assert controls
    begun = [control.value for control in controls]
    ranges = [positions(control) for control in controls]
    tried[name] = 0

    def at(values: list[Any]) -> None:
        for control, value in zip(controls, values, strict=True):
            if hasattr(control, "max") and isinstance(value, (int, float)):
                value = min(value, control.max)  # some controls set the end of another
            control.value = value
        tried[name] += 1
        where = dict(zip([control.description for control in controls], values, strict=True))
        assert picture.value.startswith("<img "), f"{name} at {where}: {picture.value[-300:]}"

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        at(begun)
        for i, values in enumerate(ranges):
            for value in values:
                at([*begun[:i], value, *begun[i + 1 :]])
        for values in _corners(ranges):
            at(values)
    assert tried[name] >= len(controls) + 2


def test_the_number_of_positions(capsys: pytest.CaptureFixture[str]) -> None:
    """Says how many positions were tried."""
    if set(tried) != set(MOVED):
        pytest.skip("counts the positions of all demos, and not all of them ran")
    with capsys.disabled():
        print(f"\n{sum(tried.values())} positions of {len(tried)} demos drawn: {tried}")
    assert sum(tried.values()) > 300


def test_a_position_that_fails_says_so_and_the_next_one_recovers() -> None:
    """In place of the picture stands the error; so the tests above can fail."""

    def draw(x: int) -> Any:
        from coursework import plots

        if x == 1:
            raise ZeroDivisionError("of 1 < 2 & 3")
        return plots.new_axes()

    slider = ipywidgets.IntSlider(0, max=2)
    picture = live(draw, x=slider).children[-1]
    assert picture.value.startswith("<img ")
    slider.value = 1
    assert "ZeroDivisionError: of 1 &lt; 2 &amp; 3" in picture.value
    assert "<img" not in picture.value
    slider.value = 2
    assert picture.value.startswith("<img ")


def _corners(ranges: list[list[Any]]) -> Iterator[list[Any]]:
    """Every control at one of its ends, all combinations or some; from one to the next a single control moves."""
    ends = [(values[0], values[-1]) for values in ranges]
    rng = np.random.default_rng(0)
    sides = [0] * len(ends)
    for number in range(2 ** len(ends) if len(ends) <= ALL_CORNERS else SOME_CORNERS):
        if number and len(ends) <= ALL_CORNERS:
            sides[(number & -number).bit_length() - 1] ^= 1  # the order of Gray's code
        elif number:
            sides[rng.integers(len(ends))] ^= 1
        yield [end[side] for end, side in zip(ends, sides, strict=True)]
