"""A script as a show: the app with captions, at a pace people can follow, that can be paused and stepped through."""

from __future__ import annotations

import asyncio
from pathlib import Path, PurePath
from time import perf_counter
from typing import Any, ClassVar, Protocol

from textual.binding import Binding, BindingType
from textual.pilot import Pilot
from textual.widgets import Static

from cartsim.errors import CartsimError
from cartsim.i18n import Speaker
from cartsim.i18n.marks import N_
from cartsim.script.keynames import must_be_keys
from cartsim.script.look import Look
from cartsim.script.performance import Performance, Worlds, performance, refused
from cartsim.script.result import Played
from cartsim.script.screen_player import ScreenPlayer
from cartsim.script.steps import Click, Do, Press, Say, Step, Wait
from cartsim.session.session import Session
from cartsim.signals import leaving_first
from cartsim.testing import find, settle
from cartsim.text import cell_width, clean_text
from cartsim.tui import app
from cartsim.tui.app import CartsimApp

ACT_S = 0.9
"""Seconds a viewer has before something is done."""
READ_S = 0.07
"""Seconds a cell of a caption takes to be read."""
LAST_S = 3.0
"""Seconds the last picture stands."""
CAPTION_LAYER = "caption"
SLICES = 20
"""Pieces a wait is shown in, so that its time can be seen to pass."""
SLICE_S = 0.1


class Beat(Protocol):
    """What lets a viewer's time pass."""

    async def __call__(self, seconds: float) -> None:
        """So much of it."""


class Caption(Static):
    """A few lines over whatever is shown, above the bar with the totals."""

    DEFAULT_CSS = """
    Caption {
        layer: caption; dock: bottom; height: auto; width: 100%; padding: 0 2; margin: 0 0 3 0;
        background: $cart-brand; color: $cart-on-brand; text-style: bold;
    }
    """


class ShowApp(CartsimApp):
    """The app with a caption, and two keys for whoever shows it."""

    CSS_PATH: ClassVar[list[str | PurePath]] = [Path(app.__file__).parent / each for each in CartsimApp.CSS_PATH]
    """Textual looks for them beside the file of the class"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f9", "hold", N_("Pause or go on"), priority=True, show=False),
        Binding("f10", "next_step", N_("One step"), priority=True, show=False),
    ]

    def __init__(self, session: Session, speaker: Speaker, look: Look) -> None:
        super().__init__(session, speaker, theme=look.theme)
        self._said = ""
        self._going = asyncio.Event()
        self._going.set()
        self._once = False

    @property
    def held(self) -> bool:
        """Whether the show waits for a key."""
        return not self._going.is_set()

    async def may_go_on(self) -> None:
        """Waits as long as the show is held; a single step goes through and holds it again."""
        await self._going.wait()
        if self._once:
            self._once = False
            self._hold(True)

    def action_hold(self) -> None:
        """Hold the show, or let it go on."""
        self._hold(not self.held)

    def action_next_step(self) -> None:
        """One step, then hold."""
        self._once = True
        self._going.set()

    def _hold(self, held: bool) -> None:
        self._going.clear() if held else self._going.set()
        self._paint()

    async def caption(self, text: str) -> None:
        """Say this over the topmost screen."""
        self._said = clean_text(text)
        await self._painted()

    def _paint(self) -> None:
        self.call_later(self._painted)

    async def _painted(self) -> None:
        keys = self.speaker.text(N_("Held: F9 goes on, F10 does one step")) if self.held else ""
        shown = "\n".join(part for part in (self._said, keys) if part)
        for screen in self.screen_stack:
            await screen.query(Caption).remove()
        if shown:
            layers = self.screen.styles.layers or ("default",)
            if CAPTION_LAYER not in layers:
                self.screen.styles.layers = " ".join((*layers, CAPTION_LAYER))  # above whatever the screen stacks
            await self.screen.mount(Caption(shown, markup=False))


class ShowPlayer(ScreenPlayer):
    """Plays each step with the time it takes to follow it."""

    app: ShowApp

    def __init__(self, under_way: Performance, pilot: Pilot[None], app: ShowApp, look: Look, beat: Beat) -> None:
        super().__init__(under_way, pilot, app, look)
        self._beat = beat

    async def step(self, step: Step, at: int) -> None:
        """Caption, a breath, the step."""
        await self.app.may_go_on()
        if isinstance(step, Say):
            text = step.say if isinstance(step.say, str) else getattr(step.say, self.app.speaker.language)
            await self.app.caption(text)
            await self._beat(ACT_S + READ_S * cell_width(text))
        elif isinstance(step, Do | Press | Click):
            await self._beat(ACT_S)
        elif isinstance(step, Wait):
            await self._wait(step, at)
            return
        await super().step(step, at)

    async def _uncover(self, name: str, part: str | None) -> None:
        """The caption gives way to the pointer: a show comes to the same as a script nobody sees."""
        captions = self.app.screen.query(Caption)
        if not captions:
            return
        where = await find(self._pilot, name, part)
        if any(caption.region.contains_point(where) for caption in captions):
            await self.app.caption("")
            await settle(self._pilot)

    async def _wait(self, step: Wait, at: int) -> None:
        """Time passes in pieces that can be seen; it comes to the same."""
        passes = self.under_way.session.step if step.quiet else self.under_way.session.pass_time
        done = 0
        for piece in range(1, SLICES + 1):
            upto = step.wait * piece // SLICES
            if upto > done:
                passes(upto - done)
                done = upto
                self.app.pulse()
                self.app.follow()
                await self._beat(SLICE_S)
        await settle(self._pilot)
        self.under_way.passed(at)


def play(
    path: Path, worlds: Worlds, speaker: Speaker, look: Look, *, speed: float = 1.0, keep_going: bool = False
) -> Played:
    """Shows the script on this terminal, `speed` times as fast as people read."""
    began = perf_counter()
    try:
        with performance(path, worlds, speaker, keep_going=keep_going) as under_way:
            must_be_keys(under_way)
            _show(under_way, look, speed)
            return under_way.played(perf_counter() - began)
    except CartsimError as wrong:
        return refused(path, wrong, perf_counter() - began)


def _show(under_way: Performance, look: Look, speed: float) -> None:
    shop = ShowApp(under_way.session, under_way.speaker, look)
    wrong: list[CartsimError] = []

    async def beat(seconds: float) -> None:
        await asyncio.sleep(seconds / speed)

    async def pilot_it(pilot: Pilot[Any]) -> None:
        try:
            await settle(pilot)
            await ShowPlayer(under_way, pilot, shop, look, beat).play()
            if shop.is_running:
                await beat(LAST_S)
                await shop.may_go_on()
        except CartsimError as error:
            wrong.append(error)
        shop.exit()

    with leaving_first(shop.exit):
        shop.run(auto_pilot=pilot_it)
    if wrong:
        raise wrong[0]
    if len(under_way.done) < len(under_way.script.steps) and not under_way.over:
        under_way.failed(len(under_way.done), "the app was left before this step")
