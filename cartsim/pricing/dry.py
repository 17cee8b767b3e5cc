"""Whether lines may run out of room, told from the rates of what may be used on them."""

from __future__ import annotations

from collections.abc import Sequence

from cartsim.model.promotion import GiftGive
from cartsim.pricing.deal import Deal
from cartsim.pricing.holding import best_rate
from cartsim.pricing.stage import Stage, stacks


def never_dry(stages: Sequence[Stage]) -> bool:
    """Whether something is left on every line of these stages, whatever of them is chosen; False where it is not
    easily told."""
    takes: dict[int, float] = {}
    worths: Sequence[int] = ()
    deals = 0
    for stage in stages:
        of_stage: dict[int, float] = {}
        for deal in stage.deals():
            rate = _rate(deal)
            if rate is None or not deal.by_sum:
                return False
            deals += 1
            if not rate:
                continue
            worths, bases, adds_up = deal.ledger.worths, deal.bases, stacks(deal)
            for line in deal.lines:
                most = bases[line] * rate
                before = of_stage.get(line, 0.0)
                of_stage[line] = before + most if adds_up else max(before, most)
        for line, most in of_stage.items():
            takes[line] = takes.get(line, 0.0) + most
    # every share may be rounded up by a fen; one more covers what the sums of fractions are out by
    return all(take + deals + 1 < worths[line] for line, take in takes.items())


def _rate(deal: Deal) -> float | None:
    """Most fen off per fen of base; None where there is no such rate."""
    if all(isinstance(tier.give, GiftGive) for tier in deal.promotion.tiers):
        return 0.0
    rate = best_rate(deal)
    return None if rate is None else rate[0] / rate[1]
