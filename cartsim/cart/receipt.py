"""The price of a cart as plain rows: price detail, shares by line, waterfall, who pays, and the table of a file.

Codes and numbers only. Screens and printouts give them their words and their money format. All amounts are
integer fen; a cut is a positive number of fen taken off.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cartsim.cart.view import AddOnRow, CartView, LineView
from cartsim.model.promotion import Funder, Layer, Promotion
from cartsim.model.words import Words
from cartsim.pricing.basket import Applied, PricedLine
from cartsim.pricing.kinds import is_add_on

ITEM_LAYERS = (Layer.ITEM,)
SHOP_LAYERS = (Layer.SHOP, Layer.SHOP_COUPON)
PLATFORM_LAYERS = (Layer.CROSS_SHOP, Layer.PLATFORM, Layer.CATEGORY_COUPON, Layer.PLATFORM_COUPON)
SECTIONS = (("item", ITEM_LAYERS), ("shop", SHOP_LAYERS), ("platform", PLATFORM_LAYERS))
"""单品优惠, 店铺优惠, 平台优惠 (pricing.md, section 10), with the layers each sums."""
SWAP = "swap"
STEPS = (Layer.ITEM.value, SWAP, *(layer.value for layer in Layer if layer is not Layer.ITEM))
"""What takes something off, in the order it does; 换购 is a row of its own, whatever layer it was set up in."""


@dataclass(frozen=True, slots=True)
class CutRow:
    """One promotion or coupon that took something off."""

    by: str
    promotion: Promotion | None
    """None where it is not among those in sight."""
    is_coupon: bool
    layer: Layer
    base: int
    times: int
    nominal: int
    granted: int
    shares: tuple[tuple[str, int], ...]
    """(line, fen); their sum is `granted`."""
    funder: Funder

    @property
    def step(self) -> str:
        """Which of `STEPS` it belongs to."""
        return SWAP if self.promotion is not None and is_add_on(self.promotion) else self.layer.value


@dataclass(frozen=True, slots=True)
class Section:
    """One block of the price detail."""

    code: str
    """`markdown`, `item`, `shop` or `platform`."""
    shop: str | None
    """The shop the block speaks of; None for all."""
    title: Words | None
    cuts: tuple[CutRow, ...]
    off: int


@dataclass(frozen=True, slots=True)
class Step:
    """One bar of the waterfall: what is left after the layer."""

    code: str
    """`list_total`, `markdown`, or what took it off: one of `STEPS`."""
    off: int
    left: int


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One checked line, or one 换购 offer that was taken, with everything it got."""

    id: str
    shop: str
    sku: str
    title: Words
    spec: tuple[Words, ...]
    quantity: int
    """Pieces that are priced."""
    list_amount: int
    amount: int
    cuts: tuple[tuple[str, int], ...]
    """(promotion, fen) in the order they applied."""
    by_step: tuple[tuple[str, int], ...]
    """(one of `STEPS`, fen) of the same cuts."""
    net: int


def cuts_of(view: CartView) -> tuple[CutRow, ...]:
    """Everything that took something off, in the order it applied."""
    promotions = {promotion.id: promotion for promotion in view.promotions}
    coupons = {coupon.id: coupon.promotion for coupon in view.coupons}
    return tuple(_cut(applied, promotions, coupons) for applied in view.quote.applied if applied.granted)


def markdown(view: CartView) -> int:
    """What current prices are below list prices over the checked lines, fen."""
    return view.totals.list_total - view.totals.goods


def sections(view: CartView) -> tuple[Section, ...]:
    """Blocks of the price detail from the item to the platform; shop blocks stand one for each shop."""
    cuts = cuts_of(view)
    made: list[Section] = []
    if taken := markdown(view):
        made.append(Section("markdown", None, None, (), taken))
    for code, of_section in SECTIONS:
        own = tuple(cut for cut in cuts if _belongs(cut, code, of_section))
        if code == "shop":
            made.extend(_by_shop(view, own))
            continue
        if own:
            made.append(Section(code, None, None, own, sum(cut.granted for cut in own)))
    return tuple(made)


def _belongs(cut: CutRow, section: str, layers_of: tuple[Layer, ...]) -> bool:
    """A 换购 goes with the shop of the item it hangs on, whatever its layer."""
    return section == "shop" if cut.step == SWAP else cut.layer in layers_of


def section_of(step: str) -> str:
    """The section that holds what a step took off."""
    return next(code for code, layers in SECTIONS if step in layers or (step == SWAP and code == "shop"))


def waterfall(view: CartView) -> tuple[Step, ...]:
    """Bars from the list total down to the net total; layers that took nothing are left out."""
    left = view.totals.list_total
    steps = [Step("list_total", 0, left)]
    if taken := markdown(view):
        left -= taken
        steps.append(Step("markdown", taken, left))
    cuts = cuts_of(view)
    for code in STEPS:
        taken = sum(cut.granted for cut in cuts if cut.step == code)
        if taken:
            left -= taken
            steps.append(Step(code, taken, left))
    return tuple(steps)


