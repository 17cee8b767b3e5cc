"""Recorded scripts: readable, and they pass when they are played."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cartsim.cart.commands import (
    AddToCart,
    AddTogether,
    Check,
    Enter,
    Mark,
    Redo,
    Refresh,
    Remove,
    SetPace,
    SetPolicy,
    SetQuantity,
    Undo,
)
from cartsim.errors import DataError
from cartsim.i18n import Speaker
from cartsim.script.performance import Worlds
from cartsim.script.plain_player import play
from cartsim.script.recorder import Expecting, record, write_recording
from cartsim.script.result import Ending
from cartsim.session.founding import found_world
from cartsim.session.session import Session
from tests.session.wandering import Wanderer


@pytest.fixture
def session(full_cart: Path) -> Iterator[Session]:
    with Session(full_cart) as opened:
        opened.do(Enter())
        yield opened


def must_pass(world: Path, folder: Path, expecting: Expecting = Expecting.END) -> str:
    """Records, plays, and gives the text; every expectation must hold."""
    file = folder / "recorded.cart.yaml"
    made = write_recording(world, file, expecting)
    (folder / "worlds").mkdir()
    played = play(file, Worlds(folder / "worlds"), Speaker("en"), keep_going=True)
    failures = [(step.line, step.told, step.mismatches, step.remark) for step in played.failures]
    assert played.ending is Ending.PASSED, (played.complaint, failures[:5])
    assert len(played.steps) == made.steps
    return made.text


def test_steps_are_readable_and_lines_named_by_their_goods(session: Session, tmp_path: Path) -> None:
    one, two = [line for line in session.view().lines if line.locked is None and line.more is None][:2]
    session.do(SetQuantity(one.id, 2))
    session.step(35)
    session.do(Mark("two of them"))
    session.do(Check((two.id,), two.tick != "on"))
    session.do(Undo())
    session.do(AddTogether((one.sku, one.sku), (two.id,)))
    session.do(Undo())
    text = must_pass(session.path, tmp_path, Expecting.MARKS)
    head, _, steps = text.partition("steps:\n")
    assert head == "scenario: full-cart\nprofile: showcase\npolicy: {}\n"
    lines = steps.splitlines()
    assert lines[0] == f"- {{do: set_quantity, line: {one.sku}, quantity: 2}}"
    assert lines[1:3] == ["- {wait: 35s, quiet: true}", "- {say: two of them}"]
    assert any(f"line: {one.sku}, quantity: 2, checked:" in line for line in lines)
    assert lines[-1] == "- {do: undo}"
    assert f"- {{do: add_together, skus: [{one.sku}, {one.sku}], lines: [{two.sku}]}}" in lines


def test_readings_that_time_makes_are_not_steps_and_others_are(session: Session, tmp_path: Path) -> None:
    session.pass_time(25)
    session.do(Check((session.view().lines[0].id,), False))
    session.step(17)
    session.do(Refresh("interval"))
    session.do(Check((session.view().lines[0].id,), True))
    session.step(3)
    text = must_pass(session.path, tmp_path)
    waits = [line for line in text.splitlines() if "wait" in line or "interval" in line]
    assert waits == [
        "- {wait: 25s}",
        "- {wait: 17s, quiet: true}",
        "- {do: refresh, mode: interval}",
        "- {wait: 3s}",
    ]


def test_refusals_are_expected_and_speed_and_pause_are_no_steps(session: Session, tmp_path: Path) -> None:
    session.pace(10)
    session.do(SetPace(frozen=True, paused=True))
    session.do(SetQuantity(session.view().lines[0].id, 100_000))
    session.do(SetPolicy("cap.total", "1"))
    session.do(AddToCart(session.find("shirt", 1)[0].sku))
    text = must_pass(session.path, tmp_path, Expecting.MARKS)
    assert "set_pace, frozen: true}" in text
    assert "speed" not in text
    assert text.count("expect: {refused: ") == 2


def test_undo_and_redo_by_number_are_the_same_steps_again(session: Session, tmp_path: Path) -> None:
    one, two, three = [line.id for line in session.view().lines if line.tick == "on" and line.more is None][:3]
    first = session.do(SetQuantity(one, 2))
    session.do(Remove((two,)))
    session.do(Check((three,), False))
    session.do(Undo(first.sequence))
    undone = session.do(Undo())
    session.do(Redo(undone.sequence))
    text = must_pass(session.path, tmp_path)
    assert [line for line in text.splitlines() if "undo" in line or "redo" in line] == [
        "- {do: undo, sequence: 4}",
        "- {do: undo}",
        "- {do: redo}",
    ]


def test_nothing_is_expected_where_nothing_is_asked_for(session: Session) -> None:
    session.do(Mark())
    session.do(SetQuantity("l1", 100_000))
    assert "expect" not in record(session.path, Expecting.NOTHING).text


def test_a_world_without_a_scenario_and_one_of_its_own_are_recorded_whole(tmp_path: Path) -> None:
    for at, scenario in enumerate(("none", str(tmp_path / "mine.yaml"))):
        (tmp_path / "mine.yaml").write_text(
            "shopper: {address: beijing}\npolicy: {cap: {total: 9}}\n"
            "cart: [{sku: hiking-shoes-001/sand-37}]\nsteps: []\n",
            encoding="utf-8",
        )
        world, folder = tmp_path / f"{at}.world", tmp_path / str(at)
        folder.mkdir()
        found_world(world, scenario=scenario)
        with Session(world) as session:
            session.do(Enter())
            session.do(AddToCart(session.find("shirt", 1)[0].sku, 2))
            session.step(12)
            session.do(Enter())
        text = must_pass(world, folder)
        assert ("address: beijing" in text) == (scenario != "none")


@pytest.mark.parametrize("seed", range(2))
def test_random_sessions_pass_when_they_are_played(full_cart: Path, tmp_path: Path, seed: int) -> None:
    wanderer = Wanderer(full_cart, seed, alone=True)
    wanderer.wander(200)
    wanderer.close()
    must_pass(full_cart, tmp_path)


def test_nothing_is_overwritten(session: Session, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("mine", encoding="utf-8")
    with pytest.raises(DataError, match="exists already"):
        write_recording(session.path, file)
    assert file.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("seed", range(2))
def test_windows_one_after_the_other_come_out_as_they_were(full_cart: Path, tmp_path: Path, seed: int) -> None:
    for _ in range(3):
        wanderer = Wanderer(full_cart, seed, alone=True)
        wanderer.wander(40)
        wanderer.close()
    assert record(full_cart).as_one == 0
    assert not must_pass(full_cart, tmp_path).startswith("#")


def test_windows_of_one_time_are_told_as_one_and_the_file_says_so(session: Session, tmp_path: Path) -> None:
    line = next(line for line in session.view().lines if line.tick == "on")
    with Session(session.path) as other:
        other.do(Enter())
        session.do(Check((line.id,), False))
        other.do(Check((line.id,), True))
    made = record(session.path)
    assert made.as_one == 2
    assert made.text.startswith("# 2 windows are told as one here.")
    assert must_pass(session.path, tmp_path) != ""


@pytest.mark.parametrize("other", [{"actor": "trainer"}, {"overrides": {"cap.total": 40}}])
def test_another_actor_or_other_rules_are_told_as_one_too(session: Session, other: dict[str, Any]) -> None:
    with Session(session.path, **other) as opened:
        opened.do(Enter())
    assert record(session.path).as_one == 2
