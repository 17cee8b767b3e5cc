"""What-if as a value: what moved between two quotes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from cartsim.pricing.basket import Quote

TOTALS = ("list_total", "goods", "saved", "net_total", "freight", "payable")
"""The amounts a difference names, in the order of decisions.md."""


class Moved(NamedTuple):
    """One figure before and after, fen; None where it is not there."""

    name: str
    before: int | None
    after: int | None

    @property
    def change(self) -> int:
        """after - before, what is not there counting as 0."""
        return (self.after or 0) - (self.before or 0)


class QuoteDiff(NamedTuple):
    """Everything that differs, nothing that does not. Empty where the two come to the same in every figure."""

    totals: tuple[Moved, ...]
    lines: tuple[Moved, ...]
    """Nets by line: first those of the earlier quote in its order, then the new ones."""
    promotions: tuple[Moved, ...]
    """What promotions and coupons took off, in the same order."""
    gifts: tuple[Moved, ...]
    """Gift pieces given, by promotion."""
    freight: tuple[Moved, ...]
    """Freight by parcel, named by shop; `-` for the lines of all other shops."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing moved."""
        return not any(self)


def quote_diff(before: Quote, after: Quote) -> QuoteDiff:
    """What moved from one quote to another. Pure."""
    return QuoteDiff(
        totals=_moved(_totals(before), _totals(after)),
        lines=_moved({line.id: line.net for line in before.lines}, {line.id: line.net for line in after.lines}),
        promotions=_moved(_granted(before), _granted(after)),
        gifts=_moved(_gifts(before), _gifts(after)),
        freight=_moved(_freight(before), _freight(after)),
    )


def _moved(before: Mapping[str, int], after: Mapping[str, int]) -> tuple[Moved, ...]:
    names = [*before, *(name for name in after if name not in before)]
    return tuple(
        Moved(name, before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)
    )


def _totals(quote: Quote) -> dict[str, int]:
    return {name: getattr(quote, name) for name in TOTALS}


def _granted(quote: Quote) -> dict[str, int]:
    granted: dict[str, int] = {}
    for applied in quote.applied:
        granted[applied.id] = granted.get(applied.id, 0) + applied.granted
    for part in quote.freight_parts:
        for offer, off in part.cuts:
            granted[offer] = granted.get(offer, 0) + off
    for row in quote.checkout:
        granted[row.id or row.kind] = row.amount
    return granted


def _gifts(quote: Quote) -> dict[str, int]:
    return {gift.promotion: gift.granted for gift in quote.gifts}


def _freight(quote: Quote) -> dict[str, int]:
    return {part.shop or "-": part.net for part in quote.freight_parts}
