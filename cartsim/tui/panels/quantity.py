"""Typing the number of pieces of a line (X-2, R-STOCK-14)."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input

from cartsim.cart.commands import Remove, SetQuantity
from cartsim.cart.view import LineView
from cartsim.i18n.marks import N_
from cartsim.model.bounds import ASKED
from cartsim.tui.draw import Line
from cartsim.tui.panels.confirm import ConfirmPanel
from cartsim.tui.panels.dialog import Dialog
from cartsim.tui.panels.drawn import Button, Drawn
from cartsim.tui.panels.stock_words import limit_words

MOST_DIGITS = len(str(ASKED.high)) - 1
"""Every number of so many digits may be asked for."""


class QuantityPanel(Dialog[bool]):
    """A number for one line: nothing keeps what it is, 0 asks to remove it, too many offers the most there is.

    The answer is True where the quantity was set.
    """

    AUTO_FOCUS = "#number"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "accept", N_("set")),
        Binding("up", "step(1)", N_("one more"), key_display="↑"),
        Binding("down", "step(-1)", N_("one less"), key_display="↓"),
        Binding("f2", "maximum", N_("maximum"), key_display="F2"),
    ]

    def __init__(self, line: str) -> None:
        super().__init__()
        self.line = line

    def compose_sheet(self) -> ComposeResult:
        """What the line is, the number, what it may be, the answers."""
        yield Drawn(id="about")
        yield Input(id="number", restrict=r"[0-9]*", max_length=MOST_DIGITS, compact=True, select_on_focus=True)
        yield Drawn(id="note")
        with Horizontal(id="buttons"):
            yield Button("leave", id="cancel")
            yield Button("maximum", id="maximum")
            yield Button("accept", id="accept", primary=True)

    def on_mount(self) -> None:
        """The number of now, selected, so that a digit replaces it."""
        line = self._line()
        if line is None:
            self.close(False)
            return
        number = self.query_one("#number", Input)
        number.value = str(line.quantity)
        number.select_all()
        super().on_mount()

    def repaint(self) -> None:
        """Title, note and answers."""
        line = self._line()
        if line is None:
            self.close(False)
            return
        pen, width = self.pen, self.sheet_width
        about: list[Line] = [(pen.span(self.text("Quantity"), "accent", bold=True),), ()]
        about += pen.wrapped(self.speaker.words(line.title), width, "text")
        if line.spec:
            about.append((pen.span(self.speaker.spec(line.spec), "dim"),))
        self.query_one("#about", Drawn).show([*about, ()])
        self.query_one("#note", Drawn).show([*self._note(line), ()])
        self.query_one("#cancel", Button).say(self.text("Cancel"))
        self.query_one("#maximum", Button).say(self.text("Set to maximum"))
        self.query_one("#maximum", Button).display = self._typed() > line.maximum > 0
        self.query_one("#accept", Button).say(self.text("OK"))

    def _note(self, line: LineView) -> list[Line]:
        pen, width = self.pen, self.sheet_width
        typed = self.query_one("#number", Input).value
        if not typed:
            return pen.wrapped(self.text("Empty keeps {n}.", n=line.quantity), width, "dim")
        if int(typed) == 0:
            return pen.wrapped(self.text("0 removes the item; you are asked first."), width, "warn")
        if int(typed) > line.maximum:
            words = self.text("Not enough stock. You can buy {n} at most.", n=line.maximum)
            if line.limit is not None and line.limit.code != "maximum_stock":
                words = limit_words(pen, line.limit)
            return pen.wrapped(words, width, "drop")
        if line.limit is None:
            return pen.wrapped(self.text("At most {n}.", n=line.maximum), width, "dim")
        return pen.wrapped(self.speaker.explain(line.limit), width, "dim")

    def action_accept(self) -> None:
        """Set the number; too many moves on to the button that mends it."""
        line = self._line()
        if line is None:
            self.close(False)
            return
        if self.focused is self.query_one("#maximum"):
            self.action_maximum()
            return
        typed = self.query_one("#number", Input).value
        if not typed or int(typed) == line.quantity:
            self.close(False)
        elif int(typed) == 0:
            self._ask_removal(line)
        elif int(typed) > line.maximum > 0:
            self.query_one("#maximum").focus()
        else:
            self._set(int(typed))

    def action_step(self, by: int) -> None:
        """One more or one less, within 0 and the maximum."""
        line = self._line()
        if line is not None:
            number = max(0, min(self._typed() + by, max(line.maximum, 1)))
            self.query_one("#number", Input).value = str(number)

    def action_maximum(self) -> None:
        """The most there is."""
        line = self._line()
        if line is not None and line.maximum > 0:
            self._set(line.maximum)

    def action_leave(self) -> None:
        """Keep what it was."""
        self.close(False)

    def _set(self, number: int) -> None:
        outcome = self.shop.act(SetQuantity(self.line, number))
        if outcome.ok:
            self.close(True)
        else:
            self.repaint()

    def _ask_removal(self, line: LineView) -> None:
        def removed(yes: bool | None) -> None:
            if yes:
                shop = self.shop
                self.close(True)
                shop.act(Remove((self.line,)))
            else:
                self.query_one("#number", Input).value = str(line.quantity)

        self.app.push_screen(
            ConfirmPanel(
                self.text("Remove this item?"), self.text("Remove"), self.text("Cancel"), self.speaker.words(line.title)
            ),
            removed,
        )

    def _typed(self) -> int:
        return int(self.query_one("#number", Input).value or 0)

    def _line(self) -> LineView | None:
        return self.session.view().line(self.line)

    @on(Input.Changed, "#number")
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.repaint()

    @on(Input.Submitted, "#number")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_accept()
