"""What a promotion gives, one small class per kind.

A new kind is a new class, listed in `benefits`; the search and the split know nothing but `Benefit`. What a benefit
gives on some lines is never more than its `most` on these lines or on any more of them: the bounds of the search rest
on it.
"""

from __future__ import annotations

from collections.abc import Sequence

from cartsim.model.promotion import AmountOff, FreightOff, GiftGive, PercentOff, UnitAmountOff, UnitPrice
from cartsim.pricing.columns import entries
from cartsim.pricing.pieces import Pieces, by_line, first
from cartsim.pricing.split import rounded


class Benefit:
    """What a tier gives; this one gives nothing, kinds say what they do differently."""

    __slots__ = ()

    by_sum = True
    """Whether `off` depends on the base alone, not on the single lines."""

    def off(self, times: int, base: int, lines: Sequence[int], bases: Sequence[int]) -> int:
        """Nominal cut in fen over `lines`, whose bases sum to `base`, `times` repetitions."""
        return 0

    def most(self, times: int, base: int, lines: Sequence[int], bases: Sequence[int]) -> int:
        """What it gives at most on any part of `lines`, fen."""
        return self.off(times, base, lines, bases)

    def weights(self, lines: Sequence[int], bases: Sequence[int]) -> Sequence[int]:
        """What the cut is split by, one weight for each of `lines`."""
        return entries(bases, lines)

    def times(self, times: int, lines: Sequence[int], bases: Sequence[int]) -> int:
        """Repetitions as they are told: of the threshold, or the sets and groups that got it."""
        return times

    def gift_value(self, times: int) -> int:
        """List value of the gift pieces really given, fen: decides between equal savings."""
        return 0


class AmountBenefit(Benefit):
    """满减: fen off the participating amount."""

    __slots__ = ("_amount",)

    def __init__(self, give: AmountOff, pieces: Pieces) -> None:
        self._amount = give.amount

    def off(self, times: int, base: int, lines: Sequence[int], bases: Sequence[int]) -> int:
        return self._amount * times


class PercentBenefit(Benefit):
    """满折: a share of the participating amount, rounded once; of the dearest pieces where a limit holds."""

    __slots__ = ("_pieces", "_rate", "by_sum")

    def __init__(self, give: PercentOff, pieces: Pieces) -> None:
        self._rate = give.rate
        self._pieces = pieces
        self.by_sum = pieces.limit is None

    def off(self, times: int, base: int, lines: Sequence[int], bases: Sequence[int]) -> int:
        if not self.by_sum:
            base = sum(self.weights(lines, bases))
        return rounded(base * self._rate, 10_000, self._pieces.rounding)

    def weights(self, lines: Sequence[int], bases: Sequence[int]) -> Sequence[int]:
        if self._pieces.limit is None:
            return entries(bases, lines)
        return by_line(first(self._pieces.dearest_first(lines, bases), self._pieces.limit), lines)


class PieceBenefit(Benefit):
    """直降 and 限时价 above the item layer: fen off every participating piece, never below zero."""

    __slots__ = ("_give", "_pieces")

    by_sum = False

    def __init__(self, give: UnitAmountOff | UnitPrice, pieces: Pieces) -> None:
        self._pieces = pieces
        self._give = give

    def off(self, times: int, base: int, lines: Sequence[int], bases: Sequence[int]) -> int:
        return sum(self.weights(lines, bases))

    def most(self, times: int, base: int, lines: Sequence[int], bases: Sequence[int]) -> int:
        """Cuts before may even out what the pieces of a line cost, so that each gets the whole of an amount."""
        if isinstance(self._give, UnitPrice):
            return self.off(times, base, lines, bases)
        return min(base, self._give.amount * sum([self._pieces.quantities[line] for line in lines]))

    def weights(self, lines: Sequence[int], bases: Sequence[int]) -> Sequence[int]:
        runs = self._pieces.dearest_first(lines, bases)
        if self._pieces.limit is not None:
            runs = first(runs, self._pieces.limit)
        give = self._give
        if isinstance(give, UnitPrice):
            cuts = [run._replace(price=max(0, run.price - give.price)) for run in runs]
        else:
            cuts = [run._replace(price=min(give.amount, run.price)) for run in runs]
        return by_line(cuts, lines)


class GiftBenefit(Benefit):
    """满赠: nothing off; the gift rows scale with the repetitions, as far as the stock goes."""

    __slots__ = ("give",)

    def __init__(self, give: GiftGive, pieces: Pieces) -> None:
        self.give = give

    def weights(self, lines: Sequence[int], bases: Sequence[int]) -> Sequence[int]:
        return [0] * len(lines)

    def gift_value(self, times: int) -> int:
        return min(self.give.quantity * times, self.give.gift.stock) * self.give.gift.list_price


class FreightBenefit(Benefit):
    """包邮: nothing off the goods; `freight` reads what it gives."""

    __slots__ = ("give",)

    def __init__(self, give: FreightOff, pieces: Pieces) -> None:
        self.give = give
