"""The trainer's hand on the neighbours of the cart: prices, stock, promotions, coupons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cartsim.cart.commands import SetTrouble
from cartsim.i18n.marks import N_
from cartsim.model.trouble import NO_TROUBLE, Neighbour, TroubleKind
from cartsim.tui import draw
from cartsim.tui.bars import NEIGHBOURS
from cartsim.tui.draw import Line
from cartsim.tui.panels.chooser import Chooser
from cartsim.tui.panels.item import Item
from cartsim.tui.panels.pen import Pen
from cartsim.tui.rows import Row

STATES: Mapping[str, str] = {
    NO_TROUBLE: N_("answers"),
    TroubleKind.STALE: N_("answers as it did a while ago"),
    TroubleKind.SLOW: N_("answers late"),
    TroubleKind.DOWN: N_("does not answer"),
}


class Told(NamedTuple):
    """One neighbour in one language."""

    name: str
    state: str
    well: bool


def paint_neighbour(pen: Pen, width: int, told: Told) -> tuple[Line, ...]:
    """Its name, and how it answers."""
    state = pen.span(told.state, "good" if told.well else "warn")
    return (draw.spread((pen.span(told.name, "text", "choose"),), (state,), width),)


class TroublePanel(Chooser[None]):
    """How each neighbour answers; choosing one takes it from well to stale to slow to down and back."""

    def title_text(self) -> str:
        """What is chosen."""
        return self.text("Neighbours of the cart")

    def rows(self) -> Sequence[Row]:
        """All of them, as they answer now."""
        return [
            Item(
                f"neighbour:{neighbour}",
                Told(self.text(name), self.text(STATES[state]), state == NO_TROUBLE),
                paint_neighbour,
                self.speaker,
            )
            for neighbour, name in NEIGHBOURS.items()
            for state in (self._state(neighbour),)
        ]

    def note(self, width: int) -> list[Line]:
        """When it shows."""
        return self.pen.wrapped(self.text("The cart shows it at its next reading."), width, "dim")

    def choose(self, row_id: str) -> None:
        """The next state of the neighbour."""
        neighbour = Neighbour(row_id.removeprefix("neighbour:"))
        states = list(STATES)
        following = states[(states.index(self._state(neighbour)) + 1) % len(states)]
        self.shop.act(SetTrouble(neighbour.value, str(following)))
        self.follow()

    def _state(self, neighbour: Neighbour) -> str:
        return next((each.kind for each in self.session.troubles() if each.neighbour is neighbour), NO_TROUBLE)
