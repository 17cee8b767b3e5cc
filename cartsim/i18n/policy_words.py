"""Names of the policy's sections and of the values its fields choose among.

A field that means something of its own by a word has an entry `section.field=word`.
"""

from __future__ import annotations

from collections.abc import Mapping

from cartsim.i18n.marks import N_
from cartsim.i18n.promotions import BASES, KINDS, LAYERS

SECTIONS: Mapping[str, str] = {
    "cap": N_("Cart limits"),
    "stock": N_("Stock"),
    "refresh": N_("Reading again"),
    "select": N_("Ticks"),
    "edit": N_("Removing and undoing"),
    "readd": N_("Adding again"),
    "group": N_("Groups"),
    "sort": N_("Order of the rows"),
    "sku_switch": N_("Switching options"),
    "invalid": N_("Invalid items"),
    "gift": N_("Gifts"),
    "swap": N_("Trade-up"),
    "addon": N_("Top up"),
    "coupon": N_("Coupons of the cart"),
    "drop": N_("Price drops"),
    "tags": N_("Labels"),
    "pricing": N_("Pricing"),
    "cart": N_("Beside the estimate"),
    "features": N_("Features"),
}
"""Name by section."""

VALUES: Mapping[str, str] = {
    **{layer.value: name for layer, name in LAYERS.items()},
    **KINDS,
    **{code: BASES[code] for code in ("parallel", "progressive")},
    "pricing.threshold_base=list": BASES["list"],
    "addon.rank=price": N_("lowest price first"),
    "after_shop": N_("after shop deals"),
    "all": N_("everything that applies"),
    "any_serving": N_("every warehouse that delivers there"),
    "best": N_("the cheapest combination"),
    "block": N_("blocks settlement"),
    "block_main": N_("block the item"),
    "bump": N_("goes to the top"),
    "by_rank": N_("by when they were added"),
    "ceil": N_("up"),
    "claimable_best": N_("the best that can be claimed"),
    "claimed_best": N_("the best of those claimed"),
    "clamp": N_("cut down"),
    "clawback": N_("what the rest falls by"),
    "closest_gap": N_("nearest to the gap first"),
    "confirm_delete": N_("asks, then removes"),
    "consumer": N_("private"),
    "cost": N_("lowest real cost first"),
    "delete": N_("removes at once"),
    "dim": N_("shown dimmed"),
    "disabled": N_("nothing"),
    "enterprise": N_("company"),
    "estimate": N_("estimated"),
    "exact": N_("the number"),
    "first": N_("price of the first add"),
    "floor": N_("down"),
    "half_up": N_("to the nearest"),
    "hide": N_("hidden"),
    "in_place": N_("stays in its place"),
    "interval": N_("by timer"),
    "invalid": N_("among the invalid"),
    "item_promo": N_("after item deals"),
    "jiao": N_("whole jiao"),
    "keep": N_("keeps its place"),
    "last": N_("last"),
    "latest": N_("price of the last add"),
    "lines": N_("different items"),
    "list": N_("list price"),
    "max": N_("highest price"),
    "nearest": N_("the nearest warehouse"),
    "net": N_("after all cuts"),
    "none": N_("no gift"),
    "note": N_("noted as excluded"),
    "off": N_("not counted"),
    "on_enter": N_("on entering"),
    "overwrite": N_("replaced"),
    "partial": N_("what is left"),
    "pieces": N_("pieces"),
    "pricing.freight_base=item": N_("after item deals"),
    "pricing.round_order=none": N_("not rounded"),
    "pull": N_("by hand"),
    "quiet": N_("nothing"),
    "refuse": N_("refused"),
    "shop_bottom": N_("bottom of its shop"),
    "split": N_("its shares"),
    "sum": N_("added up"),
    "tight_label": N_("the words low stock"),
    "uncheck": N_("is unticked"),
    "yuan": N_("whole yuan"),
}
"""Words by value, or by `field=value`."""


def name_of_value(field: str, value: str) -> str | None:
    """The msgid for a value of the field; None where the value is its own word."""
    return VALUES.get(f"{field}={value}") or VALUES.get(value)
