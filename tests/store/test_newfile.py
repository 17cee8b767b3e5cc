"""A world file that is made: complete in its place or not there, and never over another file."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from cartsim.errors import WorldBusy, WorldError
from cartsim.store.newfile import put_in_place

KEPT = "made meanwhile"

HOLDING = """
import sys, time
from pathlib import Path
from cartsim.store.newfile import put_in_place

with put_in_place(Path(sys.argv[1])) as part:
    for end in ("", "-wal", "-shm", "-journal"):
        part.with_name(part.name + end).write_text("half")
    print("half", flush=True)
    time.sleep(60)
"""


@pytest.fixture(params=[True, False], ids=["links", "no links"])
def _links(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system with hard links, and one without, such as that of a memory card."""

    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "no hard links here")

    if not request.param:
        monkeypatch.setattr(os, "link", refuse)


def make(path: Path, meanwhile: Callable[[], object] = lambda: None) -> None:
    with put_in_place(path) as part:
        part.write_text("whole")
        meanwhile()


@pytest.mark.usefixtures("_links")
def test_what_is_made_gets_its_name_at_the_end_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "a.world"
    with put_in_place(path) as part:
        part.write_text("whole")
        assert not path.exists()
    assert path.read_text() == "whole"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.usefixtures("_links")
def test_a_file_that_came_there_meanwhile_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.world"
    with pytest.raises(WorldError, match="exists already"):
        make(path, lambda: path.write_text(KEPT))
    assert path.read_text() == KEPT
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_comes_at_the_last_moment_is_left_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.world"

    def refuse(*_: object) -> None:
        path.write_text(KEPT)
        raise OSError(errno.EPERM, "no hard links here")

    monkeypatch.setattr(os, "link", refuse)
    with pytest.raises(WorldError, match="exists already"):
        make(path)
    assert path.read_text() == KEPT


def test_a_failure_half_way_leaves_nothing(tmp_path: Path) -> None:
    def stop() -> None:
        raise KeyError("half-way")

    with pytest.raises(KeyError):
        make(tmp_path / "a.world", stop)
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_leads_nowhere_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "a.world"
    path.symlink_to(tmp_path / "nowhere")
    with pytest.raises(WorldError, match="exists already"), put_in_place(path):
        pass
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_two_processes_do_not_make_one_file_and_a_killed_one_is_cleared_up_after(tmp_path: Path) -> None:
    path = tmp_path / "a.world"
    with subprocess.Popen([sys.executable, "-c", HOLDING, str(path)], stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == "half\n"
        with pytest.raises(WorldBusy, match="just now"), put_in_place(path):
            pass
        run.kill()
    assert not path.exists()
    with put_in_place(path) as part:
        assert not part.exists()
        part.write_text("whole")
    assert list(tmp_path.iterdir()) == [path]


def test_who_waited_for_another_maker_finds_its_file(tmp_path: Path) -> None:
    """Two first starts at once: the slower one opens the world of the other."""
    path = tmp_path / "a.world"
    script = HOLDING.replace("time.sleep(60)", "sys.stdin.readline()")
    command = [sys.executable, "-c", script, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdin is not None
        assert run.stdout is not None
        assert run.stdout.readline() == "half\n"
        waiting = threading.Timer(0.2, lambda: run.communicate("go\n"))
        waiting.start()
        with pytest.raises(WorldError, match="exists already"):
            make(path)
        waiting.join()
    assert path.read_text() == "half"
    assert list(tmp_path.iterdir()) == [path]
