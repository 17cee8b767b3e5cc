"""What a session watches and keeps in the world's own row: changes by others, and the policy."""

from __future__ import annotations

import json
import sqlite3

from cartsim.errors import NotAWorld, PolicyError
from cartsim.model.policy import STANDARD, Policy
from cartsim.model.policy_fields import differences, override

Connection = sqlite3.Connection
"""An open world, for the rooms that pass it on without knowing SQLite."""

_READ_POLICY = "SELECT policy FROM world WHERE id = 1"
_READ_BEGINNING = "SELECT first_policy, scenario_text FROM world WHERE id = 1"
_SAVE_BEGINNING = "UPDATE world SET policy = ?1, first_policy = ?1, scenario_text = ?2 WHERE id = 1"
_SAVE_POLICY = "UPDATE world SET policy = ? WHERE id = 1"


def data_version(connection: Connection) -> int:
    """A number that changes when another connection has changed the file."""
    version: int = connection.execute("PRAGMA data_version").fetchone()[0]
    return version


def read_policy(connection: Connection) -> Policy:
    """The standard policy with the fields this world differs in. NotAWorld where they cannot be read."""
    (text,) = connection.execute(_READ_POLICY).fetchone()
    return policy_of(text)


def read_beginning(connection: Connection) -> tuple[Policy, str]:
    """The policy the world was made with and the text of its scenario's file, empty for one that comes with cartsim."""
    policy, scenario = connection.execute(_READ_BEGINNING).fetchone()
    return policy_of(policy), scenario


def save_beginning(connection: Connection, policy: Policy, scenario: str) -> None:
    """Keeps what `read_beginning` gives; the policy is in force from now on."""
    connection.execute(_SAVE_BEGINNING, (json.dumps(differences(policy), sort_keys=True), scenario))


def policy_of(text: str) -> Policy:
    """The standard policy with the fields kept as `text`. NotAWorld where they cannot be read."""
    try:
        return override(STANDARD, {name: _frozen(value) for name, value in json.loads(text).items()})
    except (TypeError, ValueError, AttributeError, PolicyError) as error:
        raise NotAWorld(f"the policy kept in the world cannot be read: {error}") from error


def save_policy(connection: Connection, policy: Policy) -> None:
    """Keeps the fields in which `policy` differs from the standard."""
    connection.execute(_SAVE_POLICY, (json.dumps(differences(policy), sort_keys=True),))


def _frozen(value: object) -> bool | int | str | tuple[str, ...] | None:
    if isinstance(value, list):
        return tuple(str(part) for part in value)
    if value is None or isinstance(value, (bool, int, str)):
        return value
    raise ValueError(f"{value!r} is no policy value")
