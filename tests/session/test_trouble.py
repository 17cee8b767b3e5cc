"""Neighbours in trouble: what the cart shows of them meanwhile, what it refuses, and what it does not settle."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cartsim.cart.commands import (
    AddToCart,
    ClaimCoupon,
    EditMarket,
    Enter,
    Remove,
    SetAddress,
    SetQuantity,
    SetTrouble,
    Undo,
)
from cartsim.cart.view import LineView
from cartsim.errors import DataError, UnknownCodeError
from cartsim.i18n.reasons import SENTENCES
from cartsim.model.trouble import LATE_S, Neighbour, Trouble, TroubleKind
from cartsim.session.founding import found_world
from cartsim.session.replay import first_difference, read_chronicle, replay
from cartsim.session.session import Session

SHOES = "hiking-shoes-001/sand-37"
CURTAIN = "curtain-002/fog-grey-large"
SCENARIO = f"""\
frozen: true
quiet_platform: true
quiet_shops: [footprintpost-flagship]
skus:
  - {{sku: {SHOES}, price: 289.00, stock: 50}}
coupons:
  - {{code: shoes-30, shop: footprintpost-flagship, tiers: [{{amount: 250, off: 30}}], left: 5}}
promotions:
  - {{code: shoes-10, shop: footprintpost-flagship, tiers: [{{amount: 100, off: 10}}]}}
cart:
  - {{sku: {SHOES}}}
