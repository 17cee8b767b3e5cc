"""Lines of spans: the drawing by hand of lists and bars, measured in cells.

A span is text with its ink and, where it can be pressed or pointed at, the name of its part. Text
is literal, never markup. Pure functions; only `strip` knows Textual.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len, split_graphemes
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from cartsim.text import clean_text
from cartsim.tui import glyphs
from cartsim.tui.palette import Palette


class Ink(NamedTuple):
    """How a span looks. Colours are `#rrggbb`; an empty ground is that of the row."""

    colour: str
    ground: str = ""
    bold: bool = False
    strike: bool = False
    underline: bool = False


class Span(NamedTuple):
    """Some text in one ink; `part` names it for mouse, keys, scripts and tests."""

    text: str
    ink: Ink
    part: str = ""


Line = tuple[Span, ...]
"""One line of cells, left to right."""

EMPTY: Line = ()


def cells(text: str) -> int:
    """Width of a text in cells."""
    return cell_len(text)


def width_of(line: Iterable[Span]) -> int:
    """Width of a line in cells."""
    return sum(cell_len(span.text) for span in line)


def cut(text: str, width: int) -> str:
    """The text in at most `width` cells; a shortened one ends in an ellipsis, no wide cell is split."""
    if cell_len(text) <= width:
        return text
    if width <= 0:
        return ""
    return _head(text, width - 1).rstrip(" ") + glyphs.ELLIPSIS


def _head(text: str, width: int) -> str:
    """As many whole characters as fit `width` cells."""
    if text.isascii():
        return text[:width]
    spans, _ = split_graphemes(text)
    taken = end = 0
    for _start, stop, size in spans:
        if taken + size > width:
            break
        taken += size
        end = stop
    return text[:end]


def fit(line: Sequence[Span], width: int) -> Line:
    """The line in at most `width` cells, the last span shortened with an ellipsis."""
    if width_of(line) <= width:
        return tuple(line)
    if width <= 0:
        return EMPTY
    room, kept = width, []
    for span in line:
        size = cell_len(span.text)
        if size > room or (size == room and span is not line[-1]):
            text = cut(span.text, room) if size > room else _head(span.text, room - 1) + glyphs.ELLIPSIS
            if text:
                kept.append(span._replace(text=text))
            break
        kept.append(span)
        room -= size
    return tuple(kept)


def _filled(line: Sequence[Span], width: int) -> tuple[Line, int]:
    """The line in at most `width` cells, and the number of cells it leaves free."""
    size = width_of(line)
    if size > width:
        line = fit(line, width)
        size = width_of(line)
    return tuple(line), width - size


def pad(line: Sequence[Span], width: int, ink: Ink | None = None) -> Line:
    """The line in exactly `width` cells, blanks at the right."""
    line, free = _filled(line, width)
    return (*line, Span(" " * free, ink or Ink(""))) if free > 0 else line


def right(line: Sequence[Span], width: int) -> Line:
    """The line in exactly `width` cells, blanks at the left: a money column."""
    line, free = _filled(line, width)
    return (blank(free), *line) if free > 0 else line


def spread(left: Sequence[Span], end: Sequence[Span], width: int, gap: int = 1) -> Line:
    """`left` and `end` at the two edges of `width` cells; `left` gives way, `end` keeps its room."""
    size = width_of(end)
    if not end:
        return fit(left, width)
    if size > width:
        return fit(end, width)
    room = max(0, width - size - gap)
    left, free = _filled(left, room)
    return (*left, blank(free + width - size - room), *end)


def chip(text: str, colour: str, ground: str, part: str = "", *, bold: bool = False) -> Span:
    """A word on a ground of its own, a blank at each side."""
    return Span(f" {text} ", Ink(colour, ground, bold), part)


@lru_cache(maxsize=1024)
def blank(width: int, ground: str = "") -> Span:
    """`width` empty cells."""
    return Span(" " * width, Ink("", ground))


def progress(done: int, whole: int, width: int, colour: str, track: str) -> Line:
    """A bar of `width` cells for `done` of `whole`; full only when it is reached, empty only at nothing.

    What is left is a thinner line, so that the bar is read without colours too."""
    if width <= 0:
        return EMPTY
    filled = width if done >= whole else min(width - 1, max(int(done > 0), done * width // max(whole, 1)))
    return (Span(glyphs.TRACK * filled, Ink(colour)), Span(glyphs.RULE * (width - filled), Ink(track)))


def rule(width: int, palette: Palette) -> Line:
    """A thin line across."""
    return (Span(glyphs.RULE * width, Ink(palette.rule)),)


NOT_FIRST = frozenset("，。、；：！？）」』》〉】〕％…—～·,.;:!?)]}%")
NOT_LAST = frozenset("（「『《〈【〔¥([{")


def wrap(text: str, width: int, lines: int | None = None) -> tuple[str, ...]:
    """The text in lines of at most `width` cells; Chinese breaks anywhere but before closing and
    after opening marks, words stay whole where they fit. Beyond `lines` it ends in an ellipsis."""
    out: list[str] = []
    rest = text.strip()
    while rest:
        if cell_len(rest) <= width:
            out.append(rest)
            break
        if lines is not None and len(out) == lines - 1:
            out.append(cut(rest, width))
            break
        end = _break(rest, _head(rest, width))
        out.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return tuple(out)


def _break(text: str, head: str) -> int:
    """Where to break `text` so that the first part is no longer than `head`."""
    for end in range(max(len(head), 1), 0, -1):
        before, after = text[end - 1], text[end]
        if after in NOT_FIRST or before in NOT_LAST:
            continue
        if after == " " or before == " " or not (before.isascii() and after.isascii()):
            return end
    return max(len(head), 1)


@lru_cache(maxsize=4096)
def style(ink: Ink, ground: str) -> Style:
    """The terminal style of an ink on a row's ground."""
    return Style(
        color=ink.colour or None,
        bgcolor=ink.ground or ground,
        bold=ink.bold or None,
        strike=ink.strike or None,
        underline=ink.underline or None,
    )


