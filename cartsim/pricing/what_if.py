"""What another choice would come to: the same engine on the basket changed in one place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from cartsim.model.promotion import Layer
from cartsim.pricing.basket import Basket, BasketLine
from cartsim.pricing.quote import net_total
from cartsim.pricing.scope import is_usable, takes_part


def promotion_costs(basket: Basket, line_id: str) -> tuple[tuple[str, int], ...]:
    """(promotion, extra fen on the total) for each shop activity the line may belong to: 换促销.

    Extra is against leaving the line to the engine, so the best has 0. Empty for an unknown or unchecked line.
    """
    line = next((line for line in basket.lines if line.id == line_id and line.checked), None)
    if line is None:
        return ()
    free = net_total(with_choice(basket, line_id, None))
    return tuple(
        (promotion.id, net_total(with_choice(basket, line_id, promotion.id)) - free)
        for promotion in basket.promotions
        if promotion.layer is Layer.SHOP
        and takes_part(promotion, line)
        and is_usable(promotion, basket.now, basket.shopper)
    )


def with_choice(basket: Basket, line_id: str, promotion: str | None) -> Basket:
    """The basket with the shopper's own choice of that line set."""
    return replace(
        basket,
        lines=tuple(replace(line, promotion=promotion) if line.id == line_id else line for line in basket.lines),
    )


def coupon_saves(basket: Basket, coupon_id: str) -> int:
    """本车可省: fen the total falls by when this coupon is held and insisted on, against putting it away.

    Never below 0: where insisting would cost, the coupon saves nothing.
    """
    return max(0, net_total(with_coupon(basket, coupon_id, False)) - net_total(with_coupon(basket, coupon_id, True)))


def with_coupon(basket: Basket, coupon_id: str, picked: bool | None) -> Basket:
    """The basket with that coupon held, and insisted on (True), put away (False) or left to the engine."""
    return replace(
        basket,
        coupons=tuple(
            replace(coupon, picked=picked, claimed=max(1, coupon.claimed)) if coupon.id == coupon_id else coupon
            for coupon in basket.coupons
        ),
    )


def extra_cost(basket: Basket, filler: BasketLine) -> int:
    """Fen the total rises by when `filler` counts, negative where it saves: the real cost of 凑单.

    A filler with the id of a line replaces that line (ticked, or with more pieces); else it is added last.
    """
    return net_total(with_lines(basket, (filler,))) - net_total(basket)


def with_lines(basket: Basket, fillers: Iterable[BasketLine]) -> Basket:
    """The basket with these lines, each in the place of the line of its id, or after all others."""
    placed = {line.id: line for line in basket.lines}
    placed.update((filler.id, filler) for filler in fillers)
    return replace(basket, lines=tuple(placed.values()))
