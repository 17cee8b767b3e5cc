"""Combinations nearest above an amount, against every multiset of up to three adds."""

from __future__ import annotations

from collections import Counter
from itertools import combinations_with_replacement

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartsim.pricing.topup_sums import Missing, Sum, Weight, least_sums, spread

weights = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 2), st.integers(0, 3)), min_size=0, max_size=9).map(
    lambda drawn: [Weight(f"g{number}", *one) for number, one in enumerate(drawn)]
)
missings = st.builds(Missing, st.integers(0, 90), st.integers(0, 5))


def every_sum(goods: list[Weight], missing: Missing) -> list[tuple[int, tuple[str, ...]]]:
    """All combinations of two or three adds that reach, each add of which is needed."""
    by_id = {one.id: one for one in goods}

    def reaches(ids: tuple[str, ...]) -> bool:
        return missing.is_reached(sum(by_id[one].amount for one in ids), sum(by_id[one].pieces for one in ids))

    found = []
    for size in (2, 3):
        for ids in combinations_with_replacement(sorted(by_id), size):
            if any(times > by_id[one].most for one, times in Counter(ids).items()) or not reaches(ids):
                continue
            if any(reaches(ids[:number] + ids[number + 1 :]) for number in range(size)):
                continue
            found.append((sum(by_id[one].amount for one in ids), ids))
    return sorted(found)


@given(weights, missings, st.integers(1, 5))
def test_the_least_sums_are_those_of_every_multiset(goods: list[Weight], missing: Missing, count: int) -> None:
    every = every_sum(goods, missing)
    sums = least_sums(goods, missing, count)
    assert sums.among == sums.of
    assert [one.amount for one in sums.found][:1] == [amount for amount, _ in every][:1]
    listed = {(amount, ids) for amount, ids in every}
    for found in sums.found:
        assert (found.amount, tuple(sorted(found.ids))) in listed


@given(weights.map(lambda goods: list({one.amount: one for one in goods}.values())), missings, st.integers(1, 5))
def test_of_goods_that_all_bring_different_amounts_the_whole_head_is_exact(
    goods: list[Weight], missing: Missing, count: int
) -> None:
    every = every_sum(goods, missing)
    sums = least_sums(goods, missing, count)
    assert [one.amount for one in sums.found] == [amount for amount, _ in every[:count]]


@given(weights, missings, st.integers(1, 4), st.integers(0, 5))
def test_of_too_many_goods_the_sums_are_the_least_of_those_looked_at(
    goods: list[Weight], missing: Missing, count: int, among: int
) -> None:
    sums = least_sums(goods, missing, count, among)
    assert sums.among == min(among, sums.of)
    everywhere = least_sums(goods, missing, count)
    if sums.found:
        assert sums.found[0].amount >= everywhere.found[0].amount
    if sums.among == sums.of:
        assert sums == everywhere


@given(weights, missings)
def test_the_order_of_the_goods_changes_nothing(goods: list[Weight], missing: Missing) -> None:
    assert least_sums(goods, missing, 4) == least_sums(goods[::-1], missing, 4)


def test_two_of_one_good_are_a_combination_where_there_are_two() -> None:
    assert least_sums([Weight("pen", 2100, most=2)], Missing(4200), 3).found == (Sum(4200, ("pen", "pen")),)
    assert least_sums([Weight("pen", 2100, most=1)], Missing(4200), 3).found == ()


def test_none_are_found_where_none_are_asked_for() -> None:
    assert least_sums([Weight("pen", 2100)], Missing(4200), 0).found == ()


def test_goods_that_close_the_gap_alone_are_no_part_of_a_combination() -> None:
    goods = [Weight("pen", 2200), Weight("pad", 2190), Weight("box", 4500)]
    sums = least_sums(goods, Missing(4200), 9).found
    assert sums[0] == Sum(4380, ("pad", "pad"))
    assert sums[1] == Sum(4390, ("pad", "pen"))
    assert not any("box" in found.ids for found in sums)


@pytest.mark.parametrize(("most", "kept"), [(0, []), (1, [0]), (2, [0, 9]), (4, [0, 3, 6, 9]), (10, list(range(10)))])
def test_a_spread_keeps_both_ends_and_even_steps(most: int, kept: list[int]) -> None:
    goods = [Weight(f"g{number}", number) for number in range(10)]
    assert [one.amount for one in spread(goods, most)] == kept
