"""What is done on a real screen, while the market moves, is recorded, exported and taken back."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

from cartsim.session.session import Session
from tests.cli.conftest import ROOT, Run
from tests.pty import Terminal

CTRL_Q = "\x11"


def started(folder: Path, *arguments: str | Path) -> Terminal:
    """The app, started in this folder."""
    words = shlex.join([sys.executable, "-m", "cartsim", *map(str, arguments)])
    command = ["sh", "-c", f"cd {shlex.quote(str(folder))} && exec {words}"]
    return Terminal(command, columns=160, rows=50, environment={**os.environ, "PYTHONPATH": str(ROOT)})


def test_a_recording_made_while_the_market_moves_passes_and_a_session_shows_the_same(
    full_cart: Path, tmp_path: Path, run: Run
) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    with started(folder, "--world", full_cart, "--lang", "en") as terminal:
        terminal.wait_for("FootprintPost")
        terminal.press(">")
        terminal.press("+")
        terminal.wait_for(lambda seen: any(f"20:00:{second}" in seen.row(0) for second in range(14, 60)))
        terminal.press("+z")
        terminal.press("E")
        terminal.wait_for("Marked")
        terminal.press("R")
        terminal.wait_for("Write a recording")
        assert list(folder.iterdir()) == []
        terminal.press("y")
        terminal.wait_for("recorded-1.cart.yaml")
        terminal.press("P")
        terminal.wait_for("Run")
        terminal.press("\x10")
        terminal.wait_for("What do you want to do?")
        terminal.press("export")
        terminal.wait_for("Export session")
        terminal.press("\r")
        terminal.wait_for("into a file?")  # the palette itself says the rest
        terminal.press("y")
        terminal.wait_for("session-1.cartsim")
        terminal.press(CTRL_Q)
        assert terminal.wait_for_end() == 0
    played = run("run", folder / "recorded-1.cart.yaml", "--keep-going")
    assert played.returncode == 0, played.stdout[-3000:]
    text = (folder / "recorded-1.cart.yaml").read_text(encoding="utf-8")
    assert "do: undo" in text
    assert text.count("expect") > 30
    assert run("replay", full_cart).stdout.endswith("the same again\n")
    assert (folder / "session-1.cartsim").stat().st_size < 2048
    with Session(full_cart) as session:
        quantities = [line.quantity for line in session.view().lines]
    with started(folder, "--session", "session-1.cartsim", "--lang", "en") as terminal:
        terminal.wait_for("FootprintPost")
        terminal.wait_for("Run")
        terminal.press(CTRL_Q)
        assert terminal.wait_for_end() == 0
    shown = run("cart", "--json", "--session", folder / "session-1.cartsim").stdout
    assert shown
    assert quantities


def test_steps_of_the_last_sitting_are_taken_back_and_done_again(full_cart: Path, tmp_path: Path) -> None:
    def quantities() -> list[int]:
        with Session(full_cart) as session:
            return sorted(line.quantity for line in session.view().lines)

    before = quantities()
    for keys, wanted in (("++", "changed"), ("zz", "before"), ("ZZ", "changed")):
        with started(tmp_path, "--world", full_cart, "--lang", "en") as terminal:
            terminal.wait_for("FootprintPost")
            terminal.press(keys)
            terminal.wait_for({"zz": "restored", "ZZ": "Done again"}.get(keys, "¥867.00"))
            terminal.press(CTRL_Q)
            assert terminal.wait_for_end() == 0
        assert (quantities() == before) == (wanted == "before")
