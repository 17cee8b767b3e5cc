"""A journal played again on a fresh world gives the same carts, views and journal."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from cartsim.cart.commands import AddToCart, Check, EditMarket, Enter, Refresh, SetQuantity
from cartsim.cart.view import Tick
from cartsim.errors import DataError
from cartsim.session.replay import first_difference, read_chronicle, replay
from cartsim.session.session import Session
from tests.nobody import as_nobody
from tests.session.wandering import Wanderer


def cart_json(path: Path) -> bytes:
    """What `cartsim cart --json` prints."""
    command = [sys.executable, "-m", "cartsim", "cart", "--json", "--world", str(path)]
    return subprocess.run(command, capture_output=True, check=True, env=os.environ).stdout


@pytest.mark.parametrize("seed", range(2))
def test_a_random_journal_of_two_actors_is_played_again_byte_for_byte(
    full_cart: Path, tmp_path: Path, seed: int
) -> None:
    wanderer = Wanderer(full_cart, seed)
    wanderer.wander(500)
    wanderer.close()
    again = tmp_path / "again.world"
    session = replay(read_chronicle(full_cart), again)
    assert session is not None
    session.close()
    assert first_difference(full_cart, again) == ""
    assert cart_json(full_cart) == cart_json(again)


def test_the_last_window_shows_what_it_showed(full_cart: Path, tmp_path: Path) -> None:
    """Prices it read long ago, rows as it left them: the same view, not only the same cart."""
    with Session(full_cart, overrides={"refresh.modes": ("pull",)}) as session:
        session.do(Enter())
        lines = [line for line in session.view().lines if line.locked is None]
        session.do(SetQuantity(lines[0].id, 2))
        session.do(EditMarket("set_price", lines[1].sku, 4321))
        session.step(40)
        session.do(Check((lines[2].id,), False))
        session.step(3)
        shown, clock = session.view(), session.clock()
    again = replay(read_chronicle(full_cart), tmp_path / "again.world")
    assert again is not None
    with again:
        assert again.view() == shown
        assert again.clock() == clock


def test_goods_another_window_added_are_read_the_same_again(full_cart: Path, tmp_path: Path) -> None:
    """A window that only looks meanwhile must not change what its next command is judged by."""
    with Session(full_cart) as left, Session(full_cart) as right:
        left.do(Enter())
        right.do(Enter())
        for found in right.find("shirt", 5):
            right.do(AddToCart(found.sku))
            left.step(2)
            left.pulse()
            right.do(EditMarket("set_price", found.sku, 4321))
            left.step(2)
            left.do(Check((left.view().lines[0].id,), True))
        shown = left.view()
    again = replay(read_chronicle(full_cart), tmp_path / "again.world")
    assert again is not None
    with again:
        assert again.view() == shown
    assert first_difference(full_cart, tmp_path / "again.world") == ""


def test_a_world_that_began_again_is_replayed_from_there(full_cart: Path, tmp_path: Path) -> None:
    with Session(full_cart) as session, Session(full_cart) as other:
        other.do(Enter())
        session.do(Enter())
        session.step(3)
        session.restart()
        session.do(Enter())
        session.do(Check((session.view().lines[0].id,), False))
        assert other.pulse()
        other.do(Enter())
    again = replay(read_chronicle(full_cart), tmp_path / "again.world")
    assert again is not None
    again.close()
    assert first_difference(full_cart, tmp_path / "again.world") == ""


@pytest.mark.parametrize("operations", [("x/reconcile", "x"), ("x", "x/reconcile")])
def test_no_operation_id_is_reserved_for_what_follows_a_command(
    full_cart: Path, tmp_path: Path, operations: tuple[str, str]
) -> None:
    with Session(full_cart) as session:
        session.do(Enter())
        line = next(line for line in session.view().lines if line.tick is Tick.ON and line.locked is None)
        first, second = operations
        session.do(EditMarket("sell_out", line.sku), first)
        assert any(event.kind == "unchecked" for event in session.do(Refresh("pull"), second).events)
    chronicle = read_chronicle(full_cart)
    assert [deed.operation for deed in chronicle.deeds[1:]] == [first, second]
    again = replay(chronicle, tmp_path / "again.world")
    assert again is not None
    again.close()
    assert first_difference(full_cart, tmp_path / "again.world") == ""


def test_a_journal_is_read_where_nothing_can_be_written(full_cart: Path) -> None:
    with Session(full_cart) as session:
        session.do(Enter())
    before = full_cart.read_bytes()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        world = folder / "theirs.world"
        world.write_bytes(before)
        world.chmod(0o444)
        folder.chmod(0o555)
        with as_nobody():
            assert [deed.command for deed in read_chronicle(world).deeds] == [Enter()]
            assert first_difference(world, world) == ""
            assert list(folder.iterdir()) == [world]
        assert world.read_bytes() == before
        folder.chmod(0o755)


def test_a_journal_of_another_story_is_refused_with_the_first_command_that_differs(
    full_cart: Path, tmp_path: Path
) -> None:
    with Session(full_cart) as session:
        session.do(Enter())
        session.do(Check((session.view().lines[0].id,), False))
    from dataclasses import replace

    chronicle = read_chronicle(full_cart)
    gap = replace(chronicle, deeds=chronicle.deeds[1:])
    with pytest.raises(DataError, match=r"command 3 .Check. became entry 1"):
        replay(gap, tmp_path / "gap.world")
