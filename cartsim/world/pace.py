"""How the world runs: speed, pausing, freezing, single steps. Each is one transaction on the world's row."""

from __future__ import annotations

import sqlite3

from cartsim.cart.commands import SetPace
from cartsim.errors import PolicyError
from cartsim.store import ticks as statements
from cartsim.store.worldfile import unit_of_work
from cartsim.world.clock import WorldState, read_world
from cartsim.world.ticks import advance

SPEEDS = (1, 10, 60)
"""Ticks a real second the screen offers."""

HIGHEST_SPEED = 60
HIGHEST_LIVELINESS = 100


def set_pace(connection: sqlite3.Connection, command: SetPace) -> None:
    """Do what the command says, inside a unit of work. Raises PolicyError for a speed or liveliness there is not."""
    if command.speed is not None:
        _check("speed", command.speed, HIGHEST_SPEED)
    if command.liveliness is not None:
        _check("liveliness", command.liveliness, HIGHEST_LIVELINESS)
    statements.set_pace(
        connection,
        speed=command.speed,
        paused=command.paused,
        frozen=command.frozen,
        liveliness=command.liveliness,
    )


def set_speed(connection: sqlite3.Connection, speed: int) -> WorldState:
    """Run `speed` ticks a real second, 1 to 60. Raises PolicyError outside of it."""
    _check("speed", speed, HIGHEST_SPEED)
    with unit_of_work(connection):
        statements.set_pace(connection, speed=speed)
        return read_world(connection)


def set_paused(connection: sqlite3.Connection, paused: bool) -> WorldState:
    """Stop the world's clock, or let it run again."""
    with unit_of_work(connection):
        statements.set_pace(connection, paused=paused)
        return read_world(connection)


def set_frozen(connection: sqlite3.Connection, frozen: bool) -> WorldState:
    """Let the clock run while the market stands still, or let the market go on from where it stood."""
    with unit_of_work(connection):
        statements.set_pace(connection, frozen=frozen)
        return read_world(connection)


def set_liveliness(connection: sqlite3.Connection, liveliness: int) -> WorldState:
    """Take `liveliness` market steps a tick, 1 to 100. Raises PolicyError outside of it."""
    _check("liveliness", liveliness, HIGHEST_LIVELINESS)
    with unit_of_work(connection):
        statements.set_pace(connection, liveliness=liveliness)
        return read_world(connection)


def step(connection: sqlite3.Connection, ticks: int = 1) -> WorldState:
    """Pause the world and move it on by `ticks` ticks."""
    set_paused(connection, True)
    advance(connection, ticks)
    return read_world(connection)


def _check(name: str, value: int, highest: int) -> None:
    if not 1 <= value <= highest:
        raise PolicyError(f"{name} must be from 1 to {highest}, not {value}")
