"""The quote as a table, layers by lines: what was promised, what was granted, what is left."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from cartsim.model.promotion import Base, Funder, Layer, Promotion
from cartsim.pricing.basket import Applied, Basket, Quote


class Fall(NamedTuple):
    """One step down: all that one layer took off."""

    layer: Layer
    nominal: int
    """What its promotions come to by themselves, fen."""
    granted: int
    """What the lines had room for."""
    left: int
    """Of the goods after this layer."""
    by_line: Mapping[str, int]
    """fen off each line that got something"""
    by: tuple[str, ...]
    """The promotions and coupons that took it, in the order they applied."""


def waterfall(quote: Quote) -> tuple[Fall, ...]:
    """The layers that took something, in the order they applied, from `goods` down to `net_total`."""
    falls: list[Fall] = []
    left = quote.goods
    for layer in dict.fromkeys(applied.layer for applied in quote.applied if applied.granted):
        taking = [applied for applied in quote.applied if applied.layer is layer and applied.granted]
        by_line: dict[str, int] = {}
        for applied in taking:
            for line, share in zip(applied.lines, applied.shares, strict=True):
                if share:
                    by_line[line] = by_line.get(line, 0) + share
        granted = sum(applied.granted for applied in taking)
        left -= granted
        nominal = sum(applied.off for applied in taking)
        falls.append(Fall(layer, nominal, granted, left, by_line, tuple(applied.id for applied in taking)))
    return tuple(falls)


def funding(quote: Quote) -> Mapping[Funder, int]:
    """Who pays how much of what was granted, fen; those who pay nothing are left out."""
    sums: dict[Funder, int] = {}
    for applied in quote.applied:
        if applied.granted:
            sums[applied.funder] = sums.get(applied.funder, 0) + applied.granted
    return sums


def freight_cuts(quote: Quote) -> Mapping[str, int]:
    """What each offer took off the freight of all parcels, fen, in the order they applied."""
    sums: dict[str, int] = {}
    for part in quote.freight_parts:
        for code, off in part.cuts:
            sums[code] = sums.get(code, 0) + off
    return sums


def freight_funding(quote: Quote, promotions: Mapping[str, Promotion]) -> Mapping[Funder, int]:
    """Who pays how much of what came off the freight, fen; by the promotions and coupons of the basket."""
    sums: dict[Funder, int] = {}
    for code, off in freight_cuts(quote).items():
        funder = promotions[code].funder
        sums[funder] = sums.get(funder, 0) + off
    return sums


def worked_on(applied: Applied, promotion: Promotion, basket: Basket, quote: Quote) -> int:
    """The amount a cut was worked out on, fen: that of its own lines, also where the condition is read on others."""
    if promotion.measures is None or promotion.layer is Layer.ITEM:
        return applied.base
    base = promotion.threshold_base or Base(basket.settings.threshold_base)
    if base is Base.LIST:
        known = {line.id: line for line in basket.lines}
        listed = [known[code] for code in applied.lines]
        return sum((line.price if line.list_price is None else line.list_price) * line.quantity for line in listed)
    order = basket.settings.layers
    earlier = {Layer.ITEM, *(order[: order.index(applied.layer)] if base is Base.PROGRESSIVE else ())}
    return sum(
        line.amount - sum(cut.amount for cut in line.cuts if cut.layer in earlier)
        for line in quote.lines
        if line.id in applied.lines
    )
