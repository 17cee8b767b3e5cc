"""What a 凑单 aims at, the threshold of a promotion, a coupon or free freight, and what goods bring towards it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from cartsim.model.checkout import FreightRule
from cartsim.model.promotion import Base, Promotion
from cartsim.pricing.basket import Basket, BasketLine, FreightPart, Gap, Quote
from cartsim.pricing.freight import fee_of
from cartsim.pricing.gap import gap_of
from cartsim.pricing.kinds import COUPON_LAYERS, lowers_goods
from cartsim.pricing.ledger import Ledger, open_ledger
from cartsim.pricing.reading import reading_of
from cartsim.pricing.swap import taken_offers
from cartsim.pricing.within_reach import gap_within_reach, lines_within_reach


class Contribution(NamedTuple):
    """What one add of some goods changes; against the line it takes the place of."""

    amount: int
    """fen towards the threshold"""
    pieces: int
    price: int
    """fen after the item layer"""


class TierAhead(NamedTuple):
    """A tier and what it gives."""

    amount: int
    pieces: int
    off: int
    """Nominal cut, fen."""


class Aim(Protocol):
    """One threshold of one basket."""

    def gap(self, basket: Basket, priced: Quote) -> Gap:
        """How far a basket is, whose quote is given."""

    def contributions(self, beside: Beside) -> list[Contribution | None]:
        """What each line of the goods brings; None where it does not count."""

    def after(self, gap: Gap, brings: Contribution, line: str) -> Gap:
        """The gap once `line` counts, where everything else stays as it is."""

    def may_close(self, gap: Gap, brings: Contribution) -> bool:
        """Whether what is missing could be reached with it, whatever else changes."""

    def over(self, gap: Gap) -> int:
        """Fen above the threshold that is reached."""

    def tier_after(self, gap: Gap) -> TierAhead | None:
        """The tier behind the one that is missing now."""


def aim_at(target: Promotion | FreightRule, basket: Basket, ledger: Ledger, *, of_cart: bool = False) -> Aim:
    """The threshold of a promotion or coupon, or that of free freight, of the basket with this ledger.

    With `of_cart` a promotion counts the lines its group prices, as its bar in the cart does.
    """
    if isinstance(target, FreightRule):
        return FreightAim(target, basket, ledger)
    return PromotionAim(target, basket, ledger, of_cart=of_cart)


class Beside:
    """Goods beside the basket they could be added to."""

    def __init__(self, goods: Ledger, ledger: Ledger) -> None:
        self.goods = goods
        self.ledger = ledger
        self._places = {ledger.lines[number].id: number for number in ledger.counted}

    def brings(self, number: int, *, by_list: bool = False) -> Contribution:
        """What line `number` of the goods brings beside the line of the same id that counts already."""
        goods, ledger = self.goods, self.ledger
        amounts = goods.listed if by_list else goods.worths
        known = self._places.get(goods.lines[number].id)
        if known is None:
            return Contribution(amounts[number], goods.quantities[number], goods.worths[number])
        before = ledger.listed if by_list else ledger.worths
        return Contribution(
            amounts[number] - before[known],
            goods.quantities[number] - ledger.quantities[known],
            goods.worths[number] - ledger.worths[known],
        )


class PromotionAim:
    """The next tier of a promotion or coupon."""

    def __init__(self, promotion: Promotion, basket: Basket, ledger: Ledger, *, of_cart: bool) -> None:
        self._promotion = promotion
        self._basket = basket
        self._ledger = ledger
        self._of_cart = of_cart
        self._rounding = ledger.rounding
        self._by_list = (promotion.threshold_base or ledger.base) is Base.LIST
        bases = ledger.listed if self._by_list else ledger.worths
        counting = self._counting(ledger)
        self._most = sum([bases[number] for number in counting])
        """Base of every line that could count, fen, whatever prices it now."""
        self._most_pieces = sum([ledger.quantities[number] for number in counting])

    def gap(self, basket: Basket, priced: Quote) -> Gap:
        """That of the quote for a group; else by all lines that could go to it."""
        if self._of_cart and self._promotion.layer not in COUPON_LAYERS:
            known = (gap for gap in priced.gaps if gap.promotion == self._promotion.id)
            return next(known, None) or self._gap(0, 0, ())
        ledger = self._ledger if basket is self._basket else open_ledger(basket, taken_offers(basket))
        return gap_within_reach(self._promotion, basket, ledger, priced)

    def contributions(self, beside: Beside) -> list[Contribution | None]:
        """What each line brings to the amount and pieces its condition reads."""
        counting = set(self._counting(beside.goods))
        return [
            beside.brings(number, by_list=self._by_list) if number in counting else None
            for number in range(len(beside.goods.lines))
        ]

    def after(self, gap: Gap, brings: Contribution, line: str) -> Gap:
        """The one gap function on what counts then."""
        lines = gap.lines if line in gap.lines else (*gap.lines, line)
        return self._gap(gap.base + brings.amount, gap.pieces + brings.pieces, lines)

    def may_close(self, gap: Gap, brings: Contribution) -> bool:
        """By all lines that could count for it."""
        return (
            not gap.is_top
            and self._most + brings.amount >= gap.threshold
            and self._most_pieces + brings.pieces >= gap.threshold_pieces
        )

    def over(self, gap: Gap) -> int:
        """Above the tier, or the repetition, that is reached."""
        tiers = self._promotion.tiers
        if not gap.reached:
            return 0
        repeated = len(tiers) == 1
        threshold = tiers[0].when.amount * gap.reached if repeated else tiers[gap.reached - 1].when.amount
        return gap.base - threshold if threshold else 0

    def tier_after(self, gap: Gap) -> TierAhead | None:
        """Read off the gap as it is once the tier that is missing now is reached."""
        if gap.is_top:
            return None
        ahead = self._gap(max(gap.base, gap.threshold), max(gap.pieces, gap.threshold_pieces), gap.lines)
        if ahead.is_top or not ahead.is_met:
            return None
        return TierAhead(ahead.threshold, ahead.threshold_pieces, ahead.next_off)

    def _gap(self, base: int, pieces: int, lines: tuple[str, ...]) -> Gap:
        return gap_of(self._promotion, base, pieces, lines, None, self._rounding)

    def _counting(self, ledger: Ledger) -> Sequence[int]:
        """Lines its condition reads; of what lowers no goods, those in its scope."""
        promotion = self._promotion
        if promotion.measures is not None:
            return ledger.index.members(promotion.shop, promotion.measures)
        if not lowers_goods(promotion):
            return sorted(reading_of(promotion, ledger).members)
        return lines_within_reach(promotion, self._basket, ledger)


class FreightAim:
    """The amount from which the freight of one rule is free."""

    def __init__(self, rule: FreightRule, basket: Basket, ledger: Ledger) -> None:
        self._rule = rule
        self._named = {other.shop for other in basket.freight}
        counting = [number for number in ledger.counted if self._sends(ledger.lines[number])]
        self._most = sum([ledger.worths[number] for number in counting])

    def gap(self, basket: Basket, priced: Quote) -> Gap:
        """The part of the quote, read as a gap; what it gives is the fee it saves."""
        lines = tuple([line for line in basket.lines if line.checked and line.quantity > 0 and self._sends(line)])
        part = next((part for part in priced.freight_parts if part.shop == self._rule.shop), None)
        pieces = sum([line.quantity for line in lines])
        fee = fee_of(self._rule, pieces, sum([line.quantity * line.weight for line in lines]))
        return self._gap(0 if part is None else part.base, pieces, tuple([line.id for line in lines]), fee, part)

    def contributions(self, beside: Beside) -> list[Contribution | None]:
        """What each line brings that would be sent by this rule."""
        return [beside.brings(number) if self._sends(line) else None for number, line in enumerate(beside.goods.lines)]

    def after(self, gap: Gap, brings: Contribution, line: str) -> Gap:
        """The fee stays that of the parcel as it is now."""
        lines = gap.lines if line in gap.lines else (*gap.lines, line)
        fee = gap.off if gap.is_met else gap.next_off
        return self._gap(gap.base + brings.amount, gap.pieces + brings.pieces, lines, fee, None)

    def may_close(self, gap: Gap, brings: Contribution) -> bool:
        """By what all lines of the parcel are worth before any cut."""
        return not gap.is_met and self._most + brings.amount >= gap.threshold

    def over(self, gap: Gap) -> int:
        """Above the threshold of free freight."""
        return gap.base - gap.threshold if gap.is_met else 0

    def tier_after(self, gap: Gap) -> TierAhead | None:
        """Free is free."""
        return None

    def _sends(self, line: BasketLine) -> bool:
        return line.shop == self._rule.shop or (self._rule.shop is None and line.shop not in self._named)

    def _gap(self, base: int, pieces: int, lines: tuple[str, ...], fee: int, part: FreightPart | None) -> Gap:
        threshold = self._rule.free_over or 0
        is_free = pieces > 0 and base >= threshold if part is None else not part.short
        return Gap(
            promotion=f"freight:{self._rule.shop or '*'}",
            base=base,
            pieces=pieces,
            lines=lines,
            reached=int(is_free),
            off=fee if is_free else 0,
            needed=0 if is_free else threshold - base,
            needed_pieces=0,
            threshold=threshold,
            threshold_pieces=0,
            next_off=0 if is_free else fee,
        )
