"""How the settlement preview is drawn: orders by shop, the price block, what stands in the way. Pure."""

from __future__ import annotations

from cartsim.cart.panels import Settlement, SettlementLine, SettlementShop
from cartsim.cart.view import GiftRow
from cartsim.pricing.basket import FreightPart
from cartsim.tui import draw, glyphs
from cartsim.tui.draw import Line, Span
from cartsim.tui.panels.pen import Pen

SIDE_BY_SIDE = 100
BLOCK = 42
"""Cells of the price block where it stands beside the orders."""
UNIT, PIECES, NET = 10, 4, 11
"""Cells of the columns of an order: unit price, pieces, what they come to."""
WHOLE = frozenset({"list_total", "net_total", "payable"})
"""Rows of the price block that are sums, not cuts."""


def head(pen: Pen, width: int, settlement: Settlement) -> list[Line]:
    """Title, and what reading everything again found."""
    ready = not settlement.blocks
    changed = ready and settlement.repriced
    state = (
        pen.text("prices changed, please check")
        if changed
        else pen.text("ready to order")
        if ready
        else pen.count("{n} thing in the way", "{n} things in the way", len(settlement.blocks))
    )
    left = (
        pen.span(pen.text("Settlement"), "accent", bold=True), draw.blank(2),
        pen.span(pen.count("{n} order", "{n} orders", len(settlement.shops)), "soft"), draw.blank(2),
        pen.chip(state, "on_tag", "warn" if changed else "good" if ready else "drop", bold=True),
    )  # fmt: skip
    title = draw.spread(left, (pen.chip(pen.text("Close"), part="leave"),), width)
    found = checked(pen, width, settlement)
    if draw.width_of(found) + draw.width_of(address(pen, settlement)) + 4 > width:
        return [title, address(pen, settlement), found, ()]
    return [title, draw.spread(address(pen, settlement), found, width), ()]


def address(pen: Pen, settlement: Settlement) -> Line:
    """Where it is sent to: stock, and what may be sold, are that of this place (R-STOCK-1)."""
    return (
        pen.span(pen.text("Deliver to"), "dim"), draw.blank(1),
        pen.span(pen.speaker.words(settlement.city), "text", "city", bold=True), draw.blank(2),
        pen.span(f"{pen.text('change')} >", "accent", "city"),
    )  # fmt: skip


def checked(pen: Pen, width: int, settlement: Settlement) -> Line:
    """What reading again found: unchanged, repriced, short (X-4)."""
    parts: tuple[tuple[str, str], ...] = (
        (pen.count("{n} line unchanged", "{n} lines unchanged", settlement.unchanged), "dim"),
        (
            pen.count("{n} price changed", "{n} prices changed", settlement.repriced),
            "warn" if settlement.repriced else "dim",
        ),
        (pen.text("{n} short of stock", n=settlement.short), "drop" if settlement.short else "dim"),
    )
    if width < SIDE_BY_SIDE:  # what is not the case need not be said
        parts = tuple(part for part, n in zip(parts, (1, settlement.repriced, settlement.short), strict=True) if n)
    spans = [span for words, tone in parts for span in (draw.blank(2), pen.span(words, tone))]
    return draw.fit((pen.span(pen.text("Read and checked again just now:"), "dim"), *spans), width)


def body(pen: Pen, width: int, settlement: Settlement) -> list[Line]:
    """What stands in the way, the orders, the price block."""
    if not settlement.shops:
        return [*obstacles(pen, width, settlement), *pen.wrapped(pen.text("Nothing is ticked."), width, "dim")]
    if width < SIDE_BY_SIDE:
        return [
            *obstacles(pen, width, settlement),
            *orders(pen, width, settlement),
            (),
            *prices(pen, width, settlement),
        ]
    room = width - BLOCK - 3
    left = [*obstacles(pen, room, settlement), *orders(pen, room, settlement)]
    right = prices(pen, BLOCK, settlement)
    height = max(len(left), len(right))
    left += [()] * (height - len(left))
    right += [()] * (height - len(right))
    return [
        (*draw.pad(one, room), draw.blank(1), pen.span(glyphs.VERTICAL, "rule"), draw.blank(1), *other)
        for one, other in zip(left, right, strict=True)
    ]


def obstacles(pen: Pen, width: int, settlement: Settlement) -> list[Line]:
    """What stands in the way of the order."""
    if not settlement.blocks:
        return []
    lines: list[Line] = [pen.heading(pen.text("In the way"), width)]
    for reason in settlement.blocks:
        for line in pen.wrapped(pen.reason(reason), width - 2, "drop"):
            lines.append((pen.span(f"{glyphs.CURSOR} ", "drop"), *line))
    return [*lines, ()]


def orders(pen: Pen, width: int, settlement: Settlement) -> list[Line]:
    """One order for each shop."""
    lines: list[Line] = []
    for number, shop in enumerate(settlement.shops, 1):
        lines += [_order(pen, width, shop, number, len(settlement.shops)), pen.rule(width)]
        for line in shop.lines:
            lines += _line(pen, width, line)
        lines += [_gift(pen, width, gift) for gift in shop.gifts]
        if shop.freight is not None:
            lines.append(_freight(pen, width, shop.freight))
        lines.append(())
    return lines[:-1]


def _order(pen: Pen, width: int, shop: SettlementShop, number: int, of: int) -> Line:
    left = [
        pen.span(pen.text("Order {number}/{of}", number=number, of=of), "dim"), draw.blank(2),
        pen.span(pen.speaker.words(shop.title), "text", bold=True),
    ]  # fmt: skip
    if pen.speaker.words(shop.warehouse):
        left += [draw.blank(2), pen.span(pen.speaker.words(shop.warehouse), "dim")]
    return draw.spread(left, (pen.span(pen.speaker.money(shop.net), "text", bold=True),), width)


