"""Files that are written are whole: the new one, or the one that was there."""

from __future__ import annotations

import os
import resource
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cartsim.errors import DataError
from cartsim.files import write_over


@contextmanager
def a_full_disk(size: int) -> Iterator[None]:
    """No file of this process grows beyond `size` bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)


def test_what_is_written_over_is_replaced_with_its_mode_and_behind_its_link(tmp_path: Path) -> None:
    file, link = tmp_path / "told.xml", tmp_path / "link.xml"
    file.write_text("old")
    file.chmod(0o640)
    link.symlink_to(file)
    write_over(link, "new")
    assert (file.read_text(), file.stat().st_mode & 0o777, link.is_symlink()) == ("new", 0o640, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.xml", "told.xml"]


def test_a_disk_that_is_full_leaves_what_was_there_and_is_told_with_the_file(tmp_path: Path) -> None:
    file = tmp_path / "told.xml"
    file.write_text("old")
    with a_full_disk(1_000), pytest.raises(DataError, match=r"told\.xml cannot be written: "):
        write_over(file, "new" * 1_000)
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()))
    reader.start()
    write_over(pipe, "new")
    reader.join()
    assert (read, pipe.is_fifo()) == (["new"], True)
