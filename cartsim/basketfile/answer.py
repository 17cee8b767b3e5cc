"""What `cartsim price --json` answers, key by key. `cartsim schema answer` prints it as a JSON Schema.

All amounts are integer fen, moments are ISO 8601 with the zone of the world. What is not `required` is there only where
there is something to say, or where its option was given.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from cartsim.basketfile.form import LayerName
from cartsim.basketfile.values import Audience

PolicyName = Literal["split", "clawback"]
FunderName = Literal["shop", "platform", "creator"]


def absent() -> Any:
    """A key that need not be there, and is never null."""
    return Field(default_factory=lambda: None)


class Told(BaseModel):
    """A part of the answer: these keys and no others."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)


class CutTold(Told):
    """What one promotion or coupon takes off one line."""

    by: str
    """Its id."""
    layer: LayerName
    """Where it stands in the order of cuts."""
    amount: int
    """Fen off this line."""


class LineTold(Told):
    """A line that counts."""

    id: str
    """As the file says it."""
    amount: int
    """Current price x quantity, fen, before any cut."""
    cuts: list[CutTold]
    """In the order of the layers."""
    net: int
    """What it pays: `amount` less its cuts. The nets of all lines sum to `net_total`."""


class AppliedTold(Told):
    """A promotion or coupon that took something off, or gave a gift."""

    id: str
    """As the file says it."""
    layer: LayerName
    """Where it stands in the order of cuts."""
    base: int
    """Fen its threshold was measured on."""
    times: int
    """How often it was reached (每满)."""
    off: int
    """The cut by its terms, fen; 0 of a gift."""
    granted: int
    """What its lines had room for, fen; it is what counts."""
    lines: list[str]
    """Those it takes something off, or is given for."""
    funder: FunderName
    """Who pays for it."""


class RefusedTold(Told):
    """A promotion or coupon in sight that took nothing off, and the number that would change it."""

    id: str
    """As the file says it."""
    reason: Literal[
        "below_threshold", "excluded_by", "not_best", "not_yet", "over", "not_claimed", "no_lines", "out_of_stock"
    ]
    """Why; the first that holds."""
    short: int = absent()
    """Of `below_threshold`: fen missing to its threshold."""
    short_pieces: int = absent()
    """Of `below_threshold`: pieces missing to its threshold."""
    at: str = absent()
    """Of `not_yet`: when it opens, where that is known."""
    winner: str = absent()
    """What was taken in its place: an id; `shopper`, who chose otherwise; `audience`, which the shopper is not of."""
    for_: Annotated[Audience, Field(alias="for")] = absent()
    """Of the winner `audience`: whom it is for."""
    beside: list[str] = absent()
    """What shares the place with the winner: ids."""
    cost: int = absent()
    """What insisting on it would cost, fen."""
    saves: int = absent()
    """Of the winner `shopper`: what giving way to it would save, fen."""


class GiftTold(Told):
    """Gift pieces that were earned."""

    by: str
    """The promotion that gives them."""
    sku: str
    """The gift."""
    earned: int
    """Pieces by its terms."""
    granted: int
    """Pieces that its stock has."""


class OfferTold(Told):
    """What one offer takes off the freight of a parcel."""

    by: str
    """Id of the promotion or coupon."""
    amount: int
    """Fen."""


class FreightTold(Told):
    """Freight of one parcel."""

    shop: str | None
    """Whose; null for the lines of all shops without a rule of their own."""
    base: int
    """Fen its free threshold was read on."""
    fee: int
    """What it costs before offers, fen; 0 where free freight is reached."""
    free_over: int | None
    """Free from so many fen on; null: never."""
    short: int
    """Fen missing to free freight; 0 where there is no such threshold or it is reached."""
    cuts: list[OfferTold]
    """What freight offers take off."""
    net: int
    """What is paid for it, fen. All parcels sum to `freight`."""


class CheckoutTold(Told):
    """A row between the goods and what is payable."""

    kind: Literal["red_packet", "points", "pay_discount", "round_order", "min_payable"]
    """What takes it off."""
    id: str
    """Of a red packet or a pay discount; empty elsewhere."""
    amount: int
    """Fen off; below 0 where `min_payable` adds."""


class LostAddOnTold(Told):
    """A trade-up line (换购) that does not count."""

    line: str
    """Its id."""
    promotion: str
    """The promotion whose offer it asks for."""


class FallTold(Told):
    """One layer of the waterfall."""

    layer: LayerName
    """Which."""
    nominal: int
    """What its cuts come to by their terms, fen."""
    granted: int
    """What the lines had room for, fen."""
    left: int
    """What all lines come to after it, fen."""
    by: list[str]
    """Ids of what took it off."""
    lines: dict[str, int]
    """Fen off each line, by its id."""


class RunnerUpTold(Told):
    """The second cheapest legal combination."""

    net_total: int
    """What the goods come to by it, fen."""
    difference: int
    """Fen above the one that was taken."""


class OwnChoiceTold(Told):
    """What the shopper's own choice costs."""

    cheapest: int
    """`net_total` if nothing had been chosen, fen."""
    cost: int
    """Fen that the choice costs more."""


class ReturnedTold(Told):
    """Pieces of one line that go back together with others."""

    line: str
    """Its id."""
    pieces: int
    """How many go back."""
    share: int
    """What they were paid with, fen."""


