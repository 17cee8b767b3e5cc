"""The scroll bar of a list."""

from __future__ import annotations

from typing import ClassVar

from textual.geometry import Region
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip
from textual.widget import Widget

from cartsim.tui.kept import KeptLines


class PlainBar(ScrollBarRender):
    """A scroll bar that ends at whole cells, for terminals without partial blocks."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "] * 8


class ListBar(ScrollBar, KeptLines):
    """Textual's own bar; it stands beside every row, and would be drawn with each of them."""

    def draw_lines(self, area: Region) -> list[Strip]:
        """The bar as Textual draws it."""
        return Widget.render_lines(self, area)

    def render_line(self, y: int) -> Strip:
        """One line of the bar as Textual draws it."""
        return Widget.render_line(self, y)


class PlainListBar(ListBar):
    """The same where only ASCII is drawn."""

    renderer = PlainBar
