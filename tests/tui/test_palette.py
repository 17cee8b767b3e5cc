"""Colours come from the theme, and what is written in them can be read."""

from __future__ import annotations

from dataclasses import fields

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from cartsim.tui.palette import Palette, from_variables
from cartsim.tui.themes import THEMES

READABLE = 4.5
"""Contrast the WCAG asks of normal text."""


def palette(theme: Theme) -> Palette:
    return from_variables({**theme.to_color_system().generate(), **theme.variables})


def contrast(ink: str, ground: str) -> float:
    brighter, darker = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    channels = Color.parse(colour).normalized
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_every_colour_of_the_palette_is_a_variable_of_our_themes(theme: Theme) -> None:
    named = {item.name.replace("_", "-") for item in fields(Palette)} - {"ascii"}
    assert {name.removeprefix("cart-") for name in theme.variables if name.startswith("cart-")} == named


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("ink", ["text", "soft", "dim", "accent", "total", "drop", "good", "warn", "link"])
@pytest.mark.parametrize("ground", ["ground", "surface", "band", "cursor", "hover"])
def test_text_is_readable_on_every_ground(theme: Theme, ink: str, ground: str) -> None:
    colours = palette(theme)
    assert contrast(getattr(colours, ink), getattr(colours, ground)) >= READABLE


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("on_brand", "brand"), ("on_chip", "chip"), ("good", "saved"), ("on_badge", "badge_flagship"),
        ("on_badge", "badge_self"), ("on_badge", "badge_shop"), ("on_badge", "badge_market"),
        ("on_tag", "tag_reduction"), ("on_tag", "tag_discount"), ("on_tag", "tag_gift"), ("on_tag", "warn"),
        ("tag_item", "band"), ("tag_activity", "band"), ("tag_gift", "band"), ("tag_reduction", "band"),
    ],
)  # fmt: skip
def test_chips_and_badges_are_readable(theme: Theme, ink: str, ground: str) -> None:
    colours = palette(theme)
    assert contrast(getattr(colours, ink), getattr(colours, ground)) >= READABLE


@pytest.mark.parametrize("name", sorted(set(BUILTIN_THEMES) - {"textual-ansi", "ansi-dark", "ansi-light"}))
def test_a_theme_that_is_not_ours_gives_every_colour(name: str) -> None:
    colours = palette(BUILTIN_THEMES[name])
    for item in fields(Palette):
        if item.name != "ascii":
            assert Color.parse(getattr(colours, item.name)).a == 1
