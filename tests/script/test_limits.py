"""What is written can be read: session files and recordings up to their limits, and not a file beyond them."""

from __future__ import annotations

import json
import resource
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from cartsim.cart.commands import Enter, Mark, Refresh, SetQuantity, to_json
from cartsim.errors import DataError, PolicyError
from cartsim.files import write_new
from cartsim.model.bounds import SEED, TEXT
from cartsim.script import sessionfile
from cartsim.script.recorder import Expecting, _Writer, write_recording
from cartsim.script.scriptfile import read_script
from cartsim.script.sessionfile import read_session, session_text, write_session
from cartsim.script.steps import LONGEST_WAIT, MOST_STEPS
from cartsim.session.datafile import Capacity
from cartsim.session.founding import found_world
from cartsim.session.replay import Chronicle, Deed, read_chronicle
from cartsim.session.session import Session
from cartsim.store.journal import Window
from cartsim.store.worldfile import open_world

JOURNAL = {name: name for name in ("tick", "actor", "outcome", "policy", "kind", "cart", "version", "before", "window")}
JOURNAL |= {"sequence": "?1", "operation": "?2", "command": "?3"}
"""Columns of the journal, and what a copy of an entry has in each."""


def _chronicle(deeds: tuple[Deed, ...] = (), tick: int = 0) -> Chronicle:
    window = Window("w", "shopper", "account/shopper/main", {}, 0, 0)
    return Chronicle(
        size="demo",
        seed=42,
        scenario="full-cart",
        scenario_text="",
        policy={},
        windows=(window,),
        deeds=deeds,
        tick=tick,
    )


def _told(folder: Path, chronicle: Chronicle) -> Chronicle:
    path = folder / "told.cartsim"
    write_new(path, session_text(chronicle))
    return read_session(path)


def test_a_session_of_eight_thousand_commands_is_read_as_it_was_written(tmp_path: Path) -> None:
    """More than a file by hand may hold."""
    deeds = tuple(Deed(n, n, "w", f"{n:032x}", SetQuantity(f"l{n}", 2)) for n in range(1, 8_001))
    told = _told(tmp_path, _chronicle(deeds, 8_000))
    assert [(deed.sequence, deed.tick, deed.command) for deed in told.deeds] == [
        (deed.sequence, deed.tick, deed.command) for deed in deeds
    ]


def test_readings_of_a_window_left_open_for_weeks_are_written_in_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessionfile, "MOST_TIMES", 100)
    deeds = tuple(Deed(n, 10 * n, "w", f"{n:032x}", Refresh("interval")) for n in range(1, 251))
    text = session_text(_chronicle(deeds, 2_500))
    assert [line for line in text.splitlines() if "times:" in line] == [
        "- {n: 1, times: 100, every: 10, tick: 10, do: {do: refresh, mode: interval}}",
        "- {n: 101, times: 100, every: 10, tick: 1010, do: {do: refresh, mode: interval}}",
        "- {n: 201, times: 50, every: 10, tick: 2010, do: {do: refresh, mode: interval}}",
    ]
    assert [deed.tick for deed in _told(tmp_path, _chronicle(deeds, 2_500)).deeds] == [deed.tick for deed in deeds]


def test_a_world_of_the_highest_seed_is_exported_and_opened(tmp_path: Path) -> None:
    world, path = tmp_path / "far.world", tmp_path / "far.cartsim"
    found_world(world, seed=SEED.high)
    write_session(world, path)
    assert read_session(path).seed == SEED.high


def test_what_a_session_refuses_for_its_size_is_not_exported_either(full_cart: Path, tmp_path: Path) -> None:
    with Session(full_cart) as session:
        session.do(Enter())
        line = session.view().lines[0].id
        with pytest.raises(PolicyError):
            session.do(SetQuantity(line, 2_000_000_000))
        session.do(SetQuantity(line, 1_000_000))
        session.do(Mark("题" * TEXT.high))
    path = tmp_path / "told.cartsim"
    write_session(full_cart, path)
    assert [deed.command for deed in read_session(path).deeds] == [
        deed.command for deed in read_chronicle(full_cart).deeds
    ]


def test_a_session_that_could_not_be_opened_is_not_written(
    full_cart: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Session(full_cart) as session:
        session.do(Enter())
    monkeypatch.setattr(sessionfile, "CAPACITY", Capacity(size=100))
    with pytest.raises(DataError, match=r"no session file is written.*larger than 100 bytes"):
        write_session(full_cart, tmp_path / "told.cartsim")
    assert list(tmp_path.glob("*.cartsim")) == []


def test_a_recording_of_more_steps_than_a_script_may_have_is_not_written(full_cart: Path, tmp_path: Path) -> None:
    with Session(full_cart) as session:
        session.do(Enter())
        session.do(Mark("here"))
    with closing(open_world(full_cart)) as connection:
        first = connection.execute("SELECT max(sequence) FROM journal").fetchone()[0]
        connection.executemany(
            f"INSERT INTO journal ({', '.join(JOURNAL)}) SELECT {', '.join(JOURNAL.values())} FROM journal "
            "WHERE sequence = 2",
            [(first + n, f"{n:032x}", json.dumps(to_json(Mark("here")))) for n in range(1, MOST_STEPS + 1)],
        )
    path = tmp_path / "big.cart.yaml"
    with pytest.raises(DataError, match=rf"no script is written.*steps: takes {MOST_STEPS} items at most"):
        write_recording(full_cart, path, Expecting.NOTHING)
    assert not path.exists()


@pytest.mark.parametrize("rest", [0, 1])
def test_a_wait_longer_than_one_step_may_wait_is_written_as_several(rest: int, tmp_path: Path) -> None:
    writer = _Writer(_chronicle(tick=2 * LONGEST_WAIT + rest), tmp_path / "again.world", Expecting.NOTHING)
    writer.end(None)
    assert [step["wait"] for step in writer.steps] == [f"{LONGEST_WAIT}s"] * 2 + ["1s"] * rest


def test_a_wait_beyond_the_longest_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "long.cart.yaml"
    path.write_text("scenario: full-cart\nsteps:\n- {wait: 32d}\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"long\.cart\.yaml:3: steps\.0\.wait: takes a time from 0s to 31d"):
        read_script(path)


@contextmanager
def _no_writing() -> Iterator[None]:
    """No file of this process can be written to, as on a disk without room."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_new_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "new.txt"
    with _no_writing(), pytest.raises(DataError, match=r"new\.txt cannot be written: "):
        write_new(path, "text")
    assert not path.exists()
    assert write_new(path, "字") == 3
    with pytest.raises(DataError, match="exists already"):
        write_new(path, "other")
    assert path.read_text(encoding="utf-8") == "字"


def test_a_folder_that_is_not_there_takes_no_new_file(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be written: no such file or directory"):
        write_new(tmp_path / "nowhere" / "new.txt", "text")
