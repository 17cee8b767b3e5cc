"""What a step may expect: the facts of the view, of the last command, and of the screen, by the names of the view.

Amounts are yuan, as everywhere in these files. `null` says that there is none of it. A word the view has a code
for (`stock: few`, `refused: cart_full`) may be said by its code; a sentence by any part of it, in either language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from cartsim.cart.view import CouponState, StockState, Tick
from cartsim.model.bounds import TEXT
from cartsim.session.scenario import Part, Pieces, Yuan


def _one_or_more(value: object) -> object:
    return [value] if isinstance(value, str) else value


def several(most: int) -> Any:
    """The type of a list of codes, each of so many letters at most; one alone may stand without brackets."""
    schema = {"type": "string", "maxLength": most}
    return Annotated[
        tuple[Annotated[str, Field(max_length=most)], ...],
        Field(strict=False),
        BeforeValidator(_one_or_more),
        WithJsonSchema({**schema, "type": ["string", "array"], "items": schema}),
    ]


if TYPE_CHECKING:
    Several = tuple[str, ...]
else:
    Several = several(TEXT.high)
Said = str | None
"""A reason's code or a part of its sentence; null where there is none."""
TickWord = Annotated[Tick, Field(strict=False)]
StockWord = Annotated[StockState, Field(strict=False)]
CouponWord = Annotated[CouponState, Field(strict=False)]


class LineFacts(Part):
    """Facts of one line, named by its line id or its SKU."""

    line: str
    there: bool | None = None
    """Whether it is in the cart at all"""
    quantity: Pieces | None = None
    checked: bool | None = None
    price: Yuan | None = None
    struck: Yuan | None = None
    net: Yuan | None = None
    drop: Yuan | None = None
    """比加入时降: the amount, null where none is shown"""
    stock: StockWord | None = None
    left: Pieces | None = None
    """The number in the stock word"""
    available: Pieces | None = None
    hint: Said = None
    """The stock word as it is printed"""
    group: str | None = None
    """Promotion it stands under"""
    promotion: str | None = None
    """Promotion that prices it at the shop layer"""
    shop: str | None = None
    tags: Several | None = None
    invalid: Said = None
    locked: Said = None
    blocks: Said = None
    limit: Said = None
    more: Said = None
    """Why `+` is grey"""
    less: Said = None
    """Why `-` is grey"""
    maximum: Pieces | None = None
    recovered: bool | None = None
    sku: str | None = None
    gifts: Several | None = None
    """Codes of the gifts below it"""


class BarFacts(Part):
    """Facts of one promotion bar, named by its promotion."""

    bar: str
    there: bool | None = None
    kind: str | None = None
    state: Literal["none_checked", "gap", "met", "top", "not_started", "ended"] | None = None
    gap: Yuan | None = None
    """To go to the next tier"""
    gap_pieces: Pieces | None = None
    granted: Yuan | None = None
    entry: Literal["go", "browse", "none"] | None = None
    text: str | None = None
    """A part of what it says"""
    tickable: Several | None = None
    lines: Several | None = None
    """All its lines, top to bottom"""


class ShopFacts(Part):
    """Facts of one shop."""

    shop: str
    there: bool | None = None
    tick: TickWord | None = None
    coupons: Pieces | None = None
    """To be claimed now"""
    groups: Several | None = None
    """Promotions of its bars, top to bottom"""
    lines: Several | None = None


class CouponFacts(Part):
    """Facts of one card of the coupon drawer."""

    coupon: str
    state: CouponWord | None = None
    saves: Yuan | None = None
    applied: Yuan | None = None
    recommended: bool | None = None
    refused: Said = None
    """Why it cannot be claimed"""


class GiftFacts(Part):
    """Facts of one gift row, named by the gift's code."""

    gift: str
    state: Literal["full", "partial", "gone", "unchecked"] | None = None
    quantity: Pieces | None = None
    earned: Pieces | None = None


class CartFacts(Part):
    """Facts of the whole cart, of the command just done, and of the screen."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    list_total: Yuan | None = None
    goods: Yuan | None = None
    saved: Yuan | None = None
    net_total: Yuan | None = None
    shown_saved: Yuan | None = None
    pieces: Pieces | None = None
    checked_lines: Pieces | None = None
    lines: Pieces | None = None
    """How many lines there are, the invalid ones among them"""
    order: Several | None = None
    """Lines that stand in this order, whatever stands between them"""
    shops: Several | None = None
    """All shops, top to bottom"""
    invalid: Several | None = None
    """All lines of the invalid section, in any order"""
    tick: TickWord | None = None
    used: Pieces | None = None
    cap: Pieces | None = None
    login: str | None = None
    """Whose cart it is"""
    city: str | None = None
    blocked: Several | None = None
    """Codes of all that stands in the way of settlement"""
    troubles: Several | None = None
    """Codes of what is wrong with the neighbours of the cart, such as stock_down"""
    refused: Said = None
    """Why the last command was refused; null where it was done"""
    notice: Said = None
    """What the last command gave notice of"""
    event: str | None = None
    """Something that happened through the last command"""
    focus: str | None = None
    """Row under the cursor: its id"""
    text: str | None = None
    """Something that stands on the screen"""
    absent: str | None = None
    """Something that stands nowhere on the screen"""
    screen: str | None = None
    """Name of the topmost screen or panel, such as CartScreen"""

    @model_validator(mode="after")
    def _expects_something(self) -> CartFacts:
        if not self.model_fields_set:
            raise ValueError("expects nothing; name a fact, such as net_total")
        return self


class AnyFact(Part):
    """Any other value of the view, by its path in `cartsim cart --json`: `shops.0.groups.1.bar.gap.tier`."""

    fact: str
    value: Any
    """As the JSON has it: amounts in fen, times in seconds"""


SUBJECTS = (
    ("line", LineFacts),
    ("bar", BarFacts),
    ("shop", ShopFacts),
    ("coupon", CouponFacts),
    ("gift", GiftFacts),
    ("fact", AnyFact),
)
"""What facts may be of, by the field that names it; without one they are of the whole cart."""

Facts = LineFacts | BarFacts | ShopFacts | CouponFacts | GiftFacts | AnyFact | CartFacts

ON_SCREEN = frozenset({"focus", "text", "absent", "screen"})
"""Facts only a player with a screen can see."""
