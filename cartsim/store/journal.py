"""The journal: every command with its outcome, in one sequence for the whole world."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cartsim.cart.history import REDO, UNDO, Step
from cartsim.cart.outcome import Outcome
from cartsim.cart.undo import Image
from cartsim.model.policy import Value
from cartsim.store.mapping import image_from_text, image_to_text, outcome_from_json, outcome_to_json, to_text

_COLUMNS = 'sequence, tick, actor, operation, command, outcome, policy, cart, version, "before", "window"'
_APPEND = f"INSERT INTO journal ({_COLUMNS}, kind) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_BY_OPERATION = f"SELECT {_COLUMNS} FROM journal WHERE operation = ?"
_BY_SEQUENCE = f"SELECT {_COLUMNS} FROM journal WHERE sequence = ?"
_AFTER = f"SELECT {_COLUMNS} FROM journal WHERE sequence > ? ORDER BY sequence LIMIT ?"
_LAST = "SELECT COALESCE(MAX(sequence), 0) FROM journal"
_STEPS = f"""
    SELECT sequence, kind, command, outcome FROM journal
    WHERE actor = ? AND ("window" = ? OR sequence <= ?) AND cart = ?
    AND ("before" <> '' OR kind IN ('{UNDO}', '{REDO}'))
    ORDER BY sequence DESC
"""
_WINDOW_COLUMNS = 'id, actor, cart, overrides, "after", tick'
_OPEN = f"INSERT OR IGNORE INTO journalwindow ({_WINDOW_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)"
_WINDOWS = f'SELECT {_WINDOW_COLUMNS} FROM journalwindow ORDER BY "after", rowid'


@dataclass(frozen=True, slots=True)
class Entry:
    """One command and what came of it. The command is kept as JSON."""

    sequence: int
    tick: int
    actor: str
    operation: str
    """Id of the operation; the same id again has no effect (X-7). Empty where the entry followed the one before it by
    itself: nobody asked for it."""
    command: Mapping[str, Any]
    """As `cart.commands.to_json` gives it."""
    outcome: Outcome
    policy: str
    """Hash of the policy it ran under."""
    cart: str
    """Cart key, as text."""
    version: int
    """Of the cart, after the command."""
    before: Image | None = None
    """The touched lines before and after it, for undo; None where it touched none."""
    window: str = ""
    """Id of the window it was done in."""


@dataclass(frozen=True, slots=True)
class Window:
    """Where commands come from: what it had read when it was opened decides what its first commands are judged by."""

    id: str
    actor: str
    cart: str
    """Cart key, as text."""
    overrides: Mapping[str, Value]
    """Policy fields of this window only."""
    after: int
    """Number of the newest entry it had read, 0 where there was none."""
    tick: int
    """Tick the world stood at then."""


def append(connection: sqlite3.Connection, entry: Entry) -> None:
    """Write the entry inside the unit of work of its command.

    sqlite3.IntegrityError if its sequence or operation is there already: callers ask `find` first.
    """
    connection.execute(
        _APPEND,
        (
            entry.sequence,
            entry.tick,
            entry.actor,
            entry.operation or None,
            to_text(entry.command),
            to_text(outcome_to_json(entry.outcome)),
            entry.policy,
            entry.cart,
            entry.version,
            "" if entry.before is None else image_to_text(entry.before),
            entry.window,
            entry.command["do"],
        ),
    )


def open_window(connection: sqlite3.Connection, window: Window) -> None:
    """Keep what the window is, with its first entry; one that is kept already stays as it is."""
    overrides = to_text(dict(sorted(window.overrides.items())))
    connection.execute(_OPEN, (window.id, window.actor, window.cart, overrides, window.after, window.tick))


def windows(connection: sqlite3.Connection) -> tuple[Window, ...]:
    """Every window that did something, in the order they were opened."""
    return tuple(
        Window(name, actor, cart, _overrides(json.loads(overrides)), after, tick)
        for name, actor, cart, overrides, after, tick in connection.execute(_WINDOWS)
    )


def steps(connection: sqlite3.Connection, window: Window) -> Generator[Step, None, None]:
    """What the actor did to the cart in this window and before it was opened, newest first, as far as it can be
    taken back, with every undo and redo."""
    about = (window.actor, window.id, window.after, window.cart)
    for sequence, kind, command, outcome in connection.execute(_STEPS, about):
        body, refusal = json.loads(command), json.loads(outcome).get("refusal")
        yield Step(sequence, kind, body.get("sequence"), refusal[0][0] if refusal else "")


def last_sequence(connection: sqlite3.Connection) -> int:
    """Number of the newest entry, 0 in a new world; the next command takes the number after it."""
    return int(connection.execute(_LAST).fetchone()[0])


def find(connection: sqlite3.Connection, operation: str) -> Entry | None:
    """The entry of an operation id, or None if it was never done."""
    return _entry(connection.execute(_BY_OPERATION, (operation,)).fetchone())


def entry(connection: sqlite3.Connection, sequence: int) -> Entry | None:
    """The entry of a number, or None if there is none."""
    return _entry(connection.execute(_BY_SEQUENCE, (sequence,)).fetchone())


def entries(connection: sqlite3.Connection, after: int = 0, count: int = -1) -> Iterator[Entry]:
    """Entries with a number above `after`, oldest first; at most `count`, all where that is negative."""
    for row in connection.execute(_AFTER, (after, count)):
        found = _entry(row)
        assert found is not None
        yield found


def _entry(row: Any) -> Entry | None:
    if row is None:
        return None
    sequence, tick, actor, operation, command, outcome, policy, cart, version, before, window = row
    return Entry(
        sequence,
        tick,
        actor,
        operation or "",
        json.loads(command),
        outcome_from_json(json.loads(outcome)),
        policy,
        cart,
        version,
        image_from_text(before) if before else None,
        window,
    )


def _overrides(body: Mapping[str, Any]) -> dict[str, Value]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in body.items()}
