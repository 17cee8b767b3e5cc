"""Everything around a cart that its rules read, as one frozen reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cartsim.model.checkout import FreightRule
from cartsim.model.goods import AddOnGood, Offer, Shop
from cartsim.model.policy import STANDARD, Policy
from cartsim.model.promotion import Coupon, Promotion
from cartsim.model.trouble import Trouble
from cartsim.model.words import EMPTY, Words


@dataclass(frozen=True, slots=True)
class Scene:
    """What was last read for the SKUs of a cart, and the policy it is judged by."""

    offers: Mapping[str, Offer]
    """By SKU code; a SKU without an offer counts as deleted."""
    shops: Mapping[str, Shop]
    promotions: tuple[Promotion, ...] = ()
    """Those some line of the cart may take part in."""
    coupons: tuple[Coupon, ...] = ()
    freight: tuple[FreightRule, ...] = ()
    """What the shops take for sending; a shop without a rule sends for free."""
    add_ons: Mapping[str, AddOnGood] = field(default_factory=dict)
    """Goods of the 换购 in sight, by code."""
    policy: Policy = field(default=STANDARD)
    now: int = 0
    """World time, seconds."""
    read_at: int = 0
    """World time of the reading."""
    city: Words = EMPTY
    city_code: str = ""
    audiences: frozenset[str] = frozenset()
    troubles: tuple[Trouble, ...] = ()
    """Neighbours that answered stale or not at all."""
