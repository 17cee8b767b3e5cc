"""What shops of a new world offer besides their first activities: sets, 换购, free freight, a creator's coupon.

Drawn from a stream of its own, so that goods, prices and the first activities are what they are without it.
"""

from __future__ import annotations

from collections.abc import Sequence

from cartsim.model.promotion import (
    AddOn,
    AddOnOffer,
    Bundle,
    BuyGet,
    Every,
    FreightOff,
    Funder,
    Give,
    Layer,
    Part,
    PercentOff,
    Promotion,
    Scope,
    SetPrice,
    Tier,
    When,
)
from cartsim.store.seed.codes import slug
from cartsim.store.seed.goods import ProductPlan, Rows
from cartsim.store.seed.provider import CatalogueProvider
from cartsim.store.seed.register import Register, Window
from cartsim.store.seed.shops import ShopPlan
from cartsim.store.seed.thresholds import YUAN, middle_price, threshold_of

_HOUR = 3600
_DAY = 86_400
_SET_KINDS = ("second_half", "buy_give", "set_price", "bundle", "nth", "buy_get")
_WHOLE = 10_000


class DealMaker:
    """Makes the deals of one shop after the other."""

    def __init__(self, provider: CatalogueProvider, register: Register) -> None:
        self._provider = provider
        self._register = register

    def for_shop(self, shop: ShopPlan, products: Sequence[ProductPlan], rows: Rows) -> None:
        """Some of what shops offer, each kind of set in its turn."""
        provider = self._provider
        if provider.happens(60):
            self._set_deal(shop, _SET_KINDS[shop.id % len(_SET_KINDS)], products, rows)
        if provider.happens(45):
            self._trade_up(shop, middle_price(products), rows)
        if provider.happens(12):
            free = Tier(When(pieces=2), FreightOff(rate=_WHOLE))
            self._promote(shop, "2pieces-free-freight", Layer.PLATFORM, free, (), rows)
        if provider.happens(20):
            self._creator_coupon(shop, middle_price(products), rows)

    def _set_deal(self, shop: ShopPlan, kind: str, products: Sequence[ProductPlan], rows: Rows) -> None:
        provider = self._provider
        enrolled = provider.some(products, max(2, len(products) // 2))
        first, second = enrolled[0], enrolled[-1]
        cheapest = min(product.price for product in enrolled)
        give: Give
        match kind:
            case "second_half":
                name, give = "2nd-half", Every(2, 1, _WHOLE // 2)
            case "buy_give":
                name, give = "buy-2-get-1", Every(3, 1, _WHOLE)
            case "nth":
                name, give = "3rd-at-70", Every(3, 1, 3_000)
            case "set_price":
                total = max(cheapest * 3 * provider.pick((75, 80, 85)) // 100 // YUAN, 1) * YUAN
                name, give = f"3-for-{total // YUAN}", SetPrice(3, total)
            case "bundle" if first is not second:
                total = max((first.price + second.price) * 85 // 100 // YUAN, 1) * YUAN
                name, give = "set-of-2", Bundle((Part(_one(first), 1), Part(_one(second), 1)), total=total)
                enrolled = [first, second]
            case _:
                name, give = "pair", BuyGet(Part(_one(first), 1), Part(_one(second), 1), provider.pick((3_000, 5_000)))
                enrolled = [first, second]
        self._promote(shop, name, Layer.SHOP, Tier(When(), give), enrolled, rows)

    def _trade_up(self, shop: ShopPlan, middle: int, rows: Rows) -> None:
        """换购: one to three small things from a threshold on, beside the shop's activities (R-SWAP-2)."""
        provider = self._provider
        threshold = threshold_of(middle)
        small = provider.some(provider.vocabulary.add_ons, provider.pick((1, 2, 3)))
        give = AddOn(tuple(AddOnOffer(slug(thing.title.en), thing.add_on, thing.price) for thing in small))
        tier = Tier(When(amount=threshold * YUAN), give)
        self._promote(shop, f"add-on-{threshold}", Layer.PLATFORM, tier, (), rows)

    def _creator_coupon(self, shop: ShopPlan, middle: int, rows: Rows) -> None:
        """A coupon that the one who shows the goods pays for."""
        provider = self._provider
        threshold, ceiling = threshold_of(middle), provider.pick((15, 20, 30))
        promotion = Promotion(
            id=self._register.code(f"{shop.code}-coupon-creator"),
            layer=Layer.SHOP_COUPON,
            tiers=(Tier(When(amount=threshold * YUAN), PercentOff(provider.pick((500, 800, 1_000)))),),
            shop=shop.code,
            max_off=ceiling * YUAN,
            funder=Funder.CREATOR,
        )
        self._register.coupon(
            promotion, shop.id, (), rows, claim=(-_DAY, 2 * _DAY), use=(-_DAY, 4 * _DAY),
            stock=provider.between(20, 300), per_user=1,
        )  # fmt: skip

    def _promote(
        self, shop: ShopPlan, name: str, layer: Layer, tier: Tier, enrolled: Sequence[ProductPlan], rows: Rows
    ) -> None:
        window: Window = (-self._provider.between(2, 40) * _HOUR, self._provider.between(1, 6) * _DAY)
        promotion = Promotion(
            id=self._register.code(f"{shop.code}-{name}"),
            layer=layer,
            tiers=(tier,),
            shop=shop.code,
            repeat=None if isinstance(tier.give, Bundle | BuyGet) else 1,
        )
        ids = [product.id for product in enrolled]
        self._register.promotion(self._register.within(promotion, window), shop.id, ids, rows)


def _one(product: ProductPlan) -> Scope:
    """The product alone: its code is among the tags of its goods."""
    return Scope(tags=frozenset({product.code}))
