"""The kind of a promotion as marketplaces name it, told from its composition (R-TAG-3)."""

from __future__ import annotations

from cartsim.model.promotion import AmountOff, GiftGive, Layer, PercentOff, Promotion, UnitAmountOff, UnitPrice

COUPON_LAYERS = frozenset({Layer.SHOP_COUPON, Layer.CATEGORY_COUPON, Layer.PLATFORM_COUPON})


def kind_of(promotion: Promotion) -> str:
    """One of `coupon`, `cross_shop`, `flash`, `item_cut`, `full_gift`, `every_full`, `full_reduction`,
    `full_discount`, `pieces_minus`, `pieces_discount`.

    `flash` is an item price with a window (限时, 秒杀), `item_cut` one without. Above the item layer the first tier
    tells: what it gives, and whether it asks for pieces or an amount.
    """
    if promotion.layer in COUPON_LAYERS:
        return "coupon"
    if promotion.layer is Layer.CROSS_SHOP:
        return "cross_shop"
    if promotion.layer is Layer.ITEM:
        return "flash" if promotion.ends_at is not None else "item_cut"
    tier = promotion.tiers[0]
    match tier.give:
        case GiftGive():
            return "full_gift"
        case PercentOff():
            return "pieces_discount" if tier.when.pieces else "full_discount"
        case AmountOff() if tier.when.pieces:
            return "pieces_minus"
        case AmountOff():
            return "full_reduction" if promotion.repeat == 1 else "every_full"
        case UnitAmountOff() | UnitPrice():
            return "item_cut"
