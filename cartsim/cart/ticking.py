"""What ticking an unticked line would really cost."""

from __future__ import annotations

from collections.abc import Mapping

from cartsim.cart.basket import basket_of, if_checked
from cartsim.cart.scene import Scene
from cartsim.cart.standing import standings
from cartsim.cart.view import CartView
from cartsim.model.cart import Cart
from cartsim.pricing.what_if import extra_cost


def ticked_extra(cart: Cart, scene: Scene, view: CartView, lines: tuple[str, ...]) -> Mapping[str, int]:
    """Fen the total rises by when each of the lines alone is ticked, by line; those that cannot be are left out."""
    if not lines:
        return {}
    read = standings(cart, scene)
    basket = basket_of(cart, scene, read)
    known = {line.id for line in view.lines}
    fillers = {line: if_checked(read[line]) for line in lines if line in known and line in read}
    return {line: extra_cost(basket, filler) for line, filler in fillers.items() if filler.checked}
