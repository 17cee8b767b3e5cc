"""`cartsim price --top-up`: what of some goods to add for each threshold of a basket."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

COAT = """\
version: 1
lines:
  - {id: coat, price: 25800, quantity: 1, shop: yundi}
  - {id: socks, price: 4300, quantity: 1, shop: yundi, checked: false}
promotions:
  - {id: P, layer: shop, shop: yundi, when: {amount: 30000}, give: {amount_off: 4000}}
  - {id: Q, layer: shop, shop: other, when: {amount: 1000}, give: {amount_off: 100}}
  - {id: R, layer: shop, shop: third, when: {amount: 1000}, give: {amount_off: 100}, until: 2026-01-01}
now: 2026-06-18T19:00:00
"""
GOODS = """\
- {id: book, price: 2200, quantity: 1, shop: yundi}
- {id: notes, price: 2190, quantity: 1, shop: yundi}
- {id: scarf, price: 5900, quantity: 1, shop: yundi}
- {id: lamp, price: 9900, quantity: 1, shop: elsewhere}
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    basket, goods = tmp_path / "basket.yaml", tmp_path / "goods.yaml"
    basket.write_text(COAT)
    goods.write_text(GOODS)
    return basket, goods


def test_r_add_f_the_unticked_line_first_and_combinations_by_real_cost(run: Run, files: tuple[Path, Path]) -> None:
    basket, goods = files
    done = run("price", basket, "--top-up", goods, "--lang", "en")
    assert done.returncode == 0
    assert "Top up  P ¥40 off ¥300  ¥42 to go\n" in done.stdout
    told = [line.split("  ")[1].strip() for line in done.stdout.split("by clawback\n")[1].splitlines()]
    assert told[:5] == ["tick socks", "notes ×2", "notes + book", "book ×2", "scarf"]
    assert "¥37.29        ¥3.00" in done.stdout


def test_it_speaks_chinese(run: Run, files: tuple[Path, Path]) -> None:
    basket, goods = files
    done = run("price", basket, "--top-up", goods, "--lang", "zh")
    assert "凑单  P 满300减40  还差42元" in done.stdout
    assert "勾选 socks" in done.stdout


def test_the_answer_for_programs_names_every_number(run: Run, files: tuple[Path, Path]) -> None:
    basket, goods = files
    done = run("price", basket, "--top-up", goods, "--json")
    (advised,) = json.loads(done.stdout)["top_up"]
    assert (advised["id"], advised["base"], advised["short"], advised["next_off"]) == ("P", 25800, 4200, 4000)
    assert advised["unticked"] == [
        {
            "add": [{"id": "socks", "times": 1}],
            "price": 4300,
            "extra": 300,
            "exact": True,
            "reaches": True,
            "short": 0,
            "over": 100,
            "percent_off": 13.29,
            "refund": {"split": 3729, "clawback": 300},
        }
    ]
    assert advised["combinations"][0]["add"] == [{"id": "notes", "times": 2}]
    assert advised["aside"] == ["lamp"]
    assert advised["proven"] is True


def test_a_list_in_json_is_read_too(run: Run, files: tuple[Path, Path]) -> None:
    basket, goods = files
    goods.write_text('[{"id": "book", "price": 4200, "quantity": 1, "shop": "yundi"}]')
    done = run("price", basket, "--top-up", goods, "--json")
    assert [one["extra"] for one in json.loads(done.stdout)["top_up"][0]["goods"]] == [200]


def test_goods_that_bring_nothing_further_are_said_to(run: Run, files: tuple[Path, Path]) -> None:
    basket, goods = files
    basket.write_text("version: 1\nlines:\n  - {id: coat, price: 25800, quantity: 1}\n")
    done = run("price", basket, "--top-up", goods, "--lang", "en")
    assert done.stdout.endswith("No threshold that these goods would bring further\n")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- {id: book, price: -1, quantity: 1}\n", "goods.yaml:1: goods.0.price: "),
        ("- {id: book, price: 1, quantity: 1}\n- {id: pen, price: 1, quantity: 1, prize: 2}\n", ":2: goods.1.prize: "),
        ("- {id: book, price: 1, quantity: 1}\n- {id: book, price: 1, quantity: 1}\n", ":2: goods.1.id: "),
        ("- {id: coat, price: 1, quantity: 1}\n", ":1: goods.0.id: the basket has a line 'coat' of its own"),
        ("book\n", ":1: expected `name: value` pairs"),
        ("- {id: book, price: 1\n", "goods.yaml:"),
    ],
)
def test_wrong_goods_are_refused_with_file_line_and_field(
    run: Run, files: tuple[Path, Path], text: str, says: str
) -> None:
    basket, goods = files
    goods.write_text(text)
    done = run("price", basket, "--top-up", goods)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_is_not_there_is_named(run: Run, files: tuple[Path, Path]) -> None:
    done = run("price", files[0], "--top-up", "nowhere.yaml")
    assert done.returncode == 2
    assert "nowhere.yaml" in done.stderr
