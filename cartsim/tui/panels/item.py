"""The list of a panel, and its rows: a value and the function that draws it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from cartsim.i18n import Speaker
from cartsim.tui.draw import Line
from cartsim.tui.palette import Palette
from cartsim.tui.panels.pen import Pen
from cartsim.tui.rows import RowList

Value = TypeVar("Value")


class PanelList(RowList):
    """A list on the ground of its panel."""

    @property
    def palette(self) -> Palette:
        """The colours in use, the panel's surface for the ground."""
        if self._palette is None:
            palette = super().palette
            self._palette = replace(palette, ground=palette.surface, picture=palette.ground)
        return self._palette


@dataclass(frozen=True, slots=True)
class Item(Generic[Value]):
    """A row for `RowList`; drawn again only when its value or the language differs."""

    id: str
    value: Value
    paint: Callable[[Pen, int, Value], tuple[Line, ...]]
    """(pen, width in cells, value) to lines of at most that width."""
    speaker: Speaker
    height: int = 1
    focusable: bool = True
    band: str = "ground"
    figures: tuple[tuple[str, int], ...] = ()

    @property
    def key(self) -> Hashable:
        """Value and language."""
        return (self.value, self.speaker.language, self.paint)

    def draw(self, width: int, palette: Palette) -> tuple[Line, ...]:
        """The row in lines of at most `width` cells."""
        return self.paint(Pen(palette, self.speaker), width, self.value)


def paint_heading(pen: Pen, width: int, value: str) -> tuple[Line, ...]:
    """The name of a block below a line of air."""
    return ((), (pen.span(value, "dim", bold=True),))


def heading(row_id: str, words: str, speaker: Speaker) -> Item[str]:
    """A row that names the rows below it."""
    return Item(row_id, words, paint_heading, speaker, height=2, focusable=False)


def paint_sentence(pen: Pen, width: int, value: str) -> tuple[Line, ...]:
    """A sentence over as many lines as it needs, in the middle of the list's air."""
    return ((), *pen.wrapped(value, width, "dim"))


def sentence(row_id: str, words: str, speaker: Speaker, height: int = 3) -> Item[str]:
    """A row that says why there is nothing to show."""
    return Item(row_id, words, paint_sentence, speaker, height=height, focusable=False)
