"""Worlds played again, and sessions handed on in one small file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from cartsim.cart.commands import AddToCart, Check, EditMarket, Enter, Mark, Remove, SetPolicy, SetQuantity, Undo
from cartsim.script.sessionfile import read_session, session_text
from cartsim.session.replay import first_difference, read_chronicle
from cartsim.session.session import Session
from tests.cli.conftest import Run
from tests.session.wandering import Wanderer


@pytest.fixture
def told(full_cart: Path) -> Path:
    """A world in which something was done."""
    with Session(full_cart) as session:
        session.do(Enter())
        lines = [line for line in session.view().lines if line.locked is None]
        session.do(SetQuantity(lines[0].id, 2))
        session.step(3)
        session.do(Remove((lines[1].id, lines[2].id)))
        session.do(Undo())
        session.do(EditMarket("set_price", lines[3].sku, 4321))
        session.do(SetPolicy("cap.total", "60"))
        session.do(AddToCart(session.find("shirt", 1)[0].sku, 2))
        session.do(Check((lines[4].id,), False))
        session.step(2)
    return full_cart


def test_a_world_is_played_again_and_kept(told: Path, tmp_path: Path, run: Run) -> None:
    again = tmp_path / "again.world"
    done = run("replay", str(told), "--to", str(again))
    assert done.returncode == 0
    assert "9 commands in 1 windows, to tick 5: the same again" in done.stdout
    assert first_difference(told, again) == ""
    assert run("cart", "--json", "--world", str(told)).stdout == run("cart", "--json", "--world", str(again)).stdout


def test_a_world_somebody_wrote_into_is_told_by_its_first_difference(told: Path, run: Run) -> None:
    with closing(sqlite3.connect(told)) as connection, connection:
        connection.execute("UPDATE journal SET command = replace(command, ':2}', ':3}') WHERE sequence = 3")
    done = run("replay", str(told))
    assert done.returncode == 2
    assert "the cart does not come out as it was" in done.stderr


def test_a_session_file_is_small_and_gives_the_very_same_cart(told: Path, tmp_path: Path, run: Run) -> None:
    file = tmp_path / "story.cartsim"
    done = run("export-session", str(file), "--world", str(told))
    assert done.returncode == 0
    assert file.stat().st_size < 2048
    assert run("cart", "--json", "--session", str(file)).stdout == run("cart", "--json", "--world", str(told)).stdout


def test_a_session_exported_after_it_was_printed_prints_the_same(told: Path, tmp_path: Path, run: Run) -> None:
    printed = run("cart", "--json", "--world", str(told)).stdout
    file = tmp_path / "story.cartsim"
    run("export-session", str(file), "--world", str(told))
    assert run("cart", "--json", "--session", str(file)).stdout == printed


def test_a_session_can_be_kept_in_a_world_of_its_own(told: Path, tmp_path: Path, run: Run) -> None:
    file, world = tmp_path / "story.cartsim", tmp_path / "kept.world"
    run("export-session", str(file), "--world", str(told))
    run("cart", "--session", str(file), "--world", str(world))
    assert run("world", "info", str(world)).returncode == 0
    taken = run("cart", "--session", str(file), "--world", str(world))
    assert taken.returncode == 2
    assert "exists already" in taken.stderr


def test_a_scenario_of_ones_own_goes_with_the_session(tmp_path: Path, run: Run) -> None:
    scenario = tmp_path / "mine.yaml"
    scenario.write_text(
        "shopper: {address: beijing}\ncart:\n- {sku: hiking-shoes-001/sand-37, quantity: 2}\n", encoding="utf-8"
    )
    world, file = tmp_path / "mine.world", tmp_path / "mine.cartsim"
    assert run("world", "new", str(world), "--scenario", str(scenario)).returncode == 0
    printed = run("cart", "--json", "--world", str(world)).stdout
    run("export-session", str(file), "--world", str(world))
    scenario.unlink()
    assert str(tmp_path) not in file.read_text(encoding="utf-8")
    assert run("cart", "--json", "--session", str(file)).stdout == printed


def test_nothing_is_overwritten(told: Path, tmp_path: Path, run: Run) -> None:
    file = tmp_path / "story.cartsim"
    file.write_text("mine", encoding="utf-8")
    done = run("export-session", str(file), "--world", str(told))
    assert done.returncode == 2
    assert "exists already" in done.stderr
    assert file.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("right", "wrong", "line", "said"),
    [
        ("do: set_quantity", "do: set_quantiti", 12, "did you mean 'set_quantity'?"),
        ("quantity: 2", "quantity: two", 12, "takes a whole number"),
        ("seed: 42", "seed: many", 4, "takes a whole number"),
        ("cartsim_session: 1", "cartsim_session: 9", 1, "takes 1"),
        ("tick: 3, do: {do: undo", "tick: 1, do: {do: undo", 0, "back in time"),
        ("n: 3", "n: 12", 0, "command 12"),
        ("carts: '", "carts: 'f", 0, "does not come out as it was"),
        ("actor: shopper", "actor: shopper, cart: account/nobody/main", 0, "no account 'nobody'"),
        ("tick: 5", "tick: 99999999999", 7, "takes 10000000 or less"),
        ("scenario: full-cart", "scenario: ful-cart", 0, "did you mean 'full-cart'?"),
        ("do: set_quantity, line: l32", "window: 7, do: set_quantity, line: l32", 12, "window"),
    ],
)
def test_a_wrong_session_file_is_refused_with_its_name_and_line(
    told: Path, tmp_path: Path, run: Run, right: str, wrong: str, line: int, said: str
) -> None:
    file = tmp_path / "story.cartsim"
    text = session_text(read_chronicle(told))
    assert text.count(right) >= 1
    file.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    done = run("cart", "--json", "--session", str(file))
    assert done.returncode == 2
    assert str(file) in done.stderr or not line
    assert said in done.stderr
    assert not line or f":{line}:" in done.stderr


@pytest.mark.parametrize("option", [("--demo",), ("--seed", "3"), ("--set", "cap.total=5"), ("--scenario", "none")])
def test_what_a_session_file_says_itself_cannot_be_asked_for(told: Path, tmp_path: Path, run: Run, option: str) -> None:
    file = tmp_path / "story.cartsim"
    run("export-session", str(file), "--world", str(told))
    done = run("cart", "--session", str(file), *option)
    assert done.returncode == 2
    assert option[0] in done.stderr


@pytest.mark.parametrize("seed", range(2))
def test_any_chronicle_comes_back_from_its_text(full_cart: Path, tmp_path: Path, seed: int) -> None:
    wanderer = Wanderer(full_cart, seed)
    wanderer.wander(120)
    wanderer.close()
    chronicle = read_chronicle(full_cart)
    file = tmp_path / "story.cartsim"
    file.write_text(session_text(chronicle), encoding="utf-8")
    again = read_session(file)
    assert [(deed.sequence, deed.tick, deed.command) for deed in again.deeds] == [
        (deed.sequence, deed.tick, deed.command) for deed in chronicle.deeds
    ]
    assert (again.policy, again.tick, again.carts) == (chronicle.policy, chronicle.tick, chronicle.carts)
    assert session_text(again) == session_text(chronicle)


def test_a_world_is_recorded_as_a_script_that_passes(told: Path, tmp_path: Path, run: Run) -> None:
    with Session(told) as session:
        session.do(Enter())
        session.do(Mark("all of it"))
    file = tmp_path / "story.cart.yaml"
    done = run("record", str(file), "--world", str(told))
    assert done.returncode == 0
    assert done.stdout.endswith("; played: passed\n")
    assert "- {say: all of it}" in file.read_text(encoding="utf-8")
    assert run("run", str(file)).returncode == 0
    again = run("record", str(file), "--world", str(told))
    assert again.returncode == 2
    assert "exists already" in again.stderr
