"""Every key of the answer for programs is documented, and every documented key is answered."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from cartsim.basketfile.answer import answer_schema
from cartsim.basketfile.result import explained, refunded, result
from cartsim.pricing import explain, quote, refund_together
from tests.basketfile.conftest import Price
from tests.pricing.small_baskets import varied_basket

GOLDEN = Path(__file__).parent / "golden"
NAMES = sorted(path.stem for path in GOLDEN.glob("*.yaml"))
SCHEMA = answer_schema()
VALIDATOR = Draft202012Validator(SCHEMA)

TIERS = """\
version: 1
lines:
  - {id: A, price: 8000, quantity: 1, shop: S1}
  - {id: B, price: 100, quantity: 1, shop: S2, checked: false}
promotions:
  - id: P
    layer: shop
    tiers: [{when: {amount: 10000}, give: {amount_off: 1000}}, {when: {amount: 20000}, give: {amount_off: 3000}}]
  - {id: Q, layer: shop, shop: S2, when: {pieces: 2}, give: {percent_off: 10}}
freight: [{shop: S1, fee: 800, free_over: 9900}]
"""
GOODS = "version: 1\ngoods: [{id: F, price: 2500, shop: S1}, {id: G, price: 13000, shop: S1}]\n"


def documented(part: dict[str, Any], name: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """(dotted key, its schema) of every key."""
    for key, about in part.get("properties", {}).items():
        yield f"{name}.{key}", about
    for code, inner in part.get("$defs", {}).items():
        yield from documented(inner, code)


def answered(value: Any, part: dict[str, Any], name: str = "") -> Iterator[str]:
    """Dotted keys of an answer, each in the part of the schema it belongs to."""
    if "anyOf" in part:
        part = next((one for one in part["anyOf"] if one.get("type") != "null"), part)
    if "$ref" in part:
        name = part["$ref"].rpartition("/")[2]
        part = SCHEMA["$defs"][name]
    if isinstance(value, list):
        for inner in value:
            yield from answered(inner, part["items"], name)
    elif isinstance(value, dict) and "properties" in part:
        for key, inner in value.items():
            yield f"{name}.{key}"
            yield from answered(inner, part["properties"][key], name)


def faults(answer: Any) -> list[str]:
    return [f"{fault.json_path}: {fault.message}" for fault in VALIDATOR.iter_errors(answer)]


@pytest.fixture
def answers(cartsim: Price, tmp_path: Path) -> list[Any]:
    """All golden baskets and one with tiers ahead, each with every option that adds to the answer."""
    goods, tiers = tmp_path / "goods.yaml", tmp_path / "tiers.yaml"
    goods.write_text(GOODS)
    tiers.write_text(TIERS)
    found = []
    for file in (tiers, *(GOLDEN / f"{name}.yaml" for name in NAMES)):
        options = ["--explain", "--json", "--top-up", goods, "--compare", tiers]
        plain = json.loads(cartsim("price", file, *options).out)
        lines = [line["id"] for line in plain["lines"]]
        found.append(plain)
        for returned in (lines[:1], lines):
            asked = [word for line in returned for word in ("--refund", f"{line}=1")]
            found.append(json.loads(cartsim("price", file, *options, *asked).out))
    return found


def test_every_answer_fits_the_schema_that_is_printed(cartsim: Price, answers: list[Any]) -> None:
    assert json.loads(cartsim("schema", "answer").out) == SCHEMA
    Draft202012Validator.check_schema(SCHEMA)
    assert {fault for answer in answers for fault in faults(answer)} == set()


def test_every_key_that_is_answered_has_a_description_and_every_described_one_is_answered(answers: list[Any]) -> None:
    described = {name for name, about in documented(SCHEMA) if about.get("description")}
    seen = {name for answer in answers for name in answered(answer, SCHEMA)}
    assert seen - described == set()
    assert {name for name, _ in documented(SCHEMA)} - seen <= {".bound"}


@given(st.integers(0, 10**9))
@settings(max_examples=60, deadline=None)
def test_the_answer_for_any_basket_fits_the_schema(seed: int) -> None:
    basket = varied_basket(seed)
    priced, explanation = quote(basket), explain(basket)
    told = result(basket, priced, explanation) | explained(basket, priced, explanation)
    told |= refunded(refund_together(basket, {line.id: 1 for line in priced.lines})) if priced.lines else {}
    assert faults(json.loads(json.dumps(told))) == []
