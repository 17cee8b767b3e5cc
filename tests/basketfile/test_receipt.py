"""What the receipt of a basket says beside its sums: what a cut was worked out on, gifts, freight, refunds."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

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


TIERS = """\
version: 1
pricing: {refund: clawback}
lines:
  - {id: A, price: 6000, quantity: 2, shop: S1}
  - {id: B, price: 3000, quantity: 1, shop: S1}
promotions:
  - id: P
    layer: shop
    tiers: [{when: {amount: 10000}, give: {amount_off: 1000}}, {when: {amount: 15000}, give: {amount_off: 2500}}]
freight:
  - {shop: S1, fee: 800, free_over: 9900}
"""


def test_r_price_a_refund_says_what_comes_back_once_the_freight_is_paid(cartsim: Price, basket: Write) -> None:
    told = cartsim("price", basket(TIERS), "--refund", "A=1").out
    assert "1 piece of A returned: ¥35.00 back (by how much less the rest costs)" in told
    assert "  less ¥8.00 of freight owed now: ¥27.00 in the end\n" in told
    dear = cartsim("price", basket(TIERS.replace("fee: 800", "fee: 8000")), "--refund", "A=1").out
    assert "  ¥80.00 of freight owed now: ¥45.00 to pay\n" in dear


def test_a_refund_that_drops_a_tier_says_that_the_rest_saves_less(cartsim: Price, basket: Write) -> None:
    told = cartsim("price", basket(TIERS), "--refund", "B=1").out
    assert "  ¥10.00 kept back: the rest of the basket saves less\n  ¥25.00 by its share, the other way\n" in told


def test_several_lines_returned_together_are_told_one_by_one_with_their_sum(cartsim: Price, basket: Write) -> None:
    asked = ("price", basket(TIERS), "--refund", "A=1", "--refund", "B=1")
    told = cartsim(*asked).out
    assert "\n2 lines returned together: ¥65.00 back (by how much less the rest costs)\n" in told
    assert "  A         ×1  ¥50.00\n  B         ×1  ¥25.00\n  sum       ×2  ¥75.00\n" in told
    assert "  less ¥8.00 of freight owed now: ¥57.00 in the end\n  ¥75.00 by their shares, the other way\n" in told
    told = cartsim(*asked, "--lang", "zh").out
    assert "\n2 种商品一起退：退 ¥65.00" in told
    assert "  A     ×1  ¥50.00\n  B     ×1  ¥25.00\n  合计  ×2  ¥75.00\n" in told
    assert json.loads(cartsim(*asked, "--json").out)["refund"] == {
        "lines": [{"line": "A", "pieces": 1, "share": 5000}, {"line": "B", "pieces": 1, "share": 2500}],
        "policy": "clawback", "amount": 6500, "lost": 1000, "freight": 800,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("second", "complaint"),
    [
        ("A=01", "--refund A=01: line 'A' is returned by A=1 already; give it once"),
        ("B=2", "--refund B=2: line 'B' has 1 piece, not 2"),
        ("C=1", "basket.yaml has no line 'C'"),
    ],
)
def test_a_wrong_one_of_several_refunds_is_named_and_none_is_dropped_in_silence(
    second: str, complaint: str, cartsim: Price, basket: Write
) -> None:
    done = cartsim("price", basket(TIERS), "--refund", "A=1", "--refund", second)
    assert (done.status, done.out) == (2, "")
    assert complaint in done.err


def test_a_refund_of_a_line_that_does_not_count_says_why(cartsim: Price, basket: Write) -> None:
    golden = Path(__file__).parent / "golden" / "add-on-lost.yaml"
    idle = basket(TIERS.replace("{id: B,", "{id: B, checked: false,"))
    assert "line 'B' does not count: it is not ticked" in cartsim("price", idle, "--refund", "B=1").err
    assert "line 'X' does not count: its trade-up is lost" in cartsim("price", golden, "--refund", "X=1").err


def test_r_gift_a_receipt_says_why_gifts_are_fewer_what_could_be_had_instead_and_how_often(
    cartsim: Price, basket: Write
) -> None:
    file = basket(
        """\
version: 1
lines:
  - {id: A, price: 10000, quantity: 5}
promotions:
  - {id: P1, layer: shop, when: {amount: 15000}, repeat: unlimited, give: {gift: {sku: G1, quantity: 1, stock: 2}}}
  - {id: P2, layer: platform, when: {amount: 40000}, give: {gift: {sku: G2, quantity: 1, stock: 2, pick_from: [G3]}}}
  - {id: P3, layer: cross_shop, when: {amount: 90000}, repeat: 2, give: {gift: {sku: G2, quantity: 1, stock: 9}}}
