"""A show as an asciinema cast, version 2: what the app writes to a terminal, at the times a viewer would see it.

https://docs.asciinema.org/manual/asciicast/v2/
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from textual.drivers.headless_driver import HeadlessDriver

from cartsim.errors import CartsimError
from cartsim.files import write_over
from cartsim.i18n import Speaker
from cartsim.script.keynames import must_be_keys
from cartsim.script.look import Look
from cartsim.script.performance import Performance, Worlds, performance, refused, title_of
from cartsim.script.result import Played
from cartsim.script.show import LAST_S, ShowApp, ShowPlayer
from cartsim.signals import run_loop
from cartsim.testing import settle

OPENING = "\x1b[?1049h\x1b[?25l"
"""The other screen, no cursor: what the real driver begins with."""
WRITE_S = 0.01
"""Seconds between two writes of one moment."""

Event = tuple[float, str]
"""Seconds from the beginning, characters written."""


class Recorder:
    """Keeps what is written, with the viewer's time."""

    def __init__(self) -> None:
        self.now = 0.0
        self.events: list[Event] = [(0.0, OPENING)]

    def write(self, data: str) -> None:
        """Something is written now."""
        self.now += WRITE_S
        self.events.append((self.now, data))

    async def beat(self, seconds: float) -> None:
        """The viewer's time passes; nobody waits for it."""
        await asyncio.sleep(0)
        self.now += seconds


def driver_for(recorder: Recorder) -> type[HeadlessDriver]:
    """A driver without a terminal that hands all it would write to the recorder."""

    class CastDriver(HeadlessDriver):
        """Writes to the recorder."""

        @property
        def is_headless(self) -> bool:
            """Said to be false, since a headless app leaves out the writing."""
            return False

        def write(self, data: str) -> None:
            """One write."""
            recorder.write(data)

    return CastDriver


def play(
    path: Path,
    cast: Path,
    worlds: Worlds,
    speaker: Speaker,
    look: Look,
    *,
    speed: float = 1.0,
    keep_going: bool = False,
) -> Played:
    """Plays the script as a show that nobody sees, and writes its cast."""
    began = perf_counter()
    try:
        with performance(path, worlds, speaker, keep_going=keep_going) as under_way:
            must_be_keys(under_way)
            recorder = Recorder()
            run_loop(_record(under_way, look, recorder))
            title = title_of(under_way.script, speaker)
            write_over(cast, as_text(recorder.events, look.size, title, speed))
            return under_way.played(perf_counter() - began)
    except CartsimError as wrong:
        return refused(path, wrong, perf_counter() - began)


async def _record(under_way: Performance, look: Look, recorder: Recorder) -> None:
    app = ShowApp(under_way.session, under_way.speaker, look)
    app.driver_class = driver_for(recorder)
    async with app.run_test(headless=False, size=look.size) as pilot:
        await settle(pilot)
        await ShowPlayer(under_way, pilot, app, look, recorder.beat).play()
        if app.is_running:
            await settle(pilot)
        await recorder.beat(LAST_S)
        recorder.write("")


def as_text(events: Sequence[Event], size: tuple[int, int], title: str, speed: float) -> str:
    """The file: a line about it, then one for each write."""
    head = {"version": 2, "width": size[0], "height": size[1], "title": title, "env": {"TERM": "xterm-256color"}}
    lines = [json.dumps(head, ensure_ascii=False)]
    lines += [json.dumps([round(at / speed, 3), "o", data], ensure_ascii=False) for at, data in events]
    return "\n".join(lines) + "\n"