"""


def world(folder: Path, text: str = SCENARIO) -> Path:
    path = folder / "trouble.yaml"
    path.write_text(text, encoding="utf-8")
    made = folder / "trouble.world"
    found_world(made, scenario=str(path))
    return made


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return world(tmp_path)


@pytest.fixture
def session(path: Path) -> Iterator[Session]:
    with Session(path) as opened:
        opened.pause(True)
        opened.do(Enter())
        yield opened


def shoes(session: Session) -> LineView:
    return next(line for line in session.view().lines if line.sku == SHOES)


def codes(session: Session) -> list[str]:
    return [trouble.reason.code for trouble in session.view().troubles]


def test_r_qry_2_goods_that_are_down_leave_the_last_price_with_its_age_and_block_settlement(session: Session) -> None:
    since = session.clock().now
    session.do(SetTrouble("goods", "down"))
    session.do(EditMarket("set_price", SHOES, 19900))
    session.step(30)
    view = session.refresh()
    assert shoes(session).price == 28900
    assert [(each.reason.code, each.since) for each in view.troubles] == [("goods_down", since)]
    assert view.blocked[0].code == "goods_down"
    assert view.blocked[0].rule == "R-QRY-2"
    assert session.settlement().blocks[0].code == "goods_down"
    session.do(SetTrouble("goods", "none"))
    view = session.refresh()
    assert (shoes(session).price, view.troubles, view.blocked) == (19900, (), ())


def test_r_qry_2_stock_that_is_down_leaves_the_last_stock_and_takes_no_new_address(session: Session) -> None:
    session.do(SetTrouble("stock", "down"))
    session.do(EditMarket("sell_out", SHOES))
    assert session.refresh().blocked[0].code == "stock_down"
    assert (shoes(session).stock.available, shoes(session).tick) == (50, "on")
    refused = session.do(SetAddress("beijing")).refusal
    assert refused is not None
    assert refused.reason.code == "stock_down"
    assert session.view().city_code == "shanghai"


def test_r_qry_2_what_a_must_never_told_cannot_be_added_while_it_is_down(session: Session) -> None:
    session.do(SetTrouble("goods", "down"))
    refused = session.do(AddToCart(CURTAIN)).refusal
    assert refused is not None
    assert refused.reason.code == "goods_down"
    assert codes(session) == ["goods_down"]
    session.do(SetTrouble("goods", "none"))
    assert session.do(AddToCart(CURTAIN)).ok


def test_r_qry_2_a_line_removed_before_comes_back_only_when_the_must_answers(session: Session) -> None:
    session.do(Remove((shoes(session).id,)))
    session.do(SetTrouble("stock", "down"))
    refused = session.do(Undo()).refusal
    assert refused is not None
    assert refused.reason.code == "stock_down"
    session.do(SetTrouble("stock", "none"))
    assert session.do(Undo()).ok
    assert shoes(session).tick == "on"


def test_r_qry_2_coupons_fail_soft_but_none_is_claimed(session: Session) -> None:
    session.do(ClaimCoupon("shoes-30"))
    paid = session.refresh().totals.net_total
    session.do(SetTrouble("coupons", "down"))
    refused = session.do(ClaimCoupon("shoes-30")).refusal
    assert refused is not None
    assert refused.reason.code == "coupons_down"
    view = session.refresh()
    assert (view.totals.net_total, view.blocked) == (paid, ())
    assert codes(session) == ["coupons_down"]


def test_r_qry_2_promotions_fail_soft_with_those_that_were_answered_last(session: Session) -> None:
    paid = session.refresh().totals.net_total
    session.do(SetTrouble("promotions", "down"))
    view = session.refresh()
    assert (view.totals.net_total, view.blocked) == (paid, ())
    assert [promotion.id for promotion in view.promotions] == ["shoes-10"]
    assert session.do(AddToCart(CURTAIN)).ok
    assert [promotion.id for promotion in session.refresh().promotions] == ["shoes-10"]


def test_r_sys_1_a_stale_neighbour_answers_what_it_answered_when_the_trouble_began(session: Session) -> None:
    session.do(EditMarket("set_price", SHOES, 20000))
    session.do(SetTrouble("goods", "stale"))
    session.do(EditMarket("set_price", SHOES, 19900))
    view = session.refresh()
    assert (shoes(session).price, view.blocked) == (20000, ())
    assert (view.troubles[0].reason.code, view.troubles[0].reason.rule) == ("goods_stale", "R-SYS-1")


def test_a_stale_neighbour_that_goes_down_keeps_its_age_and_its_last_answer(session: Session) -> None:
    since = session.clock().now
    session.do(SetTrouble("goods", "stale"))
    session.do(EditMarket("set_price", SHOES, 19900))
    session.step(5)
    session.do(AddToCart(CURTAIN))
    session.do(SetTrouble("goods", "down"))
    view = session.refresh()
    assert shoes(session).price == 28900
    assert all(line.invalid is None for line in view.lines)
    assert [(each.kind, each.since) for each in view.troubles] == [("down", since)]


def test_r_qry_2_a_slow_neighbour_tells_how_things_stood_when_it_was_asked(session: Session) -> None:
    began = session.clock().now
    session.do(SetTrouble("goods", "slow"))
    session.do(EditMarket("set_price", SHOES, 19900))
    session.step(LATE_S - 1)
    view = session.refresh()
    assert (shoes(session).price, view.blocked) == (28900, ())
    assert [(each.reason.code, each.reason.rule, each.since) for each in view.troubles] == [
        ("goods_slow", "R-QRY-2", began)
    ]
    session.step(1)
    assert [each.since for each in session.refresh().troubles] == [began + LATE_S]
    assert shoes(session).price == 19900
    session.do(EditMarket("set_price", SHOES, 29900))
    session.step(LATE_S - 1)
    session.refresh()
    assert shoes(session).price == 19900
    session.step(1)
    session.refresh()
    assert shoes(session).price == 29900


def test_a_slow_neighbour_takes_orders_and_is_no_longer_waited_for_once_it_is_well(session: Session) -> None:
    session.do(SetTrouble("stock", "slow"))
    session.do(EditMarket("sell_out", SHOES))
    assert session.do(SetQuantity(shoes(session).id, 3)).ok
    assert session.do(AddToCart(CURTAIN)).ok
    session.do(SetTrouble("stock", "none"))
    assert (session.refresh().troubles, shoes(session).stock.available) == ((), 0)
    session.do(EditMarket("restock", SHOES, 9))
    session.step(3 * LATE_S)
    session.do(SetTrouble("stock", "stale"))
    session.do(EditMarket("sell_out", SHOES))
    session.step(3 * LATE_S)
    session.refresh()
    assert shoes(session).stock.available == 9


def test_a_stale_neighbour_that_is_slow_from_now_on_catches_up_and_one_that_goes_down_keeps_the_last_answer(
    session: Session,
) -> None:
    session.do(SetTrouble("goods", "stale"))
    session.do(EditMarket("set_price", SHOES, 19900))
    session.step(5)
    session.do(SetTrouble("goods", "slow"))
    session.refresh()
    assert shoes(session).price == 28900
    session.step(LATE_S)
    answered = session.clock().now
    session.do(SetTrouble("goods", "down"))
    session.do(EditMarket("set_price", SHOES, 9900))
    session.step(3 * LATE_S)
    view = session.refresh()
    assert shoes(session).price == 19900
    assert [(each.kind, each.since) for each in view.troubles] == [("down", answered)]


def test_every_window_and_a_restart_of_the_program_read_the_same(path: Path, session: Session) -> None:
    session.do(SetTrouble("stock", "down"))
    session.do(EditMarket("sell_out", SHOES))
    session.refresh()
    with Session(path) as other:
        assert other.view() == session.view()


def test_every_trouble_has_its_sentence() -> None:
    for neighbour in Neighbour:
        for kind in TroubleKind:
            assert Trouble(neighbour, kind, 0).reason.code in SENTENCES


def test_a_world_put_back_to_its_beginning_has_no_trouble(session: Session) -> None:
    session.do(SetTrouble("stock", "down"))
    session.refresh()
    session.restart()
    assert (session.troubles(), session.view().troubles) == ((), ())


def test_trouble_is_journaled_and_played_again(path: Path, session: Session, tmp_path: Path) -> None:
    session.do(SetTrouble("goods", "down"))
    session.do(EditMarket("set_price", SHOES, 19900))
    session.do(SetTrouble("stock", "slow"))
    session.do(EditMarket("sell_out", SHOES))
    session.step(2 * LATE_S)
    session.do(AddToCart(CURTAIN))
    session.do(SetTrouble("coupons", "stale"))
    session.do(ClaimCoupon("shoes-30"))
    session.refresh()
    again = replay(read_chronicle(path), tmp_path / "again.world")
    assert again is not None
    with again:
        assert again.view() == session.view()
        assert codes(again) == ["goods_down", "coupons_stale", "stock_slow"]
    assert first_difference(path, tmp_path / "again.world") == ""


def test_a_trouble_that_a_scenario_plans_begins_and_ends_at_its_tick(tmp_path: Path) -> None:
    later = "later:\n  - {at: 10s, neighbour: stock, trouble: down}\n  - {at: 20s, neighbour: stock, trouble: none}\n"
    with Session(world(tmp_path, SCENARIO + later)) as session:
        session.do(Enter())
        start = session.clock().now
        session.step(9)
        assert session.refresh().troubles == ()
        session.step(1)
        assert [each.since for each in session.refresh().troubles] == [start + 10]
        session.step(10)
        assert session.refresh().troubles == ()


@pytest.mark.parametrize(("neighbour", "kind"), [("stocks", "down"), ("stock", "broken")])
def test_a_neighbour_or_a_trouble_there_is_not_is_refused_and_changes_nothing(
    neighbour: str, kind: str, session: Session
) -> None:
    with pytest.raises(UnknownCodeError, match="there is no"):
        session.do(SetTrouble(neighbour, kind))
    assert session.troubles() == ()


@pytest.mark.parametrize(
    ("fact", "told"),
    [
        ("{at: 10s, neighbour: stock}", "a neighbour takes trouble"),
        ("{at: 10s, neighbour: stock, trouble: down, price: 1}", "a neighbour takes trouble"),
        ("{at: 10s, neighbour: stok, trouble: down}", "takes 'goods', 'stock', 'promotions' or 'coupons', not 'stok'"),
        (f"{{at: 10s, sku: {SHOES}, trouble: down}}", "a sku takes price, stock, listed or restricted"),
        ("{at: 10s, trouble: down}", "give one of sku, coupon or neighbour"),
    ],
)
def test_a_later_trouble_that_does_not_fit_names_file_and_line(fact: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(DataError) as refused:
        world(tmp_path, f"frozen: true\nlater:\n  - {fact}\n")
    assert str(refused.value).startswith(f"{tmp_path / 'trouble.yaml'}:3: later.0")
    assert told in str(refused.value)
