"""`cartsim policy`: the list of everything that can be tuned."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cartsim.model.policy_fields import policy_fields
from tests.cli.conftest import Run


def test_every_field_is_listed_with_its_documentation(run: Run) -> None:
    listed = json.loads(run("policy", "--json").stdout)
    assert [field["name"] for field in listed] == [known.name for known in policy_fields()]
    total = next(field for field in listed if field["name"] == "cap.total")
    assert (total["default"], total["unit"], total["low"], total["high"]) == (120, "lines", 1, 2000)
    assert all(field["doc"] and field["rule"] and field["source"] for field in listed)


def test_values_of_file_and_settings_are_shown_beside_the_default(run: Run, tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text("cap:\n  total: 9\n  per_sku: 8\n")
    shown = run("policy", "--policy", "rules.yaml", "--set", "cap.total=5").stdout
    assert "cap.total = 5  (default 120)" in shown
    assert "cap.per_sku = 8  (default 99)" in shown


def test_settings_before_and_after_the_command_add_up(run: Run) -> None:
    shown = run("--set", "cap.total=5", "policy", "--set", "cap.per_sku=6").stdout
    assert "cap.total = 5 " in shown
    assert "cap.per_sku = 6 " in shown


def test_rules_that_contradict_each_other_are_refused_as_the_app_would(run: Run) -> None:
    done = run("policy", "--set", "stock.hint_at=20")
    assert done.returncode == 2
    assert "stock.hide_above" in done.stderr


@pytest.mark.parametrize("number", ["1_0", "５", "0x10", "1.0", "1e3", "9" * 40])
def test_a_number_is_written_in_plain_digits(run: Run, number: str) -> None:
    done = run("policy", "--set", f"cap.total={number}")
    assert done.returncode == 2
    assert f"cap.total takes a whole number, not '{number}'" in done.stderr


def test_the_fields_are_told_in_the_language_asked_for(run: Run) -> None:
    told = run("policy", "--lang", "zh", "--set", "cap.total=5").stdout
    assert "（默认120）" in told
    assert "购物车最多容纳的商品种数" in told
    assert "How many" not in told
