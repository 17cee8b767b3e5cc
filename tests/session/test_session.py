"""One shopper in one world: commands, readings, two windows, undo."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from cartsim.cart.commands import (
    AddToCart,
    Check,
    CheckAll,
    ClaimCoupon,
    EditMarket,
    Enter,
    Remove,
    SetAddress,
    SetPolicy,
    SetQuantity,
    Undo,
)
from cartsim.cart.view import StockState, Tick
from cartsim.errors import DataError, PolicyError, UnknownCodeError
from cartsim.session.founding import found_world
from cartsim.session.session import Session


@pytest.fixture
def session(world_path: Path) -> Iterator[Session]:
    with Session(world_path) as opened:
        yield opened


def skus(session: Session, count: int) -> list[str]:
    """SKUs of different products that can be bought at the shopper's address."""
    found = session.find("shoes", 60) + session.find("shirt", 60)
    usable = [hit.sku for hit in found if hit.refusal is None and hit.available > 20]
    assert len(usable) >= count
    return usable[:count]


def test_r_sel_2_an_added_line_is_there_checked_and_priced(session: Session) -> None:
    (sku,) = skus(session, 1)
    outcome = session.do(AddToCart(sku, 2))
    view = session.view()
    assert outcome.ok
    assert [(line.sku, line.quantity, line.tick) for line in view.lines] == [(sku, 2, Tick.ON)]
    assert view.totals.net_total == sum(line.net or 0 for line in view.lines) > 0


def test_a_cart_is_there_again_after_closing_the_world(world_path: Path) -> None:
    with Session(world_path) as first:
        (sku,) = skus(first, 1)
        first.do(AddToCart(sku, 3))
        shown = first.view()
    with Session(world_path) as second:
        assert second.view() == shown


def test_x_7_a_repeated_operation_has_no_effect(session: Session) -> None:
    (sku,) = skus(session, 1)
    first = session.do(AddToCart(sku), operation="twice")
    again = session.do(AddToCart(sku), operation="twice")
    assert again.repeated
    assert again.sequence == first.sequence
    assert [line.quantity for line in session.view().lines] == [1]


def test_x_1_two_windows_see_one_truth_and_lose_no_update(world_path: Path) -> None:
    with Session(world_path) as left, Session(world_path) as right:
        one, two = skus(left, 2)
        left.do(AddToCart(one))
        right.do(AddToCart(two))
        assert left.pulse()
        assert {line.sku for line in left.view().lines} == {one, two}
        assert left.view().lines == right.view().lines


def test_every_command_is_journaled_with_its_outcome_also_a_refused_one(session: Session, world_path: Path) -> None:
    (sku,) = skus(session, 1)
    session.do(AddToCart(sku))
    refused = session.do(SetQuantity("l1", 100_000))
    assert not refused.ok
    with closing(sqlite3.connect(world_path)) as connection:
        rows = connection.execute("SELECT sequence, command, outcome FROM journal ORDER BY sequence").fetchall()
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
    assert '"do":"SetQuantity"' in rows[-1][1]
    assert "refusal" in rows[-1][2]


def test_an_unknown_code_changes_nothing_and_names_the_nearest(session: Session) -> None:
    (sku,) = skus(session, 1)
    with pytest.raises(UnknownCodeError, match=sku):
        session.do(EditMarket("sell_out", sku + "x"))
    with pytest.raises(UnknownCodeError):
        session.do(ClaimCoupon("no-such-coupon"))
    assert session.view().lines == ()


def test_r_stock_8_between_refreshes_the_cart_shows_what_it_last_read(session: Session) -> None:
    (sku,) = skus(session, 1)
    session.do(AddToCart(sku))
    before = session.view()
    session.do(EditMarket("sell_out", sku))
    assert session.view().lines == before.lines
    session.refresh()
    (line,) = session.view().lines
    assert line.stock.state is StockState.ZERO or line.invalid is not None
    assert line.tick is not Tick.ON


def test_r_stock_8_the_interval_is_ten_seconds_of_world_time(world_path: Path) -> None:
    with Session(world_path, overrides={"refresh.modes": ("interval",), "refresh.interval_s": 10}) as session:
        (sku,) = skus(session, 1)
        session.do(AddToCart(sku))
        session.refresh()
        read_at = session.view().read_at
        session.step(9)
        session.pulse()
        assert session.view().read_at == read_at
        session.step(1)
        session.pulse()
        assert session.view().read_at == read_at + 10


