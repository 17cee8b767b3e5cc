"""Names of what a row id or a code stands for, so that no panel shows either. Pure."""

from __future__ import annotations

from dataclasses import replace

from cartsim.cart.view import CartView
from cartsim.i18n import Speaker
from cartsim.i18n.marks import N_
from cartsim.model.reason import Reason

PARTS = {
    "check": N_("tick"), "price": N_("price"), "net": N_("price"), "drop": N_("price change"), "stock": N_("stock"),
    "plus": N_("quantity"), "minus": N_("quantity"), "quantity": N_("quantity"), "mend": N_("quantity"),
    "sku": N_("options"), "promotion": N_("deal"), "tags": N_("labels"), "coupons": N_("coupons"),
    "topup": N_("top up"), "settle": N_("check out"), "clear": N_("clear"), "detail": N_("price detail"),
}  # fmt: skip
"""Words for the parts of a row that are asked about."""


def deals(view: CartView, speaker: Speaker) -> dict[str, str]:
    """Terms of every promotion and coupon in sight of the cart, by code."""
    known = [*view.promotions, *(coupon.promotion for coupon in view.coupons)]
    return {promotion.id: speaker.promotion(promotion) for promotion in known}


def target_name(view: CartView, speaker: Speaker, target: str) -> str:
    """What the row or code is called: a title, a shop, the terms of a deal; empty where it is not in sight."""
    kind, _, code = target.partition(":")
    if kind == "pay":
        return speaker.text("Estimated total")
    if kind == "invalid":
        return speaker.text("Invalid")
    code = code or target
    if kind == "shop":
        return next((speaker.words(shop.title) for shop in view.shops if shop.code == code), "")
    line = view.line(code)
    if line is not None:
        return speaker.words(line.title)
    gifts = (gift for row in view.lines for gift in row.gifts)
    bar_gifts = (
        gift for shop in view.shops for group in shop.groups if group.bar is not None for gift in group.bar.gifts
    )
    gift = next((gift for rows in (gifts, bar_gifts) for gift in rows if gift.id == code), None)
    if gift is not None:
        return speaker.words(gift.gift.title)
    return deals(view, speaker).get(code.rpartition("/")[2], "")


def part_name(speaker: Speaker, part: str) -> str:
    """The word for a part of a row; empty for those without one."""
    return speaker.text(PARTS[part]) if part in PARTS else ""


def told_by_name(reason: Reason, names: dict[str, str]) -> Reason:
    """The reason with the terms of a promotion where a parameter holds its code."""
    values = tuple(
        (name, names.get(value, value) if isinstance(value, str) else value) for name, value in reason.values
    )
    return replace(reason, values=values)
