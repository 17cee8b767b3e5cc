"""Picking one of several gifts of a promotion."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cartsim.cart.commands import PickGift
from cartsim.cart.view import GiftRow, PromotionBar
from cartsim.model.goods import Gift
from cartsim.tui import draw
from cartsim.tui.draw import Line
from cartsim.tui.panels.chooser import Chooser
from cartsim.tui.panels.item import Item
from cartsim.tui.panels.pen import Pen
from cartsim.tui.rows import Row


class GiftChoice(NamedTuple):
    """One gift to pick."""

    gift: Gift
    picked: bool


def paint_gift(pen: Pen, width: int, choice: GiftChoice) -> tuple[Line, ...]:
    """A gift with its list price and whether there is any left."""
    gone = choice.gift.stock <= 0
    tone = "dim" if gone else "text"
    left = (
        pen.radio(choice.picked),
        draw.blank(1),
        pen.span(pen.speaker.words(choice.gift.title), tone, "choose", bold=choice.picked),
    )
    stock = pen.text("gone") if gone else pen.text("while stocks last")
    right = (
        pen.span(stock, "drop" if gone else "dim"),
        *pen.column(pen.speaker.money(choice.gift.list_price), 12, "dim"),
    )
    return (draw.spread(left, right, width),)


class GiftPanel(Chooser[bool]):
    """One of several gifts of a 满赠 (R-GIFT e). The answer is True where one was picked."""

    def __init__(self, promotion: str) -> None:
        super().__init__()
        self.promotion = promotion

    def title_text(self) -> str:
        """What is picked."""
        return self.text("Pick a gift")

    def about(self, width: int) -> list[Line]:
        """The promotion's terms."""
        bar = self._bar()
        return [draw.fit((self.pen.span(self.speaker.promotion(bar.promotion), "soft"),), width)] if bar else []

    def rows(self) -> Sequence[Row]:
        """The gift given now and the others, always in the same order."""
        bar = self._bar()
        given = bar.gifts[0] if bar and bar.gifts else None
        return [] if given is None else [self._row(given, gift) for gift in _all_gifts(given)]

    def _row(self, given: GiftRow, gift: Gift) -> Row:
        return Item(f"gift:{gift.code}", GiftChoice(gift, gift.code == given.gift.code), paint_gift, self.speaker)

    def choose(self, row_id: str) -> None:
        """Pick and close."""
        self.close(self.shop.act(PickGift(self.promotion, row_id.removeprefix("gift:"))).ok)

    def _bar(self) -> PromotionBar | None:
        bars = (group.bar for shop in self.session.view().shops for group in shop.groups)
        return next((bar for bar in bars if bar is not None and bar.promotion.id == self.promotion), None)


def _all_gifts(given: GiftRow) -> list[Gift]:
    gifts = {gift.code: gift for gift in (given.gift, *given.choices)}
    return [gifts[code] for code in sorted(gifts)]
