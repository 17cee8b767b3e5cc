"""F12: the names by which everything on the screen is addressed, drawn over it.

A row or board carries its id on a chip where it has room; the first cell of each part is a letter, which the legend
at the bottom names. Nothing else changes: what is pressed is what was there.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import split_graphemes

from cartsim.text import clean_text
from cartsim.tui.draw import Ink, Line, Span, blank, cells, chip, cut, fit, width_of
from cartsim.tui.id_table import letter_of
from cartsim.tui.palette import Palette

LONGEST = 48
"""Cells of an id on a chip."""


def named(lines: Sequence[Line], name: str, screen: str, width: int, palette: Palette) -> tuple[Line, ...]:
    """Lines of a row or board with its name and the letters of its parts; every cell keeps its place."""
    lettered = [_lettered(line, screen, palette) for line in lines]
    return _with_chip(lettered, name, width, palette) if name and not name.startswith("gap:") else tuple(lettered)


def _lettered(line: Line, screen: str, palette: Palette) -> Line:
    """The line with a letter in the first cell of each part."""
    out: list[Span] = []
    before = ""
    for span in line:
        if span.part and span.part != before and span.text:
            first = split_graphemes(span.text)[0][0]
            head, rest = span.text[: first[1]], span.text[first[1] :]
            letter = letter_of(screen, span.part) + " " * (cells(head) - 1)
            out.append(Span(letter, Ink(palette.on_tag, palette.warn, bold=True), span.part))
            span = span._replace(text=rest)
        before = span.part
        if span.text:
            out.append(span)
    return tuple(out)


def _with_chip(lines: list[Line], name: str, width: int, palette: Palette) -> tuple[Line, ...]:
    """The lines with the name in the widest stretch where nothing stands, else over the end of the first one."""
    if not lines:
        return ()
    tag = chip(cut(clean_text(name, LONGEST), max(1, min(LONGEST, width - 2))), palette.on_tag, palette.link, bold=True)
    size = cells(tag.text)
    room, minus_y, at = max((room, -y, at) for y, line in enumerate(lines) for room, at in _gaps(line, width))
    y = -minus_y
    line = lines[y]
    if room < size:
        y, line = 0, fit(lines[0], max(0, width - size))
        lines[0] = (*line, blank(width - size - width_of(line)), tag)
    elif at == len(line):
        lines[y] = (*line, blank(room - size), tag)
    else:
        gap = line[at]
        lines[y] = (*line[:at], gap._replace(text=" " * (room - size)), tag, *line[at + 1 :])
    return tuple(lines)


def _gaps(line: Line, width: int) -> list[tuple[int, int]]:
    """(cells, place in the line) of each stretch where nothing stands; the rest of the width comes last."""
    inside = [(cells(span.text), at) for at, span in enumerate(line) if not span.part and not span.text.strip()]
    return [*inside, (max(0, width - width_of(line)), len(line))]
