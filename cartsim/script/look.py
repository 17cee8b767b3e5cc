"""How a script is shown: the size of its screen, and what becomes of its pictures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
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
    stem: str | None = None
    """What the names of pictures begin with; the name of the script where it is left out."""


def stem_of(path: Path) -> str:
    """The name of a script without what says that it is one."""
    return path.name.removesuffix(path.suffix).removesuffix(".cart")


def stems_of(paths: Iterable[Path]) -> Mapping[Path, str]:
    """What the pictures of each script begin with, so that none draws over another's.

    Those of one name bear their folders as well, and all of their own.
    """
    known = set(paths)
    alike = Counter(map(stem_of, known))
    return {path: stem_of(path) if alike[stem_of(path)] == 1 else _long_stem(path) for path in known}


def _long_stem(path: Path) -> str:
    folders = (part for part in path.parent.parts if part not in ("..", path.anchor))
    return "-".join((*folders, path.name.removesuffix(path.suffix)))
