"""A promotion or coupon made ready for one basket: its lines, its base, what it comes to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from cartsim.model.promotion import Base, Coupon, GiftGive, Layer, Promotion
from cartsim.pricing.basket import Basket
from cartsim.pricing.benefit import Benefit, Pieces, benefit_of
from cartsim.pricing.ledger import Ledger
from cartsim.pricing.scope import is_usable

OFF_UNIT = 1 << 40
"""Worth of one fen off in a value; below it count the gifts, which decide between equal savings."""
PICK_UNIT = 1 << 80
"""Worth of a coupon the shopper insists on, when it takes something off."""


class Measure(NamedTuple):
    """What a deal comes to on some lines."""

    base: int
    """Amount its condition was read on, fen."""
    pieces: int
    off: int
    """Nominal cut, fen."""
    times: int
    """Repetitions; 0 where no tier is reached."""
    step: int
    """Position of the tier that gives most; -1 where none is reached."""
    gift_value: int


class Deal:
    """A usable promotion over the checked lines that may take part in it."""

    __slots__ = (
        "_benefits",
        "bases",
        "coupon",
        "is_progressive",
        "layer",
        "ledger",
        "lines",
        "measured",
        "promotion",
        "top",
        "whole",
    )

    def __init__(self, promotion: Promotion, coupon: Coupon | None, lines: tuple[int, ...], ledger: Ledger) -> None:
        self.promotion = promotion
        self.coupon = coupon
        self.layer = promotion.layer
        self.ledger = ledger
        self.lines = lines
        """Numbers of the lines that may take part, in basket order."""
        base = promotion.threshold_base or ledger.base
        self.is_progressive = base is Base.PROGRESSIVE
        self.bases = ledger.listed if base is Base.LIST else ledger.worths
        """Base of every line; under the progressive base the most it can be."""
        self.measured: tuple[int, ...] | None = None
        """Lines the condition is read on, where they are not those that benefit."""
        if promotion.measures is not None:
            self.measured = tuple(ledger.index.members(promotion.shop, promotion.measures))
        self._benefits: list[Benefit | None] = [None] * len(promotion.tiers)
        self.whole = self.measure(lines)
        """What it comes to on all its lines where nothing stands in its way."""
        self.top = self.value_of(self.whole, lines) if self.whole.step >= 0 else 0
        """Its value then: no part of its lines gives more."""

    def picked(self) -> Deal:
        """The same coupon, insisted on."""
        coupon = None if self.coupon is None else replace(self.coupon, picked=True)
        return Deal(self.promotion, coupon, self.lines, self.ledger)

    def benefit(self, step: int) -> Benefit:
        """What the tier at that position gives."""
        known = self._benefits[step]
        if known is None:
            ledger = self.ledger
            pieces = Pieces(ledger.units, ledger.quantities, self.promotion.piece_limit, ledger.rounding)
            known = self._benefits[step] = benefit_of(self.promotion.tiers[step].give, pieces)
        return known

    @property
    def by_sum(self) -> bool:
        """Whether what it gives depends on base and pieces alone, not on the single lines."""
        return self.measured is None and all(self.benefit(step).by_sum for step in range(len(self._benefits)))

    def measure(self, lines: Sequence[int], left: Sequence[int] | None = None) -> Measure:
        """What it comes to on `lines`; `left` is what earlier layers left, for the progressive base."""
        bases = left if left is not None and self.is_progressive else self.bases
        quantities = self.ledger.quantities
        base = 0
        pieces = 0
        for line in lines if self.measured is None else self.measured:
            base += bases[line]
            pieces += quantities[line]
        return self.reached(base, pieces, lines, bases)

    def reached(self, base: int, pieces: int, lines: Sequence[int], bases: Sequence[int]) -> Measure:
        """What the best tier reached by `base` and `pieces` gives over `lines`: most off, then most in gifts."""
        promotion = self.promotion
        most = times = gifts = 0
        best = -1
        if not lines:
            return Measure(base, pieces, 0, 0, -1, 0)
        for number, tier in enumerate(promotion.tiers):
            when = tier.when
            if base < when.amount or pieces < when.pieces:
                continue
            repeated = 1
            if promotion.repeat != 1:
                repeated = repetitions(when.amount, when.pieces, promotion.repeat, base, pieces)
            benefit = self.benefit(number)
            given = base if self.measured is None else sum(bases[line] for line in lines)
            off = benefit.off(repeated, given, lines, bases)
            if promotion.max_off is not None and off > promotion.max_off:
                off = promotion.max_off
            gift_value = benefit.gift_value(repeated)
            if best < 0 or off > most or (off == most and gift_value >= gifts):
                most, times, best, gifts = off, repeated, number, gift_value
        return Measure(base, pieces, most, times, best, gifts)

    def most(self, lines: Sequence[int]) -> int:
        """Upper bound of its value on any part of `lines`, and its value where nothing stands in its way."""
        if len(lines) == len(self.lines):
            return self.top
        return self.value_of(self.measure(lines), lines) if lines else 0

    def value_by_sum(self, base: int, pieces: int, room: int) -> int:
        """The same from the sums of some lines, for deals that are `by_sum`; `room` is what the lines are worth."""
        measure = self.reached(base, pieces, self.lines, self.bases)
        return 0 if measure.step < 0 else self.value(min(measure.off, room), measure.gift_value)

    def value_of(self, measure: Measure, lines: Sequence[int]) -> int:
        """The value of what was measured, no more than the lines are worth."""
        if measure.step < 0:
            return 0
        if not measure.off:
            return measure.gift_value
        worths = self.ledger.worths
        room = 0
        for line in lines:
            room += worths[line]
        return self.value(min(measure.off, room), measure.gift_value)

    def value(self, granted: int, gift_value: int) -> int:
        """What the search maximises: coupons insisted on, then fen off, then gifts."""
        value = granted * OFF_UNIT + gift_value
        if granted and self.coupon is not None and self.coupon.picked:
            value += PICK_UNIT
        return value

    def gift(self, step: int) -> GiftGive | None:
        """The gift of a tier, None where the tier gives something else."""
        give = self.promotion.tiers[step].give
        return give if isinstance(give, GiftGive) else None


def repetitions(amount: int, pieces: int, repeat: int | None, base: int, counted: int) -> int:
    """How often a threshold fits, by amount and by pieces, within `repeat`; once where it has no threshold."""
    fits = []
    if amount:
        fits.append(base // amount)
    if pieces:
        fits.append(counted // pieces)
    if not fits:
        return 1
    times = min(fits)
    return times if repeat is None else min(times, repeat)


def saving(value: int) -> int:
    """Fen off in a value."""
    return value % PICK_UNIT // OFF_UNIT


def clash(one: Promotion, other: Promotion) -> bool:
    """Whether no line may have both: one shuts the other's layer out, or both are of one group."""
    return (
        other.layer in one.excludes
        or one.layer in other.excludes
        or (one.group is not None and one.group == other.group)
    )


