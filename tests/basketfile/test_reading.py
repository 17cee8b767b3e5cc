"""What a basket file means: the values the engine is given."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cartsim.basketfile.reading import read_basket
from cartsim.errors import DataError
from cartsim.i18n import Speaker
from cartsim.model.promotion import Every, GiftGive, PercentOff, Promotion, SetPrice
from cartsim.pricing import Basket

Write = Callable[..., Path]


def read(path: Path) -> Basket:
    return read_basket(str(path), Speaker("en").reason).basket


def promotion(basket: Write, terms: str) -> Promotion:
    line = "lines: [{id: A, price: 5000, quantity: 3}]"
    return read(basket(f"version: 1\n{line}\npromotions: [{{id: P, layer: shop, {terms}}}]\n")).promotions[0]


EVERY = "give: {every: {pieces: 2, percent_off: 50}}"
SETS = "give: {set_price: {pieces: 3, total: 9900}}"


@pytest.mark.parametrize(
    ("repeat", "groups"), [("", None), (", repeat: unlimited", None), (", repeat: 1", 1), (", repeat: 4", 4)]
)
def test_repeat_of_groups_and_sets_limits_them_and_the_promotion_counts_once(
    repeat: str, groups: int | None, basket: Write
) -> None:
    every, sets = promotion(basket, EVERY + repeat), promotion(basket, SETS + repeat)
    assert (every.repeat, sets.repeat) == (1, 1)
    assert every.tiers[0].give == Every(2, 1, 5000, groups=groups)
    assert sets.tiers[0].give == SetPrice(3, 9900, sets=groups)


@pytest.mark.parametrize(("repeat", "times"), [("", 1), (", repeat: unlimited", None), (", repeat: 4", 4)])
def test_repeat_of_all_other_kinds_is_how_often_the_threshold_counts(
    repeat: str, times: int | None, basket: Write
) -> None:
    assert promotion(basket, "when: {amount: 1000}, give: {amount_off: 100}" + repeat).repeat == times


@pytest.mark.parametrize(
    ("layer", "excess", "drops"),
    [("cross_shop", "", True), ("shop", "", False), ("cross_shop", "redistribute", False), ("shop", "drop", True)],
)
def test_a_share_without_room_is_dropped_by_cross_shop_deals_and_elsewhere_where_asked(
    layer: str, excess: str, drops: bool, basket: Write
) -> None:
    more = f", excess: {excess}" if excess else ""
    text = f"version: 1\nlines: []\npromotions: [{{id: P, layer: {layer}, give: {{amount_off: 1}}{more}}}]\n"
    assert read(basket(text)).promotions[0].excess_drops is drops


@pytest.mark.parametrize(
    ("percent", "rate"), [("15", 1500), ("12.5", 1250), ("0.01", 1), ("33.33", 3333), ("1e1", None)]
)
def test_a_percentage_is_read_to_two_decimals(percent: str, rate: int | None, basket: Write) -> None:
    terms = f"give: {{percent_off: {percent}}}"
    if rate is None:
        with pytest.raises(DataError, match=r"a percentage such as 15 or 12\.5, not '1e1'"):
            promotion(basket, terms)
    else:
        assert promotion(basket, terms).tiers[0].give == PercentOff(rate)


def test_json_numbers_with_exponents_are_numbers(basket: Write) -> None:
    text = '{"version": 1, "lines": [], "promotions": [{"id": "P", "layer": "shop", "give": {"percent_off": 1.5e1}}]}'
    assert read(basket(text)).promotions[0].tiers[0].give == PercentOff(1500)


@pytest.mark.parametrize(
    "moment",
    [
        "2026-06-18T20:00:00", "2026-06-18 20:00:00", "'2026-06-18T20:00'", "2026-06-18T12:00:00Z",
        "2026-06-18T14:00:00+02:00", "'20260618T200000'",
    ],
)  # fmt: skip
def test_a_moment_without_a_zone_is_shanghais(moment: str, basket: Write) -> None:
    assert read(basket(f"version: 1\nlines: []\nnow: {moment}\n")).now == 1_781_784_000


def test_a_date_alone_is_its_first_second(basket: Write) -> None:
    assert read(basket("version: 1\nlines: []\nnow: 2026-06-18\n")).now == 1_781_784_000 - 20 * 3600


def test_where_the_threshold_is_read_may_stand_in_when_or_beside_tiers(basket: Write) -> None:
    inside = promotion(basket, "when: {amount: 1, of: {lines: [A]}}, give: {amount_off: 1}")
    beside = promotion(basket, "of: {lines: [A]}, tiers: [{when: {amount: 1}, give: {amount_off: 1}}]")
    assert inside.measures == beside.measures
    assert inside.measures is not None
    with pytest.raises(DataError, match="give one `of`"):
        promotion(basket, "of: {lines: [A]}, when: {amount: 1, of: {tags: [x]}}, give: {amount_off: 1}")


@pytest.mark.parametrize(
    ("gift", "given"),
    [
        ("{sku: G1, stock: 2, pick_from: [G2]}", "G1"),
        ("{sku: G1, stock: 0, pick_from: [{sku: G2, stock: 3}]}", "G2"),
        ("{sku: G1, stock: 2, pick_from: [G2], picked: G2}", "G2"),
        ("{sku: G1, stock: 0}", "G1"),
    ],
)
def test_r_gift_e_the_gift_is_the_picked_one_else_the_first_in_stock(gift: str, given: str, basket: Write) -> None:
    give = promotion(basket, f"give: {{gift: {gift}}}").tiers[0].give
    assert isinstance(give, GiftGive)
    assert give.gift.code == given


def test_settings_are_those_of_the_policy(basket: Write) -> None:
    asked = read(basket("version: 1\nlines: []\npricing: {round_order: jiao, work_limit: 7}\n")).settings
    assert (asked.round_order, asked.work_limit, asked.threshold_base) == ("jiao", 7, "parallel")
