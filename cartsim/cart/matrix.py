"""The SKU switcher: every SKU of a line's product with what choosing it would mean (R-SKU-2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cartsim.cart.panels import SkuCell, SkuMatrix
from cartsim.cart.prices import line_of
from cartsim.cart.scene import Scene
from cartsim.cart.standing import Standing, standings
from cartsim.cart.switching import refuse_sku
from cartsim.cart.taking_part import activities
from cartsim.cart.validity import ceiling
from cartsim.errors import UnknownCodeError
from cartsim.model.cart import Cart
from cartsim.model.goods import Offer
from cartsim.model.words import Words


def matrix_of(cart: Cart, scene: Scene, line: str, offers: Iterable[Offer]) -> SkuMatrix:
    """The matrix for `line` over `offers`, all SKUs of its product.

    Raises UnknownCodeError where the line is not in the cart.
    """
    read = standings(cart, scene)
    standing = read.get(line)
    if standing is None:
        raise UnknownCodeError(f"no line {line!r} in the cart")
    skus = list(offers)
    in_cart = {row.line.sku: row.line.id for row in read.values() if row.line.id != line}
    prices = activities(scene)
    elsewhere = sum(
        row.line.quantity
        for row in read.values()
        if row.offer.product == standing.offer.product and row.line.id != line
    )
    return SkuMatrix(
        line=line,
        title=standing.offer.title,
        sprite=standing.offer.sprite,
        dimensions=_dimensions(skus),
        cells=tuple(
            SkuCell(
                sku=offer.sku,
                spec=offer.spec,
                price=prices.item_price(line_of(offer, standing.line.quantity, line)),
                available=offer.available,
                current=offer.sku == standing.line.sku,
                unavailable=refuse_sku(scene, standing, offer),
                in_cart=in_cart.get(offer.sku),
                colour=offer.colour,
                maximum=most.maximum,
                limit=most.limit,
            )
            for offer in skus
            for most in (ceiling(offer, scene.policy, elsewhere - _merged(read, in_cart, offer)),)
        ),
        quantity=standing.line.quantity,
        checked=standing.line.checked,
    )


def _merged(read: Mapping[str, Standing], in_cart: Mapping[str, str], offer: Offer) -> int:
    """Pieces of the line the switch would merge with: they count in the new line, not beside it."""
    line = in_cart.get(offer.sku)
    return 0 if line is None else read[line].line.quantity


def _dimensions(offers: Iterable[Offer]) -> tuple[tuple[Words, ...], ...]:
    """Values of each specification dimension, in the order they come."""
    seen: list[dict[Words, None]] = []
    for offer in offers:
        for index, value in enumerate(offer.spec):
            if index == len(seen):
                seen.append({})
            seen[index].setdefault(value)
    return tuple(tuple(values) for values in seen)
