"""? Why something is as it is: rule, numbers, the policy field that would change it."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.types import CSSPathType

from cartsim.i18n.marks import N_
from cartsim.model.policy_fields import documented, get
from cartsim.model.reason import Reason
from cartsim.tui import draw
from cartsim.tui.board import Board
from cartsim.tui.draw import Line, Span
from cartsim.tui.panels import naming
from cartsim.tui.panels.dialog import Dialog
from cartsim.tui.panels.drawn import Drawn


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
        """Sentence with its numbers, rule, policy field of each reason."""
        pen, width, view = self.pen, self.sheet_width, self.session.view()
        part = naming.part_name(self.speaker, self.part)
        title = (
            pen.span(self.text("? Why"), "link", bold=True),
            draw.blank(2),
            pen.span(naming.target_name(view, self.speaker, self.target), "text"),
            *((draw.blank(2), pen.span(part, "dim")) if part else ()),
        )
        names = naming.deals(view, self.speaker)
        self.query_one("#head", Drawn).show(
            [draw.spread(title, (pen.chip(self.text("Close"), part="leave"),), width), pen.rule(width)]
        )
        lines: list[Line] = []
        for reason in self.reasons():
            lines += [*self._explain(naming.told_by_name(reason, names), width - 1), ()]
        self.query_one("#lines", Drawn).show(
            lines or pen.wrapped(self.text("There is nothing to explain here."), width, "dim")
        )

    def _explain(self, reason: Reason, width: int) -> list[Line]:
        pen = self.pen
        lines = pen.wrapped(self.speaker.explain(reason), width, "text")
        lines.append(draw.fit((pen.span(reason.rule, "link", bold=True),), width))
        if reason.policy is not None:
            field = documented(reason.policy)
            now = self.speaker.value(field.name, get(self.session.policy, field.name))
            words: list[Span] = [
                pen.span(self.text("changed by"), "dim"),
                draw.blank(1),
                pen.span(f"{field.name} = {now}", "accent", f"policy:{field.name}"),
            ]
            lines.append(draw.fit(words, width))
        return lines

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
