"""`cartsim run`, `do`, `scenarios` and `schema script` from outside."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cli.conftest import Run

GOOD = "scenario: full-cart\nsteps:\n  - {do: enter}\n  - expect: {lines: 32}\n  - {shot: cart}\n"
BAD = "scenario: full-cart\nsteps:\n  - expect: {lines: 31}\n  - expect: {lines: 30}\n"
WRONG = "scenario: full-cart\nsteps:\n  - expct: {lines: 31}\n"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    for name, text in (("good", GOOD), ("bad", BAD), ("wrong", WRONG)):
        (tmp_path / f"{name}.cart.yaml").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("names", "status"), [(("good",), 0), (("good", "bad"), 1), (("bad", "wrong", "good"), 2), (("absent",), 2)]
)
def test_the_status_says_passed_failed_or_refused(names: tuple[str, ...], status: int, files: Path, run: Run) -> None:
    done = run("run", *(f"{name}.cart.yaml" for name in names), "--lang", "en")
    assert (done.returncode, done.stderr) == (status, "")
    assert "Traceback" not in done.stdout


def test_a_run_writes_junit_and_pictures_and_json(files: Path, run: Run) -> None:
    done = run(
        "run", "good.cart.yaml", "bad.cart.yaml", "--junit", "out.xml", "--shots", "shots", "--json", "--keep-going"
    )
    told = json.loads(done.stdout)
    assert [script["ending"] for script in told["scripts"]] == ["passed", "failed"]
    assert [len(script["steps"]) for script in told["scripts"]] == [3, 2]
    assert told["scripts"][1]["steps"][0]["mismatches"] == [{"fact": "lines", "expected": "31", "found": "32"}]
    assert (files / "shots" / "good.cart.svg").exists()
    assert ElementTree.parse(files / "out.xml").getroot().tag == "testsuites"


def test_a_file_that_cannot_be_written_is_told_before_anything_is_played(files: Path, run: Run) -> None:
    done = run("run", "good.cart.yaml", "--junit", "nowhere/out.xml")
    assert (done.returncode, done.stdout) == (2, "")
    assert "nowhere/out.xml cannot be written" in done.stderr


@pytest.mark.parametrize(
    ("option", "told"), [("--junit", "is no JUnit file; it was left as it is"), ("--cast", "is no cast; it was left")]
)
def test_a_file_of_another_kind_is_not_written_over(option: str, told: str, files: Path, run: Run) -> None:
    """`--junit` before a script takes the script for its file."""
    done = run("run", option, "bad.cart.yaml", "good.cart.yaml")
    assert (done.returncode, done.stdout) == (2, "")
    assert f"bad.cart.yaml is there already and {told}" in done.stderr
    assert (files / "bad.cart.yaml").read_text() == BAD


def test_a_file_of_a_run_before_is_written_over(files: Path, run: Run) -> None:
    for option, name in (("--junit", "out.xml"), ("--cast", "out.cast")):
        sizes = []
        for script in ("good", "bad"):
            assert run("run", f"{script}.cart.yaml", option, name).returncode == (script == "bad")
            sizes.append((files / name).read_text())
        assert sizes[0] != sizes[1]


def test_pictures_of_scripts_of_one_name_do_not_draw_over_each_other(files: Path, run: Run) -> None:
    for folder in ("one", "two"):
        (files / folder).mkdir()
        (files / folder / "good.cart.yaml").write_text(GOOD)
    done = run("run", "one/good.cart.yaml", "two/good.cart.yaml", "bad.cart.yaml", "--shots", "shots")
    assert done.returncode == 1
    assert sorted(path.name for path in (files / "shots").iterdir()) == [
        "one-good.cart.cart.svg", "two-good.cart.cart.svg",
    ]  # fmt: skip


def test_a_name_that_is_nowhere_is_told_before_anything_is_played(files: Path, run: Run) -> None:
    done = run("run", "good.cart.yaml", "coupon-hnt")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no scenario 'coupon-hnt'; did you mean 'coupon-hunt'?" in done.stderr


def test_a_folder_is_no_scenario_that_is_missing(files: Path, run: Run) -> None:
    (files / "stories").mkdir()
    done = run("run", "stories")
    assert done.returncode == 2
    assert "stories: this is a folder, not a file" in done.stdout


@pytest.mark.parametrize("screen", ["none", "headless"])
def test_pictures_that_are_not_taken_are_told(screen: str, files: Path, run: Run) -> None:
    done = run("run", "good.cart.yaml", "--screen", screen)
    assert done.returncode == 0
    assert "1 picture was not taken; --shots FOLDER takes them" in done.stdout


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--speed", "nan"), "--speed takes a number from 0.1 to 100"),
        (("--junit", "absent/out.xml"), "absent/out.xml cannot be written: no such folder"),
        (("--junit", "."), ". cannot be written: a folder"),
        (("--cast", "absent/out.cast"), "absent/out.cast cannot be written: no such folder"),
        (("--shots", "bad.cart.yaml"), "bad.cart.yaml takes no pictures: it is no folder"),
        (("--screen", "visible"), "to play without one: --screen headless"),
    ],
)
def test_what_cannot_be_had_is_said_before_anything_is_played(
    options: tuple[str, ...], told: str, files: Path, run: Run
) -> None:
    done = run("run", "good.cart.yaml", *options)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr


def test_a_script_may_stand_in_a_file_of_any_name(files: Path, run: Run) -> None:
    for name in ("story", "story.txt", "故事.cart.yaml"):
        (files / name).write_text(GOOD, encoding="utf-8")
        assert run("run", name).returncode == 0
    (files / "story.json").write_text('{"scenario": "full-cart", "steps": [{"expect": {"lines": 32}}]}')
    assert run("run", "story.json").returncode == 0


def test_a_scenario_is_played_by_its_name(run: Run) -> None:
    assert run("run", "full-cart").returncode == 0
    wrong = run("run", "full-crat")
    assert wrong.returncode == 2
    assert "did you mean 'full-cart'?" in wrong.stderr + wrong.stdout


def test_do_changes_a_world_from_the_shell(full_cart: Path, run: Run) -> None:
    done = run("do", "--world", full_cart, "set_quantity", "line=hiking-shoes-001/sand-37", "quantity=2")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Quantity set: l")
    printed = json.loads(run("cart", "--world", full_cart, "--json").stdout)
    lines = [line for shop in printed["cart"]["shops"] for group in shop["groups"] for line in group["lines"]]
    assert {line["sku"]: line["quantity"] for line in lines}["hiking-shoes-001/sand-37"] == 2
    refused = run("do", "--world", full_cart, "--json", "set_quantity", "line=hiking-shoes-001/sand-37", "quantity=999")
    assert refused.returncode == 1
    assert json.loads(refused.stdout)["outcome"]["refusal"]["reason"]["code"] == "maximum_stock"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("set_quantty",), "did you mean 'set_quantity'?"),
        (("set_quantity", "line=l1"), "needs quantity"),
        (("set_quantity", "line=l1", "quantity=many"), "quantity takes a whole number"),
        (("set_quantity", "line"), "is not NAME=VALUE"),
        (("set_quantity", "line=l1", "quantity=2", "quantity=3"), "quantity stands here twice"),
        (("set_price", "sku=hiking-shoes-001/sand-37", "price=99999999999"), "price takes 0.01 to 1000000.00 yuan"),
        (("add_to_cart", "sku=hiking-shoes-001/sand-73"), "no sku"),
    ],
)
def test_a_command_that_does_not_fit_is_refused_with_status_2(
    arguments: tuple[str, ...], told: str, full_cart: Path, run: Run
) -> None:
    done = run("do", "--world", full_cart, *arguments)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_the_schema_and_the_lists_are_printed(run: Run) -> None:
    assert "steps" in json.loads(run("schema", "script").stdout)["properties"]
    assert "set_quantity line=LINE quantity=N" in run("do").stdout
    stories = json.loads(run("scenarios", "--json").stdout)["scenarios"]
    assert "full-cart" in [story["name"] for story in stories]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("policy: {cap.total: 3}\n", "odd.yaml:1: policy.cap.total: write it as cap: {total: ...}"),
        ("steps: [{expect: {}}]\n", "odd.yaml:1: steps.0.expect: expects nothing; name a fact, such as net_total"),
        ("steps: [{say: 3}]\n", "odd.yaml:1: steps.0.say: takes text, not 3"),
        ("steps: [{say: {zh: a}}]\n", "odd.yaml:1: steps.0.say.en: this field is missing"),
        ("steps: [{say: {zh: a, en: b, fr: c}}]\n", "odd.yaml:1: steps.0.say.fr: no such field"),
        (
            "steps: [{expect: {net_total: 1000000.01}}]\n",
            "odd.yaml:1: steps.0.expect.net_total: takes 0.00 to 1000000.00 yuan, not 1000000.01",
        ),
        ("skus: [{sku: a, price: 0}]\n", "odd.yaml:1: skus.0.price: takes 0.01 to 1000000.00 yuan, not 0.00"),
        (
            "promotions: [{code: P, tiers: [{amount: 5, off: 1}], repeat: 0}]\n",
            "odd.yaml:1: promotions.0.repeat: takes 1 or more, not 0",
        ),
        (
            "promotions: [{code: P, tiers: [{amount: 5, off: 1}], repeat: often}]\n",
            "odd.yaml:1: promotions.0.repeat: takes 'unlimited', not 'often'",
        ),
        ("version: 1\nlines: []\n", "odd.yaml:2: lines: this is a basket, which `cartsim price` reads"),
    ],
)
def test_what_a_script_gets_wrong_is_told_with_its_line(text: str, complaint: str, files: Path, run: Run) -> None:
    (files / "odd.yaml").write_text(text)
    done = run("run", "odd.yaml")
    assert done.returncode == 2
    assert complaint in done.stdout
