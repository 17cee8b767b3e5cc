"""A third pricing of a basket: the choice as a model for OR-Tools' CP-SAT, for baskets too large for `plain_pricing`.

Speaks of totals only, so of baskets in which totals say all: cuts by amount and by percent over the parallel or the
progressive base, and for every deal either

* *nested*: all that was taken before from any of its lines was taken from lines of its own scope, so what is left for
  it is a difference of totals, whichever lines run dry; or
* *mild*: no line it reads can run dry, because all cuts that meet on a line are a small part of it.

`cheapest_total` refuses a basket where neither holds. Shares nothing with the engine but the values that describe a
basket; lines and item prices are those of `plain_pricing`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from ortools.sat.python import cp_model

from cartsim.model.promotion import AmountOff, Base, Coupon, Layer, PercentOff, Promotion, Tier
from cartsim.pricing.basket import Basket, BasketLine
from tests.pricing.plain_pricing import ACTIVITIES, after_item, clash, is_open, may_take, standing

Number = cp_model.LinearExprT
MOST_WORK = 5.0
"""Of the solver's deterministic time, so that a slow machine proves what a fast one does."""


@dataclass
class Taking:
    """A deal in the model."""

    promotion: Promotion
    coupon: Coupon | None
    scope: tuple[int, ...]
    """Lines it may take."""
    used: cp_model.IntVar
    takes: dict[int, cp_model.IntVar] = field(default_factory=dict)
    """Whether it takes the line, for every line of its scope."""
    granted: cp_model.IntVar | None = None


def cheapest_total(basket: Basket) -> int:
    """The least `net_total` of any legal combination, proven by the solver."""
    model = _Model(basket)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.cp_model_presolve = False  # it walks the domains of rounded percentages fen by fen
    solver.parameters.max_deterministic_time = MOST_WORK
    status = solver.solve(model.model)
    assert status == cp_model.OPTIMAL, f"no proof: {solver.status_name(status)}"
    return sum(model.worths) - round(solver.objective_value)


