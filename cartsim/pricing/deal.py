"""A promotion or coupon made ready for one basket: its lines, its base, what it comes to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from cartsim.model.promotion import (
    AmountOff,
    Base,
    Bundle,
    BuyGet,
    Coupon,
    GiftGive,
    Layer,
    Promotion,
    Scope,
    Tier,
    When,
)
from cartsim.pricing.basket import Basket
from cartsim.pricing.benefit import Benefit
from cartsim.pricing.benefits import benefit_of, gains_by_evening, may_shrink
from cartsim.pricing.columns import entries, new_row
from cartsim.pricing.index import Index
from cartsim.pricing.item import ItemCut
from cartsim.pricing.kinds import lowers_goods
from cartsim.pricing.ledger import Ledger
from cartsim.pricing.scope import clash, covers, is_usable
from cartsim.pricing.times import repetitions

OFF_UNIT = 1 << 64
"""Worth of one fen off in a value; below it count the gifts, which decide between equal savings."""
PICK_UNIT = 1 << 128
"""Worth of what the shopper insists on, when it takes something off."""


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
        "beside_base",
        "beside_pieces",
        "ceiling",
        "coupon",
        "grows",
        "is_insisted",
        "is_loose",
        "is_progressive",
        "layer",
        "ledger",
        "lines",
        "measured",
        "promotion",
        "reads_own",
        "top",
        "whole",
    )

    def __init__(
        self,
        promotion: Promotion,
        coupon: Coupon | None,
        lines: tuple[int, ...],
        ledger: Ledger,
        index: Index | None = None,
        minds_clashes: bool = False,
    ) -> None:
        self.promotion = promotion
        self.coupon = coupon
        self.layer = promotion.layer
        self.is_insisted = coupon is not None and bool(coupon.picked)
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
            self.measured = tuple((index or ledger.index).members(promotion.shop, promotion.measures))
        self.beside_base = self.beside_pieces = 0
        """What 换购 lines add to what the condition reads, as if they were always among its lines (R-SWAP-2)."""
        if ledger.add_ons is not None:
            beside = ledger.add_ons.members(promotion.shop, promotion.measures or promotion.scope)
            bases = ledger.listed if base is Base.LIST else ledger.worths
            self.beside_base = sum(map(bases.__getitem__, beside))
            self.beside_pieces = sum(map(ledger.quantities.__getitem__, beside))
        self.reads_own = self.measured is None and not self.beside_pieces
        """Whether its condition is read on the lines that benefit and on nothing else."""
        self._benefits: list[Benefit | None] = [None] * len(promotion.tiers)
        self.whole = self.measure(lines)
        """What it comes to on all its lines where nothing stands in its way."""
        self.grows = True
        """Whether no part of its lines, and no less left on them, gives more than all of them."""
        for tier in promotion.tiers:
            if may_shrink(tier.give):
                self.grows = False
        if self.is_progressive and self.grows and not ledger.split.keys().isdisjoint(lines):
            self.grows = not any(gains_by_evening(tier.give) for tier in promotion.tiers)
        self.is_loose = not self.grows and (minds_clashes or self.is_progressive)
        """Whether other stages could make it give more than it gives alone: then only bounds are known of it."""
        self.top = self.ceiling = self.value_of(self.whole, lines) if self.whole.step >= 0 else 0
        """Its value on all its lines, and what no part of them exceeds."""
        if not self.grows:
            self._raise_ceiling()

    def _raise_ceiling(self) -> None:
        self.ceiling = self._bound(self.lines)
        if self.is_loose:
            self.top = self.ceiling

    @property
    def most_gifts(self) -> int:
        """List value of the gifts it gives at most, fen."""
        most = 0
        for step, tier in enumerate(self.promotion.tiers):
            if isinstance(tier.give, GiftGive):
                when, measure = tier.when, self.whole
                times = repetitions(when.amount, when.pieces, self.promotion.repeat, measure.base, measure.pieces)
                most = max(most, self.benefit(step).gift_value(times))
        return most

    @property
    def may_clash(self) -> bool:
        """Whether it can keep others off its lines."""
        return bool(self.promotion.excludes) or self.promotion.group is not None

    def insisted(self) -> Deal:
        """The same deal, insisted on: a combination in which it takes something off goes before all others."""
        twin = Deal.__new__(Deal)
        for name in Deal.__slots__:
            setattr(twin, name, getattr(self, name))
        twin.is_insisted = True
        twin.top = twin.ceiling = twin.value_of(twin.whole, twin.lines) if twin.whole.step >= 0 else 0
        if not twin.grows:
            twin._raise_ceiling()
        return twin

    @classmethod
    def of_shares(cls, whole: Deal, lines: tuple[int, ...], shares: list[int]) -> Deal:
        """A deal that takes these shares off the lines as far as they have room, in the place of another."""
        tier = Tier(When(), AmountOff(sum([shares[line] for line in lines])))
        promotion = replace(
            whole.promotion,
            tiers=(tier,),
            measures=None,
            repeat=1,
            max_off=None,
            piece_limit=None,
            threshold_base=Base.PARALLEL,
            excess_drops=True,
        )
        deal = cls(promotion, None, lines, whole.ledger)
        deal.bases = shares
        return deal

    def benefit(self, step: int) -> Benefit:
        """What the tier at that position gives."""
        known = self._benefits[step]
        if known is None:
            promotion = self.promotion
            pieces = self.ledger.pieces(promotion.piece_limit)
            known = self._benefits[step] = benefit_of(promotion.tiers[step].give, promotion, pieces)
        return known

    @property
    def by_sum(self) -> bool:
        """Whether what it gives depends on base and pieces alone, not on the single lines."""
        return self.reads_own and all(self.benefit(step).by_sum for step in range(len(self._benefits)))

    def measure(self, lines: Sequence[int], left: Sequence[int] | None = None) -> Measure:
        """What it comes to on `lines`; `left` is what earlier layers left, for the progressive base."""
        bases = left if left is not None and self.is_progressive else self.bases
        counted = lines if self.measured is None else self.measured
        base = sum(entries(bases, counted)) + self.beside_base
        pieces = sum(entries(self.ledger.quantities, counted)) + self.beside_pieces
        return self.reached(base, pieces, lines, bases)

    def measure_again(self, measure: Measure, lines: Sequence[int], left: Sequence[int]) -> Measure:
        """The same of a deal that was measured on these lines before, over what is left on them now."""
        base = sum(map(left.__getitem__, lines if self.measured is None else self.measured)) + self.beside_base
        return self.reached(base, measure.pieces, lines, left)

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
            given = base if self.reads_own else sum([bases[line] for line in lines])
            off = benefit.off(repeated, given, lines, bases)
            if promotion.max_off is not None and off > promotion.max_off:
                off = promotion.max_off
            gift_value = benefit.gift_value(repeated)
            if best < 0 or off > most or (off == most and gift_value >= gifts):
                most, times, best, gifts = off, repeated, number, gift_value
        return new_row(Measure, (base, pieces, most, times, best, gifts))

    def worth(self, lines: Sequence[int]) -> int:
        """Its value on `lines` where nothing stands in its way; a bound of it where it is loose."""
        if len(lines) == len(self.lines):
            return self.top
        if not lines:
            return 0
        return self._bound(lines) if self.is_loose else self.value_of(self.measure(lines), lines)

    def most(self, lines: Sequence[int]) -> int:
        """Upper bound of its value on any part of `lines`."""
        if self.grows:
            return self.worth(lines)
        return self._bound(lines) if lines else 0

    def _bound(self, lines: Sequence[int]) -> int:
        """`most` of a deal that may give more on fewer lines."""
        promotion = self.promotion
        measure = self.measure(lines)
        given = sum([self.bases[line] for line in lines])
        off = gifts = 0
        for number, tier in enumerate(promotion.tiers):
            when = tier.when
            if measure.base >= when.amount and measure.pieces >= when.pieces:
                benefit = self.benefit(number)
                times = repetitions(when.amount, when.pieces, promotion.repeat, measure.base, measure.pieces)
                off = max(off, benefit.most(times, given, lines, self.bases))
                gifts = max(gifts, benefit.gift_value(times))
        if promotion.max_off is not None:
            off = min(off, promotion.max_off)
        return self.value(min(off, sum([self.ledger.worths[line] for line in lines])), gifts)

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
        is_base = self.bases is worths and self.reads_own
        room = measure.base if is_base else sum(entries(worths, lines))
        return self.value(min(measure.off, room), measure.gift_value)

    def value(self, granted: int, gift_value: int) -> int:
        """What the search maximises: what is insisted on, then fen off, then gifts."""
        value = granted * OFF_UNIT + gift_value
        if granted and self.is_insisted:
            value += PICK_UNIT
        return value

    def times(self, measure: Measure, lines: Sequence[int]) -> int:
        """Repetitions as they are told: of the threshold, or sets and groups of pieces."""
        return self.benefit(measure.step).times(measure.times, lines, self.bases) if measure.step >= 0 else 0

    def gift(self, step: int) -> GiftGive | None:
        """The gift of a tier, None where the tier gives something else."""
        give = self.promotion.tiers[step].give
        return give if isinstance(give, GiftGive) else None


def saving(value: int) -> int:
    """Fen off in a value."""
    return value % PICK_UNIT // OFF_UNIT


def deals_of(basket: Basket, ledger: Ledger) -> list[Deal]:
    """The promotions and coupons that can be used on some counted line, in the layers above the item layer."""
    usable = usable_above(basket)
    minds_clashes = any(promotion.excludes or promotion.group is not None for promotion, _ in usable)
    return [
        Deal(promotion, coupon, lines, ledger, ledger.index, minds_clashes)
        for promotion, coupon in usable
        if (lines := open_lines(promotion, ledger, ledger.index))
    ]


def usable_above(basket: Basket) -> list[tuple[Promotion, Coupon | None]]:
    """What may be used above the item layer, coupons last; freight offers and 换购 are settled elsewhere."""
    layers = set(basket.settings.layers) - {Layer.ITEM}
    now, shopper = basket.now, basket.shopper
    usable: list[tuple[Promotion, Coupon | None]] = [
        (promotion, None)
        for promotion in basket.promotions
        if promotion.layer in layers and lowers_goods(promotion) and is_usable(promotion, now, shopper)
    ]
    usable += [
        (coupon.promotion, coupon)
        for coupon in basket.coupons
        if coupon.claimed
        and coupon.picked is not False
        and coupon.promotion.layer in layers
        and lowers_goods(coupon.promotion)
        and is_usable(coupon.promotion, now, shopper)
    ]
    return usable


def open_lines(promotion: Promotion, ledger: Ledger, index: Index) -> tuple[int, ...]:
    """Counted lines in its scope that their item price does not shut out (decisions.md: `excludes` after the item)."""
    numbers: Iterable[int] = index.members(promotion.shop, promotion.scope)
    parts = scopes_within(promotion)
    if parts:
        lines = ledger.lines
        numbers = [number for number in numbers if any(covers(part, lines[number]) for part in parts)]
    if not (ledger.items_bar or promotion.excludes or promotion.group is not None):
        return tuple(numbers)
    items = ledger.items
    return tuple([number for number in numbers if number not in items or not _is_shut_out(promotion, items[number])])


def _is_shut_out(promotion: Promotion, cuts: Iterable[ItemCut]) -> bool:
    return any(clash(cut.promotion, promotion) for cut in cuts)


def scopes_within(promotion: Promotion) -> tuple[Scope, ...]:
    """Scopes of which a line must be in one to take part, where what is given names scopes of its own."""
    scopes: list[Scope] = []
    for tier in promotion.tiers:
        match tier.give:
            case BuyGet(buy, get):
                scopes += (buy.scope, get.scope)
            case Bundle(parts):
                scopes += [part.scope for part in parts]
            case _:
                return ()
    return tuple(scopes)
