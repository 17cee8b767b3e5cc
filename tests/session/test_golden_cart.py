"""The golden cart through the session and on the screen: 474.91 under 平行式, 519.91 under 渐进式."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cartsim.cart.commands import Enter, PickCoupon, SetPolicy
from cartsim.i18n import Speaker
from cartsim.session.founding import found_world
from cartsim.session.session import Session
from cartsim.testing import click, settle
from cartsim.tui.app import CartsimApp


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    path = tmp_path / "golden.world"
    found_world(path, scenario="parallel-against-progressive")
    with Session(path) as opened:
        opened.pause(True)
        opened.do(Enter())
        yield opened


def test_parallel_and_progressive_are_45_apart(session: Session) -> None:
    totals = session.view().totals
    assert (totals.goods, totals.saved, totals.net_total) == (69_490, 21_999, 47_491)
    assert session.do(SetPolicy("pricing.threshold_base", "progressive")).ok
    assert session.view().totals.net_total == 51_991


async def test_the_switch_beside_the_list_moves_the_estimate_and_says_by_how_much(session: Session) -> None:
    app = CartsimApp(session, Speaker("zh"))
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await click(pilot, "side", "base")
        assert session.view().totals.net_total == 51_991
        said = "".join(span.text for line in app.cart.query_one("#pay").lines for span in line)
        assert "渐进式：¥519.91，原为¥474.91" in said
        await pilot.press("B")
        await settle(pilot)
        assert session.view().totals.net_total == 47_491


def test_r_cpn_c_platform_coupons_have_a_drawer_of_their_own_and_are_put_away_by_hand(session: Session) -> None:
    cards = {card.coupon.id: card for card in session.drawer("").cards}
    assert cards["all-600-30"].applied == 3_000
    assert "shoes-320-15" not in cards
    assert {card.coupon.id for card in session.drawer("footprintpost-flagship").cards} == {"shoes-320-15"}
    session.do(PickCoupon("all-600-30", False))
    assert session.view().totals.net_total == 47_491 + 3_000
    refused = {one.id: one.reason for one in session.explanation().refused}
    assert refused["all-600-30"] == "put_away"


def test_every_coupon_and_promotion_in_sight_is_applied_or_has_its_reason(session: Session) -> None:
    view = session.view()
    sight = {one.id for one in view.promotions} | {one.id for one in view.coupons}
    applied = {one.id for one in view.quote.applied} | {by for part in view.quote.freight_parts for by, _ in part.cuts}
    assert sight == applied | {one.id for one in session.explanation().refused}
