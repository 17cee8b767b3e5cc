"""What is offered in a basket, sorted by the shop it stays within."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from cartsim.model.promotion import Coupon, Layer, Promotion
from cartsim.pricing.basket import Basket

OF_SHOPS = frozenset({Layer.ITEM, Layer.SHOP, Layer.SHOP_COUPON})
"""Layers whose promotions stay within one shop where they name it."""

_NEVER = -(2**62)


class ShopOffers(NamedTuple):
    """What one shop offers on its own lines."""

    promotions: tuple[Promotion, ...] = ()
    coupons: tuple[Coupon, ...] = ()
    turned_at: int | None = None
    """The last time at or before now at which one of its windows opened or closed; None without a time. A shop does
    not change while only the clock moves."""


class Offers(NamedTuple):
    """Promotions and coupons of a basket by shop, and those that span shops."""

    promotions: tuple[Promotion, ...]
    coupons: tuple[Coupon, ...]
    now: int | None
    shops: dict[str, ShopOffers]
    nothing: ShopOffers
    """Of a shop that offers nothing."""
    spanning: tuple[Promotion, ...]
    spanning_coupons: tuple[Coupon, ...]
    stay_apart: bool
    """Whether all item prices, shop activities and shop coupons name their shop."""

    def are_those_of(self, basket: Basket) -> bool:
        """Whether they were sorted out of the very same tuples at the same time."""
        return self.promotions is basket.promotions and self.coupons is basket.coupons and self.now == basket.now

    def are_same_in_shops(self, other: Offers) -> bool:
        """Whether every shop offers the same, with no window of it opened or closed in between."""
        return self is other or (self.shops == other.shops and self.nothing == other.nothing)


def offers_of(basket: Basket) -> Offers:
    """The basket's offers, sorted."""
    now = basket.now
    own: dict[str, list[Promotion]] = {}
    own_coupons: dict[str, list[Coupon]] = {}
    spanning: list[Promotion] = []
    spanning_coupons: list[Coupon] = []
    stay_apart = True
    for promotion in basket.promotions:
        if promotion.layer not in OF_SHOPS:
            spanning.append(promotion)
        elif promotion.shop is not None:
            own.setdefault(promotion.shop, []).append(promotion)
        else:
            stay_apart = False
    for coupon in basket.coupons:
        if coupon.promotion.layer not in OF_SHOPS:
            spanning_coupons.append(coupon)
        elif coupon.promotion.shop is not None:
            own_coupons.setdefault(coupon.promotion.shop, []).append(coupon)
        else:
            stay_apart = False
    shops = {
        shop: _of_shop(own.get(shop, ()), own_coupons.get(shop, ()), now) for shop in own.keys() | own_coupons.keys()
    }
    return Offers(
        basket.promotions,
        basket.coupons,
        now,
        shops,
        _of_shop((), (), now),
        tuple(spanning),
        tuple(spanning_coupons),
        stay_apart,
    )


def _of_shop(promotions: Iterable[Promotion], coupons: Iterable[Coupon], now: int | None) -> ShopOffers:
    offered, claimable = tuple(promotions), tuple(coupons)
    if now is None:
        return ShopOffers(offered, claimable)
    last = _NEVER
    for promotion in (*offered, *[coupon.promotion for coupon in claimable]):
        for edge in (promotion.starts_at, promotion.ends_at):
            if edge is not None and last < edge <= now:
                last = edge
    return ShopOffers(offered, claimable, last)
