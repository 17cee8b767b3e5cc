"""What shops take for sending, read from a world."""

from __future__ import annotations

import sqlite3

from cartsim.model.checkout import FreightRule, FreightStep
from cartsim.store.freight import freight_rules


def test_the_rules_of_the_shops_asked_for_come_back_as_they_stand(world: sqlite3.Connection) -> None:
    world.execute("DELETE FROM freightrule")
    world.executemany(
        "INSERT INTO freightrule VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(1, 600, None, 0, 0, None, 0, 0, 9_900), (2, None, 800, 0, 1000, 200, 0, 1000, None),
         (3, None, 800, 1, 0, None, 0, 0, None)],
    )  # fmt: skip
    codes = dict(world.execute("SELECT id, code FROM shop").fetchall())
    assert freight_rules(world, [1, 2, 4]) == (
        FreightRule(codes[1], fee=600, free_over=9_900),
        FreightRule(codes[2], first=FreightStep(800, grams=1000), next=FreightStep(200, grams=1000)),
    )
    assert freight_rules(world, [3]) == (FreightRule(codes[3], first=FreightStep(800, pieces=1)),)
    assert freight_rules(world, []) == ()
