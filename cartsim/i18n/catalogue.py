"""The message catalogues: English is written in the sources, Chinese is read from its .mo file."""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

DOMAIN = "cartsim"
LOCALES = {"zh": "zh_Hans"}
"""Folder below `locale/` of each language that has a catalogue."""


def catalogue_path(language: str, suffix: str) -> Path:
    """Where the catalogue of `language` lies; `suffix` is `.po` or `.mo`."""
    return Path(__file__).parent / "locale" / LOCALES[language] / "LC_MESSAGES" / f"{DOMAIN}{suffix}"


@cache
def catalogue(language: str) -> NullTranslations:
    """The texts of `language`; for English those of the sources themselves."""
    if language not in LOCALES:
        return NullTranslations()
    with catalogue_path(language, ".mo").open("rb") as file:
        return GNUTranslations(file)
