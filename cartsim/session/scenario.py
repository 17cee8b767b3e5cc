"""Scenario files: what a world looks like when the curtain rises, and what happens to it by itself after that.

A scenario is written for one catalogue (size and seed), says which facts differ from what was seeded, what
lies in the cart, and which facts change later. Amounts are yuan (`129.00`), spans of time are `90s`, `15m`,
`2h`, `3d`; those of windows count from the beginning of the world, before it with a minus. A script is a
scenario with `steps`, which only a player reads.
"""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    WithJsonSchema,
    model_validator,
)

from cartsim.model.bounds import AMOUNT, COUNT, FEN, LIVELINESS, PRICE, SEED, STOCK, Range
from cartsim.model.promotion import Funder, Layer
from cartsim.session.datafile import CHOICE, moment_of
from cartsim.session.policyfile import policy_model

if TYPE_CHECKING:
    PolicySections = BaseModel
else:
    PolicySections = policy_model()

_SPAN = re.compile(r"([+-]?)([0-9]{1,9})([smhd])")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


def _fen(value: object) -> object:
    """`129.00` as 12900; leaves to pydantic what is no amount."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return value
    try:
        fen = Decimal(str(value)) * 100
    except InvalidOperation:
        raise ValueError(f"takes yuan such as 129.00, not {value!r}") from None
    if not fen.is_finite() or fen != fen.to_integral_value() or fen < 0:
        raise ValueError(f"takes yuan with at most two decimals, not {value!r}")
    return int(fen)


def _seconds(value: object) -> object:
    """`-2h` as -7200."""
    found = _SPAN.fullmatch(str(value))
    if found is None:
        raise ValueError(f"takes a span of time such as 90s, 15m, 2h, 3d or -2h, not {value!r}")
    sign, number, unit = found.groups()
    return int(f"{sign}{number}") * _SECONDS[unit]


def _written(kinds: list[str], **more: object) -> WithJsonSchema:
    """The schema of a value as it is written in a file, where that is not what it becomes."""
    return WithJsonSchema({"type": kinds[0] if len(kinds) == 1 else kinds, **more})


def within(bounds: Range) -> Any:
    """The type of a number of this range, as files write it: amounts in yuan."""
    if bounds.unit != FEN:
        return Annotated[int, Field(ge=bounds.low, le=bounds.high)]

    def held(fen: int) -> int:
        bounds.must_hold(fen)  # says its ends in yuan
        return fen

    least = {"exclusiveMinimum" if bounds.low else "minimum": 0}
    schema = _written(["number", "string"], **least, maximum=bounds.high // 100, description="yuan")
    return Annotated[int, BeforeValidator(_fen), AfterValidator(held), schema]


if TYPE_CHECKING:
    Yuan = int
    Price = int
    Count = int
    Pieces = int
    Seed = int
    Liveliness = int
else:
    Yuan = within(AMOUNT)
    Price = within(PRICE)
    Count = within(COUNT)
    Pieces = within(STOCK)
    Seed = within(SEED)
    Liveliness = within(LIVELINESS)

Span = Annotated[int, BeforeValidator(_seconds), _written(["string"], pattern=f"^{_SPAN.pattern}$")]
Moment = Annotated[datetime, BeforeValidator(moment_of), _written(["string"], description="ISO 8601")]
Fold = Annotated[float, Field(gt=0, lt=10)]
"""折: 8.5 leaves 85 %."""
Tier = Literal["member", "new_customer", "key_account"]
_A_TIER: dict[str, object] = {"enum": [*get_args(Tier)]}
Tiers = Annotated[
    tuple[Tier, ...],
    BeforeValidator(lambda told: [told] if isinstance(told, str) else told),
    Field(strict=False),
    WithJsonSchema({"anyOf": [_A_TIER, {"type": "array", "items": _A_TIER}]}),
]
"""One word, or a list of them."""


class Part(BaseModel):
    """A part of the file: nothing unknown, nothing converted."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Text(Part):
    """A text in both languages."""

    zh: str
    en: str


class MadeFor(Part):
    """The catalogue the scenario is written for."""

    size: Literal["demo", "large", "huge"]
    seed: Seed


class ShopperFacts(Part):
    """Who is logged in: whose cart opens. Another login is another account of the world, with a cart of its own."""

    login: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_.-]{0,31}$")] = "shopper"
    address: str = "shanghai"
    """City goods are delivered to."""
    tier: Tiers = ()
    """Groups the shopper belongs to, for promotions that are limited to one."""


class HungGift(Part):
    """A gift on a product: `give` pieces for each `per` bought."""

    gift: str
    per: Count = 1
    give: Count = 1
    max_per_order: Count | None = None


