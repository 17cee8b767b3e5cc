"""What a shopper takes from the market, and what a trainer does to it; each says so with a reason."""

from __future__ import annotations

from cartsim.cart.commands import EditMarket
from cartsim.model.reason import Reason, because
from cartsim.store.promotions import Claim, claim_coupon, claim_window
from cartsim.store.state import Connection
from cartsim.world import edits


def claim(connection: Connection, owner: str, coupon: str, now: int) -> Reason | None:
    """Claims one piece inside a unit of work; the reason where it cannot be had.

    UnknownCodeError if there is no such coupon.
    """
    done = claim_coupon(connection, coupon, owner, now)
    opens_at, ended_at = claim_window(connection, coupon)
    match done:
        case Claim.DONE:
            return None
        case Claim.GONE:
            return because("coupon_gone", "R-CPN-5")
        case Claim.LIMIT:
            return because("coupon_limit", "R-CPN-5")
        case Claim.NOT_OPEN:
            return because("coupon_not_open", "R-CPN-4", None, opens_at=opens_at or 0)
        case Claim.OVER:
            return because("coupon_claim_over", "R-CPN-4", None, ended_at=ended_at or 0)


def edit(connection: Connection, command: EditMarket, city: str) -> Reason:
    """Changes the market inside a unit of work; the notice to show.

    What the cart shows changes with its next reading. UnknownCodeError for SKU or action,
    PolicyError for a value that does not fit.
    """
    edits.edit_market(connection, command.action, command.sku, command.value, city)
    return because("market_edited", "R-STOCK-8", "refresh.modes", action=command.action, sku=command.sku)
