"""The signs the screen draws with, and the ASCII twin of each.

Terminals set to draw ambiguous-width characters wide shear every row that holds one; there, and
with `--ascii`, each sign below is replaced by its twin at the moment a line becomes cells. A twin
is as wide as its sign, so no layout knows the difference.
"""

from __future__ import annotations

CHECK = "✓"
CHEVRON_DOWN = "▾"
CHEVRON_UP = "▴"
FALL = "▼"
RISE = "▲"
TIMES = "×"
MINUS = "−"
ARROW = "→"
ELLIPSIS = "…"
BRANCH = "└"
DOT = "·"
TRACK = "━"
RULE = "─"
VERTICAL = "│"
HALF_UPPER = "▀"
HALF_LOWER = "▄"
BLOCK = "█"
CURSOR = "▌"
PAUSE = "▮"
PLAY = "▶"
STAR = "★"

TWINS: dict[str, str] = {
    CHECK: "x",
    CHEVRON_DOWN: "v",
    CHEVRON_UP: "^",
    FALL: "v",
    RISE: "^",
    TIMES: "x",
    MINUS: "-",
    ARROW: ">",
    ELLIPSIS: "~",
    BRANCH: "`",
    DOT: "-",
    TRACK: "=",
    RULE: "-",
    VERTICAL: "|",
    HALF_UPPER: " ",
    HALF_LOWER: " ",
    BLOCK: "#",
    CURSOR: ">",
    PAUSE: "|",
    PLAY: ">",
    STAR: "*",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "—": "-",
    "–": "-",
    "≤": "<",
    "≥": ">",
    "●": "*",
    "○": "o",
}
_TABLE = str.maketrans(TWINS)


def to_ascii(text: str) -> str:
    """The text with every sign replaced by its twin; other characters, Chinese too, stay."""
    return text.translate(_TABLE)
