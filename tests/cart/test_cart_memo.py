"""What a view takes over from the one before it, and what it never does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartsim.cart import image_of, view_of
from cartsim.cart.commands import AddToCart, CartCommand, Check, Enter, Remove, SetQuantity
from cartsim.cart.memo import Memo
from cartsim.cart.standing import standings
from cartsim.cart.view import CartView
from cartsim.model.goods import Activity, Offer
from cartsim.store.mapping import CartText, cart_to_text
from tests.cart.shopping import NOON, Gift, ItemGift, Layer, Shopper, Words, coupon, goods, off, scene_of

WINDOWS = {"starts_at": NOON + 10, "ends_at": NOON + 20}


def _shopper(**more: object) -> Shopper:
    offers = [goods("pen", 1000, tags=frozenset({"p"})), goods("b:cup", 2000), goods("c:pad", 3000)]
    return Shopper(scene_of(*offers, promotions=[off("p", (900, 100), **more)])).add("pen", "cup", "pad").enter()


def _view(shopper: Shopper, memo: Memo) -> CartView:
    view = view_of(shopper.cart, shopper.scene, memo=memo)
    assert view == shopper.view
    return view


def test_shops_nothing_changed_for_are_the_same_values_again() -> None:
    shopper, memo = _shopper(), Memo()
    before = _view(shopper, memo)
    shopper.do(Check((before.shops[0].lines[0].id,), False))
    after = _view(shopper, memo)
    assert [new is old for new, old in zip(after.shops, before.shops, strict=True)] == [False, True, True]


def test_a_line_whose_price_moved_is_made_anew_and_no_other() -> None:
    shopper, memo = _shopper(), Memo()
    before = _view(shopper, memo)
    shopper.read(goods("b:cup", 1900))
    after = _view(shopper, memo)
    assert [row.sku for row, old in zip(after.lines, before.lines, strict=True) if row is not old] == ["cup"]


@pytest.mark.parametrize(("now", "state"), [(NOON, "not_started"), (NOON + 10, "top"), (NOON + 20, "ended")])
def test_r_tag_5_an_opened_or_ended_promotion_shows_at_once(now: int, state: str) -> None:
    shopper, memo = _shopper(**WINDOWS), Memo()
    _view(shopper, memo)
    shopper.read(now=now)
    bar = next(group.bar for shop in _view(shopper, memo).shops for group in shop.groups if group.bar is not None)
    assert bar.state == state


def test_r_cpn_4_a_coupon_comes_in_sight_with_time_alone() -> None:
    shopper, memo = _shopper(), Memo()
    shopper.read(coupons=(coupon("c", 100, 10, claimed=0, claim_from=NOON + 48 * 3600 + 5),))
    assert not any(shop.has_coupons for shop in _view(shopper, memo).shops)
    shopper.read(now=NOON + 5)
    assert any(shop.has_coupons for shop in _view(shopper, memo).shops)


def test_a_memo_of_another_cart_does_no_harm() -> None:
    memo = Memo()
    _view(_shopper(), memo)
    _view(Shopper(scene_of(goods("ink", 70))).add("ink").enter(), memo)


def test_another_policy_or_promotion_rules_the_very_next_view() -> None:
    shopper, memo = _shopper(), Memo()
    _view(shopper, memo)
    assert shopper.policy(stock__show=False, cap__per_sku=3).view != shopper.policy(stock__show=True).view
    _view(shopper, memo)
    shopper.policy(stock__show=False, pricing__rounding="floor")
    _view(shopper, memo)
    shopper.read(promotions=(off("p", (900, 300), (5000, 900)),))
    bar = next(group.bar for shop in _view(shopper, memo).shops for group in shop.groups if group.bar is not None)
    assert bar.gap.next_off == 900


def test_r_gift_a_pieces_promised_to_a_row_above_are_missing_below() -> None:
    tote = ItemGift(Gift("tote", Words("包", "Tote"), 900, 3), 1, 1)
    offers = [goods("pen", gifts=(tote,)), goods("b:cup"), goods("c:pad", gifts=(tote,))]
    shopper, memo = Shopper(scene_of(*offers)).add("pen", "cup", "pad").enter(), Memo()
    assert [gift.quantity for row in _view(shopper, memo).lines for gift in row.gifts] == [1, 1]
    shopper.do(SetQuantity("l3", 3))
    assert [gift.quantity for row in _view(shopper, memo).lines for gift in row.gifts] == [3, 0]


def test_a_memo_keeps_little_of_lines_that_are_gone() -> None:
    shopper, memo = Shopper(scene_of(goods("pen"))), Memo()
    for number in range(1, 200):
        shopper.add("pen")
        _view(shopper, memo)
        shopper.do(Remove((f"l{number}",)))
        assert memo.rows.size == 1


def test_r_tag_5_a_row_that_was_away_while_its_activity_ended_comes_back_without_it() -> None:
    sale = Activity("sale", Words("大促", "Sale"), NOON, NOON + 5)
    pen = goods("pen", activities=(sale,))
    shopper, memo = Shopper(scene_of(pen, goods("ink"))).add("pen", "ink").enter(), Memo()
    assert any(row.tags for row in _view(shopper, memo).lines)
    before = shopper.cart
    shopper.do(Remove(("l1",)))
    image = image_of(before, shopper.cart)
    shopper.scene = replace(shopper.scene, offers={"ink": goods("ink")})
    _view(shopper, memo)
    shopper.read(now=NOON + 5)
    _view(shopper, memo)
    shopper.read(pen)
    shopper.undo(image)
    assert not any(row.tags for row in _view(shopper, memo).lines)


_TOTE = ItemGift(Gift("tote", Words("包", "Tote"), 900, 3), 1, 1)
_MARKET = (
    goods("pen/red", 1000, tags=frozenset({"p", "all"}), purchase_limit=5),
    goods("pen/blue", 1500, tags=frozenset({"p", "all"}), purchase_limit=5),
    goods("b:cup", 2000, tags=frozenset({"all"})),
    goods("c:pad", 3000, tags=frozenset({"all"}), stock=4, gifts=(_TOTE,)),
)
_DEALS = [off("p", (2000, 300)), off("all", (4000, 500), shop=None, layer=Layer.CROSS_SHOP)]
_LINES = st.sampled_from([f"l{number}" for number in range(1, 5)])
_DEEDS = st.one_of(
    st.builds(SetQuantity, _LINES, st.integers(0, 6)),
    st.builds(Check, st.tuples(_LINES), st.booleans()),
    st.builds(Remove, st.tuples(_LINES)),
    st.builds(AddToCart, st.sampled_from([offer.sku for offer in _MARKET])),
    st.just(Enter()),
    st.builds(goods, st.sampled_from(["pen/red", "b:cup"]), st.integers(1, 3000), stock=st.integers(0, 3)),
)


@given(st.lists(_DEEDS, max_size=12))
def test_whatever_is_done_a_view_with_what_was_kept_is_the_view_without(deeds: list[CartCommand | Offer]) -> None:
    shopper = Shopper(scene_of(*_MARKET, promotions=_DEALS)).add(*(offer.sku for offer in _MARKET)).enter()
    memo, text = Memo(), CartText()
    for deed in deeds:
        if isinstance(deed, Offer):
            shopper.read(deed)
        else:
            shopper.do(deed)
        _view(shopper, memo)
        assert memo.standings(shopper.cart, shopper.scene) == standings(shopper.cart, shopper.scene)
        assert text.of(shopper.cart) == cart_to_text(shopper.cart)
