"""What the shopper's own choices keep out, and what they cost: the same basket with a choice lifted.

A promotion chosen for a line, a coupon insisted on or put away are constraints on the search (pricing.md, section
0.10). What stays out because of them did not lose to a better one, so it is told apart from what did.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from cartsim.model.promotion import Coupon, Promotion
from cartsim.pricing.basket import Basket
from cartsim.pricing.deal import open_lines
from cartsim.pricing.decide import Decision, decide
from cartsim.pricing.scope import share_one_place
from cartsim.pricing.within_reach import chosen_elsewhere


class OwnChoices:
    """Questions to one decision; each gets a share of its work limit."""

    def __init__(self, decision: Decision) -> None:
        self._decision = decision
        self._basket = decision.basket
        self._now = _total(decision)
        settings = decision.basket.settings
        self._settings = replace(settings, work_limit=max(1, settings.work_limit // (1 + len(decision.deals))))

    def total_without(self) -> int | None:
        """`net_total` where nothing is the shopper's own choice; None where he chose nothing."""
        basket = self._basket
        if basket.settings.choose == "all":
            return None
        lines = tuple([replace(line, promotion=None) if line.promotion is not None else line for line in basket.lines])
        coupons = tuple([_left_open(coupon) for coupon in basket.coupons])
        if lines == basket.lines and coupons == basket.coupons:
            return None
        return _total(decide(replace(basket, lines=lines, coupons=coupons)))

    def saved_by(self, promotion: Promotion, coupon: Coupon | None) -> int | None:
        """Fen less where the choices that keep it out gave way to it, below 0 where that costs more.

        None where no choice of the shopper keeps it out.
        """
        best: int | None = None
        for basket, is_left_open in self._without_rivals(promotion, coupon):
            decision = decide(replace(basket, settings=self._settings))
            if is_left_open and not _applies(promotion.id, decision):
                continue
            saved = self._now - _total(decision)
            best = saved if best is None else max(best, saved)
        return best

    def _without_rivals(self, promotion: Promotion, coupon: Coupon | None) -> Iterator[tuple[Basket, bool]]:
        """The basket with what keeps it out left to the engine (True), and with it chosen instead (False)."""
        basket = self._basket
        if basket.settings.choose == "all":
            return
        if coupon is not None:
            rivals = {other.id for other in self._rivals(coupon)}
            if coupon.picked is False or rivals:
                freed = tuple([_left_open(one) if one.id in rivals else one for one in basket.coupons])
                yield _with_pick(basket, freed, coupon.id, None), True
                if rivals:
                    yield _with_pick(basket, freed, coupon.id, True), False
            return
        ledger = self._decision.ledger
        away = chosen_elsewhere(promotion, open_lines(promotion, ledger, ledger.index), basket, ledger)
        if away:
            for code in (None, promotion.id):
                lines = list(basket.lines)
                for number in away:
                    lines[number] = replace(lines[number], promotion=code)
                yield replace(basket, lines=tuple(lines)), code is None

    def _rivals(self, coupon: Coupon) -> Iterator[Coupon]:
        """Coupons of the same slot the shopper insists on."""
        for other in self._basket.coupons:
            if other.picked and other.claimed and other.id != coupon.id and share_one_place(coupon, other):
                yield other


def _left_open(coupon: Coupon) -> Coupon:
    return replace(coupon, picked=None) if coupon.picked is not None else coupon


def _with_pick(basket: Basket, coupons: Iterable[Coupon], code: str, picked: bool | None) -> Basket:
    return replace(basket, coupons=tuple([replace(one, picked=picked) if one.id == code else one for one in coupons]))


def _applies(code: str, decision: Decision) -> bool:
    return any(record.deal.promotion.id == code and record.is_applied for record in decision.choice.records)


def _total(decision: Decision) -> int:
    return sum(decision.ledger.worths) - decision.choice.off
