"""The one vocabulary: every command by its documented name."""

from __future__ import annotations

import pytest

from cartsim.cart import commands
from cartsim.cart.commands import BY_NAME, Command
from cartsim.cart.vocabulary import UNSAID, VOCABULARY, Word, must_fit, spoken, word
from cartsim.errors import DataError, PolicyError, UnknownCodeError
from cartsim.script.steps import DO_MODELS

SAID: tuple[tuple[Command, str, dict[str, object]], ...] = (
    (commands.Enter(), "enter", {}),
    (commands.Refresh(), "refresh", {}),
    (commands.Refresh("interval"), "refresh", {"mode": "interval"}),
    (commands.AddToCart("a/b"), "add_to_cart", {"sku": "a/b"}),
    (commands.AddToCart("a/b", 3), "add_to_cart", {"sku": "a/b", "quantity": 3}),
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


@pytest.mark.parametrize("each", [word for word in VOCABULARY.values() if word.arguments], ids=lambda each: each.name)
def test_a_number_has_one_range_for_the_command_line_and_for_files(each: Word) -> None:
    """The schema, which files are held to, takes what the command line takes, and no more."""
    schema = DO_MODELS[each.name].model_json_schema()["properties"]
    for argument in each.arguments:
        if argument.kind not in ("int", "fen"):
            continue
        low, high = (argument.bounds.shown(bound) for bound in (argument.bounds.low, argument.bounds.high))
        parts = [part for part in (schema[argument.name], *schema[argument.name].get("anyOf", ())) if "maximum" in part]
        assert [float(part["maximum"]) for part in parts] == [float(high)]
        assert argument.parse(low) == argument.bounds.low
        assert argument.parse(high) == argument.bounds.high
        with pytest.raises(ValueError, match=r"^takes"):
            argument.parse(str(argument.bounds.high + 1))


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (commands.SetQuantity("l1", 2_000_000_000), "set_quantity: quantity takes -1000000 to 1000000, not 2000000000"),
        (commands.Undo(10**19), "undo: sequence takes 1 to"),
        (commands.EditMarket("restock", "a/b", 10**19), "restock: pieces takes 1 to 1000000"),
        (commands.EditMarket("set_price", "a/b", 0), "set_price: price takes 0.01 to 1000000.00 yuan, not 0.00"),
        (commands.Mark("\udcff"), "mark: title takes text"),
        (commands.Check(("l" * 2_000,), True), "check: lines takes text of at most 1000 letters"),
    ],
)
def test_a_value_outside_of_its_range_is_named_with_command_and_argument(command: Command, told: str) -> None:
    with pytest.raises(PolicyError) as wrong:
        must_fit(command)
    assert str(wrong.value).startswith(told)


def test_a_choice_or_an_edit_there_is_not_is_answered_with_those_there_are() -> None:
    with pytest.raises(UnknownCodeError, match="there is no mode 'often'; there are interval"):
        must_fit(commands.Refresh("often"))
    with pytest.raises(UnknownCodeError, match="there is no market edit 'explode'; there are sell_out"):
        must_fit(commands.EditMarket("explode", "a/b"))


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
        ("set_price", "price", ".05", 5),
    ],
)
def test_arguments_are_read_as_a_person_types_them(name: str, argument: str, text: str, value: object) -> None:
    assert word(name).argument(argument).parse(text) == value


@pytest.mark.parametrize("text", ["3.5", "many", "9" * 40, "1_0", "５"])
def test_arguments_that_do_not_fit_say_what_they_take(text: str) -> None:
    with pytest.raises(ValueError, match="takes a whole number"):
        word("set_quantity").argument("quantity").parse(text)
