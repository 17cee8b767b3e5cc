"""Who takes part: windows, audiences, scopes."""

from __future__ import annotations

from cartsim.model.promotion import Coupon, Layer, Promotion, Scope
from cartsim.pricing.basket import BasketLine
from cartsim.pricing.kinds import is_freight_offer


def covers(scope: Scope, line: BasketLine) -> bool:
    """Whether every set the scope gives holds for the line."""
    return (
        (scope.lines is None or line.id in scope.lines)
        and (scope.shops is None or line.shop in scope.shops)
        and (scope.categories is None or line.category in scope.categories)
        and (scope.tags is None or not scope.tags.isdisjoint(line.tags))
    )


def takes_part(promotion: Promotion, line: BasketLine) -> bool:
    """Whether the line is in the promotion's shop and scope; says nothing of time, threshold or tick."""
    return (promotion.shop is None or promotion.shop == line.shop) and covers(promotion.scope, line)


def closed_because(promotion: Promotion, now: int | None) -> str | None:
    """`not_yet` or `over` by the half-open window; None where it is open or no time is given."""
    if now is None:
        return None
    if promotion.starts_at is not None and now < promotion.starts_at:
        return "not_yet"
    if promotion.ends_at is not None and now >= promotion.ends_at:
        return "over"
    return None


def is_usable(promotion: Promotion, now: int | None, shopper: frozenset[str]) -> bool:
    """Whether its window is open and it is meant for this shopper."""
    return (promotion.audience is None or promotion.audience in shopper) and closed_because(promotion, now) is None


def standing(promotion: Promotion) -> tuple[int, float, str]:
    """Sort key among equals: higher priority, earlier end, smaller id (pricing.md, section 0.10)."""
    ends_at = float("inf") if promotion.ends_at is None else promotion.ends_at
    return (-promotion.priority, ends_at, promotion.id)


def clash(one: Promotion, other: Promotion) -> bool:
    """Whether no line may have both: one shuts the other's layer out, or both are of one group."""
    return (
        other.layer in one.excludes
        or one.layer in other.excludes
        or (one.group is not None and one.group == other.group)
    )


def slot_of(promotion: Promotion) -> tuple[Layer, str | None]:
    """The place a coupon takes in a basket: that of its shop, or the one of the category or platform coupon."""
    return (promotion.layer, promotion.shop if promotion.layer is Layer.SHOP_COUPON else None)


def share_one_place(one: Coupon, other: Coupon) -> bool:
    """Whether two coupons compete for one slot: coupons with `stack` share it among themselves, and with no other."""
    return (
        is_freight_offer(one.promotion) == is_freight_offer(other.promotion)
        and slot_of(one.promotion) == slot_of(other.promotion)
        and not (one.stack and other.stack)
    )
