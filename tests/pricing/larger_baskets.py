"""Random larger baskets for the solver: many lines that many activities want, coupons of all slots.

Their cuts are of the two kinds whose totals `solver_pricing` can tell: mild ones, and deep ones on nested scopes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from cartsim.model.policy import Pricing
from cartsim.model.promotion import AmountOff, Coupon, Every, Give, Layer, PercentOff, Promotion, Scope, Tier, When
from cartsim.pricing.basket import Basket, BasketLine

TAGS = "abcdef"
CATEGORIES = ("shoes", "books", "toys")


def mild_basket(seed: int, lines: int = 30, activities: int = 8) -> Basket:
    """Overlapping scopes of every sort, cuts so small that no line runs dry."""
    chance = Random(seed)
    rows = _lines(chance, lines, chance.choice((2, 3, 4)))
    shops = sorted({line.shop for line in rows})
    of_shops = [
        _deal(chance, f"s{n}", Layer.SHOP, chance.choice(shops), _scope(chance), 12, (8_000, 60_000))
        for n in range(activities)
    ]
    spanning = [
        _deal(chance, "x", Layer.CROSS_SHOP, None, Scope(), 10, (20_000, 90_000)),
        *(
            _deal(chance, f"w{n}", Layer.PLATFORM, None, Scope(categories=frozenset(chance.sample(CATEGORIES, 2))), 8)
            for n in range(2)
        ),
    ]
    items = [
        Promotion("i", Layer.ITEM, (Tier(When(), PercentOff(1_000)),), scope=Scope(tags=frozenset(chance.choice(TAGS))))
    ]
    return Basket(rows, tuple(of_shops + spanning + items), tuple(_coupons(chance, shops)))


def clashing_basket(seed: int) -> Basket:
    """A mild basket in which some shut others out, by layer or by group."""
    chance = Random(seed)
    basket = mild_basket(seed, lines=20, activities=5)

    def bearing(promotion: Promotion) -> Promotion:
        if promotion.layer is Layer.ITEM and chance.random() < 0.5:
            return promotion
        excluded = chance.choice((Layer.SHOP_COUPON, Layer.CROSS_SHOP, Layer.PLATFORM, Layer.PLATFORM_COUPON))
        return replace(
            promotion,
            excludes=frozenset({excluded}) if chance.random() < 0.2 and excluded != promotion.layer else frozenset(),
            group="g" if chance.random() < 0.2 else None,
        )

    return replace(
        basket,
        promotions=tuple(bearing(promotion) for promotion in basket.promotions),
        coupons=tuple(replace(coupon, promotion=bearing(coupon.promotion)) for coupon in basket.coupons),
    )


def nested_basket(seed: int, of_shops: int, spanning: int, base: str = "parallel") -> Basket:
    """Each scope within the next: activities in a shop, the shop, all shops.

    `of_shops` and `spanning` are the percent that a cut of a shop and one over all shops take at most.
    """
    chance = Random(seed)
    shops = [f"S{n}" for n in range(chance.randint(2, 4))]
    rows = _lines(chance, chance.randint(20, 40), len(shops))
    everything = Scope()
    promotions = [
        _deal(chance, f"s{n}", Layer.SHOP, chance.choice(shops), _scope(chance), of_shops, (5_000, 60_000))
        for n in range(chance.randint(6, 10))
    ]
    promotions += [
        _deal(chance, "x", Layer.CROSS_SHOP, None, everything, spanning, (20_000, 150_000)),
        _deal(chance, "w", Layer.PLATFORM, None, everything, spanning, (20_000, 150_000)),
    ]
    coupons = [
        _coupon(_deal(chance, f"c{n}", Layer.SHOP_COUPON, chance.choice(shops), everything, of_shops), chance)
        for n in range(5)
    ]
    coupons += [
        _coupon(_deal(chance, f"p{n}", layer, None, everything, spanning, (20_000, 200_000)), chance)
        for n, layer in enumerate((Layer.CATEGORY_COUPON, Layer.CATEGORY_COUPON, *[Layer.PLATFORM_COUPON] * 3))
    ]
    return Basket(rows, tuple(promotions), tuple(coupons), settings=Pricing(threshold_base=base))


def free_pieces_basket(seed: int, lines: int = 120, shops: int = 15) -> Basket:
    """买二送一 in most shops, so that a cross-shop cut meets many lines of which nothing is left."""
    chance = Random(seed)
    rows = _lines(chance, lines, shops)
    deals = [
        Promotion(f"g{n}", Layer.SHOP, (Tier(When(pieces=3), Every(3, 1, 10_000)),), f"S{n}", repeat=None)
        for n in range(shops)
        if chance.random() < 0.8
    ]
    deals += [_deal(chance, f"s{n}", Layer.SHOP, f"S{n}", _scope(chance), 12, (8_000, 60_000)) for n in range(shops)]
    cross = Promotion("x", Layer.CROSS_SHOP, (Tier(When(30_000), AmountOff(5_000)),), repeat=None, excess_drops=True)
    coupons = [
        _coupon(_deal(chance, f"c{n}", Layer.SHOP_COUPON, f"S{n}", Scope(), 10), chance) for n in range(0, shops, 2)
    ]
    coupons += [_coupon(_deal(chance, f"p{n}", Layer.PLATFORM_COUPON, None, Scope(), 7), chance) for n in range(2)]
    return Basket(rows, (*deals, cross), tuple(coupons))


def _lines(chance: Random, count: int, shops: int) -> tuple[BasketLine, ...]:
    return tuple(
        BasketLine(
            f"l{n}",
            chance.randint(1_000, 30_000),
            chance.choice((1, 1, 1, 2, 3)),
            shop=f"S{chance.randrange(shops)}",
            category=chance.choice(CATEGORIES),
            tags=frozenset(chance.sample(TAGS, chance.choice((1, 1, 2)))),
            checked=chance.random() < 0.95,
        )
        for n in range(count)
    )


def _scope(chance: Random) -> Scope:
    return Scope(tags=frozenset(chance.sample(TAGS, chance.choice((1, 2)))))


def _coupons(chance: Random, shops: Sequence[str]) -> list[Coupon]:
    of_shops = [_deal(chance, f"c{n}", Layer.SHOP_COUPON, chance.choice(shops), _scope(chance), 10) for n in range(5)]
    of_categories = [
        _deal(chance, f"k{n}", Layer.CATEGORY_COUPON, None, Scope(categories=frozenset({chance.choice(CATEGORIES)})), 7)
        for n in range(3)
    ]
    of_platform = [
        _deal(chance, f"p{n}", Layer.PLATFORM_COUPON, None, chance.choice((Scope(), _scope(chance))), 7)
        for n in range(3)
    ]
    return [_coupon(promotion, chance) for promotion in (*of_shops, *of_categories, *of_platform)]


def _coupon(promotion: Promotion, chance: Random) -> Coupon:
    return Coupon(promotion, claimed=1, stack=chance.random() < 0.4)


def _deal(
    chance: Random,
    code: str,
    layer: Layer,
    shop: str | None,
    scope: Scope,
    percent: int,
    thresholds: tuple[int, int] = (10_000, 90_000),
) -> Promotion:
    """Tiers, 每满, 满折 or N件M折, of which none takes more than `percent` of what it is measured on."""

    def threshold() -> int:
        return chance.randint(*thresholds) // 100 * 100

    def off(amount: int) -> Give:
        return AmountOff(max(1, amount * chance.randint(percent // 2, percent) // 100))

    repeat: int | None = 1
    match chance.randrange(5):
        case 0 | 1:
            steps = sorted({threshold() for _ in range(chance.randint(1, 3))})
            offs = sorted((off(step) for step in steps), key=lambda give: give.amount)
            tiers = tuple(Tier(When(step), give) for step, give in zip(steps, offs, strict=True))
        case 2:
            step = threshold() // 3
            tiers = (Tier(When(step), off(step)),)
            repeat = chance.choice((None, 2, 3))
        case 3:
            tiers = (Tier(When(threshold()), PercentOff(chance.randint(percent * 40, percent * 100))),)
        case _:
            tiers = (Tier(When(pieces=chance.randint(2, 6)), PercentOff(chance.randint(percent * 40, percent * 100))),)
    return Promotion(
        code,
        layer,
        tiers,
        shop,
        scope,
        repeat=repeat,
        max_off=chance.choice((None, None, 100 * chance.randint(30, 200))),
        priority=chance.choice((0, 0, 1)),
    )
