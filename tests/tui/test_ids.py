"""Names on the screen: the table of ids is true, and F12 shows what it says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from textual.widgets import Input

from cartsim import testing
from cartsim.cart.commands import Enter, Remove, SetQuantity
from cartsim.i18n import Speaker
from cartsim.session.session import Session
from cartsim.testing import settle, text_of
from cartsim.tui.app import CartsimApp
from cartsim.tui.board import Board
from cartsim.tui.draw import width_of
from cartsim.tui.id_table import TABLE, Named, letter_of, letters_of, matches
from cartsim.tui.legend import legend
from cartsim.tui.panels.drawn import Button
from cartsim.tui.rows import RowList
from tests.tui.panels.test_every_panel import PANELS

Found = tuple[str, str, str, str]
"""Screen, kind, id, part."""


def names_on(app: CartsimApp) -> Iterator[Found]:
    """Everything on the topmost screen that has a name."""
    screen = app.screen
    told = type(screen).__name__
    for board in screen.query(Board):
        yield from ((told, "board", str(board.id), part) for part in ("", *board.parts))
    for kind, query in (("button", screen.query(Button)), ("input", screen.query(Input))):
        yield from ((told, kind, str(widget.id), "") for widget in query)
    for rows in screen.query(RowList):
        for row in rows.rows:
            yield from ((told, "row", row.id, part) for part in ("", *rows.parts_of(row.id)))


def entry_for(found: Found) -> Named | None:
    """The entry of the table that speaks of it: the one that says it most exactly."""
    screen, kind, name, _ = found
    fitting = [entry for entry in TABLE if entry.screen == screen and entry.kind == kind and matches(entry.id, name)]
    return min(fitting, key=lambda entry: entry.id != name, default=None)


async def walk(session: Session) -> set[Found]:
    """Every screen in every size and the states that have names of their own."""
    seen: set[Found] = set()
    lines = [line.id for line in session.view().lines if line.locked is None]
    for size in ((80, 24), (160, 50)):
        app = CartsimApp(session, Speaker("en"))
        async with app.run_test(size=size) as pilot:
            await settle(pilot)
            for screen in (None, *PANELS.values()):
                if screen is not None:
                    await app.push_screen(screen())
                    await pilot.pause()
                    await pilot.pause()
                if type(app.screen).__name__ == "AddPanel":
                    await testing.type_in(pilot, "shoes", into="search", enter=True)
                seen |= set(names_on(app))
                while app.screen is not app.cart:
                    app.pop_screen()
                await pilot.pause()
            await pilot.press("slash")
            await settle(pilot)
            seen |= set(names_on(app))
            await pilot.press("escape", "d", "y")
            await settle(pilot)
            seen |= set(names_on(app))
            await pilot.press("z")
    short = next(line.id for line in session.view().lines if line.blocks is not None)
    assert short, "a line above the stock shows `mend`"
    session.do(SetQuantity(lines[0], 2))
    session.do(Remove(tuple(line.id for line in session.view().lines)))
    session.do(Enter())
    app = CartsimApp(session, Speaker("zh"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        seen |= set(names_on(app))
    return seen


async def test_the_table_names_all_there_is_and_nothing_else(session: Session) -> None:
    seen = await walk(session)
    unknown = {found for found in seen if entry_for(found) is None and found[2] != "ids"}
    assert unknown == set()
    parts = {found for found in seen if found[3] and (entry := entry_for(found)) is not None}
    untold = {
        found for found in parts if not any(matches(part, found[3]) for part in (entry_for(found) or TABLE[0]).parts)
    }
    assert untold == set()
    never = {(entry.screen, entry.id) for entry in TABLE} - {
        (entry.screen, entry.id) for found in seen if (entry := entry_for(found)) is not None
    }
    assert never == set()
    unseen = {
        (entry.screen, entry.id, part)
        for entry in TABLE
        for part in entry.parts
        if not any(entry_for(found) == entry and matches(part, found[3]) for found in parts)
    }
    assert unseen == set()


def test_every_part_of_a_screen_has_a_letter_of_its_own() -> None:
    for screen in {entry.screen for entry in TABLE}:
        letters = letters_of(screen)
        assert set(letters) == {part for entry in TABLE if entry.screen == screen for part in entry.parts}
        assert len(set(letters.values())) == len(letters)
    assert letter_of("CartScreen", "key:check") == letters_of("CartScreen")["key:ACTION"]
    assert letter_of("DetailPanel", "copy") == letters_of("DetailPanel")["copy"]
    assert letter_of("CartScreen", "no such part") == " "


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40), (160, 50)])
async def test_f12_shows_the_names_and_takes_them_away(session: Session, language: str, size: tuple[int, int]) -> None:
    app = CartsimApp(session, Speaker(language))
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        before = text_of(app)
        await pilot.press("f12")
        await settle(pilot)
        shown = text_of(app)
        first = next(row.id for row in app.cart.list.rows if row.id.startswith("line:"))
        assert f" {first}" in shown
        assert "header" in shown
        for line in legend("CartScreen", size[0], app.cart.palette):
            assert "".join(span.text for span in line).strip() in shown
            assert width_of(line) <= size[0]
        await pilot.press("f12")
        await settle(pilot)
        assert text_of(app) == before


async def test_what_is_pressed_is_what_was_there(session: Session) -> None:
    app = CartsimApp(session, Speaker("en"))
    line = next(line for line in session.view().lines if line.locked is None and line.more is None)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press("f12")
        await testing.click(pilot, f"line:{line.id}", "plus")
        after = session.view().line(line.id)
        assert after is not None
        assert after.quantity == line.quantity + 1


async def test_a_panel_opened_while_names_are_shown_shows_its_own(session: Session) -> None:
    app = CartsimApp(session, Speaker("en"))
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press("f12", "f1")
        await settle(pilot)
        assert type(app.screen).__name__ == "HelpPanel"
        assert "action:NAME" in text_of(app)
        await pilot.press("f12")
        await settle(pilot)
        assert "action:NAME" not in text_of(app)


async def test_finding_clicking_typing_and_reading_by_names_alone(session: Session) -> None:
    app: Any = CartsimApp(session, Speaker("zh"))
    line = next(line for line in session.view().lines if line.locked is None and line.maximum > 4)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await testing.click(pilot, f"line:{line.id}", "quantity")
        await testing.type_in(pilot, "4", into="number")
        assert await testing.find(pilot, "accept")
        await testing.click(pilot, "accept")
        after = testing.view_of(app).line(line.id)
        assert after is not None
        assert after.quantity == 4
        await pilot.press("d")
        await testing.click(pilot, "no")
        assert testing.view_of(app).line(line.id) is not None
        with pytest.raises(testing.UnknownCodeError, match="no input 'nothing'"):
            await testing.type_in(pilot, "4", into="nothing")
