"""The state of a promotion bar in words: how far it is, what it gave, what comes next (R-ADD-5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cartsim.i18n.marks import N_
from cartsim.pricing.gap import rate_ahead

if TYPE_CHECKING:
    from cartsim.cart.view import PromotionBar
    from cartsim.i18n.speaker import Speaker
    from cartsim.pricing.basket import Gap


def state_text(bar: PromotionBar, speaker: Speaker) -> str:
    """The bar's state: 还差50元, 已减20元，再买30元可减50元, 已满100元，已减20元 ...

    Empty where nothing of the promotion is ticked: the bar then says its terms alone (R-ADD, question a).
    """
    if bar.state == "not_started" and bar.promotion.starts_at is not None:
        return speaker.text(N_("From {moment}"), moment=speaker.moment(bar.promotion.starts_at))
    if bar.state == "ended":
        return speaker.text(N_("Ended"))
    if bar.state == "none_checked":
        return ""
    if bar.state == "gap" or not bar.gap.is_met:
        return gap_text(bar.gap, speaker)
    return _met(bar, speaker)


def gap_text(gap: Gap, speaker: Speaker) -> str:
    """What is missing to the next tier; empty where nothing is."""
    return missing_text(gap.needed, gap.needed_pieces, speaker)


def missing_text(needed: int, needed_pieces: int, speaker: Speaker) -> str:
    """So many fen, so many pieces, or both, to go; empty where nothing is missing."""
    if needed and needed_pieces:
        return speaker.count(
            "¥{amount} and {n} more piece to go",
            "¥{amount} and {n} more pieces to go",
            needed_pieces,
            amount=speaker.yuan(needed),
        )
    if needed_pieces:
        return speaker.count("{n} more piece", "{n} more pieces", needed_pieces)
    if needed:
        return speaker.text(N_("¥{amount} to go"), amount=speaker.yuan(needed))
    return ""


def _met(bar: PromotionBar, speaker: Speaker) -> str:
    gap, off = bar.gap, bar.granted
    if off and gap.next_off and (gap.needed or gap.needed_pieces):
        values = {"off": speaker.yuan(off), "next": speaker.yuan(gap.next_off)}
        if gap.needed_pieces and (rate := rate_ahead(bar.promotion, gap)) is not None:
            return speaker.count(
                "¥{off} off; {n} more piece for {discount}",
                "¥{off} off; {n} more pieces for {discount}",
                gap.needed_pieces,
                off=values["off"],
                discount=speaker.discount(rate),
            )
        if gap.needed_pieces:
            return speaker.count(
                "¥{off} off; {n} more piece for ¥{next} off",
                "¥{off} off; {n} more pieces for ¥{next} off",
                gap.needed_pieces,
                **values,
            )
        return speaker.text(N_("¥{off} off; ¥{needed} more for ¥{next} off"), needed=speaker.yuan(gap.needed), **values)
    if off and gap.threshold and not gap.threshold_pieces and gap.is_top and bar.kind == "full_reduction":
        return speaker.text(
            N_("Over ¥{threshold}, ¥{off} off"), threshold=speaker.yuan(gap.threshold), off=speaker.yuan(off)
        )
    if off:
        return speaker.text(N_("¥{off} off applied"), off=speaker.yuan(off))
    return _gift_state(bar, speaker)


def _gift_state(bar: PromotionBar, speaker: Speaker) -> str:
    """A met promotion that takes nothing off: what it gives, or that it is met."""
    if not bar.gifts:
        return speaker.text(N_("Reached"))
    if all(row.state == "gone" for row in bar.gifts):
        return speaker.text(N_("Gift gone"))
    pieces = sum(row.quantity for row in bar.gifts)
    return speaker.count("{n} gift earned", "{n} gifts earned", pieces)
