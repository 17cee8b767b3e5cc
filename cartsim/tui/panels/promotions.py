"""换促销: choosing the shop activity a line takes part in."""

from __future__ import annotations

from collections.abc import Sequence

from cartsim.cart.commands import SwitchPromotion
from cartsim.cart.view import LineView, PromotionChoice
from cartsim.pricing.kinds import kind_of
from cartsim.tui import draw
from cartsim.tui.draw import Line, Span
from cartsim.tui.panels.chooser import Chooser
from cartsim.tui.panels.item import Item
from cartsim.tui.panels.naming import deals
from cartsim.tui.panels.pen import Pen
from cartsim.tui.rows import Row

AUTOMATIC = "promotion:"
"""Row that lets the engine choose again."""


def paint_alike(pen: Pen, width: int, choice: PromotionChoice) -> tuple[Line, ...]:
    """A promotion where each choice comes to the same total."""
    return _paint(pen, width, choice, pen.span(pen.text("same total"), "dim", "extra"))


def paint_choice(pen: Pen, width: int, choice: PromotionChoice) -> tuple[Line, ...]:
    """A promotion with what choosing it would add to the total."""
    if choice.extra is None:
        return _paint(pen, width, choice)
    if choice.extra:
        cost = pen.span(pen.text("{amount} on the total", amount=pen.speaker.signed(choice.extra)), "drop", "extra")
    else:
        cost = pen.span(pen.text("best price"), "good", "extra")
    return _paint(pen, width, choice, cost)


def _paint(pen: Pen, width: int, choice: PromotionChoice, *cost: Span) -> tuple[Line, ...]:
    left = [
        pen.radio(choice.chosen), draw.blank(1), pen.kind(kind_of(choice.promotion)), draw.blank(1),
        pen.span(pen.speaker.promotion(choice.promotion), "text", "choose", bold=choice.current),
    ]  # fmt: skip
    if choice.chosen:
        left += [draw.blank(1), pen.chip(pen.text("your choice"), part="choose")]
    elif choice.current:
        left += [draw.blank(1), pen.chip(pen.text("now"), part="choose")]
    return (draw.spread(left, cost, width),)


def paint_automatic(pen: Pen, width: int, chosen: bool) -> tuple[Line, ...]:
    """Let the best combination decide."""
    words = pen.span(pen.text("Automatic: the cheapest combination"), "text", "choose", bold=chosen)
    return (draw.fit((pen.radio(chosen), draw.blank(1), words), width),)


class PromotionPanel(Chooser[bool]):
    """换促销: the shop activity a line takes part in. The answer is True where it was switched."""

    def __init__(self, line: str) -> None:
        super().__init__()
        self.line = line

    def title_text(self) -> str:
        """换促销"""
        return self.text("Change promotion")

    def about(self, width: int) -> list[Line]:
        """The line's title."""
        line = self._line()
        return [draw.fit((self.pen.span(self.speaker.words(line.title), "text"),), width)] if line else []

    def rows(self) -> Sequence[Row]:
        """The choices, and back to automatic."""
        choices = self.session.choices(self.line)
        chosen = any(choice.chosen for choice in choices)
        alike = all(choice.extra == 0 for choice in choices)
        paint = paint_alike if alike else paint_choice
        automatic: Row = Item(AUTOMATIC, not chosen, paint_automatic, self.speaker)
        return [
            automatic,
            *(Item(f"promotion:{choice.promotion.id}", choice, paint, self.speaker) for choice in choices),
        ]

    def note(self, width: int) -> list[Line]:
        """Where the line goes."""
        return self.pen.wrapped(self.text("A switch places the line in the group of its promotion."), width, "dim")

    def choose(self, row_id: str) -> None:
        """Switch, say what it was switched to, and close."""
        promotion = row_id.removeprefix("promotion:") or None
        switched = self.shop.act(SwitchPromotion(self.line, promotion)).ok
        line = self._line()
        if switched and line is not None:
            self.shop.tell(self._switched(line, promotion))
        self.close(switched)

    def _switched(self, line: LineView, chosen: str | None) -> str:
        """What the line takes part in now, and who decided it."""
        terms = deals(self.session.view(), self.speaker).get(line.promotion or chosen or "")
        title = self.speaker.words(line.title)
        if terms is None:
            return self.text("{title}: takes part in no deal now", title=title)
        if chosen is None:
            return self.text("{title}: automatic again, {promotion} now", title=title, promotion=terms)
        return self.text("{title}: switched to {promotion}", title=title, promotion=terms)

    def _line(self) -> LineView | None:
        return self.session.view().line(self.line)
