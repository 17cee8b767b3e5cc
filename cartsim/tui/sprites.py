"""Pixel pictures of goods: text sprites recoloured for an SKU, two pixels in each half-block cell.

A picture is 10 x 6 pixels, so 10 x 3 cells. The shapes are read from data/sprites/shapes.txt at the first
use; a drawn picture is kept, and so many at most.
"""

from __future__ import annotations

import colorsys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from cartsim.errors import DataError
from cartsim.paths import data_file

WIDTH = 10
"""Pixels and cells across."""
HEIGHT = 6
"""Pixels down; half as many cells."""
PLACEHOLDER = "placeholder"
"""The picture of what has none."""

Cell = tuple[str, str, str]
"""Character, foreground and background, `#rrggbb`."""
Rows = tuple[tuple[Cell, ...], ...]

_FIXED: Mapping[str, str] = {
    "w": "#f4f1ea",
    "k": "#444b58",
    "m": "#a7aebb",
    "c": "#9ccbe0",
    "s": "#d3ab7c",
    "n": "#80553a",
    "r": "#d8504a",
    "y": "#efc14a",
    "g": "#5fa35c",
}
"""Colours of the letters that stay the same whatever the goods' colour."""
_CONTRAST = 0.12
"""Least distance in lightness (0 to 1) between a picture and the ground around it."""
_WHITE = 0.85
"""Lightness above which goods are white themselves, and the light letter is drawn darker than they are."""
_PALE = "#c4bdae"
_LETTERS = frozenset("abl.") | _FIXED.keys()
_ASCII: Mapping[str, str] = {".": " ", "a": "#", "b": "=", "l": "*", "w": ":", "k": "%", "c": "~"}
"""How `--ascii` draws a pixel; other letters are drawn as `+`."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One picture as it is written in the file."""

    name: str
    colour: str
    """Main colour where the goods have none of their own, `#rrggbb`."""
    pixels: tuple[str, ...]
    """HEIGHT rows of WIDTH letters."""


@cache
def shapes() -> Mapping[str, Shape]:
    """All pictures by name; raises DataError naming the line that does not fit."""
    return read_shapes(data_file("sprites", "shapes.txt"))


def read_shapes(path: Path) -> Mapping[str, Shape]:
    """The pictures of a file by name; raises DataError naming the line that does not fit."""
    found: dict[str, Shape] = {}
    lines = [
        (number, line.strip())
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if line.strip() and not line.startswith("#")
    ]
    for start in range(0, len(lines), HEIGHT + 1):
        number, head = lines[start]
        name, _, colour = head.partition(" ")
        pixels = tuple(row for _, row in lines[start + 1 : start + 1 + HEIGHT])
        fault = _fault(name, colour, pixels, found)
        if fault:
            raise DataError(f"{path.name}, line {number}: {fault}")
        found[name] = Shape(name, colour, pixels)
    if PLACEHOLDER not in found:
        raise DataError(f"{path.name}: no picture named {PLACEHOLDER!r}")
    return found


def sprite_rows(name: str, colour: str, ground: str, dim: bool = False) -> Rows:
    """Three rows of ten cells (character, foreground, background).

    `colour` recolours the picture, an empty one leaves it its own; `ground` shows around it; `dim` takes the
    colour out, for goods that cannot be bought. A name without a picture gets the placeholder.
    """
    return _drawn(name, colour, ground, dim)


def ascii_rows(name: str) -> tuple[str, ...]:
    """The picture for terminals without block characters: three rows of ten ASCII characters."""
    pixels = _shape(name).pixels
    return tuple(
        "".join(_ascii_cell(upper, lower) for upper, lower in zip(pixels[row], pixels[row + 1], strict=True))
        for row in range(0, HEIGHT, 2)
    )


@lru_cache(maxsize=1024)
def _drawn(name: str, colour: str, ground: str, dim: bool) -> Rows:
    shape = _shape(name)
    colours = _colours(colour or shape.colour, ground, dim)
    return tuple(
        tuple(_cell(colours[upper], colours[lower]) for upper, lower in zip(above, below, strict=True))
        for above, below in zip(shape.pixels[::2], shape.pixels[1::2], strict=True)
    )


def _cell(upper: str, lower: str) -> Cell:
    """Two pixels as one cell; a plain blank where they are alike, which terminals draw without a seam."""
    return (" ", upper, upper) if upper == lower else ("▀", upper, lower)


def _colours(main: str, ground: str, dim: bool) -> Mapping[str, str]:
    base = _apart(main, 0.0, ground)
    colours = {**_FIXED, "a": base, "b": _apart(base, -0.13, ground), "l": _apart(base, 0.10, ground)}
    if _lightness(base) > _WHITE:
        colours["w"] = _PALE
    if dim:
        colours = {letter: _faded(colour, ground) for letter, colour in colours.items()}
    return {**colours, ".": ground}


def _apart(colour: str, by: float, ground: str) -> str:
    """The colour with its lightness moved `by`; so far, or the other way, that it stands out from the ground."""
    hue, light, saturation = colorsys.rgb_to_hls(*_channels(colour))
    below = _lightness(ground)
    moved = light + by
    if abs(moved - below) < _CONTRAST:
        away = _CONTRAST if below < 0.5 else -_CONTRAST
        moved = max(light - by, below + away) if below < 0.5 else min(light - by, below + away)
    return _hex(*colorsys.hls_to_rgb(hue, min(0.97, max(0.03, moved)), saturation))


def _lightness(colour: str) -> float:
    return colorsys.rgb_to_hls(*_channels(colour))[1]


def _faded(colour: str, ground: str) -> str:
    """The colour's grey, half way to the ground."""
    red, green, blue = _channels(colour)
    grey = 0.3 * red + 0.59 * green + 0.11 * blue
    return _hex(*(0.5 * grey + 0.5 * channel for channel in _channels(ground)))


def _channels(colour: str) -> tuple[float, float, float]:
    value = int(colour.removeprefix("#"), 16)
    return (value >> 16 & 255) / 255, (value >> 8 & 255) / 255, (value & 255) / 255


def _hex(red: float, green: float, blue: float) -> str:
    return f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"


def _shape(name: str) -> Shape:
    known = shapes()
    return known.get(name) or known[PLACEHOLDER]


def _ascii_cell(upper: str, lower: str) -> str:
    """The more telling of two pixels: the upper one, or the lower one below empty ground."""
    return _ASCII.get(upper if upper != "." else lower, "+")


def _fault(name: str, colour: str, pixels: tuple[str, ...], found: Mapping[str, Shape]) -> str:
    """What is wrong with a picture; empty where nothing is."""
    if name in found:
        return f"{name!r} is there twice"
    if len(colour) != 7 or colour[0] != "#" or not all(digit in "0123456789abcdef" for digit in colour[1:]):
        return f"{name!r} needs a colour like #4a6fa5, got {colour!r}"
    if len(pixels) != HEIGHT:
        return f"{name!r} has {len(pixels)} rows, not {HEIGHT}"
    for row in pixels:
        if len(row) != WIDTH:
            return f"{name!r}: {row!r} is {len(row)} pixels wide, not {WIDTH}"
        strange = set(row) - _LETTERS
        if strange:
            return f"{name!r}: unknown letter {min(strange)!r}"
    return ""
