"""Everything that applies, nothing chosen: by layer, then priority, then the order of the basket (basket file)."""

from __future__ import annotations

from collections.abc import Sequence

from cartsim.pricing.choose import Choice
from cartsim.pricing.deal import Deal, saving
from cartsim.pricing.ledger import Ledger
from cartsim.pricing.settle import Record, State
from cartsim.pricing.stage import option_of


def everything(deals: Sequence[Deal], ledger: Ledger, layers: Sequence[str]) -> Choice:
    """All deals one after the other, as far as group and `excludes` let them: the one outcome there is."""
    in_turn = sorted(deals, key=lambda deal: (layers.index(deal.layer), -deal.promotion.priority))
    state = State(ledger.worths, minds_clashes=True)
    value = 0
    records: list[Record] = []
    for deal in in_turn:
        state.enter(deal.layer)
        gained, done = state.apply(option_of([(deal, deal.lines)]))
        value += gained
        records += done
    return Choice(tuple(records), value, True, saving(value), (), state.left, False)
