"""Lines that are kept from frame to frame: what a refresh draws again, and what it leaves."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widgets import Static

from cartsim.testing import settle
from cartsim.tui.kept import KeptLines


class Letters(KeptLines):
    """The same letter everywhere; notes what it was asked to draw."""

    DEFAULT_CSS = "Letters { height: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self.letter = "a"
        self.drawn: list[Region] = []

    def draw_lines(self, area: Region) -> list[Strip]:
        self.drawn.append(area)
        return [Strip([Segment(self.letter * area.width)], area.width)] * area.height


class Lettered(App[None]):
    """Letters above a line of another widget."""

    def compose(self) -> ComposeResult:
        yield Letters()
        yield Static("|")

    @property
    def letters(self) -> Letters:
        return self.query_one(Letters)

    @property
    def shown(self) -> str:
        """The first cell of each line."""
        return "".join(strip.text[0] for strip in self.screen._compositor.render_strips())


@asynccontextmanager
async def lettered() -> AsyncIterator[tuple[Pilot[None], Lettered]]:
    app = Lettered()
    async with app.run_test(size=(10, 5)) as pilot:
        await pilot.pause()
        app.letters.drawn.clear()
        yield pilot, app


async def test_a_frame_of_another_widget_draws_nothing() -> None:
    async with lettered() as (pilot, app):
        app.query_one(Static).update("-")
        await pilot.pause()
        assert (app.letters.drawn, app.shown) == ([], "aaaa-")


async def test_only_refreshed_lines_are_drawn_again() -> None:
    async with lettered() as (pilot, app):
        app.letters.letter = "b"
        app.letters.refresh(Region(3, 1, 2, 2))
        await pilot.pause()
        assert app.letters.drawn == [Region(0, 1, 10, 2)]
        assert app.shown == "abba|"


async def test_what_is_refreshed_beyond_the_widget_is_left_out() -> None:
    async with lettered() as (pilot, app):
        app.letters.letter = "b"
        app.letters.refresh(Region(0, 3, 10, 9))
        await pilot.pause()
        assert app.shown == "aaab|"


async def test_a_refresh_without_a_region_draws_everything() -> None:
    async with lettered() as (pilot, app):
        app.letters.letter = "b"
        app.letters.refresh()
        await pilot.pause()
        assert app.shown == "bbbb|"


async def test_another_size_draws_everything() -> None:
    async with lettered() as (pilot, app):
        app.letters.letter = "b"
        await pilot.resize_terminal(12, 7)
        await settle(pilot)
        assert app.shown == "bbbbbb|"


async def test_another_theme_draws_everything() -> None:
    async with lettered() as (pilot, app):
        app.letters.letter = "b"
        app.theme = "textual-light"
        await pilot.pause()
        assert app.shown == "bbbb|"
