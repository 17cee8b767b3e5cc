"""Block elements and box lines as rectangles, so that pictures show them without seams in any font.

Rectangles are fractions of a cell: (left, top, right, bottom, opacity), 0 to 1.
"""

from __future__ import annotations

from collections.abc import Mapping

Box = tuple[float, float, float, float, float]

_UPPER_LEFT: Box = (0, 0, 0.5, 0.5, 1)
_UPPER_RIGHT: Box = (0.5, 0, 1, 0.5, 1)
_LOWER_LEFT: Box = (0, 0.5, 0.5, 1, 1)
_LOWER_RIGHT: Box = (0.5, 0.5, 1, 1, 1)

_LIGHT = 1 / 12
"""Half the thickness of a light line, in cell widths."""
_HEAVY = 2 / 12

_ARMS = {
    "─": "1100", "━": "2200", "│": "0011", "┃": "0022",
    "┌": "0101", "┐": "1001", "└": "0110", "┘": "1010", "├": "0111", "┤": "1011", "┬": "1101", "┴": "1110", "┼": "1111",
    "┏": "0202", "┓": "2002", "┗": "0220", "┛": "2020", "┣": "0222", "┫": "2022", "┳": "2202", "┻": "2220", "╋": "2222",
    "╴": "1000", "╶": "0100", "╵": "0010", "╷": "0001", "╸": "2000", "╺": "0200", "╹": "0020", "╻": "0002",
    "╼": "1200", "╾": "2100", "╽": "0012", "╿": "0021",
}  # fmt: skip
"""Box lines by the weight of their arms: left, right, up, down; 1 is light, 2 heavy."""


def _blocks() -> dict[str, tuple[Box, ...]]:
    """The block elements U+2580 to U+259F."""
    made: dict[str, tuple[Box, ...]] = {
        "▀": ((0, 0, 1, 0.5, 1),),
        "▐": ((0.5, 0, 1, 1, 1),),
        "▔": ((0, 0, 1, 1 / 8, 1),),
        "▕": ((7 / 8, 0, 1, 1, 1),),
        "░": ((0, 0, 1, 1, 0.25),),
        "▒": ((0, 0, 1, 1, 0.5),),
        "▓": ((0, 0, 1, 1, 0.75),),
        "▖": (_LOWER_LEFT,),
        "▗": (_LOWER_RIGHT,),
        "▘": (_UPPER_LEFT,),
        "▝": (_UPPER_RIGHT,),
        "▙": (_UPPER_LEFT, _LOWER_LEFT, _LOWER_RIGHT),
        "▚": (_UPPER_LEFT, _LOWER_RIGHT),
        "▛": (_UPPER_LEFT, _UPPER_RIGHT, _LOWER_LEFT),
        "▜": (_UPPER_LEFT, _UPPER_RIGHT, _LOWER_RIGHT),
        "▞": (_UPPER_RIGHT, _LOWER_LEFT),
        "▟": (_UPPER_RIGHT, _LOWER_LEFT, _LOWER_RIGHT),
    }
    for eighths, char in enumerate("▁▂▃▄▅▆▇█", 1):
        made[char] = ((0, 1 - eighths / 8, 1, 1, 1),)
    for eighths, char in enumerate("▏▎▍▌▋▊▉", 1):
        made[char] = ((0, 0, eighths / 8, 1, 1),)
    return made


def _lines(aspect: float) -> dict[str, tuple[Box, ...]]:
    """The box lines for cells `aspect` times as high as wide."""
    made: dict[str, tuple[Box, ...]] = {}
    for char, arms in _ARMS.items():
        left, right, up, down = (_HEAVY if arm == "2" else _LIGHT if arm == "1" else 0.0 for arm in arms)
        across, along = max(up, down), max(left, right)
        boxes: list[Box] = []
        if left:
            boxes.append((0, 0.5 - left / aspect, 0.5 + across, 0.5 + left / aspect, 1))
        if right:
            boxes.append((0.5 - across, 0.5 - right / aspect, 1, 0.5 + right / aspect, 1))
        if up:
            boxes.append((0.5 - up, 0, 0.5 + up, 0.5 + along / aspect, 1))
        if down:
            boxes.append((0.5 - down, 0.5 - along / aspect, 0.5 + down, 1, 1))
        made[char] = tuple(boxes)
    return made


BOXES: Mapping[str, tuple[Box, ...]] = {**_blocks(), **_lines(2.0)}
"""The rectangles of every character that is drawn, for cells twice as high as wide."""
