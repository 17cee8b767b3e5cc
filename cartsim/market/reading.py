"""What a cart reads from its neighbours: goods, stock for the address, promotions, coupons, in few batches."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from cartsim.cart.scene import Scene
from cartsim.model.cart import Cart
from cartsim.model.policy import Policy
from cartsim.model.promotion import Coupon
from cartsim.model.words import Words
from cartsim.store import freight, goods, promotions, trouble
from cartsim.store.goods import Sight
from cartsim.store.worldfile import snapshot

_ENDED_KEPT_S = 24 * 3600
"""Seconds of world time a promotion that ended stays in sight, so that its group can say so until the next entry."""


@dataclass(frozen=True, slots=True)
class Shopper:
    """Whose cart it is, and where goods are delivered."""

    owner: str
    city: str
    city_words: Words
    audiences: frozenset[str] = frozenset()


def read_scene(
    connection: sqlite3.Connection, cart: Cart, shopper: Shopper, policy: Policy, now: int, more: Iterable[str] = ()
) -> Scene:
    """A full reading for every SKU of the cart and those in `more`, at world time `now`."""
    skus = {line.sku for line in cart.lines}
    skus.update(more)
    with snapshot(connection):
        offers, sight = goods.read_goods(connection, sorted(skus), shopper.city, now, policy.stock.warehouse_match)
        troubles = trouble.read_troubles(connection)
        scene = Scene(
            offers=trouble.offers_answered(connection, troubles, offers, shopper.city),
            shops={},
            policy=policy,
            now=now,
            read_at=now,
            city=shopper.city_words,
            city_code=shopper.city,
            audiences=shopper.audiences,
            troubles=troubles,
        )
        return _with_sight(connection, scene, cart, shopper, sight)


def read_again(
    connection: sqlite3.Connection, scene: Scene, cart: Cart, shopper: Shopper, skus: Collection[str], now: int
) -> Scene:
    """`scene` with `skus` read afresh: what a command is re-checked against, and rows new to the cart.

    The other rows keep the reading they had, with its age (R-STOCK-8: local edits win over a refresh).
    """
    if not skus:
        return scene if scene.now == now else replace(scene, now=now)
    with snapshot(connection):
        fresh = goods.offers(connection, sorted(set(skus)), shopper.city, now, scene.policy.stock.warehouse_match)
        offers = {sku: offer for sku, offer in scene.offers.items() if sku not in skus}
        troubles = trouble.read_troubles(connection)
        offers.update(trouble.offers_answered(connection, troubles, fresh, shopper.city))
        known = {offer.product for offer in scene.offers.values()}
        again = replace(scene, offers=offers, now=now, troubles=troubles)
        if all(offer.product in known for offer in fresh.values()):
            return again
        return _with_sight(connection, again, cart, shopper, _sight(connection, again))


def with_coupons(connection: sqlite3.Connection, scene: Scene, cart: Cart, shopper: Shopper) -> Scene:
    """`scene` with the coupons read again: after a claim."""
    return replace(scene, coupons=_coupons(connection, scene, cart, shopper, _sight(connection, scene)))


def with_choices(scene: Scene, cart: Cart) -> Scene:
    """`scene` with the coupons marked as the cart's shopper picked or put them away."""
    return replace(scene, coupons=_picked(scene.coupons, cart))


def _sight(connection: sqlite3.Connection, scene: Scene) -> Sight:
    return goods.sight_of(connection, {offer.product for offer in scene.offers.values()})


def _with_sight(connection: sqlite3.Connection, scene: Scene, cart: Cart, shopper: Shopper, sight: Sight) -> Scene:
    """`scene` with shops, promotions and coupons of what is in sight."""
    found = promotions.promotions_for(connection, sight, scene.now - _ENDED_KEPT_S)
    in_sight = trouble.promotions_answered(connection, scene.troubles, found)
    return replace(
        scene,
        shops=goods.shops(connection, sight.shops),
        promotions=in_sight,
        add_ons=promotions.add_on_goods(connection, in_sight),
        freight=freight.freight_rules(connection, sight.shops),
        coupons=_coupons(connection, scene, cart, shopper, sight),
    )


def _coupons(
    connection: sqlite3.Connection, scene: Scene, cart: Cart, shopper: Shopper, sight: Sight
) -> tuple[Coupon, ...]:
    found = promotions.coupons_for(connection, sight, shopper.owner, scene.now)
    return _picked(trouble.coupons_answered(connection, scene.troubles, found, shopper.owner), cart)


def _picked(coupons: tuple[Coupon, ...], cart: Cart) -> tuple[Coupon, ...]:
    choices = dict(cart.coupon_choices)
    return tuple(
        coupon if coupon.picked == choices.get(coupon.id) else replace(coupon, picked=choices.get(coupon.id))
        for coupon in coupons
    )
