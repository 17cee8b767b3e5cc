"""Why each promotion and coupon took no part, and what came second: worked out when somebody asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cartsim.model.promotion import Coupon, Layer, Promotion
from cartsim.pricing.alternative import Alternatives
from cartsim.pricing.basket import Basket, Explanation, Refused
from cartsim.pricing.deal import Deal, Measure
from cartsim.pricing.decide import Decision, decide
from cartsim.pricing.freight import freight_of
from cartsim.pricing.gap import gap_of
from cartsim.pricing.gaps import LeftBefore
from cartsim.pricing.item import item_cut
from cartsim.pricing.kinds import is_freight_offer, lowers_goods
from cartsim.pricing.own_choice import OwnChoices
from cartsim.pricing.reading import reading_of
from cartsim.pricing.reckon import priced_lines
from cartsim.pricing.scope import clash, closed_because, is_usable
from cartsim.pricing.within_reach import lines_within_reach


class Offered(NamedTuple):
    """A promotion in sight, with its coupon where it is one."""

    promotion: Promotion
    coupon: Coupon | None


def explain(basket: Basket) -> Explanation:
    """What `quote(basket)` leaves unsaid: one reason for all that took no part, and the runner-up.

    Pure, like `quote`, whose choice it repeats. What another choice would cost is exact as far as the work limit
    reaches; all questions together get at most that limit once more.
    """
    decision = decide(basket)
    refusals = _Refusals(decision)
    second = None if refusals.alternatives is None else refusals.alternatives.second_best()
    return Explanation(
        refused=tuple(refusals.all()),
        runner_up=None if second is None else sum(decision.ledger.worths) - second,
        without_choice=refusals.own.total_without(),
    )


def offered(basket: Basket) -> Iterator[Offered]:
    """All promotions that offer anything, then all coupons, in the order of the basket."""
    for promotion in basket.promotions:
        if promotion.tiers:
            yield Offered(promotion, None)
    for coupon in basket.coupons:
        if coupon.promotion.tiers:
            yield Offered(coupon.promotion, coupon)


class _Refusals:
    """What is asked of a decision over and over while its refusals are listed."""

    def __init__(self, decision: Decision) -> None:
        self.basket = decision.basket
        self.ledger = decision.ledger
        self.records = decision.choice.records
        self.usable = {deal.promotion.id: deal for deal in decision.deals}
        self.left_before = LeftBefore(decision)
        self.freight = freight_of(decision.basket, decision.ledger, priced_lines(decision.ledger, decision.choice))
        self.alternatives = None if decision.basket.settings.choose == "all" else Alternatives(decision)
        self.own = OwnChoices(decision)
        self.takers: dict[int, list[int]] = {}
        """Of each line the records that applied on it, by position."""
        for position, record in enumerate(self.records):
            if record.is_applied:
                for line in record.lines:
                    self.takers.setdefault(line, []).append(position)

    def all(self) -> Iterator[Refused]:
        """One answer for everything in sight that took nothing off and gave nothing."""
        applied = {record.deal.promotion.id for record in self.records if record.is_applied}
        applied.update(item.promotion.id for taken in self.ledger.items.values() for item in taken)
        applied.update(by for part in self.freight for by, _ in part.cuts)
        for entry in offered(self.basket):
            if entry.promotion.id not in applied:
                yield self._refusal(entry)

    def _refusal(self, entry: Offered) -> Refused:
        promotion, coupon = entry
        code = promotion.id
        closed = closed_because(promotion, self.basket.now)
        if closed is not None:
            return Refused(code, closed, at=promotion.starts_at if closed == "not_yet" else None)
        if coupon is not None and coupon.picked is False:
            return Refused(code, "put_away", short=max(0, self.own.saved_by(promotion, coupon) or 0))
        if coupon is not None and not coupon.claimed:
            return Refused(code, "not_claimed" if coupon.left else "out_of_stock")
        lines = self.ledger.index.members(promotion.shop, promotion.scope)
        if not lines:
            return Refused(code, "no_lines")
        if not is_usable(promotion, self.basket.now, self.basket.shopper):
            return Refused(code, "not_for_shopper", winner=promotion.audience)
        if not lowers_goods(promotion):
            return self._beside_goods(promotion)
        if promotion.layer is Layer.ITEM:
            return self._item_refusal(promotion, lines)
        deal = self.usable.get(code)
        if deal is None:
            by = [self.ledger.items[line][0].promotion.id for line in lines if line in self.ledger.items]
            return Refused(code, "excluded_by", winner=by[0]) if by else Refused(code, "no_lines")
        whole = self._measured(deal, deal.lines)
        if whole.step < 0:
            return self._short(deal)
        if deal.gift(whole.step) is not None and not whole.off and not whole.gift_value:
            return Refused(code, "out_of_stock")
        return self._lost(deal)

    def _measured(self, deal: Deal, lines: tuple[int, ...]) -> Measure:
        """What it comes to on the lines, with what earlier layers left of them."""
        if deal.is_progressive:
            return deal.measure(lines, self.left_before(deal.layer))
        return deal.whole if lines is deal.lines else deal.measure(lines)

    def _short(self, deal: Deal) -> Refused:
        """It is not reached: what is missing after the lines that could go to it."""
        promotion = deal.promotion
        lines = lines_within_reach(promotion, self.basket, self.ledger)
        if not lines:
            return Refused(promotion.id, "own_choice")
        measure = self._measured(deal, lines)
        gap = gap_of(promotion, measure.base, measure.pieces, ())
        return Refused(promotion.id, "below_threshold", short=gap.needed, short_pieces=gap.needed_pieces)

    def _beside_goods(self, promotion: Promotion) -> Refused:
        """A 换购 nobody takes, or a freight offer that finds no freight, or less than another takes."""
        reading = reading_of(promotion, self.ledger)
        if not any(reading.reaches(tier.when) for tier in promotion.tiers):
            gap = gap_of(promotion, reading.base, reading.pieces, ())
            return Refused(promotion.id, "below_threshold", short=gap.needed, short_pieces=gap.needed_pieces)
        winner = next((by for part in self.freight for by, _ in part.cuts), None)
        if is_freight_offer(promotion):
            return Refused(promotion.id, "not_best", winner=winner)
        return Refused(promotion.id, "not_taken")

    def _item_refusal(self, promotion: Promotion, lines: Sequence[int]) -> Refused:
        """The line nearest to it decides: what it lacks there, or what it would cost there."""
        ledger = self.ledger
        costs = [
            (ledger.items[number][0].off - cut, ledger.items[number][0].promotion.id)
            for number in lines
            if number in ledger.items and (cut := item_cut(promotion, ledger.lines[number], ledger.rounding).off)
        ]
        if costs:
            cost, winner = min(costs)
            return Refused(promotion.id, "not_best", short=cost, winner=winner)
        when = promotion.tiers[0].when
        short = min(max(0, when.amount - ledger.amounts[number]) for number in lines)
        short_pieces = min(max(0, when.pieces - ledger.quantities[number]) for number in lines)
        if short or short_pieces:
            return Refused(promotion.id, "below_threshold", short=short, short_pieces=short_pieces)
        return Refused(promotion.id, "not_best")

    def _lost(self, deal: Deal) -> Refused:
        """It could be reached: kept out by the shopper, shut out by what was applied, or dearer than the choice."""
        code = deal.promotion.id
        saved = self.own.saved_by(deal.promotion, deal.coupon)
        if saved is not None and saved > 0:
            return Refused(code, "own_choice", short=saved)
        cost = 0 if self.alternatives is None else self.alternatives.cost_of(deal)
        if saved is not None:
            cost = -saved
        positions = sorted({position for line in deal.lines for position in self.takers.get(line, ())})
        met = [self.records[position] for position in positions]
        for record in met:
            if clash(record.deal.promotion, deal.promotion):
                return Refused(code, "excluded_by", short=cost, winner=record.deal.promotion.id)
        rivals = [record for record in met if record.deal.layer is deal.layer]
        rivals.sort(key=lambda record: -record.granted)
        winners = [record.deal.promotion.id for record in rivals]
        winner = winners[0] if winners else None
        return Refused(code, "not_best", short=cost, winner=winner, beside=tuple(winners[1:]))
