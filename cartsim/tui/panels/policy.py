"""The rules of the cart: every policy field with its value, changed on the spot."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.types import CSSPathType
from textual.widgets import Input

from cartsim.cart.commands import SetPolicy
from cartsim.errors import PolicyError
from cartsim.i18n.marks import N_
from cartsim.i18n.policy_words import SECTIONS
from cartsim.model.policy_fields import PolicyField, documented, get, override, parse, policy_fields, spelled
from cartsim.text import clean_text
from cartsim.tui import draw
from cartsim.tui.board import Board
from cartsim.tui.panels import policy_lines
from cartsim.tui.panels.drawer import Drawer
from cartsim.tui.panels.drawn import Drawn
from cartsim.tui.panels.item import Item, PanelList, heading, sentence
from cartsim.tui.panels.policy_faults import fault_text
from cartsim.tui.panels.policy_lines import Rule
from cartsim.tui.rows import Row, RowList


class Fields(PanelList):
    """The fields; arrows and the space bar pick among the choices of one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space", "screen.cycle(1)", show=False),
        Binding("left", "screen.cycle(-1)", show=False),
    ]


class PolicyPanel(Drawer[None]):
    """Fields by section; Enter edits, `x` goes back to the standard, `d` shows only what differs, `/` finds."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["overlay.tcss", "policy.tcss"]
    AUTO_FOCUS = "#fields"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "edit", N_("change"), key_display="Enter"),
        Binding("space", "cycle(1)", N_("next choice"), key_display="← →"),
        Binding("x", "standard", N_("back to standard")),
        Binding("d", "differing", N_("only what differs")),
        Binding("slash", "search", N_("search"), key_display="/"),
    ]

    def __init__(self, field: str = "") -> None:
        super().__init__()
        self._start = field
        self._only_differing = False
        self._search = ""
        self._editing: PolicyField | None = None
        self._told = ("", "")

    def compose_sheet(self) -> ComposeResult:
        """Head, search box, fields, the field in full, the value to type, what was wrong with it."""
        yield Drawn(id="head")
        yield Input(id="search", compact=True, max_length=40)
        yield Fields(id="fields")
        yield Drawn(id="described")
        yield Input(id="value", compact=True, max_length=200)
        yield Drawn(id="told")

    def on_mount(self) -> None:
        """The lines to type in show when they are asked for."""
        self.query_one("#search").display = False
        self.query_one("#value").display = False
        super().on_mount()

    def repaint(self) -> None:
        """The fields with the values of now."""
        pen, width = self.pen, self.sheet_width
        rules = [Rule(field, get(self.session.policy, field.name)) for field in policy_fields()]
        differing = sum(rule.differs for rule in rules)
        title = (
            pen.span(self.text("Rules of the cart"), "accent", bold=True),
            draw.blank(2),
            pen.span(self.speaker.count("{n} field", "{n} fields", len(rules)), "dim"),
            draw.blank(2),
            pen.span(
                self.speaker.count("{n} differs from the standard", "{n} differ from the standard", differing),
                "soft",
                "differing",
            ),
        )
        self.query_one("#head", Drawn).show(
            [draw.spread(title, (pen.chip(self.text("Close"), part="leave"),), width), ()]
        )
        self.query_one("#search", Input).placeholder = self.text("/ search")
        fields = self.query_one("#fields", RowList)
        fields.set_rows(self._rows(rules))
        if self._start:
            fields.move_cursor(f"field:{self._start}")
            self._start = ""
        self._describe()

    def _rows(self, rules: list[Rule]) -> list[Row]:
        rows: list[Row] = []
        section = ""
        for rule in rules:
            field = rule.field
            words = f"{field.name} {field.doc} {self.text(field.doc)} {field.rule}".lower()
            if (self._only_differing and not rule.differs) or self._search not in words:
                continue
            if rule.field.name.partition(".")[0] != section:
                section = rule.field.name.partition(".")[0]
                rows.append(heading(f"section:{section}", self.text(SECTIONS[section]), self.speaker))
            rows.append(Item(f"field:{rule.field.name}", rule, policy_lines.paint_rule, self.speaker))
        return rows or [sentence("nothing", self.text("No field fits."), self.speaker)]

    def _describe(self) -> None:
        pen, width = self.pen, self.sheet_width
        field = self._under_cursor()
        lines = policy_lines.described(pen, width, Rule(field, get(self.session.policy, field.name))) if field else []
        self.query_one("#described", Drawn).show(lines)
        words, colour = self._told
        self.query_one("#told", Drawn).show(pen.wrapped(words, width, colour) if words else [])

    def action_edit(self) -> None:
        """Type another value for the field under the cursor; switches turn over at once."""
        field = self._under_cursor()
        if field is None:
            return
        now = get(self.session.policy, field.name)
        if field.kind == "bool":
            self._set(field, spelled(not now))
            return
        self._editing = field
        value = self.query_one("#value", Input)
        value.display = True
        value.value = spelled(now)
        value.focus()

    def action_cycle(self, by: int) -> None:
        """The next or previous choice of the field under the cursor; a switch turns over."""
        field = self._under_cursor()
        if field is None:
            return
        now = get(self.session.policy, field.name)
        if field.kind == "bool":
            self._set(field, spelled(not now))
        elif field.kind == "str" and field.choices and isinstance(now, str):
            at = field.choices.index(now) if now in field.choices else -1
            self._set(field, field.choices[(at + by) % len(field.choices)])

    def action_standard(self) -> None:
        """The standard value again."""
        field = self._under_cursor()
        if field is not None:
            self._set(field, spelled(field.default))

    def action_differing(self) -> None:
        """Only the fields that differ from the standard, or all."""
        self._only_differing = not self._only_differing
        self.repaint()

    def action_search(self) -> None:
        """Type a part of a name, a meaning or a rule id."""
        self.query_one("#search").display = True
        self.query_one("#search").focus()

    def action_leave(self) -> None:
        """Out of what is typed first, then out of the panel."""
        if self._editing is not None:
            self._put_away()
        elif self.query_one("#search").display:
            self.query_one("#search", Input).value = ""
            self.query_one("#search").display = False
            self.query_one("#fields").focus()
        else:
            super().action_leave()

    def _set(self, field: PolicyField, typed: str) -> bool:
        """Set the field; False with a message where the value does not fit."""
        try:
            override(self.session.policy, {field.name: parse(field, typed)})
        except PolicyError as fault:
            self._told = (fault_text(self.speaker, fault), "drop")
            self._describe()
            return False
        outcome = self.shop.act(SetPolicy(field.name, typed))
        if outcome.ok:
            kept = next((notice for notice in outcome.notices if notice.code == "policy_kept"), None)
            self._told = (self.speaker.reason(kept), "warn") if kept else (f"{field.name} = {typed}", "good")
        self.follow()
        return True

    def _put_away(self) -> None:
        self._editing = None
        self._told = ("", "")
        self.query_one("#value").display = False
        self.query_one("#fields").focus()
        self._describe()

    def _under_cursor(self) -> PolicyField | None:
        cursor = self.query_one("#fields", RowList).cursor
        return documented(cursor.removeprefix("field:")) if cursor and cursor.startswith("field:") else None

    @on(Input.Submitted, "#value")
    def _given(self, event: Input.Submitted) -> None:
        event.stop()
        if self._editing is not None and self._set(self._editing, clean_text(event.value).strip()):
            told = self._told
            self._put_away()
            self._told = told
            self._describe()

    @on(Input.Changed, "#search")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._search = clean_text(event.value).strip().lower()
        self.repaint()

    @on(Input.Submitted, "#search")
    def _searched(self, event: Input.Submitted) -> None:
        event.stop()
        self.query_one("#fields").focus()

    @on(RowList.CursorMoved, "#fields")
    def _moved(self, event: RowList.CursorMoved) -> None:
        event.stop()
        self._told = ("", "")
        self._describe()

    @on(RowList.RowOpened, "#fields")
    @on(RowList.PartPressed, "#fields")
    def _opened(self, event: RowList.RowOpened | RowList.PartPressed) -> None:
        event.stop()
        self.action_edit()

    @on(Board.Pressed, "#head")
    def _pressed(self, event: Board.Pressed) -> None:
        event.stop()
        if event.part == "leave":
            self.close(None)
        elif event.part == "differing":
            self.action_differing()
