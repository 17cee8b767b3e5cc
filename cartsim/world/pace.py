"""How the world runs: speed, pausing, freezing, liveliness."""

from __future__ import annotations

import sqlite3

from cartsim.cart.commands import SetPace
from cartsim.model.bounds import LIVELINESS, SPEED, must_fit
from cartsim.store import ticks as statements


def set_pace(connection: sqlite3.Connection, command: SetPace) -> None:
    """Do what the command says, inside a unit of work. Raises PolicyError for a speed or liveliness there is not."""
    if command.speed is not None:
        must_fit("speed", command.speed, SPEED)
    if command.liveliness is not None:
        must_fit("liveliness", command.liveliness, LIVELINESS)
    statements.set_pace(
        connection,
        speed=command.speed,
        paused=command.paused,
        frozen=command.frozen,
        liveliness=command.liveliness,
    )
