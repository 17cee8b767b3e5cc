"""What a shopper takes from the market, and what a trainer does to it; each says so with a reason."""

from __future__ import annotations

from cartsim.cart.commands import EditMarket
from cartsim.model.reason import Reason, because
from cartsim.store.promotions import Claim, claim_coupon
from cartsim.store.state import Connection
from cartsim.world import edits

_REFUSED = {
    Claim.GONE: because("coupon_gone", "R-CPN-5"),
    Claim.LIMIT: because("coupon_limit", "R-CPN-5"),
    Claim.NOT_OPEN: because("coupon_not_open", "R-CPN-4"),
    Claim.OVER: because("coupon_over", "R-CPN-4"),
}


def claim(connection: Connection, owner: str, coupon: str, now: int) -> Reason | None:
    """Claims one piece inside a unit of work; the reason where it cannot be had.

    UnknownCodeError if there is no such coupon.
    """
    done = claim_coupon(connection, coupon, owner, now)
    return None if done is Claim.DONE else _REFUSED[done]


def edit(connection: Connection, command: EditMarket, city: str) -> Reason:
    """Changes the market inside a unit of work; the notice to show.

    What the cart shows changes with its next reading. UnknownCodeError for SKU or action,
    PolicyError for a value that does not fit.
    """
    edits.edit_market(connection, command.action, command.sku, command.value, city)
    return because("market_edited", "R-STOCK-8", "refresh.modes", action=command.action, sku=command.sku)
