"""`cartsim do`: what is refused changes nothing, and every command says what it does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cartsim.cart.vocabulary import VOCABULARY
from tests.cli.conftest import Run


def entries(run: Run, world: Path) -> int:
    """How many entries the journal has."""
    found: int = json.loads(run("world", "info", world, "--json").stdout)["journal"]
    return found


@pytest.mark.parametrize(
    "arguments",
    [
        ("add_to_cart", "sku=nope"),
        ("set_policy", "name=cap.totl", "value=3"),
        ("set_policy", "name=cap.total", "value=many"),
        ("set_quantity", "line=l3", "quantity=two"),
        ("set_trouble", "neighbour=weather", "trouble=down"),
        ("refresh", "mode=hourly"),
    ],
    ids=" ".join,
)
def test_what_a_command_does_not_take_leaves_the_world_as_it_was(
    run: Run, full_cart: Path, arguments: tuple[str, ...]
) -> None:
    before = entries(run, full_cart)
    done = run("do", "--world", full_cart, *arguments)
    assert done.returncode == 2, done
    assert "Traceback" not in done.stderr
    assert entries(run, full_cart) == before


def test_a_line_that_never_was_is_not_called_one_that_is_gone(run: Run, world_path: Path) -> None:
    done = run("do", "--world", world_path, "--lang", "en", "set_quantity", "line=l1", "quantity=2")
    assert done.returncode == 1
    assert "Not in the cart: l1" in done.stdout


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_list_of_commands_speaks_one_language_and_gives_each_a_sentence_of_its_own(run: Run, language: str) -> None:
    told = run("do", "--lang", language).stdout
    sentences = [line.strip() for line in told.splitlines() if line.startswith("    ")]
    assert len(sentences) == len(set(sentences)) == len(VOCABULARY)
    is_chinese = [any("\u4e00" <= letter <= "\u9fff" for letter in sentence) for sentence in sentences]
    assert all(is_chinese) if language == "zh" else not any(is_chinese)
    assert not {"None", "True", "False"} & set(told.replace("(", " ").replace(")", " ").split())
    assert "scale_price sku=SKU rate=N" in told
    assert "8000" in next(sentence for sentence in sentences if "80 %" in sentence or "80%" in sentence)
    assert "pick_coupon coupon=COUPON picked=true|false|none" in told
