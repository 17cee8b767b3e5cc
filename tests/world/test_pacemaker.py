"""The thread that drives a world; its clock is ours, its waits are for what it reports."""

from __future__ import annotations

import itertools
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from cartsim.cart.commands import SetPace
from cartsim.errors import NotAWorld, WorldBusy, WorldMissing
from cartsim.store.worldfile import open_world
from cartsim.world.clock import read_world
from cartsim.world.driver import Pacemaker, Pulse
from cartsim.world.pace import set_pace

PATIENCE_S = 30
"""How long a test waits for a report before it fails; none is near it."""


class Watch:
    """Collects what a pacemaker reports, and waits for it."""

    def __init__(self) -> None:
        self.pulses: list[Pulse] = []
        self.errors: list[Exception] = []
        self._news = threading.Condition()

    def saw(self, pulse: Pulse) -> None:
        with self._news:
            self.pulses.append(pulse)
            self._news.notify_all()

    def failed(self, error: Exception) -> None:
        with self._news:
            self.errors.append(error)
            self._news.notify_all()

    def until(self, condition: Callable[[], bool]) -> None:
        with self._news:
            assert self._news.wait_for(condition, PATIENCE_S)

    def tick(self, tick: int) -> None:
        self.until(lambda: any(pulse.world.tick >= tick for pulse in self.pulses))


@pytest.fixture
def watch() -> Watch:
    return Watch()


def _pacemaker(path: Path, watch: Watch) -> Pacemaker:
    """Driven by a clock on which every look is a second after the last."""
    seconds = itertools.count(1_000_000)
    return Pacemaker(path, on_pulse=watch.saw, on_error=watch.failed, clock=lambda: float(next(seconds)))


def test_it_drives_by_itself_until_it_is_stopped(make_world: Callable[[str], Path], watch: Watch) -> None:
    path = make_world("driven")
    pacemaker = _pacemaker(path, watch)
    pacemaker.start()
    watch.tick(3)
    assert pacemaker.driving
    pacemaker.stop()
    assert not pacemaker.running
    assert pacemaker.error is None
    with closing(open_world(path)) as world:
        state = read_world(world)
    assert state.tick == pacemaker.last_tick
    assert state.lease_holder == ""


def test_it_can_be_started_again(make_world: Callable[[str], Path], watch: Watch) -> None:
    pacemaker = _pacemaker(make_world("again"), watch)
    pacemaker.start()
    watch.tick(1)
    pacemaker.stop()
    reached = pacemaker.last_tick
    assert reached is not None
    pacemaker.start()
    watch.tick(reached + 2)
    pacemaker.stop()


def test_it_sees_a_pause_and_ticks_no_more(make_world: Callable[[str], Path], watch: Watch) -> None:
    path = make_world("paused")
    pacemaker = _pacemaker(path, watch)
    pacemaker.start()
    watch.tick(1)
    with closing(open_world(path)) as world:
        set_pace(world, SetPace(paused=True))
        paused_at = read_world(world).tick
        pacemaker.wake()
        watch.until(lambda: watch.pulses[-1].world.paused)
        for _ in range(3):
            pacemaker.wake()
        pacemaker.stop()
        assert read_world(world).tick == paused_at


def test_it_waits_out_a_locked_file_and_says_so(make_world: Callable[[str], Path], watch: Watch) -> None:
    path = make_world("locked")
    pacemaker = _pacemaker(path, watch)
    with closing(open_world(path)) as blocker:
        blocker.execute("BEGIN IMMEDIATE")
        pacemaker.start()
        watch.until(lambda: any(isinstance(error, WorldBusy) for error in watch.errors))
        assert pacemaker.running
        blocker.execute("ROLLBACK")
        watch.tick(2)
    pacemaker.stop()
    assert pacemaker.error is None


def test_it_stops_while_the_file_is_locked(make_world: Callable[[str], Path], watch: Watch) -> None:
    path = make_world("stuck")
    pacemaker = _pacemaker(path, watch)
    with closing(open_world(path)) as blocker:
        blocker.execute("BEGIN IMMEDIATE")
        pacemaker.start()
        watch.until(lambda: bool(watch.errors))
        pacemaker.stop()
        assert not pacemaker.running
        blocker.execute("ROLLBACK")


def test_of_two_one_drives_and_the_other_takes_over(make_world: Callable[[str], Path]) -> None:
    path = make_world("two")
    first, second = Watch(), Watch()
    one, other = Pacemaker(path, on_pulse=first.saw), Pacemaker(path, on_pulse=second.saw)
    one.start()
    first.until(lambda: bool(first.pulses))
    other.start()
    second.until(lambda: bool(second.pulses))
    assert (one.driving, other.driving) == (True, False)
    one.stop()
    second.until(lambda: second.pulses[-1].driving)
    other.stop()


def test_a_missing_file_ends_it_with_the_error(tmp_path: Path, watch: Watch) -> None:
    pacemaker = _pacemaker(tmp_path / "nowhere.world", watch)
    pacemaker.start()
    watch.until(lambda: bool(watch.errors))
    pacemaker.stop()
    assert isinstance(pacemaker.error, WorldMissing)
    assert not (tmp_path / "nowhere.world").exists()


def test_a_world_without_its_row_ends_it_with_the_error(make_world: Callable[[str], Path], watch: Watch) -> None:
    path = make_world("hollow")
    with closing(sqlite3.connect(path)) as world, world:
        world.execute("DELETE FROM world")
    pacemaker = _pacemaker(path, watch)
    pacemaker.start()
    watch.until(lambda: bool(watch.errors))
    pacemaker.stop()
    assert isinstance(pacemaker.error, NotAWorld)


def test_an_error_of_its_listener_is_not_swallowed(make_world: Callable[[str], Path], watch: Watch) -> None:
    def broken(_: Pulse) -> None:
        raise LookupError("the screen is gone")

    pacemaker = Pacemaker(make_world("deaf"), on_pulse=broken, on_error=watch.failed)
    pacemaker.start()
    watch.until(lambda: bool(watch.errors))
    pacemaker.stop()
    assert isinstance(pacemaker.error, LookupError)
