"""The moments at which time alone changes what a cart shows or costs."""

from __future__ import annotations

from collections.abc import Iterator

from cartsim.cart.scene import Scene

_HOUR = 3600


def moments(scene: Scene) -> frozenset[int]:
    """World times at which something of the scene opens, closes or comes in sight.

    Between two of them no rule answers differently, whatever `scene.now` is.
    """
    return frozenset(moment for moment in _all(scene) if moment is not None)


def _all(scene: Scene) -> Iterator[int | None]:
    preview = scene.policy.coupon.preview_h * _HOUR
    for promotion in scene.promotions:
        yield promotion.starts_at
        yield promotion.ends_at
    for coupon in scene.coupons:
        yield coupon.promotion.starts_at
        yield coupon.promotion.ends_at
        yield coupon.claim_until
        if coupon.claim_from is not None:
            yield coupon.claim_from
            yield coupon.claim_from - preview
    for offer in scene.offers.values():
        yield offer.sold_until
        for activity in offer.activities:
            yield activity.starts_at
            yield activity.ends_at
