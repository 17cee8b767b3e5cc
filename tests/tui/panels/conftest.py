"""The app on a real world with the scenario *full cart*, and hands to press keys and parts with."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from cartsim.cart.commands import Enter
from cartsim.i18n import Speaker
from cartsim.session.session import Session
from cartsim.tui.app import CartsimApp
from cartsim.tui.board import Board
from cartsim.tui.panels.overlay import Overlay
from cartsim.tui.rows import RowList

SIZE = (120, 40)


@pytest.fixture
def session(full_cart: Path) -> Iterator[Session]:
    """A shopper in a world that stands still."""
    with Session(full_cart) as opened:
        opened.pause(True)
        opened.do(Enter())
        yield opened


@dataclass
class Hands:
    """Presses keys and parts of the panel on top, as a person would."""

    app: CartsimApp
    pilot: Pilot[None]

    @property
    def panel(self) -> Any:
        """The screen on top."""
        return self.app.screen

    async def open(self, panel: Overlay[Any]) -> list[Any]:
        """Open a panel; the list gets its answer when it closes."""
        answers: list[Any] = []
        await self.app.push_screen(panel, answers.append)
        await self.settle()
        return answers

    async def settle(self) -> None:
        """Wait for what is under way."""
        await self.pilot.pause()
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        await self.pilot.press(*keys)
        await self.settle()

    async def type(self, words: str) -> None:
        """Put words into the focused box and send them off."""
        box = self.panel.focused
        assert isinstance(box, Input)
        box.value = words
        await self.press("enter")

    async def click_part(self, part: str, row: str = "") -> None:
        """Click a part of a row, or of the boards where no row is given."""
        if row:
            offset = self.panel.query_one(RowList).screen_offset_of(row, part)
        else:
            offset = next((at for board in self.panel.query(Board) if (at := board.screen_offset_of(part))), None)
        assert offset is not None, f"{row} {part} is not in view"
        await self.pilot.click(offset=tuple(offset))
        await self.settle()

    def rows(self) -> list[str]:
        """Ids of the rows of the list that can be acted on."""
        return [row.id for row in self.panel.query_one(RowList).rows if row.focusable]

    def shown(self, board: str) -> str:
        """What a board says."""
        return "\n".join("".join(span.text for span in line) for line in self.panel.query_one(f"#{board}", Board).lines)


@pytest.fixture
async def hands(session: Session) -> AsyncIterator[Hands]:
    """The app in English on 120 x 40."""
    app = CartsimApp(session, Speaker("en"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        yield Hands(app, pilot)
