"""What stands beside the goods, counted plainly: 换购, freight, and what only checkout takes off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import chain, combinations, product
from math import ceil

from cartsim.model.checkout import FreightRule
from cartsim.model.promotion import AddOn, Coupon, FreightOff, Layer, Promotion, When
from cartsim.pricing.basket import Basket, BasketLine, PricedLine
from tests.pricing.plain_kinds import whole
from tests.pricing.plain_pricing import after_item, clash, in_scope, is_open, may_take, standing

FREIGHT_READS = {
    "item": {Layer.ITEM},
    "after_shop": {Layer.ITEM, Layer.SHOP},
    "net": set(Layer),
}


def without_add_ons(basket: Basket) -> Basket:
    """The basket without the lines that take a 换购: they change nothing for all others."""
    return replace(basket, lines=tuple(line for line in basket.lines if line.add_on is None))


def add_on_nets(basket: Basket) -> Mapping[str, int]:
    """What each 换购 line that counts comes to: the pieces it may take at the offer, the others at the price."""
    left: dict[str, int] = {}
    nets = {}
    for line in basket.lines:
        if not line.checked or line.add_on is None:
            continue
        promotion = next((one for one in basket.promotions if one.id == line.add_on), None)
        if promotion is None or not is_open(basket, promotion):
            continue
        prices = [
            offer.price
            for tier in promotion.tiers
            if isinstance(tier.give, AddOn) and _reaches(basket, promotion, tier.when)
            for offer in tier.give.offers
            if offer.sku == line.id
        ]
        pieces = min(line.quantity, left.setdefault(promotion.id, _may_be_taken(basket, promotion)))
        if prices and pieces:
            left[promotion.id] -= pieces
            nets[line.id] = pieces * min(prices[0], line.price) + (line.quantity - pieces) * line.price
    return nets


def _may_be_taken(basket: Basket, promotion: Promotion) -> int:
    most = 0
    for tier in promotion.tiers:
        if isinstance(tier.give, AddOn) and _reaches(basket, promotion, tier.when):
            base, pieces = _read(basket, promotion)
            fits = [count // step for count, step in ((base, tier.when.amount), (pieces, tier.when.pieces)) if step]
            times = min([*fits, *([] if promotion.repeat is None else [promotion.repeat])], default=1)
            most = max(most, tier.give.pick * (times if fits else 1))
    return most if promotion.piece_limit is None else min(most, promotion.piece_limit)


def least_freight(basket: Basket, priced: Sequence[PricedLine]) -> int:
    """The least freight any legal use of the freight coupons leaves; freight promotions apply in any case."""
    ways = [
        [used for used in _some_of(slot) if len(used) < 2 or all(coupon.stack for coupon in used)]
        for slot in freight_slots(basket)
    ]
    return min(
        sum(freight_by_parcel(basket, priced, [coupon.promotion for coupon in chain(*used)])) for used in product(*ways)
    )


def freight_slots(basket: Basket) -> list[list[Coupon]]:
    """The freight coupons held, by the slot they compete for, in the order of the layers: a shop's, the category's,
    the platform's."""
    slots: dict[tuple[Layer, str | None], list[Coupon]] = {}
    for coupon in basket.coupons:
        if _gives_freight(coupon.promotion) and coupon.claimed and coupon.picked is not False:
            layer = coupon.promotion.layer
            slots.setdefault((layer, coupon.promotion.shop if layer is Layer.SHOP_COUPON else None), []).append(coupon)
    layers = basket.settings.layers
    return [slots[slot] for slot in sorted(slots, key=lambda slot: (layers.index(slot[0]), slot[1] or ""))]


def _some_of(slot: Sequence[Coupon]) -> list[tuple[Coupon, ...]]:
    in_order = sorted(slot, key=lambda coupon: standing(coupon.promotion))
    return [used for size in range(len(slot) + 1) for used in combinations(in_order, size)]