class RefundTold(Told):
    """What comes back for returned pieces."""

    line: str = absent()
    """The line, where one was returned."""
    pieces: int = absent()
    """How many of its pieces, where one was returned."""
    lines: list[ReturnedTold] = absent()
    """The lines, where several were returned together."""
    policy: PolicyName
    """The rule it goes by: shares, or what the rest costs less."""
    amount: int
    """Fen that come back, for all of them."""
    lost: int
    """Fen of their shares that lost thresholds keep back; below 0 where the rest is cheaper without them."""
    freight: int
    """Fen of freight the rest has to pay after all; no part of `amount`."""


class MovedTold(Told):
    """One figure that differs."""

    name: str
    """The total, or the id of what it is a figure of."""
    before: int | None
    """In FILE; null where it is not there."""
    after: int | None
    """In FILE2; null where it is not there."""
    change: int
    """After less before, what is not there counting as 0."""


class CompareTold(Told):
    """Everything that moved from FILE to FILE2, in fen but for gifts."""

    totals: list[MovedTold]
    """Sums of the whole basket."""
    lines: list[MovedTold]
    """What lines pay."""
    promotions: list[MovedTold]
    """What promotions, coupons and rows of the checkout take off."""
    gifts: list[MovedTold]
    """Gift pieces, by promotion."""
    freight: list[MovedTold]
    """Freight by parcel; `-` is that of the shops without a rule of their own."""


class TakeTold(Told):
    """One of the goods of an addition."""

    id: str
    """Of the good, or of the line that only needs a tick."""
    times: int
    """How often it is added."""


class AdditionTold(Told):
    """What could be added, and what comes of it."""

    takes: list[TakeTold]
    """What it is made of."""
    price: int
    """What it costs after item prices, before all else, fen."""
    extra: int
    """Its real cost: fen more to pay for goods and freight; below 0 where adding it saves."""
    reaches: bool
    """Whether the threshold is reached with it."""
    short: int
    """Fen still missing then."""
    over: int
    """Fen above the threshold then."""
    refund_split: int | None
    """What returning it alone brings back by its share, fen; null where it was not priced."""
    refund_clawback: int | None
    """The same by what the rest costs less, fen."""


class NextTierTold(Told):
    """The tier after the one that is ahead."""

    short: int
    """Fen missing to it."""
    short_pieces: int
    """Pieces missing to it."""
    off: int
    """The cut there by its terms, fen."""
    cheapest: AdditionTold | None
    """The addition that reaches it for least; null where none looked at does."""


class AheadTold(Told):
    """A threshold ahead, and what would reach it."""

    id: str = absent()
    """The promotion or coupon; of freight, `freight` stands in its place."""
    freight: str | None = absent()
    """The shop whose free freight it is; null for that of all other shops."""
    short: int
    """Fen missing to it."""
    short_pieces: int
    """Pieces missing to it."""
    unticked: list[AdditionTold]
    """Lines of the basket that only need a tick."""
    goods: list[AdditionTold]
    """Single goods, the best first."""
    combinations: list[AdditionTold]
    """Several together, nearest above what is missing."""
    aside: list[str]
    """Ids of the lines and goods that do not count for it."""
    proven: bool
    """Whether the first of the goods is known to cost least of all, not only of those that were priced."""
    next_tier: NextTierTold = absent()
    """The tier after it, where there is one."""


class Answer(Told):
    """The price of one basket. Amounts are fen."""

    version: Literal[1]
    """Of this form."""
    list_total: int
    """Struck-through price x quantity of all lines that count; the current price where a line has none."""
    goods: int
    """Current price x quantity of all lines that count."""
    saved: int
    """All cuts, from item prices to platform coupons."""
    net_total: int
    """`goods` less `saved`: what all lines pay, without freight."""
    freight: int
    """Of all parcels, beside `net_total`."""
    payable: int
    """`net_total`, the rows of `checkout` taken off, and freight."""
    optimal: bool
    """Whether no cheaper legal combination exists."""
    bound: int = absent()
    """Where the search stopped at its limit: the lowest `payable` still possible."""
    lines: list[LineTold]
    """The ticked lines, in the order of the file."""
    applied: list[AppliedTold]
    """What was taken."""
    refused: list[RefusedTold]
    """What was not, and why."""
    gifts: list[GiftTold]
    """What was earned beside the goods."""
    freight_parts: list[FreightTold]
    """Freight parcel by parcel."""
    checkout: list[CheckoutTold] = absent()
    """Red packets, points, pay discounts and rounding, where there are any."""
    lost_add_ons: list[LostAddOnTold] = absent()
    """Trade-up lines that do not count, where there are any."""
    waterfall: list[FallTold] = absent()
    """With --explain: from `goods` down to `net_total`, layer by layer."""
    funding: dict[FunderName, int] = absent()
    """With --explain: fen of the cuts that each pays for."""
    freight_funding: dict[FunderName, int] = absent()
    """With --explain: fen of the freight offers that each pays for, where there are any."""
    runner_up: RunnerUpTold = absent()
    """With --explain: what came second, where something did."""
    own_choice: OwnChoiceTold = absent()
    """With --explain: what the shopper's own choice costs, where it costs something."""
    refund: RefundTold = absent()
    """With --refund."""
    compare: CompareTold = absent()
    """With --compare."""
    top_up: list[AheadTold] = absent()
    """With --top-up: every threshold ahead."""


def answer_schema() -> dict[str, Any]:
    """The form of the answers as a JSON Schema."""
    made = Answer.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made, "title": "cartsim answer"}
