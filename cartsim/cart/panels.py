"""Values the panels over the cart show; the coupon drawer's stand in `view`, beside the card's states."""

from __future__ import annotations

from dataclasses import dataclass

from cartsim.cart.view import GiftRow
from cartsim.model.promotion import Promotion
from cartsim.model.reason import Reason
from cartsim.model.words import Words
from cartsim.pricing.basket import FreightPart, Gap


@dataclass(frozen=True, slots=True)
class Refund:
    """What returning an addition alone gives back, fen."""

    split: int
    """By the shares of the cuts."""
    clawback: int
    """Where a lost threshold is claimed back."""


@dataclass(frozen=True, slots=True)
class TopUpGood:
    """One candidate of the 凑单 panel."""

    sku: str
    line: str | None
    """Its line where it is in the cart already."""
    title: Words
    spec: tuple[Words, ...]
    sprite: str
    colour: str
    price: int
    """Unit price after the item layer, fen."""
    quantity: int
    """Pieces in the cart now."""
    checked: bool
    stock: Reason
    gap_after: Gap
    """The promotion's gap once one more piece (or the unticked line) counts."""
    closes: bool
    """Whether what is missing now is reached then."""
    over: int
    """Fen above the threshold that is reached then."""
    left_rate: int | None
    """What the cut leaves then of the amount it is read on, hundredths of a percent; None without a cut."""
    extra: int
    """Real cost: what the total of the cart rises by, fen; negative where adding it saves."""
    refund: Refund | None
    """For returning it alone; None where `extra` was not quoted."""
    refusal: Reason | None
    """Why it cannot be added; None where it can."""

    @property
    def is_exact(self) -> bool:
        """Whether `extra` was quoted; the goods far down the list carry price less what this promotion alone adds."""
        return self.refund is not None


@dataclass(frozen=True, slots=True)
class TopUpPart:
    """One good of a combination."""

    sku: str
    line: str | None
    """Its line where it is in the cart already."""
    title: Words
    spec: tuple[Words, ...]
    sprite: str
    colour: str
    price: int
    """Unit price after the item layer, fen."""
    pieces: int
    """Pieces that come to count."""
    quantity: int
    """Pieces its line has then."""
    ticks: bool
    """Whether its line is only ticked."""


@dataclass(frozen=True, slots=True)
class TopUpCombination:
    """Two or three adds that reach the threshold together."""

    parts: tuple[TopUpPart, ...]
    price: int
    """Of all parts, fen."""
    gap_after: Gap
    over: int
    left_rate: int | None
    extra: int
    """Real cost, always quoted."""
    refund: Refund

    @property
    def id(self) -> str:
        """SKUs and pieces."""
        return "+".join(f"{part.sku}x{part.pieces}" for part in self.parts)


@dataclass(frozen=True, slots=True)
class TopUpTier:
    """The tier after the one that is missing now."""

    threshold: int
    threshold_pieces: int
    needed: int
    needed_pieces: int
    off: int
    """Nominal cut there, fen."""
    extra: int | None
    """Real cost of the cheapest addition that was found to reach it; None where none was."""


@dataclass(frozen=True, slots=True)
class Band:
    """A price band of the panel between the figures it prints, fen; None is open.

    `low < price <= high`, but a price of exactly the gap closes it: it belongs to `just`, not to `middle`.
    """

    code: str
    """`low`, `middle`, `just`, `above`, from the gap (pricing.md, section 9)."""
    low: int | None
    high: int | None
    count: int


@dataclass(frozen=True, slots=True)
class TopUp:
    """The 凑单 panel of one promotion; its gap is the cart's own (R-ADD-7)."""

    promotion: Promotion
    shop: Words
    gap: Gap
    now: int
    subtotal: int
    """Base of the checked lines, fen."""
    pieces: int
    bands: tuple[Band, ...]
    band: str | None
    """The band filtered by; None shows all."""
    search: str
    sort: str
    """`cost`, `closest_gap`, `price`."""
    in_cart: tuple[TopUpGood, ...]
    """Unticked lines of the cart that count for it: tick first (R-ADD f)."""
    goods: tuple[TopUpGood, ...]
    combinations: tuple[TopUpCombination, ...]
    """Small combinations nearest above the gap, by real cost."""
    among: int
    """Goods the combinations were looked for in, ..."""
    of: int
    """... of so many that could have changed one."""
    next_tier: TopUpTier | None
    refund_policy: str
    """`split` or `clawback`."""
    total: int
    """Goods looked at before the band."""
    sold: int
    """Goods of the activity that can be bought; more than `total` where only the nearest were looked at."""
    hidden: int
    """Left out: no stock, or not for this address (R-ADD i)."""


@dataclass(frozen=True, slots=True)
class SkuCell:
    """One SKU of the switcher."""

    sku: str
    spec: tuple[Words, ...]
    price: int
    available: int
    current: bool
    unavailable: Reason | None
    """Why it cannot be chosen; None where it can."""
    in_cart: str | None
    """Line that holds it already: choosing it merges (R-SKU b)."""
    colour: str
    maximum: int
    limit: Reason
    """What binds `maximum`: stock, the cap of one SKU, the limit of a shopper (R-CAP-2)."""


@dataclass(frozen=True, slots=True)
class SkuMatrix:
    """All SKUs of the line's product (R-SKU-2)."""

    line: str
    title: Words
    sprite: str
    dimensions: tuple[tuple[Words, ...], ...]
    """Values of each dimension, in order."""
    cells: tuple[SkuCell, ...]
    quantity: int
    checked: bool


@dataclass(frozen=True, slots=True)
class SettlementLine:
    """One checked line, as re-read."""

    line: str
    title: Words
    spec: tuple[Words, ...]
    quantity: int
    """Pieces that count."""
    asked: int
    price: int
    amount: int
    net: int
    was: int | None
    """Price last shown in the cart where it differs (X-4)."""
    problem: Reason | None
    is_add_on: bool = False
    """Whether it comes with a 换购."""


@dataclass(frozen=True, slots=True)
class SettlementShop:
    """The order of one shop."""

    shop: str
    title: Words
    warehouse: Words
    lines: tuple[SettlementLine, ...]
    net: int
    gifts: tuple[GiftRow, ...] = ()
    """What the order brings for nothing, with what fell short of what was earned (R-GIFT a); those of a promotion
    come with the shop's first order."""
    freight: FreightPart | None = None
    """What sending costs, with the shop's first order; None where the order has none of its own."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """The preview behind 结算: re-read and re-checked."""

    shops: tuple[SettlementShop, ...]
    rows: tuple[tuple[str, int], ...]
    """Price block, (code, fen): `list_total`, `markdown`, `item`, `swap`, ..., `net_total`, `freight`, what only
    checkout takes off, `payable`. Prices are positive, cuts negative; a total is the sum of all above it."""
    before: int
    """Estimate the cart showed, fen."""
    net_total: int
    freight: int
    payable: int
    city: Words
    """Where it is sent to."""
    unchanged: int
    repriced: int
    short: int
    blocks: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A hit of the catalogue search."""

    sku: str
    title: Words
    spec: tuple[Words, ...]
    price: int
    available: int
    refusal: Reason | None
