"""The app in a real pseudo-terminal: it opens, says what is wrong, and leaves no trace."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT
from tests.pty import Terminal

CTRL_C = "\x03"
CTRL_Q = "\x11"


def started(*arguments: str | Path, columns: int = 120, rows: int = 40, **changes: str) -> Terminal:
    environment: Mapping[str, str] = {**os.environ, "PYTHONPATH": str(ROOT), **changes}
    command = [sys.executable, "-m", "cartsim", *map(str, arguments)]
    return Terminal(command, columns=columns, rows=rows, environment=environment)


@pytest.mark.parametrize(("language", "words"), [("en", "FootprintPost"), ("zh", "脚印邮局")])
def test_the_cart_opens_in_both_languages_and_leaves_with_status_0(full_cart: Path, language: str, words: str) -> None:
    with started("--world", full_cart, "--lang", language) as terminal:
        terminal.wait_for(words)
        terminal.press(CTRL_Q)
        assert terminal.wait_for_end() == 0
    assert b"Traceback" not in terminal.raw


@pytest.mark.parametrize(("columns", "rows"), [(20, 5), (30, 10), (1, 1)])
def test_a_terminal_too_small_gets_a_message_or_a_picture_and_can_be_left(
    full_cart: Path, columns: int, rows: int
) -> None:
    with started("--world", full_cart, "--lang", "en", columns=columns, rows=rows) as terminal:
        terminal.wait_for(lambda seen: b"\x1b[?1049h" in seen.raw and bool(seen.text.strip()))
        terminal.press(CTRL_Q)
        assert terminal.wait_for_end() == 0
    assert b"Traceback" not in terminal.raw


def test_a_terminal_that_cannot_be_drawn_on_gets_a_message(full_cart: Path) -> None:
    with started("--world", full_cart, TERM="dumb") as terminal:
        assert terminal.wait_for_end() == 2
        assert "TERM=dumb cannot be drawn on" in terminal.text.replace("\n", " ")


def test_without_colours_the_cart_is_drawn_without_colours(full_cart: Path) -> None:
    with started("--world", full_cart, "--lang", "en", NO_COLOR="1") as terminal:
        terminal.wait_for("FootprintPost")
        colours = {cell.fg for row in terminal.screen.buffer.values() for cell in row.values()}
        terminal.press(CTRL_Q)
        terminal.wait_for_end()
    greys = {colour for colour in colours if len(colour) == 6 and colour[:2] == colour[2:4] == colour[4:]}
    assert colours - greys <= {"default", "black", "white", "brightblack"}


def test_the_c_locale_gets_signs_in_ascii(full_cart: Path) -> None:
    with started("--world", full_cart, LC_ALL="C", LANG="C") as terminal:
        text = terminal.wait_for("FootprintPost")
        terminal.press(CTRL_Q)
        terminal.wait_for_end()
    assert "✓" not in text
    assert "▾" not in text


def test_a_demo_that_is_told_to_stop_takes_its_world_away(tmp_path: Path) -> None:
    with started("--demo", "--lang", "en", TMPDIR=str(tmp_path)) as terminal:
        terminal.wait_for("FootprintPost")
        assert [path.name[:8] for path in tmp_path.iterdir()] == ["cartsim-"]
        terminal.process.send_signal(signal.SIGTERM)
        terminal.wait_for_end()
    assert list(tmp_path.iterdir()) == []


def test_interrupting_the_seeding_ends_with_130_and_leaves_no_half_world(tmp_path: Path) -> None:
    with started("world", "new", tmp_path / "large.world", "--size", "large") as terminal:
        terminal.wait_for("Seeding")
        terminal.process.send_signal(signal.SIGINT)
        assert terminal.wait_for_end() == 130
    assert list(tmp_path.iterdir()) == []
    assert b"Traceback" not in terminal.raw


def test_a_world_of_another_version_is_offered_a_fresh_one_beside_it(full_cart: Path) -> None:
    raw = bytearray(full_cart.read_bytes())
    raw[60:64] = (99).to_bytes(4, "big")
    full_cart.write_bytes(raw)
    with started("--world", full_cart, "--lang", "en") as terminal:
        terminal.wait_for("[Y/n]")
        assert "full-2.world" in terminal.text.replace("\n", "")
        terminal.press("y\r")
        terminal.wait_for("FootprintPost")
        terminal.press(CTRL_Q)
        assert terminal.wait_for_end() == 0
    assert full_cart.read_bytes() == bytes(raw)
    assert full_cart.with_name("full-2.world").exists()


def test_a_damaged_world_is_offered_a_fresh_one_beside_it(full_cart: Path) -> None:
    with closing(sqlite3.connect(full_cart, isolation_level=None)) as connection:
        connection.execute("DELETE FROM world")
    with started("--world", full_cart, "--lang", "en") as terminal:
        terminal.wait_for("[Y/n]")
        assert "holds no world" in terminal.text.replace("\n", "")
        terminal.press("n\r")
        assert terminal.wait_for_end() == 2


def test_declining_the_fresh_world_ends_with_status_2(full_cart: Path) -> None:
    raw = bytearray(full_cart.read_bytes())
    raw[60:64] = (99).to_bytes(4, "big")
    full_cart.write_bytes(raw)
    with started("--world", full_cart, "--lang", "en") as terminal:
        terminal.wait_for("[Y/n]")
        terminal.press("n\r")
        assert terminal.wait_for_end() == 2
    assert [path.name for path in full_cart.parent.iterdir()] == [full_cart.name]
