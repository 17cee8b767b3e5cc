"""What the screen is measured against: the barest list of Textual's Line API, and how a frame is timed."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from statistics import median
from typing import Any

from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.drivers.headless_driver import HeadlessDriver
from textual.geometry import Region, Size
from textual.pilot import Pilot
from textual.scroll_view import ScrollView
from textual.strip import Strip

COLUMNS, ROWS = 120, 40
HEIGHT = 3
"""Cells of a row, as those of a cart line."""
ROUNDS = 60
TURNS = 5
"""Times each figure is taken in turn with the others; the least counts, since a busy machine only adds."""
PLAIN, BOLD, DIM = Style(color="#f1efe9"), Style(color="#f1efe9", bold=True), Style(color="#8f96a3")


class FrameDriver(HeadlessDriver):
    """Throws frames away, and tells when one was written."""

    painted: asyncio.Event = asyncio.Event()

    @property
    def is_headless(self) -> bool:
        """Said to be false, since a headless app leaves out the writing of a frame."""
        return False

    def write(self, data: str) -> None:
        """One frame."""
        self.painted.set()


class BareList(ScrollView, can_focus=True):
    """Numbers in rows of three lines, strips cached, changed rows refreshed; no parts, no styles, no width rules."""

    def __init__(self, numbers: list[int]) -> None:
        super().__init__()
        self.numbers = numbers
        self.cursor = 0
        self.strips: dict[tuple[int, int, int, bool], Strip] = {}

    def on_mount(self) -> None:
        """Give the list its length."""
        self.virtual_size = Size(0, len(self.numbers) * HEIGHT)

    def show(self, numbers: list[int]) -> None:
        """Other numbers: draw again the rows in view that differ."""
        old, self.numbers = self.numbers, numbers
        for at, (before, after) in enumerate(zip(old, numbers, strict=True)):
            if before != after:
                self.refresh_row(at)

    def refresh_row(self, at: int) -> None:
        """Draw one row again if it is in view."""
        area = Region(0, at * HEIGHT - self.scroll_offset.y, self.size.width, HEIGHT)
        seen = area.intersection(self.size.region)
        if seen:
            self.refresh(seen)

    def move(self, by: int) -> None:
        """Move the cursor."""
        before, self.cursor = self.cursor, self.cursor + by
        self.refresh_row(before)
        self.refresh_row(self.cursor)

    def render_line(self, y: int) -> Strip:
        """One line."""
        at, line = divmod(y + self.scroll_offset.y, HEIGHT)
        if at >= len(self.numbers):
            return Strip.blank(self.size.width)
        key = (at, line, self.numbers[at], at == self.cursor)
        if key not in self.strips:
            number = f"{self.numbers[at] / 100:.2f}"
            space = " " * (self.size.width - 40 - len(number))
            shade = Style(bgcolor="#2b3750" if at == self.cursor else "#14161b")
            self.strips[key] = Strip(
                [
                    Segment(f"[ ] row {at:6d} ".ljust(20), PLAIN + shade),
                    Segment(f"line {line}".ljust(20), DIM + shade),
                    Segment(space, shade),
                    Segment(number, BOLD + shade),
                ],
                self.size.width,
            )
        return self.strips[key]


class BareApp(App[None]):
    """Only the list."""

    def __init__(self, numbers: list[int]) -> None:
        super().__init__(driver_class=FrameDriver)
        self.list = BareList(numbers)

    def compose(self) -> ComposeResult:
        """The list."""
        yield self.list


@asynccontextmanager
async def running(app: App[Any]) -> AsyncIterator[Pilot[Any]]:
    """The app on a headless terminal of the usual size, with garbage of its start out of the way."""
    FrameDriver.painted = asyncio.Event()
    async with app.run_test(headless=False, size=(COLUMNS, ROWS)) as pilot:
        await pilot.pause(0.3)
        gc.collect()
        gc.freeze()
        yield pilot
        gc.unfreeze()


async def frame_ms(change: Callable[[int], None]) -> float:
    """Median processor milliseconds from `change(round)` to the frame it paints."""
    taken = []
    for turn in range(ROUNDS):
        FrameDriver.painted.clear()
        started = time.process_time()
        change(turn)
        await asyncio.wait_for(FrameDriver.painted.wait(), 5)
        taken.append((time.process_time() - started) * 1e3)
        await asyncio.sleep(0)
    return median(taken)


async def least(measured: Mapping[str, Callable[[], Awaitable[float]]]) -> dict[str, float]:
    """The least milliseconds of each figure over the turns."""
    taken: dict[str, list[float]] = {name: [] for name in measured}
    for _ in range(TURNS):
        for name, measure in measured.items():
            taken[name].append(await measure())
    return {name: min(times) for name, times in taken.items()}


async def bare_tick_ms(rows: int) -> float:
    """A tick of the bare list: every tenth number changes."""
    app = BareApp(list(range(rows)))
    numbers = [list(range(rows))]
    for turn in range(10):
        numbers.append([n + 100 if at % 10 == turn else n for at, n in enumerate(numbers[-1])])
    async with running(app):
        return await frame_ms(lambda turn: app.list.show(numbers[10 - abs((turn + 1) % 20 - 10)]))


async def bare_key_ms(rows: int) -> float:
    """A cursor step of the bare list, to and fro."""
    app = BareApp(list(range(rows)))
    async with running(app):
        return await frame_ms(lambda turn: app.list.move(1 if turn % 8 < 4 else -1))
