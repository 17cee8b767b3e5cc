"""Where a coupon stands for the shopper and the cart (R-CPN-4, R-CPN-5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from cartsim.cart.basket import can_claim
from cartsim.cart.scene import Scene
from cartsim.cart.view import CouponState
from cartsim.model.promotion import Coupon, Layer
from cartsim.model.reason import Reason, because
from cartsim.pricing.basket import BasketLine
from cartsim.pricing.scope import closed_because, takes_part

_HOUR = 3600


def shop_coupons(coupons: Iterable[Coupon]) -> Mapping[str, Sequence[Coupon]]:
    """The coupons of the shop layer, by shop."""
    by_shop: dict[str, list[Coupon]] = {}
    for coupon in coupons:
        if coupon.promotion.layer is Layer.SHOP_COUPON and coupon.promotion.shop is not None:
            by_shop.setdefault(coupon.promotion.shop, []).append(coupon)
    return by_shop


def platform_coupons(coupons: Iterable[Coupon]) -> Sequence[Coupon]:
    """Coupons of the platform and of categories, which no shop's drawer shows (R-CPN c)."""
    return [coupon for coupon in coupons if coupon.promotion.layer is not Layer.SHOP_COUPON]


def count_coupons(coupons: Sequence[Coupon], goods: Sequence[BasketLine], scene: Scene) -> tuple[int, bool]:
    """(coupons to be claimed now, whether 领券 shows at all) over the valid lines of a shop (R-CPN-1, R-CPN-2)."""
    claimable, shown = 0, False
    for coupon in coupons:
        state = coupon_state(coupon, scene)
        if state is None or not any(takes_part(coupon.promotion, line) for line in goods):
            continue
        can = can_claim(coupon, scene.now)
        claimable += can
        shown = shown or can or state not in (CouponState.GONE, CouponState.USED)
    return claimable, shown


def coupon_state(coupon: Coupon, scene: Scene) -> CouponState | None:
    """The state before any threshold is looked at; None where the coupon is not shown at all (R-CPN-4).

    Over coupons never show; one whose claim window opens shows within `coupon.preview_h`.
    """
    now = scene.now
    promotion = coupon.promotion
    closed = closed_because(promotion, now)
    if closed == "over" or (promotion.audience is not None and promotion.audience not in scene.audiences):
        return None
    if coupon.claimed > 0:
        return CouponState.LATER if closed == "not_yet" else CouponState.CLAIMED
    if coupon.used >= coupon.per_user:
        return CouponState.USED
    if coupon.claim_from is not None and now < coupon.claim_from:
        within = coupon.claim_from - now <= scene.policy.coupon.preview_h * _HOUR
        return CouponState.NOT_OPEN if within else None
    if coupon.claim_until is not None and now >= coupon.claim_until:
        return None
    if coupon.left <= 0:
        return CouponState.GONE
    return CouponState.LATER if closed == "not_yet" else CouponState.CLAIMABLE


def claim_refusal(coupon: Coupon, now: int) -> Reason | None:
    """Why the coupon cannot be claimed; None where it can (R-CPN-5)."""
    if can_claim(coupon, now):
        return None
    if coupon.claimed + coupon.used >= coupon.per_user:
        if coupon.claimed > 0:
            return because("coupon_claimed", "R-CPN-5", None, limit=coupon.per_user)
        return because("coupon_used", "R-CPN-5", None, limit=coupon.per_user)
    if coupon.claim_from is not None and now < coupon.claim_from:
        return because("coupon_not_open", "R-CPN-4", None, opens_at=coupon.claim_from)
    if coupon.claim_until is not None and now >= coupon.claim_until:
        return because("coupon_claim_over", "R-CPN-4", None, ended_at=coupon.claim_until)
    return because("coupon_gone", "R-CPN-5")
