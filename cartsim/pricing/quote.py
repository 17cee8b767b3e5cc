"""`quote(basket)`: the price of a basket to the fen."""

from __future__ import annotations

from collections.abc import Sequence

from cartsim.model.promotion import Layer
from cartsim.pricing.basket import Applied, Basket, Cut, EarnedGift, LostAddOn, PricedLine, Quote
from cartsim.pricing.checkout import checkout_rows
from cartsim.pricing.choose import Choice
from cartsim.pricing.decide import decide
from cartsim.pricing.freight import freight_of
from cartsim.pricing.gaps import activity_gaps
from cartsim.pricing.item import ItemCut
from cartsim.pricing.ledger import Ledger
from cartsim.pricing.settle import Record


def quote(basket: Basket) -> Quote:
    """The cheapest legal price of the checked lines.

    Pure: the same basket gives the same quote. Lines keep their order in the answer, gaps that of the promotions.
    Nothing raises for what a promotion or a price says; ids are taken to be unique.
    """
    decision = decide(basket)
    ledger, choice = decision.ledger, decision.choice
    lines = priced_lines(ledger, choice)
    goods = sum(ledger.amounts)
    net_total = sum([line.net for line in lines])
    freight_parts = freight_of(basket, ledger, choice.records)
    freight = sum([part.net for part in freight_parts])
    checkout = checkout_rows(basket, net_total, goods, freight)
    return Quote(
        list_total=sum(ledger.listed),
        goods=goods,
        saved=goods - net_total,
        net_total=net_total,
        lines=lines,
        applied=applied_items(ledger) + _applied_above(ledger, choice, basket.settings.layers),
        gifts=tuple([gift for record in choice.records if (gift := earned_gift(record)) is not None]),
        gaps=activity_gaps(decision),
        optimal=choice.optimal,
        bound=None if choice.optimal else sum(ledger.worths) - choice.ceiling,
        freight=freight,
        payable=net_total + freight - sum([row.amount for row in checkout]),
        freight_parts=freight_parts,
        checkout=checkout,
        lost_add_ons=_lost_add_ons(ledger),
    )


def _lost_add_ons(ledger: Ledger) -> tuple[LostAddOn, ...]:
    asked = [(number, line) for number, line in enumerate(ledger.lines) if line.add_on is not None and line.checked]
    if not asked:
        return ()
    counted = set(ledger.counted)
    return tuple([LostAddOn(line.id, line.add_on or "") for number, line in asked if number not in counted])


def net_total(basket: Basket) -> int:
    """What `quote` says of the basket as `net_total`, and nothing else: for what-if questions."""
    decision = decide(basket)
    return sum(decision.ledger.worths) - decision.choice.off


def priced_lines(ledger: Ledger, choice: Choice) -> tuple[PricedLine, ...]:
    """The counted lines with their cuts, in basket order."""
    cuts: list[list[Cut]] = [[] for _ in ledger.lines]
    for number, taken in ledger.items.items():
        cuts[number] += [Cut(item.promotion.id, item.promotion.layer, item.off) for item in taken]
    nets = ledger.worths.copy()
    activity: list[str | None] = [None] * len(nets)
    for record in choice.records:
        code = record.deal.promotion.id
        layer = record.deal.layer
        if layer is Layer.SHOP:
            for number in record.lines:
                activity[number] = code
        if record.granted:
            for number, share in zip(record.lines, record.shares, strict=True):
                if share:
                    cuts[number].append(Cut(code, layer, share))
                    nets[number] -= share
    lines, amounts, units = ledger.lines, ledger.amounts, ledger.units
    return tuple(
        [
            PricedLine(
                lines[number].id, amounts[number], tuple(cuts[number]), nets[number], units[number], activity[number]
            )
            for number in ledger.counted
        ]
    )


def applied_items(ledger: Ledger) -> tuple[Applied, ...]:
    """What prices some line before all other layers, item promotions and 换购, in the order of their first line."""
    members: dict[str, list[tuple[int, ItemCut]]] = {}
    for number, taken in ledger.items.items():
        for item in taken:
            members.setdefault(item.promotion.id, []).append((number, item))
    return tuple([_applied_item(taken, ledger) for taken in members.values()])


def _applied_item(taken: Sequence[tuple[int, ItemCut]], ledger: Ledger) -> Applied:
    promotion = taken[0][1].promotion
    shares = tuple([item.off for _, item in taken])
    return Applied(
        id=promotion.id,
        layer=promotion.layer,
        base=sum([ledger.amounts[number] for number, _ in taken]),
        times=1,
        off=sum(shares),
        granted=sum(shares),
        lines=tuple([ledger.lines[number].id for number, _ in taken]),
        shares=shares,
        funder=promotion.funder,
    )


def _applied_above(ledger: Ledger, choice: Choice, layers: Sequence[str]) -> tuple[Applied, ...]:
    """What was applied above the item layer: by layer, then by its first line."""
    records = [record for record in choice.records if record.is_applied]
    records.sort(key=lambda record: (layers.index(record.deal.layer), record.lines[0]))
    return tuple(_applied(record, ledger) for record in records)


def _applied(record: Record, ledger: Ledger) -> Applied:
    promotion = record.deal.promotion
    return Applied(
        id=promotion.id,
        layer=promotion.layer,
        base=record.measure.base,
        times=record.measure.times,
        off=record.measure.off,
        granted=record.granted,
        lines=tuple(ledger.lines[number].id for number in record.lines),
        shares=record.shares,
        funder=promotion.funder,
    )


def earned_gift(record: Record) -> EarnedGift | None:
    """The gift pieces the record earned, also where the stock has none; None where it earned none."""
    if record.measure.step < 0:
        return None
    give = record.deal.gift(record.measure.step)
    if give is None:
        return None
    earned = give.quantity * record.measure.times
    return EarnedGift(record.deal.promotion.id, give.gift, earned, min(earned, give.gift.stock))