def freight_by_parcel(basket: Basket, priced: Sequence[PricedLine], coupons: Sequence[Promotion]) -> list[int]:
    """What each parcel costs after the freight promotions, and then these coupons, one after the other."""
    reads = FREIGHT_READS[basket.settings.freight_base]
    base = {line.id: line.amount - sum(cut.amount for cut in line.cuts if cut.layer in reads) for line in priced}
    lines = {line.id: line for line in basket.lines if line.id in base}
    named = {rule.shop for rule in basket.freight}
    parcels = []
    for rule in basket.freight:
        sent = [line for line in lines.values() if rule.shop == (line.shop if line.shop in named else None)]
        if sent:
            is_free = rule.free_over is not None and sum(base[line.id] for line in sent) >= rule.free_over
            parcels.append((sent, 0 if is_free else _fee(rule, sent)))
    left = [fee for _, fee in parcels]
    applied: list[Promotion] = []
    promotions = sorted((one for one in basket.promotions if _gives_freight(one)), key=standing)
    for offer in (*promotions, *coupons):
        if not is_open(basket, offer) or any(clash(offer, other) for other in applied):
            continue
        tried = [[0] * len(left)]
        for tier in offer.tiers:
            if isinstance(tier.give, FreightOff) and _reaches(basket, offer, tier.when):
                tried.append(_off(offer, tier.give, [sent for sent, _ in parcels], left, basket))
        best = max(tried, key=sum)
        if any(best):
            applied.append(offer)
        left = [fee - off for fee, off in zip(left, best, strict=True)]
    return left


def _off(
    offer: Promotion, give: FreightOff, parcels: Sequence[Sequence[BasketLine]], left: Sequence[int], basket: Basket
) -> list[int]:
    limits = [limit for limit in (give.amount, offer.max_off) if limit is not None]
    rest = min(limits) if limits else None
    offs = []
    for sent, fee in zip(parcels, left, strict=True):
        off = fee if any(line.add_on is None and _is_of(offer, line) for line in sent) else 0
        if give.rate is not None:
            off = whole(Fraction(off * give.rate, 10_000), basket.settings.rounding)
        if rest is not None:
            off = min(off, rest)
            rest -= off
        offs.append(off)
    return offs


def _fee(rule: FreightRule, sent: Sequence[BasketLine]) -> int:
    if rule.first is None:
        return rule.fee or 0
    first, more = rule.first, rule.next
    pieces = sum(line.quantity for line in sent)
    grams = sum(line.quantity * line.weight for line in sent)
    over = max(0, grams - first.grams if first.grams else pieces - first.pieces)
    return first.fee + (0 if more is None else ceil(Fraction(over, more.grams or more.pieces)) * more.fee)


def _gives_freight(promotion: Promotion) -> bool:
    return isinstance(promotion.tiers[0].give, FreightOff)


def _is_of(promotion: Promotion, line: BasketLine) -> bool:
    return promotion.shop in (None, line.shop) and in_scope(promotion.scope, line)


def _read(basket: Basket, promotion: Promotion) -> tuple[int, int]:
    """(fen, pieces) its threshold reads, whatever prices the lines, unless their item price shuts out a 换购."""
    lines = [line for line in basket.lines if line.checked and line.add_on is None and _is_of(promotion, line)]
    if not _gives_freight(promotion):
        lines = [line for line in lines if may_take(basket, promotion, line)]
    if (promotion.threshold_base or basket.settings.threshold_base) == "list":
        base = sum((line.price if line.list_price is None else line.list_price) * line.quantity for line in lines)
    else:
        base = sum(after_item(basket, line)[0] for line in lines)
    return base, sum(line.quantity for line in lines)


def _reaches(basket: Basket, promotion: Promotion, when: When) -> bool:
    base, pieces = _read(basket, promotion)
    return pieces > 0 and base >= when.amount and pieces >= when.pieces


def payable(basket: Basket, net_total: int, goods: int, freight: int) -> int:
    """What is to be paid (pricing.md, section 0.11; R-PRICE-2)."""
    left = net_total
    for amount in (
        *[packet.amount for packet in basket.red_packets],
        basket.points,
        *[discount.amount for discount in basket.pay_discounts],
    ):
        left = max(0, left - amount)
    unit = {"none": 1, "jiao": 10, "yuan": 100}[basket.settings.round_order]
    left = max(0, (left + freight) // unit * unit - freight)
    return max(left, min(goods, basket.settings.min_payable)) + freight
