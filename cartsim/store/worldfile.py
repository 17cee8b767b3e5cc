"""A world file: made once, opened through plain sqlite3, changed in units of work.

A file is judged by the 100 bytes of its header before SQLite sees it, so what is refused is not touched
in any way: no -wal or -shm beside it, no recovery, no lock.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from cartsim.errors import NotAWorld, WorldBusy, WorldDamaged, WorldError, WorldFull, WorldMissing, WrongSchema

SCHEMA_VERSION = 5
"""PRAGMA user_version of a world file."""

APPLICATION_ID = 0x63617274
"""PRAGMA application_id of a world file: `cart`."""

BUSY_SECONDS = 5.0
"""How long a unit of work waits for another process."""

_HEADER_BYTES = 100
_MAGIC = b"SQLite format 3\x00"
_VERSION_AT = slice(60, 64)
_APPLICATION_AT = slice(68, 72)


def open_world(path: Path, *, busy_seconds: float = BUSY_SECONDS) -> sqlite3.Connection:
    """A connection to the world at `path`; statements outside `unit_of_work` commit by themselves.

    Raises WorldMissing, NotAWorld, WrongSchema (file untouched), WorldDamaged, WorldBusy, or WorldError where file or
    folder cannot be read and written.
    """
    check_header(path)
    with translated(path):
        uri = f"{path.resolve().as_uri()}?mode=rw"
        connection = sqlite3.connect(uri, uri=True, timeout=busy_seconds, isolation_level=None)
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA journal_mode = WAL")
            _must_hold_a_world(connection, path)
        except BaseException:
            connection.close()
            raise
        return connection


def open_to_read(path: Path) -> sqlite3.Connection:
    """A connection that only reads, also where file or folder cannot be written to. Raises as `open_world` does.

    There SQLite can keep no -shm; the file is then read as one that nobody changes, unless a log of changes stands
    beside it that would be missed.
    """
    if _may_be_written(path) and _may_be_written(path.parent):
        return open_world(path)
    check_header(path, writable=False)
    log = path.with_name(f"{path.name}-wal")
    frozen = not (log.exists() and log.stat().st_size)
    with translated(path):
        uri = f"{path.resolve().as_uri()}?mode=ro{'&immutable=1' if frozen else ''}"
        connection = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            _must_hold_a_world(connection, path)
        except BaseException:
            connection.close()
            raise
        return connection


def _must_hold_a_world(connection: sqlite3.Connection, path: Path) -> None:
    if connection.execute("SELECT tick FROM world WHERE id = 1").fetchone() is None:
        raise WorldDamaged(f"{path} is damaged: it holds no world")


def copy_world(path: Path, to: Path) -> None:
    """The world as it stands now in the new file `to`, whoever goes on with it meanwhile. Raises as `open_to_read`."""
    with closing(open_to_read(path)) as connection, translated(to), closing(sqlite3.connect(to)) as copy:
        connection.backup(copy)


def check_header(path: Path, *, writable: bool = True) -> None:
    """Raise unless `path` is a world file of this version that may be read, and written if `writable`. Changes
    nothing."""
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise NotAWorld(f"{path} is a pipe or a device, not a world file")
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
    except FileNotFoundError:
        raise WorldMissing(f"there is no world at {path}") from None
    except IsADirectoryError:
        raise NotAWorld(f"{path} is a folder, not a world file") from None
    except OSError as error:
        raise _unusable(path, "read", error) from None
    if len(header) < _HEADER_BYTES or not header.startswith(_MAGIC):
        raise NotAWorld(f"{path} is not a world file; it was left as it is")
    if int.from_bytes(header[_APPLICATION_AT], "big") != APPLICATION_ID:
        raise NotAWorld(f"{path} is a database of another program; it was left as it is")
    version = int.from_bytes(header[_VERSION_AT], "big")
    if version != SCHEMA_VERSION:
        raise WrongSchema(
            f"{path} is a world of version {version}, this cartsim reads version {SCHEMA_VERSION}; "
            "it was left as it is, make a new world beside it"
        )
    if not writable:
        return
    try:
        path.open("r+b").close()
    except OSError as error:
        raise _unusable(path, "written to", error) from None


@contextmanager
def unit_of_work(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """All of the block or nothing: begins as the only writer, commits, or rolls back on any exception.

    WorldBusy when another process holds the file too long, WorldFull on a full disk, WorldDamaged on a damaged file.
    """
    with _translated_for(connection):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            connection.rollback()
            raise


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """All reads of the block see one state of the world. Inside a unit of work it is that one's own."""
    if connection.in_transaction:
        yield connection
        return
    with _translated_for(connection):
        connection.execute("BEGIN")
        try:
            yield connection
        finally:
            connection.rollback()


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """What SQLite raises in the block, as an error a person can act on."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        meaning = _meaning(error, path)
        if meaning is None:
            raise
        raise meaning from error
    except UnicodeDecodeError as error:
        raise _unreadable(path) from error


@contextmanager
def _translated_for(connection: sqlite3.Connection) -> Iterator[None]:
    """`translated`, which asks for the path only where there is something to say."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        meaning = _meaning(error, path_of(connection))
        if meaning is None:
            raise
        raise meaning from error
    except UnicodeDecodeError as error:
        raise _unreadable(path_of(connection)) from error


