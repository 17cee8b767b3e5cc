"""A basket priced shop by shop, so that shops nothing changed for are taken over from an earlier quote.

What a shop's own promotions do on its own lines hangs on nothing else, as long as nothing that spans shops comes
before them, shuts them out or runs out of room behind them. Where that holds, and only there, the shops are decided
apart and what spans them is laid over; everywhere else the basket is decided as a whole. Both ways give the same quote.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter

from cartsim.model.promotion import Base
from cartsim.pricing.basket import Applied, Basket, BasketLine, Cut, Gap, PricedLine
from cartsim.pricing.choose import choose_over
from cartsim.pricing.columns import entries
from cartsim.pricing.deal import Deal, open_lines, usable_above
from cartsim.pricing.decide import Decision
from cartsim.pricing.gaps import activity_gaps
from cartsim.pricing.joined import Joined, Placed, Rows
from cartsim.pricing.ledger import Ledger
from cartsim.pricing.offers import OF_SHOPS, Offers, offers_of
from cartsim.pricing.part import Part, ShopFacts
from cartsim.pricing.reckon import Account, applied_of, earned_gifts, note_cuts, rows_of
from cartsim.pricing.stage import stages_of

REST = 15
"""Quotes not tried shop by shop after one that could not be: what stands in the way mostly stays."""


@dataclass(slots=True)
class Memo:
    """The parts of the last quote, one for each shop; a value the caller keeps and hands on, nothing else knows it."""

    parts: dict[str, Part] = field(default_factory=dict)
    last: Apart | None = None
    """The last basket decided shop by shop."""
    joined: Joined | None = None
    rows: Rows | None = None
    rest: int = 0
    """How many quotes to come are not tried shop by shop, because the last one that was had to be decided whole."""
    offers: Offers | None = None

    def sorted_offers(self, basket: Basket) -> Offers:
        """The basket's offers by shop."""
        if self.offers is None or not self.offers.are_those_of(basket):
            self.offers = offers_of(basket)
        return self.offers

    def part(self, shop: str, made_of: ShopFacts) -> Part:
        """The shop's part, the known one where it was made of the same."""
        known = self.parts.get(shop)
        if known is None or known.made_of != made_of:
            known = self.parts[shop] = Part(made_of)
        return known

    def keep_only(self, shops: Mapping[str, object]) -> None:
        """Forget the shops that are gone."""
        if len(self.parts) > len(shops):
            self.parts = {shop: part for shop, part in self.parts.items() if shop in shops}


@dataclass(frozen=True, slots=True)
class Apart:
    """A basket decided shop by shop, and what spans the shops."""

    basket: Basket
    parts: Sequence[Placed]
    offers: Offers
    spanning: Decision | None
    """None where nothing that spans shops is in sight."""

    @property
    def worth(self) -> int:
        """After the item layer, fen."""
        return sum([placed.part.worth for placed in self.parts])

    @property
    def off(self) -> int:
        """Fen off above the item layer."""
        off = sum([placed.part.off for placed in self.parts])
        return off if self.spanning is None else off + self.spanning.choice.off

    def account(self, memo: Memo) -> Account:
        """All of it written out as if it had been decided as a whole."""
        memo.rows = Rows.of(self.parts, len(self.basket.lines), memo.rows)
        accounts = [placed.part.account for placed in self.parts]
        gifts = [gift for account in accounts for gift in account.gifts]
        spanning = self.spanning
        if spanning is not None:
            gifts += earned_gifts(spanning.choice.records)
        gifts.sort(key=lambda gift: gift.promotion)
        return Account(
            listed=sum([account.listed for account in accounts]),
            goods=sum([account.goods for account in accounts]),
            worth=self.worth,
            off=self.off,
            lines=self._lines(memo.rows.by_number),
            applied=self._applied(),
            gifts=tuple(gifts),
            gaps=self._gaps(),
            optimal=all(account.optimal for account in accounts) and (spanning is None or spanning.choice.optimal),
            ledger=self._ledger(),
            ceiling=sum([account.ceiling for account in accounts])
            + (0 if spanning is None else spanning.choice.ceiling),
        )

    def _ledger(self) -> Ledger | None:
        """Only freight asks for it where nothing spans shops."""
        if self.spanning is not None:
            return self.spanning.ledger
        return Joined.of(self.parts, len(self.basket.lines), None).ledger(self.basket) if self.basket.freight else None

    def _lines(self, rows: Sequence[PricedLine | None]) -> tuple[PricedLine, ...]:
        if self.spanning is None or not self.spanning.choice.records:
            return tuple([row for row in rows if row is not None])
        cuts: list[list[Cut]] = [[] if row is None else [*row.cuts] for row in rows]
        note_cuts(self.spanning.choice.records, cuts)
        activity = [None if row is None else row.promotion for row in rows]
        return rows_of(self.spanning.ledger, cuts, self.spanning.choice.left, activity)

    def _applied(self) -> tuple[Applied, ...]:
        layers = self.basket.settings.layers
        keyed = [
            (layer, numbers[place], applied) for part, numbers in self.parts for layer, place, applied in part.applied
        ]
        if self.spanning is not None:
            for record in self.spanning.choice.records:
                if record.is_applied:
                    applied = applied_of(record, self.spanning.ledger)
                    keyed.append((layers.index(applied.layer), record.lines[0], applied))
        keyed.sort(key=itemgetter(0, 1))
        return tuple([applied for _, _, applied in keyed])

    def _gaps(self) -> tuple[Gap, ...]:
        gaps = {gap.promotion: gap for placed in self.parts for gap in placed.part.account.gaps}
        if self.spanning is not None:
            gaps.update((gap.promotion, gap) for gap in activity_gaps(self.spanning))
        return tuple([gaps[promotion.id] for promotion in self.basket.promotions if promotion.id in gaps])


