"""The vectors of the price rules, T1 to T15, through the command a person types."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.basketfile.conftest import Price

Ask = Callable[..., Any]


@pytest.fixture
def priced(cartsim: Price, tmp_path: Path) -> Ask:
    """The answer to a basket of these prices, one piece a line, and what else the file says."""

    def ask(prices: Sequence[int], *options: str, **more: object) -> Any:
        lines = [{"id": f"l{number}", "price": price, "quantity": 1} for number, price in enumerate(prices)]
        path = tmp_path / "basket.json"
        path.write_text(json.dumps({"version": 1, "lines": lines, **more}), encoding="utf-8")
        done = cartsim("price", path, "--json", *options)
        assert done.status == 0, done.err
        return json.loads(done.out)

    return ask


def shop(*steps: tuple[int, int], **more: object) -> list[dict[str, object]]:
    tiers = [{"when": {"amount": amount}, "give": {"amount_off": off}} for amount, off in steps]
    return [{"id": "P", "layer": "shop", "tiers": tiers, **more}]


def test_t1_two_at_25_of_100_less_20_lack_50(priced: Ask) -> None:
    answer = priced([2500, 2500], promotions=shop((10000, 2000)))
    assert answer["saved"] == 0
    assert answer["refused"] == [{"id": "P", "reason": "below_threshold", "short": 5000}]


def test_t2_exactly_equal_is_reached(priced: Ask) -> None:
    assert priced([5000, 5000], promotions=shop((10000, 2000)))["saved"] == 2000


@pytest.mark.parametrize(
    ("amount", "cut"), [(9999, 0), (10000, 1000), (19999, 1000), (20000, 3000), (50000, 10000), (90000, 10000)]
)
def test_t3_tiers(amount: int, cut: int, priced: Ask) -> None:
    assert priced([amount], promotions=shop((10000, 1000), (20000, 3000), (50000, 10000)))["saved"] == cut


@pytest.mark.parametrize(
    ("amount", "cut"), [(29999, 0), (30000, 5000), (60000, 10000), (99999, 15000), (120000, 20000)]
)
def test_t4_every_full(amount: int, cut: int, priced: Ask) -> None:
    assert priced([amount], promotions=shop((30000, 5000), repeat="unlimited"))["saved"] == cut


@pytest.mark.parametrize("amount", [99999, 120000])
def test_t5_every_full_at_most_twice(amount: int, priced: Ask) -> None:
    assert priced([amount], promotions=shop((30000, 5000), repeat=2))["saved"] == 10000


@pytest.mark.parametrize(
    ("weights", "cut", "shares"),
    [([1000, 1000, 1000], 1000, [334, 333, 333]), ([891, 2109, 1], 3000, [891, 2108, 1])],
)
def test_t6_t7_shares_by_largest_remainder(weights: list[int], cut: int, shares: list[int], priced: Ask) -> None:
    answer = priced(weights, promotions=shop((0, cut)))
    assert [line["amount"] - line["net"] for line in answer["lines"]] == shares


@pytest.mark.parametrize(("base", "pays"), [("parallel", 0), ("progressive", 2000)])
def test_t8_t9_a_coupon_that_leaves_20_under_both_bases(base: str, pays: int, priced: Ask) -> None:
    answer = priced(
        [40000],
        pricing={"threshold_base": base},
        promotions=[{"id": "X", "layer": "cross_shop", "when": {"amount": 40000}, "give": {"amount_off": 5000}}],
        coupons=[{"id": "C", "layer": "shop_coupon", "when": {"amount": 40000}, "give": {"amount_off": 38000}}],
    )
    assert answer["payable"] == pays


def test_t10_second_half(priced: Ask) -> None:
    give = {"every": {"pieces": 2, "discounted": 1, "percent_off": 50}}
    assert priced([1990] * 3, promotions=[{"id": "P", "layer": "shop", "give": give}])["payable"] == 4975


@pytest.mark.parametrize(("pick", "pays"), [("dearest", 12900), ("cheapest", 14800)])
def test_t11_three_for_99(pick: str, pays: int, priced: Ask) -> None:
    give = {"set_price": {"pieces": 3, "total": 9900, "pick": pick}}
    answer = priced([4900, 4500, 3900, 3000], promotions=[{"id": "P", "layer": "shop", "give": give}])
    assert answer["payable"] == pays


def test_t12_a_percentage_with_a_ceiling(priced: Ask) -> None:
    coupon = {"id": "C", "layer": "platform_coupon", "give": {"percent_off": 20}, "max_off": 3000}
    assert priced([20000], coupons=[coupon])["saved"] == 3000


def test_t13_freight_by_weight(cartsim: Price, basket: Callable[[str], Path]) -> None:
    path = basket(
        "version: 1\nlines: [{id: A, price: 100, quantity: 1, weight: 3200}]\n"
        "freight: [{first: {grams: 1000, fee: 800}, next: {grams: 1000, fee: 200}}]\n"
    )
    assert json.loads(cartsim("price", path, "--json").out)["freight"] == 1400


@pytest.mark.parametrize(("base", "total"), [("parallel", 47491), ("progressive", 51991)])
def test_t14_the_golden_cart_under_both_bases(base: str, total: int, cartsim: Price) -> None:
    path = Path(__file__).parent / "golden" / f"golden-{base}.yaml"
    assert json.loads(cartsim("price", path, "--json").out)["net_total"] == total
