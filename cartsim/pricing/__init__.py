"""Pricing: promotions, layers, choice of the best, proration, freight, gaps, refunds. Pure.

`quote(basket)` is the one way to a price; the cart, the files and other programs call it. `explain(basket)` says on
demand why the rest took no part, `coupon_gaps(basket)` how far each coupon is, `quote_diff(before, after)` what moved,
`refund_of(basket, line, pieces)` and `refund_together(basket, {line: pieces})` what comes back, `waterfall(quote)` how
the layers took it off. All amounts are integer fen. The values a basket is made of are documented in
`cartsim.model.promotion` and `cartsim.pricing.basket`.

    from cartsim.model.promotion import AmountOff, Layer, Promotion, Tier, When
    from cartsim.pricing import Basket, BasketLine, quote

    deal = Promotion("P", Layer.SHOP, (Tier(When(amount=10_000), AmountOff(2_000)),))
    quote(Basket((BasketLine("A", price=5_000, quantity=2),), (deal,))).net_total  # 8000
"""

from cartsim.pricing.basket import Basket, BasketLine, Explanation, Quote
from cartsim.pricing.by_shop import Memo
from cartsim.pricing.diff import QuoteDiff, quote_diff
from cartsim.pricing.explain import explain
from cartsim.pricing.gaps import coupon_gaps
from cartsim.pricing.quote import quote
from cartsim.pricing.refund import JointRefund, Refund, refund_of, refund_together
from cartsim.pricing.waterfall import waterfall

__all__ = [
    "Basket",
    "BasketLine",
    "Explanation",
    "JointRefund",
    "Memo",
    "Quote",
    "QuoteDiff",
    "Refund",
    "coupon_gaps",
    "explain",
    "quote",
    "quote_diff",
    "refund_of",
    "refund_together",
    "waterfall",
]