def shops_apart(basket: Basket, memo: Memo | None) -> Apart | None:
    """The basket decided shop by shop; None where it has to be decided as a whole, or nothing would be taken over."""
    if memo is None or not basket.lines or basket.settings.choose == "all":
        return None
    offers = memo.sorted_offers(basket)
    if not offers.stay_apart:
        return None
    if memo.rest:
        memo.rest -= 1
        return None
    parts = _parts_of_same_lines(basket, offers, memo) or _parts(basket, offers, memo)
    if parts is None:
        return None
    if offers.spanning or offers.spanning_coupons:
        apart = _laid_over(basket, parts, offers, memo)
    else:
        apart = Apart(basket, parts, offers, None)
    memo.last = apart
    if apart is None:
        memo.rest = REST
    return apart


def _parts(basket: Basket, offers: Offers, memo: Memo) -> list[Placed] | None:
    """Every shop by itself; None where a line takes a 换购 offer, whose threshold may read other shops."""
    numbers = _by_shop(basket.lines)
    if numbers is None:
        return None
    memo.keep_only(numbers)
    return [_placed(basket, offers, memo, shop, of_shop) for shop, of_shop in numbers.items()]


def _parts_of_same_lines(basket: Basket, offers: Offers, memo: Memo) -> list[Placed] | None:
    """The same where nothing but some lines differs from the last basket, and these stayed in their shops: only
    their shops are looked at. None where more differs."""
    last = memo.last
    if last is None or len(last.basket.lines) != len(basket.lines) or not last.offers.are_same_in_shops(offers):
        return None
    if last.basket.shopper != basket.shopper or last.basket.settings != basket.settings:
        return None
    changed = set()
    for line, was in zip(basket.lines, last.basket.lines, strict=True):
        if line is not was:
            if line.shop != was.shop or line.add_on is not None:
                return None
            changed.add(line.shop)
    return [
        _placed(basket, offers, memo, placed.part.shop, placed.numbers) if placed.part.shop in changed else placed
        for placed in last.parts
    ]


def _placed(basket: Basket, offers: Offers, memo: Memo, shop: str, numbers: list[int]) -> Placed:
    own = entries(basket.lines, numbers)
    facts = ShopFacts(own, *offers.shops.get(shop, offers.nothing), basket.shopper, basket.settings)
    return Placed(memo.part(shop, facts), numbers)


def _by_shop(lines: Sequence[BasketLine]) -> dict[str, list[int]] | None:
    """The numbers of the lines of each shop; None where one takes a 换购 offer."""
    numbers: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        if line.add_on is not None:
            return None
        shop = line.shop
        if shop in numbers:
            numbers[shop].append(number)
        else:
            numbers[shop] = [number]
    return numbers


def _laid_over(basket: Basket, parts: Sequence[Placed], offers: Offers, memo: Memo) -> Apart | None:
    """What spans shops, decided on what the shops leave; None where the two cannot be told apart."""
    offered = replace(basket, promotions=offers.spanning, coupons=offers.spanning_coupons)
    usable = usable_above(offered)
    layers = basket.settings.layers
    last_of_shops = max([layers.index(layer) for layer in OF_SHOPS if layer in layers], default=-1)
    default = basket.settings.threshold_base
    if any((promotion.threshold_base or default) == Base.PROGRESSIVE for promotion in offers.spanning):
        return None
    if usable and any(not placed.part.decision.choice.is_unhindered or placed.part.may_clash for placed in parts):
        return None
    joined = memo.joined = Joined.of(parts, len(basket.lines), memo.joined)
    ledger = joined.ledger(basket)
    deals = []
    for promotion, coupon in usable:
        if promotion.excludes or promotion.group is not None or layers.index(promotion.layer) < last_of_shops:
            return None
        lines = open_lines(promotion, ledger, ledger.index)
        if lines:
            deal = Deal(promotion, coupon, lines, ledger)
            if deal.is_progressive:
                return None
            deals.append(deal)
    stages = stages_of(deals, ledger, layers)
    choice = choose_over(stages, joined.left, basket.settings.work_limit)
    if choice is None:
        return None
    return Apart(basket, parts, offers, Decision(offered, ledger, deals, stages, choice))
