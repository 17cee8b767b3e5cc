"""Single pieces of the lines, as runs of equal price: what benefits that pick pieces look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cartsim.pricing.basket import BasketLine


class Run(NamedTuple):
    """Pieces of one line at one price."""

    line: int
    price: int
    """fen"""
    pieces: int


@dataclass(frozen=True, slots=True)
class Pieces:
    """What benefits may read of the lines, by line number."""

    lines: Sequence[BasketLine]
    quantities: Sequence[int]
    worths: Sequence[int]
    """After the item layer, fen."""
    split: Mapping[int, tuple[tuple[int, int], ...]]
    """(price, count), dearest first, of the lines whose pieces differ in price after the item layer: those where an
    item price ends at a limit (decisions.md, Pricing)."""
    listed: Sequence[int]
    """List amounts: pieces are never picked by these, whatever thresholds read."""
    limit: int | None
    """At most so many pieces get the benefit."""
    rounding: str

    def of_line(self, line: int, amount: int) -> tuple[tuple[int, int], ...]:
        """(price, count) of the line's pieces, dearest first; prices sum to `amount`."""
        if line in self.split and amount == self.worths[line]:
            return self.split[line]
        return even(amount, self.quantities[line])

    def dearest_first(self, lines: Iterable[int], bases: Sequence[int]) -> list[Run]:
        """All pieces of the lines at what they are worth, or at what is left of it where `bases` say that; the
        earlier line first among equals."""
        if bases is self.listed:
            bases = self.worths
        runs = [Run(line, price, count) for line in lines for price, count in self.of_line(line, bases[line])]
        runs.sort(key=lambda run: (-run.price, run.line))
        return runs


def even(amount: int, pieces: int) -> tuple[tuple[int, int], ...]:
    """`amount` over so many pieces as (price, count), dearest first: prices differ by one fen at most."""
    if pieces <= 0:
        return ()
    low, more = divmod(amount, pieces)
    if not more:
        return ((low, pieces),)
    return ((low + 1, more), (low, pieces - more))


def count_of(runs: Iterable[Run]) -> int:
    """How many pieces the runs hold."""
    return sum([run.pieces for run in runs])


def first(runs: Iterable[Run], pieces: int) -> list[Run]:
    """The first so many pieces of the runs."""
    taken: list[Run] = []
    for run in runs:
        if pieces <= 0:
            break
        taken.append(run if run.pieces <= pieces else run._replace(pieces=pieces))
        pieces -= run.pieces
    return taken


def amount_of(runs: Iterable[Run]) -> int:
    """What the pieces come to, fen."""
    return sum([run.price * run.pieces for run in runs])


def by_line(runs: Iterable[Run], lines: Sequence[int]) -> list[int]:
    """What the pieces come to on each of `lines`, fen."""
    sums = dict.fromkeys(lines, 0)
    for run in runs:
        sums[run.line] += run.price * run.pieces
    return [sums[line] for line in lines]
