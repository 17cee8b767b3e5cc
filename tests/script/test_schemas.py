"""What `cartsim schema` prints, judged by a validator of JSON Schema: it takes what we read, and not what we refuse."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from cartsim.basketfile import form
from cartsim.errors import CartsimError
from cartsim.paths import data_folder
from cartsim.script import scriptfile
from cartsim.script.scriptfile import read_script
from cartsim.session.datafile import parse_text, read_yaml
from tests.script.test_scriptfile import SCRIPT

SCHEMAS: Mapping[str, dict[str, Any]] = {
    "script": dict(scriptfile.schema()),
    "basket": form.schema(),
    "goods": form.goods_schema(),
}
GOLDEN = Path(__file__).parents[1] / "basketfile" / "golden"
BASKET = """\
version: 1
lines:
  - {id: A, price: 100, quantity: 1}
promotions:
  - {id: P, layer: shop, tiers: [{when: {amount: 100}, give: {amount_off: 10}}]}
"""
GOODS = "version: 1\ngoods:\n  - {id: clip, price: 300}\n"


def faults(schema: str, value: object) -> list[str]:
    """What the validator finds wrong with a value as JSON holds it, where moments are text."""
    plain = json.loads(json.dumps(value, default=date.isoformat))
    return [error.message for error in Draft202012Validator(SCHEMAS[schema]).iter_errors(plain)]


def faults_of(schema: str, text: str) -> list[str]:
    return faults(schema, parse_text(Path("told.yaml"), text).value)


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one_and_says_so(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])
    assert SCHEMAS[name]["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    assert SCHEMAS[name]["title"] == f"cartsim {name}"


@pytest.mark.parametrize("path", sorted(data_folder().glob("scenarios/*.yaml")), ids=lambda path: path.stem)
def test_every_scenario_fits_its_schema(path: Path) -> None:
    assert faults("script", read_yaml(path).value) == []


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_golden_basket_fits_its_schema(path: Path) -> None:
    assert faults("basket", read_yaml(path).value) == []


@pytest.mark.parametrize(("name", "text"), [("script", SCRIPT), ("basket", BASKET), ("goods", GOODS)])
def test_what_the_wrong_files_are_made_of_fits(name: str, text: str) -> None:
    assert faults_of(name, text) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("quantity: 3", "quantiti: 3"),
        ("quantity: 3", "quantity: many"),
        ("quantity: 3", "quantity: 3.5"),
        ("stock: few", "stoc: few"),
        ("stock: few", "stock: fewer"),
        ("do: set_price", "do: set_prize"),
        ("lines: l1", "lines: 1"),
        ("checked: true", "checked: 1"),
        ("wait: 10s", "wait: 10"),
        ("wait: 10s", "wait: 10 s"),
        ("- {wait", "- {wate"),
        ("net_total: 12.50", "net_total: -1"),
        ("total: 60", "totl: 60"),
        ("steps:", "stps:"),
        ("{shot: four-pairs}", "{shot: ../four}"),
        ("zh: 再加一双, en:", "zh: 再加一双, eng:"),
        ("  - {wait: 10s}", "  - {wait: 10s, note: x}"),
        ("  - {wait: 10s}", "  - wait"),
        ("scenario: full-cart", "frozen: maybe"),
        ("scenario: full-cart", "later: [{at: 10s, neighbour: stok, trouble: down}]"),
        ("scenario: full-cart", "cart: [{sku: a, quantity: 0}]"),
        ("scenario: full-cart", "starts_at: 5"),
    ],
)
def test_a_script_that_is_refused_does_not_fit_either(right: str, wrong: str, tmp_path: Path) -> None:
    assert SCRIPT.count(right) == 1
    text = SCRIPT.replace(right, wrong)
    path = tmp_path / "told.cart.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CartsimError):
        read_script(path)
    assert faults_of("script", text) != []


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("basket", "version: 1", "version: 2"),
        ("basket", "price: 100", "price: 1.5"),
        ("basket", "price: 100", "price: -1"),
        ("basket", "price: 100", "pirce: 100"),
        ("basket", "quantity: 1", "quantity: 0"),
        ("basket", "quantity: 1", "quantity: true"),
        ("basket", "layer: shop", "layer: shopp"),
        ("basket", "amount_off: 10", "amount_of: 10"),
        ("basket", "id: A, ", ""),
        ("goods", "version: 1", "version: '1'"),
        ("goods", "price: 300", "price: free"),
        ("goods", "id: clip", "id: ''"),
    ],
)
def test_a_basket_or_goods_file_that_is_refused_does_not_fit_either(name: str, right: str, wrong: str) -> None:
    sound = {"basket": BASKET, "goods": GOODS}[name]
    assert sound.count(right) == 1
    text = sound.replace(right, wrong)
    with pytest.raises(CartsimError):
        parse_text(Path("told.yaml"), text).as_model({"basket": form.basket_form(), "goods": form.GoodsForm}[name])
    assert faults_of(name, text) != []


def test_a_script_written_as_json_may_say_when_it_begins(tmp_path: Path) -> None:
    path = tmp_path / "told.json"
    path.write_text('{"starts_at": "2026-06-18T20:00:00", "steps": []}', encoding="utf-8")
    assert read_script(path)[0].starts_at.isoformat() == "2026-06-18T20:00:00"
