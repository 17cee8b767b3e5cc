"""Benefits over pieces of several scopes: buy here, get there, and 套装."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cartsim.model.promotion import Bundle, BuyGet
from cartsim.pricing.benefit import Benefit
from cartsim.pricing.pieces import Pieces, Run, amount_of, by_line, count_of, first
from cartsim.pricing.scope import covers
from cartsim.pricing.split import rounded


class BuyGetBenefit(Benefit):
    """For each set of bought pieces some others get a share off, rounded once over all.

    Sets form dearest first. Pieces that can only be bought are bought before those that could also be got.
    """

    by_sum = False

    def __init__(self, give: BuyGet, pieces: Pieces, sets: int | None) -> None:
        self._give = give
        self._pieces = pieces
        self._most_sets = sets

    def off(self, times: int, base: int, lines: Sequence[int], bases: Sequence[int]) -> int:
        return self._share(self._got(lines, bases))

    def most(self, times: int, base: int, lines: Sequence[int], bases: Sequence[int]) -> int:
        """As if the dearest pieces were got and none of them had to be bought."""
        bought, got = self._of_each(self._pieces.dearest_first(lines, bases))
        sets = min(count_of(bought) // self._give.buy.pieces, count_of(got) // self._give.get.pieces)
        if self._most_sets is not None:
            sets = min(sets, self._most_sets)
        return self._share(first(got, self._within(sets * self._give.get.pieces)))

    def weights(self, lines: Sequence[int], bases: Sequence[int]) -> Sequence[int]:
        return by_line(self._got(lines, bases), lines)

    def times(self, times: int, lines: Sequence[int], bases: Sequence[int]) -> int:
        return -(-count_of(self._got(lines, bases)) // self._give.get.pieces)

    def _share(self, runs: Sequence[Run]) -> int:
        return rounded(amount_of(runs) * self._give.rate, 10_000, self._pieces.rounding)

    def _within(self, pieces: int) -> int:
        return pieces if self._pieces.limit is None else min(pieces, self._pieces.limit)

    def _of_each(self, runs: Sequence[Run]) -> tuple[list[Run], list[Run]]:
        """The pieces that can be bought, and those that can be got."""
        lines = self._pieces.lines
        return (
            [run for run in runs if covers(self._give.buy.scope, lines[run.line])],
            [run for run in runs if covers(self._give.get.scope, lines[run.line])],
        )

    def _got(self, lines: Sequence[int], bases: Sequence[int]) -> list[Run]:
        runs = self._pieces.dearest_first(lines, bases)
        bought, got = self._of_each(runs)
        left = {run: run.pieces for run in runs}
        both = set(bought) & set(got)
        to_buy = [run for run in bought if run not in both] + [run for run in bought if run in both]
        taken: list[Run] = []
        sets = 0
        while self._most_sets is None or sets < self._most_sets:
            after = left.copy()
            if _take(to_buy, self._give.buy.pieces, after) is None:
                break
            more = _take(got, self._give.get.pieces, after)
            if more is None:
                break
            left = after
            taken += more
            sets += 1
        return first(taken, self._within(count_of(taken)))


def _take(runs: Sequence[Run], pieces: int, left: dict[Run, int]) -> list[Run] | None:
    """So many pieces from the front of what is left; None where there are not enough."""
    taken: list[Run] = []
    for run in runs:
        count = min(left[run], pieces)
        if count:
            left[run] -= count
            pieces -= count
            taken.append(run._replace(pieces=count))
        if not pieces:
            return taken
    return None


class Sets(NamedTuple):
    """So many sets with the pieces they take."""

    many: int
    runs: list[Run]
    off: int


class BundleBenefit(Benefit):
    """Sets of pieces out of several scopes, the dearest that fit; as many sets as take most off."""

    by_sum = False

    def __init__(self, give: Bundle, pieces: Pieces, sets: int | None) -> None:
        self._give = give
        self._pieces = pieces
        self._size = sum(part.pieces for part in give.parts)
        self._most_sets = sets
        if pieces.limit is not None:
            within = pieces.limit // self._size
            self._most_sets = within if sets is None else min(sets, within)

    def off(self, times: int, base: int, lines: Sequence[int], bases: Sequence[int]) -> int:
        return self._best(lines, bases).off

    def weights(self, lines: Sequence[int], bases: Sequence[int]) -> Sequence[int]:
        return by_line(self._best(lines, bases).runs, lines)

    def times(self, times: int, lines: Sequence[int], bases: Sequence[int]) -> int:
        return self._best(lines, bases).many

    def _best(self, lines: Sequence[int], bases: Sequence[int]) -> Sets:
        """But for rounding one more set brings no more than the last did, so the first that costs ends the look."""
        best = Sets(0, [], 0)
        for sets in self._counted(self._pieces.dearest_first(lines, bases)):
            if sets.off < best.off:
                break
            if sets.off > best.off:
                best = sets
        return best

    def _counted(self, runs: Sequence[Run]) -> Iterator[Sets]:
        fits = {run.line: self._parts_of(run.line) for run in runs}
        many = 0
        while self._most_sets is None or many < self._most_sets:
            many += 1
            taken = self._dearest(runs, fits, many)
            if count_of(taken) < many * self._size:
                return
            yield Sets(many, taken, self._cut(amount_of(taken), many))

    def _parts_of(self, line: int) -> int:
        """The parts the line's pieces may fill, one bit each."""
        goods = self._pieces.lines[line]
        return sum([1 << place for place, part in enumerate(self._give.parts) if covers(part.scope, goods)])

    def _dearest(self, runs: Sequence[Run], fits: dict[int, int], many: int) -> list[Run]:
        """The dearest pieces that can fill `many` sets, fewer where there are not enough.

        Pieces fit where no choice of parts has more pieces than room (Hall's condition); taking the dearest that
        still fits is then best, for such sets form a matroid.
        """
        parts = self._give.parts
        room = [
            sum(part.pieces for place, part in enumerate(parts) if chosen >> place & 1) * many
            for chosen in range(1 << len(parts))
        ]
        taken: list[Run] = []
        for run in runs:
            mask = fits[run.line]
            if not mask:
                continue
            around = [chosen for chosen in range(1 << len(parts)) if chosen & mask == mask]
            count = min(run.pieces, *(room[chosen] for chosen in around))
            if count > 0:
                for chosen in around:
                    room[chosen] -= count
                taken.append(run._replace(pieces=count))
        return taken

    def _cut(self, amount: int, many: int) -> int:
        give = self._give
        if give.total is not None:
            return max(0, amount - give.total * many)
        if give.rate is not None:
            return rounded(amount * give.rate, 10_000, self._pieces.rounding)
        return min(amount, (give.amount or 0) * many)
