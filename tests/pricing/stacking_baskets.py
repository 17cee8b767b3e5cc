"""Random small baskets over the progressive base, whose coupons stack and spoil the thresholds of each other."""

from __future__ import annotations

from random import Random

from cartsim.model.goods import Gift
from cartsim.model.policy import Pricing
from cartsim.model.promotion import (
    AmountOff,
    Base,
    Coupon,
    GiftGive,
    Give,
    Layer,
    PercentOff,
    Promotion,
    Scope,
    Tier,
    When,
)
from cartsim.model.words import EMPTY
from cartsim.pricing.basket import Basket, BasketLine

COUPON_LAYERS = (Layer.SHOP_COUPON, Layer.CATEGORY_COUPON, Layer.PLATFORM_COUPON)
ACTIVITY_LAYERS = (Layer.SHOP, Layer.CROSS_SHOP, Layer.PLATFORM)
SCOPES = (Scope(), *[Scope(categories=frozenset(categories)) for categories in ("a", "ab", "bc", "ac")])


def stacking_basket(seed: int, lines: int = 5, coupons: int = 7) -> Basket:
    """At most so many lines and coupons, few activities; amounts so close that most coupons spoil some other."""
    chance = Random(seed)
    unit = chance.choice((1, 1, 10))
    all_stack = chance.random() < 0.6
    return Basket(
        lines=tuple(
            BasketLine(
                f"l{n}",
                chance.randint(1, 60) * unit,
                chance.choice((1, 1, 2)),
                shop=chance.choice(("S1", "S1", "S2")),
                category=chance.choice("abc"),
            )
            for n in range(chance.randint(2, lines))
        ),
        promotions=tuple(
            _promotion(chance, f"p{n}", chance.choice(ACTIVITY_LAYERS), unit)
            for n in range(chance.choice((0, 0, 1, 2)))
        ),
        coupons=tuple(
            Coupon(
                _promotion(chance, f"c{n}", chance.choice(COUPON_LAYERS), unit),
                claimed=1,
                stack=all_stack or chance.random() < 0.6,
                picked=chance.choice((None,) * 9 + (True,)),
            )
            for n in range(chance.randint(3, coupons))
        ),
        settings=Pricing(threshold_base="progressive"),
    )


def _promotion(chance: Random, code: str, layer: Layer, unit: int) -> Promotion:
    thresholds = sorted(chance.sample(range(5, 150), chance.choice((1, 1, 1, 2))))
    pieces = chance.choice((0, 0, 0, 2))
    return Promotion(
        code,
        layer,
        tuple(Tier(When(threshold * unit, pieces), _give(chance, unit)) for threshold in thresholds),
        scope=chance.choice(SCOPES),
        repeat=1 if len(thresholds) > 1 else chance.choice((1, 1, 1, 2, None)),
        max_off=chance.choice((None, None, None, 15 * unit)),
        priority=chance.choice((0, 1)),
        excess_drops=chance.random() < 0.1,
        threshold_base=chance.choice((None,) * 8 + (Base.PARALLEL, Base.LIST)),
    )


def _give(chance: Random, unit: int) -> Give:
    return chance.choice(
        (
            *[AmountOff(chance.randint(1, 40) * unit) for _ in range(6)],
            PercentOff(chance.choice((500, 1_000, 3_333))),
            GiftGive(Gift("gift", EMPTY, chance.choice((5, 15)), 9), 1),
        )
    )
