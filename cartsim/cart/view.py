"""What the shopper sees: one value, free of language. Equality of views is the test of replay.

The tree is business -> shop -> promotion group -> line, attachments hang on line and group, invalid
lines stand in their own section. Reasons travel with every word, grey state and refusal.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from cartsim.model.goods import AddOnGood, Gift, ShopKind
from cartsim.model.promotion import Coupon, Promotion, When
from cartsim.model.reason import Reason
from cartsim.model.trouble import Trouble
from cartsim.model.words import Words
from cartsim.pricing.basket import FreightPart, Gap, Quote


class Tick(StrEnum):
    """A box: lines are ON or OFF, shops and the cart may also be SOME; NONE means there is nothing to tick."""

    ON = "on"
    OFF = "off"
    SOME = "some"
    NONE = "none"


class StockState(StrEnum):
    """Stock word of a line (R-STOCK-2..6, 14)."""

    PLENTY = "plenty"
    """有货"""
    TIGHT = "tight"
    """库存紧张"""
    FEW = "few"
    """仅剩N件"""
    ZERO = "zero"
    """无货"""
    SHORT = "short"
    """库存不足，仅剩N件: fewer than the line asks for"""
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class StockHint:
    """The stock word with its number and cause."""

    state: StockState
    shown: int | None
    """The number to print, None where none is printed."""
    available: int
    reason: Reason


class TagKind(StrEnum):
    """Kinds of labels (R-TAG-1), in order of priority."""

    SHOP = "shop"
    BUSINESS = "business"
    ACTIVITY = "activity"
    PROMOTION = "promotion"


@dataclass(frozen=True, slots=True)
class Tag:
    """A label. Activities carry their words; promotions the promotion whose kind names it."""

    kind: TagKind
    code: str
    """Promotion kind (`full_reduction`, `flash` ...), shop kind, or activity code."""
    title: Words
    reason: Reason


class GiftRow(NamedTuple):
    """A gift below its item or its promotion bar (R-GIFT)."""

    id: str
    gift: Gift
    quantity: int
    """Pieces given now; 0 where dimmed."""
    earned: int
    state: str
    """`full`, `partial`, `gone`, or `unchecked` (勾选主商品后赠送)."""
    choices: tuple[Gift, ...]
    """Other gifts to pick from; empty where there is no choice."""
    reason: Reason


@dataclass(frozen=True, slots=True)
class AddOnRow:
    """An offer of a 换购 below the item that leads to it (R-SWAP-5)."""

    id: str
    """`promotion/goods`"""
    promotion: Promotion
    goods: AddOnGood
    price: int
    """What a piece costs as an add-on, fen."""
    when: When
    """The threshold it is had from."""
    quantity: int
    """Pieces the shopper took."""
    most: int
    """Pieces that may be taken of it now."""
    state: str
    """`open`, `taken`, `locked` (threshold not reached), `lost` (taken, but no longer reached: 不满足换购条件), `full`
    (others of the promotion were taken), or `gone` (换购品已抢光)."""
    gap: Gap
    reason: Reason


@dataclass(frozen=True, slots=True)
class AddOnList:
    """All that a 换购 offers (R-SWAP-3)."""

    promotion: Promotion
    gap: Gap
    allowed: int
    """Pieces that may be taken of it in all at what is reached."""
    taken: int
    """Pieces that were."""
    offers: tuple[AddOnRow, ...]
    """By threshold, then price."""


class PromotionChoice(NamedTuple):
    """One entry of 换促销: a shop activity this line may belong to."""

    promotion: Promotion
    current: bool
    chosen: bool
    """The shopper's own choice."""
    extra: int | None
    """What choosing it adds to the total, fen; 0 for the best. None in the view: `choices.choices_of` works it out."""


class LineView(NamedTuple):
    """One row of the cart."""

    id: str
    sku: str
    product: str
    shop: str
    title: Words
    spec: tuple[Words, ...]
    sprite: str
    colour: str
    quantity: int
    counted: int
    """Pieces of those that are priced while it is ticked: what the stock has."""
    tick: Tick
    locked: Reason | None
    """Why it cannot be ticked; None where it can."""
    price: int
    """Unit price after the item layer, fen."""
    struck: int | None
    """Struck-through list price, where it is above `price`."""
    net: int | None
    """What the line comes to after all cuts, fen; None where it is not priced."""
    drop: Reason | None
    """比加入时降X元 (`amount_fen`), or 已涨价 where the policy shows it."""
    stock: StockHint
    tags: tuple[Tag, ...]
    more: Reason | None
    """Why `+` is grey; None where it works."""
    less: Reason | None
    """Why `-` is grey; None where it works."""
    maximum: int
    """Most pieces that can be asked for now."""
    limit: Reason | None
    """The limit that binds `maximum`, to be shown when it is reached."""
    switch: Reason | None
    """Why the SKU cannot be switched; None where it can."""
    promotion: str | None
    """The shop-layer promotion that prices it."""
    off_group: bool
    """Priced by another promotion than its group's: carries that promotion's tag."""
    across: tuple[str, ...]
    """Open cross-shop promotions it counts for."""
    in_deal: bool
    """Whether it has an item price, stands under a promotion of its shop, or counts for a cross-shop one that is not
    over all goods: what the tab 促销 shows."""
    choices: tuple[PromotionChoice, ...]
    gifts: tuple[GiftRow, ...]
    add_ons: tuple[AddOnRow, ...]
    """换购 offers this line leads to; they hang on the first line that counts for them."""
    invalid: Reason | None
    """Why it cannot be bought any more; also on a line greyed in place until the next entry."""
    recovered: bool
    blocks: Reason | None
    """Why it blocks settlement while checked (short of stock ...); None where it does not."""
    weight: int
    added_at: int
    added_price: int


