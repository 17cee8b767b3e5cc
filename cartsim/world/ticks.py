"""A tick: the world one tick on, in one transaction guarded by the tick number.

Of several processes on one world file exactly one applies tick k: the row moves on by a conditional
UPDATE whose row count is checked, inside a transaction that has already taken the write lock.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from cartsim.store.ticks import Move, claim_tick, read_extent, read_windows, write_events
from cartsim.store.worldfile import unit_of_work
from cartsim.world.clock import WorldState, read_world
from cartsim.world.planned import do_planned
from cartsim.world.steps import take_step


@dataclass(frozen=True, slots=True)
class Advanced:
    """What an advance did."""

    ticks: int
    """Ticks applied here; fewer than asked where another process was first."""
    changes: int
    """Market events they made."""
    tick: int
    """Tick the world stands at after it."""


def advance(
    connection: sqlite3.Connection, ticks: int = 1, expected_tick: int | None = None, *, driver: str | None = None
) -> Advanced:
    """Apply `ticks` ticks, one transaction each, and report.

    With `expected_tick` they are the ticks right after it: it stops at the first that another process has
    applied. On behalf of a `driver` a tick is applied only while that one holds the lease and the world is
    not paused; an advance by hand moves a paused world too. Never touches a cart. Raises WorldBusy where
    the file stays locked, NotAWorld where it holds no world.
    """
    applied = changes = 0
    while applied < ticks:
        expected = None if expected_tick is None else expected_tick + applied
        made = _tick(connection, expected, driver)
        if made is None:
            break
        applied += 1
        changes += made
    return Advanced(applied, changes, read_world(connection).tick)


def _tick(connection: sqlite3.Connection, expected_tick: int | None, driver: str | None) -> int | None:
    """Apply one tick and give the number of its changes; None where it is not for this process to apply."""
    with unit_of_work(connection):
        world = read_world(connection)
        if driver is not None and (world.paused or world.lease_holder != driver):
            return None
        tick = world.tick if expected_tick is None else expected_tick
        if not claim_tick(connection, tick, world.steps_a_tick):
            return None
        changes = _market_changes(connection, world) + _window_changes(connection, world)
        write_events(connection, world.tick + 1, world.now + world.tick_s, changes)
        do_planned(connection, world.now + world.tick_s)
        return len(changes)


def _market_changes(connection: sqlite3.Connection, world: WorldState) -> list[Move]:
    if not world.steps_a_tick:
        return []
    extent = read_extent(connection)
    changes: list[Move] = []
    for step in range(world.step + 1, world.step + 1 + world.steps_a_tick):
        changes += take_step(connection, world.seed, step, extent)
    return changes


def _window_changes(connection: sqlite3.Connection, world: WorldState) -> list[Move]:
    """Windows are data compared with world time, so they open and end while the market is frozen too."""
    windows = read_windows(connection, world.now, world.now + world.tick_s)
    return [Move(kind, code, int(kind == "ends"), int(kind == "opens")) for kind, code in windows]
