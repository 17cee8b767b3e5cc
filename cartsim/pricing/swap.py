"""换购: which lines take an offer, and what it takes off them (R-SWAP).

An add-on stands beside the other activities of its lines (R-SWAP-2): its threshold reads the lines in its scope after
the item layer, whatever promotion prices them, and takes none of them for itself. The lines that take an offer count
for nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from cartsim.model.promotion import AddOn, AddOnOffer, Base, Promotion
from cartsim.pricing.basket import Basket, BasketLine
from cartsim.pricing.item import ItemCut, best_item, usable_items
from cartsim.pricing.scope import covers, is_usable
from cartsim.pricing.times import repetitions


def taken_offers(basket: Basket, plain: Sequence[int]) -> Mapping[int, ItemCut]:
    """The 换购 lines that count, with what their offer takes off; `plain` are the lines that thresholds read."""
    allowed: dict[str, int] = {}
    known = {promotion.id: promotion for promotion in basket.promotions}
    taken: dict[int, ItemCut] = {}
    for number, line in enumerate(basket.lines):
        promotion = known.get(line.add_on or "")
        if promotion is None or not line.checked or line.quantity <= 0:
            continue
        offer = offer_of(promotion, line)
        if offer is None:
            continue
        if promotion.id not in allowed:
            allowed[promotion.id] = pieces_allowed(promotion, basket, plain)
        pieces = min(line.quantity, allowed[promotion.id])
        if pieces:
            allowed[promotion.id] -= pieces
            off = max(0, line.price - offer.price)
            taken[number] = ItemCut(promotion, off * pieces, off, pieces)
    return taken


def offer_of(promotion: Promotion, line: BasketLine) -> AddOnOffer | None:
    """The offer of the promotion for the goods of the line; None where it has none."""
    sku = line.id if line.sku is None else line.sku
    for tier in promotion.tiers:
        if isinstance(tier.give, AddOn):
            for offer in tier.give.offers:
                if offer.sku == sku:
                    return offer
    return None


def pieces_allowed(promotion: Promotion, basket: Basket, plain: Sequence[int]) -> int:
    """How many pieces may be taken at the tiers reached: the most of any of them, for each repetition."""
    if not is_usable(promotion, basket.now, basket.shopper):
        return 0
    base, pieces = add_on_base(promotion, basket, plain)
    most = 0
    for tier in promotion.tiers:
        if isinstance(tier.give, AddOn) and pieces and base >= tier.when.amount and pieces >= tier.when.pieces:
            times = repetitions(tier.when.amount, tier.when.pieces, promotion.repeat, base, pieces)
            most = max(most, tier.give.pick * max(1, times))
    return most if promotion.piece_limit is None else min(most, promotion.piece_limit)


def add_on_base(promotion: Promotion, basket: Basket, plain: Sequence[int]) -> tuple[int, int]:
    """(fen, pieces) that the threshold of an add-on reads."""
    scope = promotion.scope if promotion.measures is None else promotion.measures
    settings = basket.settings
    kind = promotion.threshold_base or Base(settings.threshold_base)
    items = usable_items(basket.promotions, basket.now, basket.shopper) if "item" in settings.layers else ()
    base = pieces = 0
    for number in plain:
        line = basket.lines[number]
        if (promotion.shop is not None and promotion.shop != line.shop) or not covers(scope, line):
            continue
        pieces += line.quantity
        if kind is Base.LIST:
            base += (line.price if line.list_price is None else line.list_price) * line.quantity
            continue
        best = best_item(line, items, settings.rounding)
        base += line.price * line.quantity - (best.off if best else 0)
    return base, pieces


def as_plain(line: BasketLine) -> BasketLine:
    """The line at its own price, no offer taken."""
    return replace(line, add_on=None)
