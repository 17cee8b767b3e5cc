"""`cartsim price` as a person types it: its options, its receipt, a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cartsim.text import cell_width
from tests.cli.conftest import ROOT, Run

GOLDEN = ROOT / "tests" / "basketfile" / "golden"

COAT = """\
version: 1
pricing: {refund: split}
lines:
  - {id: coat, price: 29000, quantity: 1}
  - {id: socks, price: 1200, quantity: 1}
promotions:
  - {id: P, layer: shop, when: {amount: 30000}, give: {amount_off: 4000}}
  - {id: Q, layer: platform, give: {amount_off: 100}, from: 2026-06-18T20:00:00}
now: 2026-06-18T19:00:00
"""


@pytest.fixture
def coat(tmp_path: Path) -> Path:
    path = tmp_path / "coat.yaml"
    path.write_text(COAT)
    return path


def answer(done: subprocess.CompletedProcess[str]) -> Any:
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_the_receipt_of_the_golden_cart(run: Run) -> None:
    done = run("price", GOLDEN / "golden-parallel.yaml", "--explain", "--lang", "en")
    assert done.stdout == (
        "line  shop    price  pieces   amount     cuts     pays\n"
        "A     S1    ¥169.00      ×1  ¥169.00  −¥58.56  ¥110.44\n"
        "B     S1     ¥88.00      ×2  ¥176.00  −¥60.99  ¥115.01\n"
        "C     S2    ¥320.00      ×1  ¥320.00  −¥91.86  ¥228.14\n"
        "D     S2     ¥29.90      ×1   ¥29.90   −¥8.58   ¥21.32\n"
        "\n"
        "List total         ¥724.90\n"
        "List price cut     −¥30.00\n"
        "Shop deals         −¥74.99\n"
        "Shop coupons       −¥15.00\n"
        "Cross-shop deals  −¥100.00\n"
        "Platform coupons   −¥30.00\n"
        "Estimated total    ¥474.91\n"
        "Payable            ¥474.91\n"
        "\n"
        "Applied\n"
        "  P1  Shop deals        ¥40 off ¥300                on ¥345.00   −¥40.00\n"
        "  P2  Shop deals        10% off 2+                  on ¥349.90   −¥34.99\n"
        "  C1  Shop coupons      ¥15 off ¥320                on ¥345.00   −¥15.00\n"
        "  X   Cross-shop deals  ¥50 off every ¥300, no cap  on ¥694.90  −¥100.00\n"
        "  C2  Platform coupons  ¥30 off ¥600                on ¥694.90   −¥30.00\n"
        "\n"
        "Waterfall\n"
        "         amount  Shop deals  Shop coupons  Cross-shop deals  Platform coupons     pays\n"
        "  A     ¥169.00     −¥19.59        −¥7.35           −¥24.32            −¥7.30  ¥110.44\n"
        "  B     ¥176.00     −¥20.41        −¥7.65           −¥25.33            −¥7.60  ¥115.01\n"
        "  C     ¥320.00     −¥32.00             ·           −¥46.05           −¥13.81  ¥228.14\n"
        "  D      ¥29.90      −¥2.99             ·            −¥4.30            −¥1.29   ¥21.32\n"
        "  sum   ¥694.90     −¥74.99       −¥15.00          −¥100.00           −¥30.00  ¥474.91\n"
        "  left  ¥694.90     ¥619.91       ¥604.91           ¥504.91           ¥474.91\n"
        "\n"
        "Paid for by the shop ¥89.99, the platform ¥130.00\n"
        "\n"
        "In sight, but taking nothing off\n"
        "  C9  Platform coupons  ¥40 off ¥700  ¥5.10 to go\n"
        "\n"
        "The cheapest combination; the next best costs ¥15.00 more (¥489.91)\n"
    )


@pytest.mark.parametrize("name", sorted(path.stem for path in GOLDEN.glob("*coupon*.yaml")))
def test_money_stands_under_money_in_chinese(name: str, run: Run) -> None:
    """Every line of the sums ends in the same cell."""
    told = run("price", GOLDEN / f"{name}.yaml", "--lang", "zh").stdout
    sums = [line for line in told.split("\n\n")[1].splitlines() if line]
    assert len(sums) > 2
    assert len({cell_width(line) for line in sums}) == 1


def test_without_explain_the_receipt_says_how_much_it_leaves_out(run: Run, coat: Path) -> None:
    told = run("price", coat, "--lang", "en").stdout
    assert "1 more in sight takes nothing off: --explain says why" in told
    assert "Waterfall" not in told


def test_what_opens_today_is_told_by_the_hour(run: Run, coat: Path) -> None:
    assert "Opens 20:00\n" in run("price", coat, "--explain", "--lang", "en").stdout


def test_at_opens_what_was_not_open_yet(run: Run, coat: Path) -> None:
    assert answer(run("price", coat, "--json"))["refused"][0]["reason"] == "not_yet"
    assert answer(run("price", coat, "--json", "--at", "2026-06-18T12:00:00Z"))["refused"] == []


def test_without_prices_as_if_it_were_not_there(run: Run, coat: Path) -> None:
    told = answer(run("price", coat, "--json", "--without", "P", "--without", "Q"))
    assert (told["net_total"], told["applied"], told["refused"]) == (30200, [], [])


def test_choose_all_takes_what_applies_one_after_the_other(run: Run) -> None:
    """99.99 less 10 % is 89.99, at most 85.00, less 12.00 is 73.00; two pieces."""
    path = GOLDEN / "item-best-wins.yaml"
    assert answer(run("price", path, "--json"))["net_total"] == 17000
    assert answer(run("price", path, "--json", "--choose", "all"))["net_total"] == 14600


def test_t15_a_refund_by_split_and_by_clawback(run: Run, coat: Path) -> None:
    """40 off 290 + 12: 38.41 / 1.59, so the socks come back with 10.41; without them the 40.00 are lost."""
    told = answer(run("price", coat, "--json", "--refund", "socks=1"))
    assert told["refund"] == {"line": "socks", "pieces": 1, "policy": "split", "amount": 1041, "lost": 0, "freight": 0}
    coat.write_text(COAT.replace("refund: split", "refund: clawback"))
    assert answer(run("price", coat, "--json", "--refund", "socks=1"))["refund"]["amount"] == 0
    told = run("price", coat, "--refund", "socks=1", "--lang", "en").stdout
    assert "1 piece of socks returned: ¥0.00 back (by how much less the rest costs)" in told
    assert "¥10.41 by its share, the other way" in told


def test_compare_tells_what_moved_and_nothing_else(run: Run, coat: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(COAT.replace("1200", "3900"))
    told = answer(run("price", coat, "--json", "--compare", other))["compare"]
    assert {moved["name"]: moved["change"] for moved in told["totals"]} == {
        "list_total": 2700, "goods": 2700, "net_total": 2700, "payable": 2700,
    }  # fmt: skip
    assert told["promotions"] == []
    text = run("price", coat, "--compare", other, "--lang", "en").stdout
    assert "  Payable          ¥262.00  ¥289.00  +¥27.00\n" in text
    assert "same in every figure" in run("price", coat, "--compare", coat, "--lang", "en").stdout


def test_explain_adds_waterfall_funding_and_runner_up_for_programs(run: Run) -> None:
    told = answer(run("price", GOLDEN / "golden-parallel.yaml", "--json", "--explain"))
    assert [(fall["layer"], fall["left"]) for fall in told["waterfall"]] == [
        ("shop", 61991), ("shop_coupon", 60491), ("cross_shop", 50491), ("platform_coupon", 47491),
    ]  # fmt: skip
    assert told["funding"] == {"shop": 8999, "platform": 13000}
    assert told["runner_up"] == {"net_total": 48991, "difference": 1500}


def test_a_search_that_stops_says_so_and_gives_the_bound(run: Run, tmp_path: Path) -> None:
    """Twelve lines that six deals with thresholds want, and one state of search."""
    lines = [f"  - {{id: l{number}, price: {900 + 77 * number}, quantity: 1}}" for number in range(12)]
    deals = [
        f"  - {{id: p{number}, layer: shop, when: {{amount: {2000 + 311 * number}}}, "
        f"give: {{amount_off: {300 + 91 * number}}}}}"
        for number in range(6)
    ]
    path = tmp_path / "wide.yaml"
    path.write_text("\n".join(["version: 1", "pricing: {work_limit: 1}", "lines:", *lines, "promotions:", *deals]))
    told = answer(run("price", path, "--json"))
    assert told["optimal"] is False
    assert list(told)[7:9] == ["optimal", "bound"]
    assert told["bound"] <= told["payable"]
    assert "no combination is below" in run("price", path, "--explain", "--lang", "en").stdout


def test_standard_input_is_a_file_called_dash(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "cartsim", "price", "-", "--json"]
    done = subprocess.run(command, cwd=ROOT, input=COAT, capture_output=True, text=True, timeout=60, check=False)
    assert answer(done)["net_total"] == 26200
    done = subprocess.run(command, cwd=ROOT, input="lines: 5", capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("cartsim: <stdin>:1: ")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--without", "p"], "--without p: no such promotion or coupon"),
        (["--at", "soon"], "--at takes a moment such as 2026-06-18T20:00:00, not 'soon'"),
        (["--refund", "socks"], "--refund socks: this is not LINE=QTY"),
        (["--refund", "socks=0"], "line 'socks' has 1 piece, not 0"),
        (["--refund", "socks=2"], "line 'socks' has 1 piece, not 2"),
        (["--refund", "sock=1"], "has no line 'sock'; did you mean 'socks'?"),
        (["--refund", "socks=" + "9" * 5000], "this is not LINE=QTY"),
        (["coat.yaml", "--compare", "coat.yaml"], "--compare goes with one FILE"),
        (["--compare", "nowhere.yaml"], "nowhere.yaml: no such file or directory"),
        (["-", "--compare", "-"], "standard input can be read once"),
        (["--lang", "fr"], "'fr'"),
    ],
)
def test_an_option_that_does_not_fit_is_named(arguments: list[str], complaint: str, run: Run, coat: Path) -> None:
    done = run("price", coat, *arguments, "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("cartsim: ")
    assert complaint in done.stderr


def test_the_schema_describes_every_field_and_takes_no_other(run: Run) -> None:
    schema = answer(run("schema", "basket"))
    assert schema["required"] == ["version", "lines"]
    assert schema["additionalProperties"] is False
    promotion = schema["$defs"]["PromotionPart"]["properties"]
    assert {"for", "from", "until", "when", "give", "tiers", "excess", "limit"} <= set(promotion)
    assert promotion["until"]["description"]
    settings = schema["$defs"]["Pricing"]["properties"]
    assert {"threshold_base", "rounding", "choose", "freight_base", "round_order", "min_payable", "refund"} <= set(
        settings
    )


GAP = """\
version: 1
lines:
  - {id: coat, price: 29000, quantity: 1}
  - {id: mug, price: 1500, quantity: 1, checked: false}
