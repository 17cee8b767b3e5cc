"""The ledgers of shops decided apart, joined in the order of the basket; what did not change is taken over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress
from typing import NamedTuple

from cartsim.pricing.basket import Basket
from cartsim.pricing.index import Index
from cartsim.pricing.item import ItemCut
from cartsim.pricing.ledger import Ledger, do_bar
from cartsim.pricing.part import Part


class Placed(NamedTuple):
    """A part with the numbers its lines have in the basket."""

    part: Part
    numbers: list[int]


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
    items: dict[int, tuple[ItemCut, ...]]
    split: dict[int, tuple[tuple[int, int], ...]]

    @classmethod
    def of(cls, placed: Sequence[Placed], count: int, last: Joined | None) -> Joined:
        """The columns of these parts over `count` lines; `last` is what was joined before, of any basket."""
        if last is None or not last.has_same_places(placed, count):
            amounts, worths, listed, units, quantities, left = ([0] * count for _ in range(6))
            made = cls(tuple(placed), amounts, worths, listed, units, quantities, left, {}, {})
            changed = list(placed)
        else:
            made = last._twin(placed)
            changed = [new for new, old in zip(placed, last.placed, strict=True) if new.part is not old.part]
        for one in changed:
            made._take(one)
        return made

    def has_same_places(self, placed: Sequence[Placed], count: int) -> bool:
        """Whether every line of these parts has the number it had here."""
        return len(self.amounts) == count and [one.numbers for one in self.placed] == [one.numbers for one in placed]

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
            ids=[line.id for line in basket.lines],
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
            self.items.copy(),
            self.split.copy(),
        )

    def _take(self, placed: Placed) -> None:
        """Write one part into the columns, in place: only ever into columns nobody has seen yet."""
        part, numbers = placed
        own, choice = part.decision.ledger, part.decision.choice
        rows = zip(numbers, own.amounts, own.worths, own.listed, own.units, own.quantities, choice.left, strict=True)
        for place, (number, amount, worth, listed, unit, quantity, left) in enumerate(rows):
            self.amounts[number] = amount
            self.worths[number] = worth
            self.listed[number] = listed
            self.units[number] = unit
            self.quantities[number] = quantity
            self.left[number] = left
            self.items.pop(number, None)
            self.split.pop(number, None)
            if place in own.items:
                self.items[number] = own.items[place]
            if place in own.split:
                self.split[number] = own.split[place]