"""
    )
    told = cartsim("price", file, "--explain").out
    assert "  G1  ×2  P1  3 earned, 2 in stock\n  G2  ×1  P2  or instead G3\n" in told
    assert "Free G2 for every ¥900, 2 times at most  ¥400 to go" in told
    assert "costs the same" not in told


def test_one_fee_for_all_is_told_for_the_whole_basket_and_a_rest_for_other_shops(cartsim: Price, basket: Write) -> None:
    lines = "version: 1\nlines: [{id: A, price: 900, quantity: 1}, {id: B, price: 900, quantity: 1, shop: S1}]\n"
    assert "  whole basket  on ¥18.00  ¥6.00" in cartsim("price", basket(lines + "freight: [{fee: 600}]\n")).out
    both = basket(lines + "freight: [{fee: 600}, {shop: S1, fee: 700}]\n")
    assert "  other shops  on ¥9.00  ¥6.00" in cartsim("price", both).out


def test_the_row_of_the_least_payable_says_that_the_total_was_raised_to_it(cartsim: Price) -> None:
    told = cartsim("price", Path(__file__).parent / "golden" / "least-payable.yaml").out
    assert "\nRaised to the least payable  " in told


def test_r_swap_a_trade_up_that_does_not_count_says_which_of_its_conditions_fails(
    cartsim: Price, basket: Write
) -> None:
    text = """\
version: 1
lines:
  - {id: A, price: 8000, quantity: 1}
  - {id: X, price: 2900, quantity: 1, add_on: W}
  - {id: Y, price: 2900, quantity: 1, add_on: W, sku: X}
promotions:
  - {id: W, layer: shop, when: {amount: 10000}, give: {add_on: {offers: [{sku: X, price: 990}]}}}
"""
    told = {
        "is not reached": text,
        "does not offer it": text.replace("sku: X, price", "sku: Z, price"),
        "is not open to this shopper now": text.replace("layer: shop,", "layer: shop, for: member,"),
    }
    for words, written in told.items():
        assert f"X does not count: its trade-up W {words}\n" in cartsim("price", basket(written)).out
    one_of_two = cartsim("price", basket(text.replace("10000", "5000"))).out
    assert "Y does not count: its trade-up W allows no more pieces\n" in one_of_two
    assert "X does not count" not in one_of_two


def test_r_add_a_top_up_tells_the_tier_after_as_it_does_for_programs(cartsim: Price, basket: Write) -> None:
    file = basket(
        """\
version: 1
lines: [{id: A, price: 28900, quantity: 1}]
promotions:
  - id: P
    layer: shop
    tiers: [{when: {amount: 30000}, give: {amount_off: 4000}}, {when: {amount: 35000}, give: {amount_off: 7000}}]
"""
    )
    goods = basket("version: 1\ngoods: [{id: F, price: 5000}, {id: G, price: 6500}]\n", "goods.yaml")
    told = cartsim("price", file, "--top-up", goods).out
    assert "\n  Next tier: ¥61 to go, ¥70.00 off there; G at a real cost of −¥5.00\n" in told


def test_freight_offers_stand_under_applied_and_say_who_pays_for_them(cartsim: Price, basket: Write) -> None:
    file = basket(
        """\
version: 1
lines: [{id: A, price: 10000, quantity: 1, shop: S1}, {id: B, price: 5000, quantity: 1, shop: S2}]
promotions:
  - {id: F, layer: platform, when: {amount: 10000}, give: {freight_off: {percent_off: 50}}, funder: platform}
freight: [{shop: S1, fee: 1000}, {shop: S2, fee: 600}]
"""
    )
    told = cartsim("price", file, "--explain").out
    assert "Applied\n  F  Platform deals  Freight 50% off with ¥100  off freight  −¥8.00\n" in told
    assert "\nFreight paid for by the platform ¥8.00\n" in told
    assert '"funding": {}, "freight_funding": {"platform": 800}' in cartsim("price", file, "--explain", "--json").out


def test_x_9_amounts_of_terms_are_written_as_those_of_columns_and_gifts_with_their_minus(
    cartsim: Price, basket: Write
) -> None:
    text = """\
version: 1
lines: [{id: A, price: 120000, quantity: 1}]
promotions:
  - {id: P, layer: shop, when: {amount: 100000}, give: {amount_off: 20000}}
  - {id: Q, layer: platform, when: {amount: 250050}, give: {amount_off: 150000}}
  - {id: G, layer: cross_shop, when: {amount: 100000}, give: {gift: {sku: G1, quantity: 1, stock: 2}}}
"""
    cheap = basket(text.replace("120000", "90000"), "cheap.yaml")
    told = cartsim("price", basket(text), "--explain", "--compare", cheap).out
    assert "¥200 off ¥1,000  on ¥1,200.00  −¥200.00" in told
    assert "¥1,500 off ¥2,500.50  ¥1,300.50 to go" in told
    assert "Gift pieces\n  G  1  –  −1" in told
    assert "满2,500.50减1,500  还差1,300.50元" in cartsim("price", basket(text), "--explain", "--lang", "zh").out
