"""Several steps back and forth, after a restart, and between two windows (R-EDIT-3)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cartsim.cart.commands import (
    AddToCart,
    Check,
    ClaimCoupon,
    Enter,
    PickCoupon,
    Redo,
    Remove,
    SetAddress,
    SetQuantity,
    TakeAddOn,
    Undo,
)
from cartsim.cart.view import Tick
from cartsim.session.session import Session


@pytest.fixture
def session(full_cart: Path) -> Iterator[Session]:
    with Session(full_cart) as opened:
        opened.do(Enter())
        yield opened


def lines(session: Session, count: int) -> list[str]:
    """Ticked lines that can be stepped."""
    found = [line.id for line in session.view().lines if line.tick is Tick.ON and line.more is None]
    assert len(found) >= count
    return found[:count]


def code(outcome: object) -> str | None:
    refusal = getattr(outcome, "refusal", None)
    return refusal.reason.code if refusal is not None else None


def test_steps_go_back_one_by_one_and_forth_again(session: Session) -> None:
    one, two, three = lines(session, 3)
    seen = [session.view()]
    for command in (SetQuantity(one, 2), Check((two,), False), Remove((three,))):
        assert session.do(command).ok
        seen.append(session.view())
    for before in reversed(seen[:-1]):
        assert session.do(Undo()).ok
        assert session.view() == before
    assert code(session.do(Undo())) == "nothing_to_undo"
    for after in seen[1:]:
        assert session.do(Redo()).ok
        assert session.view() == after
    assert code(session.do(Redo())) == "nothing_to_redo"
    assert session.do(Undo()).ok
    assert session.view() == seen[-2]


def test_steps_of_before_a_restart_can_be_taken_back(full_cart: Path) -> None:
    with Session(full_cart) as first:
        first.do(Enter())
        one, two = lines(first, 2)
        was = first.view().line(one), first.view().line(two)
        first.do(SetQuantity(one, 3))
        first.do(Remove((two,)))
    with Session(full_cart) as second:
        second.do(Enter())
        assert second.do(Undo()).ok
        assert second.do(Undo()).ok
        back = second.view().line(one), second.view().line(two)
        assert [line and line.quantity for line in back] == [line and line.quantity for line in was]
        assert second.do(Redo()).ok
    with Session(full_cart) as third:
        assert third.do(Redo()).ok
        assert third.view().line(two) is None


def test_a_window_takes_back_its_own_steps_and_is_refused_where_another_changed_the_line(full_cart: Path) -> None:
    with Session(full_cart) as left, Session(full_cart) as right:
        left.do(Enter())
        one, two, three = lines(left, 3)
        first = left.do(Check((three,), False))
        mine = left.do(SetQuantity(one, 2))
        right.do(SetQuantity(two, 3))
        right.do(SetQuantity(one, 4))
        assert mine.sequence is not None
        assert code(left.do(Undo(mine.sequence))) == "changed_since"
        quantities = [line.quantity for line in left.view().lines if line.id in (one, two)]
        assert sorted(quantities) == [3, 4]
        assert left.do(Undo()).ok, "what cannot be taken back is passed over"
        assert code(left.do(Undo(first.sequence))) == "changed_since"
        assert right.do(Undo()).ok
        assert left.pulse()
        line = left.view().line(one)
        assert line is not None
        assert line.quantity == 2


def test_another_actor_has_steps_of_his_own(full_cart: Path) -> None:
    with Session(full_cart, actor="trainer") as trainer, Session(full_cart) as shopper:
        one, *_ = lines(shopper, 1)
        shopper.do(SetQuantity(one, 2))
    with Session(full_cart, actor="trainer") as trainer:
        assert code(trainer.do(Undo())) == "nothing_to_undo"


def test_claims_and_addresses_stay_and_are_stepped_over(session: Session) -> None:
    one, *_ = lines(session, 1)
    coupon = next(
        coupon.id for coupon in session.view().coupons if coupon.claimed == 0 and session_can(session, coupon.id)
    )
    session.do(SetQuantity(one, 2))
    assert session.do(ClaimCoupon(coupon)).ok
    assert session.do(SetAddress(session.cities()[0][0])).ok
    city = session.view().city_code
    assert session.do(Undo()).ok
    line = session.view().line(one)
    assert line is not None
    assert line.quantity == 1
    assert session.view().city_code == city
    assert next(known.claimed for known in session.view().coupons if known.id == coupon) == 1


def session_can(session: Session, coupon: str) -> bool:
    """Whether the coupon is to be had now."""
    known = next(known for known in session.view().coupons if known.id == coupon)
    now = session.clock().now
    return known.left > 0 and (known.claim_from or 0) <= now < (known.claim_until or now + 1)


def test_a_coupon_put_away_is_used_again_after_an_undo(session: Session) -> None:
    applied = {cut.id for cut in session.view().quote.applied}
    coupon = next(known.id for known in session.view().coupons if known.id in applied)
    before = session.view()
    assert session.do(PickCoupon(coupon, False)).ok
    assert session.view().totals.net_total > before.totals.net_total
    undone = session.do(Undo())
    assert [notice.code for notice in undone.notices] == ["choice_undone"]
    assert session.view() == before
    assert [notice.code for notice in session.do(Redo()).notices] == ["choice_redone"]
    assert session.view().totals.net_total > before.totals.net_total


def test_a_new_step_ends_redoing(session: Session) -> None:
    one, two = lines(session, 2)
    session.do(SetQuantity(one, 2))
    session.do(Undo())
    session.do(SetQuantity(two, 2))
    assert code(session.do(Redo())) == "nothing_to_redo"


def test_an_undone_add_comes_again_with_its_number_and_place(session: Session) -> None:
    sku = next(found.sku for found in session.find("shoes", 60) if found.refusal is None and found.available > 2)
    assert session.do(AddToCart(sku)).ok
    after = session.view()
    session.do(Undo())
    session.do(Redo())
    assert session.view() == after


def test_only_an_undo_can_be_done_again_by_number(session: Session) -> None:
    one, *_ = lines(session, 1)
    step = session.do(SetQuantity(one, 2))
    assert code(session.do(Redo(step.sequence))) == "nothing_to_redo"
    assert code(session.do(Undo(10_000))) == "nothing_to_undo"


def test_entering_the_cart_is_not_taken_back_by_its_number_either(full_cart: Path) -> None:
    with Session(full_cart) as session:
        entered = session.do(Enter())
        assert entered.events
        assert code(session.do(Undo(entered.sequence))) == "nothing_to_undo"


def test_a_trade_up_taken_goes_back_and_comes_again_r_swap(session: Session) -> None:
    offers = [offer for line in session.view().lines for offer in line.add_ons if not offer.quantity]
    taken = next(offer for offer in offers if session.do(TakeAddOn(offer.promotion.id, offer.goods.code, 1)).ok)

    def pieces() -> int:
        return sum(one.quantity for line in session.view().lines for one in line.add_ons if one.id == taken.id)

    assert pieces() == 1
    assert session.do(Undo()).ok
    assert pieces() == 0
    assert session.do(Redo()).ok
    assert pieces() == 1
