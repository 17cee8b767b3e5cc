"""A decision written out: lines with their cuts, what was applied, gifts and gaps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cartsim.model.promotion import Layer
from cartsim.pricing.basket import Applied, Cut, EarnedGift, Gap, PricedLine
from cartsim.pricing.choose import Choice
from cartsim.pricing.columns import entries, new_row
from cartsim.pricing.decide import Decision
from cartsim.pricing.gaps import activity_gaps
from cartsim.pricing.item import ItemCut
from cartsim.pricing.ledger import Ledger
from cartsim.pricing.settle import Record


class Account(NamedTuple):
    """All that a quote says of the goods."""

    listed: int
    goods: int
    worth: int
    """After the item layer, fen."""
    off: int
    """Fen off above the item layer."""
    lines: tuple[PricedLine, ...]
    """Counted lines in basket order."""
    applied: tuple[Applied, ...]
    """What applied before all layers; then by layer, then by its first line."""
    gifts: tuple[EarnedGift, ...]
    gaps: tuple[Gap, ...]
    """In the order of the promotions."""
    ledger: Ledger | None
    """None where nobody asks for freight and it was not needed."""
    optimal: bool
    ceiling: int
    """Most fen off that any combination could still take."""


def account_of(decision: Decision) -> Account:
    """The decision written out."""
    ledger, choice = decision.ledger, decision.choice
    return Account(
        listed=sum(ledger.listed),
        goods=sum(ledger.amounts),
        worth=sum(ledger.worths),
        off=choice.off,
        lines=priced_lines(ledger, choice),
        applied=applied_items(ledger) + applied_above(ledger, choice.records, decision.basket.settings.layers),
        gifts=earned_gifts(choice.records),
        gaps=activity_gaps(decision),
        ledger=ledger,
        optimal=choice.optimal,
        ceiling=choice.ceiling,
    )


def priced_lines(ledger: Ledger, choice: Choice) -> tuple[PricedLine, ...]:
    """The counted lines with their cuts, in basket order."""
    cuts: list[list[Cut]] = [[] for _ in ledger.lines]
    for number, taken in ledger.items.items():
        cuts[number] += [Cut(item.promotion.id, item.promotion.layer, item.off) for item in taken]
    note_cuts(choice.records, cuts)
    activity: list[str | None] = [None] * len(cuts)
    for record in choice.records:
        if record.deal.layer is Layer.SHOP:
            code = record.deal.promotion.id
            for number in record.lines:
                activity[number] = code
    return rows_of(ledger, cuts, choice.left, activity)


def rows_of(
    ledger: Ledger, cuts: Sequence[list[Cut]], nets: Sequence[int], activity: Sequence[str | None]
) -> tuple[PricedLine, ...]:
    """The counted lines, in basket order, by what was found out of every line."""
    columns = (ledger.ids, ledger.amounts, map(tuple, cuts), nets, ledger.units, activity)
    rows = [new_row(PricedLine, row) for row in zip(*columns, strict=True)]
    return tuple(rows) if len(ledger.counted) == len(rows) else entries(rows, ledger.counted)


def note_cuts(records: Iterable[Record], cuts: Sequence[list[Cut]]) -> None:
    """Add what the records took to the cuts of every line, in place."""
    for record in records:
        if record.granted:
            code, layer = record.deal.promotion.id, record.deal.layer
            for number, share in zip(record.lines, record.shares, strict=True):
                if share:
                    cuts[number].append(new_row(Cut, (code, layer, share)))


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
    off = sum(shares)
    base = sum([ledger.amounts[number] for number, _ in taken])
    lines = tuple([ledger.lines[number].id for number, _ in taken])
    return Applied(promotion.id, promotion.layer, base, 1, off, off, lines, shares, promotion.funder)


def applied_above(ledger: Ledger, records: Sequence[Record], layers: Sequence[str]) -> tuple[Applied, ...]:
    """What was applied above the item layer: by layer, then by its first line."""
    place = {layer: number for number, layer in enumerate(layers)}
    records = [record for record in records if record.is_applied]
    records.sort(key=lambda record: (place[record.deal.layer], record.lines[0]))
    return tuple([applied_of(record, ledger) for record in records])


def applied_of(record: Record, ledger: Ledger) -> Applied:
    """What the record did, told by line ids."""
    deal, numbers, measure, granted, shares = record
    promotion, ids = deal.promotion, entries(ledger.ids, numbers)
    times = deal.times(measure, numbers)
    return new_row(
        Applied,
        (promotion.id, deal.layer, measure.base, times, measure.off, granted, ids, shares, promotion.funder),
    )


def earned_gifts(records: Sequence[Record]) -> tuple[EarnedGift, ...]:
    """What was earned in gifts, by promotion id."""
    gifts = [gift for record in records if (gift := _earned_gift(record)) is not None]
    return tuple(sorted(gifts, key=lambda gift: gift.promotion)) if len(gifts) > 1 else tuple(gifts)


def _earned_gift(record: Record) -> EarnedGift | None:
    """The gift pieces the record earned, also where the stock has none; None where it earned none."""
    if record.measure.step < 0:
        return None
    give = record.deal.gift(record.measure.step)
    if give is None:
        return None
    earned = give.quantity * record.measure.times
    return EarnedGift(record.deal.promotion.id, give.gift, earned, min(earned, give.gift.stock))
