"""What was done in a world, handed on: `--session`, `export-session`, `replay`, `record`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cartsim.cart.commands import Enter
from cartsim.cli.opening import Opening
from cartsim.errors import CartsimError, DataError, PolicyError, UnknownCodeError, WorldMissing
from cartsim.files import temporary_folder
from cartsim.paths import default_world_path
from cartsim.session.replay import first_difference, read_chronicle, replay
from cartsim.session.session import Session
from cartsim.store.worldfile import copy_world

if TYPE_CHECKING:
    from cartsim.session.replay import Chronicle


@contextmanager
def reopened(opening: Opening, path: Path, *, read_now: bool) -> Iterator[Session]:
    """The session in the file as its last window left it, in a temporary world or in the new one of `--world`.

    With `read_now` the cart is entered, unless that was the last thing done in it: what `cartsim cart` prints of the
    world the file was made from. DataError where the file does not fit, or does not give the cart it was made from.
    """
    from cartsim.script.sessionfile import read_session

    asked = {"--demo": opening.demo, "--scenario": opening.scenario, "--size": opening.size, "--set": opening.settings,
             "--policy": opening.policy, "--seed": opening.seed is not None}  # fmt: skip
    for option, given in asked.items():
        if given:
            raise CartsimError(f"a session file says all about its world; leave out --session or {option}")
    chronicle = read_session(path)
    with ExitStack() as after:
        world = opening.world or after.enter_context(temporary_folder("session")) / "session.world"
        session = after.enter_context(_played(chronicle, world, path))
        if read_now and not _just_entered(chronicle):
            session.do(Enter())
        yield session


@contextmanager
def _played(chronicle: Chronicle, world: Path, path: Path) -> Iterator[Session]:
    try:
        session = replay(chronicle, world)
    except (DataError, UnknownCodeError, PolicyError) as wrong:
        raise DataError(f"{path}: {wrong}") from None
    with session or Session(world) as opened:
        yield opened


def _just_entered(chronicle: Chronicle) -> bool:
    last = chronicle.deeds[-1] if chronicle.deeds else None
    return last is not None and isinstance(last.command, Enter) and last.tick == chronicle.tick


def export(opening: Opening, path: Path) -> None:
    """Write the situation of a world into a session file."""
    from cartsim.script.sessionfile import write_session

    size = write_session(world_of(opening), path)
    click.echo(f"{path}: {size:,} bytes; to open it: cartsim --session {path}")


def record(opening: Opening, path: Path, expecting: str) -> int:
    """Write the journal of a world as a script and play it; gives the exit status, 1 where it does not pass."""
    from cartsim.i18n import Speaker
    from cartsim.script.performance import temporary_worlds
    from cartsim.script.plain_player import play
    from cartsim.script.recorder import Expecting, write_recording
    from cartsim.script.result import Ending

    made = write_recording(world_of(opening), path, Expecting(expecting))
    with temporary_worlds() as worlds:
        played = play(path, worlds, Speaker("en"), keep_going=True)
    told = f"{path}: {_steps(made.steps)}"
    if made.as_one:
        told += f", of {made.as_one} windows told as one (cartsim export-session keeps them apart)"
    if played.ending is Ending.PASSED:
        click.echo(f"{told}; played: passed")
        return 0
    first = f", the first in line {played.failures[0].line}" if played.failures else ""
    click.echo(f"{told}; played: {played.complaint or f'{_steps(len(played.failures))} failed{first}'}")
    return 1


def _steps(number: int) -> str:
    return f"{number} step" if number == 1 else f"{number} steps"


def replay_world(world: Path, to: Path | None) -> int:
    """Play the journal of a world again and compare; gives the exit status, 1 where they differ."""
    with temporary_folder("replay") as folder:
        now, again = folder / "now.world", to or folder / "again.world"
        copy_world(world, now)  # it may go on meanwhile
        chronicle = read_chronicle(now)
        session = replay(chronicle, again)
        if session is not None:
            session.close()
        different = first_difference(now, again)
    told = f"{world}: {len(chronicle.deeds)} commands in {len(chronicle.windows)} windows, to tick {chronicle.tick}"
    click.echo(f"{told}: {different or 'the same again'}")
    return 1 if different else 0


def world_of(opening: Opening) -> Path:
    """The world file asked for, which must be there: a journal is read from it."""
    path = opening.world or default_world_path()
    if not path.exists():
        raise WorldMissing(f"there is no world at {path}")
    return path
