"""Whether lines may run out of room, told from the rates of what may be used on them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from cartsim.model.promotion import GiftGive
from cartsim.pricing.deal import Deal
from cartsim.pricing.holding import best_rate
from cartsim.pricing.stage import Stage, stacks


def never_dry(stages: Sequence[Stage]) -> bool:
    """Whether something is left on every line of these stages, whatever of them is chosen; False where it is not
    easily told."""
    takes: dict[int, Fraction] = {}
    worths: Sequence[int] = ()
    for stage in stages:
        of_stage: dict[int, Fraction] = {}
        for deal in stage.deals():
            rate = _rate(deal)
            if rate is None or not deal.by_sum:
                return False
            worths = deal.ledger.worths
            for line in deal.lines:
                most = deal.bases[line] * rate
                before = of_stage.get(line, Fraction(0))
                of_stage[line] = before + most if stacks(deal) else max(before, most)
        for line, most in of_stage.items():
            takes[line] = takes.get(line, Fraction(0)) + most + 1  # a share may be rounded up
    # where stacked coupons share a slot each of them is rounded; a few fen more than enough
    slack = sum([len(stage.deals()) for stage in stages])
    return all(take + slack < worths[line] for line, take in takes.items())


def _rate(deal: Deal) -> Fraction | None:
    if all(isinstance(tier.give, GiftGive) for tier in deal.promotion.tiers):
        return Fraction(0)
    rate = best_rate(deal)
    return None if rate is None else Fraction(*rate)
