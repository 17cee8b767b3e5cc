"""The item layer: the best single item price of a line, whatever else is in the cart (decisions.md, Pricing)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cartsim.model.promotion import AmountOff, Give, Layer, PercentOff, Promotion, UnitAmountOff, UnitPrice
from cartsim.pricing.basket import BasketLine
from cartsim.pricing.pieces import even
from cartsim.pricing.scope import clash, is_usable, standing, takes_part
from cartsim.pricing.split import allocate, rounded


class ItemCut(NamedTuple):
    """What one promotion takes off a line before all other layers."""

    promotion: Promotion
    off: int
    """fen off the line"""
    unit_off: int
    """fen off a piece within the limit"""
    pieces: int
    """Pieces that get it; the rest go back to the current price."""
    leaves: tuple[tuple[int, int], ...] = ()
    """(price, count) of all pieces of the line after it, those that get most first; empty where one alone is taken."""


def item_price(
    line: BasketLine,
    promotions: Iterable[Promotion],
    now: int | None,
    shopper: frozenset[str] = frozenset(),
    rounding: str = "half_up",
) -> int:
    """Unit price in fen after the item layer: what the line shows and what the price drop compares.

    Of a line above a piece limit it is the price of the pieces within the limit.
    """
    best = best_item(line, usable_items(promotions, now, shopper), rounding)
    return line.price if best is None else line.price - best.unit_off


def usable_items(
    promotions: Iterable[Promotion], now: int | None, shopper: frozenset[str], in_order: bool = False
) -> tuple[Promotion, ...]:
    """Item-layer promotions open to the shopper, best standing first; with `in_order` as they stand in the basket."""
    items = [item for item in promotions if item.layer is Layer.ITEM and is_usable(item, now, shopper)]
    if not in_order:
        items.sort(key=standing)
    return tuple(items)


def best_item(line: BasketLine, items: Sequence[Promotion], rounding: str) -> ItemCut | None:
    """The item promotion that takes most off the line; the first of equals. None if none does."""
    cuts = item_cuts(line, [item for item in items if takes_part(item, line)], rounding)
    return cuts[0] if cuts else None


def item_cuts(
    line: BasketLine, items: Sequence[Promotion], rounding: str, takes_all: bool = False
) -> tuple[ItemCut, ...]:
    """What these promotions, all of which cover the line, take off it: the best one alone, or with `takes_all` each
    in turn from what is left of the price of each piece, as far as group and `excludes` let it. Empty where
    none takes any."""
    if takes_all:
        return _in_turn(line, items, rounding)
    best: ItemCut | None = None
    for promotion in items:
        cut = item_cut(promotion, line, rounding)
        if cut.off > (0 if best is None else best.off):
            best = cut
    return () if best is None else (best,)


def item_cut(promotion: Promotion, line: BasketLine, rounding: str) -> ItemCut:
    """What the promotion takes off the line: its piece cut on the pieces within its limit, fen."""
    limit = promotion.piece_limit
    pieces = line.quantity if limit is None or limit > line.quantity else limit
    unit_off = piece_off(promotion, line, rounding, line.price)
    off = unit_off * pieces
    if promotion.max_off is not None and off > promotion.max_off:
        off = promotion.max_off
    return ItemCut(promotion, off, unit_off, pieces)


def piece_off(promotion: Promotion, line: BasketLine, rounding: str, price: int) -> int:
    """What one piece gets off at the best tier the line alone reaches, fen; rounded per piece."""
    best = 0
    for tier in promotion.tiers:
        when = tier.when
        if line.price * line.quantity >= when.amount and line.quantity >= when.pieces:
            off = _off(tier.give, price, rounding)
            if off > best:
                best = off
    return best


def _in_turn(line: BasketLine, items: Sequence[Promotion], rounding: str) -> tuple[ItemCut, ...]:
    taken: list[ItemCut] = []
    runs: Sequence[tuple[int, int]] = ((line.price, line.quantity),)
    for promotion in sorted(items, key=lambda item: -item.priority):
        if any(clash(earlier.promotion, promotion) for earlier in taken):
            continue
        cut = _cut_of_runs(promotion, line, rounding, runs)
        if cut.off:
            taken.append(cut)
            runs = cut.leaves
    return tuple(taken)


def _cut_of_runs(promotion: Promotion, line: BasketLine, rounding: str, runs: Sequence[tuple[int, int]]) -> ItemCut:
    """What the promotion takes off pieces that earlier ones left at these prices, each at its own; a limit of pieces
    counts from the front, so that those within all limits get everything."""
    pieces = line.quantity if promotion.piece_limit is None else min(line.quantity, promotion.piece_limit)
    within: list[tuple[int, int]] = []
    beyond: list[tuple[int, int]] = []
    free = pieces
    for price, count in runs:
        got = min(free, count)
        free -= got
        within += [(price, got)] if got else []
        beyond += [(price, count - got)] if count > got else []
    offs = [piece_off(promotion, line, rounding, price) * count for price, count in within]
    off = sum(offs)
    if promotion.max_off is not None and off > promotion.max_off:
        off = promotion.max_off
        offs = list(allocate(offs, off))
    left = [
        run for (price, count), share in zip(within, offs, strict=True) for run in even(price * count - share, count)
    ]
    unit_off = piece_off(promotion, line, rounding, runs[0][0])
    return ItemCut(promotion, off, unit_off, pieces, (*left, *beyond))


def _off(give: Give, price: int, rounding: str) -> int:
    match give:
        case PercentOff(rate):
            return min(price, rounded(price * rate, 10_000, rounding))
        case AmountOff(amount) | UnitAmountOff(amount):
            return min(amount, price)
        case UnitPrice(target):
            return max(0, price - target)
        case _:
            return 0
