"""A world put back to its beginning, under the eyes of everybody who has it open."""

from __future__ import annotations

from pathlib import Path

from cartsim.store.state import Connection
from cartsim.store.worldfile import unit_of_work

_TABLES = "SELECT name FROM fresh.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"


def restart_from(connection: Connection, fresh: Path) -> None:
    """Makes the open world equal to the world file `fresh`, in one transaction.

    The driver's lease stays with its holder, so that time goes on from the beginning. Raises
    WorldBusy or WorldError as every unit of work does; the world is then as it was.
    """
    connection.execute("ATTACH ? AS fresh", (str(fresh),))
    try:
        with unit_of_work(connection):
            connection.execute("PRAGMA defer_foreign_keys = ON")
            kept = connection.execute("SELECT lease_holder, lease_until, life + 1 FROM main.world").fetchone()
            for (table,) in connection.execute(_TABLES).fetchall():
                connection.execute(f'DELETE FROM main."{table}"')
                # With a WHERE, SQLite inserts row by row and counts each parent's return; its bulk transfer would not.
                connection.execute(f'INSERT INTO main."{table}" SELECT * FROM fresh."{table}" WHERE TRUE')
            connection.execute("UPDATE main.world SET lease_holder = ?, lease_until = ?, life = ?", kept)
    finally:
        connection.execute("DETACH fresh")
