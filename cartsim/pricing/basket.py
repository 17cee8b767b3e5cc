"""What is priced, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from cartsim.model.checkout import Allowance, FreightRule
from cartsim.model.goods import Gift
from cartsim.model.policy import Pricing
from cartsim.model.promotion import Coupon, Funder, Layer, Promotion


@dataclass(frozen=True, slots=True)
class BasketLine:
    """One line to price. Amounts in fen."""

    id: str
    price: int
    """Current unit price before promotions."""
    quantity: int
    list_price: int | None = None
    shop: str = "-"
    category: str = ""
    tags: frozenset[str] = frozenset()
    weight: int = 0
    checked: bool = True
    """Unchecked lines cost nothing and count for nothing."""
    promotion: str | None = None
    """The shopper's own choice at the shop layer."""
    add_on: str | None = None
    """The 换购 whose offer this line takes. Such a line counts for no other promotion, threshold or coupon, and not
    at all while the 换购 is not reached (R-SWAP a, b)."""
    sku: str | None = None
    """The goods, to find the offer by; None where the id says it."""


@dataclass(frozen=True, slots=True)
class Basket:
    """Everything a price depends on."""

    lines: tuple[BasketLine, ...]
    promotions: tuple[Promotion, ...] = ()
    coupons: tuple[Coupon, ...] = ()
    now: int | None = None
    """World time, seconds; None treats every window as open."""
    shopper: frozenset[str] = frozenset()
    """Audiences the shopper belongs to: member, new_customer, key_account."""
    settings: Pricing = field(default=Pricing())
    freight: tuple[FreightRule, ...] = ()
    red_packets: tuple[Allowance, ...] = ()
    """Checkout only, like points and pay discounts: they lower `payable`, never `net_total` (R-PRICE-2)."""
    points: int = 0
    """Fen."""
    pay_discounts: tuple[Allowance, ...] = ()


class Cut(NamedTuple):
    """What one promotion takes off one line, in fen."""

    by: str
    layer: Layer
    amount: int


class PricedLine(NamedTuple):
    """One checked line with its cuts; `net = amount - sum of cuts`."""

    id: str
    amount: int
    """Current price x quantity."""
    cuts: tuple[Cut, ...]
    net: int
    unit_price: int
    """Unit price after the item layer, which the line shows and the drop compares."""
    promotion: str | None
    """The shop-layer promotion that prices the line, reached or not; None where it belongs to none."""


class Applied(NamedTuple):
    """A promotion or coupon that took something off, or gave a gift (then `off` is 0)."""

    id: str
    layer: Layer
    base: int
    """Amount it was measured on."""
    times: int
    off: int
    """Nominal cut."""
    granted: int
    """What the lines had room for."""
    lines: tuple[str, ...]
    shares: tuple[int, ...]
    """What each of `lines` got; their sum is `granted`."""
    funder: Funder


class EarnedGift(NamedTuple):
    """Gift pieces a 满赠 earned; `granted` is what the stock has (R-GIFT a)."""

    promotion: str
    gift: Gift
    earned: int
    granted: int


class FreightPart(NamedTuple):
    """Freight of one parcel: that of a shop, or of all lines without a rule of their own."""

    shop: str | None
    base: int
    """Amount its free threshold was read on, fen."""
    fee: int
    """What it costs before offers; 0 where the threshold of free freight is reached."""
    free_over: int | None
    short: int
    """Fen missing to free freight; 0 where there is no such threshold or it is reached."""
    cuts: tuple[tuple[str, int], ...]
    """(offer, fen) of freight promotions and freight coupons."""
    net: int


class CheckoutRow(NamedTuple):
    """One row between the goods and what is payable."""

    kind: str
    """`red_packet`, `points`, `pay_discount`, `round_order` or `min_payable`."""
    id: str
    """Of a red packet or a pay discount; empty elsewhere."""
    amount: int
    """Fen off; negative where `min_payable` adds."""


class LostAddOn(NamedTuple):
    """A 换购 line that does not count, because its promotion is closed, not reached or does not offer it."""

    line: str
    promotion: str


class Gap(NamedTuple):
    """How far one promotion or coupon is from its tiers (R-ADD-5): the one gap function."""

    promotion: str
    base: int
    """Sum of the base of its checked lines, fen."""
    pieces: int
    lines: tuple[str, ...]
    """Checked lines that count for it."""
    reached: int
    """Number of the tier reached, 0 for none; for 每满 the number of repetitions."""
    off: int
    """Nominal cut at what is reached, fen."""
    needed: int
    """Fen to the next tier; 0 where there is none or it asks for pieces."""
    needed_pieces: int
    threshold: int
    """Amount threshold of the tier to reach next, or of the top one."""
    threshold_pieces: int
    next_off: int
    """Nominal cut at the next tier; 0 where the top is reached."""

    @property
    def is_met(self) -> bool:
        """Whether some tier is reached."""
        return self.reached > 0

    @property
    def is_top(self) -> bool:
        """Whether there is no further tier to reach."""
        return self.is_met and not self.needed and not self.needed_pieces


@dataclass(frozen=True, slots=True)
class Quote:
    """The price of a basket, to the fen (decisions.md, Amounts); `explain` adds why the rest took no part."""

    list_total: int
    goods: int
    saved: int
    net_total: int
    lines: tuple[PricedLine, ...]
    """Checked lines only, in basket order."""
    applied: tuple[Applied, ...]
    gifts: tuple[EarnedGift, ...]
    gaps: tuple[Gap, ...]
    """One for each activity above the item layer with at least one line in scope, checked or not."""
    optimal: bool = True
    bound: int | None = None
    """Lowest `net_total` still possible where the search stopped at its work limit."""
    freight: int = 0
    """Beside the total, never inside `net_total`."""
    payable: int = 0
    """net_total + freight - red packets - points - pay discounts, rounded as the policy says."""
    freight_parts: tuple[FreightPart, ...] = ()
    checkout: tuple[CheckoutRow, ...] = ()
    lost_add_ons: tuple[LostAddOn, ...] = ()

    @property
    def shown_saved(self) -> int:
        """已优惠: list_total - net_total."""
        return self.list_total - self.net_total


@dataclass(frozen=True, slots=True)
class Refused:
    """A promotion or coupon in sight that took nothing off, with one reason of the closed list: `below_threshold`,
    `excluded_by`, `not_best`, `not_yet`, `over`, `not_claimed`, `no_lines`, `out_of_stock`; or, told as one of these
    in files, `not_for_shopper` (`winner` is the audience it is for), `not_taken` (a 换购 that is reached), and where
    the shopper's own choice keeps it out `put_away` (this coupon) or `own_choice` (another)."""

    id: str
    reason: str
    short: int = 0
    """Missing fen (`below_threshold`), what choosing it would cost (`not_best`, `excluded_by`), or what it would save
    (`put_away`, `own_choice`)."""
    short_pieces: int = 0
    winner: str | None = None
    at: int | None = None
    """World time at which it opens (`not_yet`)."""
    beside: tuple[str, ...] = ()
    """What has others of its lines beside the winner (`not_best`): it lost to all of them together."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a quote leaves unsaid: why the rest did not take part, and what came second."""

    refused: tuple[Refused, ...]
    """One for every promotion and coupon in sight that took nothing off and gave nothing, in basket order."""
    runner_up: int | None
    """`net_total` of the best combination that does without one of what took something off, None where nothing did.
    Below the quote's only where the shopper insists on what costs more."""
    without_choice: int | None = None
    """`net_total` where nothing is the shopper's own choice, below the quote's where that costs; None where he chose
    nothing."""
