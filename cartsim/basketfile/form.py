"""What a basket file may say. `cartsim schema basket` prints it as a JSON Schema.

All amounts are integer fen, percentages are numbers (`15` is 15 % off, 8.5折), moments are ISO 8601.
"""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, create_model, model_validator

from cartsim.basketfile.gives import GivePart, ScopePart
from cartsim.basketfile.values import Audience, Fen, Grams, Moment, Name, Part, Pieces, Repetitions, one_of
from cartsim.pricing.topup_sums import MOST_TAKEN
from cartsim.session.policyfile import section_model

MOST_TOTAL = 1_000_000_000_000
"""Fen all lines together may come to: the search compares in whole numbers below it."""

MOST_ADDED = 99
"""Pieces of goods that an add may bring, so that all together stay within what can be compared."""

LayerName = Literal["item", "shop", "shop_coupon", "cross_shop", "platform", "category_coupon", "platform_coupon"]


class WarePart(Part):
    """Goods as a shop sells them."""

    id: Name
    price: Fen
    """Current unit price before promotions, fen."""
    list_price: Fen | None = None
    """Struck-through unit price, fen."""
    shop: Name = "-"
    category: str = ""
    tags: tuple[Name, ...] = Field((), strict=False)
    weight: Grams = 0
    """Grams of a piece, for freight."""
    sku: Name | None = None
    """The goods, by which a trade-up offer is found; the id where it is left out."""


class LinePart(WarePart):
    """One line of the basket."""

    quantity: Pieces
    checked: bool = True
    """Unchecked lines cost nothing and count for nothing."""
    promotion: Name | None = None
    """The shopper's own choice at the shop layer (换促销); none: the engine chooses."""
    add_on: Name | None = None
    """The promotion whose trade-up offer (换购) this line takes."""


class GoodPart(WarePart):
    """Goods that could be added to a basket (凑单)."""

    quantity: Annotated[int, Field(ge=1, le=MOST_ADDED)] = 1
    """Pieces an add brings."""
    most: Annotated[int, Field(ge=1, le=MOST_TAKEN)] = MOST_TAKEN
    """How often it can be added in a combination."""


class GoodsForm(Part):
    """A goods file: what `cartsim price --top-up` may add."""

    version: Literal[1]
    goods: tuple[GoodPart, ...] = Field(strict=False, max_length=5_000)


class WhenPart(Part):
    """A threshold; both where both are given."""

    amount: Fen = 0
    """Fen."""
    pieces: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    of: ScopePart | None = None
    """Lines it is read on, where they are not those that benefit."""


class TierPart(Part):
    """One step."""

    when: WhenPart = WhenPart()
    give: GivePart


class LimitPart(Part):
    """How many pieces get it; the rest go back to the current price."""

    pieces: Annotated[int, Field(ge=1, le=1_000_000)]


class TermsPart(Part):
    """What promotions and coupons have in common."""

    id: Name
    shop: Name | None = None
    """Limits scope and condition to that shop; left out: any shop."""
    scope: ScopePart | None = None
    when: WhenPart | None = None
    give: GivePart | None = None
    tiers: tuple[TierPart, ...] | None = Field(None, strict=False, min_length=1, max_length=50)
    """Steps, in place of `when` and `give`; of those reached the one that gives most counts."""
    of: ScopePart | None = None
    """Lines the thresholds are read on, as `when: {of: ...}` says it of one."""
    repeat: Repetitions = 1
    """How often per basket (每满), or `unlimited`; of sets and groups, how many at most."""
    max_off: Fen | None = None
    """Ceiling of the whole cut, fen."""
    priority: Annotated[int, Field(ge=-1_000_000, le=1_000_000)] = 0
    """Larger first where an order is needed."""
    threshold_base: Literal["parallel", "progressive", "list"] | None = None
    """Overrides `pricing.threshold_base` for this one."""
    excess: Literal["redistribute", "drop"] | None = None
    """What becomes of a share that finds no room; `drop` by default in layer cross_shop."""
    group: Name | None = None
    """At most one promotion of a group applies to a line."""
    excludes: tuple[LayerName, ...] = Field((), strict=False)
    """Layers it shuts out for its lines."""
    limit: LimitPart | None = None
    for_: Audience | None = Field(None, alias="for")
    """Whom it is for."""
    funder: Literal["shop", "platform", "creator"] = "shop"
    """Who pays for the cut."""
    from_: Moment | None = Field(None, alias="from")
    """First second it can be used."""
    until: Moment | None = None
    """First second it can no longer be used."""

    @model_validator(mode="after")
    def _gives_something(self) -> TermsPart:
        if (self.give is None) == (self.tiers is None):
            raise ValueError("give exactly one of give, tiers")
        if self.tiers is not None and self.when is not None:
            raise ValueError("with tiers, `when` stands in each of them")
        if len({repr(scope) for scope in self.measured()}) > 1:
            raise ValueError("all thresholds of one promotion are read on the same lines: give one `of`")
        return self

    def steps(self) -> tuple[TierPart, ...]:
        """The tiers, also where one stands alone."""
        if self.tiers is not None:
            return self.tiers
        return (TierPart(when=self.when or WhenPart(), give=self.give),) if self.give else ()

    def measured(self) -> tuple[ScopePart, ...]:
        """Every `of` that is given."""
        given = (self.of, *(step.when.of for step in self.steps()))
        return tuple(scope for scope in given if scope is not None)


