"""换购: which lines take an offer, and what it takes off them (R-SWAP).

An add-on stands beside the other activities of its lines (R-SWAP-2): its threshold reads the lines in its scope after
the item layer, whatever promotion prices them, and takes none of them for itself. The lines that take an offer count
for nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from cartsim.model.promotion import AddOn, AddOnOffer, Promotion
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
    plain = open_ledger(replace(basket, lines=tuple([line for line in basket.lines if line.add_on is None])))
    known = {promotion.id: promotion for promotion in basket.promotions}
    allowed: dict[str, int] = {}
    taken: dict[int, ItemCut] = {}
    for number, line in asked:
        promotion = known.get(line.add_on or "")
        offer = None if promotion is None else offer_of(promotion, line)
        if promotion is None or offer is None:
            continue
        if promotion.id not in allowed:
            allowed[promotion.id] = _pieces_allowed(promotion, basket, plain)
        pieces = min(line.quantity, allowed[promotion.id])
        if pieces:
            allowed[promotion.id] -= pieces
            off = max(0, line.price - offer.price)
            taken[number] = ItemCut(promotion, off * pieces, off, pieces)
    return taken


def why_lost(basket: Basket, lost: LostAddOn) -> str:
    """Why a 换购 line does not count: `unknown`, `closed`, `not_offered`, `not_reached`, or `used_up` where others took
    all pieces it allows."""
    promotion = next((other for other in basket.promotions if other.id == lost.promotion), None)
    if promotion is None:
        return "unknown"
    line = next(line for line in basket.lines if line.id == lost.line)
    if offer_of(promotion, line) is None:
        return "not_offered"
    if not is_usable(promotion, basket.now, basket.shopper):
        return "closed"
    plain = open_ledger(replace(basket, lines=tuple([line for line in basket.lines if line.add_on is None])))
    return "used_up" if _pieces_allowed(promotion, basket, plain) else "not_reached"


def offer_of(promotion: Promotion, line: BasketLine) -> AddOnOffer | None:
    """The offer of the promotion for the goods of the line; None where it has none."""
    sku = line.id if line.sku is None else line.sku
    for tier in promotion.tiers:
        if isinstance(tier.give, AddOn):
            for offer in tier.give.offers:
                if offer.sku == sku:
                    return offer
    return None


def _pieces_allowed(promotion: Promotion, basket: Basket, plain: Ledger) -> int:
    """How many pieces may be taken at the tiers reached: the most of any of them, for each repetition."""
    if not is_usable(promotion, basket.now, basket.shopper):
        return 0
    reading = reading_of(promotion, plain)
    most = 0
    for tier in promotion.tiers:
        if isinstance(tier.give, AddOn) and reading.reaches(tier.when):
            when = tier.when
            times = repetitions(when.amount, when.pieces, promotion.repeat, reading.base, reading.pieces)
            most = max(most, tier.give.pick * times)
    return most if promotion.piece_limit is None else min(most, promotion.piece_limit)
