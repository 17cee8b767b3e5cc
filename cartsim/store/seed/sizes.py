"""How large a catalogue is."""

from __future__ import annotations

from typing import NamedTuple

from cartsim.errors import DataError


class Size(NamedTuple):
    """Exact numbers of a catalogue."""

    code: str
    shops: int
    products: int
    skus: int


SIZES = {
    size.code: size
    for size in (
        Size("demo", 40, 300, 2_000),
        Size("large", 800, 10_000, 60_000),
        Size("huge", 6_000, 160_000, 1_000_000),
    )
}


def size_of(code: str) -> Size:
    """The size called `code`; DataError names those there are."""
    if code not in SIZES:
        raise DataError(f"no catalogue size {code!r}; there are {', '.join(SIZES)}")
    return SIZES[code]
