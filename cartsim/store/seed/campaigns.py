"""Promotions, coupons, campaigns and gifts of a new world: every kind, in every state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cartsim.model.goods import Gift
from cartsim.model.promotion import (
    AmountOff,
    GiftGive,
    Layer,
    PercentOff,
    Promotion,
    Tier,
    UnitAmountOff,
    UnitPrice,
    When,
)
from cartsim.store.seed.codes import slug
from cartsim.store.seed.goods import ProductPlan, Rows
from cartsim.store.seed.provider import CatalogueProvider
from cartsim.store.seed.register import Register, Window
from cartsim.store.seed.shops import ShopPlan
from cartsim.store.seed.thresholds import YUAN, middle_price, threshold_of

_MINUTE = 60
_HOUR = 3600
_DAY = 86_400

_SHOP_KINDS = ("full_reduction", "every_full", "full_discount", "pieces_discount", "full_gift", "pieces_minus")
_CAMPAIGNS = (
    ("mid_year", -3 * _DAY, 4 * _DAY, 30),
    ("subsidy", -_DAY, 2 * _DAY, 8),
    ("brand_day", -12 * _HOUR, 4 * _MINUTE, 8),
    ("flash", 3 * _MINUTE, 2 * _HOUR, 10),
    ("member_day", 6 * _HOUR, 30 * _HOUR, 5),
    ("clearance", -9 * _DAY, -_HOUR, 4),
)
"""(label, opens, ends: seconds from the start of the world, products of a hundred that take part)"""

MOST_OFF_PIECES = 25
"""Percent of the cheapest goods that 满件减 takes off at most: it asks for pieces, whatever they cost."""

_COUPON_STATES = ("open", "use_later", "claim_soon", "gone", "ends_soon", "chosen_goods", "claim_tomorrow")


class CampaignMaker:
    """Makes everything that lowers a price or gives something away."""

    def __init__(self, provider: CatalogueProvider, register: Register) -> None:
        self._provider = provider
        self._register = register
        self._start = register.starts_at
        self._gifts: list[Gift] = []

    def opening_rows(self) -> Rows:
        """Campaigns, gifts and 换购 goods; they are there before the first product."""
        provider, words = self._provider, self._provider.vocabulary
        campaigns: list[Any] = [
            (number, slug(words.activities[label].en), *words.activities[label], self._start + opens,
             self._start + ends)
            for number, (label, opens, ends, _) in enumerate(_CAMPAIGNS, 1)
        ]  # fmt: skip
        gifts: list[Any] = []
        for number, title in enumerate(words.gifts, 1):
            stock = (0, 1, 3)[number % 3] if number % 4 == 0 else provider.between(40, 900)
            gift = Gift(slug(title.en), title, provider.between(5, 60) * YUAN, stock)
            self._gifts.append(gift)
            gifts.append((number, gift.code, *title, gift.list_price, stock))
        add_ons: list[Any] = [
            (number, slug(small.title.en), None, *small.title, small.price, provider.between(20, 400), small.weight)
            for number, small in enumerate(words.add_ons, 1)
        ]  # fmt: skip
        return {"activity": campaigns, "giftgood": gifts, "addongood": add_ons}

    def for_product(self, product: ProductPlan, rows: Rows) -> None:
        """What hangs on one product: campaigns, a gift, an item-level price."""
        provider = self._provider
        for number, (_, _, _, share) in enumerate(_CAMPAIGNS, 1):
            if provider.happens(share):
                rows["activityproduct"].append((product.id, number))
        if provider.happens(7):
            per = provider.pick((1, 1, 2, 3))
            gift = provider.below(len(self._gifts)) + 1
            rows["productgift"].append((product.id, gift, per, 1, provider.pick((None, None, 2))))
        if provider.happens(35):
            self._item_price(product, rows)

    def for_shop(self, shop: ShopPlan, products: Sequence[ProductPlan], rows: Rows) -> None:
        """The shop's activities and coupons."""
        provider = self._provider
        middle, cheapest = middle_price(products), min(product.price for product in products)
        for place in range(1 + provider.happens(70) + provider.happens(25)):
            kind = _SHOP_KINDS[(shop.id + place * (1 + shop.id % 4)) % len(_SHOP_KINDS)]
            enrolled = [] if place == 0 else provider.some(products, max(2, len(products) * 2 // 3))
            self._shop_activity(shop, kind, middle, cheapest, enrolled, self._shop_window(place), rows)
        for place in range(provider.pick((1, 2, 2, 3))):
            state = _COUPON_STATES[(shop.id + place * 2) % len(_COUPON_STATES)]
            self._shop_coupon(shop, state, middle, products, rows)

    def _item_price(self, product: ProductPlan, rows: Rows) -> None:
        provider = self._provider
        off = provider.between(5, 45)
        excludes: frozenset[Layer] = frozenset()
        limit: int | None = None
        give: UnitPrice | PercentOff | UnitAmountOff
        match provider.below(3):
            case 0:
                name, window = "flash", (-provider.between(1, 50) * _MINUTE, provider.between(2, 90) * _MINUTE)
                give = UnitPrice(provider.natural(product.price * (100 - off) // 100, off))
                limit = provider.pick((None, 1, 2))
                excludes = frozenset({Layer.SHOP}) if provider.happens(30) else excludes
            case 1:
                name, window = "limited", (-provider.between(1, 40) * _HOUR, provider.between(1, 72) * _HOUR)
                give = PercentOff(min(off, 40) * 100)
            case _:
                name, window = "cut", (provider.pick((-2 * _DAY, -2 * _DAY, 5 * _MINUTE)), 5 * _DAY)
                give = UnitAmountOff(max(product.price * min(off, 30) // 100 // YUAN, 1) * YUAN)
                if give.amount >= product.price:
                    give = UnitAmountOff(max(product.price // 10, 1))
        promotion = Promotion(
            id=self._register.code(f"{product.code}-{name}"),
            layer=Layer.ITEM,
            tiers=(Tier(When(), give),),
            shop=product.shop.code,
            excludes=excludes,
            piece_limit=limit,
            starts_at=self._start + window[0],
            ends_at=self._start + window[1],
        )
        self._register.promotion(promotion, product.shop.id, [product.id], rows)

    def _shop_window(self, place: int) -> Window:
        """Mostly running for days; a second activity may be about to open or to end."""
        provider = self._provider
        kind = provider.below(10) if place else 9
        if kind == 0:
            return provider.between(1, 15) * _MINUTE, 3 * _DAY
        if kind == 1:
            return -_DAY, provider.between(2, 15) * _MINUTE
        return -provider.between(2, 60) * _HOUR, provider.between(1, 9) * _DAY

    def _shop_activity(
        self,
        shop: ShopPlan,
        kind: str,
        middle: int,
        cheapest: int,
        enrolled: Sequence[ProductPlan],
        window: Window,
        rows: Rows,
    ) -> None:
        provider = self._provider
        threshold = threshold_of(middle * provider.pick((15, 20, 30)) // 10)
        off = max(threshold * provider.pick((8, 10, 15, 20)) // 100 // 5 * 5, 5)
        rate = provider.pick((5, 10, 12, 15, 20))
        pieces = provider.pick((2, 2, 3))
        repeat: int | None = 1
        match kind:
            case "full_reduction":
                name, tiers = f"{threshold}-{off}", _reduction_tiers(threshold, off, provider.pick((1, 2, 3)))
            case "every_full":
                name, tiers = f"every-{threshold}-{off}", (_tier(threshold, AmountOff(off * YUAN)),)
                repeat = provider.pick((None, 3, 5))
            case "full_discount":
                name, tiers = f"{threshold}-{rate}off", (_tier(threshold, PercentOff(rate * 100)),)
            case "pieces_discount":
                more = (Tier(When(pieces=pieces + 1), PercentOff((rate + 10) * 100)),) if provider.happens(50) else ()
                name, tiers = f"{pieces}pieces-{rate}off", (Tier(When(pieces=pieces), PercentOff(rate * 100)), *more)
            case "pieces_minus":
                off = max(1, min(off, pieces * cheapest * MOST_OFF_PIECES // 100 // YUAN))
                name, tiers = f"{pieces}pieces-{off}", (Tier(When(pieces=pieces), AmountOff(off * YUAN)),)
            case _:
                gift, *others = provider.some(self._gifts, provider.pick((1, 1, 3)))
                name, tiers = f"gift-{threshold}", (_tier(threshold, GiftGive(gift, 1, tuple(others))),)
        promotion = Promotion(
            id=self._register.code(f"{shop.code}-{name}"),
            layer=Layer.SHOP,
            tiers=tiers,
            shop=shop.code,
            repeat=repeat,
            starts_at=self._start + window[0],
            ends_at=self._start + window[1],
        )
        self._register.promotion(promotion, shop.id, [product.id for product in enrolled], rows)

    def _shop_coupon(
        self, shop: ShopPlan, state: str, middle: int, products: Sequence[ProductPlan], rows: Rows
    ) -> None:
        provider = self._provider
        threshold = threshold_of(middle * provider.pick((10, 20, 25)) // 10)
        off = max(threshold * provider.pick((5, 8, 10, 12)) // 100, 3)
        claim, use, stock = (-2 * _DAY, 3 * _DAY), (-2 * _DAY, 5 * _DAY), provider.between(30, 2_000)
        match state:
            case "use_later":
                use = (2 * _DAY, 6 * _DAY)
            case "claim_soon":
                claim = (provider.between(1, 20) * _MINUTE, 3 * _DAY)
            case "claim_tomorrow":
                claim = (20 * _HOUR, 3 * _DAY)
            case "gone":
                stock = 0
            case "ends_soon":
                claim = (-2 * _DAY, provider.between(2, 12) * _MINUTE)
        promotion = Promotion(
            id=self._register.code(f"{shop.code}-coupon-{threshold}-{off}"),
            layer=Layer.SHOP_COUPON,
            tiers=(_tier(threshold, AmountOff(off * YUAN)),),
            shop=shop.code,
        )
        chosen = provider.some(products, max(1, len(products) // 2)) if state == "chosen_goods" else []
        self._register.coupon(
            promotion, shop.id, [product.id for product in chosen], rows,
            claim=claim, use=use, stock=stock, per_user=provider.pick((1, 1, 2)),
        )  # fmt: skip


def _tier(threshold: int, give: AmountOff | PercentOff | GiftGive) -> Tier:
    return Tier(When(amount=threshold * YUAN), give)


def _reduction_tiers(threshold: int, off: int, count: int) -> tuple[Tier, ...]:
    """Tiers at one, two and four times the threshold, each giving more than in proportion."""
    steps = ((1, 0), (2, 5), (4, 20))[:count]
    return tuple(_tier(threshold * times, AmountOff((off * times + more) * YUAN)) for times, more in steps)
