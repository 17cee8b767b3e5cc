"""What all tests of the screen share: a shopper in a world that stands still, and a Pilot that does not dawdle."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cartsim.cart.commands import Enter
from cartsim.session.session import Session

LOOK = 0.004
"""Seconds between two looks whether the app has come to rest; Textual's own 0.02 s are most of a test's time."""


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pilot waits in short steps, and the screen paints more often than Pilot looks."""
    monkeypatch.setattr("textual._wait.SLEEP_GRANULARITY", LOOK)
    monkeypatch.setattr("textual._wait.SLEEP_IDLE", LOOK / 8)
    monkeypatch.setattr("textual.screen.UPDATE_PERIOD", LOOK / 2)
    monkeypatch.setattr("textual.constants.TEXTUAL_ANIMATIONS", "none")


@pytest.fixture
def session(full_cart: Path) -> Iterator[Session]:
    """A shopper in a world that stands still."""
    with Session(full_cart) as opened:
        opened.pause(True)
        opened.do(Enter())
        yield opened
