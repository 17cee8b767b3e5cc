"""No number a command can carry stops a session, and none that is refused is remembered."""

from __future__ import annotations

from pathlib import Path

import pytest

from cartsim.cart.commands import AddToCart, Command, EditMarket, Refresh, SetPace, SetQuantity, TakeAddOn, Undo
from cartsim.cli.guard import WRONG_INPUT, run
from cartsim.errors import PolicyError
from cartsim.model.bounds import STOCK
from cartsim.session.replay import read_chronicle
from cartsim.session.session import Session

FAR = 10**19


@pytest.mark.parametrize(
    "command",
    [
        AddToCart("soda-water-005/plain", FAR),
        SetQuantity("l1", -FAR),
        TakeAddOn("p", "g", FAR),
        Undo(FAR),
        SetPace(speed=FAR),
        EditMarket("restock", "soda-water-005/plain", FAR),
        EditMarket("set_price", "soda-water-005/plain", FAR),
        EditMarket("scale_price", "soda-water-005/plain", FAR),
    ],
    ids=lambda command: f"{type(command).__name__}-{getattr(command, 'action', '')}",
)
def test_a_number_beyond_all_bounds_is_refused_by_name_and_not_journaled(world_path: Path, command: Command) -> None:
    with Session(world_path) as session, pytest.raises(PolicyError, match="takes"):
        session.do(command)
    assert read_chronicle(world_path).deeds == ()


def test_a_product_stocked_to_the_brim_is_still_read(full_cart: Path) -> None:
    """The pieces of all SKUs of a product are added up where one of them is sold out (R-INV-4)."""
    with Session(full_cart) as session:
        line = session.view().lines[0]
        for cell in session.skus(line.id).cells:
            if cell.sku:
                session.do(EditMarket("restock", cell.sku, STOCK.high))
        session.do(EditMarket("sell_out", line.sku))
        session.do(Refresh())
    with Session(full_cart) as again:
        assert again.view().line(line.id) is not None


@pytest.mark.parametrize(
    "said",
    [
        ["scale_price", "rate=999999999999999999"],
        ["restock", "pieces=999999999999999999"],
        ["set_price", "price=999999999999"],
    ],
)
def test_the_command_line_names_what_an_argument_takes(
    full_cart: Path, said: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with Session(full_cart) as session:
        sku = session.view().lines[0].sku
    command, argument = said
    assert run(["do", "--world", str(full_cart), command, f"sku={sku}", argument]) == WRONG_INPUT
    assert f"cartsim: {argument.partition('=')[0]} takes" in capsys.readouterr().err


def test_a_byte_that_is_no_text_is_refused_by_name(full_cart: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["do", "--world", str(full_cart), "mark", "title=\udcff"]) == WRONG_INPUT
    assert "cartsim: title takes text" in capsys.readouterr().err
