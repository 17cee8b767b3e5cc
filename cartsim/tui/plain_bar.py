"""The scroll bar of terminals without partial blocks."""

from __future__ import annotations

from typing import ClassVar

from textual.scrollbar import ScrollBarRender


class PlainBar(ScrollBarRender):
    """A scroll bar that ends at whole cells."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "] * 8
