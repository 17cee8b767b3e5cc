"""Pricing: promotions, layers, choice of the best, proration, gaps. Pure.

`quote(basket)` is the one way to a price; the cart, the files and other programs call it. `explain(basket)` says on
demand why the rest took no part, `coupon_gaps(basket)` how far each coupon is.
"""

from cartsim.pricing.basket import Basket, BasketLine, Explanation, Quote
from cartsim.pricing.explain import explain
from cartsim.pricing.gaps import coupon_gaps
from cartsim.pricing.quote import quote

__all__ = ["Basket", "BasketLine", "Explanation", "Quote", "coupon_gaps", "explain", "quote"]
