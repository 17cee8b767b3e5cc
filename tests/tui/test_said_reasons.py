"""A key that cannot do its work says why in the status line."""

from __future__ import annotations

import pytest

from cartsim.cart.view import Entry
from cartsim.i18n import Speaker
from cartsim.session.session import Session
from cartsim.testing import settle
from cartsim.tui import glyphs
from cartsim.tui.app import CartsimApp
from cartsim.tui.board import Board
from cartsim.tui.draw import cells


def _status(app: CartsimApp) -> str:
    return "".join(span.text for span in app.cart.query_one("#pay", Board).lines[0])


async def test_r_add_3_the_topup_key_opens_nothing_where_the_deal_has_no_entry_and_says_why(session: Session) -> None:
    app = CartsimApp(session, Speaker("en"))
    async with app.run_test(size=(120, 40)) as pilot:
        for shop in session.view().shops:
            for group in shop.groups:
                if group.bar is None or group.bar.entry is not Entry.NONE:
                    continue
                app.cart.say("")
                app.cart.list.move_cursor(f"bar:{group.id}")
                await pilot.press("a")
                await settle(pilot)
                assert app.screen is app.cart
                assert "No entry" in _status(app) or "Starts" in _status(app)
                assert group.bar.kind not in _status(app)


async def test_r_gift_g_a_lost_gift_is_told_in_the_status_line(session: Session) -> None:
    app = CartsimApp(session, Speaker("zh"))
    async with app.run_test(size=(120, 40)) as pilot:
        app.cart.list.move_cursor("line:l12")
        await pilot.press("space")
        await settle(pilot)
        assert "赠品 亚麻布袋 已移除：还差" in _status(app)


@pytest.mark.parametrize("key", ["s", "n", "d", "p", "m", "M", "plus", "minus"])
async def test_a_key_for_an_item_says_so_where_the_cursor_is_on_none(session: Session, key: str) -> None:
    app = CartsimApp(session, Speaker("en"))
    async with app.run_test(size=(120, 40)) as pilot:
        app.cart.list.move_cursor(f"shop:{session.view().shops[0].code}")
        await pilot.press(key)
        await settle(pilot)
        assert app.screen is app.cart
        assert "Put the cursor on an item first" in _status(app)


@pytest.mark.parametrize("width", [80, 120, 160])
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_progress_tracks_stand_in_one_column_and_are_of_one_length(
    session: Session, language: str, width: int
) -> None:
    app = CartsimApp(session, Speaker(language))
    async with app.run_test(size=(width, 40)) as pilot:
        await settle(pilot)
        seen = set()
        for row in app.cart.list.rows:
            if not row.id.startswith("bar:"):
                continue
            at, spans = 0, []
            for span in row.draw(app.cart.list.size.width - 2, app.cart.palette)[0]:
                if span.text and not span.text.strip(glyphs.TRACK + glyphs.RULE):
                    spans += [at, at + cells(span.text)]
                at += cells(span.text)
            if spans:
                seen.add((min(spans), max(spans)))
        assert len(seen) == 1
