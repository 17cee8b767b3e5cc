"""The item layer: the best single item price of a line, whatever else is in the cart (decisions.md, Pricing)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cartsim.model.promotion import AmountOff, Give, Layer, PercentOff, Promotion, UnitAmountOff, UnitPrice
from cartsim.pricing.basket import BasketLine
from cartsim.pricing.scope import is_usable, standing, takes_part
from cartsim.pricing.split import rounded


def item_price(
    line: BasketLine,
    promotions: Iterable[Promotion],
    now: int | None,
    shopper: frozenset[str] = frozenset(),
    rounding: str = "half_up",
) -> int:
    """Unit price in fen after the item layer: what the line shows and what the price drop compares.

    Of a line above a piece limit it is the price of the pieces within the limit.
    """
    best = best_item(line, usable_items(promotions, now, shopper), rounding)
    return line.price if best is None else line.price - piece_off(best[0], line, rounding)


def usable_items(promotions: Iterable[Promotion], now: int | None, shopper: frozenset[str]) -> tuple[Promotion, ...]:
    """Item-layer promotions open to the shopper, best standing first."""
    items = [item for item in promotions if item.layer is Layer.ITEM and is_usable(item, now, shopper)]
    return tuple(sorted(items, key=standing))


def best_item(line: BasketLine, items: Sequence[Promotion], rounding: str) -> tuple[Promotion, int] | None:
    """The item promotion that takes most off the line, with its cut in fen; the first of equals. None if none does."""
    best: tuple[Promotion, int] | None = None
    for promotion in items:
        if takes_part(promotion, line):
            cut = item_cut(promotion, line, rounding)
            if cut > (best[1] if best else 0):
                best = (promotion, cut)
    return best


def item_cut(promotion: Promotion, line: BasketLine, rounding: str) -> int:
    """What the promotion takes off the line: its piece cut on the pieces within its limit, fen."""
    pieces = line.quantity if promotion.piece_limit is None else min(line.quantity, promotion.piece_limit)
    cut = piece_off(promotion, line, rounding) * pieces
    return cut if promotion.max_off is None else min(cut, promotion.max_off)


def piece_off(promotion: Promotion, line: BasketLine, rounding: str) -> int:
    """What one piece gets off at the best tier the line alone reaches, fen; rounded per piece."""
    reached = (
        _off(tier.give, line.price, rounding)
        for tier in promotion.tiers
        if line.price * line.quantity >= tier.when.amount and line.quantity >= tier.when.pieces
    )
    return max(reached, default=0)


def _off(give: Give, price: int, rounding: str) -> int:
    match give:
        case AmountOff(amount) | UnitAmountOff(amount):
            return min(amount, price)
        case UnitPrice(target):
            return max(0, price - target)
        case PercentOff(rate):
            return min(price, rounded(price * rate, 10_000, rounding))
        case _:
            return 0
