"""What a shopper takes from the market, and what a trainer does to it; each says so with a reason."""

from __future__ import annotations

from cartsim.cart.commands import EditMarket, SetTrouble
from cartsim.model.reason import Reason, because
from cartsim.model.trouble import NO_TROUBLE, Neighbour, down
from cartsim.store.promotions import Claim, NotOpen, Over, claim_coupon
from cartsim.store.state import Connection
from cartsim.store.trouble import read_troubles
from cartsim.world import edits


def claim(connection: Connection, owner: str, coupon: str, now: int) -> Reason | None:
    """Claims one piece inside a unit of work; the reason where it cannot be had.

    UnknownCodeError if there is no such coupon.
    """
    trouble = down(read_troubles(connection), Neighbour.COUPONS)
    if trouble is not None:
        return trouble.reason
    match claim_coupon(connection, coupon, owner, now):
        case Claim.DONE:
            return None
        case Claim.GONE:
            return because("coupon_gone", "R-CPN-5")
        case Claim.LIMIT:
            return because("coupon_limit", "R-CPN-5")
        case NotOpen(opens_at):
            return because("coupon_not_open", "R-CPN-4", None, opens_at=opens_at)
        case Over(ended_at):
            return because("coupon_claim_over", "R-CPN-4", None, ended_at=ended_at)


def edit(connection: Connection, command: EditMarket, city: str) -> Reason:
    """Changes the market inside a unit of work; the notice to show.

    What the cart shows changes with its next reading. UnknownCodeError for SKU or action,
    PolicyError for a value that does not fit.
    """
    edits.edit_market(connection, command.action, command.sku, command.value, city)
    return because("market_edited", "R-STOCK-8", "refresh.modes", action=command.action, sku=command.sku)


def set_trouble(connection: Connection, command: SetTrouble, now: int) -> Reason:
    """Changes how a neighbour answers, inside a unit of work; the notice to show.

    UnknownCodeError for a neighbour or a trouble there is not.
    """
    edits.set_trouble(connection, command.neighbour, command.trouble, now)
    code = "trouble_over" if command.trouble == NO_TROUBLE else "trouble_set"
    return because(code, "R-SYS-1", "refresh.modes")
