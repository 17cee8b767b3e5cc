"""The ledgers of shops decided apart, joined in the order of the basket; what did not change is taken over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress
from typing import NamedTuple

from cartsim.pricing.basket import Basket, PricedLine
from cartsim.pricing.index import Index
from cartsim.pricing.item import ItemCut
from cartsim.pricing.ledger import Ledger, do_bar
from cartsim.pricing.part import Part


class Placed(NamedTuple):
    """A part with the numbers its lines have in the basket."""

    part: Part
    numbers: list[int]


def changed_parts(placed: Sequence[Placed], before: Sequence[Placed]) -> list[Placed] | None:
    """The parts that are others than before; None where some line had another number then."""
    if [one.numbers for one in placed] != [one.numbers for one in before]:
        return None
    return [new for new, old in zip(placed, before, strict=True) if new.part is not old.part]


class Rows(NamedTuple):
    """The priced lines of all shops by line number, as if nothing spanned shops; None where one does not count."""

    placed: Sequence[Placed]
    by_number: list[PricedLine | None]

    @classmethod
    def of(cls, placed: Sequence[Placed], count: int, last: Rows | None) -> Rows:
        """The rows of these parts over `count` lines; `last` are those of before, of any basket."""
        changed = None
        if last is not None and len(last.by_number) == count:
            changed = changed_parts(placed, last.placed)
        rows: list[PricedLine | None] = [None] * count
        if last is not None and changed is not None:
            rows = last.by_number.copy()
        for part, numbers in placed if changed is None else changed:
            for number, row in zip(numbers, part.rows, strict=True):
                rows[number] = row
        return cls(placed, rows)


@dataclass(frozen=True, slots=True)
class Joined:
    """The columns of all shops by line number."""

    placed: tuple[Placed, ...]
    amounts: list[int]
    worths: list[int]
    listed: list[int]
    units: list[int]
    quantities: list[int]
    left: list[int]
    """What the shops' own promotions leave on each line, fen."""
    ids: list[str]
    items: dict[int, tuple[ItemCut, ...]]
    split: dict[int, tuple[tuple[int, int], ...]]

    @classmethod
    def of(cls, placed: Sequence[Placed], count: int, last: Joined | None) -> Joined:
        """The columns of these parts over `count` lines; `last` is what was joined before, of any basket."""
        changed = None if last is None or len(last.amounts) != count else changed_parts(placed, last.placed)
        if last is None or changed is None:
            amounts, worths, listed, units, quantities, left = ([0] * count for _ in range(6))
            made = cls(tuple(placed), amounts, worths, listed, units, quantities, left, [""] * count, {}, {})
        else:
            made = last._twin(placed)
        for one in placed if changed is None else changed:
            made._take(one)
        return made

    def ledger(self, basket: Basket) -> Ledger:
        """The ledger of the basket these parts make up."""
        counted = tuple(compress(range(len(self.quantities)), self.quantities))
        own = self.placed[0].part.decision.ledger
        return Ledger(
            lines=basket.lines,
            counted=counted,
            amounts=self.amounts,
            worths=self.worths,
            listed=self.listed,
            units=self.units,
            quantities=self.quantities,
            split=self.split,
            items=self.items,
            items_bar=do_bar(self.items),
            index=Index(basket.lines, counted),
            base=own.base,
            rounding=own.rounding,
            ids=self.ids,
        )

    def _twin(self, placed: Sequence[Placed]) -> Joined:
        return Joined(
            tuple(placed),
            self.amounts.copy(),
            self.worths.copy(),
            self.listed.copy(),
            self.units.copy(),
            self.quantities.copy(),
            self.left.copy(),
            self.ids.copy(),
            self.items.copy(),
            self.split.copy(),
        )

    def _take(self, placed: Placed) -> None:
        """Write one part into the columns, in place: only ever into columns nobody has seen yet."""
        part, numbers = placed
        own, choice = part.decision.ledger, part.decision.choice
        columns = (own.amounts, own.worths, own.listed, own.units, own.quantities, choice.left, own.ids)
        rows = zip(numbers, *columns, strict=True)
        for place, (number, amount, worth, listed, unit, quantity, left, code) in enumerate(rows):
            self.amounts[number] = amount
            self.worths[number] = worth
            self.listed[number] = listed
            self.units[number] = unit
            self.quantities[number] = quantity
            self.left[number] = left
            self.ids[number] = code
            self.items.pop(number, None)
            self.split.pop(number, None)
            if place in own.items:
                self.items[number] = own.items[place]
            if place in own.split:
                self.split[number] = own.split[place]
