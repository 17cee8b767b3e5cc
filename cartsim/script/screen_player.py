"""The player on the real screen: the app itself, driven through Textual's Pilot as a person would."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from textual.pilot import OutOfBounds, Pilot

from cartsim.errors import CartsimError, UnknownCodeError
from cartsim.files import write_over
from cartsim.i18n import Speaker
from cartsim.script import picture
from cartsim.script.checking import Screen, row_id
from cartsim.script.expectations import CartFacts
from cartsim.script.keynames import must_be_keys
from cartsim.script.look import NO_PICTURE, Look, stem_of
from cartsim.script.performance import Performance, Worlds, performance, refused
from cartsim.script.result import Played
from cartsim.script.steps import Click, Do, Expect, Press, Shot, Step, Wait
from cartsim.signals import run_loop
from cartsim.testing import click, cursor_of, settle, text_of
from cartsim.tui.app import CartsimApp

if TYPE_CHECKING:
    from cartsim.session.session import Session

MakeApp = Callable[["Session", Speaker, Look], CartsimApp]


def make_app(session: Session, speaker: Speaker, look: Look) -> CartsimApp:
    """The app as a person sees it, animations apart."""
    return CartsimApp(session, speaker, theme=look.theme)


def play(path: Path, worlds: Worlds, speaker: Speaker, look: Look, *, keep_going: bool = False) -> Played:
    """Plays the script in the file on a screen that nobody sees."""
    began = perf_counter()
    try:
        with performance(path, worlds, speaker, keep_going=keep_going) as under_way:
            must_be_keys(under_way)
            run_loop(_play_headless(under_way, look))
            return under_way.played(perf_counter() - began)
    except CartsimError as wrong:
        return refused(path, wrong, perf_counter() - began)


async def _play_headless(under_way: Performance, look: Look) -> None:
    app = make_app(under_way.session, under_way.speaker, look)
    async with app.run_test(size=look.size) as pilot:
        await settle(pilot)
        await ScreenPlayer(under_way, pilot, app, look).play()


class ScreenPlayer:
    """Plays the steps of one performance on one running app."""

    def __init__(self, under_way: Performance, pilot: Pilot[None], app: CartsimApp, look: Look) -> None:
        self.under_way = under_way
        self.app = app
        self._pilot = pilot
        self._look = look

    async def play(self) -> None:
        """Every step in its turn, up to the first failure unless the rest is asked for."""
        for at, step in enumerate(self.under_way.script.steps):
            if self.under_way.over:
                return
            if not self.app.is_running:
                self.under_way.failed(at, "the app was left before this step")
                return
            await self.step(step, at)

    async def step(self, step: Step, at: int) -> None:
        """One step; DataError with file and line where it does not fit."""
        with self.under_way.file.at("steps", at):
            await self._do(step, at)

    async def _do(self, step: Step, at: int) -> None:
        under_way = self.under_way
        if isinstance(step, Do):
            outcome = self.app.act(under_way.command(step))
            await settle(self._pilot)
            under_way.did(outcome, at)
        elif isinstance(step, Wait):
            under_way.wait(step)
            self.app.pulse()
            self.app.follow()
            await settle(self._pilot)
            under_way.passed(at)
        elif isinstance(step, Press):
            await self._pilot.press(*step.press)
            if self.app.is_running:
                await settle(self._pilot)
            under_way.passed(at)
        elif isinstance(step, Click):
            await self._click(step, at)
        elif isinstance(step, Expect):
            under_way.expect(step, at, self._sight(step))
        elif isinstance(step, Shot):
            await settle(self._pilot)
            under_way.passed(at, "" if self._shoot(step.shot) else NO_PICTURE)
        else:
            under_way.passed(at)

    async def _click(self, step: Click, at: int) -> None:
        name = row_id(self.under_way.session.view(), step.click)
        try:
            await self._uncover(name, step.part)
            await click(self._pilot, name, step.part, times=step.times)
        except UnknownCodeError as missing:
            self.under_way.failed(at, str(missing))
        except OutOfBounds:
            self.under_way.failed(at, f"{step.click} does not show on the screen")
        else:
            self.under_way.passed(at)

    async def _uncover(self, name: str, part: str | None) -> None:
        """Take away what this player lays over the part, where it does; UnknownCodeError where there is none."""

    def _sight(self, step: Expect) -> Screen | None:
        """The screen, as far as the step looks at it."""
        if not isinstance(step.expect, CartFacts):
            return None
        read = {"text", "absent"} & step.expect.model_fields_set
        return Screen(text_of(self.app) if read else "", cursor_of(self.app), type(self.app.screen).__name__)

    def _shoot(self, name: str) -> bool:
        """Write the picture, where a folder is named; whether one is."""
        folder = self._look.shots
        if folder is None:
            return False
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{self._look.stem or stem_of(self.under_way.path)}.{name}.svg"
        write_over(path, picture.picture(self.app))
        self.under_way.shots.append(path)
        drawn = picture.png(path) if self._look.png else None
        if drawn is not None:
            self.under_way.shots.append(drawn)
        return True
