"""A small market in memory: goods, shops and promotions with plain defaults, and a cart to act on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from cartsim.cart import Applied, Refusal, Scene, apply, restore, view_of
from cartsim.cart.basket import basket_of
from cartsim.cart.commands import AddToCart, CartCommand, Enter
from cartsim.cart.undo import Image
from cartsim.cart.view import CartView, GroupView, LineView
from cartsim.model.cart import Cart, Line
from cartsim.model.goods import Gift, ItemGift, Offer, Shop, ShopKind
from cartsim.model.policy import STANDARD, Policy, Value
from cartsim.model.policy_fields import override
from cartsim.model.promotion import (
    AmountOff,
    Coupon,
    GiftGive,
    Layer,
    PercentOff,
    Promotion,
    Scope,
    Tier,
    UnitAmountOff,
    When,
)
from cartsim.model.words import Words
from cartsim.pricing import Explanation, explain

NOON = 1_000_000
DAY = 86_400


def goods(
    sku: str, price: int = 1000, *, shop: str = "", stock: int = 100, siblings: int = 50, **more: object
) -> Offer:
    """An offer; `pen/red` is the SKU `red` of the product `pen`, sold by the shop before a colon: `a:pen/red`."""
    seller, _, code = sku.rpartition(":")
    product, _, spec = code.partition("/")
    values: dict[str, object] = {
        "sku": code,
        "product": product,
        "shop": shop or seller or "a",
        "title": Words(f"货 {product}", f"The {product}"),
        "spec": (Words(spec or "均码", spec or "one size"),),
        "category": "things",
        "sprite": "box",
        "colour": "",
        "list_price": price,
        "price": price,
        "available": stock,
        "siblings": siblings,
    }
    return Offer(**{**values, **more})  # type: ignore[arg-type]


def off(code: str, *tiers: tuple[int, int], shop: str | None = "a", **more: object) -> Promotion:
    """满减: (threshold fen, off fen) per tier; for goods tagged with its code."""
    return Promotion(  # type: ignore[arg-type]
        **{
            "id": code,
            "layer": Layer.SHOP,
            "tiers": tuple(Tier(When(amount), AmountOff(minus)) for amount, minus in tiers),
            "shop": shop,
            "scope": Scope(tags=frozenset({code})),
            **more,
        }
    )


def coupon(code: str, threshold: int, minus: int, shop: str = "a", **more: object) -> Coupon:
    """A shop coupon for the whole shop, claimed once unless said otherwise."""
    window = {name: more.pop(name) for name in ("starts_at", "ends_at") if name in more}
    promotion = off(code, (threshold, minus), shop=shop, layer=Layer.SHOP_COUPON, scope=Scope(), **window)
    return Coupon(**{"promotion": promotion, "left": 10, "claimed": 1, **more})  # type: ignore[arg-type]


def scene_of(
    *offers: Offer, promotions: Iterable[Promotion] = (), coupons: Iterable[Coupon] = (), **more: object
) -> Scene:
    """A reading of these offers; settings of the policy by keyword `policy={"cap.total": 3}`."""
    settings = more.pop("policy", {})
    assert isinstance(settings, dict)
    values = {"now": NOON, "read_at": NOON, **more}
    return Scene(
        offers={offer.sku: offer for offer in offers},
        shops={
            offer.shop: Shop(offer.shop, ShopKind.FLAGSHIP, "main", Words(f"店{offer.shop}", f"Shop {offer.shop}"))
            for offer in offers
        },
        promotions=tuple(promotions),
        coupons=tuple(coupons),
        policy=override(STANDARD, settings),
        **values,  # type: ignore[arg-type]
    )


@dataclass
class Shopper:
    """A cart in a scene that keeps what happened last."""

    scene: Scene
    cart: Cart = field(default_factory=lambda: Cart("shopper"))
    sequence: int = 0
    last: Applied | Refusal | None = None

    def do(self, *commands: CartCommand) -> Applied | Refusal:
        """Send commands; the last answer."""
        for command in commands:
            self.sequence += 1
            self.last = apply(self.cart, command, self.scene, self.sequence)
            if isinstance(self.last, Applied):
                self.cart = self.last.cart
        assert self.last is not None
        return self.last

    def explanation(self) -> Explanation:
        """Why what is in sight takes nothing off."""
        return explain(basket_of(self.cart, self.scene))

    def add(self, *skus: str) -> Shopper:
        """Add one piece of each SKU; every add must work."""
        for sku in skus:
            answer = self.do(AddToCart(sku))
            assert isinstance(answer, Applied), answer
        return self

    def enter(self) -> Shopper:
        """Open the cart."""
        self.do(Enter())
        return self

    def undo(self, image: Image) -> Applied | Refusal:
        """Take a command back."""
        self.last = restore(self.cart, image)
        if isinstance(self.last, Applied):
            self.cart = self.last.cart
        return self.last

    def read(self, *offers: Offer, **more: object) -> Shopper:
        """What a refresh finds: these offers replace those of the same SKU, other fields of the scene by keyword."""
        known = {**self.scene.offers, **{offer.sku: offer for offer in offers}}
        self.scene = replace(self.scene, offers=known, **more)  # type: ignore[arg-type]
        return self

    def policy(self, **settings: Value) -> Shopper:
        """Change policy fields: `cap__total=5`."""
        changed = {name.replace("__", "."): value for name, value in settings.items()}
        self.scene = replace(self.scene, policy=override(self.scene.policy, changed))
        return self

    @property
    def view(self) -> CartView:
        """The cart as shown now."""
        return view_of(self.cart, self.scene)

    def line(self, sku: str) -> LineView:
        """The row of an SKU."""
        return next(row for row in self.view.lines if row.sku == sku)

    def stored(self, sku: str) -> Line:
        """The stored line of an SKU."""
        return next(line for line in self.cart.lines if line.sku == sku)

    def group(self, promotion: str) -> GroupView:
        """The group of a promotion."""
        return next(group for shop in self.view.shops for group in shop.groups if group.id.endswith(f"/{promotion}"))

    @property
    def order(self) -> list[str]:
        """SKUs from top to bottom, the invalid ones last."""
        return [row.sku for row in self.view.lines]


def refused(answer: Applied | Refusal) -> Refusal:
    """The answer, which must be a refusal."""
    assert isinstance(answer, Refusal), answer
    return answer


def done(answer: Applied | Refusal) -> Applied:
    """The answer, which must not be a refusal."""
    assert isinstance(answer, Applied), answer
    return answer


__all__ = [
    "DAY",
    "NOON",
    "AmountOff",
    "Gift",
    "GiftGive",
    "ItemGift",
    "Layer",
    "PercentOff",
    "Policy",
    "Promotion",
    "Scope",
    "Shopper",
    "Tier",
    "UnitAmountOff",
    "When",
    "Words",
    "coupon",
    "done",
    "goods",
    "off",
    "refused",
    "scene_of",
]
