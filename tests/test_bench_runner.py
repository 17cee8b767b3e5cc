"""`tests/bench/run.py`: its front, not its figures."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench import bare, run

ROOT = Path(__file__).resolve().parents[1]


def test_an_unknown_name_ends_with_status_2_and_names_those_there_are() -> None:
    done = subprocess.run(
        [sys.executable, "tests/bench/run.py", "warp"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert all(name in done.stderr for name in run.NAMES)


@pytest.mark.parametrize("name", run.NAMES)
def test_every_name_is_a_module_that_measures(name: str) -> None:
    source = (ROOT / "tests" / "bench" / f"{name}.py").read_text(encoding="utf-8")
    assert "def measure(" in source


@pytest.mark.parametrize("name", ["key", "tick"])
def test_the_screens_that_are_measured_paint(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bare, "ROUNDS", 2)
    monkeypatch.setattr(bare, "TURNS", 1)
    assert all(row["ratio"] > 0 for row in run.measure(name))


def test_a_row_shows_its_ratio_and_its_figures() -> None:
    shown = run.line({"name": "tick, 120 lines", "ms": 2.5, "ratio": 1.25})
    assert "tick, 120 lines" in shown
    assert "1.25 x" in shown
    assert "ms 2.5" in shown


def test_the_bench_of_other_shops_says_how_to_install_them_where_they_are_not() -> None:
    done = subprocess.run(
        [sys.executable, "-S", "tests/bench/peers.py"],  # without site-packages neither is
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout.count("pip install -e '.[bench]'") == 2
    assert done.stderr == ""
