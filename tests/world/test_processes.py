"""Several processes on one world file, and processes that are killed, leave the one true course."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

import cartsim
from cartsim.store.worldfile import open_world
from cartsim.world.ticks import advance
from tests.world.conftest import market_of

Connect = Callable[[str], sqlite3.Connection]

TICKS = 400

RACER = """
import sys
from pathlib import Path
from cartsim.store.worldfile import open_world
from cartsim.world.clock import read_world
from cartsim.world.ticks import advance

world = open_world(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
applied = []
while (tick := read_world(world).tick) < int(sys.argv[2]):
    if advance(world, 1, expected_tick=tick).ticks:
        applied.append(tick + 1)
        if len(sys.argv) > 3:
            print(tick + 1, flush=True)
world.close()
print(*applied)
"""


class Racer:
    """A process that ticks a world up to a tick, from the moment it is let go."""

    def __init__(self, path: Path, ticks: int, *, telling: bool = False) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", RACER, str(path), str(ticks), *(["telling"] if telling else [])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(Path(cartsim.__file__).parents[1])},
        )
        assert self.line() == "ready"

    def line(self) -> str:
        """The next line it prints."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def go(self) -> None:
        """Let it go."""
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def applied(self) -> list[int]:
        """The ticks it applied, once it has ended."""
        out, _ = self.process.communicate(timeout=60)
        assert self.process.returncode == 0
        return [int(tick) for tick in out.split()]


@pytest.fixture
def race() -> Iterator[Callable[..., Racer]]:
    """Starts racers and ends those still running after the test."""
    racers: list[Racer] = []

    def start(path: Path, ticks: int, *, telling: bool = False) -> Racer:
        racers.append(Racer(path, ticks, telling=telling))
        return racers[-1]

    yield start
    for racer in racers:
        if racer.process.poll() is None:
            racer.process.kill()
        racer.process.communicate()


def _market_at(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(open_world(path)) as world:
        assert world.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert world.execute("PRAGMA foreign_key_check").fetchall() == []
        return market_of(world)


def test_of_two_processes_exactly_one_applies_each_tick(
    make_world: Callable[[str], Path], open_copy: Connect, race: Callable[..., Racer]
) -> None:
    path = make_world("raced")
    racers = [race(path, TICKS), race(path, TICKS)]
    for racer in racers:
        racer.go()
    shares = [racer.applied() for racer in racers]
    assert sorted(shares[0] + shares[1]) == list(range(1, TICKS + 1))
    alone = open_copy("alone")
    advance(alone, TICKS)
    assert _market_at(path) == market_of(alone)


@pytest.mark.parametrize("killed_after", [1, 23, 60])
def test_a_world_whose_driver_was_killed_goes_on_to_the_same_state(
    killed_after: int, make_world: Callable[[str], Path], open_copy: Connect, race: Callable[..., Racer]
) -> None:
    path = make_world("killed")
    racer = race(path, 100_000, telling=True)
    racer.go()
    for tick in range(1, killed_after + 1):
        assert racer.line() == str(tick)
    racer.process.send_signal(signal.SIGKILL)
    racer.process.wait(timeout=30)
    alone = open_copy("alone")
    reached = _market_at(path)["world"][0][0]
    assert isinstance(reached, int)
    assert reached >= killed_after
    advance(alone, reached)
    assert _market_at(path) == market_of(alone)
    with closing(open_world(path)) as world:
        advance(world, 50)
    advance(alone, 50)
    assert _market_at(path) == market_of(alone)
