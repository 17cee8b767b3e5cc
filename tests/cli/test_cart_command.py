"""`cartsim cart`: the view the screen draws, as text and as data."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cartsim.cart.commands import Enter
from cartsim.model.plain import plain
from cartsim.session.session import Session
from cartsim.text import cell_width
from tests.cli.conftest import ROOT, Run


def test_the_data_are_the_whole_view(run: Run, full_cart: Path) -> None:
    printed = json.loads(run("cart", "--json", "--world", full_cart).stdout)
    with Session(full_cart) as session:
        session.do(Enter())
        expected = json.loads(json.dumps(plain(session.view())))
    recovered = [line for shop in printed["cart"]["shops"] for group in shop["groups"] for line in group["lines"]]
    assert printed["schema"] == 1
    assert printed["cart"]["totals"] == expected["totals"]
    assert printed["cart"]["quote"] == expected["quote"]
    assert any(line["recovered"] for line in recovered)


def test_printing_twice_gives_the_same_cart(run: Run, world_path: Path) -> None:
    assert run("cart", "--world", world_path).stdout == run("cart", "--world", world_path).stdout


@pytest.mark.parametrize("language", ["zh", "en"])
def test_prices_stand_under_each_other_in_cells(run: Run, full_cart: Path, language: str) -> None:
    text = run("cart", "--text", "--world", full_cart, "--lang", language).stdout
    rows = [line for line in text.splitlines() if " x " in line and "¥" in line and not line.lstrip().startswith("+")]
    assert len(rows) >= 30
    assert len({cell_width(row[: row.index(" x ")]) for row in rows}) == 1


def test_the_text_speaks_the_language_of_the_locale(run: Run, full_cart: Path) -> None:
    chinese = run("cart", "--world", full_cart, LC_ALL=None, LANG="zh_CN.UTF-8").stdout
    english = run("cart", "--world", full_cart, LC_ALL=None, LANG="de_DE.UTF-8").stdout
    assert "预估合计" in chinese
    assert "Estimate" in english


def test_the_text_names_what_the_article_names(run: Run, full_cart: Path) -> None:
    text = run("cart", "--world", full_cart, "--lang", "zh").stdout
    for words in (
        "满100减20",
        "还差50元",
        "比加入时降",
        "仅剩",
        "库存紧张",
        "无货",
        "赠完为止",
        "商品已下架",
        "恢复可售",
    ):
        assert words in text


@pytest.mark.parametrize("locale", ["C", "POSIX", "en_US.ISO-8859-1"])
def test_a_poor_locale_still_prints_every_line(run: Run, full_cart: Path, locale: str) -> None:
    run("cart", "--world", full_cart)  # the hint of a recovered line shows once
    rich = run("cart", "--world", full_cart).stdout
    poor = run("cart", "--world", full_cart, LC_ALL=locale)
    assert (poor.returncode, poor.stderr) == (0, "")
    assert len(poor.stdout.splitlines()) == len(rich.splitlines())
    assert "FootprintPost" in poor.stdout


def test_characters_the_output_cannot_carry_become_question_marks(run: Run, full_cart: Path) -> None:
    done = run("cart", "--world", full_cart, "--lang", "zh", PYTHONIOENCODING="latin-1")
    assert (done.returncode, done.stderr) == (0, "")
    assert "????" in done.stdout


def test_data_on_an_ascii_output_are_escaped_not_lost(run: Run, full_cart: Path) -> None:
    printed = run("cart", "--json", "--world", full_cart, PYTHONIOENCODING="ascii")
    assert printed.stdout.isascii()
    assert json.loads(printed.stdout)["cart"]["city"]["zh"] == "上海"


def test_settings_and_policy_change_the_cart_that_is_printed(run: Run, full_cart: Path, tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text("cap:\n  total: 40\nstock:\n  hint_at: 4\n")
    options = ("--world", full_cart, "--policy", "rules.yaml", "--set", "cap.total=50")
    printed = json.loads(run("cart", "--json", *options).stdout)
    assert printed["cart"]["cap"] == 50
    assert printed["cart"]["policy"] != json.loads(run("cart", "--json", "--world", full_cart).stdout)["cart"]["policy"]


def test_the_first_cart_makes_the_users_world_once_and_keeps_it(run: Run, home: Path) -> None:
    first = json.loads(run("cart", "--json").stdout)
    made = [path for path in home.rglob("*") if path.is_file()]
    assert [path.name for path in made] == ["cartsim.world"]
    assert len(first["cart"]["shops"]) == 9
    assert json.loads(run("cart", "--json").stdout)["cart"]["totals"] == first["cart"]["totals"]


def test_two_first_starts_at_once_share_one_world(home: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "cartsim", "cart", "--json"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    started = [
        subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    answers = [process.communicate(timeout=120) for process in started]
    assert [process.returncode for process in started] == [0, 0], answers
    totals = [json.loads(out)["cart"]["totals"] for out, _ in answers]
    assert totals[0] == totals[1]
    assert [path.name for path in home.rglob("*.world")] == ["cartsim.world"]


def test_a_temporary_world_leaves_nothing_behind(run: Run, home: Path, tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    assert run("cart", "--demo", TMPDIR=str(temporary)).returncode == 0
    assert list(temporary.iterdir()) == []
    assert [path for path in home.rglob("*") if path.is_file()] == []


def test_another_seed_gives_a_world_without_the_scenario_written_for_42(run: Run) -> None:
    printed = json.loads(run("cart", "--demo", "--seed", "7", "--json").stdout)
    assert printed["cart"]["shops"] == []


def test_every_record_of_the_data_has_its_fields_by_name(run: Run, full_cart: Path) -> None:
    quote = json.loads(run("cart", "--json", "--world", full_cart).stdout)["cart"]["quote"]
    for part, names in (
        ("lines", {"id", "unit_price", "net"}),
        ("applied", {"id", "granted"}),
        ("gaps", {"promotion", "needed", "next_off"}),
        ("gifts", {"promotion"}),
    ):
        assert quote[part], part
        for record in quote[part]:
            assert names <= set(record)


def test_data_and_text_together_exclude_each_other(run: Run, full_cart: Path) -> None:
    done = run("cart", "--json", "--text", "--world", full_cart)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--json and --text exclude each other" in done.stderr
