"""The unit price a line remembers for the drop reminder."""

from __future__ import annotations

from cartsim.cart.scene import Scene
from cartsim.cart.taking_part import activities
from cartsim.model.goods import Offer
from cartsim.pricing.basket import BasketLine


def drop_price(offer: Offer, quantity: int, scene: Scene, line_id: str = "") -> int:
    """The unit price in fen that a later price is compared with: after the item layer, or the list price (R-DROP a)."""
    if scene.policy.drop.basis == "list":
        return offer.list_price
    return activities(scene).item_price(line_of(offer, quantity, line_id))


def line_of(offer: Offer, quantity: int, line_id: str = "") -> BasketLine:
    """The goods as one checked line to price."""
    return BasketLine(
        id=line_id or offer.sku,
        price=offer.price,
        quantity=quantity,
        list_price=offer.list_price,
        shop=offer.shop,
        category=offer.category,
        tags=offer.tags,
        weight=offer.weight,
    )
