"""A world's journal played again on a fresh world: the same seed, scenario, policy and commands give the same carts.

Every window is opened again where it was opened, because its commands are judged by what it had read; the
automatic unchecks follow by themselves. Between two commands the market takes the same ticks.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from cartsim.cart.commands import Command, from_json
from cartsim.cart.outcome import Outcome
from cartsim.errors import CartsimError, DataError
from cartsim.model.policy import STANDARD, Value
from cartsim.model.policy_fields import differences, override
from cartsim.session.founding import NO_SCENARIO, found_world
from cartsim.session.session import Session
from cartsim.store import journal, state, worldfile
from cartsim.store.carts import CartStore, key_from_text
from cartsim.store.journal import Entry, Window
from cartsim.store.mapping import cart_to_text
from cartsim.store.state import Connection
from cartsim.world.clock import read_world
from cartsim.world.ticks import advance


@dataclass(frozen=True, slots=True)
class Deed:
    """One command as it is done again."""

    sequence: int
    """Number of its journal entry."""
    tick: int
    window: str
    operation: str
    """Its id; empty for one that nobody will ask for again."""
    command: Command


@dataclass(frozen=True, slots=True)
class Chronicle:
    """All that a world became by: how it was made, the windows on it, what was done in them, and until when."""

    size: str
    seed: int
    scenario: str
    scenario_text: str
    """Text of the scenario's file; empty for one that comes with cartsim."""
    policy: Mapping[str, Value]
    """Fields in which the policy it was made with differs from the standard."""
    windows: tuple[Window, ...]
    deeds: tuple[Deed, ...]
    tick: int
    """Where it stands now."""
    carts: str = ""
    """Digest of the carts it came to; empty where it is not known."""


Watch = Callable[[Deed, Session, Outcome | None], None]
"""Called before each command, without an outcome, and after it, with the session it is done in."""


def _look_away(deed: Deed, session: Session, outcome: Outcome | None) -> None:
    """Watch nothing."""


def read_chronicle(path: Path) -> Chronicle:
    """The chronicle of the world at `path`, also of one that may only be read. WorldError where it cannot be."""
    with closing(worldfile.open_to_read(path)) as connection, worldfile.snapshot(connection):
        world = read_world(connection)
        policy, scenario_text = state.read_beginning(connection)
        return Chronicle(
            size=world.size,
            seed=world.seed,
            scenario=world.scenario or NO_SCENARIO,
            scenario_text=scenario_text,
            policy=differences(policy),
            windows=journal.windows(connection),
            deeds=tuple(_deed(entry) for entry in journal.entries(connection) if entry.operation),
            tick=world.tick,
            carts=digest(connection, journal.windows(connection)),
        )


def replay(chronicle: Chronicle, path: Path, watch: Watch = _look_away) -> Session | None:
    """Make the world of the chronicle anew at `path`, which must not exist yet.

    Gives the session of the window that acted last, as it then stood, for the caller to close; None where nothing was
    done. Raises DataError naming the first command that does not come out as it did.
    """
    found_world(
        path,
        size=chronicle.size,
        seed=chronicle.seed,
        scenario=chronicle.scenario,
        scenario_text=chronicle.scenario_text,
        rules=override(STANDARD, chronicle.policy),
    )
    last = {deed.window: deed.sequence for deed in chronicle.deeds}
    waiting = sorted(chronicle.windows, key=lambda window: (window.after, window.tick), reverse=True)
    sessions: dict[str, Session] = {}
    with ExitStack() as after, closing(worldfile.open_world(path)) as connection:
        for deed in chronicle.deeds:
            while waiting and waiting[-1].after < deed.sequence:
                window = waiting.pop()
                _advance(connection, window.tick)
                sessions[window.id] = after.enter_context(_reopened(window, path))
            _advance(connection, deed.tick)
            session = sessions.get(deed.window)
            if session is None:
                raise DataError(f"command {deed.sequence} was done in a window {deed.window!r} that nobody opened")
            watch(deed, session, None)
            watch(deed, session, _do(deed, session))
            if last[deed.window] == deed.sequence and deed is not chronicle.deeds[-1]:
                sessions.pop(deed.window).close()
        _advance(connection, chronicle.tick)
        if chronicle.carts not in ("", digest(connection, chronicle.windows)):
            raise DataError("the cart does not come out as it was: another version of cartsim made the file")
        if not chronicle.deeds:
            return None
        after.pop_all()
    for name, session in sessions.items():
        if name != chronicle.deeds[-1].window:
            session.close()
    kept = sessions[chronicle.deeds[-1].window]
    kept.follow_clock()
    return kept


def first_difference(one: Path, other: Path) -> str:
    """What differs first between two worlds of one chronicle, in words; empty where nothing does."""
    with closing(worldfile.open_to_read(one)) as left, closing(worldfile.open_to_read(other)) as right:
        mine, its = list(journal.entries(left)), list(journal.entries(right))
        for was, became in zip(mine, its, strict=False):
            if was != became:
                return f"entry {was.sequence} ({was.command['do']}) came out differently"
        if len(mine) != len(its):
            return f"{len(mine)} entries became {len(its)}"
        for key in sorted({entry.cart for entry in mine}):
            cart = key_from_text(key)
            if CartStore(left).load(cart) != CartStore(right).load(cart):
                return f"the cart {key} is another one"
        if read_world(left).tick != read_world(right).tick:
            return "they stand at different ticks"
    return ""


def digest(connection: Connection, windows: Iterable[Window]) -> str:
    """Twelve hexadecimal digits that change with anything in the carts of these windows."""
    store, whole = CartStore(connection), hashlib.sha256()
    for key in sorted({window.cart for window in windows}):
        cart, version = store.load(key_from_text(key))
        whole.update(f"{key} {version} {cart_to_text(cart)}\n".encode())
    return whole.hexdigest()[:12]


def _deed(entry: Entry) -> Deed:
    return Deed(entry.sequence, entry.tick, entry.window, entry.operation, from_json(entry.command))


def _reopened(window: Window, path: Path) -> Session:
    key = key_from_text(window.cart)
    return Session(path, owner=key.owner, actor=window.actor, overrides=window.overrides, window=window.id)


def _advance(connection: Connection, tick: int) -> None:
    """The world on to `tick`; it is never beyond it where the chronicle is in order."""
    here = read_world(connection).tick
    if here > tick:
        raise DataError(f"the journal goes back in time, from tick {here} to {tick}")
    advance(connection, tick - here)


def _do(deed: Deed, session: Session) -> Outcome:
    try:
        outcome = session.do(deed.command, deed.operation or None)
    except CartsimError as error:
        raise DataError(
            f"command {deed.sequence} ({type(deed.command).__name__}) cannot be done again: {error}"
        ) from error
    if outcome.sequence != deed.sequence or outcome.repeated:
        raise DataError(
            f"command {deed.sequence} ({type(deed.command).__name__}) became entry {outcome.sequence}: "
            "the journal is not of this version of cartsim, or of another scenario"
        )
    return outcome
