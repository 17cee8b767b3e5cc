"""Trouble with a neighbour of the cart: it answers nothing, or what it answered a while ago (R-QRY-2, R-SYS-1)."""

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
    DOWN = "down"
    """It answers nothing: the cart goes on with what was answered last."""


NO_TROUBLE = "none"
"""How people write that a neighbour is well again."""

MUSTS = frozenset({Neighbour.GOODS, Neighbour.STOCK})
"""Without an answer of these nothing can be settled; the others fail soft (R-QRY-2)."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One neighbour in trouble."""

    neighbour: Neighbour
    kind: TroubleKind
    since: int
    """World time it began: how old what the cart shows of it is."""

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
        code = f"{self.neighbour}_down" if self.is_down else f"{self.neighbour}_stale"
        return because(code, "R-QRY-2" if self.is_down else "R-SYS-1", None, since_at=self.since)


def down(troubles: Iterable[Trouble], neighbour: Neighbour) -> Trouble | None:
    """The trouble of this neighbour where it answers nothing."""
    return next((trouble for trouble in troubles if trouble.neighbour is neighbour and trouble.is_down), None)
