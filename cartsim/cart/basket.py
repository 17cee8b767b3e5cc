"""The cart as the pricing engine takes it: the one place where a `Basket` is made of a cart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from cartsim.cart.scene import Scene
from cartsim.cart.standing import Standing, standings
from cartsim.model.cart import Cart
from cartsim.model.promotion import Coupon, Layer
from cartsim.pricing.basket import Basket, BasketLine
from cartsim.pricing.scope import is_usable, takes_part

_UNLIMITED = 1_000_000


def basket_of(
    cart: Cart, scene: Scene, read: Mapping[str, Standing] | None = None, *, as_if_checked: bool = False
) -> Basket:
    """What is priced: valid lines, those checked and in stock with the pieces the stock has.

    `as_if_checked` prices every line that could be ticked, which is how an unchecked line finds its group.
    """
    judged = standings(cart, scene) if read is None else read
    lines = [
        if_checked(standing) if as_if_checked else standing.goods
        for standing in judged.values()
        if standing.invalid is None
    ]
    return Basket(
        lines=(*lines, *add_on_lines(cart, scene)) if cart.add_ons else tuple(lines),
        promotions=scene.promotions,
        coupons=coupons_of(cart, scene),
        now=scene.now,
        shopper=scene.audiences,
        settings=scene.policy.pricing,
        freight=scene.freight,
        add_ons_count=scene.policy.swap.counts_for_threshold,
    )


def add_on_lines(cart: Cart, scene: Scene) -> Iterator[BasketLine]:
    """The 换购 offers that were taken, as lines at the goods' own price: what they are bought for is a cut of their
    promotion (R-SWAP b). No more pieces than the stock and the policy have room for."""
    shops = {promotion.id: promotion.shop for promotion in scene.promotions}
    for (promotion, code), pieces in cart.add_ons:
        goods = scene.add_ons.get(code)
        if goods is not None and promotion in shops and goods.stock > 0:
            yield BasketLine(
                id=add_on_line(promotion, code),
                price=goods.price,
                quantity=min(pieces, goods.stock, most_of_one(scene)),
                list_price=goods.price,
                shop=shops[promotion] or "-",
                weight=goods.weight,
                add_on=promotion,
                sku=code,
            )


def most_of_one(scene: Scene) -> int:
    """Pieces of one offer at most (R-SWAP-5); what there is without a limit is more than any promotion allows."""
    return scene.policy.swap.max or _UNLIMITED


def add_on_line(promotion: str, code: str) -> str:
    """Id under which a taken offer is priced; line ids of the cart have no slash."""
    return f"{promotion}/{code}"


def if_checked(standing: Standing) -> BasketLine:
    """The line to price as if it were ticked, where it can be."""
    if standing.counts or standing.locked is not None or standing.counted <= 0:
        return standing.goods
    return replace(standing.goods, quantity=standing.counted, checked=True)


def chosen_coupons(cart: Cart, scene: Scene) -> tuple[Coupon, ...]:
    """Every coupon in sight with the shopper's choice."""
    chosen = dict(cart.coupon_choices)
    if not chosen:
        return scene.coupons
    return tuple(
        replace(coupon, picked=chosen[coupon.id]) if coupon.id in chosen else coupon for coupon in scene.coupons
    )


def coupons_of(cart: Cart, scene: Scene) -> tuple[Coupon, ...]:
    """The coupons as the estimate of the policy counts them: none, those claimed, or also those one could claim now
    (R-PRICE-2)."""
    estimate = scene.policy.coupon.estimate
    coupons = chosen_coupons(cart, scene)
    if estimate == "off":
        return tuple(replace(coupon, picked=False) for coupon in coupons)
    if estimate == "claimable_best":
        return tuple(
            replace(coupon, claimed=1) if coupon.claimed == 0 and can_claim(coupon, scene.now) else coupon
            for coupon in coupons
        )
    return coupons


def explained_basket(cart: Cart, scene: Scene) -> Basket:
    """The basket to ask for reasons: without the coupons where the estimate of the policy leaves them out, since then
    nothing but the policy keeps them out."""
    basket = basket_of(cart, scene)
    return replace(basket, coupons=()) if scene.policy.coupon.estimate == "off" else basket


def can_claim(coupon: Coupon, now: int) -> bool:
    """Whether the shopper can claim one now: window open, some left, own limit not reached (R-CPN-5)."""
    return (
        (coupon.claim_from is None or now >= coupon.claim_from)
        and (coupon.claim_until is None or now < coupon.claim_until)
        and coupon.left > 0
        and coupon.claimed + coupon.used < coupon.per_user
    )


def within_shop(basket: Basket, shop: str) -> Basket:
    """The basket for questions about one shop: its lines alone where nothing in force spans shops, else all lines.

    Differences of totals are the same in both, because a shop's layers read no other shop's lines.
    """
    own = tuple(line for line in basket.lines if line.shop == shop)
    spanning = (
        *(promotion for promotion in basket.promotions if promotion.layer is not Layer.ITEM),
        *(coupon.promotion for coupon in basket.coupons),
    )
    if any(
        promotion.shop is None
        and is_usable(promotion, basket.now, basket.shopper)
        and any(takes_part(promotion, line) for line in own)
        for promotion in spanning
    ):
        return basket
    return replace(
        basket,
        lines=own,
        promotions=tuple(promotion for promotion in basket.promotions if promotion.shop in (shop, None)),
        coupons=tuple(coupon for coupon in basket.coupons if coupon.promotion.shop in (shop, None)),
        freight=(),
    )
