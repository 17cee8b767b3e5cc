"""Promotions and coupons as small values: condition x benefit x scope x limits.

The composition is that of the basket file; a new kind is a new benefit or condition, never a
branch in the loop that applies them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from cartsim.model.goods import Gift
from cartsim.model.words import EMPTY, Words


class Layer(StrEnum):
    """Where a promotion applies; layers run in the order of the policy (pricing.md, section 0.2)."""

    ITEM = "item"
    SHOP = "shop"
    SHOP_COUPON = "shop_coupon"
    CROSS_SHOP = "cross_shop"
    PLATFORM = "platform"
    CATEGORY_COUPON = "category_coupon"
    PLATFORM_COUPON = "platform_coupon"


class Base(StrEnum):
    """Amount that thresholds and split weights read (pricing.md, section 3)."""

    PARALLEL = "parallel"
    PROGRESSIVE = "progressive"
    LIST = "list"


class Funder(StrEnum):
    """Who pays for a cut."""

    SHOP = "shop"
    PLATFORM = "platform"
    CREATOR = "creator"


@dataclass(frozen=True, slots=True)
class Scope:
    """Lines that take part; every set that is given must hold. An empty scope takes all."""

    lines: frozenset[str] | None = None
    shops: frozenset[str] | None = None
    categories: frozenset[str] | None = None
    tags: frozenset[str] | None = None
    """At least one of these tags."""


@dataclass(frozen=True, slots=True)
class When:
    """A threshold; both where both are given (compared with >=)."""

    amount: int = 0
    """fen"""
    pieces: int = 0


@dataclass(frozen=True, slots=True)
class AmountOff:
    """满减: fen off the participating amount, split over the lines."""

    amount: int


@dataclass(frozen=True, slots=True)
class PercentOff:
    """满折: off the participating amount; in layer `item` rounded per piece."""

    rate: int
    """Hundredths of a percent: 1500 is 15 % off, 8.5折."""


@dataclass(frozen=True, slots=True)
class UnitAmountOff:
    """直降: fen off every participating piece."""

    amount: int


@dataclass(frozen=True, slots=True)
class UnitPrice:
    """秒杀, 限时价: the piece costs this many fen where that is less."""

    price: int


@dataclass(frozen=True, slots=True)
class GiftGive:
    """满赠: gift rows; scales with the repetitions of its promotion."""

    gift: Gift
    quantity: int = 1
    pick_from: tuple[Gift, ...] = ()
    """Other gifts the shopper may choose instead (R-GIFT e)."""


Give = AmountOff | PercentOff | UnitAmountOff | UnitPrice | GiftGive


@dataclass(frozen=True, slots=True)
class Tier:
    """One step of a promotion: a condition and what it gives."""

    when: When
    give: Give


@dataclass(frozen=True, slots=True)
class Promotion:
    """A promotion as shop and platform set it up.

    `id` is a readable code such as `yundi-300-40`. Windows are half open, `starts_at <= now < ends_at`.
    """

    id: str
    layer: Layer
    tiers: tuple[Tier, ...]
    """By threshold, lowest first."""
    shop: str | None = None
    """Limits scope and condition to one shop."""
    scope: Scope = field(default=Scope())
    measures: Scope | None = None
    """Lines the condition is read on, where they are not those that benefit."""
    repeat: int | None = 1
    """How often per basket; None is unlimited (每满, 上不封顶)."""
    max_off: int | None = None
    """Ceiling of the whole cut in fen."""
    priority: int = 0
    threshold_base: Base | None = None
    excess_drops: bool = False
    """Whether a share that finds no room is dropped, not redistributed."""
    group: str | None = None
    excludes: frozenset[Layer] = frozenset()
    piece_limit: int | None = None
    """At most so many pieces get it; the rest go back to the current price."""
    audience: str | None = None
    funder: Funder = Funder.SHOP
    starts_at: int | None = None
    ends_at: int | None = None
    title: Words = EMPTY
    """A name of its own (a campaign); empty where the terms say it all."""


@dataclass(frozen=True, slots=True)
class Coupon:
    """A claimable promotion. Its use window is the promotion's; the claim window is its own."""

    promotion: Promotion
    claim_from: int | None = None
    claim_until: int | None = None
    left: int = 0
    """Pieces still to be claimed by anybody."""
    per_user: int = 1
    claimed: int = 0
    """How many this shopper holds unused."""
    used: int = 0
    stack: bool = False
    picked: bool | None = None
    """True: the shopper insists; False: put away; None: the engine decides."""
    claimed_at: int | None = None

    @property
    def id(self) -> str:
        """The coupon's code."""
        return self.promotion.id