def deals_of(basket: Basket, ledger: Ledger) -> list[Deal]:
    """The promotions and coupons that can be used on some checked line, in the layers above the item layer."""
    layers = set(basket.settings.layers) - {Layer.ITEM}
    usable: list[tuple[Promotion, Coupon | None]] = [
        (promotion, None)
        for promotion in basket.promotions
        if promotion.layer in layers and promotion.tiers and is_usable(promotion, basket.now, basket.shopper)
    ]
    usable += [
        (coupon.promotion, coupon)
        for coupon in basket.coupons
        if coupon.claimed
        and coupon.picked is not False
        and coupon.promotion.layer in layers
        and coupon.promotion.tiers
        and is_usable(coupon.promotion, basket.now, basket.shopper)
    ]
    return [
        Deal(promotion, coupon, lines, ledger)
        for promotion, coupon in usable
        if (lines := open_lines(promotion, ledger))
    ]


def open_lines(promotion: Promotion, ledger: Ledger) -> tuple[int, ...]:
    """Checked lines in its scope that their item price does not shut out (decisions.md: `excludes` after the item)."""
    numbers: Iterable[int] = ledger.index.members(promotion.shop, promotion.scope)
    items = ledger.items
    if not items:
        return tuple(numbers)
    return tuple([number for number in numbers if number not in items or not clash(items[number][0], promotion)])
