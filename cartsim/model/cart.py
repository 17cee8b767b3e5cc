"""The cart as it is stored: lines with their ranks and the placement they were given."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

NO_PROMOTION = ""
"""Group of the lines that belong to no promotion (R-SORT b)."""

OUT_OF_STOCK = "~out-of-stock"
"""Group at the bottom of a shop, for lines without stock where the policy puts them there (R-STOCK-6)."""


@dataclass(frozen=True, slots=True)
class Line:
    """One SKU with a quantity.

    Ranks are journal sequence numbers, not times (decisions.md, Placement).
    """

    id: str
    """Stable for the life of the line, also across a SKU switch: `l12`."""
    sku: str
    quantity: int
    checked: bool
    rank: int
    """Sequence number of the add that ranks it (R-SORT-4)."""
    added_at: int
    """World time of the last add, seconds."""
    added_price: int
    """Unit price in fen after item-level promotion at the last add: baseline of the drop (R-DROP-2)."""
    promotion: str | None = None
    """The shopper's own choice at the shop layer (换促销); None lets the engine choose."""
    recovered: bool = False
    """Came back from invalid and was not touched since: shows 恢复可售 once (R-INV a)."""


@dataclass(frozen=True, slots=True)
class PlacedGroup:
    """One promotion group of a shop with its rows, top to bottom."""

    promotion: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlacedShop:
    """One shop with its groups, top to bottom."""

    shop: str
    groups: tuple[PlacedGroup, ...]


@dataclass(frozen=True, slots=True)
class Placement:
    """Where every row stands. Each line appears exactly once, in a group or among the invalid."""

    shops: tuple[PlacedShop, ...] = ()
    invalid: tuple[str, ...] = ()

    def in_order(self) -> tuple[str, ...]:
        """Every line id in display order, the invalid ones last."""
        return tuple(line for shop in self.shops for group in shop.groups for line in group.lines) + self.invalid


@dataclass(frozen=True, slots=True)
class Cart:
    """One business cart of one owner."""

    owner: str
    business: str = "main"
    lines: tuple[Line, ...] = ()
    shop_ranks: tuple[tuple[str, int], ...] = ()
    """(shop, rank): when something was last added to the shop (R-SORT-2)."""
    group_ranks: tuple[tuple[tuple[str, str], int], ...] = ()
    """((shop, promotion), rank): when something was last added to the group (R-SORT-3)."""
    placement: Placement = field(default=Placement())
    coupon_choices: tuple[tuple[str, bool], ...] = ()
    """(coupon, picked): coupons the shopper insists on or has put away."""
    gift_choices: tuple[tuple[str, str], ...] = ()
    """(promotion, gift) where the shopper picked one of several (R-GIFT e)."""
    add_ons: tuple[tuple[tuple[str, str], int], ...] = ()
    """((promotion, goods), pieces) of the 换购 offers the shopper took (R-SWAP)."""
    add_ons_lost: tuple[tuple[tuple[str, str], int], ...] = ()
    """((promotion, goods), world time) of those whose condition is lost, since when (R-SWAP a)."""
    next_line: int = 1
    """Number of the next line id."""

    def line(self, line_id: str) -> Line | None:
        """The line with this id, or None."""
        for line in self.lines:
            if line.id == line_id:
                return line
        return None

    def with_lines(self, changed: Mapping[str, Line]) -> Cart:
        """The cart with lines replaced by id; ids it does not hold are left out."""
        return replace(self, lines=tuple(changed.get(line.id, line) for line in self.lines))

    def without_lines(self, gone: Collection[str]) -> Cart:
        """The cart without these lines; the placement is not touched."""
        return replace(self, lines=tuple(line for line in self.lines if line.id not in gone))
