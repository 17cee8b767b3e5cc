"""The colours of everything drawn by hand, taken from the active theme.

A theme of ours names each colour as the variable `cart-<name>`; a theme that does not (the built-in
ones) gets each from the nearest of its own colours. Stylesheets use theme variables only, drawn
lines use a `Palette`; so both always agree with the theme.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from textual.color import Color, ColorParseError

if TYPE_CHECKING:
    from textual.app import App

PREFIX = "cart-"


@dataclass(frozen=True, slots=True)
class Palette:
    """Named colours as `#rrggbb`; the same names, dashed, are theme variables."""

    ground: str
    """Behind the rows of a list."""
    band: str
    """Behind a shop's header."""
    surface: str
    """Behind bars and panels."""
    cursor: str
    """Behind the row under the cursor."""
    hover: str
    rule: str
    """Lines between things."""
    text: str
    soft: str
    """Second to read."""
    dim: str
    """Third to read, and what is inert; still readable (at least 4.5 to 1)."""
    faint: str
    """Tracks, ticks and placeholders, never text that matters."""
    brand: str
    """Ground of the header and of the button that settles."""
    on_brand: str
    accent: str
    """What can be acted on; the checked box."""
    total: str
    """The amount to pay."""
    drop: str
    """A price that fell, an urgent word."""
    good: str
    """Saved, reached."""
    warn: str
    """Little stock, attention."""
    link: str
    """Coupons and explanations."""
    chip: str
    """Ground of a chip or a small button."""
    on_chip: str
    picture: str
    """Ground of a picture."""
    flash: str
    """Ground of a figure that just changed."""
    on_tag: str
    """Ink of tags and badges."""
    tag_reduction: str
    tag_discount: str
    tag_gift: str
    tag_item: str
    tag_activity: str
    badge_flagship: str
    badge_self: str
    badge_shop: str
    badge_market: str
    on_badge: str
    saved: str
    """Ground of the chip that says what is saved."""
    ascii: bool = False
    """Whether lines are drawn with the ASCII twins."""


_NEAREST: Mapping[str, str] = {
    "ground": "background",
    "band": "panel",
    "surface": "surface",
    "cursor": "primary-muted",
    "hover": "surface-lighten-1",
    "rule": "panel-lighten-1",
    "text": "foreground",
    "soft": "foreground-darken-1",
    "dim": "foreground-darken-3",
    "faint": "panel-lighten-2",
    "brand": "primary",
    "on_brand": "background",
    "accent": "accent",
    "total": "error",
    "drop": "error",
    "good": "success",
    "warn": "warning",
    "link": "secondary",
    "chip": "panel",
    "on_chip": "foreground",
    "picture": "panel",
    "flash": "primary-darken-2",
    "on_tag": "background",
    "tag_reduction": "accent",
    "tag_discount": "warning",
    "tag_gift": "secondary",
    "tag_item": "error",
    "tag_activity": "primary",
    "badge_flagship": "error",
    "badge_self": "warning",
    "badge_shop": "panel-lighten-2",
    "badge_market": "success",
    "on_badge": "background",
    "saved": "panel",
}


def _solid(value: str, ground: str) -> str | None:
    """The colour as `#rrggbb`, laid over `ground` where it is translucent; None where it is no colour."""
    try:
        color = Color.parse(value)
    except ColorParseError:
        return None
    if color.ansi is not None or value.startswith("auto"):
        return None
    return (Color.parse(ground) + color).hex6.lower()


def from_variables(variables: Mapping[str, str], *, ascii_only: bool = False) -> Palette:
    """The palette of a theme's variables."""
    ground = _solid(variables.get("background", "#000000"), "#000000") or "#000000"
    ink = _solid(variables.get("foreground", "#ffffff"), ground) or "#ffffff"
    colours: dict[str, Any] = {}
    for item in fields(Palette):
        if item.name == "ascii":
            continue
        own = variables.get(PREFIX + item.name.replace("_", "-"))
        near = variables.get(_NEAREST[item.name], "")
        colours[item.name] = _solid(own or near, ground) or ink
    return Palette(**colours, ascii=ascii_only)


def palette_of(app: App[Any]) -> Palette:
    """The palette of the app's active theme; `--ascii` is the app's class `-ascii`."""
    return from_variables(app.theme_variables, ascii_only=app.has_class("-ascii"))