promotions:
  - {id: P, layer: shop, when: {amount: 30000}, give: {amount_off: 4000}}
freight: [{fee: 1000, free_over: 60000}]
"""
GOODS = """\
version: 1
goods:
  - {id: cap, price: 3900}
  - {id: socks, price: 1200}
  - {id: clip, price: 400}
  - {id: coat, price: 29000}
"""


@pytest.fixture
def gap(tmp_path: Path) -> Path:
    (tmp_path / "goods.yaml").write_text(GOODS)
    (tmp_path / "gap.yaml").write_text(GAP)
    return tmp_path / "gap.yaml"


def test_r_add_7_top_up_ranks_goods_by_what_they_really_cost(run: Run, gap: Path) -> None:
    """290 + 12 - 40 = 262: 28 less than the 290 without; the ticked mug 290 + 15 - 40 = 265: 25 less;
    the cap 290 + 39 - 40 = 289: 1 less; a second coat 580 - 40 = 540: 250 more; a clip alone 4 more."""
    deal, freight = answer(run("price", gap, "--json", "--top-up", "goods.yaml"))["top_up"]
    assert (deal["id"], deal["short"]) == ("P", 1000)
    assert freight["freight"] is None
    assert [(one["takes"][0]["id"], one["extra"]) for one in deal["unticked"]] == [("mug", -2500)]
    assert [(one["takes"][0]["id"], one["extra"], one["reaches"]) for one in deal["goods"]] == [
        ("socks", -2800, True), ("cap", -100, True), ("coat", 25000, True), ("clip", 400, False),
    ]  # fmt: skip
    socks = deal["goods"][0]
    assert (socks["over"], socks["refund_split"], socks["refund_clawback"]) == (200, 1041, 0)
    assert {"id": "clip", "times": 3} in deal["combinations"][0]["takes"]


@pytest.mark.parametrize(
    ("language", "words"), [("en", ("¥10 to go", "reached, ¥2 over")), ("zh", ("还差10元", "已满，超出2元"))]
)
def test_top_up_is_printed_for_a_person(language: str, words: tuple[str, ...], run: Run, gap: Path) -> None:
    told = run("price", gap, "--top-up", "goods.yaml", "--lang", language).stdout
    assert all(word in told for word in (*words, "−¥28.00"))


def test_a_wrong_goods_file_is_named_with_its_line(run: Run, gap: Path) -> None:
    (gap.parent / "goods.yaml").write_text(GOODS.replace("id: clip", "id: cap"))
    done = run("price", gap, "--top-up", "goods.yaml")
    assert (done.returncode, done.stdout) == (2, "")
    assert "goods.yaml:5: goods.2.id: goods 'cap' stands here twice, first in line 3" in done.stderr
    (gap.parent / "goods.yaml").write_text(GOODS.replace("price: 400", "price: 4.00"))
    assert "goods.yaml:5: goods.2.price: takes a whole number" in run("price", gap, "--top-up", "goods.yaml").stderr


def test_the_goods_file_has_a_schema_too(run: Run) -> None:
    assert set(answer(run("schema", "goods"))["properties"]) == {"version", "goods"}


def test_the_receipt_says_what_the_shoppers_own_choice_keeps_out_and_costs(run: Run) -> None:
    done = run("price", GOLDEN / "own-choice-costs.yaml", "--explain", "--lang", "en")
    assert "  P2  Shop deals        ¥40 off ¥300  Kept out by your own choice; it would save ¥35\n" in done.stdout
    assert "  K2  Shop coupons      ¥0.70 off ¥1  Kept out by your own choice; it would save ¥0.20\n" in done.stdout
    assert done.stdout.endswith("\nYour own choice costs ¥35.50 more than the cheapest\n")
    told = answer(run("price", GOLDEN / "own-choice-costs.yaml", "--explain", "--json"))
    assert told["own_choice"] == {"cheapest": 25_900, "cost": 3_550}
