"""The cart: commands, what they do, where rows stand, and the view of it all. Pure.

`apply` answers a command, `view_of` shows the cart, `reconcile_of` says which ticks must fall after a reading.
"""

from cartsim.cart.basket import basket_of
from cartsim.cart.entering import reconcile_of
from cartsim.cart.outcome import Applied, Outcome, Refusal
from cartsim.cart.reduce import apply
from cartsim.cart.scene import Scene
from cartsim.cart.undo import Image, image_of, restore
from cartsim.cart.viewing import view_of

__all__ = [
    "Applied",
    "Image",
    "Outcome",
    "Refusal",
    "Scene",
    "apply",
    "basket_of",
    "image_of",
    "reconcile_of",
    "restore",
    "view_of",
]
