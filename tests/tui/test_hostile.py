"""A hostile catalogue across every screen and panel: it is text, it holds its shape, it does nothing."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot
from textual.widgets import Input

from cartsim.cart.commands import Enter
from cartsim.cart.view import Entry
from cartsim.i18n import Speaker
from cartsim.session.session import Session
from cartsim.testing import click, settle
from cartsim.text import clean_text
from cartsim.tui.actions import ACTIONS, BY_NAME
from cartsim.tui.app import CartsimApp
from cartsim.tui.panels.confirm import ShortPanel
from cartsim.tui.rows import RowList
from tests.pty import Terminal
from tests.tui.hostile import BROKEN_CODE, EVIL, evil, make_hostile

SIZES = {"80": (80, 24), "120": (120, 40)}
OPENS = (
    "quantity", "sku", "market", "topup", "coupons", "detail", "settle", "clear_invalid", "add", "city", "why",
    "policy", "help", "promotion", "platform_coupons", "scenarios", "trouble",
    "trade_up",
)  # fmt: skip
"""Actions that open a panel."""


@pytest.fixture(scope="module")
def hostile(full_cart_world: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The full cart with evil in every text; copied once, nothing here is kept from test to test."""
    return make_hostile(full_cart_world, tmp_path_factory.mktemp("hostile") / "hostile.world")


@asynccontextmanager
async def opened(
    world: Path, size: tuple[int, int], language: str, **options: Any
) -> AsyncIterator[tuple[CartsimApp, Pilot[None]]]:
    with Session(world) as session:
        session.pause(True)
        session.do(Enter())
        app = CartsimApp(session, Speaker(language), **options)
        async with app.run_test(size=size, notifications=True) as pilot:
            await settle(pilot)
            yield app, pilot


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await settle(pilot)


def acts(character: str) -> bool:
    """Whether a character would do something to a terminal instead of showing."""
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def check(app: CartsimApp, where: str) -> str:
    """Every line of the screen is as wide as the screen and holds nothing that acts; gives what it shows."""
    width, height = app.size
    shown = []
    for y, strip in enumerate(app.screen._compositor.render_strips()):
        assert "".join(filter(acts, strip.text)) == "", (where, y, strip.text)
        assert sum(cell_len(segment.text) for segment in strip if not segment.control) == width, (where, y, strip.text)
        assert cell_len(strip.text) == width, (where, y, strip.text)
        shown.append(strip.text)
    assert len(shown) == height, where
    assert app.return_code is None, where
    return "\n".join(shown)


async def leave(app: CartsimApp, pilot: Pilot[None]) -> None:
    """Back to the cart."""
    for _ in range(3):
        if app.screen is app.cart:
            return
        await press(pilot, "escape")
    assert app.screen is app.cart


def test_every_line_of_the_cart_is_evil(hostile: Path) -> None:
    with Session(hostile) as session:
        view = session.view()
        counts = view.counts
    clean = {clean_text(text, 400) for text in EVIL}
    for line in view.lines:
        assert {*line.title, *(text for words in line.spec for text in words)} <= clean
        assert line.sku.endswith(BROKEN_CODE)
    assert len({line.title for line in view.lines}) >= 20
    assert min(counts.drop, counts.low_stock, counts.promotion, counts.invalid) > 0, "the states are still there"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
async def test_the_cart_shows_evil_texts_as_texts(hostile: Path, size: tuple[int, int], language: str) -> None:
    async with opened(hostile, size, language) as (app, pilot):
        seen = check(app, "cart")
        for key in ("D", "o", "5", "1"):
            await press(pilot, key)
            for page in range(40):
                seen += check(app, f"{key} page {page}")
                before = app.cart.list.cursor
                await pilot.press("pagedown")
                if app.cart.list.cursor == before:
                    break
            await press(pilot, "home")
        for line in app.session.view().lines:
            assert clean_text(app.speaker.words(line.title))[:7].rstrip() in seen


@pytest.mark.parametrize(("size", "language"), [((80, 24), "zh"), ((120, 40), "en")], ids=["80", "120"])
async def test_every_panel_shows_evil_texts_as_texts(hostile: Path, size: tuple[int, int], language: str) -> None:
    async with opened(hostile, size, language) as (app, pilot):
        for name in OPENS:
            for row in rows_for(app, name):
                app.cart.list.move_cursor(row)
                if BY_NAME[name].keys:
                    await press(pilot, BY_NAME[name].keys[0])
                else:
                    await app.cart.run_action(name)
                    await pilot.pause()
                assert app.screen is not app.cart, (name, row)
                if name == "add":
                    app.screen.query_one(Input).value = "a"
                    await press(pilot, "enter")
                check(app, f"{name} {row}")
                for _ in range(2 if app.screen.query(RowList) else 0):
                    await pilot.press("pagedown")
                    check(app, f"{name} {row}, further down")
                await leave(app, pilot)