class ProductFacts(Part):
    """What differs of a product."""

    product: str
    listed: bool | None = None
    deleted: bool | None = None
    restricted: Text | None = None
    purchase_limit: Count | None = None
    min_quantity: Count | None = None
    step: Count | None = None
    gifts: tuple[HungGift, ...] | None = Field(default=None, strict=False)
    activities: tuple[str, ...] | None = Field(default=None, strict=False)
    price: Price | None = None
    """Of every SKU of the product."""
    list_price: Yuan | None = None
    stock: Pieces | None = None
    """Of every SKU of the product, in the scenario's city."""


class SkuFacts(Part):
    """What differs of one SKU."""

    sku: str
    price: Price | None = None
    list_price: Yuan | None = None
    stock: Pieces | None = None
    listed: bool | None = None


class GiftFacts(Part):
    """A gift good."""

    code: str
    title: Text
    list_price: Yuan
    stock: Pieces


class ActivityFacts(Part):
    """A campaign with its window."""

    code: str
    title: Text
    opens: Span
    ends: Span


class EveryFacts(Part):
    """第2件半价 is `{pieces: 2, fold: 5}`; of every so many pieces the cheapest ones cost that much."""

    pieces: Annotated[int, Field(ge=2, le=99)]
    discounted: Count = 1
    fold: Annotated[float, Field(ge=0, lt=10)]


class SetFacts(Part):
    """N件X元."""

    pieces: Annotated[int, Field(ge=2, le=99)]
    total: Price


class AddOnFacts(Part):
    """An offer of a 换购: 换购 goods of the catalogue by code, and their price with a main item."""

    goods: str
    price: Price
    list_price: Price | None = None


class TierFacts(Part):
    """One step: a threshold in yuan or pieces, and one benefit."""

    amount: Yuan = 0
    pieces: Pieces = 0
    off: Yuan | None = None
    fold: Fold | None = None
    unit_off: Yuan | None = None
    unit_price: Price | None = None
    gift: str | None = None
    quantity: Count = 1
    pick_from: tuple[str, ...] = Field(default=(), strict=False)
    every: EveryFacts | None = None
    set_price: SetFacts | None = None
    add_on: tuple[AddOnFacts, ...] | None = Field(default=None, min_length=1, strict=False)
    pick: Count = 1
    """Pieces that may be taken of the offers of `add_on`."""
    freight_off: Yuan | Literal["all"] | None = None

    @model_validator(mode="after")
    def _gives_one_thing(self) -> TierFacts:
        benefits = ("off", "fold", "unit_off", "unit_price", "gift", "every", "set_price", "add_on", "freight_off")
        if sum(getattr(self, name) is not None for name in benefits) != 1:
            raise ValueError(f"give exactly one of {', '.join(benefits)}")
        return self


def _word_or_count(value: object) -> str:
    """The name of the choice."""
    return f"{CHOICE}word" if isinstance(value, str) else f"{CHOICE}count"


if TYPE_CHECKING:
    Repeat = int | Literal["unlimited"]
else:
    Repeat = Annotated[
        Annotated[Count, Tag(f"{CHOICE}count")] | Annotated[Literal["unlimited"], Tag(f"{CHOICE}word")],
        Discriminator(_word_or_count),
    ]


class PromotionFacts(Part):
    """A promotion; without `products` it takes the whole shop."""

    code: str
    layer: Annotated[Layer, Field(strict=False)] = Layer.SHOP
    shop: str | None = None
    products: tuple[str, ...] | None = Field(default=None, strict=False)
    tiers: tuple[TierFacts, ...] = Field(min_length=1, strict=False)
    repeat: Repeat = 1
    max_off: Yuan | None = None
    opens: Span | None = None
    ends: Span | None = None
    title: Text | None = None
    categories: tuple[str, ...] = Field(default=(), strict=False)
    """Only goods of these categories."""
    funder: Annotated[Funder, Field(strict=False)] = Funder.SHOP


class CouponFacts(PromotionFacts):
    """A coupon: `opens` and `ends` are its use window, the claim window is its own."""

    layer: Annotated[Layer, Field(strict=False)] = Layer.SHOP_COUPON
    claim_opens: Span | None = None
    claim_ends: Span | None = None
    left: Pieces = 1000
    per_user: Count = 1
    claimed: Pieces = 0
    """Pieces the shopper holds unused."""
    used: Pieces = 0
    stack: bool = False


class FreightFacts(Part):
    """What a shop takes for sending, instead of what it was seeded with: one fee, free from an amount on."""

    shop: str
    fee: Yuan
    free_over: Price | None = None


