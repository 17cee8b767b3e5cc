"""What rivals buy and shops restock, given the stock found."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cartsim.store.ticks import StockLevel
from cartsim.world.rivals import LOW_OF_PAR, visits_due

WAREHOUSES = st.lists(st.tuples(st.integers(0, 5_000), st.integers(0, 5_000)), min_size=1, max_size=4)


def _levels(stock: list[list[tuple[int, int]]]) -> list[StockLevel]:
    return [
        StockLevel(sku, f"good/{sku}", warehouse, quantity, par)
        for sku, warehouses in enumerate(stock, 1)
        for warehouse, (quantity, par) in enumerate(warehouses, 1)
    ]


@given(st.integers(0, 2**63), st.integers(1, 10**6), st.lists(WAREHOUSES, max_size=12))
def test_stock_is_never_negative_and_a_restock_ends_at_par(
    seed: int, step: int, stock: list[list[tuple[int, int]]]
) -> None:
    levels = {(level.sku_id, level.warehouse_id): level for level in _levels(stock)}
    for visit in visits_due(seed, step, list(levels.values())):
        level = levels[visit.sku_id, visit.warehouse_id]
        if visit.move.kind == "stock":
            assert 0 <= visit.quantity < level.quantity
        else:
            assert level.quantity * LOW_OF_PAR <= level.par
            assert level.quantity < visit.quantity == level.par
        total = sum(other.quantity for other in levels.values() if other.sku_id == visit.sku_id)
        assert visit.move.before == total
        assert visit.move.after == total - level.quantity + visit.quantity


@given(st.integers(0, 2**63), st.integers(1, 10**6), st.lists(WAREHOUSES, max_size=12))
def test_a_visit_depends_on_no_other_sku(seed: int, step: int, stock: list[list[tuple[int, int]]]) -> None:
    levels = _levels(stock)
    together = visits_due(seed, step, levels)
    apart = [
        visit
        for sku in range(1, len(stock) + 1)
        for visit in visits_due(seed, step, [level for level in levels if level.sku_id == sku])
    ]
    assert together == apart


def test_goods_that_are_sold_out_for_good_are_never_restocked() -> None:
    empty = [StockLevel(1, "good/1", 1, 0, 0)]
    assert not any(visits_due(1, step, empty) for step in range(1, 2_000))


def test_empty_shelves_are_filled_up_in_time() -> None:
    empty = [StockLevel(1, "good/1", 1, 0, 30)]
    filled = [visit.quantity for step in range(1, 100) for visit in visits_due(1, step, empty)]
    assert 12 < len(filled) < 40
    assert set(filled) == {30}
