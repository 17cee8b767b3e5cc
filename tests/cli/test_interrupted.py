"""Ctrl+C and being told to stop, at any moment: a status that says so, no traceback, nothing half done."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT
from tests.cli.test_terminal import started

AT_EVENT = """
import signal, sys
at, sys.argv[1:], events, told = int(sys.argv[1]), sys.argv[3:], 0, sys.argv[2]
def count(event, _):
    global events
    if signal.getsignal(signal.SIGINT) not in (signal.default_int_handler, signal.SIG_IGN):
        events += 1
        if events == at:
            signal.raise_signal(getattr(signal, told))
sys.addaudithook(count)
from cartsim.__main__ import main
try:
    main()
finally:
    if not at:
        print("events", events, file=sys.stderr)
"""
"""Runs the program and sends itself a signal at the n-th import, file, exec or connection, or counts those."""

IN_AN_EXEC = """
import signal, sys
from cartsim.cli.interrupt import listen, stop_listening
listen()
try:
    exec("signal.raise_signal(signal.SIGINT)")
except KeyboardInterrupt:
    stop_listening()
    sys.exit(130)
"""
WHERE_NOBODY_CATCHES_IT = """
import signal, sys, time
from cartsim.cli.interrupt import listen, stop_listening
class Put:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)
listen()
try:
    Put()
    while True:
        time.sleep(10)
except KeyboardInterrupt:
    stop_listening()
    sys.exit(130)
"""


def child(folder: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    (folder / "tmp").mkdir(exist_ok=True)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder / "tmp"), "COLUMNS": "80"}
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, cwd=folder, env=environment, timeout=120, check=False
    )


def events_of(folder: Path, arguments: Sequence[str | Path]) -> int:
    done = child(folder, "-c", AT_EVENT, "0", "SIGINT", *arguments)
    assert done.returncode == 0, done.stderr
    return int(done.stderr.split()[-1])


def is_left(folder: Path, *known: str) -> list[str]:
    """Files that were not there before, but for the log of a world that was open."""
    names = {path.name for path in folder.iterdir()} | {f"tmp/{path.name}" for path in (folder / "tmp").iterdir()}
    return sorted(name for name in names - {"tmp", *known} if not name.endswith(("-wal", "-shm")))


COMMANDS: dict[str, tuple[str, ...]] = {
    "cart": ("cart", "--world", "full.world"),
    "run": ("run", "cap-reached", "--screen", "none", "--junit", "junit.xml"),
    "screen": ("run", "cap-reached", "--screen", "headless"),
    "record": ("record", "recorded.yaml", "--world", "full.world"),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_interrupted_at_any_moment_ends_with_130_and_leaves_nothing(name: str, full_cart: Path) -> None:
    folder = full_cart.parent
    events = events_of(folder, COMMANDS[name])
    for made in ("junit.xml", "recorded.yaml"):
        (folder / made).unlink(missing_ok=True)
    for quarter in range(4):
        done = child(folder, "-c", AT_EVENT, str(1 + events * quarter // 4), "SIGINT", *COMMANDS[name])
        assert (done.returncode, done.stderr) == (130, "")
        assert is_left(folder, full_cart.name) in ([], ["recorded.yaml"])
        (folder / "recorded.yaml").unlink(missing_ok=True)  # whole: it was being played


def test_being_told_to_stop_takes_temporary_worlds_away(full_cart: Path) -> None:
    folder = full_cart.parent
    events = events_of(folder, COMMANDS["run"])
    (folder / "junit.xml").unlink()
    done = child(folder, "-c", AT_EVENT, str(events * 3 // 4), "SIGTERM", *COMMANDS["run"])
    assert (done.returncode, done.stderr, is_left(folder, full_cart.name)) == (128 + signal.SIGTERM, "", [])


@pytest.mark.parametrize("program", [IN_AN_EXEC, WHERE_NOBODY_CATCHES_IT])
def test_ctrl_c_is_neither_lost_nor_told_as_a_signal(program: str, tmp_path: Path) -> None:
    done = child(tmp_path, "-c", program)
    assert (done.returncode, done.stderr) == (130, "")


@pytest.mark.parametrize("told", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_the_screen_is_given_back_and_the_status_says_why(told: str, full_cart: Path) -> None:
    number = getattr(signal, told)
    with started("--world", full_cart, "--lang", "en") as terminal:
        terminal.wait_for("FootprintPost")
        terminal.process.send_signal(number)
        assert terminal.wait_for_end() == 128 + number
    assert b"\x1b[?1049l" in terminal.raw
    assert b"Traceback" not in terminal.raw
