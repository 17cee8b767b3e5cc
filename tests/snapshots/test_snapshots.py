"""The whole screen as pictures: the full cart and its panels, in both languages, three sizes, every look.

A picture that changes on purpose is looked at and taken anew with `pytest tests/snapshots --snapshot-update`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from cartsim.cart.commands import Enter
from cartsim.i18n import Speaker
from cartsim.session.session import Session
from cartsim.testing import settle
from cartsim.tui.app import CartsimApp
from cartsim.tui.showing import Density

SMALL, USUAL, WIDE = (80, 24), (120, 40), (160, 50)


@dataclass(frozen=True)
class Picture:
    """One screen: the full cart after some keys, in one look."""

    name: str
    language: str = "zh"
    size: tuple[int, int] = USUAL
    keys: tuple[str, ...] = ()
    theme: str = "dark"
    density: Density | None = None
    ascii_only: bool = False
    ticks: int = 0
    """World time that passes before the keys, so that there is news."""


PICTURES = (
    *(
        Picture(f"cart-{language}-{size[0]}", language, size, ticks=30)
        for language in ("zh", "en")
        for size in (SMALL, USUAL, WIDE)
    ),
    Picture("cart-light", theme="light"),
    Picture("cart-contrast", "en", theme="contrast"),
    Picture("cart-compact", density=Density.COMPACT),
    Picture("cart-ascii", "en", SMALL, ascii_only=True),
    Picture("invalid-section", keys=("end",)),
    Picture("topup-zh", keys=("a",)),
    Picture("topup-en-80", "en", SMALL, ("a",)),
    Picture("coupons", keys=("c",)),
    Picture("platform-coupons", "en", keys=("C",)),
    Picture("sku", "en", keys=("s",)),
    Picture("detail", keys=("dollar_sign",)),
    Picture("settlement", "en", keys=("S",)),
    Picture("why", keys=("question_mark",)),
    Picture("policy", "en", keys=("f2",)),
    Picture("help", keys=("f1",)),
    Picture("add", "en", SMALL, ("i",)),
)


@pytest.fixture
def session(full_cart: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """A world that stands still, on a screen where nothing blinks, slides or flashes."""
    monkeypatch.setattr("textual.constants.TEXTUAL_ANIMATIONS", "none")
    monkeypatch.setattr(Input, "_toggle_cursor", lambda _: None)
    with Session(full_cart) as opened:
        opened.pause(True)
        opened.do(Enter())
        yield opened


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_the_screen_looks_as_it_did(picture: Picture, session: Session, snap_compare: Any) -> None:
    session.step(picture.ticks)
    session.pulse()  # reads what is due, which a pulse of the app would else do before or after the picture
    app = CartsimApp(
        session,
        Speaker(picture.language),
        ascii_only=picture.ascii_only,
        theme=f"cartsim-{picture.theme}",
        density=picture.density,
    )

    async def arrive(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await pilot.press(*picture.keys)
        await settle(pilot)

    assert snap_compare(app, terminal_size=picture.size, run_before=arrive)
