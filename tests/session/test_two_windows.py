"""Two windows on one world: what one does to the address, the rules and the cart, the other one goes by (X-1)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cartsim.cart.commands import AddToCart, Check, EditMarket, Enter, Refresh, SetAddress, SetPolicy
from cartsim.cart.view import Tick
from cartsim.session.replay import first_difference, read_chronicle, replay
from cartsim.session.session import Session
from cartsim.store import state


@pytest.fixture
def left(full_cart: Path) -> Iterator[Session]:
    with Session(full_cart) as opened:
        opened.do(Enter())
        yield opened


@pytest.fixture
def right(full_cart: Path) -> Iterator[Session]:
    with Session(full_cart) as opened:
        yield opened


def usable(session: Session, count: int) -> list[str]:
    """SKUs that can be bought at the shopper's address and are not in the cart."""
    held = {line.sku for line in session.view().lines}
    found = [hit for hit in session.find("shirt", 60) if hit.refusal is None and hit.sku not in held]
    assert len(found) >= count
    return [hit.sku for hit in found[:count]]


def test_r_stock_1_an_address_chosen_in_one_window_is_shown_in_the_other(left: Session, right: Session) -> None:
    left.do(SetAddress("beijing"))
    assert right.pulse()
    assert right.view().city_code == "beijing"
    assert right.view().city == left.view().city
    assert {line.sku: line.stock for line in right.view().lines} == {line.sku: line.stock for line in left.view().lines}


@pytest.mark.parametrize("command", [Refresh("pull"), Refresh("recheck"), Enter(), Check(("l1",), True)])
def test_r_stock_1_the_next_command_of_the_other_window_is_judged_at_the_new_address(
    left: Session, right: Session, command: Refresh | Enter | Check
) -> None:
    left.do(SetAddress("beijing"))
    right.do(command)
    assert right.view().city_code == "beijing"


def test_a_line_that_is_not_sold_at_the_new_address_is_invalid_in_both_windows(left: Session, right: Session) -> None:
    line = next(line for line in left.view().lines if line.locked is None)
    left.do(SetAddress("beijing"))
    left.do(EditMarket("restrict", line.sku))
    left.refresh()
    right.pulse()
    for session in (left, right):
        assert [row.invalid is not None for row in session.view().lines if row.sku == line.sku] == [True]


def test_a_market_edit_restricts_the_address_that_is_in_force(left: Session, right: Session) -> None:
    sku = next(line.sku for line in left.view().lines if line.locked is None)
    left.do(SetAddress("beijing"))
    right.do(EditMarket("restrict", sku))
    assert next(line for line in left.refresh().lines if line.sku == sku).locked is not None


def test_x_4_settlement_is_read_for_the_address_in_force(left: Session, right: Session) -> None:
    sku = next(line.sku for line in left.view().lines if line.tick is Tick.ON and line.locked is None)
    right.do(Enter())
    left.do(SetAddress("beijing"))
    left.do(EditMarket("restrict", sku))
    gone = {reason["line"] for reason in right.settlement().blocks if reason.code == "blocked_gone"}
    assert {line.id for line in right.view().lines if line.sku == sku} <= gone


def test_r_cap_1_a_cap_set_in_one_window_holds_in_the_other(left: Session, right: Session) -> None:
    one, two = usable(right, 2)
    left.do(SetPolicy("cap.total", str(right.view().used + 1)))
    assert right.do(AddToCart(one)).ok
    refused = right.do(AddToCart(two))
    assert refused.refusal is not None
    assert refused.refusal.reason.rule == "R-CAP-1"


def test_a_rule_changed_in_one_window_is_shown_in_the_other_but_for_what_that_one_overrides(full_cart: Path) -> None:
    with Session(full_cart) as left, Session(full_cart, overrides={"cap.total": 99}) as right:
        left.do(SetPolicy("cap.total", "50"))
        left.do(SetPolicy("features.switch_promotion", "false"))
        assert right.pulse()
        assert (right.policy.cap.total, right.policy.features.switch_promotion) == (99, False)
        right.do(Enter())
        assert (right.policy.cap.total, right.policy.features.switch_promotion) == (99, False)


def test_a_window_whose_own_fields_do_not_fit_the_new_rules_keeps_those_it_had(full_cart: Path) -> None:
    with Session(full_cart) as left, Session(full_cart, overrides={"stock.hint_at": 8}) as right:
        left.do(SetPolicy("stock.hide_above", "5"))
        right.pulse()
        assert right.do(Enter()).ok
        assert (right.policy.stock.hint_at, right.policy.stock.hide_above) == (8, 10)


def test_what_two_windows_did_to_address_and_rules_is_replayed_the_same(full_cart: Path, tmp_path: Path) -> None:
    with Session(full_cart) as left, Session(full_cart, overrides={"refresh.modes": ("pull",)}) as right:
        left.do(Enter())
        left.step(3)
        left.do(SetAddress("beijing"))
        right.pulse()
        left.step(3)
        left.do(SetPolicy("stock.warehouse_match", "nearest"))
        left.do(SetAddress("lhasa"))
        right.do(AddToCart(usable(right, 1)[0]))
        left.do(SetAddress("shanghai"))
        left.step(2)
        right.pulse()
        right.do(Check((right.view().lines[0].id,), False))
        shown = right.view()
    again = replay(read_chronicle(full_cart), tmp_path / "again.world")
    assert again is not None
    with again:
        assert again.view() == shown
    assert first_difference(full_cart, tmp_path / "again.world") == ""


def test_x_1_a_window_that_opens_while_another_saves_sees_its_line(
    left: Session, full_cart: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (sku,) = usable(left, 1)
    version_of = state.data_version

    def after_a_save(connection: state.Connection) -> int:
        if len(left.cart.lines) == before:
            left.do(AddToCart(sku))
        return version_of(connection)

    before = len(left.cart.lines)
    monkeypatch.setattr(state, "data_version", after_a_save)
    with Session(full_cart) as opened:
        opened.pulse()
        assert sku in {line.sku for line in opened.view().lines}
