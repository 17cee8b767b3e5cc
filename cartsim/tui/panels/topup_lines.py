"""How the 凑单 panel is drawn above its list: tiers, gap, bands, names of columns. Pure: values in, lines out."""

from __future__ import annotations

from typing import NamedTuple

from cartsim.cart.panels import Band, TopUp, TopUpTier
from cartsim.i18n import figures
from cartsim.i18n.marks import N_
from cartsim.model.promotion import AmountOff, PercentOff, Tier
from cartsim.pricing.basket import Gap
from cartsim.pricing.kinds import kind_of
from cartsim.tui import draw, glyphs
from cartsim.tui.draw import Line, Span
from cartsim.tui.panels.pen import Pen

WIDE = 96
"""Cells from which a row of goods shows its picture and all columns."""
PRICE, AFTER, EXTRA, STEP = 11, 18, 14, 13
"""Widths of the columns."""
SORTS = {"cost": N_("least extra"), "closest_gap": N_("closest to the gap"), "price": N_("price")}


def head(pen: Pen, width: int, top_up: TopUp) -> list[Line]:
    """Title with label, shop and the time left; tiers; where the cart stands."""
    promotion = top_up.promotion
    left: list[Span] = [
        pen.span(pen.text("Top up"), "accent", bold=True), draw.blank(2), pen.kind(kind_of(promotion)), draw.blank(1),
        pen.span(pen.speaker.promotion(promotion), "text", bold=True), draw.blank(2),
        pen.span(pen.speaker.words(top_up.shop), "soft"),
    ]  # fmt: skip
    right: list[Span] = []
    if promotion.ends_at is not None:
        ends = pen.text("Ends in {left}", left=pen.speaker.countdown(promotion.ends_at - top_up.now))
        right += [pen.span(ends, "dim"), draw.blank(3)]
    right.append(pen.chip(pen.text("Close"), part="leave"))
    return [draw.spread(left, right, width), (), *tiers(pen, width, top_up), standing(pen, width, top_up)]


