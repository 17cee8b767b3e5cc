"""The lease on a world, and the ticks due by real time."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cartsim.cart.commands import SetPace
from cartsim.errors import PolicyError, WorldBusy
from cartsim.store.worldfile import open_world
from cartsim.world.clock import read_world
from cartsim.world.driver import LEASE_S, Driver, new_holder
from cartsim.world.pace import set_pace

START = 1_000_000.0


@pytest.fixture
def connect(make_world: Callable[[str], Path]) -> Iterator[Callable[[], sqlite3.Connection]]:
    """Opens further connections to one world file."""
    path = make_world("shared")
    opened: list[sqlite3.Connection] = []

    def opener() -> sqlite3.Connection:
        opened.append(open_world(path, busy_seconds=0.0))
        return opened[-1]

    yield opener
    for connection in opened:
        connection.close()


Opener = Callable[[], sqlite3.Connection]


def test_the_first_look_takes_the_lease_and_makes_up_for_nothing(world: sqlite3.Connection) -> None:
    pulse = Driver(world, "me").pulse(START)
    assert (pulse.driving, pulse.ticks) == (True, 0)
    state = read_world(world)
    assert (state.lease_holder, state.lease_until) == ("me", START + LEASE_S)


@pytest.mark.parametrize("speed", [1, 10, 60])
def test_a_real_second_is_as_many_ticks_as_the_speed(world: sqlite3.Connection, speed: int) -> None:
    set_pace(world, SetPace(speed=speed))
    driver = Driver(world)
    driver.pulse(START)
    applied = [driver.pulse(START + n / 10).ticks for n in range(1, 21)]
    assert sum(applied) == read_world(world).tick == 2 * speed
    assert max(applied) <= max(1, speed // 10 + 1)


def test_after_a_sleep_at_most_one_second_is_made_up_for(world: sqlite3.Connection) -> None:
    set_pace(world, SetPace(speed=10))
    driver = Driver(world)
    driver.pulse(START)
    assert driver.pulse(START + 3_600).ticks == 10
    assert driver.pulse(START + 3_600.1).ticks == 1


def test_a_clock_set_back_ticks_nothing_and_goes_on_from_there(world: sqlite3.Connection) -> None:
    driver = Driver(world)
    driver.pulse(START)
    assert driver.pulse(START - 500).ticks == 0
    assert driver.pulse(START - 499).ticks == 1


def test_a_paused_world_does_not_tick_nor_catch_up(world: sqlite3.Connection) -> None:
    driver = Driver(world)
    driver.pulse(START)
    set_pace(world, SetPace(paused=True))
    assert [driver.pulse(START + n).ticks for n in range(1, 5)] == [0, 0, 0, 0]
    assert driver.pulse(START + 5).driving
    set_pace(world, SetPace(paused=False))
    assert driver.pulse(START + 6).ticks == 0
    assert driver.pulse(START + 7).ticks == 1


def test_while_nobody_has_it_open_nothing_happens(world: sqlite3.Connection) -> None:
    first = Driver(world)
    first.pulse(START)
    first.pulse(START + 1)
    first.release()
    second = Driver(world)
    assert second.pulse(START + 86_400).ticks == 0
    assert read_world(world).tick == 1


def test_one_drives_and_the_other_follows(connect: Opener) -> None:
    one, other = Driver(connect(), "one"), Driver(connect(), "other")
    assert one.pulse(START).driving
    assert not other.pulse(START).driving
    assert one.pulse(START + 1).ticks == 1
    seen = other.pulse(START + 1)
    assert (seen.driving, seen.ticks, seen.world.tick) == (False, 0, 1)


def test_a_lease_is_renewed_while_its_holder_drives(connect: Opener) -> None:
    one, other = Driver(connect(), "one"), Driver(connect(), "other")
    for n in range(40):
        assert one.pulse(START + n).driving
        assert not other.pulse(START + n).driving


def test_an_expired_lease_is_taken_over(connect: Opener) -> None:
    one, other = Driver(connect(), "one"), Driver(connect(), "other")
    one.pulse(START)
    assert not other.pulse(START + LEASE_S - 0.01).driving
    assert other.pulse(START + LEASE_S).driving
    assert not one.pulse(START + LEASE_S).driving


def test_a_lease_given_back_can_be_taken_at_once(connect: Opener) -> None:
    one, other = Driver(connect(), "one"), Driver(connect(), "other")
    one.pulse(START)
    one.release()
    assert other.pulse(START + 0.1).driving


def test_nobody_gives_back_the_lease_of_another(connect: Opener) -> None:
    one, other = Driver(connect(), "one"), Driver(connect(), "other")
    one.pulse(START)
    other.release()
    assert read_world(connect()).lease_holder == "one"


def test_a_lease_from_before_the_clock_was_set_back_does_not_bind(connect: Opener) -> None:
    one, other = Driver(connect(), "one"), Driver(connect(), "other")
    one.pulse(START + 86_400)
    assert other.pulse(START).driving


def test_a_late_driver_applies_no_tick_that_was_applied_already(connect: Opener) -> None:
    one, other = Driver(connect(), "one"), Driver(connect(), "other")
    one.pulse(START)
    other.pulse(START + LEASE_S)
    other.pulse(START + LEASE_S + 1)
    late = one.pulse(START + LEASE_S + 1)
    assert (late.driving, late.ticks, late.world.tick) == (False, 0, 1)


def test_a_burst_ends_between_two_ticks_when_it_is_stopped(world: sqlite3.Connection) -> None:
    set_pace(world, SetPace(speed=60))
    driver = Driver(world)
    driver.pulse(START)
    looks = iter([False, False, False, True])
    assert driver.pulse(START + 1, lambda: next(looks)).ticks == 3


def test_a_pause_in_the_middle_of_a_burst_holds_at_once(connect: Opener) -> None:
    driver, screen = Driver(connect()), connect()
    set_pace(screen, SetPace(speed=60))
    driver.pulse(START)
    looks = itertools.count()

    def pausing_at_the_third_look() -> bool:
        if next(looks) == 2:
            set_pace(screen, SetPace(paused=True))
        return False

    assert driver.pulse(START + 1, pausing_at_the_third_look).ticks == 2
    assert read_world(screen).tick == 2


def test_a_driver_that_lost_its_lease_in_the_middle_of_a_burst_ends_it(connect: Opener) -> None:
    one, other = Driver(connect(), "one"), Driver(connect(), "other")
    set_pace(connect(), SetPace(speed=60))
    one.pulse(START)
    looks = itertools.count()

    def losing_the_lease_at_the_third_look() -> bool:
        if next(looks) == 2:
            other.pulse(START + 2 * LEASE_S)
        return False

    assert one.pulse(START + 1, losing_the_lease_at_the_third_look).ticks == 2


def test_a_locked_file_is_reported_and_its_ticks_are_made_up_for(connect: Opener) -> None:
    driver, blocker = Driver(connect()), connect()
    driver.pulse(START)
    blocker.execute("BEGIN IMMEDIATE")
    with pytest.raises(WorldBusy):
        driver.pulse(START + 1)
    blocker.execute("ROLLBACK")
    assert driver.pulse(START + 1).ticks == 1


@pytest.mark.parametrize("speed", [0, -1, 61])
def test_a_speed_out_of_range_is_refused(world: sqlite3.Connection, speed: int) -> None:
    with pytest.raises(PolicyError, match="speed takes 1 to 60, not"):
        set_pace(world, SetPace(speed=speed))
    assert read_world(world).speed == 1


def test_no_two_drivers_share_a_name() -> None:
    assert new_holder() != new_holder()
