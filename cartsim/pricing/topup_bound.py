"""What goods add to the total at least, without pricing the basket with each of them.

Where every deal of a basket gives all it could alone, the most it can save is the sum of what its stages can; goods
more raise that by no more than they raise each deal they may go to, one deal of a layer, one coupon of a slot. So the
list of a 凑单 needs full quotes only while this bound can still enter its head.
"""

from __future__ import annotations

from collections.abc import Hashable

from cartsim.model.promotion import Coupon, Layer, Promotion
from cartsim.pricing.basket import Basket
from cartsim.pricing.deal import Deal, open_lines, usable_above
from cartsim.pricing.decide import Decision
from cartsim.pricing.stage import ASSIGNED
from cartsim.pricing.topup_aim import Beside


class Bounds:
    """The least real cost of each of some goods, as far as it can be told."""

    def __init__(self, decision: Decision, beside: Beside) -> None:
        self._decision = decision
        self._beside = beside
        self._gains: list[dict[Hashable, int]] = [{} for _ in beside.goods.lines]
        """By what excludes each other: most fen a deal gives more."""
        self._unknown: set[int] = set()
        """Goods no bound is known of."""
        basket = decision.basket
        self.holds = (
            decision.choice.is_unhindered
            and decision.choice.optimal
            and basket.settings.choose == "best"
            and not any(coupon.picked for coupon in basket.coupons)
        )
        if self.holds:
            self._measure(basket)

    def least_extra(self, number: int) -> int | None:
        """Fen the total rises by at least once the goods count; None where nothing is known."""
        if not self.holds or number in self._unknown:
            return None
        return self._beside.brings(number).price - sum(self._gains[number].values())

    def _measure(self, basket: Basket) -> None:
        known = {deal.promotion.id: deal for deal in self._decision.deals}
        contested = {
            deal.promotion.id
            for stage in self._decision.stages
            if stage.layer in ASSIGNED and len(stage.deals()) > 1
            for deal in stage.deals()
        }
        goods = self._beside.goods
        for promotion, coupon in usable_above(basket):
            members = open_lines(promotion, goods, goods.index)
            measured = () if promotion.measures is None else goods.index.members(promotion.shop, promotion.measures)
            touched = {*members, *measured}
            if not touched:
                continue
            deal = known.get(promotion.id) or Deal(promotion, coupon, (), self._decision.ledger)
            if not deal.by_sum or not deal.grows:
                self._unknown |= touched
                continue
            is_whole = promotion.id not in contested and not self._is_chosen(deal)
            gain = _Gain(deal, self._beside, is_whole)
            for number in members:
                self._note(number, promotion, coupon, gain(number))

    def _is_chosen(self, deal: Deal) -> bool:
        """Whether the shopper's own choice keeps lines away from it or to it."""
        lines = self._decision.ledger.lines
        return deal.layer is Layer.SHOP and any(lines[number].promotion is not None for number in deal.lines)

    def _note(self, number: int, promotion: Promotion, coupon: Coupon | None, gain: int) -> None:
        if gain <= 0:
            return
        slot: Hashable = promotion.layer
        if promotion.layer is Layer.SHOP_COUPON:
            slot = (promotion.layer, promotion.shop)
        if coupon is not None and coupon.stack:
            slot = promotion.id
        gains = self._gains[number]
        gains[slot] = max(gains.get(slot, 0), gain)


class _Gain:
    """What one deal gives more with goods more, at most."""

    def __init__(self, deal: Deal, beside: Beside, is_whole: bool) -> None:
        ledger = deal.ledger
        self._deal = deal
        self._beside = beside
        self._by_list = deal.bases is ledger.listed
        self._is_whole = is_whole
        """Whether the deal has all its lines, in every combination that uses it."""
        self._room = sum([ledger.worths[number] for number in deal.lines])
        self._now = self._off(deal.whole.base, deal.whole.pieces, self._room) if deal.lines else 0

    def __call__(self, number: int) -> int:
        """fen"""
        brings = self._beside.brings(number, by_list=self._by_list)
        whole = self._deal.whole
        base, pieces = whole.base + brings.amount, whole.pieces + brings.pieces
        then = self._off(base, pieces, self._room + brings.price)
        return then - self._now if self._is_whole else then

    def _off(self, base: int, pieces: int, room: int) -> int:
        measure = self._deal.reached(base, pieces, self._deal.lines or (0,), self._deal.bases)
        return min(measure.off, room) if measure.step >= 0 else 0