class TakenFacts(Part):
    """A 换购 offer the shopper took before."""

    promotion: str
    goods: str
    quantity: Count = 1


class CartLine(Part):
    """One line of the cart, the newest first."""

    sku: str
    quantity: Count = 1
    checked: bool = True
    added: Span = -3600
    price_then: Price | None = None
    promotion: str | None = None
    """The shopper's own choice at the shop layer."""
    recovers: bool = False
    """Lay among the invalid until now."""


LATER_OF_SKU = frozenset({"price", "stock", "listed", "restricted"})
"""What may change of a SKU later."""


class LaterFact(Part):
    """What the world does by itself at a moment after its beginning: to one SKU, one coupon, or a neighbour."""

    at: Span
    sku: str | None = None
    price: Price | None = None
    stock: Pieces | None = None
    """Pieces in the scenario's city."""
    listed: bool | None = None
    restricted: bool | None = None
    """Whether the product is sold in the scenario's city no longer."""
    coupon: str | None = None
    left: Pieces | None = None
    neighbour: Literal["goods", "stock", "promotions", "coupons"] | None = None
    trouble: Literal["none", "stale", "slow", "down"] | None = None
    """Whether that neighbour answers as it did a while ago, late, or not at all."""

    @model_validator(mode="after")
    def _of_one_thing(self) -> LaterFact:
        if self.at < 0:
            raise ValueError("`at` lies after the beginning; what was before it stands in the facts above")
        if sum(subject is not None for subject in (self.sku, self.coupon, self.neighbour)) != 1:
            raise ValueError("give one of sku, coupon or neighbour")
        said = {name for name in self.model_fields_set - {"at"} if getattr(self, name) is not None}
        if self.sku is not None and (said <= {"sku"} or not said <= {"sku", *LATER_OF_SKU}):
            raise ValueError("a sku takes price, stock, listed or restricted")
        if self.coupon is not None and said != {"coupon", "left"}:
            raise ValueError("a coupon takes left")
        if self.neighbour is not None and said != {"neighbour", "trouble"}:
            raise ValueError("a neighbour takes trouble")
        return self


class Scenario(Part):
    """A whole scenario file."""

    title: Text | None = None
    doc: Text | None = None
    scenario: str | None = None
    """Name of the scenario this file starts from; it then says no facts of its own, only policy and steps."""
    made_for: MadeFor = MadeFor(size="demo", seed=42)
    profile: Literal["standard", "showcase"] = "showcase"
    """The rules that `policy` changes: the standard, or those of the first run."""
    policy: PolicySections | None = None
    """Rules of the world, as in a policy file."""
    starts_at: Moment = datetime(2026, 6, 18, 20)
    """The clock on the wall in Shanghai, where it names no zone."""
    shopper: ShopperFacts = ShopperFacts()
    liveliness: Liveliness = 1
    frozen: bool = False
    """The market stands still: nothing changes but what this file says."""
    quiet_shops: tuple[str, ...] = Field(default=(), strict=False)
    """Shops that lose the promotions, coupons, gifts and campaigns they were seeded with."""
    quiet_platform: bool = False
    """The platform's own campaigns and coupons are not there."""
    gifts: tuple[GiftFacts, ...] = Field(default=(), strict=False)
    activities: tuple[ActivityFacts, ...] = Field(default=(), strict=False)
    products: tuple[ProductFacts, ...] = Field(default=(), strict=False)
    skus: tuple[SkuFacts, ...] = Field(default=(), strict=False)
    promotions: tuple[PromotionFacts, ...] = Field(default=(), strict=False)
    coupons: tuple[CouponFacts, ...] = Field(default=(), strict=False)
    freight: tuple[FreightFacts, ...] = Field(default=(), strict=False)
    cart: tuple[CartLine, ...] = Field(default=(), strict=False)
    taken: tuple[TakenFacts, ...] = Field(default=(), strict=False)
    later: tuple[LaterFact, ...] = Field(default=(), strict=False)
    steps: tuple[Any, ...] = Field(default=(), strict=False)
    """What a player does with it; `cartsim.script` knows them."""

    @model_validator(mode="after")
    def _names_once(self) -> Scenario:
        for what, names in (
            ("promotion or coupon", [terms.code for terms in (*self.promotions, *self.coupons)]),
            ("SKU in the cart", [line.sku for line in self.cart]),
        ):
            twice = {name for name in names if names.count(name) > 1}
            if twice:
                raise ValueError(f"{what} {min(twice)!r} stands here twice")
        return self
