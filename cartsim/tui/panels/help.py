"""All keys of the cart, from the one table of actions."""

from __future__ import annotations

from itertools import groupby
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.types import CSSPathType

from cartsim.i18n.marks import N_
from cartsim.tui import draw
from cartsim.tui.actions import ACTIONS, BY_NAME, Action
from cartsim.tui.board import Board
from cartsim.tui.draw import Line
from cartsim.tui.panels.dialog import Dialog
from cartsim.tui.panels.drawn import Drawn
from cartsim.tui.panels.pen import Pen

GROUPS = {
    "line": N_("The item under the cursor"), "bar": N_("Its promotion"), "shop": N_("Its shop"), "cart": N_("The cart"),
    "list": N_("The list"), "world": N_("The world"), "window": N_("The window"),
}  # fmt: skip
KEY = 9
"""Cells of the column of keys."""
TWO_COLUMNS = 90
"""Cells from which the keys stand in two columns."""


def blocks(pen: Pen, width: int) -> list[list[Line]]:
    """One block for each thing that is acted on."""
    made = []
    for where, actions in groupby(ACTIONS, key=lambda action: action.where):
        lines: list[Line] = [(pen.span(pen.text(GROUPS[where]), "accent", bold=True),)]
        made.append([*lines, *(line for action in actions for line in _key(pen, width, action)), ()])
    return made


def _key(pen: Pen, width: int, action: Action) -> list[Line]:
    part = f"action:{action.name}"
    key = draw.pad((pen.chip(pen.text(action.shown), part=part),), KEY)
    told = draw.wrap(pen.text(action.help), max(8, width - KEY))
    heads = (key, *((draw.blank(KEY),) for _ in told[1:]))
    return [(*head, pen.span(words, "soft", part)) for head, words in zip(heads, told, strict=True)]


def columns(pen: Pen, width: int) -> list[Line]:
    """The blocks in one or two columns of about equal height."""
    if width < TWO_COLUMNS:
        return [line for block in blocks(pen, width) for line in block]
    half = (width - 4) // 2
    made = blocks(pen, half)
    split = min(range(len(made)), key=lambda at: max(sum(map(len, made[:at])), sum(map(len, made[at:]))))
    left = [line for block in made[:split] for line in block]
    right = [line for block in made[split:] for line in block]
    height = max(len(left), len(right))
    left += [()] * (height - len(left))
    right += [()] * (height - len(right))
    return [(*draw.pad(one, half), draw.blank(4), *other) for one, other in zip(left, right, strict=True)]


class HelpPanel(Dialog[str]):
    """Every key with what it does; a click does it. The answer is the action's name."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["overlay.tcss", "why.tcss"]
    AUTO_FOCUS = "#scroll"

    def compose_sheet(self) -> ComposeResult:
        """Head and keys."""
        yield Drawn(id="head")
        with VerticalScroll(id="scroll"):
            yield Drawn(id="lines")

    def repaint(self) -> None:
        """The table in the language of now."""
        pen, width = self.pen, self.sheet_width
        title = (
            pen.span(self.text("Keys"), "accent", bold=True), draw.blank(2),
            pen.span(self.text("every one is in the command palette too: Ctrl+P"), "dim"),
        )  # fmt: skip
        self.query_one("#head", Drawn).show(
            [draw.spread(title, (pen.chip(self.text("Close"), part="leave"),), width), ()]
        )
        self.query_one("#lines", Drawn).show(columns(pen, width - 1))

    @on(Board.Pressed)
    def _pressed(self, event: Board.Pressed) -> None:
        event.stop()
        action = BY_NAME.get(event.part.removeprefix("action:"))
        self.close(action.name if action else None)
        if action is not None:
            cart = self.shop.cart
            cart.call_after_refresh(cart.perform, action.method)
