"""Who drives the world and how fast: a lease on the world's row, and ticks by real time.

One process drives; the others follow what it writes. Real time (seconds, as `time.time` gives it) is
always a parameter, so that a driver can be run by any loop and tested without waiting. A pacemaker runs
one from a thread.
"""

from __future__ import annotations

import os
import socket
import sqlite3
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cartsim.errors import CartsimError, NotAWorld, WorldError, WorldMissing, WrongSchema
from cartsim.store import ticks as statements
from cartsim.store.worldfile import open_world, snapshot, unit_of_work
from cartsim.world.clock import WorldState, read_world
from cartsim.world.ticks import advance

LEASE_S = 5.0
"""Real seconds a lease lasts unless it is renewed."""

RENEW_S = 2.5
"""A lease with less than this left is renewed."""

BURST_S = 1.0
"""After a sleep at most the ticks of this many real seconds are made up for."""

IDLE_S = 0.2
"""Real seconds between two looks at a world that is paused, followed or busy."""

SHORTEST_S = 1 / 60
"""Real seconds between two looks at the fastest world."""

HOPELESS = (NotAWorld, WorldMissing, WrongSchema)
"""What no waiting mends: the file is not, or no longer, a world of ours. A locked file and a full disk pass."""

BUSY_S = 0.2
"""How long one attempt waits for a locked file; short, so that stopping is prompt."""


@dataclass(frozen=True, slots=True)
class Pulse:
    """What one look at the clock did."""

    world: WorldState
    driving: bool
    """Whether this driver holds the lease."""
    ticks: int
    """Ticks applied here."""
    changes: int
    """Market events they made."""


class Driver:
    """One process's claim to drive a world, over a connection of its own or its caller's."""

    def __init__(self, connection: sqlite3.Connection, holder: str | None = None) -> None:
        self.holder = holder or new_holder()
        self._connection = connection
        self._last: float | None = None
        """Real time up to which ticks were given credit; None while the world does not run by us."""
        self._credit = 0.0
        """Ticks due; the part of one that is left over waits for the next pulse."""

    def pulse(self, real_now: float, stopped: Callable[[], bool] = lambda: False) -> Pulse:
        """Hold or take the lease if it can be had, and apply the ticks due by `real_now`.

        Ends between two ticks when `stopped` says so. Raises WorldBusy where the file stays locked; the
        ticks of that time are not lost, but bounded by `BURST_S` like those of a sleep.
        """
        world = self._read()
        driving = self._hold_lease(world, real_now)
        if not driving or world.paused:
            self._last, self._credit = None, 0.0
            return Pulse(world, driving, 0, 0)
        applied = changes = 0
        for _ in range(self._due(world, real_now)):
            if stopped():
                break
            made = advance(self._connection, 1, world.tick + applied, driver=self.holder)
            if not made.ticks:
                break
            applied += 1
            changes += made.changes
            self._credit -= 1
        return Pulse(self._read(), driving, applied, changes)

    def release(self) -> None:
        """Give the lease back, so that another process need not wait for its end."""
        self._last, self._credit = None, 0.0
        with unit_of_work(self._connection):
            statements.give_back_lease(self._connection, self.holder)

    def _read(self) -> WorldState:
        with snapshot(self._connection):
            return read_world(self._connection)

    def _hold_lease(self, world: WorldState, real_now: float) -> bool:
        left = world.lease_until - real_now
        if world.lease_holder == self.holder:
            if RENEW_S < left <= 2 * LEASE_S:
                return True
        elif world.lease_holder and 0 < left <= 2 * LEASE_S:
            return False
        with unit_of_work(self._connection):
            return statements.take_lease(self._connection, self.holder, real_now, LEASE_S)

    def _due(self, world: WorldState, real_now: float) -> int:
        """Whole ticks due by `real_now` at the world's speed."""
        if self._last is not None and real_now > self._last:
            self._credit = min(self._credit + (real_now - self._last) * world.speed, BURST_S * world.speed)
        self._last = real_now
        # A hair of tolerance: ten tenths of a second are one second, whatever floats say.
        return int(self._credit + 1e-6)