class PromotionPart(TermsPart):
    """A promotion."""

    layer: Literal["item", "shop", "cross_shop", "platform"]


class CouponPart(TermsPart):
    """A coupon: a promotion that is claimed."""

    layer: Literal["shop_coupon", "category_coupon", "platform_coupon"]
    claimed: bool = True
    """Whether the shopper holds one."""
    stock: Annotated[int, Field(ge=0, le=1_000_000_000)] | None = None
    """How many are left to claim, for one that is not claimed; null: enough."""
    per_user: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    """How many one shopper may claim."""
    used: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    """How many the shopper has used already; they count for `per_user`."""
    stack: bool = False
    """Whether it may be used beside others of its kind that stack."""
    claim_from: Moment | None = None
    """First second it can be claimed."""
    claim_until: Moment | None = None
    """First second it can no longer be claimed."""
    picked: bool | None = None
    """true: the shopper insists; false: put away; null: the engine decides."""


class StepPart(Part):
    """A stretch of a freight template."""

    pieces: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    grams: Annotated[int, Field(ge=1, le=100_000_000)] | None = None
    fee: Fen

    @model_validator(mode="after")
    def _one_measure(self) -> StepPart:
        one_of(self, "pieces", "grams")
        return self


class FreightPart(Part):
    """What sending costs: a flat fee, or a first and a next stretch."""

    shop: Name | None = None
    """Left out: one fee for all lines no other rule speaks of."""
    fee: Fen | None = None
    first: StepPart | None = None
    next: StepPart | None = None
    """Each further stretch; begun ones count whole."""
    free_over: Fen | None = None
    """Free from this many fen on."""

    @model_validator(mode="after")
    def _one_way(self) -> FreightPart:
        one_of(self, "fee", "first")
        if self.next is not None and self.first is None:
            raise ValueError("`next` goes with `first`")
        if self.first and self.next and (self.first.grams is None) != (self.next.grams is None):
            raise ValueError("first and next count the same: pieces or grams")
        return self


class AllowancePart(Part):
    """So many fen off what is payable."""

    id: Name
    amount: Fen


class PointsPart(Part):
    """Points, as fen off what is payable."""

    amount: Fen


class SwapPart(Part):
    """换购, beyond what its promotions say."""

    counts_for_threshold: bool = False
    """Whether what a trade-up line costs counts for the thresholds of others."""


class BasketForm(Part):
    """A basket file."""

    version: Literal[1]
    lines: tuple[LinePart, ...] = Field(strict=False, max_length=5_000)
    promotions: tuple[PromotionPart, ...] = Field((), strict=False, max_length=1_000)
    coupons: tuple[CouponPart, ...] = Field((), strict=False, max_length=1_000)
    """Same fields as promotions."""
    freight: tuple[FreightPart, ...] = Field((), strict=False, max_length=1_000)
    red_packets: tuple[AllowancePart, ...] = Field((), strict=False, max_length=100)
    """Checkout only, like points and pay discounts."""
    points: PointsPart | None = None
    pay_discounts: tuple[AllowancePart, ...] = Field((), strict=False, max_length=100)
    swap: SwapPart = SwapPart()
    shopper: tuple[Audience, ...] = Field((), strict=False)
    now: Moment | None = None
    """The moment windows are compared with; none: every window is open."""


@cache
def basket_form() -> type[BasketForm]:
    """The whole form; its `pricing` part is made from the fields of the policy, with their defaults and docs."""
    settings: Any = section_model("pricing") | None
    documented: Any = Field(None, description="Defaults are the standard policy.")
    return create_model("Basket", __base__=BasketForm, __doc__=BasketForm.__doc__, pricing=(settings, documented))


def schema() -> dict[str, Any]:
    """The form of basket files as a JSON Schema."""
    return _schema(basket_form(), "cartsim basket")


def goods_schema() -> dict[str, Any]:
    """The form of goods files as a JSON Schema."""
    return _schema(GoodsForm, "cartsim goods")


def _schema(form: type[BaseModel], title: str) -> dict[str, Any]:
    made = form.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made, "title": title}


def settings_of(form: BaseModel) -> dict[str, Any]:
    """The pricing fields the file gives, by dotted name."""
    given = form.model_dump(include={"pricing"}, exclude_unset=True).get("pricing") or {}
    return {f"pricing.{name}": tuple(value) if isinstance(value, list) else value for name, value in given.items()}
