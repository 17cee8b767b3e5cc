"""The three themes of the shop: every colour by name, none anywhere else."""

from __future__ import annotations

from collections.abc import Mapping

from textual.theme import Theme

from cartsim.tui.palette import PREFIX

_DARK: Mapping[str, str] = {
    "ground": "#14161b",
    "band": "#222731",
    "surface": "#1a1d24",
    "cursor": "#27324a",
    "hover": "#1d2129",
    "rule": "#2f3541",
    "text": "#f1efe9",
    "soft": "#c3c8d2",
    "dim": "#98a0ae",
    "faint": "#3f4653",
    "brand": "#cc440f",
    "on_brand": "#ffffff",
    "accent": "#ff8f45",
    "total": "#ff7a6d",
    "drop": "#ff7a6d",
    "good": "#5fcf8d",
    "warn": "#ecbc58",
    "link": "#66c7da",
    "chip": "#303744",
    "on_chip": "#dfe3ea",
    "picture": "#1f232b",
    "flash": "#6b4a12",
    "on_tag": "#14161b",
    "tag_reduction": "#ff8f45",
    "tag_discount": "#ecbc58",
    "tag_gift": "#d99be6",
    "tag_item": "#ff8079",
    "tag_activity": "#7fb2ff",
    "badge_flagship": "#b3261e",
    "badge_self": "#8a5f00",
    "badge_shop": "#4b5364",
    "badge_market": "#1f6f46",
    "on_badge": "#ffffff",
    "saved": "#1c3026",
}
_LIGHT: Mapping[str, str] = {
    "ground": "#fcfbf9",
    "band": "#ece8e1",
    "surface": "#f4f1ec",
    "cursor": "#fde7d8",
    "hover": "#f5f2ed",
    "rule": "#d9d4cb",
    "text": "#1b1d22",
    "soft": "#40454f",
    "dim": "#636975",
    "faint": "#c9c4ba",
    "brand": "#d0440d",
    "on_brand": "#ffffff",
    "accent": "#b83a06",
    "total": "#c3201a",
    "drop": "#c3201a",
    "good": "#14703f",
    "warn": "#865500",
    "link": "#06637a",
    "chip": "#e4dfd6",
    "on_chip": "#2b2f37",
    "picture": "#eeeae3",
    "flash": "#ffd9a0",
    "on_tag": "#ffffff",
    "tag_reduction": "#b83a06",
    "tag_discount": "#8a5a00",
    "tag_gift": "#86369b",
    "tag_item": "#c3201a",
    "tag_activity": "#2257ad",
    "badge_flagship": "#b3261e",
    "badge_self": "#855b00",
    "badge_shop": "#5a6272",
    "badge_market": "#1b693f",
    "on_badge": "#ffffff",
    "saved": "#dcefe3",
}
_CONTRAST: Mapping[str, str] = {
    "ground": "#000000",
    "band": "#262626",
    "surface": "#0d0d0d",
    "cursor": "#00326e",
    "hover": "#1a1a1a",
    "rule": "#8a8a8a",
    "text": "#ffffff",
    "soft": "#f0f0f0",
    "dim": "#d0d0d0",
    "faint": "#767676",
    "brand": "#ffd000",
    "on_brand": "#000000",
    "accent": "#ffd000",
    "total": "#ffffff",
    "drop": "#ff9d94",
    "good": "#7dff9f",
    "warn": "#ffd000",
    "link": "#7fe8ff",
    "chip": "#3a3a3a",
    "on_chip": "#ffffff",
    "picture": "#1a1a1a",
    "flash": "#7a4c00",
    "on_tag": "#000000",
    "tag_reduction": "#ffb066",
    "tag_discount": "#ffd000",
    "tag_gift": "#f5b3ff",
    "tag_item": "#ff9d94",
    "tag_activity": "#a8ccff",
    "badge_flagship": "#ffffff",
    "badge_self": "#ffffff",
    "badge_shop": "#ffffff",
    "badge_market": "#ffffff",
    "on_badge": "#000000",
    "saved": "#003d14",
}


def _theme(name: str, colours: Mapping[str, str], *, dark: bool) -> Theme:
    """A Textual theme whose variables carry every colour of the palette."""
    variables = {PREFIX + key.replace("_", "-"): value for key, value in colours.items()}
    variables |= {
        "scrollbar": colours["faint"],
        "scrollbar-hover": colours["dim"],
        "scrollbar-active": colours["accent"],
        "scrollbar-background": colours["ground"],
        "scrollbar-background-hover": colours["ground"],
        "scrollbar-background-active": colours["ground"],
        "scrollbar-corner-color": colours["ground"],
        "block-cursor-background": colours["cursor"],
        "block-cursor-foreground": colours["text"],
        "input-cursor-background": colours["accent"],
        "border": colours["accent"],
        "border-blurred": colours["rule"],
        "footer-key-foreground": colours["accent"],
    }
    return Theme(
        name=name,
        primary=colours["brand"],
        secondary=colours["link"],
        accent=colours["accent"],
        warning=colours["warn"],
        error=colours["drop"],
        success=colours["good"],
        foreground=colours["text"],
        background=colours["ground"],
        surface=colours["surface"],
        panel=colours["band"],
        dark=dark,
        variables=variables,
    )


DARK = _theme("cartsim-dark", _DARK, dark=True)
LIGHT = _theme("cartsim-light", _LIGHT, dark=False)
CONTRAST = _theme("cartsim-contrast", _CONTRAST, dark=True)
THEMES = (DARK, LIGHT, CONTRAST)
"""In the order the theme key walks them."""
