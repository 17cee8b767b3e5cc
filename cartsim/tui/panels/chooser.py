"""A dialog with a list to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from cartsim.i18n.marks import N_
from cartsim.tui import draw
from cartsim.tui.board import Board
from cartsim.tui.draw import Line
from cartsim.tui.panels.dialog import Dialog
from cartsim.tui.panels.drawn import Drawn
from cartsim.tui.panels.item import PanelList
from cartsim.tui.rows import Row, RowList

Answer = TypeVar("Answer")


class Chooser(Dialog[Answer]):
    """Title, rows, a note. Enter or a click on a part chooses the row."""

    AUTO_FOCUS = "#choices"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose_here", N_("choose"))]

    def __init__(self) -> None:
        super().__init__(classes="-list")

    def compose_sheet(self) -> ComposeResult:
        """Head, list, note."""
        yield Drawn(id="head")
        yield PanelList(id="choices")
        yield Drawn(id="note")

    def repaint(self) -> None:
        """Head, rows and note as they are now."""
        pen, width = self.pen, self.sheet_width
        close = (pen.chip(self.text("Close"), part="leave"),)
        first = draw.spread((pen.span(self.title_text(), "accent", bold=True),), close, width)
        self.query_one("#head", Drawn).show([first, *self.about(width), ()])
        self.query_one("#choices", RowList).set_rows(self.rows())
        note = self.note(width)
        self.query_one("#note", Drawn).show([(), *note] if note else [])

    def title_text(self) -> str:
        """What is chosen."""
        return ""

    def about(self, width: int) -> list[Line]:
        """Lines below the title."""
        return []

    def rows(self) -> Sequence[Row]:
        """What can be chosen."""
        return ()

    def note(self, width: int) -> list[Line]:
        """Lines below the list."""
        return []

    def choose(self, row_id: str) -> None:
        """Do what choosing the row means."""

    def action_choose_here(self) -> None:
        """Choose the row under the cursor."""
        cursor = self.query_one("#choices", RowList).cursor
        if cursor is not None:
            self.choose(cursor)

    @on(RowList.RowOpened, "#choices")
    def _opened(self, event: RowList.RowOpened) -> None:
        event.stop()
        self.choose(event.row_id)

    @on(RowList.PartPressed, "#choices")
    def _part(self, event: RowList.PartPressed) -> None:
        event.stop()
        self.choose(event.row_id)

    @on(Board.Pressed, "#head")
    def _pressed(self, event: Board.Pressed) -> None:
        event.stop()
        if event.part == "leave":
            self.action_leave()
