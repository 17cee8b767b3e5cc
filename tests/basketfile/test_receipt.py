"""What the receipt of a basket says beside its sums: what a cut was worked out on, gifts, freight, refunds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.basketfile.conftest import Price

Write = Callable[..., Path]


def test_a_cut_is_told_on_the_lines_it_is_of_with_what_counts_towards_it(cartsim: Price, basket: Write) -> None:
    file = basket(
        """\
version: 1
lines:
  - {id: A, price: 3333, quantity: 3, shop: S1}
  - {id: B, price: 3333, quantity: 1, shop: S2}
promotions:
  - {id: P, layer: platform, when: {amount: 100}, give: {percent_off: 15}, of: {shops: [S2]}}
"""
    )
    told = cartsim("price", file).out
    assert "P  Platform deals  15% off ¥1  on ¥133.32, with ¥33.33 towards it  −¥20.00" in told


def test_a_trade_up_is_told_for_the_lines_that_take_its_offer(cartsim: Price) -> None:
    told = cartsim("price", Path(__file__).parent / "golden" / "add-on.yaml").out
    assert "for X  −¥19.10" in told