def tiers(pen: Pen, width: int, top_up: TopUp) -> list[Line]:
    """A bar through all tiers, a mark at each, and below it what each asks and gives."""
    steps = _steps(pen, top_up)
    if not steps:
        return []
    each = max(12, width // len(steps))
    bar: list[Span] = []
    labels: list[Span] = []
    before = 0
    for step in steps:
        reached = step.have >= step.need
        bar += draw.progress(
            max(0, step.have - before), step.need - before, each - 2, _colour(pen, reached), pen.palette.faint
        )
        bar.append(
            pen.span(" ● " if reached else " ○ ", "good" if reached else "dim")._replace(text="●" if reached else "○")
        )
        bar.append(draw.blank(1))
        labels += draw.right((pen.span(step.label, "good" if reached else "soft", bold=reached),), each - 1)
        labels.append(draw.blank(1))
        before = step.need
    return [tuple(bar), tuple(labels)]


def _colour(pen: Pen, reached: bool) -> str:
    return pen.palette.good if reached else pen.palette.accent


class _Step(NamedTuple):
    """One mark of the bar: what is there and what it asks, both in fen or in pieces."""

    have: int
    need: int
    label: str


def _steps(pen: Pen, top_up: TopUp) -> list[_Step]:
    promotion, gap = top_up.promotion, top_up.gap
    tier = promotion.tiers[0]
    in_pieces = bool(tier.when.pieces and not tier.when.amount)
    have = gap.pieces if in_pieces else gap.base

    def label(times: int, one: Tier) -> str:
        need = one.when.pieces * times if in_pieces else one.when.amount * times
        asks = pen.count("{n} piece", "{n} pieces", need) if in_pieces else f"{figures.YEN}{figures.yuan(need)}"
        match one.give:
            case AmountOff(amount):
                return f"{asks} {figures.MINUS}{figures.yuan(amount * times)}"
            case PercentOff(rate):
                return f"{asks} {figures.MINUS}{figures.percent(rate)}"
            case _:
                return asks

    if promotion.repeat != 1 and len(promotion.tiers) == 1:
        need = tier.when.pieces if in_pieces else tier.when.amount
        first = max(1, have // need if need else 1)
        last = first + 1 if promotion.repeat is None else min(promotion.repeat, first + 1)
        return [_Step(have, need * times, label(times, tier)) for times in range(first, last + 1) if need]
    return [
        _Step(have, one.when.pieces if in_pieces else one.when.amount, label(1, one))
        for one in promotion.tiers
        if one.when.pieces or one.when.amount
    ]


def standing(pen: Pen, width: int, top_up: TopUp) -> Line:
    """Pieces and amount that count, what is missing, what it gives; the tier after and what reaching it costs."""
    gap = top_up.gap
    line: list[Span] = [
        pen.span(pen.count("{n} piece chosen", "{n} pieces chosen", top_up.pieces), "soft"), draw.blank(1),
        pen.span(pen.speaker.money(top_up.subtotal), "text", bold=True), draw.blank(3),
    ]  # fmt: skip
    missing = pen.speaker.gap(gap)
    if gap.is_met:
        line.append(pen.span(given(pen, top_up), "good", bold=True))
        if gap.is_top or not missing:
            line += [draw.blank(3), pen.span(pen.text("top tier reached"), "dim")]
        else:
            line += [draw.blank(3), pen.span(_next(pen, gap, missing), "soft")]
    else:
        line += [pen.span(missing, "accent", bold=True), draw.blank(1), pen.span(_next_gives(pen, top_up), "text")]
    if top_up.next_tier is not None:
        line += [draw.blank(3), pen.span(_tier_after(pen, top_up.next_tier), "dim")]
    return draw.fit(line, width)


def given(pen: Pen, top_up: TopUp) -> str:
    """What the tier reached takes off."""
    if top_up.gap.off:
        return pen.text("{amount} off already", amount=pen.speaker.money(top_up.gap.off))
    return pen.text("Reached")


def _tier_after(pen: Pen, tier: TopUpTier) -> str:
    """再下一档: where it is, what it takes off, and what it really costs at least."""
    asks = (
        f"{figures.YEN}{figures.yuan(tier.threshold)}"
        if tier.threshold
        else pen.count("{n} piece", "{n} pieces", tier.threshold_pieces)
    )
    if tier.off:
        asks = f"{asks} {figures.MINUS}{figures.yuan(tier.off)}"
    if tier.extra is None:
        return pen.text("then {tier}", tier=asks)
    return pen.text("then {tier}, really {extra}", tier=asks, extra=pen.speaker.signed(tier.extra))


def _next(pen: Pen, gap: Gap, missing: str) -> str:
    more = gap.next_off - gap.off
    if more > 0:
        return pen.text("next tier: {missing}, {amount} more off", missing=missing, amount=f"¥{pen.speaker.yuan(more)}")
    return pen.text("next tier: {missing}", missing=missing)


def _next_gives(pen: Pen, top_up: TopUp) -> str:
    if top_up.gap.next_off:
        return pen.text("then {amount} off", amount=pen.speaker.money(top_up.gap.next_off))
    return pen.text("then {terms}", terms=pen.speaker.promotion(top_up.promotion))


def bands(pen: Pen, width: int, top_up: TopUp) -> list[Line]:
    """Filters by price: all, and the bands with how many goods each holds."""
    line: list[Span] = [*_filter(pen, pen.text("All"), top_up.total, "band-all", top_up.band is None)]
    for band in top_up.bands:
        line += [
            draw.blank(1),
            *_filter(pen, _band_name(pen, band), band.count, f"band-{band.code}", top_up.band == band.code),
        ]
    return [draw.fit(line, width)]


def _filter(pen: Pen, name: str, count: int, part: str, active: bool) -> Line:
    if active:
        return (pen.chip(f"{name} {count}", "on_brand", "brand", part, bold=True),)
    return (pen.span(f" {name} ", "soft" if count else "dim", part), pen.span(f"{count} ", "dim", part))


def _band_name(pen: Pen, band: Band) -> str:
    low = pen.speaker.yuan(band.low or 0)
    high = pen.speaker.yuan(band.high or 0)
    if band.low is None:
        span = f"≤{high}"
    elif band.high is None:
        span = f">{low}"
    else:
        span = f"{low}–{high}"
    return pen.text("just right {span}", span=span) if band.code == "just" else span


def sort_line(pen: Pen, sort: str) -> list[Line]:
    """What the goods are sorted by, to be clicked."""
    words = f"{pen.text('Sort')} {pen.text(SORTS.get(sort, sort))} {glyphs.CHEVRON_DOWN}"
    return [(pen.chip(words, part="sort"),)]


def columns(pen: Pen, width: int) -> list[Line]:
    """Names over the columns of figures."""
    names = list(pen.column(pen.text("price"), PRICE, "dim"))
    if width >= WIDE:
        names += pen.column(pen.text("then"), AFTER, "dim")
    names += pen.column(pen.text("real cost"), EXTRA, "dim")
    names += pen.column(pen.text("Quantity"), STEP, "dim")
    return [draw.spread((), names, width)]
