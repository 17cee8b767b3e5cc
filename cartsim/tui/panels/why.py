"""? Why something is as it is: rule, numbers, the policy field that would change it."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.types import CSSPathType

from cartsim.i18n.marks import N_
from cartsim.model.policy import documented, get
from cartsim.model.reason import Reason
from cartsim.model.words import Words
from cartsim.tui import draw
from cartsim.tui.board import Board
from cartsim.tui.draw import Line, Span
from cartsim.tui.panels.dialog import Dialog
from cartsim.tui.panels.drawn import Drawn
from cartsim.tui.panels.policy_lines import value_text

EARLIEST = 86_400 * 365
"""World times lie after this; a policy number that is called `hint_at` does not."""


class WhyPanel(Dialog[None]):
    """The reasons behind a part of a row, by the same ids as in the cart; `e` goes to the policy field."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["overlay.tcss", "why.tcss"]
    AUTO_FOCUS = "#scroll"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("e", "edit", N_("change the rule"))]

    def __init__(self, target: str, part: str, reasons: tuple[Reason, ...] | None = None) -> None:
        super().__init__()
        self.target = target
        self.part = part
        self._given = reasons

    def compose_sheet(self) -> ComposeResult:
        """Head and reasons."""
        yield Drawn(id="head")
        with VerticalScroll(id="scroll"):
            yield Drawn(id="lines")

    def reasons(self) -> tuple[Reason, ...]:
        """What is explained."""
        return self._given if self._given is not None else self.session.why(self.target, self.part)

    def repaint(self) -> None:
        """Sentence, rule, numbers, policy field of each reason."""
        pen, width = self.pen, self.sheet_width
        title = (
            pen.span(self.text("? Why"), "link", bold=True),
            draw.blank(2),
            pen.span(f"{self.target} {self.part}", "dim"),
        )
        self.query_one("#head", Drawn).show(
            [draw.spread(title, (pen.chip(self.text("Close"), part="leave"),), width), pen.rule(width)]
        )
        lines: list[Line] = []
        for reason in self.reasons():
            lines += [*self._explain(reason, width - 1), ()]
        self.query_one("#lines", Drawn).show(
            lines or pen.wrapped(self.text("There is nothing to explain here."), width, "dim")
        )

    def _explain(self, reason: Reason, width: int) -> list[Line]:
        pen = self.pen
        lines = [*pen.wrapped(pen.reason(reason), width, "text")]
        numbers = "   ".join(f"{name} = {self._number(name, value)}" for name, value in reason.values)
        lines.append(draw.spread((pen.span(reason.rule, "link", bold=True),), (), width))
        if numbers:
            lines += pen.wrapped(numbers, width, "dim")
        if reason.policy is not None:
            field = documented(reason.policy)
            now = value_text(get(self.session.policy, field.name))
            words: list[Span] = [
                pen.span(self.text("changed by"), "dim"),
                draw.blank(1),
                pen.span(f"{field.name} = {now}", "accent", f"policy:{field.name}"),
            ]
            lines.append(draw.fit(words, width))
        return lines

    def _number(self, name: str, value: int | str | bool | Words) -> str:
        if isinstance(value, Words):
            return self.speaker.words(value)
        if isinstance(value, int) and not isinstance(value, bool):
            if name.endswith("_fen"):
                return self.speaker.money(value)
            if name.endswith("_at") and value > EARLIEST:
                return self.speaker.moment(value)
        return str(value)

    def action_edit(self) -> None:
        """To the first policy field that is named."""
        self._edit(next((reason.policy for reason in self.reasons() if reason.policy is not None), None))

    def _edit(self, name: str | None) -> None:
        from cartsim.tui.panels.policy import PolicyPanel

        if name is None:
            self.notify(self.text("No policy field changes this."), markup=False)
        else:
            self.app.push_screen(PolicyPanel(name))

    @on(Board.Pressed)
    def _pressed(self, event: Board.Pressed) -> None:
        event.stop()
        if event.part == "leave":
            self.action_leave()
        elif event.part.startswith("policy:"):
            self._edit(event.part.removeprefix("policy:"))
