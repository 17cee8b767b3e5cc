"""What a change of the cart did to its gifts, in words of notice (R-GIFT g)."""

from __future__ import annotations

from cartsim.cart.view import CartView, GiftRow, PromotionBar
from cartsim.model.reason import Reason, because


def lost_gifts(before: CartView, after: CartView) -> tuple[Reason, ...]:
    """One notice for each gift of a promotion that is no longer earned, with what is missing where something is."""
    kept = {gift.id for gift, _ in _promotion_gifts(after)}
    bars = {bar.promotion.id: bar for bar in _bars(after)}
    return tuple(
        _lost(gift, bars.get(bar.promotion.id)) for gift, bar in _promotion_gifts(before) if gift.id not in kept
    )


def _promotion_gifts(view: CartView) -> list[tuple[GiftRow, PromotionBar]]:
    return [(gift, bar) for bar in _bars(view) for gift in bar.gifts]


def _bars(view: CartView) -> list[PromotionBar]:
    return [group.bar for shop in view.shops for group in shop.groups if group.bar is not None]


def _lost(gift: GiftRow, bar: PromotionBar | None) -> Reason:
    title = gift.gift.title
    if bar is not None and bar.gap.needed_pieces:
        return because("gift_lost_pieces", "R-GIFT", None, gift=title, needed_pieces=bar.gap.needed_pieces)
    if bar is not None and bar.gap.needed:
        return because("gift_lost", "R-GIFT", None, gift=title, needed_fen=bar.gap.needed)
    return because("gift_lost_over", "R-GIFT", None, gift=title)
