"""Process start to the first painted cart in a pseudo-terminal, against a bare Textual hello.

Both children are started the same way and timed until the words looked for stand on the drawn screen.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from cartsim.cart.commands import AddToCart
from cartsim.session.founding import found_world
from cartsim.session.session import Session
from tests.pty import Terminal

RUNS = 9
LINES = 32
COLUMNS, ROWS = 160, 50

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
            "first cart, demo": (_cartsim(demo), "cartsim"),
            "first cart, large": (_cartsim(large), "cartsim"),
        }
        taken: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(RUNS):  # in turn, so that a busy minute falls on all of them
            for name, (command, sign) in commands.items():
                taken[name].append(_first_frame(command, sign))
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


def _first_frame(command: list[str], sign: str) -> float:
    """Milliseconds until `sign` stands on the screen."""
    started = time.perf_counter()
    with Terminal(command, columns=COLUMNS, rows=ROWS) as terminal:
        terminal.wait_for(sign)
        return (time.perf_counter() - started) * 1e3