class _Model:
    def __init__(self, basket: Basket) -> None:
        self.basket = basket
        self.lines: list[BasketLine] = [line for line in basket.lines if line.checked]
        self.worths = [after_item(basket, line)[0] for line in self.lines]
        self.total = sum(self.worths)
        self.model = cp_model.CpModel()
        self.before: list[Taking] = []
        """In the order they apply."""
        for name in basket.settings.layers:
            if name != Layer.ITEM:
                self._layer(Layer(name))
        off = self._number(0, self.total)  # its ceiling is half of the proof where everything runs dry
        self.model.add(off == sum(taking.granted for taking in self.before if taking.granted is not None))
        self.model.maximize(off)

    def _layer(self, layer: Layer) -> None:
        takings = self._activities(layer) if layer in ACTIVITIES else self._coupons(layer)
        earlier = tuple(self.before)
        for taking in takings:
            self._grant(taking, earlier)
            self.before.append(taking)

    def _activities(self, layer: Layer) -> list[Taking]:
        """A line is with one of the activities used that would take it, and with none only where none is used."""
        found = [
            self._taking(promotion, None)
            for promotion in sorted(self.basket.promotions, key=standing)
            if promotion.layer is layer and is_open(self.basket, promotion)
        ]
        for number, line in enumerate(self.lines):
            wanting = [taking for taking in found if number in taking.scope]
            for taking in wanting:
                taking.takes[number] = self.model.new_bool_var("")
                self.model.add_implication(taking.takes[number], taking.used)
            insisted = [taking for taking in wanting if layer is Layer.SHOP and taking.promotion.id == line.promotion]
            for taking in insisted:
                self.model.add(taking.takes[number] == 1)
            self.model.add_at_most_one([taking.takes[number] for taking in wanting])
            for taking in wanting:
                self.model.add_bool_or([taking.used.negated(), *[other.takes[number] for other in wanting]])
        return found

    def _coupons(self, layer: Layer) -> list[Taking]:
        """One coupon of a slot, or several that stack; on all lines that what applied before leaves to it."""
        usable = [
            coupon
            for coupon in self.basket.coupons
            if coupon.promotion.layer is layer and coupon.claimed and is_open(self.basket, coupon.promotion)
        ]
        usable.sort(key=lambda coupon: (coupon.promotion.shop or "", standing(coupon.promotion)))
        found = [self._taking(coupon.promotion, coupon) for coupon in usable]
        for number, one in enumerate(found):
            for other in found[:number]:
                is_one_slot = layer is not Layer.SHOP_COUPON or one.promotion.shop == other.promotion.shop
                both_stack = one.coupon is not None and one.coupon.stack and other.coupon and other.coupon.stack
                if is_one_slot and not both_stack:
                    self.model.add_at_most_one([one.used, other.used])
        return found

    def _taking(self, promotion: Promotion, coupon: Coupon | None) -> Taking:
        scope = tuple(n for n, line in enumerate(self.lines) if may_take(self.basket, promotion, line))
        return Taking(promotion, coupon, scope, self.model.new_bool_var(promotion.id))

    def _grant(self, taking: Taking, earlier: Sequence[Taking]) -> None:
        """What the deal gives: of the tiers its lines reach the one that gives most, as far as there is room."""
        deal = taking.promotion
        lines = self._members(taking)
        mode = deal.threshold_base or self.basket.settings.threshold_base
        assert mode in (Base.PARALLEL, Base.PROGRESSIVE)
        worth = sum(self.worths[n] for n in taking.scope)
        base = self._number(0, worth)
        if mode == Base.PROGRESSIVE and any(set(other.scope) & set(taking.scope) for other in earlier):
            if not self._is_nested(taking, earlier) or any(clash(other.promotion, deal) for other in earlier):
                raise ValueError(f"{deal.id}: totals do not say what it is measured on")
            self.model.add(base == self._left(taking, earlier)).only_enforce_if(taking.used)
            self.model.add(base == 0).only_enforce_if(taking.used.negated())
        else:
            self.model.add(base == sum(self.worths[n] * takes for n, takes in lines.items()))
        pieces = sum(self.lines[n].quantity * takes for n, takes in lines.items())
        off = self._number(0, self.total)
        self.model.add_max_equality(off, [0, *[self._tier(tier, deal, base, worth, pieces) for tier in deal.tiers]])
        taking.granted = self._number(0, self.total)
        limits: list[Number] = [off]
        if deal.max_off is not None:
            limits.append(deal.max_off)
        if taking.coupon is None:
            limits.append(sum(self.worths[n] * takes for n, takes in lines.items()))
        if self._is_nested(taking, self.before):
            limits.append(self._left(taking, self.before))
        elif not self._is_mild(taking):
            raise ValueError(f"{deal.id}: totals do not say what is left for it")
        self.model.add_min_equality(taking.granted, limits)

    def _members(self, taking: Taking) -> dict[int, cp_model.IntVar]:
        """The lines it is measured on: of those it takes, all that nothing applied before shuts out."""
        members = {}
        for number in taking.scope:
            takes: cp_model.IntVar = taking.takes.get(number, taking.used)
            barring = [
                self._applies_on(other, number)
                for other in self.before
                if number in other.scope and clash(other.promotion, taking.promotion)
            ]
            if barring:
                free = self.model.new_bool_var("")
                self.model.add_bool_and([takes, *[bar.negated() for bar in barring]]).only_enforce_if(free)
                self.model.add_bool_or([takes.negated(), *barring]).only_enforce_if(free.negated())
                takes = free
            members[number] = takes
        taking.takes = members
        return members

    def _applies_on(self, other: Taking, number: int) -> cp_model.IntVar:
        assert other.granted is not None
        gives = self.model.new_bool_var("")
        self.model.add(other.granted >= 1).only_enforce_if(gives)
        self.model.add(other.granted == 0).only_enforce_if(gives.negated())
        both = self.model.new_bool_var("")
        self.model.add_bool_and([gives, other.takes[number]]).only_enforce_if(both)
        self.model.add_bool_or([gives.negated(), other.takes[number].negated()]).only_enforce_if(both.negated())
        return both

    def _tier(self, tier: Tier, deal: Promotion, base: cp_model.IntVar, worth: int, pieces: Number) -> cp_model.IntVar:
        """What the tier gives where it is reached, 0 elsewhere."""
        reached = self._at_least(base, tier.when.amount) if tier.when.amount else None
        if tier.when.pieces:
            by_pieces = self._at_least(pieces, tier.when.pieces)
            reached = by_pieces if reached is None else self._both(reached, by_pieces)
        assert reached is not None
        off = self._number(0, self.total)
        match tier.give:
            case AmountOff(amount):
                times: Number = 1
                if deal.repeat != 1:
                    times = self._floor(base, tier.when.amount, worth)
                    if deal.repeat is not None:
                        counted = self._number(0, deal.repeat)
                        self.model.add_min_equality(counted, [times, deal.repeat])
                        times = counted
                self.model.add(off == amount * times).only_enforce_if(reached)
            case PercentOff(rate):
                share = self._floor(2 * rate * base + 10_000, 20_000, 2 * rate * worth + 10_000)  # half up
                self.model.add(off == share).only_enforce_if(reached)
            case _:
                raise ValueError(f"{deal.id}: neither an amount nor a percentage")
        self.model.add(off == 0).only_enforce_if(reached.negated())
        return off

    def _left(self, taking: Taking, earlier: Sequence[Taking]) -> Number:
        taken = [other.granted for other in earlier if set(other.scope) & set(taking.scope)]
        return sum(self.worths[n] for n in taking.scope) - sum(granted for granted in taken if granted is not None)

    def _is_nested(self, taking: Taking, earlier: Sequence[Taking]) -> bool:
        deal, own = taking.promotion, set(taking.scope)
        if deal.excess_drops or self._has_rivals(taking):
            return False
        return all(set(other.scope) <= own or not set(other.scope) & own for other in earlier)

    def _has_rivals(self, taking: Taking) -> bool:
        """Whether another activity of its layer may take some of its lines."""
        return taking.coupon is None and any(
            other is not taking.promotion
            and other.layer is taking.promotion.layer
            and any(may_take(self.basket, other, self.lines[n]) for n in taking.scope)
            for other in self.basket.promotions
        )

    def _is_mild(self, taking: Taking) -> bool:
        """Whether on each of its lines all that may be taken up to it comes to less than the line."""
        first_of_all = not any(
            set(other.scope) & set(taking.scope)
            for other in self.before
            if other.promotion.layer is not taking.promotion.layer
        )
        if taking.coupon is None and first_of_all:
            return not taking.promotion.excess_drops
        every = [*self.before, taking]
        return all(self._most_taken(every, n) <= self.worths[n] for n in taking.scope)

    def _most_taken(self, every: Sequence[Taking], number: int) -> Fraction:
        """No combination takes more off the line: of activities the largest of a layer, of coupons all."""
        most: dict[object, Fraction] = {}
        for position, taking in enumerate(every):
            if number in taking.scope:
                key = taking.promotion.layer if taking.coupon is None else position
                share = _most_rate(taking.promotion) * self.worths[number] + 1
                most[key] = max(most.get(key, Fraction(0)), share)
        return sum(most.values(), Fraction(0))

    def _at_least(self, number: Number, least: int) -> cp_model.IntVar:
        met = self.model.new_bool_var("")
        self.model.add(number >= least).only_enforce_if(met)
        self.model.add(number < least).only_enforce_if(met.negated())
        return met

    def _both(self, one: cp_model.IntVar, other: cp_model.IntVar) -> cp_model.IntVar:
        both = self.model.new_bool_var("")
        self.model.add_bool_and([one, other]).only_enforce_if(both)
        self.model.add_bool_or([one.negated(), other.negated()]).only_enforce_if(both.negated())
        return both

    def _floor(self, numerator: Number, denominator: int, most: int) -> cp_model.IntVar:
        quotient = self._number(0, most // denominator)
        self.model.add(denominator * quotient <= numerator)
        self.model.add(numerator <= denominator * quotient + denominator - 1)
        return quotient

    def _number(self, low: int, high: int) -> cp_model.IntVar:
        return self.model.new_int_var(low, high, "")


def _most_rate(deal: Promotion) -> Fraction:
    """The largest part of its base that it can take."""
    rates = []
    for tier in deal.tiers:
        match tier.give:
            case AmountOff(amount) if tier.when.amount:
                rates.append(Fraction(amount, tier.when.amount))
            case PercentOff(rate):
                rates.append(Fraction(rate, 10_000))
            case _:
                return Fraction(1)
    return max(rates)