@lru_cache(maxsize=8192)
def segment(text: str, ink: Ink, ground: str, ascii_only: bool) -> tuple[Segment, int]:
    """The text as the terminal gets it, in its ink on a row's ground, and its width in cells."""
    if not text.isprintable():
        text = clean_text(text)  # codes come as they are in the file
    return Segment(glyphs.to_ascii(text) if ascii_only else text, style(ink, ground)), cell_len(text)


def strip(line: Sequence[Span], width: int, ground: str, *, ascii_only: bool = False) -> Strip:
    """The line as exactly `width` cells on `ground`."""
    segments: list[Segment] = []
    room = width
    for text, ink, _part in line:
        made, size = segment(text, ink, ground, ascii_only)
        if size > room:
            made, size = segment(_head(made.text, room), ink, ground, ascii_only)
        if made.text:
            segments.append(made)
            room -= size
    if room:
        segments.append(segment(" " * room, Ink(""), ground, ascii_only)[0])
    return Strip(segments, width)


class Place(NamedTuple):
    """Where a part stands in a drawing: cells from its top left corner."""

    part: str
    x: int
    y: int
    width: int


def places(lines: Sequence[Sequence[Span]], left: int = 0) -> tuple[Place, ...]:
    """Every named part of some lines, top to bottom, left to right; `left` cells stand before each line."""
    found: list[Place] = []
    for y, line in enumerate(lines):
        x = left
        for span in line:
            size = cell_len(span.text)
            if span.part:
                last = found[-1] if found else None
                if last and last.part == span.part and last.y == y and last.x + last.width == x:
                    found[-1] = last._replace(width=last.width + size)
                else:
                    found.append(Place(span.part, x, y, size))
            x += size
    return tuple(found)
