"""From the goods to what is payable: what only checkout takes off, rounding, and the least to pay (R-PRICE-2)."""

from __future__ import annotations

from collections.abc import Iterator

from cartsim.pricing.basket import Basket, CheckoutRow

_ROUNDED_TO = {"jiao": 10, "yuan": 100}
"""抹零: fen that what is payable is rounded down to."""


def checkout_rows(basket: Basket, net_total: int, goods: int, freight: int) -> tuple[CheckoutRow, ...]:
    """Every row that changes something, in order: red packets, points, pay discounts, rounding, least payable.

    None of them takes more than the goods have left; freight is never lowered by them.
    """
    rows = list(_allowances(basket, net_total))
    left = net_total - sum([row.amount for row in rows])
    unit = _ROUNDED_TO.get(basket.settings.round_order)
    if unit and (rest := min((left + freight) % unit, left)):
        rows.append(CheckoutRow("round_order", "", rest))
        left -= rest
    least = min(basket.settings.min_payable, goods)
    if left < least:
        rows.append(CheckoutRow("min_payable", "", left - least))
    return tuple(rows)


def _allowances(basket: Basket, left: int) -> Iterator[CheckoutRow]:
    if not (basket.red_packets or basket.points or basket.pay_discounts):
        return
    offered = [
        *(("red_packet", packet.id, packet.amount) for packet in basket.red_packets),
        ("points", "", basket.points),
        *(("pay_discount", discount.id, discount.amount) for discount in basket.pay_discounts),
    ]
    for kind, code, amount in offered:
        taken = min(amount, left)
        if taken > 0:
            left -= taken
            yield CheckoutRow(kind, code, taken)
