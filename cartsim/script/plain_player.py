"""The player without a screen: commands, time and expectations, as fast as the session goes."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

from cartsim.errors import CartsimError, DataError
from cartsim.i18n import Speaker
from cartsim.script.look import NO_PICTURE
from cartsim.script.performance import Performance, Worlds, describe, performance, refused
from cartsim.script.result import Played
from cartsim.script.steps import Do, Expect, Shot, Step, Wait, needs_screen


def play(path: Path, worlds: Worlds, speaker: Speaker, *, keep_going: bool = False) -> Played:
    """Plays the script in the file. Pictures and captions are passed over: there is nobody to see them."""
    began = perf_counter()
    try:
        with performance(path, worlds, speaker, keep_going=keep_going) as under_way:
            must_do_without_screen(under_way)
            began = perf_counter()
            play_steps(under_way)
            return under_way.played(perf_counter() - began)
    except CartsimError as wrong:
        return refused(path, wrong, perf_counter() - began)


def must_do_without_screen(under_way: Performance) -> None:
    """DataError at the first step that needs a screen."""
    for at, step in enumerate(under_way.script.steps):
        if needs_screen(step):
            message = f"{describe(step)} needs a screen; play it with --screen headless"
            raise DataError(under_way.file.complaint(("steps", at), message))


def play_steps(under_way: Performance) -> None:
    """Every step in its turn, up to the first failure unless the rest is asked for."""
    for at, step in enumerate(under_way.script.steps):
        if under_way.over:
            return
        with under_way.file.at("steps", at):
            _play(under_way, step, at)


def _play(under_way: Performance, step: Step, at: int) -> None:
    if isinstance(step, Do):
        under_way.did(under_way.session.do(under_way.command(step)), at)
    elif isinstance(step, Wait):
        under_way.wait(step)
        under_way.passed(at)
    elif isinstance(step, Expect):
        under_way.expect(step, at)
    elif isinstance(step, Shot):
        under_way.passed(at, NO_PICTURE)
    else:
        under_way.passed(at)
