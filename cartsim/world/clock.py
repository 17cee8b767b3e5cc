"""World time and the state of the world's row, as a frozen value."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from cartsim.errors import WorldDamaged
from cartsim.store import worldfile
from cartsim.store.ticks import read_world_row


@dataclass(frozen=True, slots=True)
class WorldState:
    """Where the world stands and how it runs."""

    seed: int
    size: str
    scenario: str
    starts_at: int
    """World time of tick 0, seconds since 1970."""
    tick: int
    step: int
    """Market steps taken so far."""
    tick_s: int
    """Seconds of world time a tick."""
    liveliness: int
    """Market steps a tick."""
    speed: int
    """Ticks a real second."""
    paused: bool
    frozen: bool
    """The clock runs but the market stands still."""
    lease_holder: str
    lease_until: float
    """Real time at which the driver's lease ends."""
    life: int
    """How often the world was put back to its beginning."""

    @property
    def now(self) -> int:
        """World time, seconds since 1970."""
        return now(self)

    @property
    def steps_a_tick(self) -> int:
        """Market steps the next tick takes."""
        return 0 if self.frozen else self.liveliness


def now(world: WorldState) -> int:
    """World time in seconds since 1970."""
    return world.starts_at + world.tick * world.tick_s


def read_world(connection: sqlite3.Connection) -> WorldState:
    """The world's state. WorldDamaged where it went since the file was opened."""
    row = read_world_row(connection)
    if row is None:
        raise WorldDamaged(f"{worldfile.path_of(connection)} is damaged: it holds no world")
    return WorldState(
        seed=row.seed,
        size=row.size,
        scenario=row.scenario,
        starts_at=row.starts_at,
        tick=row.tick,
        step=row.step,
        tick_s=row.tick_s,
        liveliness=row.liveliness,
        speed=row.speed,
        paused=bool(row.paused),
        frozen=bool(row.frozen),
        lease_holder=row.lease_holder,
        lease_until=row.lease_until,
        life=row.life,
    )
