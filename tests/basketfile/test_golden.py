"""Golden baskets: one for each kind and each reason, every figure worked out by hand in its file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.basketfile.conftest import Price

GOLDEN = Path(__file__).parent / "golden"
NAMES = sorted(path.stem for path in GOLDEN.glob("*.yaml"))
KINDS = (
    "amount_off", "percent_off", "unit_amount_off", "unit_price", "set_price", "every", "buy_get", "bundle", "gift",
    "add_on", "freight_off",
)  # fmt: skip
REASONS = {
    "below_threshold", "excluded_by", "not_best", "not_yet", "over", "not_claimed", "no_lines", "out_of_stock",
}  # fmt: skip


def expected(name: str) -> Any:
    return json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_a_golden_basket_comes_to_the_figures_worked_out_in_its_file(name: str, cartsim: Price) -> None:
    done = cartsim("price", GOLDEN / f"{name}.yaml", "--json")
    assert (done.status, done.err) == (0, "")
    assert json.loads(done.out) == expected(name)


@pytest.mark.parametrize("name", NAMES)
def test_keys_stand_in_the_order_of_the_contract(name: str, cartsim: Price) -> None:
    done = cartsim("price", GOLDEN / f"{name}.yaml", "--json")
    assert done.out == json.dumps(expected(name), ensure_ascii=False) + "\n"


@pytest.mark.parametrize("name", NAMES)
def test_the_nets_of_the_lines_sum_to_the_total(name: str) -> None:
    told = expected(name)
    assert sum(line["net"] for line in told["lines"]) == told["net_total"] == told["goods"] - told["saved"]


def test_every_kind_and_every_reason_has_a_basket() -> None:
    texts = "".join((GOLDEN / f"{name}.yaml").read_text(encoding="utf-8") for name in NAMES)
    assert [kind for kind in KINDS if f"{kind}:" not in texts] == []
    assert {refused["reason"] for name in NAMES for refused in expected(name)["refused"]} == REASONS


def test_several_files_give_one_line_each_in_their_order(cartsim: Price) -> None:
    names = ["second-half", "golden-parallel", "nothing"]
    done = cartsim("price", "--json", *(GOLDEN / f"{name}.yaml" for name in names))
    assert [json.loads(line) for line in done.out.splitlines()] == [expected(name) for name in names]


def test_the_same_basket_as_json_costs_the_same(cartsim: Price, tmp_path: Path) -> None:
    import yaml

    for name in NAMES:
        said = yaml.safe_load((GOLDEN / f"{name}.yaml").read_text(encoding="utf-8"))
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(said, indent="\t", default=str), encoding="utf-8")
        assert json.loads(cartsim("price", path, "--json").out) == expected(name)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_golden_basket_is_printed_for_a_person_too(name: str, language: str, cartsim: Price) -> None:
    done = cartsim("price", GOLDEN / f"{name}.yaml", "--explain", "--lang", language)
    assert (done.status, done.err) == (0, "")
    told = expected(name)
    yuan, fen = divmod(told["payable"], 100)
    assert f"¥{yuan:,}.{fen:02d}" in done.out
    assert all(refused["id"] in done.out for refused in told["refused"])
