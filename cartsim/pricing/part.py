"""One shop of a basket, decided by itself."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from cartsim.model.policy import Pricing
from cartsim.model.promotion import Coupon, Promotion
from cartsim.pricing.basket import Applied, Basket, BasketLine, PricedLine
from cartsim.pricing.decide import decide
from cartsim.pricing.reckon import Account, account_of


class ShopFacts(NamedTuple):
    """All that a shop by itself depends on, in the order of the fields of a basket."""

    lines: tuple[BasketLine, ...]
    promotions: tuple[Promotion, ...]
    coupons: tuple[Coupon, ...]
    now: int | None
    shopper: frozenset[str]
    settings: Pricing


class Part:
    """One shop of a basket, decided by itself. Its lines are told by their place in the shop."""

    def __init__(self, made_of: ShopFacts) -> None:
        self.made_of = made_of
        self.shop = made_of.lines[0].shop
        self.decision = decide(Basket(*made_of))
        self.worth = sum(self.decision.ledger.worths)
        """After the item layer, fen."""
        self.off = self.decision.choice.off
        """Fen off above the item layer."""
        self.may_clash = any(deal.may_clash for deal in self.decision.deals)

    @cached_property
    def account(self) -> Account:
        """What a quote says of the shop by itself."""
        return account_of(self.decision)

    @cached_property
    def rows(self) -> tuple[PricedLine | None, ...]:
        """The priced lines by their place; None for one that does not count."""
        lines = self.account.lines
        if len(lines) == len(self.made_of.lines):
            return lines
        priced = dict(zip(self.decision.ledger.counted, lines, strict=True))
        return tuple([priced.get(place) for place in range(len(self.made_of.lines))])

    @cached_property
    def applied(self) -> tuple[tuple[int, int, Applied], ...]:
        """(place of its layer, place of its first line, entry) of all that was applied."""
        places = {line.id: place for place, line in enumerate(self.made_of.lines)}
        layers = self.made_of.settings.layers
        return tuple([(layers.index(entry.layer), places[entry.lines[0]], entry) for entry in self.account.applied])
