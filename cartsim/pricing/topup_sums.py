"""Which two or three goods together come nearest above an amount: exact, over a bounded number of goods.

Goods that reach it alone are no part of a combination, and every part of one is needed: without it the rest falls
short. To a pair that falls short the third good is found by its amount, and only while the sum can still be among those
asked for.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from typing import NamedTuple

MOST_GOODS = 64
"""Goods that are combined at most: 45,760 sums of up to three pieces of them."""

MOST_TAKEN = 3
"""Adds of one combination at most."""


class Weight(NamedTuple):
    """What one add of some goods brings towards a threshold."""

    id: str
    amount: int
    """fen; 0 or more."""
    pieces: int = 1
    most: int = MOST_TAKEN
    """How often it can be added."""


class Missing(NamedTuple):
    """What is missing to a threshold: fen and pieces, both are to be reached."""

    amount: int
    pieces: int = 0

    def is_reached(self, amount: int, pieces: int) -> bool:
        """Whether so much is enough."""
        return amount >= self.amount and pieces >= self.pieces


class Sum(NamedTuple):
    """A combination."""

    amount: int
    ids: tuple[str, ...]
    """Two or three, by amount, an id as often as it is added."""


class Sums(NamedTuple):
    """The least sums that reach a threshold, and over how many goods they were looked for."""

    found: tuple[Sum, ...]
    among: int
    of: int
    """Goods that could change a sum; where `among` is fewer, the sums are the least of those `among`."""


def least_sums(weights: Sequence[Weight], missing: Missing, count: int, among: int = MOST_GOODS) -> Sums:
    """The `count` least combinations of two or three adds that reach what is missing, over at most `among` goods.

    Least first, whatever the order of `weights`; goods that bring the same stand in for each other. Where nothing is
    missing no combination is needed, and none is found.
    """
    short = [one for one in weights if one.most > 0 and not missing.is_reached(one.amount, one.pieces)]
    distinct = _distinct(sorted(short, key=lambda one: (one.amount, one.id)))
    kept = spread(distinct, among)
    search = _Search(kept, missing, count)
    found = tuple(Sum(amount, tuple(kept[number].id for number in taken)) for amount, taken in search.least)
    return Sums(found, len(kept), len(distinct))


def spread(parts: Sequence[Weight], most: int) -> Sequence[Weight]:
    """At most so many of the goods: the cheapest, the dearest and between them in even steps of rank."""
    if len(parts) <= most:
        return parts
    steps = max(1, most - 1)
    return [parts[number * (len(parts) - 1) // steps] for number in range(most)]


def _distinct(parts: Sequence[Weight]) -> Sequence[Weight]:
    """Without what cannot change a sum: of goods that bring the same, so many as three adds can take."""
    kept: list[Weight] = []
    adds: dict[tuple[int, int], int] = {}
    for part in parts:
        brings = (part.amount, part.pieces)
        if adds.get(brings, 0) < MOST_TAKEN:
            adds[brings] = adds.get(brings, 0) + part.most
            kept.append(part)
    return kept


class _Search:
    """The least sums of goods that stand by amount and reach nothing alone."""

    def __init__(self, parts: Sequence[Weight], missing: Missing, count: int) -> None:
        self.least: list[tuple[int, tuple[int, ...]]] = []
        """(fen, positions), least first."""
        self._parts = parts
        self._missing = missing
        self._count = count
        self._amounts = [part.amount for part in parts]
        self._most_pieces = max((part.pieces for part in parts), default=0)
        if count > 0:
            for first, second in list(self._short_pairs()):
                self._meet(first, second)

    def _short_pairs(self) -> Iterator[tuple[int, int]]:
        """Pairs that fall short; those that reach are noted."""
        missing = self._missing
        for second, dear in enumerate(self._parts):
            for first in range(second + (dear.most > 1)):
                cheap = self._parts[first]
                amount = cheap.amount + dear.amount
                if amount >= missing.amount and cheap.pieces + dear.pieces >= missing.pieces:
                    self._note(amount, (first, second))
                else:
                    yield first, second

    def _meet(self, first: int, second: int) -> None:
        """Note the sums of the pair with a third good no cheaper than both, where all three are needed."""
        parts, amounts, missing = self._parts, self._amounts, self._missing
        one, two = parts[first], parts[second]
        amount, pieces = one.amount + two.amount, one.pieces + two.pieces
        if pieces + self._most_pieces < missing.pieces:
            return
        for third in range(max(second, bisect_left(amounts, missing.amount - amount)), len(parts)):
            more = parts[third]
            taken = (first, second, third)
            if self._is_beyond(amount + amounts[third], taken):
                return
            if (
                pieces + more.pieces >= missing.pieces
                and taken.count(third) <= more.most
                and not missing.is_reached(one.amount + more.amount, one.pieces + more.pieces)
                and not missing.is_reached(two.amount + more.amount, two.pieces + more.pieces)
            ):
                self._note(amount + more.amount, taken)

    def _is_beyond(self, amount: int, taken: tuple[int, ...]) -> bool:
        """Whether the sum, and all dearer ones, stand behind those that are asked for."""
        return len(self.least) >= self._count and (amount, taken) >= self.least[-1]

    def _note(self, amount: int, taken: tuple[int, ...]) -> None:
        if not self._is_beyond(amount, taken):
            insort(self.least, (amount, taken))
            del self.least[self._count :]
