"""From a basket to the combination that prices it: the steps a quote, an explanation and a what-if share."""

from __future__ import annotations

from typing import NamedTuple

from cartsim.pricing.basket import Basket
from cartsim.pricing.choose import Choice, choose
from cartsim.pricing.deal import Deal, deals_of
from cartsim.pricing.everything import everything
from cartsim.pricing.ledger import Ledger, open_ledger
from cartsim.pricing.stage import Stage, stages_of
from cartsim.pricing.swap import taken_offers


class Decision(NamedTuple):
    """A basket with what was decided on it: all that a quote and its explanation are read off."""

    basket: Basket
    ledger: Ledger
    deals: list[Deal]
    stages: list[Stage]
    """Empty where nothing is chosen, because all that applies is taken."""
    choice: Choice


def decide(basket: Basket) -> Decision:
    """The basket's lines after the item layer, what can be used on them, and the cheapest legal combination."""
    ledger = open_ledger(basket, taken_offers(basket))
    deals = deals_of(basket, ledger)
    if basket.settings.choose == "all":
        return Decision(basket, ledger, deals, [], everything(deals, ledger, basket.settings.layers))
    stages = stages_of(deals, ledger, basket.settings.layers)
    return Decision(basket, ledger, deals, stages, choose(stages, ledger, basket.settings.work_limit))