class Entry(StrEnum):
    """Text of the promotion bar's entry (R-ADD-4)."""

    GO = "go"
    """去凑单"""
    BROWSE = "browse"
    """再逛逛"""
    NONE = "none"
    """No entry for this kind (R-ADD-3)"""


class PromotionBar(NamedTuple):
    """Head of a promotion group: what it offers, how far it is, where the entry leads."""

    promotion: Promotion
    kind: str
    """See `pricing.kinds.kind_of`."""
    gap: Gap
    """Of the lines it prices."""
    granted: int
    """What it really took off, fen."""
    state: str
    """`none_checked`, `gap`, `met` (a further tier exists), `top`, `not_started`, `ended`."""
    entry: Entry
    tickable: tuple[str, ...]
    """Unchecked lines of the cart that would reach the next tier when ticked (R-ADD f)."""
    gifts: tuple[GiftRow, ...]
    reason: Reason


class GroupView(NamedTuple):
    """Lines of one promotion, or of none."""

    id: str
    """`shop/promotion`, stable."""
    bar: PromotionBar | None
    lines: tuple[LineView, ...]


@dataclass(frozen=True, slots=True)
class ShopView:
    """One shop with its groups."""

    code: str
    title: Words
    kind: ShopKind
    business: str
    tick: Tick
    coupons: int
    """Coupons to be claimed now: the number at 领券."""
    has_coupons: bool
    """Whether 领券 shows at all (R-CPN-1)."""
    freight: FreightPart | None
    """What sending costs; None where nothing is ticked, or where the policy only notes that freight is excluded."""
    groups: tuple[GroupView, ...]
    layout: tuple[object, ...] = field(init=False, repr=False, compare=False)
    """What stands in it, top to bottom, whatever is said of it: group ids and gifts, line ids with gifts and 换购
    rows. Laid down once, so that two views of a large cart are found to stand alike without a look at their lines."""

    def __post_init__(self) -> None:
        layout: list[object] = []
        for group in self.groups:
            layout += (group.id, None if group.bar is None else group.bar.gifts)
            for line in group.lines:
                layout += (line.id, line.gifts, line.add_ons)
        object.__setattr__(self, "layout", tuple(layout))

    @property
    def lines(self) -> tuple[LineView, ...]:
        """All lines, top to bottom."""
        return tuple(line for group in self.groups for line in group.lines)


class CouponState(StrEnum):
    """Where a coupon stands for this shopper and cart (R-CPN-5)."""

    CLAIMABLE = "claimable"
    CLAIMED = "claimed"
    """Claimed and usable now"""
    SHORT = "short"
    """Claimed, threshold not reached"""
    LATER = "later"
    """Its use window is in the future"""
    NOT_OPEN = "not_open"
    """Its claim window is in the future"""
    GONE = "gone"
    USED = "used"


@dataclass(frozen=True, slots=True)
class CouponView:
    """One card of the drawer."""

    coupon: Coupon
    state: CouponState
    claimable: Reason | None
    """Why it cannot be claimed; None where it can."""
    gap: Gap | None
    saves: int
    """本车可省: what this cart would save with it over what it saves now, fen; of one in use what it takes off."""
    applied: int
    """What it takes off now, fen."""
    recommended: bool
    excluded_by: str | None
    """A coupon it cannot be used with, which is in use."""
    reason: Reason


@dataclass(frozen=True, slots=True)
class CouponDrawer:
    """Coupons usable for at least one line of the shop in this cart (R-CPN-3), sorted for showing."""

    shop: str
    title: Words
    cards: tuple[CouponView, ...]
    skus: int
    """Number of SKUs the look-up was made with (R-CPN-2)."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of the filter tabs."""

    all: int
    drop: int
    low_stock: int
    promotion: int
    invalid: int


@dataclass(frozen=True, slots=True)
class Totals:
    """The footer (R-PRICE-1)."""

    list_total: int
    goods: int
    saved: int
    net_total: int
    shown_saved: int
    lines: int
    """Checked lines that are priced."""
    pieces: int


@dataclass(frozen=True, slots=True)
class CartView:
    """The whole cart at one reading."""

    owner: str
    business: str
    city: Words
    city_code: str
    ribbons: tuple[PromotionBar, ...]
    """Open cross-shop promotions that lines of the cart count for, above the shops (R-GRP a)."""
    shops: tuple[ShopView, ...]
    invalid: tuple[LineView, ...]
    tick: Tick
    totals: Totals
    counts: Counts
    quote: Quote
    freight_shown: bool
    """Whether the cart estimates the freight of `quote`, beside the total (R-PRICE-2)."""
    threshold_base: str
    """`pricing.threshold_base`: `parallel` 平行式, `progressive` 渐进式 or `list`."""
    promotions: tuple[Promotion, ...]
    """Every promotion in sight, to name those the quote speaks of."""
    coupons: tuple[Coupon, ...]
    """Every coupon in sight."""
    platform_coupons: tuple[int, bool]
    """(coupons of platform and categories to claim now, whether there are any to show): their entry in the footer."""
    used: int
    """Places taken of the cap."""
    cap: int
    blocked: tuple[Reason, ...]
    """What stands in the way of settlement."""
    read_at: int
    """World time of the last reading."""
    troubles: tuple[Trouble, ...]
    """Neighbours that answered it stale, late or not at all, the oldest trouble first."""
    policy: str
    """Hash of the policy."""

    @property
    def lines(self) -> tuple[LineView, ...]:
        """All lines in display order, the invalid ones last."""
        return tuple(line for shop in self.shops for line in shop.lines) + self.invalid

    def line(self, line_id: str) -> LineView | None:
        """The row with this id, or None."""
        for line in self.lines:
            if line.id == line_id:
                return line
        return None
