"""The lines of a basket as plain integers, after the item layer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import mul

from cartsim.model.promotion import Base, Promotion
from cartsim.pricing.basket import Basket, BasketLine
from cartsim.pricing.index import Index
from cartsim.pricing.item import ItemCut, item_cuts, usable_items
from cartsim.pricing.pieces import Pieces, even


@dataclass(frozen=True, slots=True)
class Ledger:
    """One entry per line of the basket; the position is the line's number everywhere below.

    Lines that do not count (unchecked, without pieces, 换购 not reached) have zeros and stand in no index.
    """

    lines: tuple[BasketLine, ...]
    counted: tuple[int, ...]
    """Numbers of the lines that count, in basket order."""
    amounts: list[int]
    """Current price x quantity."""
    worths: list[int]
    """After the item layer: the parallel base, and the room all later cuts share."""
    listed: list[int]
    """List price x quantity."""
    units: list[int]
    """Unit price after the item layer."""
    quantities: list[int]
    split: dict[int, tuple[tuple[int, int], ...]]
    """(price, count), dearest first, of the lines whose pieces differ in price after the item layer."""
    items: dict[int, tuple[ItemCut, ...]]
    """What the item layer and 换购 took off a line, for the lines that have something, in basket order."""
    items_bar: bool
    """Whether one of `items` can keep other promotions off its lines by itself."""
    index: Index
    """Where to find the counted lines of a scope, those of 换购 left out."""
    base: Base
    """Amount that thresholds read where the promotion does not say."""
    rounding: str
    ids: list[str]
    add_ons: Index | None = None
    """The 换购 lines that thresholds of others count as well (R-SWAP-2); None where they count none."""
    _pieces: dict[int | None, Pieces] = field(default_factory=dict, compare=False)

    @property
    def idle(self) -> list[int]:
        """Numbers of the lines that do not count, in basket order."""
        if len(self.counted) == len(self.lines):
            return []
        return sorted(set(range(len(self.lines))).difference(self.counted))

    def pieces(self, limit: int | None) -> Pieces:
        """What benefits may read, with at most `limit` pieces getting anything."""
        if limit not in self._pieces:
            self._pieces[limit] = self._read_pieces(limit)
        return self._pieces[limit]

    def _read_pieces(self, limit: int | None) -> Pieces:
        return Pieces(self.lines, self.quantities, self.worths, self.split, self.listed, limit, self.rounding)

    def dearest_first(self, numbers: Iterable[int]) -> list[int]:
        """The lines dearest first, then by id: the order of the search, whatever the order of the basket."""
        return sorted(numbers, key=self.cheapness)

    def cheapness(self, number: int) -> tuple[int, str]:
        """Sort key of a line, dearest first."""
        return (-self.worths[number], self.lines[number].id)


def open_ledger(basket: Basket, add_ons: Mapping[int, ItemCut] | None = None) -> Ledger:
    """The lines of the basket with their best item prices; `add_ons` are the 换购 lines that count."""
    taken = add_ons or {}
    lines, settings = basket.lines, basket.settings
    plain = [
        number for number, line in enumerate(lines) if line.checked and line.quantity > 0 and (line.add_on is None)
    ]
    counted = sorted((*plain, *taken)) if taken else plain
    amounts, listed, quantities, units = _columns(lines, counted)
    worths = amounts.copy()
    index = Index(lines, plain)
    items: dict[int, tuple[ItemCut, ...]] = {}
    if "item" in settings.layers:
        takes_all = settings.choose == "all"
        usable = usable_items(basket.promotions, basket.now, basket.shopper, in_order=takes_all)
        if usable:
            items = _items(index, usable, settings.rounding, takes_all)
    if taken:
        items |= {number: (cut,) for number, cut in taken.items()}
        items = {number: items[number] for number in sorted(items)}
    split: dict[int, tuple[tuple[int, int], ...]] = {}
    for number, cuts in items.items():
        worths[number] -= sum([cut.off for cut in cuts])
        units[number] -= sum([cut.unit_off for cut in cuts])
        if units[number] * quantities[number] != worths[number]:
            split[number] = _runs(lines[number], cuts)
    return Ledger(
        lines=lines,
        counted=tuple(counted),
        amounts=amounts,
        worths=worths,
        listed=listed,
        units=units,
        quantities=quantities,
        split=split,
        items=items,
        items_bar=do_bar(items),
        index=index,
        base=Base(settings.threshold_base),
        rounding=settings.rounding,
        ids=[line.id for line in lines],
        add_ons=Index(lines, sorted(taken)) if taken and basket.add_ons_count else None,
    )


def do_bar(items: Mapping[int, Iterable[ItemCut]]) -> bool:
    """Whether one of the promotions that took something off before all layers can keep others off by itself."""
    return any(cut.promotion.excludes or cut.promotion.group is not None for cuts in items.values() for cut in cuts)


def _columns(lines: Sequence[BasketLine], counted: Sequence[int]) -> tuple[list[int], list[int], list[int], list[int]]:
    """Amounts, list amounts, quantities and unit prices; zeros where a line does not count."""
    units = [line.price for line in lines]
    quantities = [line.quantity for line in lines]
    if len(counted) < len(lines):
        for number in set(range(len(lines))).difference(counted):
            units[number] = quantities[number] = 0
    amounts = list(map(mul, units, quantities))
    prices = [line.price if line.list_price is None else line.list_price for line in lines]
    return amounts, list(map(mul, prices, quantities)), quantities, units


def _items(index: Index, usable: Sequence[Promotion], rounding: str, takes_all: bool) -> dict[int, tuple[ItemCut, ...]]:
    """What the item layer takes off each line: the one promotion that takes most, the one of best standing among
    equals; or, where all that applies is taken, one after the other."""
    offered: dict[int, list[Promotion]] = {}
    for item in usable:
        for number in index.members(item.shop, item.scope):
            offered.setdefault(number, []).append(item)
    found = {number: item_cuts(index.lines[number], offered[number], rounding, takes_all) for number in sorted(offered)}
    return {number: cuts for number, cuts in found.items() if cuts}


def _runs(line: BasketLine, cuts: Sequence[ItemCut]) -> tuple[tuple[int, int], ...]:
    """The line's pieces as (price, count), dearest first, where a limit or a ceiling makes them differ."""
    last = cuts[-1]
    runs = last.leaves or (
        *even(line.price * last.pieces - last.off, last.pieces),
        (line.price, line.quantity - last.pieces),
    )
    prices: dict[int, int] = {}
    for price, count in runs:
        if count:
            prices[price] = prices.get(price, 0) + count
    return tuple(sorted(prices.items(), reverse=True))
