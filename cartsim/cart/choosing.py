"""The shopper's own choice of coupons and gifts."""

from __future__ import annotations

from dataclasses import replace

from cartsim.cart.basket import can_claim
from cartsim.cart.commands import PickCoupon, PickGift
from cartsim.cart.gift_choice import gift_choices
from cartsim.cart.outcome import Applied, Event, Refusal
from cartsim.cart.turn import Turn
from cartsim.model.promotion import Coupon
from cartsim.model.reason import Reason, because
from cartsim.pricing.scope import closed_because, share_one_place


def pick_coupon(turn: Turn, command: PickCoupon) -> Applied | Refusal:
    """Insist on a coupon, put it away, or leave it to the engine (pricing.md, section 0.10)."""
    coupon = next((known for known in turn.scene.coupons if known.id == command.coupon), None)
    if coupon is None:
        return Refusal(because("no_coupon", "R-CPN-5", None, coupon=command.coupon))
    if command.picked:
        reason = _unusable(turn, coupon)
        if reason is not None:
            return Refusal(reason)
    choices = dict(turn.cart.coupon_choices)
    replaced = _rivals(turn, coupon, choices) if command.picked else ()
    for rival in replaced:
        del choices[rival]
    if command.picked is None:
        choices.pop(coupon.id, None)
    else:
        choices[coupon.id] = command.picked
    cart = replace(turn.cart, coupon_choices=tuple(sorted(choices.items())))
    notices = (because("coupon_replaced", "R-CPN-5", None, coupons=len(replaced)),) if replaced else ()
    return Applied(cart, (Event("coupon_picked"),), notices)


def _unusable(turn: Turn, coupon: Coupon) -> Reason | None:
    now, estimate = turn.scene.now, turn.scene.policy.coupon.estimate
    if estimate == "off":
        return because("coupons_off", "R-PRICE-2", "coupon.estimate")
    closed = closed_because(coupon.promotion, now)
    if closed == "over":
        return because("coupon_over", "R-CPN-4", None, ended_at=coupon.promotion.ends_at or 0)
    if coupon.claimed <= 0 and not (estimate == "claimable_best" and can_claim(coupon, now)):
        return because("coupon_not_claimed", "R-CPN-5", "coupon.estimate")
    if closed == "not_yet":
        return because("coupon_later", "R-CPN-5", None, starts_at=coupon.promotion.starts_at or 0)
    return None


def _rivals(turn: Turn, coupon: Coupon, choices: dict[str, bool]) -> tuple[str, ...]:
    """Other coupons insisted on that share the one place of its layer (and shop)."""
    return tuple(
        other.id
        for other in turn.scene.coupons
        if other.id != coupon.id and choices.get(other.id) and share_one_place(coupon, other)
    )


def pick_gift(turn: Turn, command: PickGift) -> Applied | Refusal:
    """Choose among the gifts of a promotion (R-GIFT e)."""
    promotion = next((known for known in turn.scene.promotions if known.id == command.promotion), None)
    gifts = () if promotion is None else gift_choices(promotion)
    gift = next((choice for choice in gifts if choice.code == command.gift), None)
    if gift is None:
        return Refusal(because("no_gift", "R-GIFT", None, gift=command.gift))
    if gift.stock <= 0:
        return Refusal(because("gift_gone", "R-GIFT-3", None, gift=gift.title))
    choices = dict(turn.cart.gift_choices)
    choices[command.promotion] = command.gift
    return Applied(replace(turn.cart, gift_choices=tuple(sorted(choices.items()))), (Event("gift_picked"),))
