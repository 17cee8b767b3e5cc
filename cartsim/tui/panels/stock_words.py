"""The stock word of goods in a panel, under the same hints as in the cart (R-STOCK-2..7). Pure."""

from __future__ import annotations

from cartsim.cart.validity import hint_at
from cartsim.model.policy import Policy
from cartsim.model.reason import Reason
from cartsim.tui.panels.pen import Pen


def stock_word(pen: Pen, available: int, policy: Policy) -> tuple[str, str]:
    """(word, colour) for so many pieces: a number only where the policy shows one, nothing where it hides stock."""
    if available <= 0:
        return pen.text("none"), "drop"
    if not policy.stock.show:
        return "", "dim"
    mode = policy.stock.band_mode
    between = available <= policy.stock.hide_above
    if available <= hint_at(policy)[0] or (between and mode == "exact"):
        return pen.text("{pieces} left", pieces=available), "warn"
    if between and mode == "tight_label":
        return pen.text("low"), "warn"
    return pen.text("in stock"), "dim"


def limit_words(pen: Pen, limit: Reason) -> str:
    """Which limit binds the quantity, and at how many pieces (R-CAP-2); the sentence of any other reason."""
    match limit.code:
        case "maximum_stock":
            return pen.text("the stock allows {n}", n=limit["maximum"])
        case "maximum_sku":
            return pen.text("one item allows {n}", n=limit["maximum"])
        case "maximum_user":
            return pen.text("limit {limit} each, {n} here", limit=limit["limit"], n=limit["maximum"])
    return pen.reason(limit)
