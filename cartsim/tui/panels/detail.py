"""优惠明细: where the total comes from, to the fen; to be copied and written."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.types import CSSPathType
from textual.widgets import Input

from cartsim.cart import receipt
from cartsim.i18n.marks import N_
from cartsim.text import clean_text
from cartsim.tui.board import Board
from cartsim.tui.panels import detail_lines
from cartsim.tui.panels.drawer import Drawer
from cartsim.tui.panels.drawn import Drawn

CAUSES: tuple[tuple[type[Exception], str], ...] = (
    (FileNotFoundError, N_("there is no such folder")),
    (NotADirectoryError, N_("a part of the path is no folder")),
    (PermissionError, N_("you may not write there")),
    (UnicodeError, N_("the name has signs a file cannot have")),
    (ValueError, N_("the name has signs a file cannot have")),
)
"""Words for what the system refuses; the rest is told in the words of the system."""


class DetailPanel(Drawer[None]):
    """Blocks, waterfall, shares by line, who pays. `c` copies the receipt, `x` writes it as CSV."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["overlay.tcss", "detail.tcss"]
    AUTO_FOCUS = "#scroll"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "copy", N_("copy")),
        Binding("b", "base", N_("parallel or progressive")),
        Binding("x", "write", N_("write CSV")),
        Binding("question_mark", "why", N_("why"), key_display="?"),
    ]

    def compose_sheet(self) -> ComposeResult:
        """Head, the detail, where to write it, foot."""
        yield Drawn(id="head")
        with VerticalScroll(id="scroll"):
            yield Drawn(id="lines")
        yield Input(id="file", compact=True)
        yield Drawn(id="told")
        yield Drawn(id="foot")

    def on_mount(self) -> None:
        """The line for the file's name shows when it is asked for."""
        self.query_one("#file").display = False
        super().on_mount()

    def repaint(self) -> None:
        """The detail of the view of now."""
        view, pen, width = self.session.view(), self.pen, self.sheet_width
        refused = self.session.explanation().refused
        self.query_one("#head", Drawn).show(detail_lines.head(pen, width, view))
        self.query_one("#lines", Drawn).show(detail_lines.body(pen, width - 1, view, refused))
        self.query_one("#foot", Drawn).show(detail_lines.foot(pen, width, view))
        self.query_one("#file", Input).placeholder = self.text("file to write, such as receipt.csv")

    def action_copy(self) -> None:
        """The receipt to the clipboard of the terminal (OSC 52)."""
        self.app.copy_to_clipboard(detail_lines.receipt_text(self.pen, self.session.view()))
        self._tell(self.text("Receipt copied, if your terminal allows it."), "good")

    def action_write(self) -> None:
        """Ask where to write the CSV; a served screen writes no file of its host."""
        if self.app.is_web:
            self._tell(self.text("Files cannot be written from a browser; copy the receipt."), "drop")
            return
        self.query_one("#file").display = True
        self.query_one("#file").focus()

    def action_base(self) -> None:
        """平行式 to 渐进式 and back."""
        self.shop.switch_base()

    def action_why(self) -> None:
        """Why the total is what it is."""
        from cartsim.tui.panels.why import WhyPanel

        self.app.push_screen(WhyPanel("pay", "detail"))

    def action_leave(self) -> None:
        """Out of the line for the file first, then out of the panel."""
        if self.query_one("#file").display:
            self._put_away()
        else:
            super().action_leave()

    @on(Input.Submitted, "#file")
    def _named(self, event: Input.Submitted) -> None:
        event.stop()
        name = clean_text(event.value).strip()
        if not name:
            self._put_away()
            return
        path = Path(name).expanduser()
        try:
            with path.open("x", encoding="utf-8-sig", newline="") as file:
                csv.writer(file).writerows(receipt.table(self.session.view()))
        except FileExistsError:
            self._tell(self.text("{file} exists; give another name.", file=str(path)), "drop")
        except (OSError, ValueError) as fault:
            self._tell(self.text("{file} cannot be written: {why}", file=str(path), why=self._cause(fault)), "drop")
        else:
            self._put_away()
            self._tell(self.text("Written to {file}", file=str(path)), "good")

    def _cause(self, fault: OSError | ValueError) -> str:
        """Why the system does not write the file, as far as there are words for it."""
        known = next((words for kind, words in CAUSES if isinstance(fault, kind)), None)
        return str(getattr(fault, "strerror", None) or fault) if known is None else self.text(known)

    def _put_away(self) -> None:
        self.query_one("#file").display = False
        self.query_one("#told", Drawn).show([])
        self.query_one("#scroll").focus()

    def _tell(self, words: str, colour: str) -> None:
        self.query_one("#told", Drawn).show(self.pen.wrapped(words, self.sheet_width, colour))

    @on(Board.Pressed)
    def _pressed(self, event: Board.Pressed) -> None:
        event.stop()
        actions = {
            "leave": self.action_leave,
            "copy": self.action_copy,
            "write": self.action_write,
            "base": self.action_base,
        }
        if event.part in actions:
            actions[event.part]()
