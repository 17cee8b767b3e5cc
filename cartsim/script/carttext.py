"""A cart as text with columns that stand under each other, measured in cells."""

from __future__ import annotations

from collections.abc import Iterator

from cartsim.cart.moment import Clock
from cartsim.cart.view import CartView, GroupView, LineView, ShopView, StockState, Tick
from cartsim.i18n import Speaker
from cartsim.text import cell_width, clean_text, flush_left, flush_right

BOXES = {Tick.ON: "[x]", Tick.SOME: "[-]", Tick.OFF: "[ ]", Tick.NONE: "   "}
TITLE_CELLS = 44
SPEC_CELLS = 26
LABEL_CELLS = 16


def cart_text(view: CartView, clock: Clock, speaker: Speaker) -> str:
    """The whole cart: shops, bars, lines with their hints, the invalid section, the figures at the bottom."""
    lines = [_head(view, clock, speaker), ""]
    widths = _widths(view, speaker)
    for ribbon in view.ribbons:
        lines += [f"<{speaker.kind(ribbon.kind)}>  {'  '.join(part for part in speaker.bar(ribbon) if part)}", ""]
    for shop in view.shops:
        lines += [*_shop(shop, widths, speaker), ""]
    if not view.lines:
        lines += [speaker.text("The cart is empty."), ""]
    if view.invalid:
        lines.append(speaker.text("Invalid items ({n})", n=sum(line.invalid is not None for line in view.invalid)))
        for line in view.invalid:
            lines += _line(line, widths, speaker)
        lines.append("")
    lines += _figures(view, speaker)
    return "\n".join(line.rstrip() for line in lines)


def shop_text(view: CartView, code: str, speaker: Speaker) -> str:
    """One shop of the cart with its bars and lines; empty where it is not in the cart."""
    widths = _widths(view, speaker)
    rows = (row for shop in view.shops if shop.code == code for row in _shop(shop, widths, speaker))
    return "\n".join(row.rstrip() for row in rows)


def invalid_text(view: CartView, speaker: Speaker) -> str:
    """The invalid section; empty where there is none."""
    widths = _widths(view, speaker)
    return "\n".join(row.rstrip() for line in view.invalid for row in _line(line, widths, speaker))


def figures_text(view: CartView, speaker: Speaker) -> str:
    """What stands below the cart: totals, and what blocks settlement."""
    return "\n".join(row.rstrip() for row in _figures(view, speaker))


def _head(view: CartView, clock: Clock, speaker: Speaker) -> str:
    return speaker.text(
        "Cart {used}/{cap} · to {city} · {moment} · read {age} ago",
        used=view.used,
        cap=view.cap,
        city=speaker.words(view.city),
        moment=speaker.moment(clock.now),
        age=speaker.duration(max(0, clock.now - view.read_at)),
    )


def _widths(view: CartView, speaker: Speaker) -> tuple[int, int]:
    """Cells of title and specification: as wide as the widest, within reason."""
    titles = [cell_width(speaker.words(line.title)) for line in view.lines]
    specs = [cell_width(speaker.spec(line.spec)) for line in view.lines]
    return min(TITLE_CELLS, max(titles, default=0)), min(SPEC_CELLS, max(specs, default=0))


def _shop(shop: ShopView, widths: tuple[int, int], speaker: Speaker) -> Iterator[str]:
    coupons = f"   {_coupons(shop, speaker)}" if shop.has_coupons else ""
    yield f"{BOXES[shop.tick]} {speaker.shop_kind(shop.kind)}  {speaker.words(shop.title)}{coupons}"
    for group in shop.groups:
        yield from _group(group, widths, speaker)


def _coupons(shop: ShopView, speaker: Speaker) -> str:
    return speaker.text("Coupons {n}", n=shop.coupons) if shop.coupons else speaker.text("Coupons")


def _group(group: GroupView, widths: tuple[int, int], speaker: Speaker) -> Iterator[str]:
    if group.bar:
        terms, state = speaker.bar(group.bar)
        parts = (f"<{speaker.kind(group.bar.kind)}>", terms, state)
        yield "    " + "  ".join(part for part in parts if part)
        for gift in group.bar.gifts:
            yield f"        + {speaker.words(gift.gift.title)} x{gift.quantity}  {speaker.reason(gift.reason)}"
    for line in group.lines:
        yield from _line(line, widths, speaker)


def _line(line: LineView, widths: tuple[int, int], speaker: Speaker) -> Iterator[str]:
    title = flush_left(clean_text(speaker.words(line.title), widths[0]), widths[0])
    spec = flush_left(clean_text(speaker.spec(line.spec), widths[1]), widths[1])
    net = speaker.money(line.net) if line.net is not None else ""
    figures = f"{flush_right(speaker.money(line.price), 11)} x {line.quantity:<4}{flush_right(net, 12)}"
    stock = "" if line.invalid or line.stock.state is StockState.HIDDEN else speaker.reason(line.stock.reason)
    yield f"    {BOXES[line.tick]} {title}  {spec} {figures}   {stock}"
    notes = [note for note in dict.fromkeys(_notes(line, speaker)) if note != stock]
    if notes:
        yield "        " + "  ".join(notes)
    for gift in line.gifts:
        yield f"        + {speaker.words(gift.gift.title)} x{gift.quantity}  {speaker.reason(gift.reason)}"
    for offer in line.add_ons:
        pieces = f" x{offer.quantity}" if offer.quantity else ""
        told = f"{speaker.words(offer.goods.title)}{pieces}  {speaker.money(offer.price)}"
        yield f"        + <{speaker.kind('swap')}> {told}  {speaker.reason(offer.reason)}"


def _notes(line: LineView, speaker: Speaker) -> Iterator[str]:
    """What stands under a line: why it cannot be bought, its drop, the limit it has reached, its labels."""
    if line.invalid:
        yield speaker.reason(line.invalid)
        return
    if line.drop:
        yield speaker.reason(line.drop)
    if line.limit and line.stock.available >= line.quantity >= line.maximum:
        yield speaker.reason(line.limit)
    for tag in line.tags:
        yield f"<{speaker.words(tag.title) if any(tag.title) else speaker.kind(tag.code)}>"
    if line.struck is not None:
        yield speaker.text("was {amount}", amount=speaker.money(line.struck))
    if line.recovered:
        yield speaker.text("For sale again")


def _figures(view: CartView, speaker: Speaker) -> Iterator[str]:
    totals = view.totals
    yield speaker.text(
        "Ticked: {lines}, {pieces}",
        lines=speaker.count("{n} line", "{n} lines", totals.lines),
        pieces=speaker.count("{n} piece", "{n} pieces", totals.pieces),
    )
    for label, amount in (
        (speaker.text("List total"), speaker.money(totals.list_total)),
        (speaker.text("Saved"), speaker.signed(-totals.shown_saved)),
        (speaker.text("Estimate"), speaker.money(totals.net_total)),
    ):
        yield f"{flush_left(label, LABEL_CELLS)}{flush_right(amount, 12)}"
    soft = (trouble.reason for trouble in view.troubles if not trouble.blocks)
    for reason in (*view.blocked, *soft):
        yield "! " + speaker.reason(reason)
