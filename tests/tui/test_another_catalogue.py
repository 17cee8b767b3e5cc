"""Another window puts another catalogue into the world: whatever this one does next is said, not died of."""

from __future__ import annotations

from pathlib import Path

import pytest

from cartsim.cart.commands import Enter
from cartsim.i18n import Speaker
from cartsim.session.founding import found_world
from cartsim.session.session import Session
from cartsim.store.restart import restart_from
from cartsim.store.worldfile import open_world
from cartsim.tui.app import CartsimApp
from cartsim.tui.panels.market import MarketPanel
from cartsim.tui.panels.skus import SkuPanel


@pytest.fixture(scope="module")
def other_goods(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A world of another seed: hardly a code of it is one of ours."""
    path = tmp_path_factory.mktemp("other") / "other.world"
    found_world(path, seed=7)
    return path


def _take_over(path: Path, other_goods: Path) -> None:
    connection = open_world(path)
    restart_from(connection, other_goods)
    connection.close()


def _gone(session: Session, other_goods: Path) -> str:
    """A line of the cart whose product the other catalogue has not."""
    with Session(other_goods) as other:
        known = {found.sku.partition("/")[0] for letter in "aeiou" for found in other.find(letter, 5_000)}
    return next(line.id for line in session.view().lines if line.sku.partition("/")[0] not in known)


@pytest.mark.parametrize("name", ["lower_price", "sell_out", "delist", "why", "pause", "step", "sku"])
async def test_what_is_done_to_goods_that_are_no_more_is_said_and_the_new_cart_is_shown(
    name: str, session: Session, other_goods: Path
) -> None:
    app = CartsimApp(session, Speaker("en"))
    async with app.run_test(size=(120, 40)) as pilot:
        app._rests_until = float("inf")  # what is done comes before the next look at the world
        app.cart.list.move_cursor(f"line:{_gone(session, other_goods)}")
        _take_over(session.path, other_goods)
        app.cart.perform(name)
        app._rests_until = 0.0
        await pilot.pause()
        app.pulse()
        assert session.view().lines == ()
        await pilot.pause()
    assert app.return_code is None


async def test_the_trainers_panel_over_goods_that_are_no_more_says_so(session: Session, other_goods: Path) -> None:
    app = CartsimApp(session, Speaker("en"))
    async with app.run_test(size=(120, 40)) as pilot:
        app._rests_until = float("inf")
        app.push_screen(MarketPanel(_gone(session, other_goods)))
        await pilot.pause()
        _take_over(session.path, other_goods)
        await pilot.press("enter")
        await pilot.pause()
        assert app.screen_is_cart
    assert app.return_code is None


async def test_a_panel_that_opens_over_goods_that_are_no_more_closes(session: Session, other_goods: Path) -> None:
    app = CartsimApp(session, Speaker("en"))
    async with app.run_test(size=(120, 40)) as pilot:
        app._rests_until = float("inf")
        line = _gone(session, other_goods)
        _take_over(session.path, other_goods)
        app.push_screen(SkuPanel(line))
        await pilot.pause()
        await pilot.pause()
        assert app.screen_is_cart
    assert app.return_code is None


def test_the_command_that_finds_another_catalogue_is_refused_and_the_next_one_goes_on(
    session: Session, other_goods: Path
) -> None:
    sku = session.view().lines[0].sku
    _take_over(session.path, other_goods)
    session.pulse()
    assert session.do(Enter()).ok
    assert sku not in {line.sku for line in session.view().lines}