class Pacemaker:
    """Drives the world at `path` from a thread with its own connection, or follows who drives it.

    `on_pulse` is called in that thread after each pulse that saw or made a new tick or another pace; a
    Textual app posts a message from it. A file that is locked or on a full disk is tried again until it
    can be written; any other error ends the thread and is kept in `error`. Errors, those waited out among
    them, are handed to `on_error` as they come.
    """

    def __init__(
        self,
        path: Path,
        *,
        on_pulse: Callable[[Pulse], None] | None = None,
        on_error: Callable[[Exception], None] | None = None,
        clock: Callable[[], float] = time.time,
        holder: str | None = None,
    ) -> None:
        self.holder = holder or new_holder()
        self.error: Exception | None = None
        """What ended the thread, or what it is waiting out; None while all is well."""
        self.last: Pulse | None = None
        """The latest pulse."""
        self._path = path
        self._clock = clock
        self._on_pulse = on_pulse
        self._on_error = on_error
        self._stopping = threading.Event()
        self._awake = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def last_tick(self) -> int | None:
        """Tick the world stood at when last looked at; None before the first look."""
        return None if self.last is None else self.last.world.tick

    @property
    def driving(self) -> bool:
        """Whether this process held the lease when last looked at."""
        return self.last is not None and self.last.driving and self.running

    @property
    def running(self) -> bool:
        """Whether the thread is alive."""
        return self._thread is not None and self._thread.is_alive()

    def start(self) -> None:
        """Start the thread; nothing happens where it runs already."""
        if self.running:
            return
        self.error = None
        self._stopping.clear()
        self._thread = threading.Thread(target=self._run, name="cartsim-pacemaker", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Look at the world now: its speed or pause was changed."""
        self._awake.set()

    def stop(self) -> None:
        """End the thread after the tick it is in, give the lease back and wait for both."""
        self._stopping.set()
        self._awake.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def must_be_sound(self) -> None:
        """Raises what ended the thread where nobody foresaw it: a world that stands without a word helps no one."""
        if self.error is not None and not isinstance(self.error, CartsimError):
            raise self.error

    def _run(self) -> None:
        try:
            self._drive()
        except Exception as error:
            self._report(error)

    def _drive(self) -> None:
        connection = None
        while connection is None:
            try:
                connection = open_world(self._path, busy_seconds=BUSY_S)
            except HOPELESS:
                raise
            except WorldError as trouble:
                self._report(trouble)
                if self._pause(IDLE_S):
                    return
        try:
            driver = Driver(connection, self.holder)
            while not self._stopping.is_set():
                self._pause(self._look(driver))
            self._release(driver)
        finally:
            connection.close()

    def _look(self, driver: Driver) -> float:
        """One pulse; gives the real seconds to wait for the next."""
        try:
            pulse = driver.pulse(self._clock(), self._stopping.is_set)
        except HOPELESS:
            raise
        except WorldError as trouble:
            self._report(trouble)
            return IDLE_S
        self.error = None
        news = self.last is None or _seen(pulse) != _seen(self.last)
        self.last = pulse
        if news and self._on_pulse is not None:
            self._on_pulse(pulse)
        if not pulse.driving or pulse.world.paused:
            return IDLE_S
        return max(SHORTEST_S, min(IDLE_S, 1 / pulse.world.speed))

    def _release(self, driver: Driver) -> None:
        try:
            driver.release()
        except CartsimError as error:
            # The lease expires by itself: that the file is locked at the end keeps nobody waiting for long.
            self._report(error)

    def _report(self, error: Exception) -> None:
        self.error = error
        if self._on_error is not None:
            self._on_error(error)

    def _pause(self, seconds: float) -> bool:
        """Wait, unless woken or stopped; True where the thread is to end."""
        self._awake.wait(seconds)
        self._awake.clear()
        return self._stopping.is_set()


def new_holder() -> str:
    """A name no other driver has: host, process and a random part."""
    return f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"


def _seen(pulse: Pulse) -> tuple[object, ...]:
    """What a screen shows of a pulse."""
    world = pulse.world
    return world.tick, world.speed, world.paused, world.frozen, world.liveliness, pulse.driving
