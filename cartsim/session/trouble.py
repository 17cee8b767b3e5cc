"""Why the world file cannot be used just now, as a reason screens and printouts translate."""

from __future__ import annotations

from cartsim.errors import CartsimError, WorldBusy, WorldFull
from cartsim.model.reason import Reason, because

RULE = "R-DEG-2"
"""What is never given up, whatever fails: no line is lost, nothing is oversold."""


def reason_of(error: CartsimError) -> Reason:
    """The reason a command could not be carried out, or the clock could not move."""
    if isinstance(error, WorldFull):
        return because("world_full", RULE)
    if isinstance(error, WorldBusy):
        return because("world_busy", RULE)
    return because("world_unusable", RULE, None, error=str(error))
