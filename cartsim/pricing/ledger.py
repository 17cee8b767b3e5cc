"""The checked lines of a basket as plain integers, after the item layer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cartsim.model.promotion import Base, Promotion
from cartsim.pricing.basket import Basket, BasketLine
from cartsim.pricing.index import Index
from cartsim.pricing.item import item_cut, piece_off, usable_items


@dataclass(frozen=True, slots=True)
class Ledger:
    """One entry per checked line, in basket order; the position is the line's number everywhere below."""

    lines: tuple[BasketLine, ...]
    amounts: list[int]
    """Current price x quantity."""
    worths: list[int]
    """After the item layer: the parallel base, and the room all later cuts share."""
    listed: list[int]
    """List price x quantity."""
    units: list[int]
    """Unit price after the item layer."""
    quantities: list[int]
    items: dict[int, tuple[Promotion, int]]
    """The item promotion of a line and its cut, for the lines that have one, in basket order."""
    index: Index
    """Where to find the lines of a scope."""
    base: Base
    """Amount that thresholds read where the promotion does not say."""
    rounding: str

    def dearest_first(self, numbers: Iterable[int]) -> list[int]:
        """The lines dearest first, then by id: the order of the search, whatever the order of the basket."""
        return sorted(numbers, key=self.cheapness)

    def cheapness(self, number: int) -> tuple[int, str]:
        """Sort key of a line, dearest first."""
        return (-self.worths[number], self.lines[number].id)


def open_ledger(basket: Basket) -> Ledger:
    """The checked lines of the basket with their best item prices."""
    lines = tuple([line for line in basket.lines if line.checked and line.quantity > 0])
    amounts = [line.price * line.quantity for line in lines]
    worths = amounts.copy()
    units = [line.price for line in lines]
    index = Index(lines)
    rounding = basket.settings.rounding
    items: dict[int, tuple[Promotion, int]] = {}
    if "item" in basket.settings.layers:
        items = _items(index, usable_items(basket.promotions, basket.now, basket.shopper), rounding)
    for number, (item, cut) in items.items():
        worths[number] -= cut
        units[number] -= piece_off(item, lines[number], rounding)
    return Ledger(
        lines=lines,
        amounts=amounts,
        worths=worths,
        listed=[(line.price if line.list_price is None else line.list_price) * line.quantity for line in lines],
        units=units,
        quantities=[line.quantity for line in lines],
        items=items,
        index=index,
        base=Base(basket.settings.threshold_base),
        rounding=rounding,
    )


def _items(index: Index, usable: Sequence[Promotion], rounding: str) -> dict[int, tuple[Promotion, int]]:
    """The item promotion that takes most off each line, the one of best standing among equals, with its cut."""
    best: dict[int, tuple[Promotion, int]] = {}
    for item in usable:
        for number in index.members(item.shop, item.scope):
            cut = item_cut(item, index.lines[number], rounding)
            if cut > (best[number][1] if number in best else 0):
                best[number] = (item, cut)
    return {number: best[number] for number in sorted(best)}
