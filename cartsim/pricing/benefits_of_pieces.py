"""Benefits that group single pieces: 第二件半价, 买M送N, N件X元 (pricing.md, section 0.9)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cartsim.model.promotion import Every, Pick, SetPrice
from cartsim.pricing.benefit import Benefit
from cartsim.pricing.pieces import Pieces, Run, amount_of, by_line, count_of, first
from cartsim.pricing.split import rounded


class EveryBenefit(Benefit):
    """Pieces dearest first in groups; in each full group the cheapest get a share off, rounded once over all."""

    by_sum = False

    def __init__(self, give: Every, pieces: Pieces) -> None:
        self._give = give
        self._pieces = pieces
        self._of_each_group = give.pick is not Pick.CHEAPEST_OVERALL

    def off(self, times: int, base: int, lines: Sequence[int], bases: Sequence[int]) -> int:
        return self._share(self._discounted(lines, bases, self._of_each_group))

    def most(self, times: int, base: int, lines: Sequence[int], bases: Sequence[int]) -> int:
        """The cheapest of each group are never cheaper than the cheapest of all; where cuts before may even out what
        the pieces of a line cost, any of them may be discounted."""
        if not self._pieces.split.keys().isdisjoint(lines):
            return rounded(base * self._give.rate, 10_000, self._pieces.rounding)
        return self._share(self._discounted(lines, bases, True))

    def weights(self, lines: Sequence[int], bases: Sequence[int]) -> Sequence[int]:
        return by_line(self._discounted(lines, bases, self._of_each_group), lines)

    def times(self, times: int, lines: Sequence[int], bases: Sequence[int]) -> int:
        return self._groups(sum([self._pieces.quantities[line] for line in lines]))

    def _share(self, runs: Sequence[Run]) -> int:
        return rounded(amount_of(runs) * self._give.rate, 10_000, self._pieces.rounding)

    def _groups(self, count: int) -> int:
        full = count // self._give.pieces
        return full if self._give.groups is None else min(full, self._give.groups)

    def _discounted(self, lines: Sequence[int], bases: Sequence[int], of_each_group: bool) -> list[Run]:
        """The pieces that get it; beyond the limit of pieces the later groups get nothing."""
        runs = self._pieces.dearest_first(lines, bases)
        groups = self._groups(count_of(runs))
        if of_each_group:
            taken = list(self._of_groups(runs, groups))
        else:
            taken = first(reversed(runs), groups * self._give.discounted)
        return taken if self._pieces.limit is None else first(taken, self._pieces.limit)

    def _of_groups(self, runs: Sequence[Run], groups: int) -> Iterator[Run]:
        size, discounted = self._give.pieces, self._give.discounted

        def among_first(pieces: int) -> int:
            """Discounted pieces among so many at the front."""
            pieces = min(pieces, groups * size)
            return pieces // size * discounted + max(0, pieces % size - (size - discounted))

        passed = 0
        for run in runs:
            got = among_first(passed + run.pieces) - among_first(passed)
            passed += run.pieces
            if got:
                yield run._replace(pieces=got)


class SetPriceBenefit(Benefit):
    """Each full set costs so much; a set that costs no more without it is left alone."""

    by_sum = False

    def __init__(self, give: SetPrice, pieces: Pieces) -> None:
        self._give = give
        self._pieces = pieces
        self._dearest = give.pick is not Pick.CHEAPEST

    def off(self, times: int, base: int, lines: Sequence[int], bases: Sequence[int]) -> int:
        return self._cut(self._sets(lines, bases, self._dearest))

    def most(self, times: int, base: int, lines: Sequence[int], bases: Sequence[int]) -> int:
        """Sets of the dearest pieces are worth no less than sets of any others."""
        return self._cut(self._sets(lines, bases, True))

    def weights(self, lines: Sequence[int], bases: Sequence[int]) -> Sequence[int]:
        return by_line([run for runs, _ in self._sets(lines, bases, self._dearest) for run in runs], lines)

    def times(self, times: int, lines: Sequence[int], bases: Sequence[int]) -> int:
        return sum([many for _, many in self._sets(lines, bases, self._dearest)])

    def _cut(self, sets: Sequence[tuple[list[Run], int]]) -> int:
        return sum([amount_of(runs) - self._give.total * many for runs, many in sets])

    def _sets(self, lines: Sequence[int], bases: Sequence[int], dearest: bool) -> list[tuple[list[Run], int]]:
        """(pieces, number of sets they form) of the sets that get cheaper; equal sets of one line stand together."""
        runs = self._pieces.dearest_first(lines, bases)
        size = self._give.pieces
        left = count_of(runs) // size
        if self._give.sets is not None:
            left = min(left, self._give.sets)
        if self._pieces.limit is not None:
            left = min(left, self._pieces.limit // size)
        if not dearest:
            runs = runs[::-1]
        return [
            (taken, many)
            for taken, many in _sets_in_turn(runs, size, left)
            if amount_of(taken) > self._give.total * many
        ]


def _sets_in_turn(runs: Sequence[Run], size: int, sets: int) -> Iterator[tuple[list[Run], int]]:
    """So many sets of `size` pieces, taken from the front."""
    open_set: list[Run] = []
    missing = size
    for run in runs:
        count = run.pieces
        while count and sets:
            if missing == size and count >= size:
                many = min(count // size, sets)
                yield [run._replace(pieces=many * size)], many
                count -= many * size
                sets -= many
                continue
            taken = min(count, missing)
            open_set.append(run._replace(pieces=taken))
            count -= taken
            missing -= taken
            if not missing:
                yield open_set, 1
                open_set, missing = [], size
                sets -= 1