def _line(pen: Pen, width: int, line: SettlementLine) -> list[Line]:
    name = (
        *((_tag(pen, pen.text("Trade-up")), draw.blank(1)) if line.is_add_on else ()),
        pen.span(pen.speaker.words(line.title), "soft"),
        draw.blank(2),
        pen.span(pen.speaker.spec(line.spec), "dim"),
    )
    figures = (
        *pen.column(pen.speaker.money(line.price), UNIT, "dim"),
        *pen.column(f"{glyphs.TIMES}{line.quantity}", PIECES, "soft"),
        *pen.column(pen.speaker.money(line.net), NET, "text"),
    )  # fmt: skip
    lines = [draw.spread(name, figures, width)]
    if line.was is not None and line.was != line.price:
        change = f"{pen.speaker.money(line.was)} {glyphs.ARROW} {pen.speaker.money(line.price)}"
        words = pen.text("price since the cart was read: {change}", change=change)
        lines.append(draw.fit((draw.blank(2), pen.span(words, "drop" if line.price > line.was else "good")), width))
    if line.problem is not None:
        lines += [(draw.blank(2), *one) for one in pen.wrapped(pen.reason(line.problem), width - 2, "drop")]
    return lines


def _tag(pen: Pen, words: str) -> Span:
    """What comes with something else, as it is marked in the cart."""
    return pen.chip(words, "tag_gift", "band")


def _gift(pen: Pen, width: int, gift: GiftRow) -> Line:
    """A gift of the order, or what is left of it (R-GIFT-3)."""
    left = [
        _tag(pen, pen.text("Gift")), draw.blank(1),
        pen.span(pen.speaker.words(gift.gift.title), "soft" if gift.quantity else "dim"),
    ]  # fmt: skip
    if gift.state != "full":
        left += [draw.blank(2), pen.span(pen.reason(gift.reason), "warn")]
    figures = (
        *pen.column(f"{glyphs.TIMES}{gift.quantity}", PIECES, "soft"), *pen.column(pen.speaker.money(0), NET, "text"),
    )  # fmt: skip
    return draw.spread(left, figures, width)


def _freight(pen: Pen, width: int, part: FreightPart) -> Line:
    """What sending the order costs, and why: free from a threshold, less an offer, or how much is missing to free."""
    left = [pen.span(pen.text("Freight"), "soft")]
    if part.free_over is not None and not part.short:
        left += [draw.blank(2), pen.span(_from(pen, part.free_over), "good")]
    elif part.cuts:
        off = pen.text("offers {amount}", amount=pen.speaker.signed(-sum(fen for _, fen in part.cuts)))
        left += [draw.blank(2), pen.span(off, "good")]
    elif part.short and part.net:
        missing = pen.text("¥{amount} to free freight", amount=pen.speaker.yuan(part.short))
        left += [draw.blank(2), pen.span(missing, "accent")]
    return draw.spread(left, pen.column(pen.speaker.money(part.net), NET, "text"), width)


def _from(pen: Pen, fen: int) -> str:
    return pen.text("free from ¥{amount}", amount=pen.speaker.yuan(fen))


def prices(pen: Pen, width: int, settlement: Settlement) -> list[Line]:
    """The price block, and the difference to what the cart showed."""
    lines: list[Line] = [pen.heading(pen.text("Price"), width), pen.rule(width)]
    for code, fen in settlement.rows:
        if code in WHOLE:
            if code != "list_total":
                lines.append(pen.rule(width))
            tone = "total" if code == "payable" else "text"
            lines.append(pen.pair(pen.speaker.price_row(code), pen.speaker.money(fen), width, "text", tone, bold=True))
        elif code == "freight":
            lines.append(pen.pair(pen.speaker.price_row(code), pen.speaker.signed(fen), width, "soft", "text"))
        elif fen:
            lines.append(pen.pair(pen.speaker.price_row(code), pen.speaker.signed(fen), width, "soft", "good"))
        if code == "net_total":
            lines.append(_against(pen, width, settlement))
    return [*lines, (), *pen.wrapped(pen.text("Placing the order is not part of the cart"), width, "dim")]


def _against(pen: Pen, width: int, settlement: Settlement) -> Line:
    """The difference to what the cart showed (R-PRICE-2)."""
    change = settlement.net_total - settlement.before
    if not change:
        return (pen.span(pen.text("the same as the cart's estimate"), "dim"),)
    words = pen.text("{amount} against the cart's estimate", amount=pen.speaker.signed(change))
    return draw.fit((pen.span(words, "warn"),), width)


def foot(pen: Pen, width: int, settlement: Settlement) -> list[Line]:
    """The total, and the way back."""
    money = pen.speaker.money
    sum_of = f"{pen.speaker.price_row('net_total')} {money(settlement.net_total)}"
    sum_of += f" + {pen.speaker.price_row('freight')} {money(settlement.freight)}"
    left: Line = (
        pen.span(pen.speaker.price_row("payable"), "soft"), draw.blank(1),
        pen.span(money(settlement.payable), "total", bold=True), draw.blank(3), pen.span(sum_of, "dim"),
    )  # fmt: skip
    right = (
        pen.button(pen.text("Check again"), "again"),
        draw.blank(1),
        pen.button(pen.text("Back to cart"), "leave", primary=True),
    )
    if draw.width_of(left) + draw.width_of(right) + 1 > width:
        left = left[:3]
    return [pen.rule(width), draw.spread(left, right, width)]
