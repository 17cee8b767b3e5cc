"""Shops and the offers that were last read of their goods."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cartsim.model.words import EMPTY, Words


class ShopKind(StrEnum):
    """What a shop is; its badge follows from it (R-TAG-2)."""

    PERSONAL = "personal"
    """C店"""
    FLAGSHIP = "flagship"
    """天猫, a brand's own shop"""
    SELF_OPERATED = "self_operated"
    """自营"""
    POP = "pop"
    """A merchant on an open platform"""
    SUPERMARKET = "supermarket"
    """A business of its own: its badge replaces the shop badge (R-TAG-4)"""


@dataclass(frozen=True, slots=True)
class Shop:
    """A seller unit."""

    code: str
    kind: ShopKind
    business: str
    """The cart its goods go to: `main`, `supermarket`."""
    title: Words


@dataclass(frozen=True, slots=True)
class Activity:
    """A campaign some goods are enrolled in (R-TAG-5), shown while `starts_at <= now < ends_at`."""

    code: str
    title: Words
    starts_at: int
    ends_at: int


@dataclass(frozen=True, slots=True)
class Gift:
    """Goods given for free with an item or by a promotion (R-GIFT)."""

    code: str
    title: Words
    list_price: int
    stock: int


@dataclass(frozen=True, slots=True)
class AddOnGood:
    """Goods of a 换购: bought at its trade-up price beside a main item, never alone (R-SWAP)."""

    code: str
    title: Words
    price: int
    """What it costs otherwise, fen."""
    stock: int
    weight: int = 0
    """Grams."""


@dataclass(frozen=True, slots=True)
class ItemGift:
    """A gift hung on one product: `give` pieces for each `per` pieces bought (R-GIFT-2)."""

    gift: Gift
    per: int
    give: int
    max_per_order: int | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """All the cart knows about one SKU for one address, as last read.

    A SKU or product that is gone still has its last titles: what became of it is said by `listed`,
    `deleted` and `spec_listed`.
    """

    sku: str
    product: str
    shop: str
    title: Words
    spec: tuple[Words, ...]
    """Values of the specification, in the product's order (colour, size ...)."""
    category: str
    sprite: str
    """Name of the pixel picture, see data/sprites."""
    colour: str
    """Colour the picture is drawn in, `#rrggbb`; empty for the picture's own."""
    list_price: int
    """Struck-through price in fen; equal to `price` where there is none."""
    price: int
    """Current unit price in fen before any promotion."""
    available: int
    """Pieces for the address: warehouses that serve it, reservations taken off."""
    warehouse: Words = EMPTY
    """The serving warehouse with the most pieces."""
    siblings: int = 0
    """Pieces for the address over the other listed SKUs of the product; read only where `available` is 0, which
    is where it decides something, and 0 otherwise."""
    listed: bool = True
    deleted: bool = False
    spec_listed: bool = True
    """False where this specification was taken out while the product stays."""
    restricted: Words | None = None
    """Why it is not sold at the address; None where it is."""
    weight: int = 0
    """Grams."""
    min_quantity: int = 1
    step: int = 1
    purchase_limit: int | None = None
    """限购: pieces a user may buy of the product."""
    sold_until: int | None = None
    """World time at which an activity's own goods stop being sold; None where there is no such end."""
    activities: tuple[Activity, ...] = ()
    gifts: tuple[ItemGift, ...] = ()
    tags: frozenset[str] = frozenset()
    """Codes of the product itself and of the promotions and coupons it is enrolled in, for scopes."""
