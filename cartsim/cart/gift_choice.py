"""The gifts of a promotion the shopper may choose from, and the one that is given."""

from __future__ import annotations

from cartsim.model.goods import Gift
from cartsim.model.promotion import GiftGive, Promotion


def gift_choices(promotion: Promotion, default: str | None = None) -> tuple[Gift, ...]:
    """Every gift of the tiers that give `default`, or of all tiers, each once, the set-up order kept."""
    found: dict[str, Gift] = {}
    for tier in promotion.tiers:
        give = tier.give
        if isinstance(give, GiftGive) and default in (None, give.gift.code):
            for gift in (give.gift, *give.pick_from):
                found.setdefault(gift.code, gift)
    return tuple(found.values())


def given(promotion: Promotion, default: Gift, picked: str | None) -> Gift:
    """The gift that is given: the shopper's pick, else the first in stock, else the default (R-GIFT e)."""
    choices = gift_choices(promotion, default.code)
    for gift in choices:
        if gift.code == picked:
            return gift
    return next((gift for gift in (default, *choices) if gift.stock > 0), default)
