"""Which benefit a `give` describes: the one list of the kinds above the item layer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cartsim.model.promotion import (
    AmountOff,
    Bundle,
    BuyGet,
    Every,
    FreightOff,
    GiftGive,
    Give,
    PercentOff,
    Pick,
    Promotion,
    SetPrice,
    UnitAmountOff,
    UnitPrice,
)
from cartsim.pricing.benefit import (
    AmountBenefit,
    Benefit,
    FreightBenefit,
    GiftBenefit,
    PercentBenefit,
    PieceBenefit,
)
from cartsim.pricing.benefits_of_pieces import EveryBenefit, SetPriceBenefit
from cartsim.pricing.benefits_of_sets import BundleBenefit, BuyGetBenefit
from cartsim.pricing.pieces import Pieces

_BENEFITS: Mapping[type, Callable[[Any, Pieces], Benefit]] = {
    AmountOff: AmountBenefit,
    PercentOff: PercentBenefit,
    UnitAmountOff: PieceBenefit,
    UnitPrice: PieceBenefit,
    Every: EveryBenefit,
    SetPrice: SetPriceBenefit,
    GiftGive: GiftBenefit,
    FreightOff: FreightBenefit,
}

_BENEFITS_BY_SETS: Mapping[type, Callable[[Any, Pieces, int | None], Benefit]] = {
    BuyGet: BuyGetBenefit,
    Bundle: BundleBenefit,
}
"""Those whose sets are limited by the promotion's `repeat`."""


_MAY_SHRINK: Mapping[type, Callable[[Any], bool]] = {
    Every: lambda give: give.pick is Pick.CHEAPEST_OVERALL,
    SetPrice: lambda give: give.pick is Pick.CHEAPEST,
    BuyGet: lambda give: True,
}


def may_shrink(give: Give) -> bool:
    """Whether one line more can mean a smaller cut; such a benefit says in `most` what no part of its lines exceeds."""
    asked = _MAY_SHRINK.get(type(give))
    return asked is not None and asked(give)


def gains_by_evening(give: Give) -> bool:
    """Whether pieces of one line at one price can mean a larger cut than at several: where the cheapest of a group
    count, or each piece gets no more off than it costs."""
    return isinstance(give, Every | UnitAmountOff)


def benefit_of(give: Give, promotion: Promotion, pieces: Pieces) -> Benefit:
    """The benefit a tier of the promotion gives over these pieces. An add-on has none: it is settled before."""
    by_sets = _BENEFITS_BY_SETS.get(type(give))
    if by_sets is not None:
        return by_sets(give, pieces, promotion.repeat)
    return _BENEFITS[type(give)](give, pieces)
