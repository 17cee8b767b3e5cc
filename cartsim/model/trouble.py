"""Trouble with a neighbour of the cart: it answers late, nothing, or what it answered long ago (R-QRY-2, R-SYS-1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from cartsim.model.reason import Reason, because


class Neighbour(StrEnum):
    """The systems a cart asks at each reading."""

    GOODS = "goods"
    """Prices and listing."""
    STOCK = "stock"
    PROMOTIONS = "promotions"
    COUPONS = "coupons"


class TroubleKind(StrEnum):
    """What is wrong with one."""

    STALE = "stale"
    """It answers what it answered when the trouble began."""
    SLOW = "slow"
    """It takes `LATE_S` for an answer: the cart shows the one before meanwhile."""
    DOWN = "down"
    """It answers nothing: the cart goes on with what was answered last."""


NO_TROUBLE = "none"
"""How people write that a neighbour is well again."""

MUSTS = frozenset({Neighbour.GOODS, Neighbour.STOCK})
"""Without an answer of these nothing can be settled; the others fail soft (R-QRY-2)."""


LATE_S = 30
"""Seconds of world time a slow neighbour takes for an answer."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One neighbour in trouble."""

    neighbour: Neighbour
    kind: TroubleKind
    since: int
    """World time of the answer it goes on giving: when the trouble began, or the last that a slow one gave."""

    @property
    def is_down(self) -> bool:
        """Whether it answers nothing."""
        return self.kind is TroubleKind.DOWN

    @property
    def blocks(self) -> bool:
        """Whether nothing can be settled while it lasts."""
        return self.is_down and self.neighbour in MUSTS

    @property
    def reason(self) -> Reason:
        """The trouble in words."""
        match self.kind:
            case TroubleKind.STALE:
                return because(f"{self.neighbour}_stale", "R-SYS-1", None, since_at=self.since)
            case TroubleKind.SLOW:
                return because(f"{self.neighbour}_slow", "R-QRY-2", None, since_at=self.since)
            case TroubleKind.DOWN:
                return because(f"{self.neighbour}_down", "R-QRY-2", None, since_at=self.since)


def down(troubles: Iterable[Trouble], neighbour: Neighbour) -> Trouble | None:
    """The trouble of this neighbour where it answers nothing."""
    return next((trouble for trouble in troubles if trouble.neighbour is neighbour and trouble.is_down), None)
