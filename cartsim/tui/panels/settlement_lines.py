"""How the settlement preview is drawn: orders by shop, the price block, what stands in the way. Pure."""

from __future__ import annotations

from cartsim.cart.panels import Settlement, SettlementLine, SettlementShop
from cartsim.cart.view import GiftRow
from cartsim.i18n.marks import N_
from cartsim.model.promotion import Layer
from cartsim.tui import draw, glyphs
from cartsim.tui.draw import Line
from cartsim.tui.panels.pen import Pen

SIDE_BY_SIDE = 100
BLOCK = 42
"""Cells of the price block where it stands beside the orders."""
ROW_NAMES = {
    "list_total": N_("List total"),
    "markdown": N_("list price cut"),
    "goods": N_("Goods at current prices"),
    "saved": N_("Saved"),
    "shown_saved": N_("Saved"),
    "net_total": N_("Estimated total"),
    "freight": N_("Freight"),
    "payable": N_("To pay"),
}


def head(pen: Pen, width: int, settlement: Settlement) -> list[Line]:
    """Title, and what reading everything again found."""
    ready = not settlement.blocks
    state = (
        pen.text("ready to order")
        if ready
        else pen.count("{n} thing in the way", "{n} things in the way", len(settlement.blocks))
    )
    left = (
        pen.span(pen.text("Settlement"), "accent", bold=True), draw.blank(2),
        pen.span(pen.count("{n} order", "{n} orders", len(settlement.shops)), "soft"), draw.blank(2),
        pen.chip(state, "on_tag", "good" if ready else "drop", bold=True),
    )  # fmt: skip
    return [draw.spread(left, (pen.chip(pen.text("Close"), part="leave"),), width), checked(pen, width, settlement), ()]


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
    spans = [span for words, tone in parts for span in (pen.span(words, tone), draw.blank(3))]
    return draw.fit((pen.span(pen.text("Read and checked again just now:"), "dim"), draw.blank(1), *spans), width)


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
        pen.span(pen.speaker.words(line.title), "soft"),
        draw.blank(2),
        pen.span(pen.speaker.spec(line.spec), "dim"),
    )
    figures = (
        *pen.column(pen.speaker.money(line.price), 11, "dim"), *pen.column(f"{glyphs.TIMES}{line.quantity}", 6, "soft"),
        *pen.column(pen.speaker.money(line.net), 12, "text"),
    )  # fmt: skip
    lines = [draw.spread(name, figures, width)]
    if line.was is not None and line.was != line.price:
        change = f"{pen.speaker.money(line.was)} {glyphs.ARROW} {pen.speaker.money(line.price)}"
        words = pen.text("price since the cart was read: {change}", change=change)
        lines.append(draw.fit((draw.blank(2), pen.span(words, "drop" if line.price > line.was else "good")), width))
    if line.problem is not None:
        lines += [(draw.blank(2), *one) for one in pen.wrapped(pen.reason(line.problem), width - 2, "drop")]
    return lines


def _gift(pen: Pen, width: int, gift: GiftRow) -> Line:
    """A gift of the order, or what is left of it (R-GIFT-3)."""
    left = [
        pen.chip(pen.text("Gift"), "on_tag", "good"), draw.blank(1),
        pen.span(pen.speaker.words(gift.gift.title), "soft" if gift.quantity else "dim"),
    ]  # fmt: skip
    if gift.state != "full":
        left += [draw.blank(2), pen.span(pen.reason(gift.reason), "warn")]
    figures = (
        *pen.column(f"{glyphs.TIMES}{gift.quantity}", 6, "soft"), *pen.column(pen.speaker.money(0), 12, "text"),
    )  # fmt: skip
    return draw.spread(left, figures, width)


def prices(pen: Pen, width: int, settlement: Settlement) -> list[Line]:
    """The price block, and the difference to what the cart showed."""
    lines: list[Line] = [pen.heading(pen.text("Price"), width), pen.rule(width)]
    for code, fen in settlement.rows:
        whole = code in {"list_total", "net_total"}
        if code == "net_total":
            lines.append(pen.rule(width))
        if fen or whole:
            figure = pen.speaker.money(fen) if whole or code == "goods" else pen.speaker.signed(-abs(fen))
            lines.append(
                pen.pair(_row_name(pen, code), figure, width, "text" if whole else "soft", _tone(code), bold=whole)
            )
    change = settlement.net_total - settlement.before
    if change:
        words = pen.text("{amount} against the cart's estimate", amount=pen.speaker.signed(change))
        lines.append(draw.fit((pen.span(words, "warn"),), width))
    else:
        lines.append((pen.span(pen.text("the same as the cart's estimate"), "dim"),))
    return [*lines, *pen.wrapped(pen.text("freight excluded; placing the order is not part of the cart"), width, "dim")]


def _tone(code: str) -> str:
    return {"net_total": "total", "list_total": "text", "goods": "soft"}.get(code, "good")


def _row_name(pen: Pen, code: str) -> str:
    known = ROW_NAMES.get(code)
    if known is not None:
        return pen.text(known)
    return pen.speaker.layer(Layer(code)) if code in set(Layer) else code


def foot(pen: Pen, width: int, settlement: Settlement) -> list[Line]:
    """The total, and the way back."""
    left = (
        pen.span(pen.text("Estimated total"), "soft"), draw.blank(1),
        pen.span(pen.speaker.money(settlement.net_total), "total", bold=True),
    )  # fmt: skip
    right = (
        pen.button(pen.text("Check again"), "again"),
        draw.blank(1),
        pen.button(pen.text("Back to cart"), "leave", primary=True),
    )
    return [pen.rule(width), draw.spread(left, right, width)]
