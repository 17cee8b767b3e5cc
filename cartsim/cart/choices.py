"""换促销: the shop activities a line may belong to, with what each would cost."""

from __future__ import annotations

from cartsim.cart.basket import basket_of, within_shop
from cartsim.cart.scene import Scene
from cartsim.cart.view import CartView, PromotionChoice
from cartsim.model.cart import Cart
from cartsim.pricing.what_if import promotion_costs


def choices_of(cart: Cart, scene: Scene, view: CartView, line: str) -> tuple[PromotionChoice, ...]:
    """The choices of a row with `extra` worked out; None stays where the line is not priced."""
    row = view.line(line)
    if row is None or not row.choices:
        return ()
    costs = dict(promotion_costs(within_shop(basket_of(cart, scene), row.shop), line))
    return tuple(choice._replace(extra=costs.get(choice.promotion.id)) for choice in row.choices)
