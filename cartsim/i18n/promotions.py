"""What a promotion says of itself: 满300减40 · ¥40 off ¥300.

One sentence for each pair of a condition and a benefit, so that translators see whole sentences.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cartsim.i18n.marks import N_
from cartsim.i18n.sets import deal, is_set_deal, limited
from cartsim.model.goods import ShopKind
from cartsim.model.promotion import (
    AddOn,
    AmountOff,
    FreightOff,
    GiftGive,
    Layer,
    PercentOff,
    Promotion,
    Tier,
    UnitAmountOff,
    UnitPrice,
    When,
)
from cartsim.pricing.kinds import COUPON_LAYERS

if TYPE_CHECKING:
    from cartsim.i18n.voice import Voice

KINDS: Mapping[str, str] = {
    "full_reduction": N_("Full reduction"),
    "every_full": N_("Every-full"),
    "full_discount": N_("Full-%"),
    "pieces_minus": N_("Pieces off"),
    "pieces_discount": N_("Multi-buy"),
    "full_gift": N_("Gift deal"),
    "second_half": N_("2nd half"),
    "buy_give": N_("Buy & get"),
    "nth_discount": N_("Nth piece"),
    "set_price": N_("Set price"),
    "buy_get": N_("Pair deal"),
    "bundle": N_("Bundle"),
    "free_ship": N_("Free freight"),
    "freight_coupon": N_("Freight coupon"),
    "item_price": N_("Item deal"),
    "item_cut": N_("Cut"),
    "item_discount": N_("Discount"),
    "flash": N_("Flash"),
    "cross_shop": N_("Cross-shop"),
    "swap": N_("Trade-up"),
    "coupon": N_("Coupon"),
    "shop_coupon": N_("Shop coupon"),
    "category_coupon": N_("Category coupon"),
    "platform_coupon": N_("Platform coupon"),
}
"""Names of the kinds, short enough for a label (R-TAG-3)."""

SHOP_KINDS: Mapping[ShopKind, str] = {
    ShopKind.PERSONAL: N_("C shop"),
    ShopKind.FLAGSHIP: N_("Tmall"),
    ShopKind.SELF_OPERATED: N_("Direct"),
    ShopKind.POP: N_("POP"),
    ShopKind.SUPERMARKET: N_("Grocery"),
}
"""Badges of the shops (R-TAG-2, R-TAG-4)."""

LAYERS: Mapping[Layer, str] = {
    Layer.ITEM: N_("Item deals"),
    Layer.SHOP: N_("Shop deals"),
    Layer.SHOP_COUPON: N_("Shop coupons"),
    Layer.CROSS_SHOP: N_("Cross-shop deals"),
    Layer.PLATFORM: N_("Platform deals"),
    Layer.CATEGORY_COUPON: N_("Category coupons"),
    Layer.PLATFORM_COUPON: N_("Platform coupons"),
}
"""Names of the layers, as the price detail heads them."""

PRICE_ROWS: Mapping[str, str] = {
    **{layer.value: name for layer, name in LAYERS.items()},
    "list_total": N_("List total"),
    "markdown": N_("List price cut"),
    "swap": N_("Trade-up"),
    "net_total": N_("Estimated total"),
    "freight": N_("Freight"),
    "red_packet": N_("Red packet"),
    "points": N_("Points"),
    "pay_discount": N_("Pay discount"),
    "round_order": N_("Rounded off"),
    "min_payable": N_("Raised to the least payable"),
    "payable": N_("Payable"),
}
"""Names of the rows between the list total and what is payable, the same wherever a price is taken apart."""

BASES: Mapping[str, str] = {
    "parallel": N_("Parallel"),
    "progressive": N_("Progressive"),
    "list": N_("By list price"),
}
"""What thresholds read: 平行式 the item price, 渐进式 what earlier layers left (pricing.md, section 3)."""

_TERMS: Mapping[tuple[str, type], str] = {
    ("none", AmountOff): N_("¥{amount} off"),
    ("none", PercentOff): N_("{discount}"),
    ("none", UnitAmountOff): N_("Cut ¥{amount}"),
    ("none", UnitPrice): N_("Flash ¥{price}"),
    ("none", GiftGive): N_("Free {gift}"),
    ("amount", AmountOff): N_("¥{amount} off ¥{threshold}"),
    ("amount", PercentOff): N_("{discount} ¥{threshold}"),
    ("amount", UnitAmountOff): N_("¥{amount} off each over ¥{threshold}"),
    ("amount", UnitPrice): N_("¥{price} each over ¥{threshold}"),
    ("amount", GiftGive): N_("Free {gift} over ¥{threshold}"),
    ("pieces", AmountOff): N_("¥{amount} off {pieces}+"),
    ("pieces", PercentOff): N_("{discount} {pieces}+"),
    ("pieces", UnitAmountOff): N_("¥{amount} off each for {pieces}+"),
    ("pieces", UnitPrice): N_("¥{price} each for {pieces}+"),
    ("pieces", GiftGive): N_("Free {gift} for {pieces}+"),
    ("both", AmountOff): N_("¥{amount} off ¥{threshold} and {pieces}+"),
    ("both", PercentOff): N_("{discount} ¥{threshold} and {pieces}+"),
    ("both", UnitAmountOff): N_("¥{amount} off each over ¥{threshold} and {pieces}+"),
    ("both", UnitPrice): N_("¥{price} each over ¥{threshold} and {pieces}+"),
    ("both", GiftGive): N_("Free {gift} over ¥{threshold} and {pieces}+"),
    ("every amount", AmountOff): N_("¥{amount} off every ¥{threshold}"),
    ("every amount", GiftGive): N_("Free {gift} for every ¥{threshold}"),
    ("every pieces", AmountOff): N_("¥{amount} off every {pieces}"),
    ("every pieces", GiftGive): N_("Free {gift} for every {pieces}"),
    ("none", AddOn): N_("{deal}"),
    ("amount", AddOn): N_("{deal} over ¥{threshold}"),
    ("pieces", AddOn): N_("{deal} for {pieces}+"),
    ("both", AddOn): N_("{deal} over ¥{threshold} and {pieces}+"),
    ("none", FreightOff): N_("{deal}"),
    ("amount", FreightOff): N_("{deal} with ¥{threshold}"),
    ("pieces", FreightOff): N_("{deal} with {pieces}+"),
    ("both", FreightOff): N_("{deal} with ¥{threshold} and {pieces}+"),
}
"""Sentence by condition and benefit."""

_SETS: Mapping[str, str] = {
    "none": N_("{deal}"),
    "amount": N_("{deal}, from ¥{threshold}"),
    "pieces": N_("{deal}, from {pieces} pieces"),
    "both": N_("{deal}, from ¥{threshold} and {pieces} pieces"),
}
"""Sentence by condition, for benefits that pick or combine pieces and mostly have no condition of their own."""

_COUPON_WITHOUT_THRESHOLD = N_("¥{amount} off, no minimum")


def terms(promotion: Promotion, voice: Voice) -> str:
    """All tiers of a promotion with its ceiling and its limit of pieces, in one short text."""
    told = voice.text(N_(", ")).join(_tier(promotion, tier, voice) for tier in promotion.tiers)
    limit = promotion.piece_limit
    pieces = voice.text(N_(", first {pieces} only"), pieces=limit) if limit is not None else ""
    return told + _ceiling(promotion, voice) + pieces


def coupon_face(promotion: Promotion, voice: Voice) -> tuple[str, str]:
    """The two texts of a coupon card: what it is worth, `¥15`, and from when on, `满200可用`."""
    tier = promotion.tiers[-1]
    face = N_("¥{amount}") if isinstance(tier.give, AmountOff) else _sentence("none", tier)
    worth = voice.text(face, **_values(tier, voice))
    condition = {
        "none": N_("No minimum"),
        "amount": N_("Over ¥{threshold}"),
        "pieces": N_("{pieces}+ pieces"),
        "both": N_("Over ¥{threshold} and {pieces}+"),
    }[_condition(tier.when)]
    return worth + _ceiling(promotion, voice), voice.text(condition, **_values(tier, voice))


def _tier(promotion: Promotion, tier: Tier, voice: Voice) -> str:
    condition = _condition(tier.when)
    if promotion.repeat != 1 and (f"every {condition}", type(tier.give)) in _TERMS:
        condition = f"every {condition}"
    sentence = _sentence(condition, tier)
    if condition == "none" and promotion.layer in COUPON_LAYERS and isinstance(tier.give, AmountOff):
        sentence = _COUPON_WITHOUT_THRESHOLD
    return limited(tier.give, voice.text(sentence, **_values(tier, voice)), voice)


def _sentence(condition: str, tier: Tier) -> str:
    return _SETS[condition] if is_set_deal(tier.give) else _TERMS[condition, type(tier.give)]


def _condition(when: When) -> str:
    if when.amount and when.pieces:
        return "both"
    if when.amount:
        return "amount"
    return "pieces" if when.pieces else "none"


def _values(tier: Tier, voice: Voice) -> dict[str, object]:
    """Every value a sentence about this tier may name."""
    values: dict[str, object] = {"threshold": voice.yuan(tier.when.amount), "pieces": tier.when.pieces}
    match tier.give:
        case AmountOff(amount) | UnitAmountOff(amount):
            values["amount"] = voice.yuan(amount)
        case PercentOff(rate):
            values["discount"] = voice.discount(rate)
        case UnitPrice(price):
            values["price"] = voice.yuan(price)
        case GiftGive() as give:
            values["gift"] = _gift(give, voice)
        case give:
            values["deal"] = deal(give, voice)
    return values


def _gift(give: GiftGive, voice: Voice) -> str:
    """Its name, the pieces it comes in, and that there is a choice."""
    name = voice.words(give.gift.title)
    told = name if give.quantity == 1 else f"{name} ×{give.quantity}"
    choices = len({give.gift.code, *(gift.code for gift in give.pick_from)})
    return told if choices == 1 else voice.text(N_("{gift} (1 of {choices})"), gift=told, choices=choices)


def _ceiling(promotion: Promotion, voice: Voice) -> str:
    """How far it goes: a limit of its own, or of its repetitions; 上不封顶 where neither holds."""
    give = promotion.tiers[-1].give
    if isinstance(give, GiftGive) and promotion.repeat not in (1, None):
        return voice.text(N_(", {times} times at most"), times=promotion.repeat)
    limits = [promotion.max_off] if promotion.max_off is not None else []
    if isinstance(give, AmountOff) and promotion.repeat not in (1, None):
        limits.append(give.amount * (promotion.repeat or 1))
    if limits and isinstance(give, AmountOff | PercentOff):
        return voice.text(N_(", max ¥{amount}"), amount=voice.yuan(min(limits)))
    if promotion.repeat is None and isinstance(give, AmountOff):
        return voice.text(N_(", no cap"))
    return ""
