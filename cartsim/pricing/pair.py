"""Two activities that share lines out between them: exact over the sums that one of them can hold.

Where the one rises in steps with its base, and the other never gives less on a larger one, the least base that reaches
a step is the best on that step. All sums of the shared lines are one integer, bit n for a sum of n, so that one more
line is one shift of it. Sums of a few lines are tried one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from math import gcd
from typing import NamedTuple

from cartsim.pricing.contest import Contest
from cartsim.pricing.deal import Deal
from cartsim.pricing.holding import Ladder, Stairs, plain_rise_of, share_of

FEW_LINES = 6
"""Shared lines whose 64 sums are tried one by one: fewer than it takes to lay them out."""

MOST_BITS = 1 << 24
"""Bits of all sums together that are laid out; where there were more, the lines are searched."""

MOST_STEPS = 200
"""Steps of the rising deal that are looked at."""


class Interval(NamedTuple):
    """Sums, both ends within."""

    low: int
    high: int


class _Other(NamedTuple):
    """The deal against the one that rises in steps."""

    worth: Callable[[int], int]
    """What it gives on a base, with the pieces it asks for."""
    floor: Callable[[int], int]
    """The least base that gives as much."""
    pieces: int
    """Pieces it asks for, at most."""
    short_worth: int
    """What it gives at most with fewer pieces."""


def best_for_pair(contest: Contest) -> tuple[int, ...] | None:
    """The assignment of highest value, as the position of the deal of each line; of equal ones that which gives the
    dearest line to the deal of better standing, then the next line, and so on.

    None where there are more deals than two, what they give does not hang on their sums, or these are too many.
    """
    if len(contest.deals) != 2:
        return None
    rises = [plain_rise_of(deal) for deal in contest.deals]
    position = 0 if isinstance(rises[0], Ladder) or rises[1] is None else 1
    rise = rises[position]
    other = contest.deals[1 - position]
    if rise is None or not (other.grows and other.by_sum and other.bases is other.ledger.worths):
        return None
    if _counts_pieces(other):
        return None
    return _Pair(contest, position, rise, _other(other, rises[1 - position])).best()


def _counts_pieces(deal: Deal) -> bool:
    """Whether it may give more on more pieces than it asks for: again and again for so many of them."""
    return deal.promotion.repeat != 1 and any(tier.when.pieces for tier in deal.promotion.tiers)


def _other(deal: Deal, rise: Ladder | Stairs | None) -> _Other:
    if rise is not None:
        return _Other(rise.worth, rise.floor, 0, 0)
    pieces = max([1, *[tier.when.pieces for tier in deal.promotion.tiers]])
    base = deal.whole.base
    short_worth = deal.value_by_sum(base, pieces - 1, base) if pieces > 1 else 0
    share = share_of(deal)
    if share is not None:
        return _Other(share.worth, share.floor, pieces, short_worth)

    def worth(base: int) -> int:
        return deal.value_by_sum(base, pieces, base)

    return _Other(worth, partial(_floor, worth), pieces, short_worth)


def _floor(worth: Callable[[int], int], base: int) -> int:
    """The least base that is worth as much: looked for near to it, then ever further away."""
    value, step = worth(base), 1
    while step <= base and worth(base - step) == value:
        base, step = base - step, 2 * step
    low = max(-1, base - step)
    while base - low > 1:
        middle = (low + base) // 2
        if worth(middle) == value:
            base = middle
        else:
            low = middle
    return base


class _Pair:
    """A deal that rises in steps against another, and the lines they share."""

    def __init__(self, contest: Contest, position: int, rise: Ladder | Stairs, other: _Other) -> None:
        self.contest = contest
        self.position = position
        """Of the rising deal."""
        self.rise = rise
        self.other = other
        ledger = contest.deals[position].ledger
        held, pieces = [0, 0], [0, 0]
        self.shared: list[int] = []
        """Numbers of the contested lines that may go to either."""
        for number, (line, choice) in enumerate(zip(contest.lines, contest.choices, strict=True)):
            if len(choice) > 1:
                self.shared.append(number)
            elif choice[0] >= 0:
                held[choice[0]] += ledger.worths[line]
                pieces[choice[0]] += ledger.quantities[line]
        lines = [contest.lines[number] for number in self.shared]
        self.pieces = [ledger.quantities[line] for line in lines]
        self.needed = max(0, other.pieces - pieces[1 - position])
        """Pieces of the shared lines that the other deal asks for."""
        bases = [ledger.worths[line] for line in lines]
        self.unit = gcd(*bases) or 1
        """Fen that one of a sum stands for."""
        self.bases = [base // self.unit for base in bases]
        self.all = sum(self.bases)
        self.held = held[position]
        self.reach = held[1 - position] + self.all * self.unit
        """Base of the other deal with all of the lines."""

    def best(self) -> tuple[int, ...] | None:
        """The assignment; None where there are too many sums, or the other deal is better off without its pieces."""
        if len(self.shared) <= FEW_LINES:
            return self._one_by_one()
        if self._is_first_best():
            return tuple(self._first())
        steps = self._steps()
        cap = min(self.all, steps[-1] + max(self.bases))
        if len(steps) > MOST_STEPS or self._bits(cap) > MOST_BITS:
            return None
        sums = self._sums(cap)
        highest, intervals = self._highest(steps, sums[0][self.needed])
        if self._is_better_short(highest):
            return None
        if intervals[-1].high > cap:
            if self._bits(intervals[-1].high) > MOST_BITS:
                return None
            sums = self._sums(intervals[-1].high)
        return self._shared_out(intervals, sums)

    def _one_by_one(self) -> tuple[int, ...] | None:
        """The same by the worth of every sum, in the order of the assignments they stand for."""
        sums, left_out = [0], [0]
        for base, pieces in zip(reversed(self.bases), reversed(self.pieces), strict=True):
            more, more_left_out = [one + base for one in sums], [one + pieces for one in left_out]
            sums = [*more, *sums] if self.position == 0 else [*sums, *more]
            left_out = [*left_out, *more_left_out] if self.position == 0 else [*more_left_out, *left_out]
        worth, worth_of_other, reach, unit = self.rise.worth, self.other.worth, self.reach, self.unit
        held, needed = self.held, self.needed
        values = [
            worth(held + one * unit) + worth_of_other(reach - one * unit) if pieces >= needed else -1
            for one, pieces in zip(sums, left_out, strict=True)
        ]
        highest = max(values)
        if self._is_better_short(highest):
            return None
        way = values.index(highest)
        taken = self._first()
        for number in reversed(self.shared):
            way, taken[number] = divmod(way, 2)
        return tuple(taken)

    def _first(self) -> list[int]:
        """Every line given to its first choice, and so all shared ones to the deal of better standing."""
        return [choice[0] for choice in self.contest.choices]

    def _is_first_best(self) -> bool:
        """Whether that brings all that can be had, as if either deal got all the lines it may."""
        if self.needed:
            return False
        if self.position:
            return self._worth(0) == self._worth(self.all)
        worth_of_other = self.other.worth
        return worth_of_other(self.reach - self.all * self.unit) == worth_of_other(self.reach)

    def _is_better_short(self, highest: int) -> bool:
        """Whether the other deal may be as good without the pieces it asks for."""
        return self.needed > 0 and highest <= self._worth(self.all) + self.other.short_worth

    def _steps(self) -> list[int]:
        """Least sums from which on the rising deal gives more, from 0 on; one too many where there are too many."""
        reach = self.held + self.all * self.unit
        rise = self.rise
        if isinstance(rise, Ladder):
            thresholds = [threshold for threshold, _ in rise.steps if threshold <= reach]
        else:
            times = reach // rise.threshold if rise.repeat is None else min(reach // rise.threshold, rise.repeat)
            thresholds = [rise.threshold * time for time in range(1, min(times, MOST_STEPS) + 1)]
        return sorted({0, *[-(-max(0, threshold - self.held) // self.unit) for threshold in thresholds]})

    def _bits(self, cap: int) -> int:
        return cap * len(self.bases) * (self.needed + 1)

    def _sums(self, cap: int) -> list[list[int]]:
        """Sums up to `cap` the rising deal can hold of the shared lines from each depth on, by the least number of
        pieces the other deal gets of them: bit n for a sum of n."""
        within = (1 << (cap + 1)) - 1
        sums = [[1] + [0] * self.needed]
        for base, pieces in zip(reversed(self.bases), reversed(self.pieces), strict=True):
            rest = sums[-1]
            sums.append(
                [(rest[least] << base | rest[max(0, least - pieces)]) & within for least in range(self.needed + 1)]
            )
        sums.reverse()
        return sums

    def _worth(self, held: int) -> int:
        """What the rising deal gives with a sum of `held`."""
        return self.rise.worth(self.held + held * self.unit)

    def _highest(self, steps: Sequence[int], sums: int) -> tuple[int, list[Interval]]:
        """The highest value of these sums, and all that bring it, in intervals by size."""
        worth_of_other, reach, unit = self.other.worth, self.reach, self.unit
        worths = [self._worth(step) for step in steps]
        bounds = [worth + worth_of_other(reach - step * unit) for worth, step in zip(worths, steps, strict=True)]
        ends = [*steps[1:], self.all + 1]
        highest = -1
        found: list[Interval] = []
        for number in sorted(range(len(steps)), key=bounds.__getitem__, reverse=True):
            if bounds[number] < highest:
                break
            beyond = sums >> steps[number]
            least = steps[number] + (beyond & -beyond).bit_length() - 1
            if not beyond or least >= ends[number]:
                continue
            rest = reach - least * unit
            value = worths[number] + worth_of_other(rest)
            if value > highest:
                highest, found = value, []
            if value == highest:
                spare = (rest - self.other.floor(rest)) // unit
                found.append(Interval(least, min(least + spare, ends[number] - 1)))
        return highest, sorted(found)

    def _shared_out(self, intervals: Sequence[Interval], sums: Sequence[Sequence[int]]) -> tuple[int, ...]:
        """The lines given out, dearest first, each to the deal of better standing where the lines after it can still
        bring the sum into one of the intervals."""
        taken = self._first()
        held, needed = 0, self.needed
        for number, base, pieces, rest in zip(self.shared, self.bases, self.pieces, sums[1:], strict=True):
            if self.position == 0:
                rises = _meets(rest[needed], held + base, intervals)
            else:
                rises = not _meets(rest[max(0, needed - pieces)], held, intervals)
            taken[number] = self.position if rises else 1 - self.position
            if rises:
                held += base
            else:
                needed = max(0, needed - pieces)
        return tuple(taken)


def _meets(sums: int, held: int, intervals: Sequence[Interval]) -> bool:
    """Whether one of the sums added to what is held comes into one of the intervals."""
    for low, high in intervals:
        if held <= high:
            least = max(0, low - held)
            if sums >> least & (1 << (high - held - least + 1)) - 1:
                return True
    return False
