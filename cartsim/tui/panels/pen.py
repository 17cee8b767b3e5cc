"""What the lines of a panel are written with: the colours of the theme and the words of the language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cartsim.i18n import Speaker
from cartsim.model.reason import Reason
from cartsim.tui import draw, glyphs
from cartsim.tui.draw import Ink, Line, Span
from cartsim.tui.line_row import PICTURE, kind_colour
from cartsim.tui.palette import Palette
from cartsim.tui.sprites import ascii_rows, sprite_rows


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes spans. `text` and `count` translate; `span` and its kin write what they are given."""

    palette: Palette
    speaker: Speaker

    def text(self, msgid: str, **values: object) -> str:
        """The sentence in the language of the reader."""
        return self.speaker.text(msgid, **values)

    def count(self, singular: str, plural: str, n: int, **values: object) -> str:
        """The sentence for `n` of something."""
        return self.speaker.count(singular, plural, n, **values)

    def span(
        self, words: str, colour: str = "text", part: str = "", *, bold: bool = False, strike: bool = False
    ) -> Span:
        """A text in a colour of the palette, by its name."""
        return Span(words, Ink(getattr(self.palette, colour), bold=bold, strike=strike), part)

    def chip(
        self, words: str, colour: str = "on_chip", ground: str = "chip", part: str = "", *, bold: bool = False
    ) -> Span:
        """A word on a ground of its own; colours by name."""
        return draw.chip(words, getattr(self.palette, colour), getattr(self.palette, ground), part, bold=bold)

    def kind(self, code: str) -> Span:
        """The label of a kind of promotion."""
        return draw.chip(self.speaker.kind(code), self.palette.on_tag, kind_colour(code, self.palette))

    def button(self, words: str, part: str, *, primary: bool = False, enabled: bool = True) -> Span:
        """A word to click; what cannot be done is faint and has no part."""
        if not enabled:
            return self.chip(words, "dim", "band")
        return self.chip(f" {words} ", "on_brand", "brand", part, bold=True) if primary else self.chip(words, part=part)

    def box(self, ticked: bool, part: str = "check") -> Span:
        """A box: [✓] or [ ]."""
        if ticked:
            return self.span(f"[{glyphs.CHECK}]", "accent", part, bold=True)
        return self.span("[ ]", "soft", part)

    def radio(self, chosen: bool, part: str = "choose") -> Span:
        """One of several: (•) or ( )."""
        return self.span("(*)" if chosen else "( )", "accent" if chosen else "soft", part, bold=chosen)

    def stepper(self, quantity: int, *, less: bool, more: bool) -> Line:
        """− n +, with the parts `minus`, `quantity` and `plus`; eleven cells."""
        return (
            self.chip(glyphs.MINUS, part="minus") if less else self.chip(glyphs.MINUS, "faint", "band", "minus"),
            self.span(f"{quantity:^5}", "text" if quantity else "dim", "quantity", bold=bool(quantity)),
            self.chip("+", part="plus") if more else self.chip("+", "faint", "band", "plus"),
        )

    def column(self, words: str, width: int, colour: str = "text", *, bold: bool = False, part: str = "") -> Line:
        """A text at the right edge of `width` cells."""
        return draw.right((self.span(words, colour, part, bold=bold),), width)

    def rule(self, width: int) -> Line:
        """A thin line across."""
        return draw.rule(width, self.palette)

    def heading(self, words: str, width: int, end: Sequence[Span] = ()) -> Line:
        """The name of a block, something at its right."""
        return draw.spread((self.span(words, "text", bold=True),), end, width)

    def pair(
        self, left: str, right: str, width: int, colour: str = "soft", end: str = "", *, bold: bool = False
    ) -> Line:
        """A name at the left and a figure at the right."""
        return draw.spread(
            (self.span(left, colour, bold=bold),), (self.span(right, end or colour, bold=bold),), width
        )  # fmt: skip

    def wrapped(self, words: str, width: int, colour: str = "soft", indent: int = 0) -> list[Line]:
        """A longer text in lines of at most `width` cells."""
        return [
            (draw.blank(indent), self.span(line, colour)) if indent else (self.span(line, colour),)
            for line in draw.wrap(words, max(8, width - indent))
        ]

    def picture(self, sprite: str, colour: str, *, dim: bool = False) -> tuple[Line, ...]:
        """Three lines of ten cells."""
        if self.palette.ascii:
            return tuple((self.span(line.ljust(PICTURE), "dim"),) for line in ascii_rows(sprite))
        rows = sprite_rows(sprite, colour, self.palette.picture, dim)
        return tuple(tuple(Span(sign, Ink(ink, ground)) for sign, ink, ground in row) for row in rows)

    def reason(self, reason: Reason) -> str:
        """The sentence of a reason."""
        return self.speaker.reason(reason)
