"""Freight beside the goods: templates, free thresholds, freight promotions and freight coupons (pricing.md, section 7).

Freight is worked out after the goods and is no part of their choice: no goods promotion lowers it, and no freight
offer takes the place of a goods promotion. Freight promotions apply one after the other, then the coupons by layer: of
these one to a slot (a shop's, the category's, the platform's), more with `stack`; those the shopper insists on, and
then those that leave least over all slots, the fewest of equals.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

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


class _Parcels:
    """All parcels, and which of them a line is in."""

    def __init__(self, listed: Sequence[_Parcel]) -> None:
        self.listed = listed
        self.left = [parcel.fee for parcel in listed]
        """Fen left of each."""
        self._of_line = {line: number for number, parcel in enumerate(listed) for line in parcel.lines}

    def cut(self, number: int, offer: str, off: int) -> None:
        """Take what the offer gives off one of them."""
        self.listed[number].cuts.append((offer, off))
        self.left[number] -= off

    def holding(self, lines: Iterable[int]) -> list[int]:
        """The numbers of the parcels that hold one of the lines."""
        return sorted({self._of_line[line] for line in lines if line in self._of_line})


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
    parcels = _Parcels([_parcel(rule, lines, bases, ledger) for rule, lines in _sent(basket.freight, ledger)])
    applied: list[Promotion] = []
    for promotion in sorted(filter(is_freight_offer, basket.promotions), key=standing):
        _apply(promotion, basket, ledger, parcels, applied)
    for coupon in _best_use(basket, ledger, parcels, applied):
        _apply(coupon.promotion, basket, ledger, parcels, applied)
    return tuple([_part(parcel, left) for parcel, left in zip(parcels.listed, parcels.left, strict=True)])


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


def _part(parcel: _Parcel, left: int) -> FreightPart:
    rule = parcel.rule
    short = 0 if rule.free_over is None else max(0, rule.free_over - parcel.base)
    return FreightPart(rule.shop, parcel.base, parcel.fee, rule.free_over, short, tuple(parcel.cuts), left)


def _apply(promotion: Promotion, basket: Basket, ledger: Ledger, parcels: _Parcels, applied: list[Promotion]) -> None:
    """Take the offer off the parcels that hold a line of its scope, where its threshold is reached."""
    offs = _offs(promotion, basket, ledger, parcels, parcels.left, applied)
    for number, off in offs.items():
        parcels.cut(number, promotion.id, off)
    if offs:
        applied.append(promotion)


def _offs(
    promotion: Promotion,
    basket: Basket,
    ledger: Ledger,
    parcels: _Parcels,
    left: Sequence[int],
    applied: Iterable[Promotion],
) -> dict[int, int]:
    """Fen off what is `left` of each parcel, by the number of those that get something; the best of the tiers
    reached."""
    if not is_usable(promotion, basket.now, basket.shopper) or any(clash(other, promotion) for other in applied):
        return {}
    reading = reading_of(promotion, ledger)
    held = parcels.holding(reading.members)
    best: dict[int, int] = {}
    for tier in promotion.tiers:
        if not isinstance(tier.give, FreightOff) or not reading.reaches(tier.when):
            continue
        left_to_give = min([most for most in (tier.give.amount, promotion.max_off) if most is not None], default=None)
        offs = {}
        for number in held:
            off = left[number]
            if tier.give.rate is not None:
                off = rounded(off * tier.give.rate, 10_000, ledger.rounding)
            if left_to_give is not None:
                off = min(off, left_to_give)
                left_to_give -= off
            if off:
                offs[number] = off
        if sum(offs.values()) > sum(best.values()):
            best = offs
    return best


def _slots(basket: Basket) -> list[list[Coupon]]:
    """The freight coupons that may be used, slot by slot in the order of the layers, each by standing."""
    by_slot: dict[tuple[int, str], list[Coupon]] = {}
    order: dict[str, int] = {layer: place for place, layer in enumerate(basket.settings.layers)}
    for coupon in basket.coupons:
        promotion = coupon.promotion
        if is_freight_offer(promotion) and coupon.claimed and coupon.picked is not False:
            layer, shop = slot_of(promotion)
            by_slot.setdefault((order.get(layer, len(order)), shop or ""), []).append(coupon)
    return [sorted(by_slot[slot], key=lambda coupon: standing(coupon.promotion)) for slot in sorted(by_slot)]


class _Way(NamedTuple):
    """Coupons used so far, and what they leave of each parcel, fen."""

    left: tuple[int, ...]
    used: tuple[Coupon, ...] = ()

    @property
    def rank(self) -> tuple[int, int, int]:
        """Smaller is better."""
        return -sum([bool(coupon.picked) for coupon in self.used]), sum(self.left), len(self.used)


MOST_WAYS = 2_000
"""Ways to use the coupons that are followed from slot to slot, the best of them where there are more."""


def _best_use(basket: Basket, ledger: Ledger, parcels: _Parcels, applied: Sequence[Promotion]) -> Sequence[Coupon]:
    """The coupons of all slots to use, in the order they apply."""

    def with_one_more(way: _Way, coupon: Coupon) -> Iterator[_Way]:
        before = [*applied, *[earlier.promotion for earlier in way.used]]
        offs = _offs(coupon.promotion, basket, ledger, parcels, way.left, before)
        if offs:
            left = tuple([fee - offs.get(number, 0) for number, fee in enumerate(way.left)])
            yield _Way(left, (*way.used, coupon))

    ways = [_Way(tuple(parcels.left))]
    for slot in _slots(basket):
        stacked = list(ways)
        for coupon in slot:
            if coupon.stack:
                more = [longer for way in stacked for longer in with_one_more(way, coupon)]
                stacked = _different([*stacked, *more])
        single = [
            longer for coupon in slot if not coupon.stack for way in ways for longer in with_one_more(way, coupon)
        ]
        ways = _different([*stacked, *single])
    return min(ways, key=lambda way: way.rank).used


def _different(ways: Iterable[_Way]) -> list[_Way]:
    """The best of those with the same future: the same left, and the same used as far as it can shut others out."""
    best: dict[object, _Way] = {}
    for way in ways:
        bearing = [one.id for one in way.used if one.promotion.group is not None or one.promotion.excludes]
        layers = {one.promotion.layer for one in way.used}
        same = (way.left, frozenset(bearing), frozenset(layers))
        known = best.get(same)
        if known is None or way.rank < known.rank:
            best[same] = way
    return sorted(best.values(), key=lambda way: way.rank)[:MOST_WAYS]
