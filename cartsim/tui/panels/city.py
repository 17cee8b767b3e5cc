"""Where to deliver."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cartsim.cart.commands import SetAddress
from cartsim.tui import draw
from cartsim.tui.draw import Line
from cartsim.tui.panels.chooser import Chooser
from cartsim.tui.panels.item import Item
from cartsim.tui.panels.pen import Pen
from cartsim.tui.rows import Row


class City(NamedTuple):
    """One city to deliver to."""

    name: str
    code: str
    current: bool


def paint_city(pen: Pen, width: int, city: City) -> tuple[Line, ...]:
    """A city with its code."""
    left = (pen.radio(city.current), draw.blank(1), pen.span(city.name, "text", "choose", bold=city.current))
    return (draw.spread(left, (), width),)


class CityPanel(Chooser[bool]):
    """Where to deliver: stock and what may be sold depend on it. The answer is True where it was changed."""

    def title_text(self) -> str:
        """What is chosen."""
        return self.text("Deliver to")

    def rows(self) -> Sequence[Row]:
        """All cities."""
        current = self.session.view().city_code
        return [
            Item(f"city:{code}", City(self.speaker.words(name), code, code == current), paint_city, self.speaker)
            for code, name in self.session.cities()
        ]

    def note(self, width: int) -> list[Line]:
        """What a change does."""
        words = self.text("Stock, delivery and what may be sold are read again for the new address.")
        return self.pen.wrapped(words, width, "dim")

    def choose(self, row_id: str) -> None:
        """Set the address and close."""
        self.close(self.shop.act(SetAddress(row_id.removeprefix("city:"))).ok)