def wait_at_most(connection: sqlite3.Connection, seconds: float) -> None:
    """From now on units of work of this connection wait so long for another process, then raise WorldBusy."""
    connection.execute(f"PRAGMA busy_timeout = {round(seconds * 1000)}")


def create_schema(path: Path) -> None:
    """Write an empty schema into the new file `path`, without version marks: it is no world before
    `mark_as_world`. WorldError where it cannot be written."""
    from sqlalchemy.exc import DatabaseError
    from sqlmodel import SQLModel, create_engine

    from cartsim.store import tables

    engine = create_engine(f"sqlite:///{path}")
    try:
        made = [SQLModel.metadata.tables[name] for name in tables.names()]
        SQLModel.metadata.create_all(engine, tables=made)
    except DatabaseError as error:
        cause = error.orig if isinstance(error.orig, sqlite3.DatabaseError) else sqlite3.DatabaseError(str(error))
        raise _meaning(cause, path) or WorldError(f"{path} cannot be written: {cause}") from error
    finally:
        engine.dispose()


def mark_as_world(connection: sqlite3.Connection) -> None:
    """Give the file the marks `open_world` looks for; the last thing written to a new world."""
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    connection.execute("PRAGMA journal_mode = WAL")


def _may_be_written(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _meaning(error: sqlite3.DatabaseError, path: Path) -> WorldError | None:
    code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return WorldBusy(f"another process keeps {path} locked; try again when it is done")
    if code == sqlite3.SQLITE_FULL:
        return WorldFull(f"the disk of {path} is full; free some space, nothing was lost")
    if code in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}:
        return WorldError(f"{path} or its folder cannot be written to; check the permissions")
    if code == sqlite3.SQLITE_IOERR:
        return WorldError(f"the disk of {path} does not answer as it should: {error}")
    if code in {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}:
        return WorldDamaged(f"{path} is damaged: {error}")
    if isinstance(error, sqlite3.OperationalError) and str(error).startswith("no such"):
        return WorldDamaged(f"{path} lacks a table of a world: {error}")
    if isinstance(error, sqlite3.OperationalError) and str(error).startswith("Could not decode"):
        return _unreadable(path)
    return None


def _unreadable(path: Path) -> WorldDamaged:
    """SQLite or its messages hold bytes that are no text: something wrote over the file."""
    return WorldDamaged(f"{path} is damaged: it holds text that cannot be read")


def _unusable(path: Path, what: str, error: OSError) -> WorldError:
    return WorldError(f"{path} cannot be {what}: {error.strerror}")


def path_of(connection: sqlite3.Connection) -> Path:
    """The file behind a connection."""
    row = connection.execute("PRAGMA database_list").fetchone()
    return Path(row[2] if row and row[2] else ":memory:")
