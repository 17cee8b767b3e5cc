"""凑单 for a basket of a file: every threshold that is ahead, and what of the goods of another file would reach it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from cartsim.basketfile.form import GoodPart
from cartsim.model.checkout import FreightRule
from cartsim.model.promotion import Promotion
from cartsim.pricing import Basket, BasketLine, Quote, coupon_gaps
from cartsim.pricing.ledger import open_ledger
from cartsim.pricing.scope import is_usable
from cartsim.pricing.swap import taken_offers
from cartsim.pricing.topup import Addition, Filler, TopUpAdvice, top_up
from cartsim.pricing.within_reach import gap_within_reach

MOST_LISTED = 12
"""Goods told for each threshold: those whose real cost was worked out."""


class Ahead(NamedTuple):
    """A threshold that is not reached, or has a further tier, and the advice for it."""

    target: Promotion | FreightRule
    advice: TopUpAdvice


def advise(basket: Basket, priced: Quote, goods: Sequence[GoodPart]) -> tuple[Ahead, ...]:
    """The advice for every usable promotion, coupon and freight rule with a gap, in the order of the basket."""
    fillers = tuple(_fillers(basket, goods))
    return tuple(Ahead(target, top_up(basket, target, fillers)) for target in _targets(basket, priced))


def _targets(basket: Basket, priced: Quote) -> Iterator[Promotion | FreightRule]:
    offered = {promotion.id: promotion for promotion in basket.promotions}
    offered |= {
        coupon.id: coupon.promotion for coupon in basket.coupons if coupon.claimed and coupon.picked is not False
    }
    ledger = open_ledger(basket, taken_offers(basket))
    for known in (*priced.gaps, *coupon_gaps(basket)):
        promotion = offered.get(known.promotion)
        if promotion is None or not is_usable(promotion, basket.now, basket.shopper):
            continue
        gap = gap_within_reach(promotion, basket, ledger, priced)
        if gap.needed or gap.needed_pieces:
            yield promotion
    short = {part.shop for part in priced.freight_parts if part.short}
    yield from (rule for rule in basket.freight if rule.shop in short)


def _fillers(basket: Basket, goods: Iterable[GoodPart]) -> Iterator[Filler]:
    """Lines that only need a tick, then the goods; those of a line's own id are more pieces of it."""
    counted = {line.id: line for line in basket.lines if line.checked}
    waiting = {line.id: line for line in basket.lines if not line.checked}
    yield from (Filler(replace(line, checked=True), most=1) for line in waiting.values())
    for good in goods:
        if good.id in counted:
            line = counted[good.id]
            yield Filler(replace(line, quantity=line.quantity + good.quantity), good.quantity, good.most)
        elif good.id not in waiting:
            yield Filler(_line(good), good.quantity, good.most)


def _line(good: GoodPart) -> BasketLine:
    return BasketLine(
        id=good.id,
        price=good.price,
        quantity=good.quantity,
        list_price=good.list_price,
        shop=good.shop,
        category=good.category,
        tags=frozenset(good.tags),
        weight=good.weight,
        sku=good.sku,
    )


def listed(advice: TopUpAdvice) -> tuple[Addition, ...]:
    """Unticked lines, single goods and combinations in this order, as far as they were priced."""
    goods = [addition for addition in advice.goods if addition.is_exact][:MOST_LISTED]
    return (*advice.unticked, *goods, *advice.combinations)


def advised(aheads: Iterable[Ahead]) -> dict[str, Any]:
    """What `--top-up` adds to the answer for programs."""
    return {"top_up": [_ahead(ahead) for ahead in aheads]}


def _ahead(ahead: Ahead) -> dict[str, Any]:
    advice = ahead.advice
    what = {"freight": ahead.target.shop} if isinstance(ahead.target, FreightRule) else {"id": ahead.target.id}
    told: dict[str, Any] = {
        **what,
        "short": advice.gap.needed,
        "short_pieces": advice.gap.needed_pieces,
        "unticked": [_addition(one) for one in advice.unticked],
        "goods": [_addition(one) for one in advice.goods if one.is_exact][:MOST_LISTED],
        "combinations": [_addition(one) for one in advice.combinations],
        "aside": list(advice.aside),
        "proven": advice.is_proven,
    }
    if advice.next_tier is not None:
        tier = advice.next_tier
        told["next_tier"] = {
            "short": tier.missing.amount,
            "short_pieces": tier.missing.pieces,
            "off": tier.off,
            "cheapest": None if tier.cheapest is None else _addition(tier.cheapest),
        }
    return told


def _addition(one: Addition) -> dict[str, Any]:
    return {
        "takes": [{"id": name, "times": times} for name, times in one.takes],
        "price": one.price,
        "extra": one.extra,
        "reaches": one.closes,
        "short": one.gap.needed,
        "over": one.over,
        "refund_split": one.split,
        "refund_clawback": one.clawback,
    }
