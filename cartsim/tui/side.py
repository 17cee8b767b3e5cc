"""The panel beside the list: price, what to add, why, and the market. Pure: values in, lines out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from cartsim.cart.moment import Clock, FeedItem
from cartsim.cart.view import CartView, Entry, GroupView, LineView, PromotionBar, Tick
from cartsim.i18n import Speaker
from cartsim.model.promotion import Coupon, Layer, Promotion
from cartsim.model.reason import Reason
from cartsim.tui import glyphs, parts
from cartsim.tui.draw import EMPTY, Ink, Line, Span, cells, cut, fit, rule, spread, width_of, wrap
from cartsim.tui.palette import Palette

WHY_REASONS = 3
"""Reasons told beside the list; the panel of `?` tells all."""
FEED_LEAST = 6
NAMED_PARCELS = 2
"""Shops whose freight is told by name beside the list."""
NOTHING_QUOTED: Mapping[str, int] = {}


@dataclass(frozen=True, slots=True)
class Pen:
    """What every line of the panel is written with."""

    speaker: Speaker
    palette: Palette
    width: int

    def head(self, title: str, end: str, tone: str, part: str) -> tuple[Line, Line]:
        """A heading over a rule."""
        colour: str = getattr(self.palette, tone)
        left = (Span(title, Ink(colour, bold=True), part),)
        return spread(left, (Span(end, Ink(self.palette.dim), part),) if end else (), self.width), rule(
            self.width, self.palette
        )

    def pair(self, name: str, amount: str, tone: str = "soft", name_tone: str = "soft", *, bold: bool = False) -> Line:
        """A name and an amount, each at its edge."""
        colour: str = getattr(self.palette, tone)
        name_colour: str = getattr(self.palette, name_tone)
        return spread((Span(name, Ink(name_colour, bold=bold)),), (Span(amount, Ink(colour, bold=bold)),), self.width)


def side_lines(
    view: CartView,
    clock: Clock,
    feed: Sequence[FeedItem],
    subject: str,
    reasons: Sequence[Reason],
    pen: Pen,
    height: int,
    extra: Mapping[str, int] = NOTHING_QUOTED,
) -> tuple[Line, ...]:
    """Price, advice, why and market; the market takes what height is left, the detail gives way first.

    `extra` is what ticking each of the advised lines really adds to the total, fen.
    """
    fixed = [*_advice(view, extra, pen), *_why(subject, [spoken(reason, view, pen.speaker) for reason in reasons], pen)]
    detail = list(_detail(view, pen, max(2, height - len(fixed) - FEED_LEAST - 3 - 6)))
    lines = [*detail, *fixed]
    left = height - len(lines) - 2
    if left >= 1:
        lines += _market(clock, feed[:left], pen)
    return tuple(lines[:height])


def _detail(view: CartView, pen: Pen, most: int) -> Iterator[Line]:
    """Goods, every cut with its origin, the estimate; at most `most` cuts by name, the others in one sum."""
    speaker, totals = pen.speaker, view.totals
    kinds = speaker.count("{n} item", "{n} items", totals.lines)
    pieces = speaker.count("{n} piece", "{n} pieces", totals.pieces)
    yield from _detail_head(view, pen, (f"{kinds} {glyphs.DOT} {pieces}", pieces))
    yield pen.pair(speaker.text("List total"), speaker.money(totals.list_total), "text", "text")
    cuts = list(_cuts(view, speaker))
    if len(cuts) > most:
        cuts = folded(cuts, most, speaker.text("other cuts"))
    for name, amount in cuts:
        yield pen.pair(f"  {name}", speaker.signed(-amount), "good")
    yield pen.pair(speaker.text("Estimate"), speaker.money(totals.net_total), "total", "text", bold=True)
    yield from _freight(view, pen)
    yield (Span(speaker.text("The order page has the final amount"), Ink(pen.palette.dim)),)
    yield EMPTY


def _detail_head(view: CartView, pen: Pen, counted: tuple[str, str]) -> Iterator[Line]:
    """The heading with what is ticked, in the longer or the shorter form, and the switch of what thresholds read."""
    speaker, palette = pen.speaker, pen.palette
    left = (
        Span(speaker.text("Price detail"), Ink(palette.text, bold=True), "detail"),
        Span("  ", Ink(palette.text)),
        Span(f"{speaker.threshold_base(view.threshold_base)} {glyphs.CHEVRON_DOWN}", Ink(palette.link), parts.BASE),
    )
    longer, shorter = counted
    told = longer if width_of(left) + cells(longer) + 2 <= pen.width else shorter
    yield spread(left, (Span(told, Ink(palette.dim), "detail"),), pen.width)
    yield rule(pen.width, palette)


def _freight(view: CartView, pen: Pen) -> Iterator[Line]:
    """运费 beside the total: of one or two shops by name, of more in one sum; and the nearest free threshold."""
    freight_parts = view.quote.freight_parts
    if not view.freight_shown or not freight_parts:
        return
    speaker = pen.speaker
    titles = {shop.code: speaker.words(shop.title) for shop in view.shops}
    if len(freight_parts) <= NAMED_PARCELS:
        named = " / ".join(titles.get(part.shop or "", "") for part in freight_parts)
        figures = " / ".join(f"{figures_yen(part.net, speaker)}" for part in freight_parts)
        yield _freight_pair(speaker.text("Freight {shops}", shops=named), figures, pen)
        return
    shops = speaker.count("Freight of {n} shop", "Freight of {n} shops", len(freight_parts))
    yield _freight_pair(shops, speaker.money(view.quote.freight), pen)
    nearest = min((part for part in freight_parts if part.short), key=lambda part: part.short, default=None)
    if nearest is not None:
        name = f"  {titles.get(nearest.shop or '', '')}"
        told = speaker.text("¥{amount} to free freight", amount=speaker.yuan(nearest.short))
        yield _freight_pair(name, told, pen, "accent")


def figures_yen(fen: int, speaker: Speaker) -> str:
    """`¥6`, the short form of a table."""
    return f"¥{speaker.yuan(fen)}"


def _freight_pair(name: str, amount: str, pen: Pen, tone: str = "soft") -> Line:
    colour: str = getattr(pen.palette, tone)
    left = (Span(name, Ink(pen.palette.soft), parts.FREIGHT),)
    return spread(left, (Span(amount, Ink(colour), parts.FREIGHT),), pen.width)


def folded(cuts: list[tuple[str, int]], most: int, others: str) -> list[tuple[str, int]]:
    """The `most - 1` largest cuts in their order, and the rest in one sum."""
    ranked = sorted(range(len(cuts)), key=lambda at: -cuts[at][1])
    named = set(ranked[: most - 1])
    rest = sum(amount for at, (_, amount) in enumerate(cuts) if at not in named)
    return [*(cut for at, cut in enumerate(cuts) if at in named), (others, rest)]


def _cuts(view: CartView, speaker: Speaker) -> Iterator[tuple[str, int]]:
    """(name, fen) of everything that lowers the total, list price first, then in the order applied."""
    known: dict[str, Promotion | Coupon] = {promotion.id: promotion for promotion in view.promotions}
    known |= {coupon.id: coupon for coupon in view.coupons}
    shops = {shop.code: shop.title for shop in view.shops}
    struck = view.totals.list_total - view.totals.goods
    if struck:
        yield speaker.text("Marked down"), struck
    for applied in view.quote.applied:
        found = known.get(applied.id)
        if not applied.granted:
            continue
        if found is None:
            yield applied.id, applied.granted
            continue
        promotion = found.promotion if isinstance(found, Coupon) else found
        terms = speaker.promotion(promotion)
        title = shops.get(promotion.shop or "")
        label = speaker.text("Coupon") if isinstance(found, Coupon) else ""
        if promotion.layer is Layer.CROSS_SHOP:
            label = speaker.kind("cross_shop")
        yield " ".join(part for part in (label, terms, speaker.words(title) if title else "") if part), applied.granted


def nearest_gap(view: CartView) -> tuple[str, PromotionBar | None]:
    """(row id, bar) of the promotion that needs least money to its next tier, among those one can top up.

    One whose ticked lines are all priced by others would need its whole threshold anew: that is no advice.
    """
    bars = [(f"ribbon:{ribbon.promotion.id}", ribbon) for ribbon in view.ribbons]
    bars += [
        (f"bar:{group.id}", group.bar)
        for shop in view.shops
        for group in shop.groups
        if group.bar is not None and not _is_priced_elsewhere(group, group.bar)
    ]
    missing = [
        (bar.gap.needed, at)
        for at, (_, bar) in enumerate(bars)
        if bar.gap.needed and bar.entry is not Entry.NONE and bar.gap.next_off > bar.gap.off
    ]
    return bars[min(missing)[1]] if missing else ("", None)


def _is_priced_elsewhere(group: GroupView, bar: PromotionBar) -> bool:
    return not bar.gap.pieces and any(line.tick is Tick.ON for line in group.lines)


def advised(view: CartView) -> tuple[str, ...]:
    """The lines to tick that the advice names, one for each of `parts.TICKS`."""
    _, bar = nearest_gap(view)
    return () if bar is None else bar.tickable[: len(parts.TICKS)]


def _advice(view: CartView, extra: Mapping[str, int], pen: Pen) -> Iterator[Line]:
    """What little more would earn the next tier, and which lines to tick for it with what each really costs."""
    _, bar = nearest_gap(view)
    if bar is None:
        return
    gap, speaker, palette = bar.gap, pen.speaker, pen.palette
    said = speaker.text(
        "{needed} more, {off} more off",
        needed=speaker.money(gap.needed),
        off=speaker.money(gap.next_off - gap.off),
    )
    advice = (
        Span(f"{speaker.text('Top up')} ", Ink(palette.accent, bold=True), "topup"),
        Span(said, Ink(palette.text), "topup"),
    )
    yield fit(advice, pen.width)
    for part, line_id in zip(parts.TICKS, advised(view), strict=False):
        line = view.line(line_id)
        if line is not None:
            name = f"  {speaker.text('tick')} {speaker.words(line.title)}"
            price = speaker.money(line.price * line.quantity)
            end = real_cost(extra.get(line_id), speaker) or price
            room = pen.width - cells(end) - 1
            worth = f" {price}" if end != price and cells(name) + cells(price) < room else ""
            named = (Span(cut(name, room - cells(worth)), Ink(palette.soft), part), Span(worth, Ink(palette.dim), part))
            yield spread(named, (Span(end, Ink(palette.good), part),), pen.width)
    yield EMPTY


def real_cost(extra: int | None, speaker: Speaker) -> str:
    """多付 ¥3.00, 反而省 ¥28.00: what the total really moves by."""
    if extra is None:
        return ""
    if extra < 0:
        return speaker.text("saves {amount}", amount=speaker.money(-extra))
    return speaker.text("pay {amount} more", amount=speaker.money(extra))


def spoken(reason: Reason, view: CartView, speaker: Speaker) -> Reason:
    """The reason with the terms of each promotion and coupon in the place of its code."""
    known = {found.id: found for found in view.promotions}
    known |= {found.id: found.promotion for found in view.coupons}
    values = tuple(
        (name, speaker.promotion(known[value]) if isinstance(value, str) and value in known else value)
        for name, value in reason.values
    )
    return replace(reason, values=values)


def _why(subject: str, reasons: Sequence[Reason], pen: Pen) -> Iterator[Line]:
    """Why the row under the cursor is as it is."""
    if not reasons:
        return
    speaker, palette = pen.speaker, pen.palette
    yield from pen.head(cut(speaker.text("? Why: {subject}", subject=subject), pen.width - 1), "", "link", "why")
    told = ""
    for reason in reasons[:WHY_REASONS]:
        rule_id = Span(reason.rule, Ink(palette.dim), "why")
        first, *rest = wrap(speaker.explain(reason), pen.width - cells(reason.rule) - 1, 2) or ("",)
        yield spread((Span(first, Ink(palette.soft), "why"),), (rule_id,), pen.width)
        for more in rest:
            yield (Span(more, Ink(palette.soft), "why"),)
        if reason.policy and reason.policy != told:
            told = reason.policy
            yield (Span(f"  {reason.policy}", Ink(palette.dim), "why"),)
    yield EMPTY


def _market(clock: Clock, feed: Sequence[FeedItem], pen: Pen) -> Iterator[Line]:
    """What moved last of this cart's goods and offers, newest first."""
    rate = pen.speaker.text("{n} a minute", n=clock.changes)
    yield from pen.head(pen.speaker.text("Market"), rate, "text", "market")
    for item in feed:
        yield feed_line(item, pen)


