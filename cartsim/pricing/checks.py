"""Set-ups whose outcome nobody could explain, told when promotions are loaded.

`warnings_of` looks at a promotion alone; `cartsim.pricing.findings` adds what shows beside lines and neighbours.
"""

from __future__ import annotations

from collections.abc import Iterator

from cartsim.model.promotion import (
    AmountOff,
    Bundle,
    BuyGet,
    Every,
    FreightOff,
    GiftGive,
    Give,
    Layer,
    PercentOff,
    Promotion,
    SetPrice,
    UnitAmountOff,
    UnitPrice,
)
from cartsim.model.reason import Reason, because


def warnings_of(promotion: Promotion) -> tuple[Reason, ...]:
    """What is odd about the promotion, each with its numbers; empty for a sound one.

    Codes: `setup_no_tiers`, `setup_higher_gives_less`, `setup_unlimited_tiers`, `setup_cut_reaches_threshold`,
    `setup_tiers_unsorted`, `setup_window_empty`, `setup_rate_out_of_range`, `setup_gives_nothing`,
    `setup_negative`, `setup_not_for_items`.
    """
    return tuple(_warnings(promotion))


def _warnings(promotion: Promotion) -> Iterator[Reason]:
    if not promotion.tiers:
        yield because("setup_no_tiers", "R-ADD-5", promotion=promotion.id)
        return
    yield from _tier_order(promotion)
    if promotion.repeat is None and len(promotion.tiers) > 1:
        yield because("setup_unlimited_tiers", "R-ADD-5", promotion=promotion.id, tiers=len(promotion.tiers))
    starts_at, ends_at = promotion.starts_at, promotion.ends_at
    if starts_at is not None and ends_at is not None and starts_at >= ends_at:
        yield because("setup_window_empty", "R-CPN-4", promotion=promotion.id, start_at=starts_at, end_at=ends_at)
    for number, tier in enumerate(promotion.tiers, start=1):
        yield from _give(promotion, number, tier.give)
        if isinstance(tier.give, AmountOff) and 0 < tier.when.amount <= tier.give.amount:
            yield because(
                "setup_cut_reaches_threshold",
                "R-ADD-5",
                promotion=promotion.id,
                tier=number,
                threshold_fen=tier.when.amount,
                cut_fen=tier.give.amount,
            )
        if tier.when.amount < 0 or tier.when.pieces < 0:
            yield because("setup_negative", "R-ADD-5", promotion=promotion.id, tier=number)


def _tier_order(promotion: Promotion) -> Iterator[Reason]:
    for number, (low, high) in enumerate(zip(promotion.tiers, promotion.tiers[1:], strict=False), start=2):
        if (high.when.amount, high.when.pieces) <= (low.when.amount, low.when.pieces):
            yield because("setup_tiers_unsorted", "R-ADD-5", promotion=promotion.id, tier=number)
        elif type(high.give) is type(low.give) and _size(high.give) < _size(low.give):
            yield because("setup_higher_gives_less", "R-ADD-5", promotion=promotion.id, tier=number)


def _give(promotion: Promotion, number: int, give: Give) -> Iterator[Reason]:
    rate = _rate(give)
    if rate is not None and not 0 <= rate <= 10_000:
        yield because("setup_rate_out_of_range", "X-9", promotion=promotion.id, tier=number, off_rate=rate)
    elif _size(give) == 0 and not isinstance(give, UnitPrice | SetPrice):
        yield because("setup_gives_nothing", "R-ADD-5", promotion=promotion.id, tier=number)
    elif isinstance(give, AmountOff | UnitAmountOff) and give.amount < 0:
        yield because("setup_negative", "R-ADD-5", promotion=promotion.id, tier=number)
    if promotion.layer is Layer.ITEM and not isinstance(give, AmountOff | PercentOff | UnitAmountOff | UnitPrice):
        yield because("setup_not_for_items", "R-PRICE-1", promotion=promotion.id, tier=number)


def _rate(give: Give) -> int | None:
    match give:
        case PercentOff(rate) | Every(rate=rate) | BuyGet(rate=rate) | Bundle(rate=rate) | FreightOff(rate=rate):
            return rate
        case _:
            return None


def _size(give: Give) -> int:
    """How much a benefit gives, comparable within its kind."""
    match give:
        case AmountOff(amount) | UnitAmountOff(amount):
            return amount
        case PercentOff(rate) | Every(rate=rate) | BuyGet(rate=rate):
            return rate
        case UnitPrice(price):
            return -price
        case SetPrice(total=total):
            return -total
        case Bundle(total=None, rate=rate, amount=amount) | FreightOff(rate=rate, amount=amount):
            return rate if rate is not None else amount or 0
        case GiftGive(quantity=quantity):
            return quantity
        case _:
            return 1
