"""What a threshold reads where its promotion takes no lines for itself: 换购 and freight offers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cartsim.model.promotion import Base, Promotion, When
from cartsim.pricing.deal import open_lines
from cartsim.pricing.kinds import is_add_on
from cartsim.pricing.ledger import Ledger


class Reading(NamedTuple):
    """The lines in scope and what they come to."""

    members: frozenset[int]
    """Counted lines in the promotion's scope."""
    base: int
    """Amount the threshold reads, fen."""
    pieces: int

    def reaches(self, when: When) -> bool:
        """Whether there is something to count and the threshold is reached."""
        return self.pieces > 0 and self.base >= when.amount and self.pieces >= when.pieces


def reading_of(promotion: Promotion, ledger: Ledger) -> Reading:
    """What the promotion's threshold reads of the counted lines, whatever prices them; a 换购 reads none whose item
    price shuts its layer out (R-SWAP-6)."""
    members: Sequence[int]
    if is_add_on(promotion):
        members = open_lines(promotion, ledger, ledger.index)
    else:
        members = ledger.index.members(promotion.shop, promotion.scope)
    measured = members
    if promotion.measures is not None:
        measured = ledger.index.members(promotion.shop, promotion.measures)
    bases = ledger.listed if (promotion.threshold_base or ledger.base) is Base.LIST else ledger.worths
    return Reading(
        frozenset(members),
        sum([bases[number] for number in measured]),
        sum([ledger.quantities[number] for number in measured]),
    )
