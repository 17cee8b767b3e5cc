"""Every threshold of a basket that goods could bring further, each with its advice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cartsim.model.checkout import FreightRule
from cartsim.model.promotion import Layer, Promotion
from cartsim.pricing.basket import Basket
from cartsim.pricing.scope import is_usable
from cartsim.pricing.topup import DEFAULT_EFFORT, Effort, Filler, TopUpAdvice, top_up


def top_ups(
    basket: Basket, fillers: Sequence[Filler], *, order: str = "cost", effort: Effort = DEFAULT_EFFORT
) -> Iterator[tuple[Promotion | FreightRule, TopUpAdvice]]:
    """Advice for each threshold that is open, has a tier ahead, and that some of the goods count for.

    In the order of the basket: promotions, coupons held, freight.
    """
    for target in targets_of(basket):
        advice = top_up(basket, target, fillers, order=order, effort=effort)
        if not advice.gap.is_top and (advice.goods or advice.unticked):
            yield target, advice


def targets_of(basket: Basket) -> Iterator[Promotion | FreightRule]:
    """The thresholds of the basket above the item layer, as far as the shopper can use them now."""
    held = [coupon.promotion for coupon in basket.coupons if coupon.claimed and coupon.picked is not False]
    for promotion in (*basket.promotions, *held):
        if promotion.layer is not Layer.ITEM and promotion.tiers and is_usable(promotion, basket.now, basket.shopper):
            yield promotion
    for rule in basket.freight:
        if rule.free_over is not None:
            yield rule
