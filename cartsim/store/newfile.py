"""A new world file: made beside its place by one process at a time, and put there when it is complete.

While it is made, a lock of its own stands beside it: one of SQLite's, on an empty file that nothing else opens, so that
it ends with its process however that ends, and what lies there without a lock was left by one that was killed.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from cartsim.errors import WorldBusy, WorldError
from cartsim.signals import undisturbed
from cartsim.store.worldfile import BUSY_SECONDS, translated

_ENDINGS = ("", "-wal", "-shm", "-journal")
"""Of the files SQLite keeps for one database."""


@contextmanager
def put_in_place(path: Path) -> Iterator[Path]:
    """A file beside `path` to make, not there yet; it becomes `path` if the block succeeds, else nothing is left.

    Raises WorldError where `path` exists, then or at the end, or cannot be made, and WorldBusy where another process
    makes it just now.
    """
    _refuse_existing(path)
    part = path.with_name(f".{path.name}.part")
    with _only_maker(path):
        _clear(part)
        try:
            with translated(path):
                yield part
            _flush_to_disk(part)
            _move_without_overwriting(part, path)
        finally:
            with undisturbed():
                _clear(part)


def _refuse_existing(path: Path) -> None:
    if path.exists() or path.is_symlink():
        raise _taken(path)
    if not path.parent.is_dir():
        raise WorldError(f"there is no folder {path.parent}")


@contextmanager
def _only_maker(path: Path) -> Iterator[None]:
    """Holds the lock of the making of `path`; waits a little for who holds it."""
    lock = path.with_name(f".{path.name}.lock")
    while True:
        number = _number_of(lock, path)
        with closing(sqlite3.connect(lock, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
            try:
                with translated(lock):
                    connection.execute("BEGIN EXCLUSIVE")
            except WorldBusy:
                raise WorldBusy(f"another process is making {path} just now") from None
            except WorldError:
                if _stands(lock, number):
                    raise
            else:
                if _stands(lock, number):
                    try:
                        yield
                    finally:
                        with undisturbed():
                            lock.unlink()
                    return
        # Who held the lock has taken its file away when it was done.
        _refuse_existing(path)


def _stands(lock: Path, number: int) -> bool:
    return lock.exists() and lock.stat().st_ino == number


def _number_of(lock: Path, path: Path) -> int:
    """What the file system knows the lock by; it is made where there is none."""
    try:
        with lock.open("ab") as opened:
            return os.fstat(opened.fileno()).st_ino
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        raise WorldError(f"{path} cannot be made in {path.parent}: {reason}") from None


def _clear(part: Path) -> None:
    for ending in _ENDINGS:
        part.with_name(part.name + ending).unlink(missing_ok=True)


def _flush_to_disk(part: Path) -> None:
    with part.open("r+b") as file:
        os.fsync(file.fileno())


def _move_without_overwriting(part: Path, path: Path) -> None:
    try:
        os.link(part, path)
    except FileExistsError:
        raise _taken(path) from None
    except OSError:
        _claim(path)
        part.replace(path)


def _claim(path: Path) -> None:
    """Takes the name with an empty file, which may then be replaced: on a file system without hard links."""
    try:
        path.open("xb").close()
    except FileExistsError:
        raise _taken(path) from None


def _taken(path: Path) -> WorldError:
    return WorldError(f"{path} exists already; it was left as it is, name another file")
