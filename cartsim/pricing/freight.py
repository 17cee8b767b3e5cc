"""Freight beside the goods: templates, free thresholds, freight promotions and freight coupons (pricing.md, section 7).

Freight is worked out after the goods and is no part of their choice: no goods promotion lowers it, and no freight
offer takes the place of a goods promotion. Freight promotions apply one after the other; of freight coupons one to a
slot (a shop's, the category's, the platform's), more with `stack`, those that leave least.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cartsim.model.checkout import FreightRule
from cartsim.model.promotion import Coupon, FreightOff, Layer, Promotion
from cartsim.pricing.basket import Basket, FreightPart, PricedLine
from cartsim.pricing.kinds import is_freight_offer
from cartsim.pricing.ledger import Ledger
from cartsim.pricing.reading import reading_of
from cartsim.pricing.scope import clash, is_usable, slot_of, standing
from cartsim.pricing.split import rounded

_READS: Mapping[str, frozenset[Layer]] = {
    "item": frozenset({Layer.ITEM}),
    "after_shop": frozenset({Layer.ITEM, Layer.SHOP}),
    "net": frozenset(Layer),
}
"""Layers whose cuts are off the amount that thresholds of free freight read, by policy."""


@dataclass(slots=True)
class _Parcel:
    """Freight of some lines while offers come off it."""

    rule: FreightRule
    lines: frozenset[int]
    base: int
    fee: int
    cuts: list[tuple[str, int]] = field(default_factory=list)

    @property
    def left(self) -> int:
        return self.fee - sum([off for _, off in self.cuts])


def freight_of(basket: Basket, ledger: Ledger, priced: Sequence[PricedLine]) -> tuple[FreightPart, ...]:
    """The freight of every parcel of the counted lines, rule by rule; empty where nobody asks for freight.

    `priced` are the counted lines with their cuts, in basket order.
    """
    if not basket.freight:
        return ()
    reads = _READS[basket.settings.freight_base]
    bases = {
        number: line.amount - sum([cut.amount for cut in line.cuts if cut.layer in reads])
        for number, line in zip(ledger.counted, priced, strict=True)
    }
    parcels = [_parcel(rule, lines, bases, ledger) for rule, lines in _sent(basket.freight, ledger)]
    applied: list[Promotion] = []
    for promotion in sorted(filter(is_freight_offer, basket.promotions), key=standing):
        _apply(promotion, basket, ledger, parcels, applied)
    for slot in _slots(basket.coupons):
        for coupon in _best_of(slot, basket, ledger, parcels, applied):
            _apply(coupon.promotion, basket, ledger, parcels, applied)
    return tuple([_part(parcel) for parcel in parcels])


def fee_of(rule: FreightRule, pieces: int, grams: int) -> int:
    """What the parcel costs before offers, fen: flat, or the first step and every begun further one."""
    first, following = rule.first, rule.next
    if first is None:
        return rule.fee or 0
    over = grams - first.grams if first.grams else pieces - first.pieces
    if following is None or over <= 0:
        return first.fee
    return first.fee + -(-over // (following.grams or following.pieces)) * following.fee


def _sent(rules: Sequence[FreightRule], ledger: Ledger) -> Iterator[tuple[FreightRule, frozenset[int]]]:
    """The rules that have something to send, with the lines: a shop's own, or those of all shops without a rule."""
    named = {rule.shop for rule in rules}
    by_shop: dict[str | None, set[int]] = {}
    for number in ledger.counted:
        shop = ledger.lines[number].shop
        by_shop.setdefault(shop if shop in named else None, set()).add(number)
    for rule in rules:
        if rule.shop in by_shop:
            yield rule, frozenset(by_shop[rule.shop])


def _parcel(rule: FreightRule, lines: frozenset[int], bases: Mapping[int, int], ledger: Ledger) -> _Parcel:
    base = sum([bases[number] for number in lines])
    pieces = sum([ledger.quantities[number] for number in lines])
    grams = sum([ledger.quantities[number] * ledger.lines[number].weight for number in lines])
    is_free = rule.free_over is not None and base >= rule.free_over
    return _Parcel(rule, lines, base, 0 if is_free else fee_of(rule, pieces, grams))


def _part(parcel: _Parcel) -> FreightPart:
    rule = parcel.rule
    short = 0 if rule.free_over is None else max(0, rule.free_over - parcel.base)
    return FreightPart(rule.shop, parcel.base, parcel.fee, rule.free_over, short, tuple(parcel.cuts), parcel.left)


def _apply(
    promotion: Promotion, basket: Basket, ledger: Ledger, parcels: Sequence[_Parcel], applied: list[Promotion]
) -> None:
    """Take the offer off the parcels that hold a line of its scope, where its threshold is reached."""
    offs = _offs(promotion, basket, ledger, parcels, applied)
    for parcel, off in zip(parcels, offs, strict=True):
        if off:
            parcel.cuts.append((promotion.id, off))
    if any(offs):
        applied.append(promotion)


def _offs(
    promotion: Promotion, basket: Basket, ledger: Ledger, parcels: Sequence[_Parcel], applied: Iterable[Promotion]
) -> list[int]:
    """Fen off each parcel; the best of the tiers reached."""
    nothing = [0] * len(parcels)
    if not is_usable(promotion, basket.now, basket.shopper) or any(clash(other, promotion) for other in applied):
        return nothing
    reading = reading_of(promotion, ledger)
    best = nothing
    for tier in promotion.tiers:
        if not isinstance(tier.give, FreightOff) or not reading.reaches(tier.when):
            continue
        left_to_give = min([most for most in (tier.give.amount, promotion.max_off) if most is not None], default=None)
        offs = []
        for parcel in parcels:
            off = parcel.left if parcel.lines & reading.members else 0
            if tier.give.rate is not None:
                off = rounded(off * tier.give.rate, 10_000, ledger.rounding)
            if left_to_give is not None:
                off = min(off, left_to_give)
                left_to_give -= off
            offs.append(off)
        if sum(offs) > sum(best):
            best = offs
    return best


def _slots(coupons: Iterable[Coupon]) -> list[list[Coupon]]:
    by_slot: dict[tuple[Layer, str | None], list[Coupon]] = {}
    for coupon in coupons:
        promotion = coupon.promotion
        if is_freight_offer(promotion) and coupon.claimed and coupon.picked is not False:
            by_slot.setdefault(slot_of(promotion), []).append(coupon)
    return [sorted(slot, key=lambda coupon: standing(coupon.promotion)) for slot in by_slot.values()]


def _best_of(
    slot: Sequence[Coupon], basket: Basket, ledger: Ledger, parcels: Sequence[_Parcel], applied: Sequence[Promotion]
) -> Sequence[Coupon]:
    """Those of a slot to use: the ones insisted on, else all that stack or the single one that takes most off."""

    def off(coupon: Coupon) -> int:
        return sum(_offs(coupon.promotion, basket, ledger, parcels, applied))

    picked = [coupon for coupon in slot if coupon.picked and off(coupon)]
    offered = picked or slot
    stacked = [coupon for coupon in offered if coupon.stack]
    single = max(offered, key=off)
    if len(stacked) > 1 and sum([off(coupon) for coupon in stacked]) > off(single):
        return stacked
    return [single]
