"""The cart on a real world: every key and every part does what it says."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual.pilot import Pilot

from cartsim import testing
from cartsim.cart.commands import CheckAll, SetPolicy
from cartsim.cart.view import Entry, LineView, StockState, Tick
from cartsim.i18n import Speaker
from cartsim.session.session import Session
from cartsim.testing import click, settle, text_of
from cartsim.tui.action_commands import ActionCommands, offers
from cartsim.tui.actions import ACTIONS
from cartsim.tui.app import CartsimApp
from cartsim.tui.board import Board
from cartsim.tui.kept import KeptLines
from cartsim.tui.screens.cart_actions import BOARD_ACTIONS, PART_ACTIONS, CartActions
from cartsim.tui.showing import Density, Filter, matching, shown_lines, shown_tick


@asynccontextmanager
async def opened(
    session: Session, size: tuple[int, int] = (120, 40), language: str = "zh", **options: Any
) -> AsyncIterator[tuple[CartsimApp, Pilot[None]]]:
    app = CartsimApp(session, Speaker(language), **options)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        yield app, pilot


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


def plain_line(session: Session) -> LineView:
    """A ticked line that can be stepped both ways or up at least."""
    return next(
        line for line in session.view().lines if line.tick is Tick.ON and line.more is None and line.switch is None
    )


async def on_line(app: CartsimApp, pilot: Pilot[None], line: LineView) -> None:
    app.cart.list.move_cursor(f"line:{line.id}")
    await settle(pilot)


# Start


WALK = (
    "down down right right left plus plus minus space up left_square_bracket right_square_bracket o o pagedown end "
    "home A A D 2 3 5 1 t L t tab shift+tab slash escape c escape n escape f1 escape period r ctrl+p escape x z"
)
"""Keys that change the list in every way there is: its rows, colours, heights, cursor, focus and place."""


def assert_nothing_stale(app: CartsimApp, said: str) -> None:
    bar = app.cart.list.vertical_scrollbar
    assert isinstance(bar, KeptLines)
    for widget in (*app.cart.walk_children(KeptLines), bar):
        whole = widget.region.reset_offset
        if whole:
            assert widget.render_lines(whole) == widget.draw_lines(whole), f"{widget} after {said}"


async def test_what_is_kept_on_the_screen_is_what_would_be_drawn_anew(session: Session) -> None:
    async with opened(session) as (app, pilot):
        app.animation_level = "full"
        for key in WALK.split():
            await press(pilot, key)
            assert_nothing_stale(app, key)
        for offset in ((20, 5), (20, 12), (60, 30)):
            await pilot.hover(offset=offset)
            await settle(pilot)
            assert_nothing_stale(app, f"the mouse at {offset}")
        for size in ((80, 24), (50, 10), (160, 50)):
            await pilot.resize_terminal(*size)
            await settle(pilot)
            assert_nothing_stale(app, f"a window of {size}")
        session.step(5)
        app.follow()
        await settle(pilot)
        assert_nothing_stale(app, "a few ticks")


async def test_the_cart_opens_with_the_cursor_on_its_first_line(session: Session) -> None:
    async with opened(session) as (app, _):
        assert app.cart.list.cursor == f"line:{session.view().shops[0].lines[0].id}"
        assert app.focused is app.cart.list


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (160, 50)])
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_every_size_and_language_shows_header_total_and_button(
    session: Session, size: tuple[int, int], language: str
) -> None:
    async with opened(session, size, language) as (app, _):
        shown = text_of(app)
        speaker = app.speaker
        assert speaker.words(session.view().city) in shown
        assert speaker.money(session.view().totals.net_total) in shown
        assert speaker.text("Check out ({n})", n=session.view().totals.pieces) in shown


async def test_a_small_window_says_what_it_needs(session: Session) -> None:
    async with opened(session, (50, 12), "en") as (app, _):
        assert "60 x 16" in text_of(app)
        assert "50 x 12" in text_of(app)


async def test_the_panel_stands_beside_the_list_from_120_columns_up(session: Session) -> None:
    async with opened(session, (119, 40)) as (app, pilot):
        assert not app.cart.query_one("#side").display
        await pilot.resize_terminal(120, 40)
        await settle(pilot)
        assert app.cart.query_one("#side").display
        assert app.speaker.text("Price detail") in text_of(app)


async def test_ascii_leaves_no_sign_that_could_be_drawn_wide(session: Session) -> None:
    async with opened(session, language="en", ascii_only=True) as (app, _):
        assert set(text_of(app)) - set("¥’") <= {chr(code) for code in range(32, 127)} | {"\n"}


async def test_no_colour_is_left_where_none_is_wanted(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(session) as (app, _):
        for strip in app.cart.list.render_lines(app.cart.list.size.region):
            for segment in strip:
                colour = segment.style.color if segment.style else None
                if colour is not None and colour.triplet is not None:
                    red, green, blue = colour.triplet
                    assert red == green == blue


# Lines


async def test_a_grey_plus_says_why(session: Session) -> None:
    line = next(line for line in session.view().lines if line.more is not None and line.invalid is None)
    async with opened(session) as (app, pilot):
        await on_line(app, pilot, line)
        await press(pilot, "plus")
        assert line.more is not None
        assert app.speaker.reason(line.more)[:8] in text_of(app)


async def test_r_stock_14_m_mends_a_short_line(session: Session) -> None:
    line = next(line for line in session.view().lines if line.stock.state is StockState.SHORT)
    async with opened(session) as (app, pilot):
        await on_line(app, pilot, line)
        await press(pilot, "m")
        mended = session.view().line(line.id)
        assert mended is not None
        assert mended.quantity == line.maximum


async def test_r_add_rem_d_removes_and_z_brings_back_for_five_seconds(session: Session) -> None:
    line = plain_line(session)
    before = session.view().totals
    async with opened(session) as (app, pilot):
        await on_line(app, pilot, line)
        await press(pilot, "d", "y")
        assert session.view().line(line.id) is None
        assert "undo" in testing.parts(app, "pay")
        await press(pilot, "z")
        assert session.view().line(line.id) is not None
        assert session.view().totals == before
        assert "undo" not in testing.parts(app, "pay")


async def test_the_offer_to_undo_goes_after_its_time_and_the_key_still_takes_the_step_back(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = plain_line(session)
    async with opened(session) as (app, pilot):
        await on_line(app, pilot, line)
        await press(pilot, "d", "y")
        monkeypatch.setattr("cartsim.tui.screens.cart.monotonic", lambda: float("inf"))
        app.pulse()
        assert "undo" not in testing.parts(app, "pay")
        await press(pilot, "z")
        assert session.view().line(line.id) is not None


# Shops, promotions, cart


async def test_r_sel_4_the_box_of_a_shop_ticks_all_then_none(session: Session) -> None:
    shop = next(shop for shop in session.view().shops if shop.tick is Tick.SOME)
    async with opened(session) as (_, pilot):
        await click(pilot, f"shop:{shop.code}", "check")
        assert next(each for each in session.view().shops if each.code == shop.code).tick is Tick.ON
        await click(pilot, f"shop:{shop.code}", "check")
        assert next(each for each in session.view().shops if each.code == shop.code).tick is Tick.OFF


async def test_select_all_acts_on_the_lines_shown(session: Session) -> None:
    async with opened(session) as (app, pilot):
        await press(pilot, "2")
        shown = {row.id.removeprefix("line:") for row in app.cart.list.rows if row.id.startswith("line:")}
        before = {line.id: line.tick for line in session.view().lines}
        await press(pilot, "A")
        after = {line.id: line.tick for line in session.view().lines}
        assert {line_id for line_id in after if after[line_id] is not before[line_id]} <= shown


async def test_brackets_walk_over_the_shops(session: Session) -> None:
    async with opened(session) as (app, pilot):
        await press(pilot, "right_square_bracket")
        assert app.cart.list.cursor == f"shop:{session.view().shops[1].code}"
        await press(pilot, "left_square_bracket", "left_square_bracket")
        assert app.cart.list.cursor == f"shop:{session.view().shops[0].code}"


@pytest.mark.parametrize(
    ("key", "tab"), [("2", Filter.DROP), ("3", Filter.LOW), ("4", Filter.PROMOTION), ("5", Filter.INVALID)]
)
@pytest.mark.parametrize("how", ["key", "mouse"])
async def test_tabs_show_what_they_count(session: Session, key: str, tab: Filter, how: str) -> None:
    counts = session.view().counts
    counted = {Filter.DROP: counts.drop, Filter.LOW: counts.low_stock, Filter.PROMOTION: counts.promotion}
    async with opened(session) as (app, pilot):
        if how == "key":
            await press(pilot, key)
        else:
            await click(pilot, "filters", f"filter_{tab.value}")
        lines = [row for row in app.cart.list.rows if row.id.startswith("line:")]
        assert len(lines) == counted.get(tab, counts.invalid)


async def test_find_goes_to_the_first_match_then_to_the_next(session: Session) -> None:
    shop = session.view().shops[-1]
    async with opened(session) as (app, pilot):
        await press(pilot, "slash", *shop.title.en[:6].lower().replace(" ", ""))
        first = app.cart.list.cursor
        await press(pilot, "escape")
        assert app.focused is app.cart.list
        assert app.cart.list.cursor == first


async def test_while_finding_the_footer_says_what_the_keys_do_then_and_what_was_found(session: Session) -> None:
    def footer() -> str:
        return "".join(span.text for line in app.cart.query_one("#keys", Board).lines for span in line)

    say = Speaker("zh").text
    async with opened(session) as (app, pilot):
        assert say("Tick") in footer()
        await press(pilot, "slash", *"zzzz", "enter")
        assert say("Nothing found") in footer()
        assert say("Back to the list") in footer()
        assert say("Tick") not in footer()
        await press(pilot, *["backspace"] * 4, *"cable")
        assert say("{at} of {of} found", at=1, of=len(matching(session.view(), "cable"))) in footer()
        await press(pilot, "escape")
        assert say("Tick") in footer()


async def test_r_inv_6_clear_asks_first(session: Session) -> None:
    async with opened(session) as (app, pilot):
        invalid = session.view().invalid
        assert invalid
        await press(pilot, "X")
        assert app.screen is not app.cart
        await press(pilot, "escape")
        assert session.view().invalid == invalid
        await press(pilot, "X", "y")
        assert session.view().invalid == ()


# World and window


async def test_density_is_switched_and_the_cursor_stays(session: Session) -> None:
    async with opened(session) as (app, pilot):
        await press(pilot, "down", "down", "down")
        before = app.cart.list.cursor
        await press(pilot, "D")
        assert app.cart.showing.density is Density.COMPACT
        assert app.cart.list.cursor == before


@pytest.mark.parametrize(("height", "density"), [(24, Density.COMPACT), (40, Density.COMFORTABLE)])
async def test_the_height_of_the_window_decides_the_density_until_one_is_asked_for(
    session: Session, height: int, density: Density
) -> None:
    async with opened(session, size=(80, height)) as (app, pilot):
        assert app.cart.showing.density is density
        await press(pilot, "D")
        asked = app.cart.showing.density
        assert asked is not density
        await pilot.resize_terminal(80, 64 - height)
        await pilot.pause()
        assert app.cart.showing.density is asked


async def test_tab_reaches_every_region_and_comes_back(session: Session) -> None:
    async with opened(session) as (app, pilot):
        start = app.focused
        await press(pilot, "tab")
        while app.focused is not start:
            await press(pilot, "tab")


async def test_the_palette_offers_every_action(session: Session) -> None:
    async with opened(session, language="en") as (app, _):
        offered = [offer.label for offer in offers(app)]
        assert offered[: len(ACTIONS)] == [
            f"{action.label}  ({action.shown})" if action.keys else action.label for action in ACTIONS
        ]
        assert offered[len(ACTIONS) :] == ["Dark theme", "Light theme", "High contrast"]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("sought", ["sell this out", "售罄"])
async def test_the_palette_finds_an_action_by_its_words_in_either_language(
    session: Session, language: str, sought: str
) -> None:
    async with opened(session, language=language) as (app, _):
        hits = [hit async for hit in ActionCommands(app.screen).search(sought)]
        assert app.speaker.text("Sell this out") in [str(hit.text) for hit in hits]


async def test_the_palette_speaks_chinese_and_knows_no_command_but_ours(session: Session) -> None:
    async with opened(session) as (app, pilot):
        await press(pilot, "ctrl+p")
        shown = text_of(app)
        assert app.speaker.text("What do you want to do?") in shown
        assert "Screenshot" not in shown
        assert "Maximize" not in shown


async def test_r_sel_4_select_all_under_a_filter_ticks_then_unticks_what_is_shown(session: Session) -> None:
    async with opened(session) as (app, pilot):
        session.do(CheckAll(True))
        await press(pilot, "3")
        shown = shown_lines(session.view(), app.cart.showing) or ()
        hidden = {line.id: line.tick for line in session.view().lines if line.id not in shown}
        free = [line.id for line in session.view().lines if line.id in shown and line.tick is not Tick.NONE]
        assert any(tick is Tick.ON for tick in hidden.values())
        for _ in range(2):
            wanted = Tick.OFF if shown_tick(session.view(), app.cart.showing) is Tick.ON else Tick.ON
            await press(pilot, "A")
            assert {line.tick for line in session.view().lines if line.id in free} == {wanted}
            assert shown_tick(session.view(), app.cart.showing) is wanted
            assert {line.id: line.tick for line in session.view().lines if line.id in hidden} == hidden


async def test_r_edit_7_removal_of_the_ticked_acts_on_the_lines_shown(session: Session) -> None:
    async with opened(session) as (app, pilot):
        session.do(CheckAll(True))
        await press(pilot, "3")
        shown = set(shown_lines(session.view(), app.cart.showing) or ())
        ticked = {line.id for line in session.view().lines if line.tick is Tick.ON}
        assert ticked & shown
        assert ticked - shown
        await click(pilot, "pay", "remove")
        await press(pilot, "y")
        assert {line.id for line in session.view().lines if line.tick is Tick.ON} == ticked - shown


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_undo_is_whole_in_the_smallest_usual_window(session: Session, language: str) -> None:
    line = plain_line(session)
    async with opened(session, (80, 24), language) as (app, pilot):
        await on_line(app, pilot, line)
        await press(pilot, "d", "y")
        assert f"z {app.speaker.text('Undo')} 5" in text_of(app)


async def test_without_undo_time_there_is_no_undo(session: Session) -> None:
    session.do(SetPolicy("edit.undo_s", "0"))
    line = plain_line(session)
    async with opened(session) as (app, pilot):
        await on_line(app, pilot, line)
        await press(pilot, "d", "y")
        assert session.view().line(line.id) is None
        assert "undo" not in testing.parts(app, "pay")


async def test_the_undo_stands_for_as_long_as_the_policy_says(session: Session) -> None:
    session.do(SetPolicy("edit.undo_s", "30"))
    line = plain_line(session)
    async with opened(session) as (app, pilot):
        await on_line(app, pilot, line)
        await press(pilot, "d", "y")
        undo = app.cart.undoable()
        assert undo is not None
        assert undo.seconds > 20


async def test_r_inv_6_clear_does_not_ask_where_the_policy_says_so(session: Session) -> None:
    session.do(SetPolicy("invalid.confirm_clear", "false"))
    async with opened(session) as (app, pilot):
        assert session.view().invalid
        await press(pilot, "X")
        assert app.screen is app.cart
        assert session.view().invalid == ()


async def test_a_notice_gives_way_to_what_blocks_settlement(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    assert session.view().blocked
    async with opened(session) as (app, pilot):
        blocking = app.speaker.reason(session.view().blocked[0])
        app.tell("just said")
        await pilot.pause()
        assert "just said" in text_of(app)
        assert not list(app._notifications), "the status line alone says it"
        monkeypatch.setattr("cartsim.tui.screens.cart.monotonic", lambda: float("inf"))
        app.pulse()
        await pilot.pause()
        assert "just said" not in text_of(app)
        assert blocking in text_of(app)


async def test_the_profile_leads_to_the_rules_and_the_age_to_a_refresh(session: Session) -> None:
    async with opened(session) as (app, pilot):
        await click(pilot, "header", "profile")
        assert type(app.screen).__name__ == "PolicyPanel"
        await press(pilot, "escape")
        session.step(3)
        await click(pilot, "filters", "refresh")
        assert session.view().read_at == session.clock().now


async def test_the_body_of_a_promotion_bar_leads_to_top_up(session: Session) -> None:
    group = next(
        group
        for shop in session.view().shops
        for group in shop.groups
        if group.bar is not None and group.bar.entry is not Entry.NONE
    )
    async with opened(session) as (app, pilot):
        await click(pilot, f"bar:{group.id}", "terms")
        assert type(app.screen).__name__ == "TopUpPanel"


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_smallest_usual_window_names_why_and_check_out(session: Session, language: str) -> None:
    async with opened(session, (80, 24), language) as (app, _):
        assert {"key:why", "key:settle"} <= set(testing.parts(app, "keys"))


# The registry


def test_every_action_is_done_by_the_screen() -> None:
    for action in ACTIONS:
        assert callable(getattr(CartActions, f"action_{action.method}"))


def test_no_key_means_two_things() -> None:
    keys = [key for action in ACTIONS for key in action.keys]
    assert len(keys) == len(set(keys))


def test_every_part_leads_to_an_action_there_is() -> None:
    for name in {*PART_ACTIONS.values(), *BOARD_ACTIONS.values()} - {"gift"}:
        assert callable(getattr(CartActions, f"action_{name}"))


async def test_the_cursor_lights_up_a_line_with_its_gifts(session: Session) -> None:
    line = next(line for line in session.view().lines if line.gifts)
    async with opened(session, (120, 60)) as (app, pilot):
        rows = app.cart.list

        def grounds(row_id: str) -> set[object]:
            area = rows.where(row_id)
            assert area is not None
            return {strip._segments[0].style.bgcolor for strip in rows.render_lines(area)}  # type: ignore[union-attr]

        gift = f"gift:{line.gifts[0].id}"
        rows.move_cursor(f"shop:{line.shop}")
        rows.scroll_to_row(gift)
        await pilot.pause()
        before = grounds(gift)
        await on_line(app, pilot, line)
        assert grounds(gift) == grounds(f"line:{line.id}")
        assert grounds(gift) != before
