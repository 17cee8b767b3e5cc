"""The coupon drawer of a shop: every coupon usable for one of its lines, with what it would save this cart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from cartsim.cart.basket import basket_of, within_shop
from cartsim.cart.coupons import claim_refusal, coupon_state, platform_coupons, shop_coupons
from cartsim.cart.scene import Scene
from cartsim.cart.standing import standings
from cartsim.cart.view import CartView, CouponDrawer, CouponState, CouponView
from cartsim.model.cart import Cart
from cartsim.model.promotion import Coupon
from cartsim.model.reason import Reason, because
from cartsim.model.words import EMPTY, Words
from cartsim.pricing import coupon_gaps
from cartsim.pricing.basket import Basket, Gap, Quote
from cartsim.pricing.gap import gap_of
from cartsim.pricing.kinds import is_freight_offer
from cartsim.pricing.quote import net_total, quote
from cartsim.pricing.scope import share_one_place, takes_part
from cartsim.pricing.waterfall import freight_cuts
from cartsim.pricing.what_if import with_coupon

PLATFORM = ""
"""Stands for a shop's code where the coupons of platform and categories are meant."""

_ORDER = (
    CouponState.CLAIMED,
    CouponState.SHORT,
    CouponState.CLAIMABLE,
    CouponState.LATER,
    CouponState.NOT_OPEN,
    CouponState.GONE,
    CouponState.USED,
)
"""Usable now, short by the gap, claimable, future, and what can no longer be had (R-CPN f)."""

_COUNTING = frozenset({CouponState.CLAIMED, CouponState.SHORT, CouponState.CLAIMABLE})
"""States that may take something off now; a future coupon counts in no total (R-CPN a)."""


def drawer_of(cart: Cart, scene: Scene, shop: str, view: CartView) -> CouponDrawer:
    """Coupons of `shop` usable for at least one valid line of it in the cart, in showing order (R-CPN-1..5); for
    `PLATFORM` those of platform and categories (R-CPN c)."""
    read = standings(cart, scene)
    goods = [
        standing.goods
        for standing in read.values()
        if standing.invalid is None and shop in (PLATFORM, standing.offer.shop)
    ]
    whole = basket_of(cart, scene, read)
    basket = whole if shop == PLATFORM else within_shop(whole, shop)
    offered = platform_coupons(scene.coupons) if shop == PLATFORM else shop_coupons(scene.coupons).get(shop, ())
    present = net_total(basket)
    gaps = {gap.promotion: gap for gap in coupon_gaps(whole)}
    applied = _taken(view.quote)
    chosen = {coupon.id: coupon for coupon in view.coupons}
    cards = [
        _card(
            chosen.get(coupon.id, coupon),
            state,
            (whole, view.quote.freight) if is_freight_offer(coupon.promotion) else (basket, present),
            gaps,
            applied.get(coupon.id, 0),
            scene,
        )
        for coupon in offered
        if (state := coupon_state(coupon, scene)) is not None
        and any(takes_part(coupon.promotion, line) for line in goods)
    ]
    known = scene.shops.get(shop)
    return CouponDrawer(
        shop=shop,
        title=known.title if known is not None else Words(shop, shop) if shop else EMPTY,
        cards=tuple(sorted(_marked(cards), key=_place)),
        skus=len(goods),
    )


def _taken(priced: Quote) -> Mapping[str, int]:
    """What each promotion and coupon takes off, fen, off the goods or off the freight."""
    return {deal.id: deal.granted for deal in priced.applied} | dict(freight_cuts(priced))


def _card(
    coupon: Coupon,
    state: CouponState,
    now: tuple[Basket, int],
    gaps: dict[str, Gap],
    applied: int,
    scene: Scene,
) -> CouponView:
    """The card of one coupon; `now` is the basket as it stands with what the coupon may lower in fen, its total or its
    freight, `applied` what it takes off."""
    gap = gaps.get(coupon.id) or gap_of(coupon.promotion, 0, 0, ())
    if state is CouponState.CLAIMED and not gap.is_met:
        state = CouponState.SHORT
    saves = applied
    if not applied and state in _COUNTING and gap.is_met:
        basket, total = now
        held = with_coupon(basket, coupon.id, True)
        saves = max(0, total - (quote(held).freight if is_freight_offer(coupon.promotion) else net_total(held)))
    return CouponView(
        coupon=coupon,
        state=state,
        claimable=claim_refusal(coupon, scene.now),
        gap=gap,
        saves=saves,
        applied=applied,
        recommended=False,
        excluded_by=None,
        reason=_reason(coupon, state, gap, saves),
    )


def _reason(coupon: Coupon, state: CouponState, gap: Gap, saves: int) -> Reason:
    match state:
        case CouponState.LATER:
            return because("coupon_later", "R-CPN-5", None, starts_at=coupon.promotion.starts_at or 0)
        case CouponState.NOT_OPEN:
            return because("coupon_not_open", "R-CPN-4", "coupon.preview_h", opens_at=coupon.claim_from or 0)
        case CouponState.GONE:
            return because("coupon_gone", "R-CPN-5")
        case CouponState.USED:
            return because("coupon_used", "R-CPN-5", None, limit=coupon.per_user)
        case _ if gap.needed_pieces:
            return because("coupon_short_pieces", "R-CPN-5", None, needed_pieces=gap.needed_pieces)
        case _ if not gap.is_met:
            return because("coupon_short", "R-CPN-5", "pricing.threshold_base", needed_fen=gap.needed)
        case _:
            return because("coupon_saves", "R-CPN-5", "coupon.estimate", saves_fen=saves)


def _marked(cards: Sequence[CouponView]) -> list[CouponView]:
    """The cards with the best pick recommended, and each that is kept out by one in use saying so.

    The best pick is the coupon that would save most over what is in use; where none would, the one in use.
    """
    by_gain = sorted((card for card in cards if card.saves > 0), key=lambda card: (card.applied > 0, -card.saves))
    recommended = by_gain[0].coupon.id if by_gain else None
    in_use = [card.coupon for card in cards if card.applied > 0]
    return [
        replace(card, recommended=card.coupon.id == recommended, excluded_by=_keeps_out(card, in_use)) for card in cards
    ]


def _keeps_out(card: CouponView, in_use: Iterable[Coupon]) -> str | None:
    """The first coupon in use that the card cannot be used with; None where there is none, or it would not count."""
    if card.applied or card.state not in _COUNTING or card.gap is None or not card.gap.is_met:
        return None
    return next((other.id for other in in_use if share_one_place(card.coupon, other)), None)


def _place(card: CouponView) -> tuple[int, int, str]:
    promotion = card.coupon.promotion
    within = {
        CouponState.SHORT: card.gap.needed if card.gap is not None else 0,
        CouponState.LATER: promotion.starts_at or 0,
        CouponState.NOT_OPEN: card.coupon.claim_from or 0,
    }.get(card.state, -card.saves)
    return (_ORDER.index(card.state), within, card.coupon.id)
