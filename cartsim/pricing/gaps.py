"""How far each promotion and coupon of a priced basket is from its tiers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cartsim.model.promotion import Layer, Promotion
from cartsim.pricing.basket import Basket, Gap
from cartsim.pricing.columns import entries
from cartsim.pricing.deal import Deal, open_lines
from cartsim.pricing.decide import Decision, decide
from cartsim.pricing.gap import gap_of
from cartsim.pricing.index import Index
from cartsim.pricing.kinds import COUPON_LAYERS, lowers_goods
from cartsim.pricing.reading import reading_of
from cartsim.pricing.settle import Record


def activity_gaps(decision: Decision) -> tuple[Gap, ...]:
    """One gap for each activity above the item layer with a line in scope, checked or not."""
    activities = [one for one in decision.basket.promotions if one.layer is not Layer.ITEM and one.tiers]
    return tuple(_gaps(decision, activities))


def coupon_gaps(basket: Basket) -> tuple[Gap, ...]:
    """One gap for each coupon with a line in scope, claimed or not, checked or not; for the coupon drawer."""
    coupons = [coupon.promotion for coupon in basket.coupons if coupon.promotion.tiers]
    return tuple(_gaps(decide(basket), coupons))


def _gaps(decision: Decision, promotions: Iterable[Promotion]) -> Iterator[Gap]:
    ledger, choice = decision.ledger, decision.choice
    ids = ledger.ids
    records = {record.deal.promotion.id: record for record in choice.records}
    usable = {deal.promotion.id: deal for deal in decision.deals}
    idle = Index(ledger.lines, ledger.idle)
    before = LeftBefore(decision)
    taken: dict[Layer, set[int]] = {}
    for promotion in promotions:
        if not lowers_goods(promotion):
            reading = reading_of(promotion, ledger)
            if reading.members or idle.members(promotion.shop, promotion.scope):
                members = tuple([ids[line] for line in sorted(reading.members)])
                yield gap_of(promotion, reading.base, reading.pieces, members, None, ledger.rounding)
            continue
        record = records.get(promotion.id)
        if record is not None:
            measure = record.measure
            members = entries(ids, record.lines)
            yield gap_of(promotion, measure.base, measure.pieces, members, measure.off, ledger.rounding)
            continue
        deal = usable.get(promotion.id)
        if deal is None:
            scope = promotion.scope
            if not ledger.index.members(promotion.shop, scope) and not idle.members(promotion.shop, scope):
                continue
            deal = Deal(promotion, None, open_lines(promotion, ledger, ledger.index), ledger)
        lines = deal.lines
        if promotion.layer not in COUPON_LAYERS:
            if promotion.layer not in taken:
                taken[promotion.layer] = _taken(choice.records, promotion.layer)
            elsewhere = taken[promotion.layer]
            lines = tuple([line for line in lines if line not in elsewhere])
        measure = deal.measure(lines, before(promotion.layer) if deal.is_progressive else None)
        members = entries(ids, lines)
        yield gap_of(promotion, measure.base, measure.pieces, members, None, ledger.rounding)


def _taken(records: Sequence[Record], layer: Layer) -> set[int]:
    """Lines that an activity of the layer took."""
    return {line for record in records if record.deal.layer is layer for line in record.lines}


class LeftBefore:
    """What is left on every line when a layer begins, fen: the progressive base; each layer worked out once."""

    def __init__(self, decision: Decision) -> None:
        self._decision = decision
        self._known: dict[Layer, list[int]] = {}

    def __call__(self, layer: Layer) -> list[int]:
        """What is left on each checked line when `layer` begins."""
        if layer not in self._known:
            left = self._decision.ledger.worths.copy()
            order = [*self._decision.basket.settings.layers, layer]
            begun = order.index(layer)
            for record in self._decision.choice.records:
                if order.index(record.deal.layer) >= begun:
                    break
                for line, share in zip(record.lines, record.shares, strict=True):
                    left[line] -= share
            self._known[layer] = left
        return self._known[layer]
