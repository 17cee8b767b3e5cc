"""The virtual list: what is drawn, where the cursor stays, what the mouse hits."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from textual.app import App, ComposeResult
from textual.pilot import Pilot

from cartsim.tui.draw import Ink, Line, Span, spread
from cartsim.tui.palette import Palette
from cartsim.tui.row import Inert, Stack
from cartsim.tui.row_picture import PICTURES_KEPT
from cartsim.tui.rows import RowList

DRAWN: list[str] = []
"""Ids in the order they were drawn."""


@dataclass(frozen=True)
class Number:
    """A row of a number, with a box and a figure."""

    id: str
    number: int
    height: int = 2
    focusable: bool = True
    band: str = "ground"
    others: tuple[int, ...] = field(default=())

    @property
    def key(self) -> int:
        return self.number

    @property
    def figures(self) -> tuple[tuple[str, int], ...]:
        return (("price", self.number),)

    def draw(self, width: int, palette: Palette) -> tuple[Line, ...]:
        DRAWN.append(self.id)
        left = (Span("[ ]", Ink(palette.text), "check"), Span(f" 第{self.number}行", Ink(palette.text)))
        return (spread(left, (Span(f"¥{self.number}", Ink(palette.text), "price"),), width),)


class Listed(App[None]):
    """One list, and what it said."""

    def __init__(self, rows: list[Any]) -> None:
        super().__init__()
        self.list = RowList(rows, id="list")
        self.said: list[tuple[str, ...]] = []

    def compose(self) -> ComposeResult:
        yield self.list

    def on_row_list_part_pressed(self, message: RowList.PartPressed) -> None:
        self.said.append((message.row_id, message.part))

    def on_row_list_row_opened(self, message: RowList.RowOpened) -> None:
        self.said.append((message.row_id,))


def numbers(count: int) -> list[Any]:
    return [Number(f"r{n}", n) for n in range(count)]


@asynccontextmanager
async def listed(rows: list[Any]) -> AsyncIterator[tuple[Pilot[None], Listed]]:
    app = Listed(rows)
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        DRAWN.clear()
        yield pilot, app


async def test_only_rows_in_view_are_drawn() -> None:
    app = Listed(numbers(5000))
    DRAWN.clear()
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        assert set(DRAWN) <= {f"r{n}" for n in range(7)}


async def test_a_change_draws_only_the_rows_that_differ() -> None:
    async with listed(numbers(100)) as (pilot, app):
        app.list.set_rows(
            [replace(row, number=row.number + 1000) if row.id in ("r2", "r60") else row for row in app.list.rows]
        )
        await pilot.pause()
        assert DRAWN == ["r2"]


async def test_a_changed_row_is_drawn_once_however_often_it_is_painted() -> None:
    async with listed(numbers(100)) as (pilot, app):
        app.list.set_rows([replace(row, number=7) if row.id == "r2" else row for row in app.list.rows])
        await pilot.pause()
        app.list.refresh()
        await pilot.pause()
        assert DRAWN == ["r2"]


async def test_pictures_are_kept_in_bounds() -> None:
    async with listed(numbers(100)) as (_, app):
        for turn in range(300):
            app.list.set_rows([replace(row, number=turn * 100 + at) for at, row in enumerate(app.list.rows)])
            app.list.render_lines(app.list.size.region)
        assert len(app.list._pictures) <= PICTURES_KEPT


async def test_an_equal_row_is_not_drawn_again() -> None:
    async with listed(numbers(100)) as (pilot, app):
        app.list.set_rows([replace(row) for row in app.list.rows])
        await pilot.pause()
        assert DRAWN == []


async def test_r_stock_8_the_cursor_stays_on_its_row_and_in_its_place_when_rows_come_and_go_above() -> None:
    async with listed(numbers(100)) as (pilot, app):
        app.list.move_cursor("r40")
        await pilot.pause()
        before = app.list.where("r40")
        app.list.set_rows([Inert("new"), *app.list.rows[5:]])
        await pilot.pause()
        assert app.list.cursor == "r40"
        assert app.list.where("r40") == before


async def test_the_cursor_of_a_row_that_went_rests_on_the_next_one() -> None:
    async with listed(numbers(10)) as (pilot, app):
        app.list.move_cursor("r4")
        app.list.set_rows([row for row in app.list.rows if row.id != "r4"])
        await pilot.pause()
        assert app.list.cursor == "r5"


async def test_the_cursor_of_the_last_row_that_went_rests_on_the_one_above() -> None:
    async with listed(numbers(10)) as (pilot, app):
        app.list.move_cursor("r9")
        app.list.set_rows(app.list.rows[:-1])
        await pilot.pause()
        assert app.list.cursor == "r8"


async def test_keys_walk_over_inert_rows() -> None:
    rows = [Inert("top"), *numbers(2), Inert("gap"), Number("last", 9)]
    async with listed(rows) as (pilot, app):
        assert app.list.cursor == "r0"
        await pilot.press("down", "down")
        assert app.list.cursor == "last"
        await pilot.press("down")
        assert app.list.cursor == "last"
        await pilot.press("up")
        assert app.list.cursor == "r1"


async def test_home_end_and_pages_reach_both_ends() -> None:
    async with listed(numbers(50)) as (pilot, app):
        await pilot.press("end")
        assert app.list.cursor == "r49"
        assert app.list.where("r49") is not None
        await pilot.press("pageup")
        assert app.list.cursor == "r44"
        await pilot.press("home")
        assert app.list.cursor == "r0"
        assert app.list.scroll_offset.y == 0


async def test_the_inert_head_of_a_list_comes_into_view_with_its_first_row() -> None:
    async with listed([Inert("head", ((), ())), *numbers(50)]) as (pilot, app):
        await pilot.press("end")
        await pilot.press("home")
        assert app.list.where("head") is not None


async def test_a_click_presses_the_part_under_the_mouse() -> None:
    async with listed(numbers(50)) as (pilot, app):
        await pilot.click(offset=app.list.screen_offset_of("r3", "price"))
        assert app.said == [("r3", "price")]
        assert app.list.cursor == "r3"


async def test_a_click_beside_the_parts_only_moves_the_cursor() -> None:
    async with listed(numbers(50)) as (pilot, app):
        await pilot.click(offset=(20, 5))
        assert app.said == []
        assert app.list.cursor == "r2"


async def test_a_double_click_opens_the_row() -> None:
    async with listed(numbers(50)) as (pilot, app):
        await pilot.click(offset=(20, 5), times=2)
        assert app.said == [("r2",)]


async def test_left_and_right_focus_parts_and_enter_presses_them() -> None:
    async with listed(numbers(5)) as (pilot, app):
        await pilot.press("enter", "right", "right")
        assert app.list.part == "price"
        await pilot.press("enter", "right", "enter")
        assert app.said == [("r0",), ("r0", "price"), ("r0",)]


async def test_a_part_that_is_scrolled_away_has_no_place() -> None:
    async with listed(numbers(50)) as (_, app):
        assert app.list.where("r0", "check") is not None
        assert app.list.where("r40", "check") is None
        assert app.list.where("nothing") is None
        assert app.list.where("r0", "nothing") is None


async def test_what_where_says_is_what_at_finds() -> None:
    async with listed(numbers(50)) as (pilot, app):
        await pilot.press("pagedown", "pagedown")
        for row in app.list.rows:
            for part in ("check", "price"):
                area = app.list.where(row.id, part)
                if area is not None:
                    assert app.list.at(area.x, area.y) == (row.id, part)


async def test_a_changed_figure_flashes_and_goes_out() -> None:
    async with listed(numbers(5)) as (pilot, app):
        app.animation_level = "full"
        app.list.set_rows([replace(row, number=77) if row.id == "r1" else row for row in app.list.rows])
        assert app.list.flashing == {"r1": ("price",)}
        await pilot.pause()


async def test_nothing_flashes_without_animations() -> None:
    async with listed(numbers(5)) as (_, app):
        app.animation_level = "none"
        app.list.set_rows([replace(row, number=77) for row in app.list.rows])
        assert app.list.flashing == {}


async def test_an_empty_list_takes_every_key() -> None:
    async with listed([]) as (pilot, app):
        await pilot.press("down", "up", "home", "end", "pageup", "pagedown", "left", "right", "enter")
        assert app.list.cursor is None
        assert app.said == []


async def test_other_colours_draw_every_row_anew() -> None:
    async with listed(numbers(5)) as (pilot, app):
        app.theme = "textual-light"
        await pilot.pause()
        assert set(DRAWN) == {f"r{n}" for n in range(5)}


def test_a_stack_knows_the_row_of_every_line() -> None:
    stack = Stack([Number("a", 1, height=2), Inert("b"), Number("c", 2, height=3)])
    assert [stack.rows[stack.at_line(line)].id for line in range(stack.height)] == ["a", "a", "b", "c", "c", "c"]
    assert stack.at_line(-1) == -1
    assert stack.at_line(6) == 3


def test_a_stack_of_inert_rows_has_nothing_to_rest_on() -> None:
    assert Stack([Inert("a"), Inert("b")]).nearest(1) is None
    assert Stack().nearest(0) is None
