"""One schema for scenarios and scripts: what it takes, and how it refuses what it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from cartsim.cart import commands
from cartsim.cart.commands import BY_NAME
from cartsim.cart.vocabulary import VOCABULARY
from cartsim.errors import DataError
from cartsim.i18n import Speaker
from cartsim.script import plain_player
from cartsim.script.performance import temporary_worlds
from cartsim.script.result import Ending
from cartsim.script.scriptfile import read_script, schema
from cartsim.script.steps import DO_MODELS, Do, Wait, step_of

SCRIPT = """\
scenario: full-cart
policy: {cap: {total: 60}}
steps:
  - {do: set_quantity, line: hiking-shoes-001/sand-37, quantity: 3}
  - {do: set_price, sku: hiking-shoes-001/sand-37, price: 99.50}
  - {do: check, lines: l1, checked: true}
  - {do: set_policy, name: cap.total, value: 5}
  - {wait: 10s}
  - {press: [a, escape, 1]}
  - {click: "line:l1", part: plus}
  - expect: {line: hiking-shoes-001/sand-37, quantity: 4, stock: few}
  - expect: {net_total: 12.50, refused: null}
  - {shot: four-pairs}
  - {say: {zh: 再加一双, en: One pair more}}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "told.cart.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_steps_are_the_commands_they_say(tmp_path: Path) -> None:
    script, _ = read_script(written(tmp_path, SCRIPT))
    said = [step.command() for step in script.steps if isinstance(step, Do)]
    assert said == [
        commands.SetQuantity("hiking-shoes-001/sand-37", 3),
        commands.EditMarket("set_price", "hiking-shoes-001/sand-37", 9950),
        commands.Check(("l1",), True),
        commands.SetPolicy("cap.total", "5"),
    ]
    assert Wait(wait="10s") in script.steps  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("right", "wrong", "line", "told"),
    [
        ("quantity: 3", "quantiti: 3", 4, "did you mean 'quantity'?"),
        ("quantity: 3", "quantity: many", 4, "takes a whole number, not 'many'"),
        ("stock: few", "stoc: few", 11, "did you mean 'stock'?"),
        ("stock: few", "stock: fewer", 11, "takes 'plenty', 'tight', 'few'"),
        ("do: set_price", "do: set_prize", 5, "did you mean 'set_price'?"),
        ("do: set_price", "do: {do: set_price}", 5, "no command {'do': 'set_price'}"),
        ("wait: 10s", "wait: 10", 8, "takes a span of time"),
        ("- {wait", "- {wate", 8, "did you mean 'wait'?"),
        ("net_total: 12.50", "net_total: 12.505", 12, "at most two decimals"),
        ("scenario: full-cart", "scenario: ful-cart", 1, "did you mean 'full-cart'?"),
        ("scenario: full-cart", "scenario: full-cart\nshopper: {login: lin}", 2, "has no place"),
        ("total: 60", "totl: 60", 2, "did you mean 'total'?"),
        ("steps:", "stps:", 3, "did you mean 'steps'?"),
        ("{shot: four-pairs}", "{shot: ../four}", 13, "text like"),
        ("  - {wait: 10s}", "  - {wait: 10s, note: x}", 8, "one step does one thing"),
        ("  - {wait: 10s}", "  - wait", 8, "takes a step"),
        ("price: 99.50", "price: .nan", 5, "takes yuan with at most two decimals, not nan"),
    ],
)
def test_what_does_not_fit_is_refused_with_file_line_and_field(
    right: str, wrong: str, line: int, told: str, tmp_path: Path
) -> None:
    assert SCRIPT.count(right) == 1
    path = written(tmp_path, SCRIPT.replace(right, wrong))
    with pytest.raises(DataError) as refused:
        read_script(path)
    assert str(refused.value).startswith(f"{path}:{line}: ")
    assert told in str(refused.value)


def test_a_number_that_is_none_is_told_in_words(tmp_path: Path) -> None:
    tier = "promotions: [{code: p, shop: s, tiers: [{fold: .nan}]}]"
    with pytest.raises(DataError, match=r":1: promotions\.0\.tiers\.0\.fold: takes less than 10\.0, not nan"):
        read_script(written(tmp_path, tier))


def test_a_policy_that_contradicts_itself_names_its_line(tmp_path: Path) -> None:
    from cartsim.session.founding import found_world

    path = written(tmp_path, "policy:\n  cap:\n    total: 0\n")
    with pytest.raises(DataError, match=r"told\.cart\.yaml:3: policy\.cap\.total"):
        found_world(tmp_path / "x.world", scenario=str(path))


def test_every_command_of_the_vocabulary_is_a_step() -> None:
    assert set(DO_MODELS) == set(VOCABULARY)


def test_a_command_is_written_as_the_step_that_does_it() -> None:
    assert step_of(commands.EditMarket("set_price", "a/b", 9950)) == {"do": "set_price", "sku": "a/b", "price": 99.5}
    assert step_of(commands.Check(("l1", "l2"), True)) == {"do": "check", "lines": ["l1", "l2"], "checked": True}


def test_the_schema_names_every_field_and_every_command() -> None:
    made = schema()
    assert {"scenario", "policy", "shopper", "cart", "later", "steps"} <= set(made["properties"])
    said = {part["properties"]["do"]["const"] for part in made["$defs"].values() if "do" in part.get("properties", {})}
    assert said == set(VOCABULARY)
    assert len(said) >= len(BY_NAME) - 2


SHOP = "code: p, shop: footprintpost-flagship"


@pytest.mark.parametrize(
    ("fact", "told"),
    [
        ("quiet_shops: [footprintpost-flagshi]", "quiet_shops: no shop 'footprintpost-flagshi'; did you mean"),
        (
            f"promotions: [{{{SHOP}, categories: [pet], tiers: [{{off: 1}}]}}]",
            "no category 'pet'; did you mean 'pets'?",
        ),
        (f"promotions: [{{{SHOP}, tiers: [{{gift: nope}}]}}]", "promotions.0: no gift 'nope'"),
        (
            f"promotions: [{{{SHOP}, tiers: [{{add_on: [{{goods: nope, price: 1}}]}}]}}]",
            "promotions.0: no add-on 'nope'",
        ),
        (f"coupons: [{{{SHOP}, categories: [nope], tiers: [{{off: 1}}]}}]", "coupons.0: no category 'nope'"),
        ("cart: [{sku: hiking-shoes-001/sand-37, promotion: nope}]", "cart.0: no promotion 'nope'"),
        ("made_for: {size: demo, seed: 9223372036854775808}", "made_for.seed: takes 9223372036854775807 or less"),
        ("made_for: {size: demo, seed: -1}", "made_for.seed: takes 0 or more"),
        ("liveliness: 101", "liveliness: takes 100 or less"),
    ],
)
def test_a_code_or_number_there_is_not_is_refused_where_the_world_is_made(fact: str, told: str, tmp_path: Path) -> None:
    with temporary_worlds() as worlds:
        played = plain_player.play(written(tmp_path, fact + "\n"), worlds, Speaker("en"))
    assert played.ending is Ending.REFUSED
    assert ":1: " in played.complaint
    assert told in played.complaint
