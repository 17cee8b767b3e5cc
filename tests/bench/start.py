"""Process start to the first painted cart in a pseudo-terminal, against a bare Textual hello.

Both children are started the same way, from bytecode as after an installation, and timed until the words looked
for have been written to the terminal: `hello, world`, and `Select all` of the cart's last line but one.
"""

from __future__ import annotations

import fcntl
import os
import select
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path
from statistics import median
from typing import Any

from cartsim.cart.commands import AddToCart
from cartsim.session.founding import found_world
from cartsim.session.session import Session

RUNS = 9
LINES = 32
COLUMNS, ROWS = 160, 50
LIMIT_S = 20
ROOT = Path(__file__).resolve().parents[2]

HELLO = """
from textual.app import App
from textual.widgets import Static

class Hello(App[None]):
    def compose(self):
        yield Static("hello, world")

Hello().run()
"""


def measure() -> list[dict[str, Any]]:
    """Median milliseconds to the first frame: hello, the cart on `demo`, the cart on `large`."""
    with tempfile.TemporaryDirectory() as folder:
        demo, large = Path(folder, "demo.world"), Path(folder, "large.world")
        found_world(demo, size="demo", seed=42, scenario="full-cart")
        found_world(large, size="large", seed=42)
        _fill(large)
        commands = {
            "bare Textual hello": ([sys.executable, "-c", HELLO], "hello, world"),
            "first cart, demo": (_cartsim(demo), "Select all"),
            "first cart, large": (_cartsim(large), "Select all"),
        }
        environment = _installed(Path(folder, "bytecode"))
        for command, sign in commands.values():
            _first_frame(command, sign, environment)
        taken: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(RUNS):  # in turn, so that a busy minute falls on all of them
            for name, (command, sign) in commands.items():
                taken[name].append(_first_frame(command, sign, environment))
    bare = median(taken["bare Textual hello"])
    return [
        {"name": name, "ms": round(median(times), 1), "ratio": round(median(times) / bare, 2)}
        for name, times in taken.items()
    ]


def _fill(world: Path) -> None:
    """As many lines as the scenario has, of goods found in the large catalogue."""
    with Session(world) as session:
        for good in session.find("shoes", 2 * LINES):
            if len(session.view().lines) < LINES:
                session.do(AddToCart(good.sku))


def _cartsim(world: Path) -> list[str]:
    return [sys.executable, "-m", "cartsim", "--world", str(world), "--lang", "en"]


def _installed(cache: Path) -> dict[str, str]:
    """An environment in which modules are compiled once, into `cache`."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(cache), "PYTHONPATH": str(ROOT), "TERM": "xterm-256color"}


def _first_frame(command: list[str], sign: str, environment: dict[str, str]) -> float:
    """Milliseconds until `sign` was written to a pseudo-terminal. RuntimeError where the child ends without it."""
    master, slave = os.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    started = time.perf_counter()
    child = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True)
    os.close(slave)
    written = b""
    try:
        while sign.encode() not in written:
            if not select.select([master], [], [], LIMIT_S)[0]:
                raise RuntimeError(f"no {sign!r} within {LIMIT_S} s")
            written += os.read(master, 65536)
        return (time.perf_counter() - started) * 1e3
    except OSError:
        raise RuntimeError(f"ended without {sign!r}: {written[-300:]!r}") from None
    finally:
        child.kill()
        child.wait()
        os.close(master)
