"""What counts for a threshold whatever prices it now: the lines its promotion could have, and how far they bring it.

A bar of the cart counts the lines its group prices; a basket of a file has no groups. There what is missing is missing
after all the lines that could go to the promotion: the number `explain` tells (R-ADD-5).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from cartsim.model.cart import NO_PROMOTION
from cartsim.model.promotion import Base, Layer, Promotion
from cartsim.pricing.basket import Basket, Gap, Quote
from cartsim.pricing.deal import open_lines
from cartsim.pricing.gap import gap_of
from cartsim.pricing.kinds import COUPON_LAYERS, lowers_goods
from cartsim.pricing.ledger import Ledger
from cartsim.pricing.reading import reading_of
from cartsim.pricing.scope import is_usable


def lines_within_reach(promotion: Promotion, basket: Basket, ledger: Ledger) -> tuple[int, ...]:
    """The counted lines that could go to the promotion: not those the shopper's own choice keeps from it (R-ADD g)."""
    lines = open_lines(promotion, ledger, ledger.index)
    away = chosen_elsewhere(promotion, lines, basket, ledger)
    return tuple([number for number in lines if number not in away]) if away else lines


def chosen_elsewhere(promotion: Promotion, lines: Iterable[int], basket: Basket, ledger: Ledger) -> frozenset[int]:
    """Those of the lines for which the shopper chose another shop activity that can be used on them, or none."""
    if promotion.layer is not Layer.SHOP or basket.settings.choose == "all":
        return frozenset()
    asked = [(number, own) for number in lines if (own := ledger.lines[number].promotion) not in (None, promotion.id)]
    if not asked:
        return frozenset()
    open_to = _open_to({own for _, own in asked}, basket, ledger)
    return frozenset([number for number, own in asked if own == NO_PROMOTION or number in open_to.get(own, ())])


def _open_to(codes: Iterable[str | None], basket: Basket, ledger: Ledger) -> Mapping[str | None, Sequence[int]]:
    return {
        other.id: open_lines(other, ledger, ledger.index)
        for other in basket.promotions
        if other.id in codes
        and other.layer is Layer.SHOP
        and lowers_goods(other)
        and is_usable(other, basket.now, basket.shopper)
    }


def gap_within_reach(promotion: Promotion, basket: Basket, ledger: Ledger, priced: Quote) -> Gap:
    """How far the promotion is in the basket with this ledger and quote.

    One that takes something off counts the lines it does it on. Any other counts all that could go to it; where these
    reach it, and it lost to what does apply, what it could have beside that. An item promotion has no gap.
    """
    if promotion.layer is Layer.ITEM:
        return gap_of(promotion, 0, 0, ())
    ids = [line.id for line in ledger.lines]
    if not lowers_goods(promotion):
        reading = reading_of(promotion, ledger)
        members = tuple([ids[number] for number in sorted(reading.members)])
        return gap_of(promotion, reading.base, reading.pieces, members, None, ledger.rounding)
    applied = {one.id: one for one in priced.applied}
    off = applied[promotion.id].off if promotion.id in applied else None
    if off is not None and promotion.layer not in COUPON_LAYERS:
        return next(gap for gap in priced.gaps if gap.promotion == promotion.id)
    lines = lines_within_reach(promotion, basket, ledger)
    bases = _bases(promotion, basket, ledger, priced)
    whole = _gap(promotion, lines, off, bases, ledger)
    if off is not None or not whole.is_met or promotion.layer in COUPON_LAYERS:
        return whole
    held = {line for one in priced.applied if one.layer is promotion.layer for line in one.lines}
    beside = tuple([number for number in lines if ids[number] not in held])
    return _gap(promotion, beside, None, bases, ledger) if beside else whole


def _gap(promotion: Promotion, lines: Sequence[int], off: int | None, bases: Sequence[int], ledger: Ledger) -> Gap:
    counted: Sequence[int] = lines
    if promotion.measures is not None:
        counted = ledger.index.members(promotion.shop, promotion.measures)
    base = sum([bases[number] for number in counted])
    pieces = sum([ledger.quantities[number] for number in counted])
    return gap_of(promotion, base, pieces, tuple([ledger.lines[number].id for number in lines]), off, ledger.rounding)


def _bases(promotion: Promotion, basket: Basket, ledger: Ledger, priced: Quote) -> Sequence[int]:
    """What the threshold reads of each line, fen."""
    base = promotion.threshold_base or ledger.base
    if base is not Base.PROGRESSIVE:
        return ledger.listed if base is Base.LIST else ledger.worths
    order = basket.settings.layers
    earlier = {Layer.ITEM, *order[: order.index(promotion.layer)]} if promotion.layer in order else {Layer.ITEM}
    left = [0] * len(ledger.lines)
    for number, line in zip(ledger.counted, priced.lines, strict=True):
        left[number] = line.amount - sum([cut.amount for cut in line.cuts if cut.layer in earlier])
    return left
