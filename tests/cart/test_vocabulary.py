"""The one vocabulary: every command by its documented name."""

from __future__ import annotations

import pytest

from cartsim.cart import commands
from cartsim.cart.commands import BY_NAME, Command
from cartsim.cart.vocabulary import MARKET_EDITS, UNSAID, VOCABULARY, spoken, word
from cartsim.errors import DataError
from cartsim.world import edits

SAID: tuple[tuple[Command, str, dict[str, object]], ...] = (
    (commands.Enter(), "enter", {}),
    (commands.Refresh(), "refresh", {}),
    (commands.Refresh("interval"), "refresh", {"mode": "interval"}),
    (commands.AddToCart("a/b"), "add_to_cart", {"sku": "a/b"}),
    (commands.AddToCart("a/b", 3, "search"), "add_to_cart", {"sku": "a/b", "quantity": 3, "entry": "search"}),
    (commands.AddTogether(("a/b", "a/b"), ("l1",)), "add_together", {"skus": ("a/b", "a/b"), "lines": ("l1",)}),
    (commands.Check(("l1", "l2"), True), "check", {"lines": ("l1", "l2"), "checked": True}),
    (commands.SwitchPromotion("l1", None), "switch_promotion", {"line": "l1", "promotion": None}),
    (commands.PickCoupon("c", False), "pick_coupon", {"coupon": "c", "picked": False}),
    (commands.EditMarket("sell_out", "a/b"), "sell_out", {"sku": "a/b"}),
    (commands.EditMarket("restock", "a/b"), "restock", {"sku": "a/b"}),
    (commands.EditMarket("set_price", "a/b", 990), "set_price", {"sku": "a/b", "price": 990}),
)


@pytest.mark.parametrize(("command", "name", "arguments"), SAID)
def test_a_command_is_said_and_understood_again(command: Command, name: str, arguments: dict[str, object]) -> None:
    assert spoken(command) == (name, arguments)
    assert word(name).command(arguments) == command


def test_every_command_has_a_name_but_those_nobody_says() -> None:
    kinds = {each.kind.__name__ for each in VOCABULARY.values()}
    assert kinds == set(BY_NAME) - UNSAID


def test_the_trainers_edits_are_those_the_market_knows() -> None:
    assert set(MARKET_EDITS) == set(edits.ACTIONS)


def test_a_name_nobody_knows_is_answered_with_the_nearest() -> None:
    with pytest.raises(DataError, match="did you mean 'set_quantity'"):
        word("set_quantty")
    with pytest.raises(DataError, match="it takes line, quantity"):
        word("set_quantity").command({"line": "l1", "quantiy": 2})
    with pytest.raises(DataError, match="needs quantity"):
        word("set_quantity").command({"line": "l1"})


@pytest.mark.parametrize(
    ("name", "argument", "text", "value"),
    [
        ("set_quantity", "quantity", "3", 3),
        ("check", "checked", "true", True),
        ("check", "lines", "l1, l2", ("l1", "l2")),
        ("pick_coupon", "picked", "none", None),
        ("set_price", "price", "129.5", 12_950),
    ],
)
def test_arguments_are_read_as_a_person_types_them(name: str, argument: str, text: str, value: object) -> None:
    assert word(name).argument(argument).parse(text) == value


@pytest.mark.parametrize(("argument", "text"), [("quantity", "3.5"), ("quantity", "many"), ("quantity", "9" * 40)])
def test_arguments_that_do_not_fit_say_what_they_take(argument: str, text: str) -> None:
    with pytest.raises(ValueError, match="takes a whole number"):
        word("set_quantity").argument(argument).parse(text)