def feed_line(item: FeedItem, pen: Pen) -> Line:
    """One movement of the market in one line."""
    speaker, palette = pen.speaker, pen.palette
    change, tone = _change(item, speaker)
    colour: str = getattr(palette, tone)
    time = Span(f"{speaker.time(item.at)} ", Ink(palette.dim))
    title = speaker.words(item.title)
    name = f"{title} {speaker.spec(item.spec)}" if item.spec else title
    room = pen.width - cells(time.text)
    left = (Span(name, Ink(palette.soft)),)
    return (time, *spread(left, (Span(change, Ink(colour)),), room))


def _change(item: FeedItem, speaker: Speaker) -> tuple[str, str]:
    """What happened, and its colour."""
    match item.kind:
        case "price":
            sign = glyphs.FALL if item.after < item.before else glyphs.RISE
            tone = "drop" if item.after < item.before else "soft"
            return f"{sign}{speaker.yuan(item.before)}{glyphs.ARROW}{speaker.yuan(item.after)}", tone
        case "stock" | "restock":
            word = speaker.text("stock")
            return f"{word} {item.before}{glyphs.ARROW}{item.after}", "warn" if item.after < item.before else "good"
        case "delist":
            return speaker.text("taken down"), "drop"
        case "relist":
            return speaker.text("back up"), "good"
        case "restrict":
            return speaker.text("not sold here"), "drop"
        case "permit":
            return speaker.text("sold here again"), "good"
        case "opens":
            return speaker.text("opens"), "accent"
        case "ends":
            return speaker.text("ends"), "dim"
    return item.kind, "soft"


def subject_of(view: CartView, row_id: str | None, speaker: Speaker) -> str:
    """What the `?` speaks of, in a few words."""
    kind, _, code = (row_id or "").partition(":")
    for ribbon in view.ribbons:
        if kind == "ribbon" and ribbon.promotion.id == code:
            return speaker.promotion(ribbon.promotion)
    for offered in (offer for each in view.lines for offer in each.add_ons):
        if kind == "addon" and offered.id == code:
            return speaker.words(offered.goods.title)
    if kind == "line":
        line: LineView | None = view.line(code)
        return speaker.words(line.title) if line is not None else ""
    for shop in view.shops:
        if kind == "shop" and shop.code == code:
            return speaker.words(shop.title)
        for group in shop.groups:
            if kind == "bar" and group.id == code and group.bar is not None:
                return speaker.promotion(group.bar.promotion)
    return speaker.text("unavailable items") if kind == "invalid" else ""