def taking(view: CartView) -> tuple[str, ...]:
    """Which of `STEPS` took something off."""
    found = {cut.step for cut in cuts_of(view)}
    return tuple(code for code in STEPS if code in found)


def shares(view: CartView) -> tuple[ShareRow, ...]:
    """Checked, priced lines in display order with what each promotion gave them."""
    priced = {line.id: line for line in view.quote.lines}
    steps = {cut.by: cut.step for cut in cuts_of(view)}
    rows: list[ShareRow] = []
    for line in view.lines:
        if line.id in priced:
            rows.append(_share(line, priced[line.id], steps))
        rows += [
            _add_on_share(offer, line.shop, priced[offer.id], steps) for offer in line.add_ons if offer.id in priced
        ]
    return tuple(rows)


def funding(view: CartView) -> tuple[tuple[Funder, int], ...]:
    """(who, fen) of the promotion cuts, those who pay nothing left out; a markdown is the shop's own price."""
    sums = dict.fromkeys(Funder, 0)
    for cut in cuts_of(view):
        sums[cut.funder] += cut.granted
    return tuple((funder, fen) for funder, fen in sums.items() if fen)


CSV_HEAD = (
    "shop", "line", "sku", "title_zh", "title_en", "spec_zh", "spec_en",
    "quantity", "list_amount_fen", "amount_fen",
)  # fmt: skip


def table(view: CartView) -> tuple[tuple[str, ...], ...]:
    """The receipt as a table of text: head, one row a line with a column for each cut, and the sums.

    Money is in fen, so that no reader has to guess a separator. Rows have equal length.
    """
    cuts = cuts_of(view)
    head = (*CSV_HEAD, *(cut.by for cut in cuts), "net_fen")
    rows = [head]
    for row in shares(view):
        got = dict(row.cuts)
        rows.append(
            (
                row.shop, row.id, row.sku, row.title.zh, row.title.en,
                " / ".join(value.zh for value in row.spec), " / ".join(value.en for value in row.spec),
                str(row.quantity), str(row.list_amount), str(row.amount),
                *(str(-got.get(cut.by, 0)) for cut in cuts), str(row.net),
            )
        )  # fmt: skip
    totals = view.totals
    rows.append(
        (
            "total", "", "", "", "", "", "", str(totals.pieces), str(totals.list_total), str(totals.goods),
            *(str(-cut.granted) for cut in cuts), str(totals.net_total),
        )
    )  # fmt: skip
    return tuple(rows)


def _cut(applied: Applied, promotions: dict[str, Promotion], coupons: dict[str, Promotion]) -> CutRow:
    return CutRow(
        applied.id,
        promotions.get(applied.id) or coupons.get(applied.id),
        applied.id in coupons,
        applied.layer,
        applied.base,
        applied.times,
        applied.off,
        applied.granted,
        tuple(zip(applied.lines, applied.shares, strict=True)),
        applied.funder,
    )


def _by_shop(view: CartView, cuts: tuple[CutRow, ...]) -> list[Section]:
    shop_of = {line.id: line.shop for line in view.lines}
    shop_of |= {offer.id: line.shop for line in view.lines for offer in line.add_ons}
    found: list[Section] = []
    for shop in view.shops:
        own = tuple(cut for cut in cuts if cut.shares and shop_of.get(cut.shares[0][0]) == shop.code)
        if own:
            found.append(Section("shop", shop.code, shop.title, own, sum(cut.granted for cut in own)))
    return found


def _share(line: LineView, priced: PricedLine, steps: Mapping[str, str]) -> ShareRow:
    pieces = line.counted
    unit = priced.amount // pieces
    return ShareRow(
        line.id,
        line.shop,
        line.sku,
        line.title,
        line.spec,
        pieces,
        max(line.struck or unit, unit) * pieces,
        priced.amount,
        tuple((cut.by, cut.amount) for cut in priced.cuts),
        _by_step(priced, steps),
        priced.net,
    )


def _add_on_share(offer: AddOnRow, shop: str, priced: PricedLine, steps: Mapping[str, str]) -> ShareRow:
    cuts = tuple((cut.by, cut.amount) for cut in priced.cuts)
    about = (offer.id, shop, offer.goods.code, offer.goods.title, ())
    return ShareRow(*about, offer.quantity, priced.amount, priced.amount, cuts, _by_step(priced, steps), priced.net)


def _by_step(priced: PricedLine, steps: Mapping[str, str]) -> tuple[tuple[str, int], ...]:
    sums: dict[str, int] = {}
    for cut in priced.cuts:
        code = steps[cut.by]
        sums[code] = sums.get(code, 0) + cut.amount
    return tuple((code, sums[code]) for code in STEPS if sums.get(code))
