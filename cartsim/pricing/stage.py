"""The choices of a basket, cut into stages that decide apart from each other.

A stage is either the lines that a set of activities of one layer compete for, or one coupon slot: a
shop's, the category's, the platform's. What holds of a combination:

* a line takes part in one activity of a layer, as a whole; an activity may be declined as a whole, and a
  line is in no activity only where all that would take it are declined;
* a coupon without `stack` is alone in its slot; coupons with `stack` share it; each may be left out;
* so an activity below its threshold keeps its lines, and its gap counts them; of several a line could go to
  without a change of the total, it goes to the one of best standing (priority, earlier end, id);
* the shopper's own choice of a shop activity stands while that activity can be used.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import NamedTuple, Protocol

from cartsim.model.cart import NO_PROMOTION
from cartsim.model.promotion import Layer
from cartsim.pricing.assign import assignments, best_assignment
from cartsim.pricing.clusters import connected
from cartsim.pricing.columns import new_row
from cartsim.pricing.contest import NOWHERE, Contest
from cartsim.pricing.deal import Deal, Measure
from cartsim.pricing.ledger import Ledger
from cartsim.pricing.scope import standing

ASSIGNED = frozenset({Layer.SHOP, Layer.CROSS_SHOP, Layer.PLATFORM})
"""Layers of activities: every line goes to one of them. The other layers are coupon slots."""


class Use(NamedTuple):
    """A deal on the lines it takes in one option, in basket order."""

    deal: Deal
    lines: tuple[int, ...]
    measure: Measure
    """What it comes to where nothing of other stages stands in its way."""


class Option(NamedTuple):
    """One way to decide a stage."""

    value: int
    """Upper bound of what it gives; what it gives where nothing of other stages stands in its way."""
    uses: tuple[Use, ...]
    slack: int = 0
    """How much more another option could give; more than 0 only where the work limit stopped the look for it."""


class Stage(Protocol):
    """One decision of the search."""

    layer: Layer
    lines: tuple[int, ...]

    def deals(self) -> Sequence[Deal]:
        """What competes here."""

    def best(self, work_limit: int) -> Option:
        """The option of highest value, the first of equals, found in at most so many steps of search."""

    def options(self, most: int, best: Option) -> tuple[list[Option], bool]:
        """Options by value, highest first and `best` before all, and whether these are all: at most `most`."""

    def without(self, deal: Deal) -> Stage:
        """The same decision where `deal` is not used, unless the shopper insists on it."""

    def insisting(self, deal: Deal) -> Stage:
        """The same decision where the shopper insists on `deal`, on all lines not chosen for another."""


def option_of(taken: Sequence[tuple[Deal, tuple[int, ...]]]) -> Option:
    """The option that uses these deals on these lines, in this order."""
    value = 0
    uses = []
    for deal, lines in taken:
        if len(lines) == len(deal.lines):
            value += deal.top
            uses.append(new_row(Use, (deal, lines, deal.whole)))
        else:
            measure = deal.measure(lines)
            value += deal.most(lines) if deal.is_loose else deal.value_of(measure, lines)
            uses.append(Use(deal, lines, measure))
    return new_row(Option, (value, tuple(uses), 0))


DECLINED = Option(0, ())
"""Nothing is used."""


@dataclass(slots=True)
class Sole:
    """An activity that no other competes with, or a coupon that stacks: taken as a whole or declined."""

    layer: Layer
    lines: tuple[int, ...]
    deal: Deal
    ways: tuple[Option, ...]
    """The best first."""
    is_insisted: bool
    """The shopper chose it for some line, so it is not declined."""

    def deals(self) -> Sequence[Deal]:
        return (self.deal,)

    def best(self, work_limit: int) -> Option:
        return self.ways[0]

    def options(self, most: int, best: Option) -> tuple[list[Option], bool]:
        return list(self.ways), True

    def without(self, deal: Deal) -> Stage:
        return self if self.is_insisted else replace(self, ways=(DECLINED,))

    def insisting(self, deal: Deal) -> Stage:
        insisted = deal.insisted()
        taken = tuple(
            option_of([(insisted, use.lines) for use in way.uses]) for way in self.ways if way is not DECLINED
        )
        return replace(self, deal=insisted, ways=(*taken, DECLINED))


@dataclass(slots=True)
class Assignment:
    """Lines that the activities of a layer compete for."""

    layer: Layer
    lines: tuple[int, ...]
    contest: Contest

    def deals(self) -> Sequence[Deal]:
        return self.contest.deals

    def best(self, work_limit: int) -> Option:
        taken, slack = best_assignment(self.contest, work_limit)
        option = self._option(taken)
        return option._replace(slack=slack) if slack else option

    def options(self, most: int, best: Option) -> tuple[list[Option], bool]:
        listed: list[Option] = []
        for taken in assignments(self.contest):
            if len(listed) == most:
                return _by_value(listed, best), False
            listed.append(self._option(taken))
        return _by_value(listed, best), True

    def without(self, deal: Deal) -> Stage:
        return replace(self, contest=self.contest.without(deal))

    def insisting(self, deal: Deal) -> Stage:
        return replace(self, contest=self.contest.insisting(deal))

    def _option(self, taken: Sequence[int]) -> Option:
        """`taken` holds the position of the deal of each contested line, -1 for none."""
        contest = self.contest
        members: list[list[int]] = [[] for _ in contest.deals]
        for line, position in zip(contest.lines, taken, strict=True):
            if position != NOWHERE:
                members[position].append(line)
        return option_of(
            [(deal, tuple(sorted(lines))) for deal, lines in zip(contest.deals, members, strict=True) if lines]
        )


@dataclass(slots=True)
class Slot:
    """Coupons of one slot."""

    layer: Layer
    lines: tuple[int, ...]
    coupons: Sequence[Deal]
    """In the order they are preferred among equals."""

    def deals(self) -> Sequence[Deal]:
        return self.coupons

    def best(self, work_limit: int) -> Option:
        options = [option_of([(deal, deal.lines)]) for deal in self.coupons]
        stacked = tuple([deal for deal in self.coupons if stacks(deal)])
        if len(stacked) > 1:
            options.append(self._option(stacked))
        return max(options, key=_value, default=DECLINED)

    def options(self, most: int, best: Option) -> tuple[list[Option], bool]:
        listed: list[Option] = []
        for used in self._sets():
            if len(listed) == most:
                return _by_value(listed, best), False
            listed.append(self._option(used))
        return _by_value(listed, best), True

    def without(self, deal: Deal) -> Stage:
        return replace(self, coupons=[other for other in self.coupons if other is not deal])

    def insisting(self, deal: Deal) -> Stage:
        return replace(self, coupons=[other.insisted() if other is deal else other for other in self.coupons])

    def _sets(self) -> Iterator[tuple[Deal, ...]]:
        yield from ((deal,) for deal in self.coupons)
        stacked = [deal for deal in self.coupons if stacks(deal)]
        for size in range(len(stacked), 1, -1):
            yield from combinations(stacked, size)
        yield ()

    def _option(self, used: tuple[Deal, ...]) -> Option:
        """Coupons of one slot apply by standing, whichever of them was preferred."""
        if len(used) > 1:
            used = tuple(sorted(used, key=lambda deal: standing(deal.promotion)))
        return option_of([(deal, deal.lines) for deal in used])


def stacks(deal: Deal) -> bool:
    """Whether it may share its coupon slot."""
    return deal.coupon is not None and deal.coupon.stack


def _value(option: Option) -> int:
    return option.value


def _by_value(options: list[Option], best: Option) -> list[Option]:
    """The options by value, with `best`, the one an unhindered choice takes, at the very front."""
    rest = [option for option in options if option.uses != best.uses]
    rest.sort(key=lambda option: -option.value)
    return [best, *rest]


def stages_of(deals: Sequence[Deal], ledger: Ledger, layers: Sequence[str]) -> list[Stage]:
    """The stages in the order of the layers; within one, coupons of a shop stand before others."""
    by_layer: dict[str, list[Deal]] = {}
    for deal in deals:
        by_layer.setdefault(deal.layer, []).append(deal)
    stages: list[Stage] = []
    for name in layers:
        of_layer = by_layer.get(name)
        if not of_layer:
            continue
        layer = of_layer[0].layer
        if layer in ASSIGNED:
            for part in connected(of_layer, _own_lines):
                if len(part) == 1:
                    stages.append(_sole(layer, part[0], ledger))
                else:
                    stages.append(_assignment(layer, part, ledger))
        else:
            for part in _slots(of_layer):
                stages += _slot(layer, part)
    return stages


def _own_lines(deal: Deal) -> tuple[int, ...]:
    return deal.lines


def _sole(layer: Layer, deal: Deal, ledger: Ledger) -> Sole:
    lines = deal.lines
    own = []
    if layer is Layer.SHOP:
        own = [choice for line in lines if (choice := ledger.lines[line].promotion) is not None]
    if not own:
        return Sole(layer, lines, deal, (option_of(((deal, lines),)), DECLINED), False)
    if NO_PROMOTION in own:
        lines = tuple(line for line in lines if ledger.lines[line].promotion != NO_PROMOTION)
    taken = option_of(((deal, lines),))
    is_insisted = deal.promotion.id in own
    return Sole(layer, lines, deal, (taken,) if is_insisted else (taken, DECLINED), is_insisted)


def _assignment(layer: Layer, deals: list[Deal], ledger: Ledger) -> Assignment:
    deals.sort(key=lambda deal: standing(deal.promotion))
    positions: dict[int, list[int]] = {}
    for position, deal in enumerate(deals):
        for line in deal.lines:
            positions.setdefault(line, []).append(position)
    lines = ledger.dearest_first(positions)
    choices = [tuple(positions[line]) for line in lines]
    forced: set[int] = set()
    if layer is Layer.SHOP:
        codes = [deal.promotion.id for deal in deals]
        for number, line in enumerate(lines):
            own = ledger.lines[line].promotion
            if own == NO_PROMOTION:
                choices[number] = (NOWHERE,)
            elif own in codes and (wanted := codes.index(own)) in choices[number]:
                choices[number] = (wanted,)
                forced.add(wanted)
    return Assignment(layer, tuple(lines), Contest(deals, lines, choices, frozenset(forced)))


def _slots(coupons: Sequence[Deal]) -> list[list[Deal]]:
    by_slot: dict[str | None, list[Deal]] = {}
    for deal in sorted(coupons, key=_slot_order):
        slot = deal.promotion.shop if deal.layer is Layer.SHOP_COUPON else None
        by_slot.setdefault(slot, []).append(deal)
    return list(by_slot.values())


def _slot_order(deal: Deal) -> tuple[bool, str]:
    return (deal.promotion.shop is None, deal.promotion.shop or "")


def _slot(layer: Layer, coupons: list[Deal]) -> list[Stage]:
    """The decisions of one slot: one among all its coupons, or where all of them stack one for each."""
    if len(coupons) == 1:
        return [Slot(layer, coupons[0].lines, coupons)]
    if all(stacks(deal) for deal in coupons):
        coupons.sort(key=lambda deal: standing(deal.promotion))
        return [_stacked(deal) for deal in coupons]
    coupons.sort(key=_coupon_standing)
    return [Slot(layer, _lines_of(coupons), coupons)]


def _lines_of(deals: Sequence[Deal]) -> tuple[int, ...]:
    """All lines that one of the deals may have, in basket order."""
    lines = deals[0].lines
    if all(deal.lines == lines for deal in deals):
        return lines
    return tuple(sorted(set().union(*map(_own_lines, deals))))


def _stacked(deal: Deal) -> Sole:
    return Sole(deal.layer, deal.lines, deal, (option_of(((deal, deal.lines),)), DECLINED), False)


def _coupon_standing(deal: Deal) -> tuple[int, int, float, float, str]:
    """Face value, threshold, earlier expiry, earlier claim, id (pricing.md, section 4, S11)."""
    promotion = deal.promotion
    ends_at = float("inf") if promotion.ends_at is None else promotion.ends_at
    claimed_at = float("inf") if deal.coupon is None or deal.coupon.claimed_at is None else deal.coupon.claimed_at
    return (-deal.top, -promotion.tiers[-1].when.amount, ends_at, claimed_at, promotion.id)
