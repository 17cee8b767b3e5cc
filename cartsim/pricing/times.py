"""How often a threshold fits."""

from __future__ import annotations


def repetitions(amount: int, pieces: int, repeat: int | None, base: int, counted: int) -> int:
    """How often a threshold fits, by amount and by pieces, within `repeat`; once where it has no threshold."""
    fits = []
    if amount:
        fits.append(base // amount)
    if pieces:
        fits.append(counted // pieces)
    if not fits:
        return 1
    times = min(fits)
    return times if repeat is None else min(times, repeat)