def test_r_edit_3_a_removal_is_taken_back_where_the_line_stood(session: Session) -> None:
    for sku in skus(session, 3):
        session.do(AddToCart(sku))
    session.do(Enter())
    before = session.view()
    gone = before.lines[1].id
    removed = session.do(Remove((gone,)))
    assert removed.sequence is not None
    assert [line.id for line in session.view().lines] != [line.id for line in before.lines]
    assert session.do(Undo(removed.sequence)).ok
    assert [line.id for line in session.view().lines] == [line.id for line in before.lines]
    assert session.view().totals == before.totals


def test_an_undo_is_refused_where_the_sku_came_back_by_itself(session: Session) -> None:
    (sku,) = skus(session, 1)
    session.do(AddToCart(sku))
    removed = session.do(Remove(("l1",)))
    assert removed.sequence is not None
    session.do(AddToCart(sku))
    refused = session.do(Undo(removed.sequence))
    assert refused.refusal is not None
    assert refused.refusal.reason.code == "sku_added_since"


def test_r_cap_1_an_undo_is_no_add_and_asks_for_no_room(session: Session) -> None:
    one, two = skus(session, 2)
    session.do(AddToCart(one))
    removed = session.do(Remove(("l1",)))
    session.do(AddToCart(two))
    session.do(SetPolicy("cap.total", "1"))
    assert removed.sequence is not None
    assert session.do(Undo(removed.sequence)).ok
    assert {line.sku for line in session.view().lines} == {one, two}


def test_an_undone_add_leaves_the_stored_cart_as_it_was(session: Session) -> None:
    one, two = skus(session, 2)
    session.do(AddToCart(one))
    before = session.view()
    added = session.do(AddToCart(two))
    assert added.sequence is not None
    assert session.do(Undo(added.sequence)).ok
    assert session.view().lines == before.lines
    assert session.do(Enter()).ok
    assert [line.sku for line in session.view().lines] == [one]


def test_the_choices_of_a_line_say_what_each_would_cost(full_cart: Path) -> None:
    with Session(full_cart, overrides={"features.switch_promotion": True}) as session:
        session.do(Enter())
        several = [line for line in session.view().lines if len(line.choices) > 1]
        assert several
        for line in several:
            choices = session.choices(line.id)
            assert [choice.promotion for choice in choices] == [choice.promotion for choice in line.choices]
            if line.net is not None:
                assert min(choice.extra for choice in choices if choice.extra is not None) == 0
        assert session.choices("l0") == ()


def test_what_nothing_changed_for_is_the_same_value_again(session: Session) -> None:
    for sku in skus(session, 3):
        session.do(AddToCart(sku))
    session.do(CheckAll(False))
    before = session.view()
    session.do(Check((before.lines[0].id,), True))
    after = session.view()
    assert [row is old for row, old in zip(after.lines, before.lines, strict=True)] == [False, True, True]


def test_a_policy_changed_in_one_window_rules_the_other_one_opened_later(world_path: Path) -> None:
    with Session(world_path) as session:
        one, two = skus(session, 2)
        session.do(SetPolicy("cap.total", "1"))
        assert session.do(AddToCart(one)).ok
        refused = session.do(AddToCart(two))
        assert refused.refusal is not None
        assert refused.refusal.reason.rule == "R-CAP-1"
    with Session(world_path) as later:
        assert later.policy.cap.total == 1


def test_a_wrong_policy_value_is_named_and_nothing_is_kept(session: Session) -> None:
    before = session.policy
    with pytest.raises(PolicyError, match=r"cap\.total"):
        session.do(SetPolicy("cap.total", "many"))
    with pytest.raises(PolicyError, match=r"cap\.total"):
        session.do(SetPolicy("cap.totall", "5"))
    assert session.policy == before


def test_overrides_are_of_this_window_only(world_path: Path) -> None:
    with Session(world_path, overrides={"cap.total": 5}) as session:
        assert session.policy.cap.total == 5
    with Session(world_path) as later:
        assert later.policy.cap.total != 5


def test_a_rule_the_window_overrides_is_set_for_the_world_and_the_window_says_that_it_keeps_its_own(
    world_path: Path,
) -> None:
    with Session(world_path, overrides={"cap.total": 5}) as session:
        (kept,) = session.do(SetPolicy("cap.total", "9")).notices
        assert (kept.code, kept["value"], kept["kept"]) == ("policy_kept", "9", "5")
        assert session.policy.cap.total == 5
        (as_said,) = session.do(SetPolicy("cap.total", "5")).notices
        assert as_said.code == "policy_set"
        (other,) = session.do(SetPolicy("stock.hint_at", "4")).notices
        assert other.code == "policy_set"
    with Session(world_path) as later:
        assert later.policy.cap.total == 5


