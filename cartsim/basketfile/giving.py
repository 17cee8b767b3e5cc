"""Scopes and benefits of a basket file as values of the engine."""

from __future__ import annotations

from collections.abc import Sequence

from cartsim.basketfile.gives import BundlePart, BuyPart, GiftPart, GivePart, ScopePart
from cartsim.model.goods import Gift
from cartsim.model.promotion import (
    AddOn,
    AddOnOffer,
    AmountOff,
    Bundle,
    BuyGet,
    Every,
    FreightOff,
    GiftGive,
    Give,
    PercentOff,
    Pick,
    Scope,
    SetPrice,
    UnitAmountOff,
    UnitPrice,
)
from cartsim.model.promotion import Part as Pieces
from cartsim.model.words import Words

WORTH_OF_A_GIFT = 1
"""Fen, where the file names none: a gift still decides between promotions that save the same."""


def scope_of(part: ScopePart | None) -> Scope:
    """Who takes part; all where nothing is said."""
    if part is None:
        return Scope()
    return Scope(_set(part.lines), _set(part.shops), _set(part.categories), _set(part.tags))


def give_of(part: GivePart, groups: int | None) -> Give:
    """What it gives; `groups` is how many sets or groups at most, None is every full one."""
    if part.amount_off is not None:
        return AmountOff(part.amount_off)
    if part.percent_off is not None:
        return PercentOff(part.percent_off)
    if part.unit_amount_off is not None:
        return UnitAmountOff(part.unit_amount_off)
    if part.unit_price is not None:
        return UnitPrice(part.unit_price)
    if part.set_price is not None:
        sets = part.set_price
        return SetPrice(sets.pieces, sets.total, Pick(sets.pick), groups)
    if part.every is not None:
        every = part.every
        return Every(every.pieces, every.discounted, every.percent_off, Pick(every.pick), groups)
    return _many_sided(part)


def _many_sided(part: GivePart) -> Give:
    """The kinds that name goods of several sides, gifts and freight."""
    if part.buy_get is not None:
        get = part.buy_get.get
        return BuyGet(_pieces(part.buy_get.buy), _pieces(get), get.percent_off)
    if part.bundle is not None:
        return _bundle(part.bundle)
    if part.gift is not None:
        return _gift(part.gift)
    if part.add_on is not None:
        offers = tuple(AddOnOffer(offer.sku, offer.price, offer.list_price) for offer in part.add_on.offers)
        return AddOn(offers, part.add_on.pick)
    assert part.freight_off is not None, "the form takes exactly one"
    return FreightOff(part.freight_off.percent_off, part.freight_off.amount_off)


def _bundle(part: BundlePart) -> Bundle:
    return Bundle(tuple(map(_pieces, part.parts)), part.total, part.percent_off, part.amount_off)


def _gift(part: GiftPart) -> GiftGive:
    """The gift the shopper picked, else the first in stock, else the first (R-GIFT e); the others stay to pick from."""
    known = [_good(part.sku, part.list_price, part.stock)]
    for other in part.pick_from:
        known.append(_good(other.sku, other.list_price, part.stock if other.stock is None else other.stock))
    picked = [gift for gift in known if gift.code == part.picked]
    in_stock = [gift for gift in known if gift.stock]
    given = (picked or in_stock or known)[0]
    return GiftGive(given, part.quantity, tuple(gift for gift in known if gift is not given))


def _good(sku: str, worth: int | None, stock: int) -> Gift:
    return Gift(sku, Words(sku, sku), WORTH_OF_A_GIFT if worth is None else worth, stock)


def _pieces(part: BuyPart) -> Pieces:
    return Pieces(scope_of(part.scope), part.pieces)


def _set(names: Sequence[str] | None) -> frozenset[str] | None:
    return None if names is None else frozenset(names)
