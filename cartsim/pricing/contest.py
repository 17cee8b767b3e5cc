"""Lines that several activities want, and the exact search for who gets which: branch and bound, dearest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import NamedTuple

from cartsim.pricing.deal import OFF_UNIT, Deal
from cartsim.pricing.depth_first import Descent, go_through
from cartsim.pricing.holding import Holding, best_rate, ladder_of, plain_rise_of

NOWHERE = -1
"""Position of a line that no activity takes."""


@dataclass(frozen=True, slots=True)
class Contest:
    """Lines that activities compete for."""

    deals: Sequence[Deal]
    """By standing: higher priority, earlier end, smaller id."""
    lines: Sequence[int]
    """Dearest first."""
    choices: Sequence[tuple[int, ...]]
    """Positions of the deals each line may go to, best standing first."""
    forced: frozenset[int]
    """Positions of deals the shopper chose for some line: they cannot be declined."""

    def without(self, deal: Deal) -> Contest:
        """The same contest with one deal declined, where the shopper did not choose it."""
        position = self.deals.index(deal)
        if position in self.forced:
            return self
        return replace(self, choices=[keep(choice, {position}) for choice in self.choices])

    def insisting(self, deal: Deal) -> Contest:
        """The same contest with every line given to `deal` that may go to it."""
        position = self.deals.index(deal)
        return replace(
            self,
            deals=[other.insisted() if other is deal else other for other in self.deals],
            choices=[(position,) if position in choice else choice for choice in self.choices],
            forced=self.forced | {position},
        )


def keep(choice: tuple[int, ...], declined: Iterable[int]) -> tuple[int, ...]:
    """The choice of a line with some deals declined; nowhere where none is left."""
    return tuple(position for position in choice if position not in declined) or (NOWHERE,)


class RateSums(NamedTuple):
    """What the bound by rates is made of."""

    capped: frozenset[int]
    """Positions of the deals that count by their tiers, not at a rate."""
    fixed: int
    """What is certain before the first free line."""
    rest: list[int]
    """What the free lines from each depth on add at most."""
    forgone: dict[int, int]
    """Of a capped deal, the least a fen of its base would bring elsewhere."""


class Wanted(NamedTuple):
    """A free line, and the deals it may go to."""

    line: int
    by: frozenset[int]
    """Their positions."""
    gains: list[tuple[int, int]]
    """What the line brings at the best rate of each that has one, and its position; most first."""


class ContestSearch:
    """Depth first over the contested lines.

    Two bounds that no assignment can exceed cut it. Every deal at most gives what all lines it may still get would
    bring it; and every fen at most brings the best rate of a deal it may go to, but for the deals in `capped`: they
    give what a tier gives less what the lines it still needs would bring elsewhere at the least. Sums met before at
    the same depth are not followed again. Every line tried at a deal is a step of work.
    """

    def __init__(self, contest: Contest, work_limit: int) -> None:
        self.deals = contest.deals
        self.lines = contest.lines
        self.choices = contest.choices
        self.free = [number for number, choice in enumerate(contest.choices) if len(choice) > 1]
        self.taken = [choice[0] if len(choice) == 1 else NOWHERE for choice in contest.choices]
        members: list[list[int]] = [[] for _ in contest.deals]
        possible: list[list[int]] = [[] for _ in contest.deals]
        for line, choice in zip(contest.lines, contest.choices, strict=True):
            for position in choice:
                if position != NOWHERE:
                    possible[position].append(line)
                    if len(choice) == 1:
                        members[position].append(line)
        self.plain = [plain_rise_of(deal) for deal in self.deals]
        self.members = self._held(members)
        self.possible = self._held(possible)
        self.tops = [holding.most() for holding in self.possible]
        self.rates = [best_rate(deal) for deal in self.deals]
        self.ladders = [ladder_of(deal) for deal in self.deals]
        self._bound_by_rates(members)
        self.seen: set[tuple[object, ...]] = set()
        self.work_left = work_limit
        self.value = -1
        self.best: tuple[int, ...] = ()
        most = self._bound(0, self.rate_fixed)
        self.floor, first = self._greedy(members)
        if self.floor < most:
            go_through(self._descend(0, self.rate_fixed))
        if self.floor > self.value:
            self.value, self.best = self.floor, first
        self.slack = 0 if self.work_left > 0 else max(0, most - self.value)

    def _bound_by_rates(self, members: Sequence[Sequence[int]]) -> None:
        """Choose the capped deals that make the tightest bound at the root, and note the sums it is made of."""
        unrated = {position for position, rate in enumerate(self.rates) if rate is None}
        rated = [position for position in range(len(self.deals)) if position not in unrated][:6]
        wanted = [self._wanted(number) for number in self.free]
        tightest: int | None = None
        for size in range(len(rated) + 1):
            for more in combinations(rated, size):
                sums = self._rate_sums(unrated | set(more), members, wanted)
                self.capped, self.rate_fixed, self.rate_rest, self.forgone = sums
                bound = self._bound(0, self.rate_fixed)
                if tightest is None or bound < tightest:
                    tightest, best = bound, sums
        self.capped, self.rate_fixed, self.rate_rest, self.forgone = best

    def _wanted(self, number: int) -> Wanted:
        line, choice = self.lines[number], self.choices[number]
        gains = [(self._gain(position, line), position) for position in choice if self.rates[position] is not None]
        return Wanted(line, frozenset(choice), sorted(gains, reverse=True))

    def _rate_sums(self, capped: set[int], members: Sequence[Sequence[int]], wanted: Sequence[Wanted]) -> RateSums:
        fixed = 0
        for position, lines in enumerate(members):
            if position not in capped:
                fixed += sum([self._gain(position, line) for line in lines]) + OFF_UNIT
        rest = [0] * (len(wanted) + 1)
        forgone: dict[int, int] = {}
        for depth in range(len(wanted) - 1, -1, -1):
            line, by, gains = wanted[depth]
            most = next((gain for gain, position in gains if position not in capped), 0)
            rest[depth] = rest[depth + 1] + most
            for position in capped & by:
                base = self.deals[position].bases[line]
                if base:
                    forgone[position] = min(forgone.get(position, most // base), most // base)
        return RateSums(frozenset(capped), fixed, rest, forgone)

    def _bound(self, depth: int, rated: int) -> int:
        """What no assignment of the lines from `depth` on exceeds; `rated` is what is decided, at the best rates."""
        bound = rated + self.rate_rest[depth]
        for position in self.capped:
            ladder = self.ladders[position]
            if ladder is None:
                bound += self.tops[position]
            else:
                held, reach = self.members[position].base, self.possible[position].base
                bound += ladder.most(held, reach, self.forgone.get(position, 0))
        return min(bound, sum(self.tops))

    def _gain(self, position: int, line: int) -> int:
        """The line at the best rate of the deal, rounded up."""
        rate = self.rates[position]
        assert rate is not None
        return -(-self.deals[position].bases[line] * rate[0] * OFF_UNIT // rate[1])

    def _greedy(self, members: Sequence[Sequence[int]]) -> tuple[int, tuple[int, ...]]:
        """An assignment that can be had, with its value: it cuts the search from its start.

        Each deal in turn goes first and takes its lines up to each base worth stopping at; the rest go to others.
        """
        found: tuple[int, tuple[int, ...]] = (-1, ())
        wanting = [frozenset(choice) for choice in self.choices]
        for first in range(len(self.deals)):
            ladder = self.ladders[first]
            reach = self.possible[first].base
            for stop in (None, *(() if ladder is None else ladder.stops(reach))):
                taken = [first if first in by else choice[0] for choice, by in zip(self.choices, wanting, strict=True)]
                if stop is not None:
                    self._pass_on(first, stop, taken)
                value = self._value(taken, members)
                if value > found[0]:
                    found = (value, tuple(taken))
        return found

    def _pass_on(self, first: int, stop: int, taken: list[int]) -> None:
        """Leave the deal at `first` with a base little above `stop`: dearest lines first, each that still fits, and
        the cheapest of those left out where one more is needed."""
        bases = self.deals[first].bases
        base = self.members[first].base
        left_out: list[int] = []
        for number in self.free:
            if taken[number] == first:
                line_base = bases[self.lines[number]]
                if base + line_base <= stop:
                    base += line_base
                else:
                    left_out.append(number)
        if base < stop:
            reaching = [number for number in left_out if base + bases[self.lines[number]] >= stop]
            if reaching:
                left_out.remove(reaching[-1])
        for number in left_out:
            best, second, *_ = self.choices[number]
            taken[number] = second if best == first else best

    def _held(self, lines: Sequence[Sequence[int]]) -> list[Holding]:
        return [Holding(deal, own, plain) for deal, own, plain in zip(self.deals, lines, self.plain, strict=True)]

    def _value(self, taken: Sequence[int], members: Sequence[Sequence[int]]) -> int:
        held = self._held(members)
        for number in self.free:
            held[taken[number]].add(self.lines[number])
        return sum([holding.worth() for holding in held])

    def _descend(self, depth: int, rated: int) -> Descent:
        """Decide the free line at `depth`; `rated` is what is decided so far at the best rates."""
        if depth == len(self.free):
            value = sum(holding.worth() for holding in self.members)
            if value > self.value:
                self.value = value
                self.best = tuple(self.taken)
            return
        bound = self._bound(depth, rated)
        if bound <= self.value or bound < self.floor or self.work_left <= 0:
            return
        state = (depth, *(holding.state() for holding in self.members))
        if state in self.seen:
            return
        self.seen.add(state)
        number = self.free[depth]
        line = self.lines[number]
        choice = self.choices[number]
        self.work_left -= len(choice)
        tops = self.tops
        without = tops.copy()
        for position in choice:
            self.possible[position].remove(line)
            without[position] = self.possible[position].most()
        for position in choice:
            self.tops = without.copy()
            self.tops[position] = tops[position]
            self.possible[position].add(line)
            self.members[position].add(line)
            self.taken[number] = position
            yield self._descend(depth + 1, rated + (0 if position in self.capped else self._gain(position, line)))
            self.members[position].remove(line)
            self.possible[position].remove(line)
        for position in choice:
            self.possible[position].add(line)
        self.tops = tops
        self.taken[number] = NOWHERE