def rows_for(app: CartsimApp, name: str) -> list[str]:
    """Rows to open a panel from: several lines where it speaks of one, a line with a choice where it needs one."""
    view = app.session.view()
    lines = [f"line:{line.id}" for shop in view.shops for line in shop.lines]
    match name:
        case "promotion":
            return [f"line:{line.id}" for line in view.lines if len(line.choices) > 1][:1]
        case "sku":
            free = [line for shop in view.shops for line in shop.lines if line.switch is None]
            return [f"line:{line.id}" for line in free[:4]]
        case "topup":
            bars = [group for shop in view.shops for group in shop.groups if group.bar is not None]
            return [f"bar:{group.id}" for group in bars if group.bar and group.bar.entry is not Entry.NONE][:3]
        case "trade_up":
            return [f"addon:{offer.id}" for line in view.lines for offer in line.add_ons][:2]
        case "coupons":
            return [f"shop:{shop.code}" for shop in view.shops if shop.has_coupons][:3]
        case "why":
            bars = [f"bar:{group.id}" for shop in view.shops for group in shop.groups if group.bar is not None]
            return [lines[0], bars[0], f"shop:{view.shops[0].code}", f"line:{view.invalid[0].id}"]
        case "market" | "quantity":
            return lines[:2]
        case _:
            return lines[:1]


def test_every_action_that_opens_a_panel_is_tried() -> None:
    asks_nothing = {action.name for action in ACTIONS} - set(OPENS)
    assert asks_nothing == {
        "check", "more", "less", "mend", "remove", "fold", "previous_shop", "next_shop", "check_all", "undo",
        "refresh", "find", "show_all", "show_drop", "show_low", "show_promotion", "show_invalid", "pause", "speed",
        "step", "theme", "language", "density", "remove_ticked", "sell_out", "lower_price", "raise_price", "delist",
        "restrict", "freeze", "restart", "quit_shop", "threshold_base", "redo", "ids", "mark", "record", "export",
    }  # fmt: skip


async def test_gifts_palette_find_and_toasts_show_evil_texts_as_texts(hostile: Path) -> None:
    async with opened(hostile, (120, 40), "zh") as (app, pilot):
        gift = next(
            gift for shop in app.session.view().shops for group in shop.groups if group.bar
            for gift in group.bar.gifts if gift.choices
        )  # fmt: skip
        await click(pilot, f"gift:{gift.id}", "gift")
        assert app.screen is not app.cart
        check(app, "gifts")
        await leave(app, pilot)

        short = next(line for line in app.session.view().lines if line.blocks is not None)
        await app.push_screen(ShortPanel(short.id, 1))
        await settle(pilot)
        check(app, "short")
        await leave(app, pilot)

        await press(pilot, "slash", "a")
        check(app, "find")
        await press(pilot, "escape")

        for texts in (EVIL[::3], EVIL[1::3], EVIL[2::3]):
            app.tell(" ".join(clean_text(text, 40) for text in texts))
        await settle(pilot)
        check(app, "toasts")

        await press(pilot, "ctrl+p", "a")
        await app.workers.wait_for_complete()
        check(app, "palette")
        await press(pilot, "escape")


async def test_a_click_on_evil_markup_runs_nothing(hostile: Path) -> None:
    async with opened(hostile, (120, 40), "zh") as (app, pilot):
        wanted = [line.id for line in app.session.view().lines if "[@click" in line.title.zh]
        assert wanted
        for line in wanted:
            await click(pilot, f"line:{line}", "title")
            assert app.is_running
            await leave(app, pilot)


async def test_ascii_and_no_colour_hold_their_shape(hostile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(hostile, (80, 24), "en", ascii_only=True) as (app, pilot):
        check(app, "ascii")
        await press(pilot, "pagedown")
        check(app, "ascii, further down")


def test_no_escape_of_the_catalogue_reaches_a_terminal(hostile: Path) -> None:
    with Terminal([sys.executable, "-m", "cartsim", "--world", str(hostile), "--lang", "zh"]) as terminal:
        terminal.wait_for("[SALE]")
        for key, sign in (("$", "Esc"), ("\x1b", "^P"), ("M", "Esc"), ("\x1b", "^P")):
            terminal.press(key)
            terminal.wait_for(sign)
        terminal.press("\x11")
        assert terminal.wait_for_end() == 0
    for start in (b"\x1b]0;", b"\x1b]8;", b"\x1b]52;", b"\x1b[31mred", b"\x1bP1$r", b"\x1bc", BROKEN_CODE[:5].encode()):
        assert start not in terminal.raw, start
    own = set(terminal.raw.decode())
    assert {sign for sign in own if acts(sign)} <= set("\x1b\r\n\x0f\x07")


def test_the_same_text_is_as_evil_each_time() -> None:
    assert evil("tea") == evil("tea")
    assert {evil(number) for number in range(2000)} == set(EVIL)
