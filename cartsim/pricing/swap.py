"""换购: which lines take an offer, and what it takes off them (R-SWAP).

An add-on stands beside the other activities of its lines (R-SWAP-2): its threshold reads the lines in its scope after
the item layer, whatever promotion prices them, and takes none of them for itself. The lines that take an offer count
for nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from cartsim.model.promotion import AddOn, Promotion
from cartsim.pricing.basket import Basket, BasketLine, LostAddOn
from cartsim.pricing.item import ItemCut
from cartsim.pricing.ledger import Ledger, open_ledger
from cartsim.pricing.reading import reading_of
from cartsim.pricing.scope import is_usable
from cartsim.pricing.times import repetitions


def taken_offers(basket: Basket) -> Mapping[int, ItemCut]:
    """The 换购 lines that count, by their position in the basket, with what their offer takes off."""
    asked = [
        (number, line)
        for number, line in enumerate(basket.lines)
        if line.add_on is not None and line.checked and line.quantity > 0
    ]
    if not asked:
        return {}
    plain = _without_add_ons(basket)
    known = {promotion.id: promotion for promotion in basket.promotions}
    open_now: dict[str, _Open] = {}
    taken: dict[int, ItemCut] = {}
    for number, line in asked:
        promotion = known.get(line.add_on or "")
        if promotion is None:
            continue
        if promotion.id not in open_now:
            open_now[promotion.id] = _Open(promotion, basket, plain)
        offers = open_now[promotion.id]
        price = offers.prices.get(_goods_of(line))
        pieces = 0 if price is None else min(line.quantity, offers.pieces)
        if price is not None and pieces:
            offers.pieces -= pieces
            off = max(0, line.price - price)
            taken[number] = ItemCut(promotion, off * pieces, off, pieces)
    return taken


def why_lost(basket: Basket, lost: LostAddOn) -> str:
    """Why a 换购 line does not count: `unknown`, `closed`, `not_offered`, `not_reached`, or `used_up` where others took
    all pieces it allows."""
    promotion = next((other for other in basket.promotions if other.id == lost.promotion), None)
    if promotion is None:
        return "unknown"
    line = next(line for line in basket.lines if line.id == lost.line)
    gives = [tier.give for tier in promotion.tiers if isinstance(tier.give, AddOn)]
    if all(offer.sku != _goods_of(line) for give in gives for offer in give.offers):
        return "not_offered"
    if not is_usable(promotion, basket.now, basket.shopper):
        return "closed"
    open_now = _Open(promotion, basket, _without_add_ons(basket))
    return "used_up" if _goods_of(line) in open_now.prices else "not_reached"


def _goods_of(line: BasketLine) -> str:
    """What the offer of a 换购 line is found by."""
    return line.id if line.sku is None else line.sku


def _without_add_ons(basket: Basket) -> Ledger:
    """The lines that thresholds of 换购 read."""
    return open_ledger(replace(basket, lines=tuple([line for line in basket.lines if line.add_on is None])))


class _Open:
    """What a promotion offers at the tiers that are reached."""

    __slots__ = ("pieces", "prices")

    def __init__(self, promotion: Promotion, basket: Basket, plain: Ledger) -> None:
        self.prices: dict[str, int] = {}
        """The lowest price of each of the goods, fen."""
        self.pieces = 0
        """Pieces that may still be taken: the most of any tier reached, for each repetition."""
        if not is_usable(promotion, basket.now, basket.shopper):
            return
        reading = reading_of(promotion, plain)
        for tier in promotion.tiers:
            if isinstance(tier.give, AddOn) and reading.reaches(tier.when):
                when = tier.when
                times = repetitions(when.amount, when.pieces, promotion.repeat, reading.base, reading.pieces)
                self.pieces = max(self.pieces, tier.give.pick * times)
                for offer in tier.give.offers:
                    self.prices[offer.sku] = min(offer.price, self.prices.get(offer.sku, offer.price))
        if promotion.piece_limit is not None:
            self.pieces = min(self.pieces, promotion.piece_limit)
