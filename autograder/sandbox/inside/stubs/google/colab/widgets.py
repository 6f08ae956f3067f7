"""Outputs in tabs and grids are shown one below the other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class TabBar:
    """Tabs, by their names."""

    def __init__(self, tab_names: object = (), *args: object, **kwargs: object) -> None:
        pass

    @contextmanager
    def output_to(self, *args: object, **kwargs: object) -> Iterator[None]:
        yield

    def clear_cell(self, *args: object, **kwargs: object) -> None:
        pass


class Grid(TabBar):
    """Cells in rows and columns."""
