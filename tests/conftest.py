"""What every test runs in: fixed place, time and language, a home of its own, and a seeded world to copy."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

PINNED = {
    "TZ": "UTC",
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
    "TERM": "xterm-256color",
    "COLORTERM": "truecolor",
    "TEXTUAL_ANIMATIONS": "none",
    "PYTHONUTF8": "1",
}
REMOVED = ("NO_COLOR", "FORCE_COLOR", "LANGUAGE", "LC_MESSAGES", "LC_CTYPE", "COLUMNS", "LINES", "PYTHONIOENCODING")
HOMES = ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")

for _number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    if signal.getsignal(_number) is signal.SIG_IGN:
        # Of a run in the background; every program the tests start would ignore it as well.
        signal.signal(_number, signal.default_int_handler if _number is signal.SIGINT else signal.SIG_DFL)

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # the programs the tests start are compiled once, as installed ones are

settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("local", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci" if os.environ.get("CI") else "local")


def pytest_collection_finish() -> None:
    """What is loaded by now stays for good; looking through it again and again is a fifth of the tests' time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _pinned(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing of the machine's language, colours or zone reaches a test."""
    for name, value in PINNED.items():
        monkeypatch.setenv(name, value)
    for name in REMOVED:
        monkeypatch.delenv(name, raising=False)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder, so that no test meets or makes a world of the user."""
    folder = tmp_path_factory.mktemp("home")
    for name in HOMES:
        monkeypatch.setenv(name, str(folder))
    return folder


@pytest.fixture(scope="session")
def seeded_world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo world of seed 42 without a scenario, made once a worker; copy it, never write to it."""
    from cartsim.session.founding import found_world

    path = tmp_path_factory.mktemp("seeded") / "seeded.world"
    found_world(path, size="demo", seed=42, scenario="none")
    return path


@pytest.fixture(scope="session")
def full_cart_world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo world of seed 42 with the scenario *full cart*, made once a worker; copy it, never write to it."""
    from cartsim.session.founding import found_world

    path = tmp_path_factory.mktemp("full") / "full-cart.world"
    found_world(path, size="demo", seed=42, scenario="full-cart")
    return path


@pytest.fixture
def world_path(seeded_world: Path, tmp_path: Path) -> Path:
    """A demo world of the test's own, without a scenario."""
    return Path(shutil.copyfile(seeded_world, tmp_path / "test.world"))


@pytest.fixture
def full_cart(full_cart_world: Path, tmp_path: Path) -> Path:
    """A world of the test's own with the scenario *full cart*."""
    return Path(shutil.copyfile(full_cart_world, tmp_path / "full.world"))
