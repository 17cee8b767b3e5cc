"""Questions that are asked before something is lost."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from cartsim.cart.commands import SetToMaximum
from cartsim.i18n.marks import N_
from cartsim.tui.draw import Line
from cartsim.tui.panels.dialog import Dialog
from cartsim.tui.panels.drawn import Button, Drawn


class ConfirmPanel(Dialog[bool]):
    """A question with two answers: `y` or Enter says yes, `n` or Escape no; the answer is True or False.

    The texts are given spoken already.
    """

    AUTO_FOCUS = "#yes"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", N_("yes")),
        Binding("n", "answer(False)", N_("no")),
        Binding("left", "app.focus_previous", show=False),
        Binding("right", "app.focus_next", show=False),
    ]

    def __init__(self, question: str, yes: str, no: str, detail: str = "") -> None:
        super().__init__()
        self.question = question
        self.yes = yes
        self.no = no
        self.detail = detail

    def compose_sheet(self) -> ComposeResult:
        """The question, what it is about, the two answers."""
        yield Drawn(id="question")
        with Horizontal(id="buttons"):
            yield Button("answer(False)", id="no")
            yield Button("answer(True)", id="yes", primary=True)

    def repaint(self) -> None:
        """Question and answers."""
        self.query_one("#question", Drawn).show(self.lines(self.sheet_width))
        self.query_one("#yes", Button).say(self.yes)
        self.query_one("#no", Button).say(self.no)

    def lines(self, width: int) -> list[Line]:
        """The question over what it is about."""
        pen = self.pen
        lines: list[Line] = [
            tuple(span._replace(ink=span.ink._replace(bold=True)) for span in line)
            for line in pen.wrapped(self.question, width, "text")
        ]
        if self.detail:
            lines += [(), *pen.wrapped(self.detail, width, "soft")]
        return [*lines, ()]

    def action_answer(self, answer: bool) -> None:
        """Close with the answer."""
        self.close(answer)

    def action_leave(self) -> None:
        """No."""
        self.close(False)


class ShortPanel(ConfirmPanel):
    """库存不足，最大可购买数量为N件: set the line to the most there is, or leave it (R-STOCK-14).

    The answer is True where the line was set to the maximum.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("m", "answer(True)", N_("set to maximum"))]

    def __init__(self, line: str, maximum: int) -> None:
        super().__init__("", "", "")
        self.line = line
        self.maximum = maximum

    def repaint(self) -> None:
        """The sentence with the number, in the language of the moment."""
        self.question = self.text("Not enough stock. You can buy {n} at most.", n=self.maximum)
        self.yes = self.text("Set to maximum")
        self.no = self.text("Cancel")
        line = self.session.view().line(self.line)
        self.detail = self.speaker.words(line.title) if line else ""
        super().repaint()

    def action_answer(self, answer: bool) -> None:
        """Mend the line where the answer is yes."""
        if answer:
            self.act(SetToMaximum(self.line))
        self.close(answer)
