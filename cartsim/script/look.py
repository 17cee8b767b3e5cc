"""How a script is shown: the size of its screen, and what becomes of its pictures."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

SIZE = (120, 40)
"""Columns and rows of a screen nobody sees."""
NO_PICTURE = "no picture was taken: no folder is named"
"""Remark of a `shot` without `Look.shots`."""


@dataclass(frozen=True, slots=True)
class Look:
    """How the app is drawn, and what becomes of its pictures."""

    size: tuple[int, int] = SIZE
    theme: str = "cartsim-dark"
    shots: Path | None = None
    """Folder for `shot`; None takes none."""
    png: bool = False
    """PNG beside each SVG, where a converter is at hand."""
