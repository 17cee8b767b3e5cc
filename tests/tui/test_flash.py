"""Figures that stand out, by a clock that is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from cartsim.tui.flash import FLASH_SECONDS, Flashes


@dataclass(frozen=True)
class Priced:
    id: str
    figures: tuple[tuple[str, int], ...]


def flashed(before: int, after: int, now: float) -> tuple[Flashes, bool]:
    flashes = Flashes()
    rows = [cast(Any, Priced("a", (("price", figure), ("stock", 3)))) for figure in (before, after)]
    return flashes, flashes.start(rows[0], rows[1], now)


def test_only_the_figure_that_changed_stands_out() -> None:
    flashes, started = flashed(100, 90, 10.0)
    assert started
    assert flashes.of("a") == ("price",)


def test_the_same_figures_do_not_stand_out() -> None:
    flashes, started = flashed(100, 100, 10.0)
    assert not started
    assert not flashes


def test_a_flash_goes_out_when_its_time_is_over() -> None:
    flashes, _ = flashed(100, 90, 10.0)
    assert flashes.expire(10.0 + FLASH_SECONDS / 2) == []
    assert flashes.expire(10.0 + FLASH_SECONDS) == ["a"]
    assert not flashes
