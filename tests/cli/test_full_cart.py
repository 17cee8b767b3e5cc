"""The scenario *full cart* shows every state of rules and wireframes at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cartsim.cart.commands import Check, Enter
from cartsim.cart.view import CartView, CouponState, Entry, StockState, TagKind, Tick
from cartsim.model.goods import ShopKind
from cartsim.session.session import Session


@pytest.fixture
def session(full_cart: Path) -> Iterator[Session]:
    with Session(full_cart) as opened:
        opened.do(Enter())
        yield opened


@pytest.fixture
def view(session: Session) -> CartView:
    return session.view()


def line_of(view: CartView, sku: str) -> str:
    return next(line.id for line in view.lines if line.sku == sku)


def test_it_holds_some_25_valid_lines_in_six_shops_and_more_besides_the_invalid(view: CartView) -> None:
    assert len(view.shops) >= 6
    assert 25 <= sum(len(shop.lines) for shop in view.shops) <= 30
    assert len(view.invalid) == 5


def test_every_badge_stands_on_some_shop(view: CartView) -> None:
    assert {shop.kind for shop in view.shops} == set(ShopKind)


def test_boxes_of_shops_are_full_partial_and_empty(view: CartView) -> None:
    assert {shop.tick for shop in view.shops} == {Tick.ON, Tick.SOME, Tick.OFF}
    assert view.tick is Tick.SOME


def test_every_state_of_a_promotion_bar_is_there(view: CartView) -> None:
    bars = [group.bar for shop in view.shops for group in shop.groups if group.bar]
    assert {bar.state for bar in bars} >= {"none_checked", "gap", "met", "top", "not_started"}
    assert {bar.kind for bar in bars} >= {
        "full_reduction",
        "every_full",
        "full_discount",
        "pieces_discount",
        "full_gift",
    }
    assert {bar.entry for bar in bars} == set(Entry)
    assert any(bar.tickable for bar in bars)
    every = next(bar for bar in bars if bar.kind == "every_full")
    assert every.gap.reached == 2


def test_r_add_5_the_articles_own_example_stands_in_it(view: CartView) -> None:
    bar = next(g.bar for s in view.shops for g in s.groups if g.bar and g.bar.promotion.id == "sanmu-100-20")
    assert (bar.gap.base, bar.gap.needed, bar.state, bar.entry) == (5000, 5000, "gap", Entry.GO)
    assert len(bar.tickable) == 1


def test_one_promotion_ends_within_ten_minutes_and_one_opens_within_five(view: CartView) -> None:
    times = [(promotion.starts_at, promotion.ends_at) for promotion in view.promotions]
    assert any(ends and 0 < ends - view.read_at <= 600 for _, ends in times)
    assert any(starts and 0 < starts - view.read_at <= 300 for starts, _ in times)


def test_every_stock_word_is_there_and_a_sold_out_sku_has_sellable_siblings(view: CartView, session: Session) -> None:
    valid = [line for shop in view.shops for line in shop.lines]
    assert {line.stock.state for line in valid} == set(StockState) - {StockState.HIDDEN}
    few = next(line for line in valid if line.stock.state is StockState.FEW)
    assert few.stock.shown is not None
    assert few.stock.shown <= 5
    assert all(6 <= line.stock.available <= 10 for line in valid if line.stock.state is StockState.TIGHT)
    zero = next(line for line in valid if line.stock.state is StockState.ZERO)
    assert any(cell.available > 0 for cell in session.skus(zero.id).cells)


def test_a_ticked_line_asks_for_more_than_there_is_and_blocks_settlement(view: CartView) -> None:
    short = next(line for line in view.lines if line.stock.state is StockState.SHORT)
    assert short.tick is Tick.ON
    assert short.blocks is not None
    assert view.blocked


def test_a_purchase_limit_is_reached_and_a_minimum_holds(view: CartView) -> None:
    limited = view.line(line_of(view, "sandals-002/sand-38"))
    least = view.line(line_of(view, "coffee-concentrate-001/250ml-6-pack"))
    assert limited is not None
    assert least is not None
    assert (limited.quantity, limited.maximum) == (2, 2)
    assert limited.more is not None
    assert limited.limit is not None
    assert limited.limit.code == "maximum_user"
    assert least.quantity == 2


def test_gifts_are_full_partial_gone_and_dimmed(view: CartView) -> None:
    rows = [gift for line in view.lines for gift in line.gifts]
    rows += [gift for shop in view.shops for group in shop.groups if group.bar for gift in group.bar.gifts]
    assert {gift.state for gift in rows} == {"full", "partial", "gone", "unchecked"}
    assert any(gift.choices for gift in rows)


def test_prices_dropped_and_labels_of_campaign_and_promotion_show(view: CartView) -> None:
    assert sum(line.drop is not None for line in view.lines) >= 4
    assert {tag.kind for line in view.lines for tag in line.tags} >= {TagKind.ACTIVITY, TagKind.PROMOTION}
    assert any(line.struck for line in view.lines)


def test_every_cause_of_invalidity_is_there_and_one_line_has_recovered(view: CartView) -> None:
    causes = {line.invalid.code for line in view.invalid if line.invalid}
    assert causes == {
        "invalid_off_shelf",
        "invalid_sold_out",
        "invalid_region",
        "invalid_spec_gone",
        "invalid_deleted",
    }
    assert [line.sku for line in view.lines if line.recovered] == ["cookbook-001/paperback-single"]


def test_the_first_shops_coupons_are_in_every_state(session: Session) -> None:
    states = {card.state for card in session.drawer("footprintpost-flagship").cards}
    assert states >= set(CouponState) - {CouponState.NOT_OPEN, CouponState.USED}
    assert CouponState.NOT_OPEN in states


def test_one_key_brings_a_line_under_another_promotion_than_its_groups(session: Session) -> None:
    assert not any(line.off_group for line in session.view().lines)
    session.do(Check((line_of(session.view(), "smart-watch-002/mist-blue-standard"),), False))
    moved = [(line.sku, line.promotion) for line in session.view().lines if line.off_group]
    assert moved == [("usb-cable-001/lilac-standard", "miccat-200-30")]
