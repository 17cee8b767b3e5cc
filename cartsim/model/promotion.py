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


class Pick(StrEnum):
    """Which pieces come first where a benefit picks some."""

    DEAREST = "dearest"
    CHEAPEST = "cheapest"
    CHEAPEST_OVERALL = "cheapest_overall"
    """The cheapest of all pieces, not of each group (pricing.md, section 0.9)."""


@dataclass(frozen=True, slots=True)
class SetPrice:
    """N件X元: each full set of `pieces` costs `total` fen; a set that would cost more is left as it is."""

    pieces: int
    total: int
    pick: Pick = Pick.DEAREST
    """Which pieces form sets first: `dearest` or `cheapest`."""
    sets: int | None = None
    """At most so many sets; None is every full one."""


@dataclass(frozen=True, slots=True)
class Every:
    """第二件半价, 买M送N, 第N件M折: pieces, dearest first, in groups; some of each full group get a share off."""

    pieces: int
    """Pieces of a group."""
    discounted: int
    """Pieces of a group that get it."""
    rate: int
    """Hundredths of a percent off: 5000 is half, 10000 is free."""
    pick: Pick = Pick.CHEAPEST
    """`cheapest` of each group, or `cheapest_overall`."""
    groups: int | None = None
    """At most so many groups; None is every full one."""


@dataclass(frozen=True, slots=True)
class Part:
    """Pieces out of a scope."""

    scope: Scope
    pieces: int


@dataclass(frozen=True, slots=True)
class BuyGet:
    """Buy here, get there: for each set of bought pieces the dearest of the others get a share off."""

    buy: Part
    get: Part
    rate: int
    """Hundredths of a percent off the pieces got."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """套装: one set takes these pieces from these scopes, the dearest first. Exactly one of the three is given."""

    parts: tuple[Part, ...]
    total: int | None = None
    """What a set costs, fen."""
    rate: int | None = None
    """Hundredths of a percent off a set."""
    amount: int | None = None
    """Fen off a set."""


@dataclass(frozen=True, slots=True)
class AddOnOffer:
    """Goods that may be bought at a trade-up price (R-SWAP-4)."""

    sku: str
    price: int
    list_price: int | None = None


@dataclass(frozen=True, slots=True)
class AddOn:
    """换购: the shopper may add some of these at their price; lines take an offer by naming the promotion (R-SWAP)."""

    offers: tuple[AddOnOffer, ...]
    pick: int = 1
    """Pieces that may be taken, for each repetition."""


@dataclass(frozen=True, slots=True)
class FreightOff:
    """包邮 and freight coupons: a share of the freight, or fen off it; never below zero. Exactly one is given."""

    rate: int | None = None
    """Hundredths of a percent off."""
    amount: int | None = None


Give = (
    AmountOff
    | PercentOff
    | UnitAmountOff
    | UnitPrice
    | SetPrice
    | Every
    | BuyGet
    | Bundle
    | GiftGive
    | AddOn
    | FreightOff
)


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
