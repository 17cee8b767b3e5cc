"""How the rules are drawn: one row a field, and the field under the cursor in full. Pure."""

from __future__ import annotations

from typing import NamedTuple

from cartsim.i18n.marks import N_
from cartsim.model.policy import Value
from cartsim.model.policy_fields import PolicyField
from cartsim.tui import draw, glyphs
from cartsim.tui.draw import Line
from cartsim.tui.panels.pen import Pen


class Rule(NamedTuple):
    """A field with its value now."""

    field: PolicyField
    value: Value

    @property
    def differs(self) -> bool:
        """Whether it is not the standard."""
        return self.value != self.field.default


WIDE = 100
"""Cells of a row from which on its code and rule id stand in it; below, the field in full names them."""
CODE_CELLS = 28
SOURCES = {"article": N_("article"), "assumption": N_("assumption")}
"""Sources with a name; others are the codes of the list of sources."""
UNITS = {
    "lines": N_("lines"), "pieces": N_("pieces"), "s of world time": N_("s of world time"),
    "s of real time": N_("s of real time"), "tags": N_("tags"), "states": N_("states"), "fen": N_("fen"),
}  # fmt: skip


def unit_text(pen: Pen, field: PolicyField) -> str:
    """The unit in the language of the reader; signs such as `h` stay."""
    return pen.text(UNITS[field.unit]) if field.unit in UNITS else field.unit


def source_text(pen: Pen, field: PolicyField) -> str:
    """Where the field comes from."""
    return pen.text(SOURCES[field.source]) if field.source in SOURCES else field.source


def range_text(pen: Pen, field: PolicyField) -> str:
    """What the field takes."""
    if field.choices:
        words = [pen.speaker.value(field.name, choice) for choice in field.choices]
        return " | ".join(
            code if code == word else f"{code} ({word})" for code, word in zip(field.choices, words, strict=True)
        )
    if field.kind == "bool":
        return "true | false"
    span = f"{field.low}–{field.high}" if field.low is not None else field.kind
    return f"{span} {unit_text(pen, field)}".strip() + (" | none" if field.optional else "")


def paint_rule(pen: Pen, width: int, rule: Rule) -> tuple[Line, ...]:
    """What the field means, its value in words, its code; a changed value is marked and shows its standard."""
    field = rule.field
    mark = pen.span(f"{glyphs.CURSOR} " if rule.differs else "  ", "accent")
    code: Line = ()
    if width >= WIDE:
        code = (*pen.column(field.name, CODE_CELLS, "dim"), draw.blank(2), *pen.column(field.rule, 12, "link"))
    room = width - draw.width_of(code) - 2
    named = (mark, pen.span(pen.text(field.doc).rstrip(".。"), "text", "name", bold=rule.differs))
    value = [
        pen.span(_valued(pen, field, rule.value), "accent" if rule.differs else "soft", "value", bold=rule.differs)
    ]
    if rule.differs:
        standard = pen.text("standard {value}", value=_valued(pen, field, field.default))
        value += [draw.blank(2), pen.span(standard, "dim")]
    # The value is flush right and takes what it needs, so that the name is cut only where both are long.
    return (draw.spread(draw.spread(named, draw.fit(value, room // 2), room - 2, gap=2), code, width),)


def _valued(pen: Pen, field: PolicyField, value: Value) -> str:
    """The value in words with its unit: 120 种, 不限, ¥0.01."""
    if field.unit == "fen" and isinstance(value, int):
        return pen.speaker.money(value)
    words = pen.speaker.value(field.name, value)
    return f"{words} {unit_text(pen, field)}" if field.unit and isinstance(value, int) else words


def described(pen: Pen, width: int, rule: Rule) -> list[Line]:
    """The field in full: what it means, what it takes, where it comes from."""
    field = rule.field
    takes = (
        pen.span(pen.text("takes"), "dim"), draw.blank(1), pen.span(range_text(pen, field), "soft"), draw.blank(3),
        pen.span(pen.text("standard {value}", value=_valued(pen, field, field.default)), "dim"), draw.blank(3),
        pen.span(f"{field.rule} {glyphs.DOT} {source_text(pen, field)}", "link"),
    )  # fmt: skip
    code = pen.span(field.name, "dim")
    about = pen.wrapped(pen.text(field.doc), width - draw.width_of((code,)) - 2, "text")
    about[0] = draw.spread(about[0], (code,), width)
    return [pen.rule(width), *about, draw.fit(takes, width)]
