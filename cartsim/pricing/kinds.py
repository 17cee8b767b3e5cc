"""The kind of a promotion as marketplaces name it, told from its composition (R-TAG-3)."""

from __future__ import annotations

from cartsim.model.promotion import (
    AddOn,
    AmountOff,
    Bundle,
    BuyGet,
    Every,
    FreightOff,
    GiftGive,
    Layer,
    PercentOff,
    Promotion,
    SetPrice,
    UnitAmountOff,
    UnitPrice,
)

COUPON_LAYERS = frozenset({Layer.SHOP_COUPON, Layer.CATEGORY_COUPON, Layer.PLATFORM_COUPON})

HALF = 5_000
WHOLE = 10_000
"""Hundredths of a percent."""


def is_freight_offer(promotion: Promotion) -> bool:
    """Whether it lowers freight and nothing else."""
    return bool(promotion.tiers) and isinstance(promotion.tiers[0].give, FreightOff)


def is_add_on(promotion: Promotion) -> bool:
    """Whether it is a 换购, which stands beside the other activities of its lines (R-SWAP-2)."""
    return bool(promotion.tiers) and isinstance(promotion.tiers[0].give, AddOn)


def lowers_goods(promotion: Promotion) -> bool:
    """Whether it competes for the goods: not a freight offer, not a 换购, not an empty one."""
    return bool(promotion.tiers) and not isinstance(promotion.tiers[0].give, FreightOff | AddOn)


def kind_of(promotion: Promotion) -> str:
    """One of `coupon`, `freight_coupon`, `cross_shop`, `flash`, `item_cut`, `full_gift`, `every_full`,
    `full_reduction`, `full_discount`, `pieces_minus`, `pieces_discount`, `second_half`, `buy_give`, `nth_discount`,
    `set_price`, `buy_get`, `bundle`, `swap`, `free_ship`.

    `flash` is an item price with a window (限时, 秒杀), `item_cut` one without. Above the item layer the first tier
    tells: what it gives, and whether it asks for pieces or an amount.
    """
    tier = promotion.tiers[0]
    if promotion.layer in COUPON_LAYERS:
        return "freight_coupon" if isinstance(tier.give, FreightOff) else "coupon"
    if promotion.layer is Layer.CROSS_SHOP:
        return "cross_shop"
    if promotion.layer is Layer.ITEM:
        return "flash" if promotion.ends_at is not None else "item_cut"
    match tier.give:
        case PercentOff():
            return "pieces_discount" if tier.when.pieces else "full_discount"
        case AmountOff() if tier.when.pieces:
            return "pieces_minus"
        case AmountOff():
            return "full_reduction" if promotion.repeat == 1 else "every_full"
        case Every() as give:
            return _every_kind(give)
        case other:
            return _KINDS[type(other)]


def _every_kind(give: Every) -> str:
    if give.rate == WHOLE:
        return "buy_give"
    return "second_half" if (give.pieces, give.discounted, give.rate) == (2, 1, HALF) else "nth_discount"


_KINDS: dict[type, str] = {
    UnitAmountOff: "item_cut",
    UnitPrice: "item_cut",
    GiftGive: "full_gift",
    SetPrice: "set_price",
    BuyGet: "buy_get",
    Bundle: "bundle",
    AddOn: "swap",
    FreightOff: "free_ship",
}
