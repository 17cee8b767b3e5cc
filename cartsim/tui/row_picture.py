"""Pictures of rows: what one looks like in a state, as strips, and those that are kept for the next frame."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import NamedTuple

from textual.strip import Strip

from cartsim.tui import glyphs
from cartsim.tui.draw import EMPTY, Ink, Line, Place, Span, places, strip
from cartsim.tui.palette import Palette
from cartsim.tui.row import Row

MARGIN = 1
"""Cells kept free at each side; the left one holds the cursor's mark."""
PICTURES_KEPT = 1024


class RowState(NamedTuple):
    """What a picture depends on besides its row."""

    width: int
    """Cells of the view, margins and scroll bar among them."""
    focused: bool
    cursor: bool
    hovered: bool
    part: str
    """The part that has the focus; empty where the row as a whole has it."""
    flash: tuple[str, ...]
    """Parts that stand out."""


class Picture(NamedTuple):
    """A drawn row."""

    key: Hashable
    strips: tuple[Strip, ...]
    lines: tuple[Line, ...]

    @property
    def places(self) -> tuple[Place, ...]:
        """Where its parts stand; found when a mouse or a key asks for them."""
        return places(self.lines, MARGIN)


class Pictures:
    """Pictures by row and state, as long as the row's key holds; the oldest go when there are too many."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, RowState], Picture] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def of(self, row: Row, row_id: str, state: RowState, draw: Callable[[Row, RowState], Picture]) -> Picture:
        """The picture of a row, kept or drawn; `row_id` is its id, which the caller has at hand."""
        kept = self._kept.get((row_id, state))
        if kept is not None and kept.key == row.key:
            return kept
        picture = self._kept[row_id, state] = draw(row, state)
        if len(self._kept) > PICTURES_KEPT:
            del self._kept[next(iter(self._kept))]
        return picture

    def forget(self) -> None:
        """Draw everything anew."""
        self._kept.clear()


def draw_row(
    row: Row,
    state: RowState,
    width: int,
    palette: Palette,
    *,
    named: Callable[[tuple[Line, ...], str], tuple[Line, ...]] | None = None,
    filtered: Callable[[Strip], Strip],
) -> Picture:
    """A row with its ground, its cursor mark, its focused part and its flashes. It fills `width` cells;
    `named` writes ids over its lines where they are shown, `filtered` takes the colours out where none are wanted."""
    ground: str = getattr(palette, row.band)
    if state.hovered:
        ground = palette.hover
    if state.cursor:
        ground = palette.cursor
    mark = Span(glyphs.CURSOR if state.focused else " ", Ink(palette.accent))
    lines = row.draw(width, palette)[: row.height]
    lines += (EMPTY,) * (row.height - len(lines))
    shown = lines if named is None else named(lines, row.id)
    if state.flash or state.part:
        shown = tuple(tuple(_marked(span, state, palette) for span in line) for line in shown)
    strips = (strip((mark, *line), state.width, ground, ascii_only=palette.ascii) for line in shown)
    return Picture(row.key, tuple(map(filtered, strips)), lines)


def _marked(span: Span, state: RowState, palette: Palette) -> Span:
    """The span with the ground of its flash, or turned over where its part has the focus."""
    if span.part and span.part == state.part:
        return span._replace(ink=Ink(palette.on_brand, palette.brand, bold=True, underline=True))
    if span.part and span.part in state.flash:
        return span._replace(ink=span.ink._replace(ground=palette.flash, bold=True))
    return span
