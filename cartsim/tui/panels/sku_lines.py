"""How the SKU switcher is drawn: the matrix of a product, and what a switch would do. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from cartsim.cart.panels import SkuCell, SkuMatrix
from cartsim.cart.view import LineView
from cartsim.i18n.marks import N_
from cartsim.model.policy import Policy
from cartsim.model.words import Words
from cartsim.tui import draw, glyphs
from cartsim.tui.draw import Ink, Line, Span
from cartsim.tui.panels.pen import Pen
from cartsim.tui.panels.stock_words import stock_word

SHORT_REASONS = {
    "stock_zero": N_("none"), "invalid_zero": N_("none"), "invalid_sold_out": N_("none"),
    "invalid_spec_gone": N_("ended"), "invalid_off_shelf": N_("ended"), "invalid_deleted": N_("ended"),
    "invalid_region": N_("region"),
}  # fmt: skip
"""A word that fits a cell of the matrix, by the code of the reason; others are `no`."""


def as_table(matrix: SkuMatrix) -> bool:
    """Whether the product is shown as a table: two dimensions; others are a list."""
    return len(matrix.dimensions) == 2


def by_spec(matrix: SkuMatrix) -> Mapping[tuple[Words, ...], SkuCell]:
    """Cells by the values of their specification."""
    return {cell.spec: cell for cell in matrix.cells}


def table(pen: Pen, width: int, matrix: SkuMatrix, chosen: str, policy: Policy) -> list[Line]:
    """Rows of the first dimension, columns of the second; two lines a row; part `sku:CODE` in each cell."""
    rows, columns = matrix.dimensions
    cells = by_spec(matrix)
    lead = min(16, max(draw.cells(pen.speaker.words(value)) for value in rows) + 2)
    each = max(9, min(16, (width - lead) // max(1, len(columns))))
    lines: list[Line] = [
        (
            draw.blank(lead),
            *(span for value in columns for span in _middle(pen.span(pen.speaker.words(value), "dim"), each)),
        )
    ]
    for row in rows:
        first: list[Span] = list(draw.pad((pen.span(pen.speaker.words(row), "soft"),), lead))
        second: list[Span] = [draw.blank(lead)]
        for column in columns:
            above, below = _cell(pen, cells.get((row, column)), each, chosen, policy)
            first += above
            second += below
        lines += [tuple(first), tuple(second), ()]
    return lines


def listing(pen: Pen, width: int, matrix: SkuMatrix, chosen: str, policy: Policy) -> list[Line]:
    """One line for each SKU."""
    lines: list[Line] = []
    for cell in matrix.cells:
        mine = cell.sku == chosen
        ground = pen.palette.cursor if mine else ""
        part = f"sku:{cell.sku}"
        tone = "dim" if cell.unavailable else "text"
        left = (pen.radio(mine, part), draw.blank(1), pen.span(pen.speaker.spec(cell.spec), tone, part, bold=mine))
        note, colour = (pen.reason(cell.unavailable), "drop") if cell.unavailable else _stock(pen, cell, policy)
        right = (
            pen.span(note, colour, part),
            draw.blank(2),
            *pen.column(pen.speaker.money(cell.price), 11, tone, bold=mine, part=part),
        )
        lines.append(_grounded(draw.spread(left, right, width), ground))
    return lines


def _cell(pen: Pen, cell: SkuCell | None, width: int, chosen: str, policy: Policy) -> tuple[Line, Line]:
    if cell is None:
        return _middle(pen.span(glyphs.MINUS, "faint"), width), (draw.blank(width),)
    part = f"sku:{cell.sku}"
    mine = cell.sku == chosen
    price = f"¥{pen.speaker.yuan(cell.price)}"
    if cell.unavailable is not None:
        words = pen.text(SHORT_REASONS.get(cell.unavailable.code, N_("no")))
        pair = pen.span(price, "dim", part, strike=True), pen.span(words, "dim", part)
    else:
        marked = f"[{price}]" if mine else price
        word, colour = _stock(pen, cell, policy)
        pair = pen.span(marked, "text", part, bold=True), pen.span(word, colour, part)
    if mine:
        ink = Ink(pen.palette.on_brand, pen.palette.brand, bold=True)
        pair = pair[0]._replace(ink=ink), pair[1]._replace(ink=ink)
    return _middle(pair[0], width, part), _middle(pair[1], width, part)


def _stock(pen: Pen, cell: SkuCell, policy: Policy) -> tuple[str, str]:
    """The stock word of a cell and its colour; one that is in the cart already says so."""
    word, colour = stock_word(pen, cell.available, policy)
    return (pen.text("in cart") if cell.in_cart and not cell.current else word), colour


def _middle(span: Span, width: int, part: str = "") -> Line:
    """A text in the middle of a cell; a part covers the whole cell."""
    text = draw.cut(span.text, width - 1)
    before = (width - draw.cells(text)) // 2
    after = width - draw.cells(text) - before
    return (
        Span(" " * before, span.ink._replace(strike=False), part),
        span._replace(text=text),
        Span(" " * after, span.ink._replace(strike=False), part),
    )


def _grounded(line: Line, ground: str) -> Line:
    return tuple(span._replace(ink=span.ink._replace(ground=ground)) for span in line) if ground else line


def consequences(
    pen: Pen, width: int, matrix: SkuMatrix, chosen: SkuCell, quantity: int, line: LineView, policy: Policy
) -> list[Line]:
    """What confirming would do, a line each (R-SKU a-d); or why it cannot be."""
    if chosen.unavailable is not None:
        return pen.wrapped(pen.reason(chosen.unavailable), width, "drop")
    if chosen.current:
        return pen.wrapped(pen.text("This is what the line holds now."), width, "dim")
    current = next((cell for cell in matrix.cells if cell.current), chosen)
    told: list[tuple[str, str]] = []
    if chosen.in_cart is None:
        told.append((pen.text("Replaces the item; nothing to merge with."), "soft"))
    elif policy.sku_switch.merge == "sum":
        told.append((pen.text("Already in your cart: the quantities are added up."), "warn"))
    else:
        told.append((pen.text("Already in your cart: its quantity is overwritten."), "warn"))
    change = chosen.price - current.price
    if change:
        told.append(
            (pen.text("Price {amount} a piece.", amount=pen.speaker.signed(change)), "drop" if change > 0 else "good")
        )
    else:
        told.append((pen.text("Same price."), "soft"))
    keeps = policy.sku_switch.sort == "keep"
    told.append(
        (pen.text("Keeps its place in the cart.") if keeps else pen.text("Goes to the top of its shop."), "soft")
    )
    told.append((pen.text("The price drop is measured from now on."), "soft"))
    if quantity > chosen.maximum:
        told.append((pen.text("Quantity is cut to {n}.", n=chosen.maximum), "warn"))
    return [fitted for words, tone in told for fitted in pen.wrapped(f"{glyphs.ARROW} {words}", width, tone)]
