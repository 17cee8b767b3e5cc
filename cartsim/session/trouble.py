"""Why something could not be done that is no refusal of the shop, as a reason screens and printouts translate."""

from __future__ import annotations

from cartsim.errors import CartsimError, UnknownCodeError, WorldBusy, WorldError, WorldFull
from cartsim.model.reason import Reason, because

RULE = "R-DEG-2"
"""What is never given up, whatever fails: no line is lost, nothing is oversold."""


def reason_of(error: CartsimError) -> Reason:
    """The reason a command could not be carried out, or the clock could not move."""
    if isinstance(error, WorldFull):
        return because("world_full", RULE)
    if isinstance(error, WorldBusy):
        return because("world_busy", RULE)
    if isinstance(error, WorldError):
        return because("world_unusable", RULE, None, error=str(error))
    if isinstance(error, UnknownCodeError):
        return because("code_unknown", RULE, None, error=str(error))
    return because("not_possible", RULE, None, error=str(error))
