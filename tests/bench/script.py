"""Scripts: commands a second on a cart of 120 lines, with and without a look at the view, and a day of ticks.

The bare side writes the same journal rows and cart bodies with plain sqlite3, one transaction each.
"""

from __future__ import annotations

import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from cartsim.cart.commands import AddToCart, Enter
from cartsim.i18n import Speaker
from cartsim.script.performance import Performance
from cartsim.script.plain_player import play_steps
from cartsim.script.scriptfile import read_script
from cartsim.session.founding import NO_SCENARIO, found_world
from cartsim.session.session import Session

LINES = 120
COMMANDS = 1_000
LOOKS = 200
TURNS = 5
"""Times each figure is taken; the best counts, since a busy machine only takes away."""
DAY_S, HOUR_S = 86_400, 3_600
WORDS = ("鞋", "衣", "书", "茶", "灯", "裤", "机", "包", "布", "米", "霜", "杯", "a", "e")


def measure() -> list[dict[str, Any]]:
    """Commands a second without and with a look at the view after each, and the seconds of a day of ticks."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "large.world")
        found_world(path, size="large", seed=1, scenario=NO_SCENARIO)
        with Session(path) as session:
            session.pause(True)
            skus = _fill(session)
            alone = max(_played(session, skus, Path(folder), COMMANDS, look=False) for _ in range(TURNS))
            looked = max(_played(session, skus, Path(folder), LOOKS, look=True) for _ in range(TURNS))
        bare = max(_bare(Path(folder, f"bare{turn}.db"), _cart_body(path)) for turn in range(TURNS))
        return [
            {"name": f"commands, {LINES} lines", "a_second": round(alone), "ratio": round(bare / alone, 2)},
            {
                "name": f"commands and a look, {LINES} lines",
                "a_second": round(looked),
                "ratio": round(bare / looked, 2),
            },
            {"name": "the same rows written barely", "a_second": round(bare)},
            *_day(Path(folder)),
        ]


def _fill(session: Session) -> list[str]:
    found = (hit for word in WORDS for hit in session.find(word, 200) if hit.refusal is None and hit.available > 30)
    skus = list(dict.fromkeys(hit.sku for hit in found))[:LINES]
    assert len(skus) == LINES
    for sku in skus:
        session.do(AddToCart(sku))
    session.do(Enter())
    assert len(session.view().lines) == LINES
    return skus


def _played(session: Session, skus: list[str], folder: Path, count: int, *, look: bool) -> float:
    """Steps a second of a script of single commands, each with an expectation of the total where `look` is asked."""
    steps = []
    for at in range(count):
        sku = skus[at % LINES]
        if at % 2:
            steps.append(f"  - {{do: set_quantity, line: {sku}, quantity: {1 + at // LINES % 3 + at % 2}}}")
        else:
            steps.append(f"  - {{do: check, lines: {sku}, checked: {str(at // LINES % 2 == 0).lower()}}}")
        if look:
            steps.append(f"  - expect: {{line: {sku}, there: true}}")
    path = folder / "bench.cart.yaml"
    path.write_text("steps:\n" + "\n".join(steps) + "\n", encoding="utf-8")
    script, file = read_script(path)
    under_way = Performance(path, script, file, session, Speaker("en"))
    began = time.perf_counter()
    play_steps(under_way)
    took = time.perf_counter() - began
    assert not any(step.mismatches for step in under_way.done)
    return count / took


def _cart_body(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        body: str = connection.execute("SELECT body FROM cart").fetchone()[0]
    return body


def _bare(path: Path, body: str) -> float:
    """Transactions a second that write one cart body and one journal row each."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("CREATE TABLE cart (id INTEGER PRIMARY KEY, body TEXT)")
        connection.execute("CREATE TABLE journal (id INTEGER PRIMARY KEY, told TEXT)")
        connection.execute("INSERT INTO cart VALUES (1, '')")
        began = time.perf_counter()
        for at in range(COMMANDS):
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("UPDATE cart SET body = ? WHERE id = 1", (f"{body}{at}",))
            connection.execute("INSERT INTO journal (told) VALUES (?)", ("x" * 400,))
            connection.execute("COMMIT")
        return COMMANDS / (time.perf_counter() - began)


def _day(folder: Path) -> list[dict[str, Any]]:
    """World time waited through and read every 10 s: a day of a market that stands still, an hour of one that moves."""
    rows = []
    for name, scenario, seconds in (
        ("a day of ticks, market frozen", "price-drop-and-back", DAY_S),
        ("an hour of ticks, full cart, 3 steps a tick", "full-cart", HOUR_S),
    ):
        world = folder / f"{scenario}.world"
        found_world(world, scenario=scenario)
        with Session(world) as session:
            session.pause(True)
            session.do(Enter())
            began = time.perf_counter()
            session.pass_time(seconds)
            took = time.perf_counter() - began
        rows.append({"name": name, "seconds": round(took, 1), "ticks_a_second": round(seconds / took)})
    return rows
