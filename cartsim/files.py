"""Files that are whole or not there, and folders that are gone at the end, also where Ctrl+C falls into the work."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cartsim.errors import DataError
from cartsim.signals import undisturbed


@contextmanager
def temporary_folder(what: str) -> Iterator[Path]:
    """A folder that is gone at the end with all that is in it; `what` it is for stands in its name."""
    from tempfile import TemporaryDirectory  # not on the path of a start

    folder = TemporaryDirectory(prefix=f"cartsim-{what}-", ignore_cleanup_errors=True)
    try:
        yield Path(folder.name)
    finally:
        with undisturbed():
            folder.cleanup()


def write_new(path: Path, text: str) -> int:
    """Write a file that is not there yet, UTF-8, all of it or none; gives its bytes.

    DataError where it is there, or its folder or disk does not take it: nothing is overwritten, no half is left.
    """
    written = text.encode("utf-8")
    with undisturbed():
        try:
            file = path.open("xb")
        except FileExistsError:
            raise DataError(f"{path} exists already; it was left as it is") from None
        except OSError as problem:
            raise _unwritable(path, problem) from None
        try:
            with file:
                file.write(written)
        except OSError as problem:
            path.unlink(missing_ok=True)
            raise _unwritable(path, problem) from None
    return len(written)


def _unwritable(path: Path, problem: OSError) -> DataError:
    return DataError(f"{path} cannot be written: {(problem.strerror or str(problem)).lower()}")


def write_over(path: Path, text: str) -> None:
    """Write a file, UTF-8, in place of the one that may be there: all of it, or that one stays as it was.

    DataError where its folder or disk does not take it. A pipe or a device is written to as it is.
    """
    written = text.encode("utf-8")
    with undisturbed():
        try:
            if (path.exists() and not path.is_file()) or not os.access(path.resolve().parent, os.W_OK):
                path.write_bytes(written)
            else:
                _put_in_place(path.resolve(), written)
        except OSError as problem:
            raise _unwritable(path, problem) from None


def _put_in_place(path: Path, written: bytes) -> None:
    beside = path.with_name(f".cartsim-{os.getpid()}.part")
    try:
        beside.write_bytes(written)
        if path.exists():
            beside.chmod(path.stat().st_mode & 0o777)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
