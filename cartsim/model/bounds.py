"""How large a figure may be: the one range of each kind, for commands, files, panels and the tables of a world."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from cartsim.errors import PolicyError


@dataclass(frozen=True, slots=True)
class Range:
    """Whole numbers from `low` to `high`, both among them."""

    low: int
    high: int
    unit: str = ""
    """`fen` for amounts, which people write in yuan; `letters` for the length of a text."""

    def __contains__(self, value: int) -> bool:
        return self.low <= value <= self.high

    def shown(self, value: int) -> str:
        """A number of this range as people write it: `1000000.00` for so many fen."""
        return (
            f"{'-' if value < 0 else ''}{abs(value) // 100}.{abs(value) % 100:02}" if self.unit == FEN else str(value)
        )

    def must_hold(self, value: int) -> None:
        """ValueError, saying what is taken, where the number lies outside."""
        if value not in self:
            unit = " yuan" if self.unit == FEN else f" {self.unit}".rstrip()
            shown = self.shown(value)
            shown = shown if len(shown) <= MOST_SHOWN else f"{shown[:MOST_SHOWN]}..."
            raise ValueError(f"takes {self.shown(self.low)} to {self.shown(self.high)}{unit}, not {shown}")

    def parse(self, text: str) -> int:
        """The number a person typed: `3`, or `129.5` where it is yuan. ValueError says what is taken."""
        value = _fen(text) if self.unit == FEN else whole_number(text)
        self.must_hold(value)
        return value


FEN: Final = "fen"
MOST_SHOWN: Final = 40
"""Digits of a wrong number that a complaint repeats."""

AMOUNT: Final = Range(0, 100_000_000, FEN)
"""Up to a million yuan."""
PRICE: Final = Range(1, AMOUNT.high, FEN)
STOCK: Final = Range(0, 1_000_000)
"""Pieces in one place."""
COUNT: Final = Range(1, STOCK.high)
"""Pieces, repetitions: at least one."""
ASKED: Final = Range(-STOCK.high, STOCK.high)
"""Pieces a shopper may ask for; what is not positive the shop itself refuses, in its own words (X-2)."""
RATE: Final = Range(1, 1_000_000)
"""Hundredths of a percent that a price is multiplied by: to a hundredfold."""
SPEED: Final = Range(1, 60)
"""Ticks a real second."""
LIVELINESS: Final = Range(1, 100)
"""Market steps a tick."""
ENTRY: Final = Range(1, 2**53)
"""Number of a journal entry; JSON keeps no larger one exactly."""
SEED: Final = Range(0, 2**63 - 1)
TEXT: Final = Range(0, 1_000, "letters")
"""Length of a name, a code or a title."""


def must_fit(name: str, value: int, bounds: Range) -> None:
    """PolicyError, naming what it is of, where the number lies outside of its range."""
    try:
        bounds.must_hold(value)
    except ValueError as wrong:
        raise PolicyError(f"{name} {wrong}") from None


def whole_number(text: str) -> int:
    """A whole number as people write it, in plain digits; ValueError for everything else."""
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", text):
        raise ValueError(f"takes a whole number, not {text!r}")
    return int(text)


def _fen(text: str) -> int:
    found = re.fullmatch(r"(?=\.?[0-9])([0-9]{0,12})(?:\.([0-9]{0,2}))?", text)
    if found is None:
        raise ValueError(f"takes yuan such as 129.00, not {text!r}")
    return int(found[1] or 0) * 100 + int((found[2] or "").ljust(2, "0"))
