"""Text that comes from outside: made safe for a terminal and measured in cells."""

from __future__ import annotations

import re
import unicodedata

_UNSTEADY = re.compile("[\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]")
"""Selectors of style and of skin: what they do to the width of an emoji, no two terminals agree on."""
_JOINED = re.compile("[\u1160-\u11ff\u3164\ud7b0-\ud7ff\uffa0]")
"""Vowels and ends of a Hangul syllable, which stand in the cells of its beginning, and the fillers of one."""
_MARKS_A_CELL = 4
"""Code points a cell may carry: a base with its accents, not a tower of them."""


def cell_width(text: str) -> int:
    """Columns `text` takes in a terminal: 2 for wide characters, 0 for marks that combine."""
    if text.isascii():
        return len(text)
    return sum(_width(character) for character in text)


def flush_left(text: str, cells: int) -> str:
    """`text` filled up with blanks to so many cells; a wider one stays as it is."""
    return text + " " * (cells - cell_width(text))


def flush_right(text: str, cells: int) -> str:
    """The same with the blanks before it, as money stands."""
    return " " * (cells - cell_width(text)) + text


def clean_text(text: str, cells: int | None = None) -> str:
    """`text` as it may be drawn: NFC, no control, bidi or invisible characters, at most `cells` wide.

    Line breaks and tabs become blanks, bytes that are no text `U+FFFD`. An emoji that is composed falls into its
    parts, since terminals do not agree on the width of the whole, and half of one cannot be drawn. A text that is cut
    ends in `…`.
    Escape sequences lose the byte that makes them work.
    """
    if not (text.isprintable() and unicodedata.is_normalized("NFC", text)) or _UNSTEADY.search(text):
        text = unicodedata.normalize("NFC", _visible(_UNSTEADY.sub("", text)))
    return text if cells is None or 2 * len(text) <= cells else _cut(text, cells)


def _visible(text: str) -> str:
    kept: list[str] = []
    for character in text:
        if character in "\n\r\t\u2028\u2029":
            kept.append(" ")
        elif "\ud800" <= character <= "\udfff":
            kept.append("\ufffd")  # a byte of a name that is no text: something stands there
        elif unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}:
            kept.append(character)
    return "".join(kept)


def _cut(text: str, cells: int) -> str:
    if cell_width(text) <= cells and len(text) <= cells * _MARKS_A_CELL:
        return text
    kept: list[str] = []
    room = cells - 1
    for character in text:
        room -= _width(character)
        if room < 0 or len(kept) >= (cells - 1) * _MARKS_A_CELL:
            break
        kept.append(character)
    return "".join(kept).rstrip() + "…" if cells > 0 else ""


def _width(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Mc", "Me", "Cf"} or _JOINED.match(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
