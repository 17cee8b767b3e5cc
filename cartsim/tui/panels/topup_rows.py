"""The rows of the 凑单 panel: a good, or a combination of goods, with what it really costs. Values in, lines out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from cartsim.cart.panels import TopUpCombination, TopUpGood
from cartsim.pricing.basket import Gap
from cartsim.tui import draw, glyphs
from cartsim.tui.draw import Line, Span
from cartsim.tui.line_row import PICTURE
from cartsim.tui.panels.pen import Pen
from cartsim.tui.panels.stock_words import limit_words
from cartsim.tui.panels.topup_lines import AFTER, EXTRA, PRICE, STEP, WIDE

_SHOWN_RATE = 100
"""Hundredths of a percent that a shown discount is rounded to: a tenth of a 折."""


class Good(NamedTuple):
    """A row of goods: the candidate, and whether it is a line of the cart to be ticked."""

    good: TopUpGood
    tick: bool


class Combined(NamedTuple):
    """A row of several goods that reach the threshold together."""

    combination: TopUpCombination
    is_needed: bool
    """Whether it is still advised; what was is kept where it stands until the list is placed anew."""


def height(width: int) -> int:
    """Lines of a row in a panel of this width: those of its picture, or two."""
    return 3 if width - 1 >= WIDE else 2


def paint_good(pen: Pen, width: int, value: Good) -> tuple[Line, ...]:
    """A candidate: what it is, what it would cost, and what comes of it; parts `check`, `minus`, `plus`, `extra`."""
    good, tick = value.good, value.tick
    wide = width >= WIDE
    blocked = good.refusal is not None
    ink = "dim" if blocked else "text"
    columns = [*pen.column(pen.speaker.money(good.price), PRICE, ink, bold=not blocked)]
    if wide:
        columns += _after(pen, good.gap_after, closes=good.closes)
    columns += pen.column("", EXTRA) if blocked else _extra(pen, good.extra, closes=good.closes)
    columns += [draw.blank(2), *pen.stepper(good.quantity, less=good.quantity > 0, more=not blocked)]
    below: list[Span] = []
    if tick:
        below += [
            pen.box(good.checked),
            draw.blank(1),
            pen.span(pen.text("ticked") if good.checked else pen.text("not ticked"), "accent", "check"),
            draw.blank(2),
        ]
    if good.spec:
        below += [pen.span(pen.speaker.spec(good.spec), "dim"), draw.blank(2)]
    note = good.refusal if good.refusal is not None else good.stock
    below.append(pen.span(limit_words(pen, note), "drop" if blocked else _stock_colour(good), "stock"))
    title = pen.span(pen.speaker.words(good.title), ink, "title", bold=not blocked)
    helpers = _helpers(pen, good.over if good.closes else 0, good.left_rate)
    under = helpers if wide else (*_after(pen, good.gap_after, closes=good.closes), draw.blank(STEP))
    lines = _spread(pen, width, (title,), columns, below, under)
    return _with_art(lines, pen.picture(good.sprite, good.colour, dim=blocked) if wide else ())


def paint_combination(pen: Pen, width: int, value: Combined) -> tuple[Line, ...]:
    """Several goods: their names, what each costs, and what comes of all; parts `plus`, `extra`."""
    combination, needed = value
    wide = width >= WIDE
    ink = "text" if needed else "dim"
    columns = [*pen.column(pen.speaker.money(combination.price), PRICE, ink, bold=needed)]
    if wide:
        columns += _after(pen, combination.gap_after, closes=needed)
    columns += _extra(pen, combination.extra, closes=True) if needed else pen.column("", EXTRA)
    columns += [draw.blank(2), *pen.stepper(0, less=False, more=needed)]
    title = [
        pen.span(name, ink, "title", bold=needed)
        for name in _joined([pen.speaker.words(part.title) + _times(part.pieces) for part in combination.parts])
    ]
    prices = " + ".join(pen.speaker.money(part.price) + _times(part.pieces) for part in combination.parts)
    below = [pen.span(pen.text("together {prices}", prices=prices), "link" if needed else "dim")]
    if not needed:
        below += [draw.blank(2), pen.span(pen.text("no longer needed"), "dim")]
    helpers = _helpers(pen, combination.over, combination.left_rate) if needed else ()
    under = helpers if wide else (*_after(pen, combination.gap_after, closes=needed), draw.blank(STEP))
    lines = _spread(pen, width, title, columns, below, under)
    return _with_art(lines, _shared_art(pen, combination, dim=not needed) if wide else ())


def _joined(names: Sequence[str]) -> list[str]:
    return list(chain.from_iterable((" + ", name) for name in names))[1:]


def _times(pieces: int) -> str:
    return f" {glyphs.TIMES}{pieces}" if pieces > 1 else ""


def _spread(
    pen: Pen, width: int, title: Sequence[Span], columns: Sequence[Span], below: Sequence[Span], under: Sequence[Span]
) -> tuple[Line, Line]:
    room = width - (PICTURE + 2 if width >= WIDE else 0)
    return draw.spread(title, columns, room), draw.spread(below, under, room)


def _with_art(lines: tuple[Line, Line], art: Sequence[Line]) -> tuple[Line, ...]:
    if not art:
        return lines
    return tuple((*pixels, draw.blank(2), *line) for pixels, line in zip(art, (*lines, ()), strict=True))


def _shared_art(pen: Pen, combination: TopUpCombination, *, dim: bool) -> tuple[Line, ...]:
    """Half of the picture of the first good beside half of that of the last."""
    first, last = combination.parts[0], combination.parts[-1]
    left = pen.picture(first.sprite, first.colour, dim=dim)
    if len(combination.parts) == 1 or pen.palette.ascii:
        return left
    right = pen.picture(last.sprite, last.colour, dim=dim)
    half = PICTURE // 2
    return tuple((*mine[:half], *other[half:]) for mine, other in zip(left, right, strict=True))


def _after(pen: Pen, gap: Gap, *, closes: bool) -> Line:
    missing = pen.speaker.gap(gap)
    if closes or (gap.is_met and not missing):
        off = f" {glyphs.MINUS}{pen.speaker.yuan(gap.off)}" if gap.off else ""
        return pen.column(draw.cut(pen.text("reached") + off, AFTER - 1), AFTER, "good")
    return pen.column(draw.cut(missing, AFTER - 1), AFTER, "soft")


def _extra(pen: Pen, extra: int, *, closes: bool) -> Line:
    return pen.column(
        pen.speaker.signed(extra), EXTRA, "good" if closes or extra <= 0 else "soft", bold=True, part="extra"
    )


def _helpers(pen: Pen, over: int, left_rate: int | None) -> Line:
    """超出, 相当于N折: under the columns they belong to."""
    if left_rate is None:
        return ()
    above = pen.text("¥{amount} over", amount=pen.speaker.yuan(over)) if over else ""
    rate = round((10_000 - left_rate) / _SHOWN_RATE) * _SHOWN_RATE
    as_rate = pen.text("like {discount}", discount=pen.speaker.discount(rate)) if rate else ""
    return (
        *pen.column(draw.cut(above, AFTER - 1), AFTER, "dim"),
        *pen.column(draw.cut(as_rate, EXTRA - 1), EXTRA, "dim"),
        draw.blank(STEP),
    )


def _stock_colour(good: TopUpGood) -> str:
    return "dim" if good.stock.code in {"stock_plenty", "plenty"} else "warn"
