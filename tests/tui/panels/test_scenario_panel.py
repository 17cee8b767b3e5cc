"""The scenarios that come with cartsim, begun from the screen."""

from __future__ import annotations

import pytest

from cartsim.cart.commands import Remove
from cartsim.i18n import Speaker
from cartsim.session.scenariofile import scenario_names
from cartsim.session.session import Session
from cartsim.testing import click, settle, text_of
from cartsim.tui.app import CartsimApp
from cartsim.tui.rows import RowList


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_scenario_takes_the_place_of_the_world_after_a_question(session: Session, language: str) -> None:
    app = CartsimApp(session, Speaker(language))
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press("O")
        await settle(pilot)
        listed = [row.id for row in app.screen.query_one("#choices", RowList).rows]
        assert listed == [f"scenario:{name}" for name in scenario_names()]
        await click(pilot, "scenario:coupon-hunt", "choose")
        await settle(pilot)
        assert session.scenario == "full-cart"
        await pilot.press("y")
        await settle(pilot)
        assert session.scenario == "coupon-hunt"
        assert [line.sku for line in session.view().lines] == ["hiking-shoes-001/sand-37"]


async def test_an_empty_cart_tells_of_the_scenarios_and_needs_no_question(session: Session) -> None:
    session.do(Remove(tuple(line.id for line in session.view().lines)))
    app = CartsimApp(session, Speaker("en"))
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert "O to begin a scenario" in text_of(app)
        await pilot.press("O")
        await settle(pilot)
        await click(pilot, "scenario:flash-sale-opens", "choose")
        await settle(pilot)
        assert session.scenario == "flash-sale-opens"
        assert "FootprintPost" in text_of(app)
