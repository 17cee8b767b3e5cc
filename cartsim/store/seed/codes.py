"""Readable codes: lower-case ASCII words joined by hyphens."""

from __future__ import annotations

import re
from functools import cache

_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")


@cache
def slug(text: str) -> str:
    """`White sneakers` -> `white-sneakers`, `8+128GB` -> `8-128gb`, `Xi'an` -> `xian`."""
    return _NOT_A_LETTER.sub("-", text.lower().replace("'", "").replace("’", "")).strip("-")


class Codes:
    """Gives each code out once; a second one of the same name gets `-2`."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    def unique(self, wanted: str) -> str:
        """`wanted`, or `wanted` with the next free number."""
        number = self._given.get(wanted, 0) + 1
        self._given[wanted] = number
        return wanted if number == 1 else self.unique(f"{wanted}-{number}")
