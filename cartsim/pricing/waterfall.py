"""The quote as a table, layers by lines: what was promised, what was granted, what is left."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from cartsim.model.promotion import Funder, Layer
from cartsim.pricing.basket import Quote


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
