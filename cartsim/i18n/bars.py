"""The state of a promotion bar in words: how far it is, what it gave, what comes next (R-ADD-5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cartsim.i18n.marks import N_
from cartsim.pricing.gap import rate_ahead

if TYPE_CHECKING:
    from cartsim.cart.view import PromotionBar
    from cartsim.i18n.voice import Voice
    from cartsim.pricing.basket import Gap


def state_text(bar: PromotionBar, voice: Voice) -> str:
    """The bar's state: 还差50元, 已减20元，再买30元可减50元, 已满100元，已减20元 ...

    Empty where nothing of the promotion is ticked: the bar then says its terms alone (R-ADD, question a).
    """
    if bar.state == "not_started" and bar.promotion.starts_at is not None:
        return voice.text(N_("From {moment}"), moment=voice.moment(bar.promotion.starts_at))
    if bar.state == "ended":
        return voice.text(N_("Ended"))
    if bar.state == "none_checked":
        return ""
    if bar.state == "gap" or not bar.gap.is_met:
        return gap_text(bar.gap, voice)
    return _met(bar, voice)


def gap_text(gap: Gap, voice: Voice) -> str:
    """What is missing to the next tier; empty where nothing is."""
    return missing_text(gap.needed, gap.needed_pieces, voice)


def missing_text(needed: int, needed_pieces: int, voice: Voice) -> str:
    """So many fen, so many pieces, or both, to go; empty where nothing is missing."""
    if needed and needed_pieces:
        return voice.count(
            "¥{amount} and {n} more piece to go",
            "¥{amount} and {n} more pieces to go",
            needed_pieces,
            amount=voice.yuan(needed),
        )
    if needed_pieces:
        return voice.count("{n} more piece", "{n} more pieces", needed_pieces)
    if needed:
        return voice.text(N_("¥{amount} to go"), amount=voice.yuan(needed))
    return ""


def _met(bar: PromotionBar, voice: Voice) -> str:
    gap, off = bar.gap, bar.granted
    if off and gap.next_off and (gap.needed or gap.needed_pieces):
        values = {"off": voice.yuan(off), "next": voice.yuan(gap.next_off)}
        if gap.needed_pieces and (rate := rate_ahead(bar.promotion, gap)) is not None:
            return voice.count(
                "¥{off} off; {n} more piece for {discount}",
                "¥{off} off; {n} more pieces for {discount}",
                gap.needed_pieces,
                off=values["off"],
                discount=voice.discount(rate),
            )
        if gap.needed_pieces:
            return voice.count(
                "¥{off} off; {n} more piece for ¥{next} off",
                "¥{off} off; {n} more pieces for ¥{next} off",
                gap.needed_pieces,
                **values,
            )
        return voice.text(N_("¥{off} off; ¥{needed} more for ¥{next} off"), needed=voice.yuan(gap.needed), **values)
    if off and gap.threshold and not gap.threshold_pieces and gap.is_top and bar.kind == "full_reduction":
        return voice.text(N_("Over ¥{threshold}, ¥{off} off"), threshold=voice.yuan(gap.threshold), off=voice.yuan(off))
    if off:
        return voice.text(N_("¥{off} off applied"), off=voice.yuan(off))
    return _gift_state(bar, voice)


def _gift_state(bar: PromotionBar, voice: Voice) -> str:
    """A met promotion that takes nothing off: what it gives, or that it is met."""
    if not bar.gifts:
        return voice.text(N_("Reached"))
    if all(row.state == "gone" for row in bar.gifts):
        return voice.text(N_("Gift gone"))
    pieces = sum(row.quantity for row in bar.gifts)
    return voice.count("{n} gift earned", "{n} gifts earned", pieces)