def test_r_stock_1_another_address_reads_everything_again(session: Session) -> None:
    for sku in skus(session, 3):
        session.do(AddToCart(sku))
    for code, words in session.cities():
        assert session.do(SetAddress(code)).ok
        assert session.view().city_code == code
        assert session.view().city == words


def test_r_sel_4_all_and_none(session: Session) -> None:
    for sku in skus(session, 3):
        session.do(AddToCart(sku))
    session.do(CheckAll(False))
    assert session.view().tick is Tick.OFF
    assert session.view().totals.net_total == 0
    session.do(Check(("l1",), True))
    assert session.view().tick is Tick.SOME
    session.do(CheckAll(True))
    assert session.view().tick is Tick.ON


def test_a_restarted_world_stands_at_its_beginning_for_every_window(full_cart: Path) -> None:
    with Session(full_cart) as left, Session(full_cart) as right:
        left.do(Enter())
        beginning = [line.sku for line in left.view().lines]
        assert beginning
        left.step(5)
        left.do(Remove(tuple(line.id for line in left.view().lines)))
        right.pulse()
        left.restart()
        left.do(Enter())
        assert [line.sku for line in left.view().lines] == beginning
        assert left.clock().tick == 0
        assert right.pulse()
        assert {line.sku for line in right.view().lines} == set(beginning)


def test_the_feed_tells_what_happened_to_the_goods_of_the_cart_alone_the_newest_first(session: Session) -> None:
    mine, other = skus(session, 2)
    session.do(AddToCart(mine))
    session.do(EditMarket("set_price", other, 4321))
    assert [item.subject for item in session.feed()] == []
    session.do(EditMarket("set_price", mine, 5432))
    session.do(EditMarket("sell_out", mine))
    found = session.feed()
    assert [(item.subject, item.kind) for item in found] == [(mine, "stock"), (mine, "price")]
    assert found[1].after == 5432
    assert session.feed(1) == found[:1]


def test_the_clock_counts_the_changes_of_the_cart_in_the_last_minute(session: Session) -> None:
    mine, other = skus(session, 2)
    session.do(AddToCart(mine))
    session.freeze(True)
    before = session.clock().changes
    session.do(EditMarket("set_price", other, 4321))
    session.do(EditMarket("set_price", mine, 5432))
    assert session.clock().changes == before + 1
    session.step(61)
    session.pulse()
    assert session.clock().changes == 0


@pytest.mark.parametrize(
    ("column", "shift", "code", "name"),
    [("claim_from", 3600, "coupon_not_open", "opens_at"), ("claim_until", -3600, "coupon_claim_over", "ended_at")],
)
def test_a_claim_outside_its_window_is_refused_with_the_time(
    session: Session, world_path: Path, column: str, shift: int, code: str, name: str
) -> None:
    moment = session.clock().now + shift
    with closing(sqlite3.connect(world_path)) as connection, connection:
        (coupon,) = connection.execute("SELECT code FROM coupon ORDER BY id LIMIT 1").fetchone()
        connection.execute("UPDATE coupon SET claim_from = NULL, claim_until = NULL WHERE code = ?", (coupon,))
        connection.execute(f"UPDATE coupon SET {column} = ? WHERE code = ?", (moment, coupon))
    outcome = session.do(ClaimCoupon(coupon))
    assert not outcome.ok
    assert outcome.refusal is not None
    assert (outcome.refusal.reason.code, outcome.refusal.reason[name]) == (code, moment)


@pytest.mark.parametrize(("table", "column"), [("shop", "kind"), ("promotion", "layer")])
def test_a_world_with_a_word_we_do_not_know_is_refused_with_its_name(world_path: Path, table: str, column: str) -> None:
    with Session(world_path) as session:
        for sku in skus(session, 5):
            session.do(AddToCart(sku))
    with closing(sqlite3.connect(world_path)) as connection, connection:
        connection.execute(f"UPDATE {table} SET {column} = 'strange'")
    with pytest.raises(DataError, match="strange"):
        Session(world_path)


def test_the_rules_of_the_first_run_go_by_their_name_until_somebody_changes_one(session: Session) -> None:
    assert session.likeness == ("showcase", {})
    session.do(SetPolicy("cap.total", "9"))
    assert session.likeness == ("showcase", {"cap.total": 9})


def test_the_standard_goes_by_its_name_and_so_do_rules_near_to_it(tmp_path: Path) -> None:
    found_world(tmp_path / "plain.world", policy={})
    with Session(tmp_path / "plain.world") as plain:
        assert plain.likeness == ("standard", {})
    with Session(tmp_path / "plain.world", overrides={"cap.total": 9}) as changed:
        assert changed.likeness == ("standard", {"cap.total": 9})
