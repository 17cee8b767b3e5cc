"""What a promotion of a basket file may give: exactly one kind, each with its own fields."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from cartsim.basketfile.values import Fen, Name, Part, Pieces, Rate, one_of


class ScopePart(Part):
    """Who takes part; several keys: all must hold."""

    lines: tuple[Name, ...] | None = Field(None, strict=False, min_length=1)
    """Ids of lines."""
    shops: tuple[Name, ...] | None = Field(None, strict=False, min_length=1)
    categories: tuple[Name, ...] | None = Field(None, strict=False, min_length=1)
    tags: tuple[Name, ...] | None = Field(None, strict=False, min_length=1)
    """Lines with at least one of these tags."""
    all: Literal[True] | None = None
    """Every line."""

    @model_validator(mode="after")
    def _says_something(self) -> ScopePart:
        if not self.model_fields_set:
            raise ValueError("name lines, shops, categories or tags, or say all: true")
        return self


class SetPricePart(Part):
    """N件X元: each full set of pieces costs so much."""

    pieces: Pieces
    """Pieces of a set."""
    total: Fen
    """What a set costs, fen."""
    pick: Literal["dearest", "cheapest"] = "dearest"
    """Which pieces form sets first."""


class EveryPart(Part):
    """第二件半价, 买M送N: pieces, dearest first, in groups; some of each full group get a share off."""

    pieces: Pieces
    """Pieces of a group."""
    discounted: Pieces = 1
    """Pieces of a group that get it."""
    percent_off: Rate
    """Percent off; 100 is free."""
    pick: Literal["cheapest", "cheapest_overall"] = "cheapest"
    """The cheapest of each group, or the cheapest of all."""

    @model_validator(mode="after")
    def _fits_its_group(self) -> EveryPart:
        if self.discounted > self.pieces:
            raise ValueError(f"discounts {self.discounted} pieces of a group of {self.pieces}")
        return self


class BuyPart(Part):
    """Pieces out of a scope."""

    scope: ScopePart
    pieces: Pieces = 1


class GetPart(BuyPart):
    """Pieces out of a scope that get a share off."""

    percent_off: Rate
    """Percent off; 100 is free."""


class BuyGetPart(Part):
    """Buy there, get here."""

    buy: BuyPart
    get: GetPart


class BundlePart(Part):
    """套装: one set takes these pieces; it costs so much, or gets so much off."""

    parts: tuple[BuyPart, ...] = Field(strict=False, min_length=1, max_length=20)
    total: Fen | None = None
    """What a set costs, fen."""
    percent_off: Rate | None = None
    """Percent off a set."""
    amount_off: Fen | None = None
    """Fen off a set."""

    @model_validator(mode="after")
    def _one_price(self) -> BundlePart:
        one_of(self, "total", "percent_off", "amount_off")
        return self


class OtherGiftPart(Part):
    """A gift the shopper may take instead."""

    sku: Name
    stock: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    """Pieces there are; as many as of the first gift where it is left out."""
    list_price: Fen | None = None
    """What it is worth, fen."""


def _named(value: object) -> object:
    """`G2` as `{sku: G2}`."""
    return {"sku": value} if isinstance(value, str) else value


class GiftPart(Part):
    """满赠: a gift row."""

    sku: Name
    quantity: Pieces = 1
    """Pieces for each repetition."""
    stock: Annotated[int, Field(ge=0, le=1_000_000)]
    """Pieces there are."""
    pick_from: tuple[Annotated[OtherGiftPart, BeforeValidator(_named)], ...] = Field((), strict=False, max_length=50)
    """Other gifts the shopper may take instead: `G2`, or `{sku: G2, stock: 5}`."""
    picked: Name | None = None
    """The gift the shopper took; none: the first that is in stock."""
    list_price: Fen | None = None
    """What it is worth, fen: decides between promotions that save the same."""

    @model_validator(mode="after")
    def _picks_what_there_is(self) -> GiftPart:
        known = (self.sku, *(other.sku for other in self.pick_from))
        if self.picked is not None and self.picked not in known:
            raise ValueError(f"picked: {self.picked!r} is none of {', '.join(known)}")
        return self


class OfferPart(Part):
    """Goods at a trade-up price."""

    sku: Name
    price: Fen
    list_price: Fen | None = None


class AddOnPart(Part):
    """换购: the shopper may add some of these; a line with `add_on` takes the offer of its `sku`."""

    offers: tuple[OfferPart, ...] = Field(strict=False, min_length=1, max_length=200)
    pick: Pieces = 1
    """Pieces that may be taken, for each repetition."""


class FreightOffPart(Part):
    """包邮: off the freight, never below zero."""

    percent_off: Rate | None = None
    """Percent off; 100 is free."""
    amount_off: Fen | None = None
    """Fen off."""

    @model_validator(mode="after")
    def _one_way(self) -> FreightOffPart:
        one_of(self, "percent_off", "amount_off")
        return self


class GivePart(Part):
    """What it gives: exactly one of these."""

    amount_off: Fen | None = None
    """满减: fen off the participating amount, split over the lines."""
    percent_off: Rate | None = None
    """满折, N件M折: percent off the participating amount; in layer `item` rounded per piece."""
    unit_amount_off: Fen | None = None
    """直降: fen off every participating piece."""
    unit_price: Fen | None = None
    """秒杀, 限时价: the piece costs this many fen, if that is less."""
    set_price: SetPricePart | None = None
    every: EveryPart | None = None
    buy_get: BuyGetPart | None = None
    bundle: BundlePart | None = None
    gift: GiftPart | None = None
    add_on: AddOnPart | None = None
    freight_off: FreightOffPart | None = None

    @model_validator(mode="after")
    def _gives_one_thing(self) -> GivePart:
        one_of(self, *type(self).model_fields)
        return self
