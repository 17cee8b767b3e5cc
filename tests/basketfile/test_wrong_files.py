"""A file that does not fit is answered with file, line and field, and status 2; nothing is printed of the others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.basketfile.conftest import Ended, Price

Write = Callable[..., Path]

GOOD = """\
version: 1
lines:
  - {id: A, price: 16900, quantity: 1}
  - id: B
    price: 8800
    quantity: 2
promotions:
  - id: P
    layer: shop
    when: {amount: 30000}
    give: {amount_off: 4000}
coupons:
  - {id: C, layer: platform_coupon, give: {amount_off: 100}}
"""


def assert_refused(done: Ended, *words: str) -> None:
    assert (done.status, done.out) == (2, "")
    assert "Traceback" not in done.err
    assert done.err.startswith("cartsim: ")
    for word in words:
        assert word in done.err


def test_the_good_file_is_good(cartsim: Price, basket: Write) -> None:
    assert cartsim("price", basket(GOOD), "--json").status == 0


@pytest.mark.parametrize(
    ("before", "after", "line", "complaint"),
    [
        ("version: 1", "version: 2", 1, "version: takes 1, not 2"),
        ("version: 1", "versoin: 1", 1, "versoin: no such field; did you mean 'version'?"),
        ("price: 8800", "price: 88.5", 5, "lines.1.price: takes a whole number, not 88.5"),
        ("price: 8800", "price: true", 5, "lines.1.price: takes a whole number, not True"),
        ("price: 8800", "price: '8800'", 5, "lines.1.price: takes a whole number, not '8800'"),
        ("price: 8800", "price: -1", 5, "lines.1.price: takes 0 or more, not -1"),
        ("price: 8800", "price: 100000001", 5, "lines.1.price: takes 100000000 or less"),
        ("price: 8800", "price: " + "9" * 5000, 5, "lines.1.price: a number of 5,000 digits"),
        ("price: 8800", "price: " + "9" * 900, 5, "lines.1.price: takes 100000000 or less, not 999"),
        ("price: 8800", "pirce: 8800", 5, "lines.1.pirce: no such field; did you mean 'price'?"),
        ("    price: 8800\n", "", 4, "lines.1.price: this field is missing"),
        ("quantity: 2", "quantity: 0", 6, "lines.1.quantity: takes 1 or more, not 0"),
        ("quantity: 2", "quantity: 2\n    colour: red", 7, "lines.1.colour: no such field"),
        ("quantity: 2", "quantity: 2\n    chekced: true", 7, "did you mean 'checked'?"),
        ("quantity: 2", "quantity: 2\n    checked: yes", 7, "lines.1.checked: takes true or false, not 'yes'"),
        ("quantity: 2", "quantity: 2\n    price: 1", 7, "'price' stands here twice"),
        ("id: B", "id: A", 4, "lines.1.id: line 'A' stands here twice, first in line 3"),
        ("id: B", "id: 7", 4, "lines.1.id: takes text, not 7"),
        ("{id: C,", "{id: P,", 13, "coupons.0.id: promotion or coupon 'P' stands here twice, first in line 8"),
        ("layer: shop\n", "layer: shop_coupon\n", 9, "promotions.0.layer: takes 'item', 'shop', 'cross_shop'"),
        ("layer: platform_coupon", "layer: platform", 13, "coupons.0.layer: takes 'shop_coupon'"),
        ("{amount: 30000}", "{amuont: 30000}", 10, "promotions.0.when.amuont: no such field; did you mean 'amount'?"),
        ("{amount_off: 4000}", "{amount_off: 1, percent_off: 5}", 11, "promotions.0.give: give exactly one of"),
        ("{amount_off: 4000}", "{}", 11, "promotions.0.give: give exactly one of"),
        ("{amount_off: 4000}", "{percent_off: 12.345}", 11, "a percentage with at most two decimals, not 12.345"),
        ("{amount_off: 4000}", "{percent_off: 101}", 11, "a percentage from 0 to 100, not 101"),
        ("{amount_off: 4000}", "{percent_off: .nan}", 11, "a percentage from 0 to 100, not nan"),
        ("{amount_off: 4000}", "{percent_off: .inf}", 11, "a percentage from 0 to 100, not inf"),
        ("{amount_off: 4000}", "{percent_off: true}", 11, "a percentage such as 15 or 12.5, not True"),
        ("{amount_off: 4000}", "{gift: {sku: G}}", 11, "promotions.0.give.gift.stock: this field is missing"),
        ("{amount_off: 4000}", "{gift: {sku: G, stock: 1, picked: H}}", 11, "picked: 'H' is none of G"),
        ("{amount_off: 4000}", "{every: {pieces: 2, discounted: 3, percent_off: 5}}", 11, "3 pieces of a group of 2"),
        ("{amount_off: 4000}", "{bundle: {parts: [{scope: {lines: [A]}}]}}", 11, "exactly one of total, percent_off"),
        ("{amount_off: 4000}", "{freight_off: {}}", 11, "give exactly one of percent_off, amount_off"),
        ("{amount_off: 4000}", "{amount_off: 1}\n    scope: {}", 12, "name lines, shops, categories or tags"),
        ("{amount_off: 4000}", "{amount_off: 1}\n    scope: {brands: [x]}", 12, "scope.brands: no such field"),
        ("{amount_off: 4000}", "{amount_off: 1}\n    scope: {all: false}", 12, "scope.all: takes True, not False"),
        ("{amount_off: 4000}", "{amount_off: 1}\n    repeat: often", 12, "a whole number or `unlimited`, not 'often'"),
        ("{amount_off: 4000}", "{amount_off: 1}\n    repeat: null", 12, "a whole number or `unlimited`, not None"),
        ("{amount_off: 4000}", "{amount_off: 1}\n    repeat: 0", 12, "promotions.0.repeat: takes 1 or more, not 0"),
        ("{amount_off: 4000}", "{amount_off: 1}\n    from: yesterday", 12, "from: takes a moment such as 2026-06-18"),
        ("{amount_off: 4000}", "{amount_off: 1}\n    from: 2026-02-30", 12, "promotions.0.from: day is out of range"),
        ("{amount_off: 4000}", "{amount_off: 1}\n    until: 0001-01-01", 12, "between the years 1971 and 9998"),
        ("{amount_off: 4000}", "{amount_off: 1}\n    for: everybody", 12, "for: takes 'member', 'new_customer' or"),
        ("{amount_off: 4000}", "{amount_off: 1}\n    excludes: [shops]", 12, "excludes.0: takes 'item', 'shop'"),
        ("{amount_off: 4000}", "{amount_off: 1}\n    tiers: []", 12, "promotions.0.tiers: takes 1 or more items"),
        ("    give: {amount_off: 4000}\n", "", 8, "promotions.0: give exactly one of give, tiers"),
        (
            "    give: {amount_off: 4000}\n",
            "    tiers: [{give: {amount_off: 4000}}]\n",
            8,
            "promotions.0: with tiers, `when` stands in each of them",
        ),
        (
            "{amount_off: 4000}",
            "{amount_off: 1}\n    from: 2026-06-18T20:00:00\n    until: 2026-06-18T20:00:00",
            13,
            "promotions.0.until: P ends at 06-18 20:00, before it starts at 06-18 20:00",
        ),
        (
            "{amount_off: 100}",
            "{amount_off: 100}, claim_from: 2026-06-19, claim_until: 2026-06-18",
            13,
            "coupons.0.claim_until: C: claiming ends at 06-18 00:00, before it starts at 06-19 00:00",
        ),
        (
            "    when: {amount: 30000}\n    give: {amount_off: 4000}\n",
            "    repeat: unlimited\n    tiers:\n      - {when: {amount: 1000}, give: {amount_off: 100}}\n"
            "      - {when: {amount: 2000}, give: {amount_off: 300}}\n",
            10,
            "promotions.0.repeat: P repeats without limit and has 2 tiers: only one can be meant",
        ),
        ("coupons:", "pricing: {rounding: up}\ncoupons:", 12, "pricing.rounding: takes 'half_up', 'floor' or 'ceil'"),
        ("coupons:", "pricing: {layers: [shop, shop]}\ncoupons:", 12, "each may stand once"),
        ("coupons:", "freight: [{shop: S1}]\ncoupons:", 12, "freight.0: give exactly one of fee, first"),
        ("coupons:", "freight: [{fee: 1}, {fee: 2}]\ncoupons:", 12, "freight.1: freight of shop '' stands here twice"),
        ("coupons:", "freight: [{first: {fee: 1}}]\ncoupons:", 12, "give exactly one of pieces, grams"),
        ("coupons:", "red_packets: [{id: R, amount: -1}]\ncoupons:", 12, "red_packets.0.amount: takes 0 or more"),
        ("coupons:", "shopper: member\ncoupons:", 12, "shopper: takes a list"),
        ("coupons:", "now: [1]\ncoupons:", 12, "now: takes a moment such as"),
        ("coupons:", "coupons: []\ncoupons:", 13, "'coupons' stands here twice"),
        ("coupons:", "lines: nothing\ncoupons:", 12, "'lines' stands here twice"),
        ("coupons:", "x: !!python/object/apply:os.system [ls]\ncoupons:", 12, "has no place here"),
        ("coupons:", "x: &x [*x]\ncoupons:", 12, "contains itself"),
        ("coupons:", "x: [\ncoupons:", 14, "expected the node content"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_file_line_and_field(
    before: str, after: str, line: int, complaint: str, cartsim: Price, basket: Write
) -> None:
    assert before in GOOD
    path = basket(GOOD.replace(before, after, 1))
    done = cartsim("price", path, "--json")
    assert_refused(done, f"{path}:{line}: ", complaint)
    assert len(done.err) < 600


BOMB = "version: 1\na: &a [1,1,1,1,1,1,1,1,1,1]\n" + "".join(
    f"{name}: &{name} [{', '.join(['*' + before] * 10)}]\n" for before, name in zip("abcdef", "bcdefg", strict=True)
)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "version: this field is missing"),
        (b"\xff\xfe{}", ":1: not UTF-8 text"),
        ("version: 1\nlines: 'ü'".encode("latin-1"), ":2: not UTF-8 text"),
        (b"- version: 1\n", ":1: expected `name: value` pairs"),
        (b"42", ":1: expected `name: value` pairs"),
        (b"version: 1\n\x00", ":2: a control character has no place in text"),
        (BOMB, "too many values"),
        ("version: 1\nlines: " + "[" * 5000 + "]" * 5000, "nested too deep"),
        ('{"version": 1, "lines": ' + "[" * 50_000 + "]" * 50_000 + "}", "nested too deep"),
        ("version: 1\n#" + "x" * 1_000_000, "larger than 1,000,000 bytes"),
        ('{"version": 1, "lines": [{"id": "A", "price": NaN, "quantity": 1}]}', ":1: lines.0.price: takes a whole"),
        ('{"version": 1,\n"lines": [],\n"liens": []}', ":3: liens: no such field; did you mean 'lines'?"),
        ('{"version": 1,\n"lines": [],\n"lines": []}', ":3: lines: 'lines' stands here twice"),
        ('{"version": 1, "lines": []', ":1: "),
        ('{"version": 1, "lines": [{"id": "\\ud800", "price": 1, "quantity": 1}]}', ":1: lines.0.id: half a character"),
        (
            "version: 1\nlines:\n"
            + "".join(f"  - {{id: l{number}, price: 100000000, quantity: 9999}}\n" for number in range(2)),
            ":2: lines: come to 1,999,800,000,000 fen; 1,000,000,000,000 at most",
        ),
    ],
)
def test_what_is_no_basket_at_all_is_told(content: str | bytes, complaint: str, cartsim: Price, basket: Write) -> None:
    assert_refused(cartsim("price", basket(content), "--json"), "basket.yaml", complaint)


def test_a_folder_and_a_missing_file_are_named(cartsim: Price, tmp_path: Path) -> None:
    assert_refused(cartsim("price", tmp_path), f"{tmp_path}: this is a folder, not a file")
    assert_refused(cartsim("price", tmp_path / "nothing.yaml"), "nothing.yaml: no such file or directory")


def test_of_several_files_nothing_is_printed_where_one_is_wrong(cartsim: Price, basket: Write) -> None:
    good, wrong = basket(GOOD), basket(GOOD.replace("version: 1", "version: 9"), "wrong.yaml")
    assert_refused(cartsim("price", good, wrong, "--json"), "wrong.yaml:1: version")


def test_an_emoji_that_json_spells_in_two_halves_is_one_character(cartsim: Price, basket: Write) -> None:
    path = basket('{\n\t"version": 1,\n\t"lines": [{"id": "\\ud83d\\ude00", "price": 1, "quantity": 1}]\n}')
    done = cartsim("price", path, "--json")
    assert '"id": "😀"' in done.out


def test_a_name_with_escape_codes_does_not_reach_the_terminal(cartsim: Price, basket: Write) -> None:
    path = basket('{"version": 1, "lines": [{"id": "a\\u001b[31mb", "price": 1, "quantity": 1}]}')
    done = cartsim("price", path, "--explain")
    assert done.status == 0
    assert "\x1b" not in done.out
    assert "a[31mb" in done.out


@pytest.mark.parametrize(
    ("change", "warning"),
    [
        (
            ("amount_off: 4000", "amount_off: 30000"),
            "11: promotions.0.give: P: tier 1 takes ¥300.00 off ¥300.00, all of it or more",
        ),
        (("amount_off: 4000", "amount_off: 0"), "11: promotions.0.give: P: tier 1 gives nothing"),
        (("quantity: 2", "quantity: 2\n    promotion: Z"), "7: lines.1.promotion: Line B chooses Z, which is no"),
        (("quantity: 2", "quantity: 2\n    add_on: P"), "7: lines.1.add_on: Line B takes a trade-up offer of P"),
        (("layer: shop\n", "layer: shop\n    shop: S9\n"), "10: promotions.0.shop: P names shop S9, which has no line"),
        (("layer: shop\n", "layer: shop\n    scope: {lines: [Q]}\n"), "10: promotions.0.scope: P names line Q, which"),
        (("{amount_off: 4000}", "{set_price: {pieces: 2, total: 99999}}"), "11: promotions.0.give: P: tier 1 sets"),
        (("layer: shop\n", "layer: item\n"), None),
    ],
)
def test_an_odd_set_up_is_told_on_stderr_and_changes_nothing_else(
    change: tuple[str, str], warning: str | None, cartsim: Price, basket: Write
) -> None:
    path = basket(GOOD.replace(*change, 1))
    done = cartsim("price", path, "--json")
    assert done.status == 0
    assert done.out.startswith('{"version": 1')
    if warning is None:
        assert done.err == ""
    else:
        assert done.err.startswith(f"{path}:{warning}")
        assert len(done.err.splitlines()) == 1


def test_warnings_speak_the_readers_language(cartsim: Price, basket: Write) -> None:
    path = basket(GOOD.replace("amount_off: 4000", "amount_off: 0"))
    assert "第1档" in cartsim("price", path, "--json", "--lang", "zh").err
