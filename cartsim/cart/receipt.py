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

ITEM_LAYERS = (Layer.ITEM,)
SHOP_LAYERS = (Layer.SHOP, Layer.SHOP_COUPON)
PLATFORM_LAYERS = (Layer.CROSS_SHOP, Layer.PLATFORM, Layer.CATEGORY_COUPON, Layer.PLATFORM_COUPON)
SECTIONS = (("item", ITEM_LAYERS), ("shop", SHOP_LAYERS), ("platform", PLATFORM_LAYERS))
"""单品优惠, 店铺优惠, 平台优惠 (pricing.md, section 10), with the layers each sums."""


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


@dataclass(frozen=True, slots=True)
class Section:
    """One block of the price detail."""

    code: str
    """`item`, `shop` or `platform`."""
    shop: str | None
    """The shop the block speaks of; None for all."""
    title: Words | None
    cuts: tuple[CutRow, ...]
    off: int


@dataclass(frozen=True, slots=True)
class Step:
    """One bar of the waterfall: what is left after the layer."""

    code: str
    """`list_total`, `markdown`, or the layer."""
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
    by_layer: tuple[tuple[Layer, int], ...]
    """(layer, fen) of the same cuts."""
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
    for code, of_section in SECTIONS:
        taking = tuple(cut for cut in cuts if cut.layer in of_section)
        if code == "shop":
            made.extend(_by_shop(view, taking))
            continue
        extra = markdown(view) if code == "item" else 0
        if taking or extra:
            made.append(Section(code, None, None, taking, extra + sum(cut.granted for cut in taking)))
    return tuple(made)


def _told_layer(layer: Layer, promotion: Promotion | None) -> Layer:
    """The layer a cut is told under: what a shop gives itself, such as its 换购, is the shop's, whatever its layer."""
    is_own = promotion is not None and promotion.shop is not None and layer is Layer.PLATFORM
    return Layer.SHOP if is_own else layer


def waterfall(view: CartView) -> tuple[Step, ...]:
    """Bars from the list total down to the net total; layers that took nothing are left out."""
    left = view.totals.list_total
    steps = [Step("list_total", 0, left)]
    if taken := markdown(view):
        left -= taken
        steps.append(Step("markdown", taken, left))
    cuts = cuts_of(view)
    for layer in Layer:
        taken = sum(cut.granted for cut in cuts if cut.layer is layer)
        if taken:
            left -= taken
            steps.append(Step(layer.value, taken, left))
    return tuple(steps)


def layers(view: CartView) -> tuple[Layer, ...]:
    """Layers that took something off, in their order."""
    taking = {cut.layer for cut in cuts_of(view)}
    return tuple(layer for layer in Layer if layer in taking)


def shares(view: CartView) -> tuple[ShareRow, ...]:
    """Checked, priced lines in display order with what each promotion gave them."""
    priced = {line.id: line for line in view.quote.lines}
    layer_of = {cut.by: cut.layer for cut in cuts_of(view)}
    rows: list[ShareRow] = []
    for line in view.lines:
        if line.id in priced:
            rows.append(_share(line, priced[line.id], layer_of))
        rows += [
            _add_on_share(offer, line.shop, priced[offer.id], layer_of) for offer in line.add_ons if offer.id in priced
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
    promotion = promotions.get(applied.id) or coupons.get(applied.id)
    return CutRow(
        applied.id,
        promotion,
        applied.id in coupons,
        _told_layer(applied.layer, promotion),
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


def _share(line: LineView, priced: PricedLine, layer_of: Mapping[str, Layer]) -> ShareRow:
    pieces = min(line.quantity, line.stock.available) or line.quantity
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
        _by_layer(priced, layer_of),
        priced.net,
    )


def _add_on_share(offer: AddOnRow, shop: str, priced: PricedLine, layer_of: Mapping[str, Layer]) -> ShareRow:
    cuts = tuple((cut.by, cut.amount) for cut in priced.cuts)
    about = (offer.id, shop, offer.goods.code, offer.goods.title, ())
    return ShareRow(*about, offer.quantity, priced.amount, priced.amount, cuts, _by_layer(priced, layer_of), priced.net)


def _by_layer(priced: PricedLine, layer_of: Mapping[str, Layer]) -> tuple[tuple[Layer, int], ...]:
    sums = dict.fromkeys(Layer, 0)
    for cut in priced.cuts:
        sums[layer_of[cut.by]] += cut.amount
    return tuple((layer, fen) for layer, fen in sums.items() if fen)
