"""The receipt of the full cart: every block, bar, share and column adds up to the totals."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from cartsim.cart import receipt
from cartsim.cart.commands import CheckAll, Enter
from cartsim.cart.view import CartView
from cartsim.session.session import Session


@pytest.fixture(scope="module")
def view(full_cart_world: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CartView]:
    path = tmp_path_factory.mktemp("receipt") / "copy.world"
    path.write_bytes(full_cart_world.read_bytes())
    with Session(path) as session:
        session.do(Enter())
        session.do(CheckAll(True))
        yield session.view()


def test_the_blocks_sum_to_what_is_saved(view: CartView) -> None:
    assert sum(section.off for section in receipt.sections(view)) == view.totals.shown_saved


def test_the_waterfall_runs_from_the_list_total_to_the_net_total(view: CartView) -> None:
    steps = receipt.waterfall(view)
    assert (steps[0].code, steps[0].left) == ("list_total", view.totals.list_total)
    assert steps[-1].left == view.totals.net_total
    assert all(after.left == before.left - after.off for before, after in pairwise(steps))


def test_the_shares_of_every_cut_sum_to_what_it_granted(view: CartView) -> None:
    assert receipt.cuts_of(view)
    for cut in receipt.cuts_of(view):
        assert sum(fen for _, fen in cut.shares) == cut.granted


def test_every_line_pays_its_amount_less_its_cuts(view: CartView) -> None:
    rows = receipt.shares(view)
    assert len(rows) == view.totals.lines
    for row in rows:
        assert (
            row.net == row.amount - sum(fen for _, fen in row.cuts) == row.amount - sum(fen for _, fen in row.by_step)
        )
        assert row.list_amount >= row.amount
    assert sum(row.net for row in rows) == view.totals.net_total
    assert sum(row.list_amount for row in rows) == view.totals.list_total


def test_payers_pay_for_every_cut(view: CartView) -> None:
    assert sum(fen for _, fen in receipt.funding(view)) == view.totals.saved


def test_the_table_has_equal_rows_and_columns_that_add_up(view: CartView) -> None:
    head, *lines, total = receipt.table(view)
    assert {len(row) for row in (head, *lines, total)} == {len(head)}
    for at in range(head.index("quantity"), len(head)):
        assert sum(int(row[at]) for row in lines) == int(total[at]), head[at]


def test_an_empty_cart_has_a_receipt_of_nothing(world_path: Path) -> None:
    with Session(world_path) as session:
        empty = session.view()
    assert receipt.sections(empty) == ()
    assert receipt.shares(empty) == ()
    assert [step.left for step in receipt.waterfall(empty)] == [0]
    assert len(receipt.table(empty)) == 2
