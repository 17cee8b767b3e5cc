"""What a promotion gives, one small class per kind.

A new kind is a new class in `BENEFITS`; the search and the split know nothing but `Benefit`. Above the
item layer a benefit must be monotone: more lines never mean a smaller cut. The bounds of the search
rest on it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from cartsim.model.promotion import AmountOff, GiftGive, Give, PercentOff, UnitAmountOff, UnitPrice
from cartsim.pricing.split import rounded


@dataclass(frozen=True, slots=True)
class Pieces:
    """What benefits may read of the lines, by line number."""

    units: Sequence[int]
    """Unit price after the item layer, fen."""
    quantities: Sequence[int]
    limit: int | None
    """At most so many pieces get the benefit."""
    rounding: str


class Benefit(Protocol):
    """What a tier gives."""

    by_sum: bool
    """Whether `off` depends on the base alone, not on the single lines."""

    def off(self, times: int, base: int, lines: Sequence[int], bases: Sequence[int]) -> int:
        """Nominal cut in fen over `lines`, whose bases sum to `base`, `times` repetitions."""

    def weights(self, lines: Sequence[int], bases: Sequence[int]) -> Sequence[int]:
        """What the cut is split by, one weight for each of `lines`."""

    def gift_value(self, times: int) -> int:
        """List value of the gift pieces really given, fen: decides between equal savings."""


class AmountBenefit:
    """满减: fen off the participating amount."""

    by_sum = True

    def __init__(self, give: AmountOff, pieces: Pieces) -> None:
        self._amount = give.amount

    def off(self, times: int, base: int, lines: Sequence[int], bases: Sequence[int]) -> int:
        return self._amount * times

    def weights(self, lines: Sequence[int], bases: Sequence[int]) -> Sequence[int]:
        return [bases[line] for line in lines]

    def gift_value(self, times: int) -> int:
        return 0


class PercentBenefit:
    """满折: a share of the participating amount, rounded once; of the dearest pieces where a limit holds."""

    def __init__(self, give: PercentOff, pieces: Pieces) -> None:
        self._rate = give.rate
        self._pieces = pieces
        self.by_sum = pieces.limit is None

    def off(self, times: int, base: int, lines: Sequence[int], bases: Sequence[int]) -> int:
        if not self.by_sum:
            base = sum(self.weights(lines, bases))
        return rounded(base * self._rate, 10_000, self._pieces.rounding)

    def weights(self, lines: Sequence[int], bases: Sequence[int]) -> Sequence[int]:
        if self.by_sum:
            return [bases[line] for line in lines]
        within = within_limit(lines, self._pieces)
        return [bases[line] * within[line] // self._pieces.quantities[line] for line in lines]

    def gift_value(self, times: int) -> int:
        return 0


class PieceBenefit:
    """直降 and 限时价 above the item layer: fen off every participating piece, never below zero."""

    by_sum = False

    def __init__(self, give: UnitAmountOff | UnitPrice, pieces: Pieces) -> None:
        self._pieces = pieces
        self._give = give

    def off(self, times: int, base: int, lines: Sequence[int], bases: Sequence[int]) -> int:
        return sum(self.weights(lines, bases))

    def weights(self, lines: Sequence[int], bases: Sequence[int]) -> Sequence[int]:
        within = within_limit(lines, self._pieces)
        units = self._pieces.units
        if isinstance(self._give, UnitPrice):
            price = self._give.price
            return [max(0, units[line] - price) * within[line] for line in lines]
        amount = self._give.amount
        return [min(amount, units[line]) * within[line] for line in lines]

    def gift_value(self, times: int) -> int:
        return 0


class GiftBenefit:
    """满赠: nothing off; the gift rows scale with the repetitions, as far as the stock goes."""

    by_sum = True

    def __init__(self, give: GiftGive, pieces: Pieces) -> None:
        self.give = give

    def off(self, times: int, base: int, lines: Sequence[int], bases: Sequence[int]) -> int:
        return 0

    def weights(self, lines: Sequence[int], bases: Sequence[int]) -> Sequence[int]:
        return [0] * len(lines)

    def gift_value(self, times: int) -> int:
        return min(self.give.quantity * times, self.give.gift.stock) * self.give.gift.list_price


def within_limit(lines: Sequence[int], pieces: Pieces) -> dict[int, int]:
    """Pieces of each line within the limit, dearest first, the earlier line first among equals."""
    if pieces.limit is None:
        return {line: pieces.quantities[line] for line in lines}
    left = pieces.limit
    within: dict[int, int] = {}
    for line in sorted(lines, key=lambda line: (-pieces.units[line], line)):
        within[line] = min(left, pieces.quantities[line])
        left -= within[line]
    return within


BENEFITS: dict[type, Callable[..., Benefit]] = {
    AmountOff: AmountBenefit,
    PercentOff: PercentBenefit,
    UnitAmountOff: PieceBenefit,
    UnitPrice: PieceBenefit,
    GiftGive: GiftBenefit,
}
"""The kinds above the item layer, by the value that describes them."""


def benefit_of(give: Give, pieces: Pieces) -> Benefit:
    """The benefit a tier gives over these pieces."""
    return BENEFITS[type(give)](give, pieces)
