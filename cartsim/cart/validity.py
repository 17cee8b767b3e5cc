"""Whether a line can be bought: why not, how many pieces, and what its stock word says.

Every answer is a `Reason` made of the numbers that decided it.
"""

from __future__ import annotations

from dataclasses import dataclass

from cartsim.cart.view import StockHint, StockState
from cartsim.model.goods import Offer
from cartsim.model.policy import Policy
from cartsim.model.reason import Reason, because


@dataclass(frozen=True, slots=True)
class Ceiling:
    """Most pieces a line may ask for, and the limit that binds (R-CAP-2)."""

    maximum: int
    """Fits the least quantity and the step of the goods; 0 where not even the least quantity is possible."""
    limit: Reason


def invalid_reason(offer: Offer | None, policy: Policy, now: int) -> Reason | None:
    """Why the goods cannot be bought any more, None where they can (R-INV-1).

    Of several causes the first of deleted, delisted, specification gone, region, sold out, activity over, limit used
    up (R-INV d). Stock 0 of one SKU alone is no such cause, unless the policy says so (R-STOCK-6).
    """
    if offer is None or offer.deleted:
        return because("invalid_deleted", "R-INV-1")
    if not offer.listed:
        return because("invalid_off_shelf", "R-INV-1")
    if not offer.spec_listed:
        return because("invalid_spec_gone", "R-INV-1")
    if offer.restricted is not None:
        return because("invalid_region", "R-INV-1", cause=offer.restricted)
    if offer.available <= 0:
        if offer.siblings <= 0:
            return because("invalid_sold_out", "R-INV-1")
        if policy.stock.zero_place == "invalid":
            return because("invalid_zero", "R-STOCK-6", "stock.zero_place", siblings=offer.siblings)
    if offer.sold_until is not None and now >= offer.sold_until:
        return because("invalid_activity_over", "R-INV-1", ended_at=offer.sold_until)
    if offer.purchase_limit is not None and offer.purchase_limit <= 0:
        return because("invalid_limit_used", "R-INV-1")
    return None


def out_of_stock(offer: Offer) -> Reason:
    """无货: this SKU is at 0 while the product is still sold (R-STOCK-6)."""
    return because("stock_zero", "R-STOCK-6", "stock.zero_place", siblings=offer.siblings)


def fitting(offer: Offer, pieces: int) -> int:
    """The largest quantity at or under `pieces` that the least quantity and the step allow, else 0 (R-CAP-3)."""
    if pieces < offer.min_quantity:
        return 0
    return pieces - (pieces - offer.min_quantity) % offer.step


def ceiling(offer: Offer, policy: Policy, elsewhere: int) -> Ceiling:
    """Most pieces of the goods in one line; `elsewhere` are pieces of the product in other lines.

    The cap counts the SKU, 限购 counts the product (R-CAP-2).
    """
    cap = policy.cap
    most = offer.available
    code = "maximum_stock"
    if cap.per_sku < most:
        most, code = cap.per_sku, "maximum_sku"
    limit = offer.purchase_limit if offer.purchase_limit is not None else cap.per_user
    if limit is not None and limit - elsewhere < most:
        most, code = max(limit - elsewhere, 0), "maximum_user"
    maximum = fitting(offer, most)
    if code == "maximum_sku":
        return Ceiling(maximum, because(code, "R-CAP-2", "cap.per_sku", maximum=maximum, cap=cap.per_sku))
    if code == "maximum_user" and limit is not None:
        policy_field = "cap.per_user" if offer.purchase_limit is None else None
        return Ceiling(
            maximum, because(code, "R-CAP-2", policy_field, maximum=maximum, limit=limit, elsewhere=elsewhere)
        )
    return Ceiling(maximum, because(code, "R-STOCK-14", None, maximum=maximum, available=offer.available))


def hint_at(policy: Policy) -> tuple[int, str]:
    """At or under how many pieces the number shows, and the policy field that says so (R-STOCK-3, R-STOCK-5)."""
    if policy.stock.scene == "enterprise":
        return policy.stock.enterprise_hint_at, "stock.enterprise_hint_at"
    return policy.stock.hint_at, "stock.hint_at"


def stock_hint(offer: Offer, quantity: int, policy: Policy) -> StockHint:
    """The stock word of a line that asks for `quantity` pieces (R-STOCK-2..7, R-STOCK-14)."""
    left = offer.available
    if left <= 0:
        return StockHint(StockState.ZERO, None, left, out_of_stock(offer))
    if not policy.stock.show:
        return StockHint(StockState.HIDDEN, None, left, because("stock_hidden", "R-STOCK-7", "stock.show"))
    if quantity > left:
        reason = because("stock_short", "R-STOCK-14", "stock.on_short", asked=quantity, left=left)
        return StockHint(StockState.SHORT, left, left, reason)
    few, few_field = hint_at(policy)
    if left <= few:
        rule = "R-STOCK-5" if policy.stock.scene == "enterprise" else "R-STOCK-3"
        reason = because("stock_few", rule, few_field, left=left, hint=few)
        return StockHint(StockState.FEW, left, left, reason)
    if left <= policy.stock.hide_above:
        return _between(left, few, policy)
    reason = because("stock_plenty", "R-STOCK-2", "stock.hide_above", left=left, hide_above=policy.stock.hide_above)
    return StockHint(StockState.PLENTY, None, left, reason)


def _between(left: int, few: int, policy: Policy) -> StockHint:
    mode = policy.stock.band_mode
    numbers = {"left": left, "hint": few, "hide_above": policy.stock.hide_above}
    if mode == "exact":
        return StockHint(StockState.FEW, left, left, because("stock_exact", "R-STOCK-4", "stock.band_mode", **numbers))
    if mode == "quiet":
        return StockHint(
            StockState.PLENTY, None, left, because("stock_quiet", "R-STOCK-4", "stock.band_mode", **numbers)
        )
    return StockHint(StockState.TIGHT, None, left, because("stock_tight", "R-STOCK-4", "stock.band_mode", **numbers))
