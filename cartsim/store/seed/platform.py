"""What the platform itself adds to a new world: cross-shop campaigns, its coupons, and what sending costs."""

from __future__ import annotations

from typing import Any

from cartsim.model.goods import ShopKind
from cartsim.model.promotion import (
    AmountOff,
    FreightOff,
    Funder,
    Give,
    Layer,
    PercentOff,
    Promotion,
    Scope,
    Tier,
    When,
)
from cartsim.model.words import Words
from cartsim.store.seed.goods import Rows
from cartsim.store.seed.provider import CatalogueProvider
from cartsim.store.seed.register import Register, Window
from cartsim.store.seed.shops import ShopPlan
from cartsim.store.seed.thresholds import YUAN
from cartsim.store.seed.vocabulary import Vocabulary

_HOUR = 3600
_DAY = 86_400
_NOW: Window = (-2 * _DAY, 4 * _DAY)
_ALL = Scope()


def platform_rows(words: Vocabulary, register: Register, rows: Rows) -> None:
    """Campaigns across shops, one that runs and one ahead, and the coupons of the platform and of categories."""
    _campaign("every-300-50", 300, 50, words.activities["mid_year"], _ALL, (-3 * _DAY, 4 * _DAY), register, rows)
    groceries = Scope(categories=frozenset({"fresh", "drinks", "home"}))
    _campaign("every-200-30", 200, 30, words.activities["member_day"], groceries, (6 * _HOUR, 2 * _DAY), register, rows)
    for name, threshold, give, ceiling, scope, stack, use in (
        ("499-40", 499, AmountOff(40 * YUAN), None, _ALL, False, _NOW),
        ("8-percent", 299, PercentOff(800), 60, _ALL, False, _NOW),
        ("stack-199-8", 199, AmountOff(8 * YUAN), None, _ALL, True, _NOW),
        ("tomorrow-99-20", 99, AmountOff(20 * YUAN), None, _ALL, False, (16 * _HOUR, 4 * _DAY)),
        ("freight-49-6", 49, FreightOff(amount=6 * YUAN), None, _ALL, True, _NOW),
    ):
        _coupon(Layer.PLATFORM_COUPON, f"platform-coupon-{name}", threshold, give, ceiling, scope, stack, use, register,
                rows)  # fmt: skip
    for category, threshold, give, ceiling in (
        ("beauty", 199, AmountOff(20 * YUAN), None),
        ("books", 99, PercentOff(1_200), 25),
    ):
        scope = Scope(categories=frozenset({category}))
        _coupon(Layer.CATEGORY_COUPON, f"{category}-coupon-{threshold}", threshold, give, ceiling, scope, False, _NOW,
                register, rows)  # fmt: skip


def freight_row(shop: ShopPlan, provider: CatalogueProvider) -> tuple[Any, ...] | None:
    """What a shop takes for sending; None where it takes nothing."""
    if shop.kind is ShopKind.SELF_OPERATED:
        return _flat(shop, 6, 99)
    match provider.below(10):
        case 0:
            return None
        case 1 | 2:
            first, after = provider.pick((8, 10)), provider.pick((2, 3))
            return (shop.id, None, first * YUAN, 1, 0, after * YUAN, 1, 0, provider.pick((None, 199 * YUAN)))
        case 3 | 4:
            first, after = provider.pick((8, 12)), provider.pick((2, 4))
            return (shop.id, None, first * YUAN, 0, 1000, after * YUAN, 0, 1000, provider.pick((None, 299 * YUAN)))
        case 5:
            return _flat(shop, provider.pick((8, 10)), None)
        case _:
            return _flat(shop, provider.pick((6, 8, 10)), provider.pick((59, 99, 199)))


def _flat(shop: ShopPlan, fee: int, free_over: int | None) -> tuple[Any, ...]:
    return (shop.id, fee * YUAN, None, 0, 0, None, 0, 0, None if free_over is None else free_over * YUAN)


def _campaign(
    name: str, every: int, off: int, title: Words, scope: Scope, window: Window, register: Register, rows: Rows
) -> None:
    promotion = Promotion(
        id=register.code(f"platform-{name}"),
        layer=Layer.CROSS_SHOP,
        tiers=(Tier(When(amount=every * YUAN), AmountOff(off * YUAN)),),
        scope=scope,
        repeat=None,
        excess_drops=True,
        funder=Funder.PLATFORM,
        title=title,
    )
    register.promotion(register.within(promotion, window), None, (), rows)


def _coupon(
    layer: Layer,
    code: str,
    threshold: int,
    give: Give,
    ceiling: int | None,
    scope: Scope,
    stack: bool,
    use: Window,
    register: Register,
    rows: Rows,
) -> None:
    promotion = Promotion(
        id=register.code(code),
        layer=layer,
        tiers=(Tier(When(amount=threshold * YUAN), give),),
        scope=scope,
        max_off=None if ceiling is None else ceiling * YUAN,
        funder=Funder.PLATFORM,
    )
    register.coupon(promotion, None, (), rows, claim=(-_DAY, 3 * _DAY), use=use, stock=100_000, per_user=1, stack=stack)
