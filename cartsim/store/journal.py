"""The journal: every command with its outcome, in one sequence for the whole world."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from cartsim.cart.outcome import Outcome
from cartsim.cart.undo import Image
from cartsim.store.mapping import image_from_text, image_to_text, outcome_from_json, outcome_to_json, to_text

_COLUMNS = "sequence, tick, actor, operation, command, outcome, policy, versions, before"
_APPEND = f"INSERT INTO journal ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_BY_OPERATION = f"SELECT {_COLUMNS} FROM journal WHERE operation = ?"
_BY_SEQUENCE = f"SELECT {_COLUMNS} FROM journal WHERE sequence = ?"
_AFTER = f"SELECT {_COLUMNS} FROM journal WHERE sequence > ? ORDER BY sequence LIMIT ?"
_LAST = "SELECT COALESCE(MAX(sequence), 0) FROM journal"


@dataclass(frozen=True, slots=True)
class Entry:
    """One command and what came of it. The command is kept as JSON."""

    sequence: int
    tick: int
    actor: str
    operation: str
    """Id of the operation; the same id again has no effect (X-7)."""
    command: Mapping[str, Any]
    """As `cart.commands.to_json` gives it."""
    outcome: Outcome
    policy: str
    """Hash of the policy it ran under."""
    versions: Mapping[str, int] = field(default_factory=dict)
    """Cart key -> version after the command."""
    before: Image | None = None
    """The touched lines before and after it, for undo; None where it touched none."""


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
            entry.operation,
            to_text(entry.command),
            to_text(outcome_to_json(entry.outcome)),
            entry.policy,
            to_text(entry.versions),
            "" if entry.before is None else image_to_text(entry.before),
        ),
    )


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
    sequence, tick, actor, operation, command, outcome, policy, versions, before = row
    return Entry(
        sequence,
        tick,
        actor,
        operation,
        json.loads(command),
        outcome_from_json(json.loads(outcome)),
        policy,
        json.loads(versions),
        image_from_text(before) if before else None,
    )
