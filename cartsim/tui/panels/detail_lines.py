"""How the price detail is drawn: blocks, waterfall, who pays, shares by line; and the receipt as text. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cartsim.cart import receipt
from cartsim.cart.receipt import CutRow
from cartsim.cart.view import CartView
from cartsim.i18n.marks import N_
from cartsim.model.promotion import Funder
from cartsim.pricing.basket import Refused
from cartsim.tui import draw, glyphs
from cartsim.tui.draw import Line, Span
from cartsim.tui.panels.pen import Pen

SIDE_BY_SIDE = 100
"""Cells from which the waterfall stands beside the blocks."""
GAP = 4
LEAST_TITLE, MONEY = 20, 10
"""Cells a line's title keeps, and the least a column of money takes."""
SECTION_NAMES = {"item": N_("Item deals"), "shop": N_("Shop deals"), "platform": N_("Platform deals")}
FUNDERS = {Funder.SHOP: N_("the shop"), Funder.PLATFORM: N_("the platform"), Funder.CREATOR: N_("the creator")}


def head(pen: Pen, width: int, view: CartView) -> list[Line]:
    """Title and how much is ticked."""
    left = (
        pen.span(pen.text("Price detail"), "accent", bold=True), draw.blank(2),
        pen.span(pen.count("{n} line ticked", "{n} lines ticked", view.totals.lines), "soft"), draw.blank(1),
        pen.span(pen.count("{n} piece", "{n} pieces", view.totals.pieces), "dim"), draw.blank(2),
        pen.chip(f"{pen.speaker.threshold_base(view.threshold_base)} {glyphs.CHEVRON_DOWN}", part="base"),
    )  # fmt: skip
    return [draw.spread(left, (pen.chip(pen.text("Close"), part="leave"),), width), ()]


def body(pen: Pen, width: int, view: CartView, refused: Sequence[Refused]) -> list[Line]:
    """Everything between head and foot; `refused` is what took nothing off."""
    if not view.totals.lines:
        return pen.wrapped(pen.text("Nothing is ticked; tick items to see their price."), width, "dim")
    table = shares(pen, width, view)
    if width < SIDE_BY_SIDE:
        return [*blocks(pen, width, view), (), *beside_blocks(pen, width, view, refused), (), *table]
    left = min(52, (width - GAP) // 2)
    beside = beside_blocks(pen, width - left - GAP, view, refused)
    return [*_beside(blocks(pen, left, view), beside, left), (), *table]


def beside_blocks(pen: Pen, width: int, view: CartView, refused: Sequence[Refused]) -> list[Line]:
    """What stands at the right of the blocks: waterfall, who pays, what took nothing off."""
    return [*waterfall(pen, width, view), (), *payers(pen, width, view), *idle(pen, width, view, refused)]


def blocks(pen: Pen, width: int, view: CartView) -> list[Line]:
    """商品总价, then each block with its promotions, 共减 and 预估合计 (pricing.md, section 10)."""
    totals = view.totals
    lines: list[Line] = [
        pen.pair(pen.text("List total"), pen.speaker.money(totals.list_total), width, "text", bold=True),
        pen.rule(width),
    ]
    for section in receipt.sections(view):
        known = SECTION_NAMES.get(section.code)
        name = pen.speaker.price_row(section.code) if known is None else pen.text(known)
        if section.title is not None:
            name = f"{name}  {pen.speaker.words(section.title)}"
        lines.append(pen.pair(name, pen.speaker.signed(-section.off), width, "text", "good"))
        lines += [_cut_line(pen, width, cut_name(pen, cut), cut.granted, cut.by) for cut in section.cuts]
    lines += [
        pen.rule(width),
        pen.pair(pen.text("Saved"), pen.speaker.signed(-totals.shown_saved), width, "soft", "good", bold=True),
        pen.pair(pen.text("Estimated total"), pen.speaker.money(totals.net_total), width, "text", "total", bold=True),
        *pen.wrapped(pen.text("freight excluded; the final amount is shown at checkout"), width, "dim"),
        *freight(pen, width, view),
    ]
    return lines


def freight(pen: Pen, width: int, view: CartView) -> list[Line]:
    """What every shop takes for sending, beside the total: fee, offers off it, and what is missing to free freight."""
    if not view.freight_shown or not view.quote.freight_parts:
        return []
    titles = {shop.code: pen.speaker.words(shop.title) for shop in view.shops}
    terms = {promotion.id: pen.speaker.promotion(promotion) for promotion in view.promotions}
    terms |= {coupon.id: pen.speaker.promotion(coupon.promotion) for coupon in view.coupons}
    money = pen.speaker.money
    lines: list[Line] = [(), pen.pair(pen.text("Freight"), money(view.quote.freight), width, "text", bold=True)]
    for part in view.quote.freight_parts:
        named = [draw.blank(2), pen.span(titles.get(part.shop or "", ""), "soft", "freight")]
        if part.short:
            missing = pen.text("¥{amount} to free freight", amount=pen.speaker.yuan(part.short))
            named += [draw.blank(2), pen.span(missing, "accent", "freight")]
        fee = pen.span(
            money(part.fee) if part.fee else pen.text("free freight"), "soft" if part.fee else "good", "freight"
        )
        lines.append(draw.spread(named, (fee,), width))
        for by, off in part.cuts:
            offer = (draw.blank(4), pen.span(terms.get(by, by), "dim"))
            lines.append(draw.spread(offer, (pen.span(pen.speaker.signed(-off), "good"),), width))
    return lines


def _cut_line(pen: Pen, width: int, name: str, off: int, part: str = "") -> Line:
    return draw.spread(
        (draw.blank(2), pen.span(name, "soft", part)), (pen.span(pen.speaker.signed(-off), "soft", part),), width
    )  # fmt: skip


def cut_name(pen: Pen, cut: CutRow) -> str:
    """What a cut is called: its terms, how often it applied, or its code where it is not in sight."""
    if cut.promotion is None:
        return cut.by
    name = pen.speaker.promotion(cut.promotion)
    if pen.speaker.words(cut.promotion.title):
        name = f"{pen.speaker.words(cut.promotion.title)} {name}"
    if cut.is_coupon:
        name = f"{pen.text('Coupon')} {name}"
    return f"{name} {glyphs.TIMES}{cut.times}" if cut.times > 1 else name


def waterfall(pen: Pen, width: int, view: CartView) -> list[Line]:
    """A bar for what is left after each layer, what the layer took at its end."""
    steps = receipt.waterfall(view)
    lead, figure = 18, 12
    room = max(8, width - lead - 2 * figure)
    whole = max(1, steps[0].left)
    lines: list[Line] = [pen.heading(pen.text("Waterfall"), width), pen.rule(width)]
    for step in steps:
        name = pen.speaker.price_row(step.code)
        left = max(1, step.left * room // whole) if step.left else 0
        taken = min(room - left, max(1, step.off * room // whole)) if step.off else 0
        last = step is steps[-1]
        bar = (
            pen.span(glyphs.TRACK * left, "total" if last else "accent"), pen.span(glyphs.TRACK * taken, "good"),
            draw.blank(room - left - taken),
        )  # fmt: skip
        lines.append(
            (
                *draw.pad((pen.span(name, "soft"),), lead),
                *bar,
                *pen.column(pen.speaker.money(step.left), figure, "text", bold=last),
                *pen.column(pen.speaker.signed(-step.off) if step.off else "", figure, "good"),
            )
        )
    return lines


def shares(pen: Pen, width: int, view: CartView) -> list[Line]:
    """Every ticked line with its amount, what each layer took off it, and what is left (优惠分摊).

    Where the layers do not all fit, those of the item, the shop and the platform share a column each.
    """
    taking = receipt.taking(view)
    columns = [(pen.speaker.price_row(code), frozenset({code})) for code in taking]
    if width - MONEY * (2 + len(columns)) < LEAST_TITLE:
        merged = (
            (pen.text(name), frozenset(step for step in taking if receipt.section_of(step) == code))
            for code, name in SECTION_NAMES.items()
        )
        columns = [(name, of) for name, of in merged if of]
    column = 15 if width >= SIDE_BY_SIDE else 12
    while width - column * (2 + len(columns)) < LEAST_TITLE and column > MONEY:
        column -= 1
    lead = width - column * (2 + len(columns))
    names = (pen.text("amount"), *(name for name, _ in columns), pen.text("pays"))
    heads = [span for name in names for span in pen.column(draw.cut(name, column - 1), column, "dim")]
    lines: list[Line] = [pen.heading(pen.text("Shares by line"), width), pen.rule(width), (draw.blank(lead), *heads)]
    for row in receipt.shares(view):
        name = f"{pen.speaker.words(row.title)} {glyphs.TIMES}{row.quantity}"
        off = dict(row.by_step)
        figures = (row.amount, *(-sum(off.get(step, 0) for step in of) for _, of in columns), row.net)
        lines.append((*draw.pad(draw.fit((pen.span(name, "soft"),), lead - 1), lead), *_figures(pen, figures, column)))
    cuts = receipt.cuts_of(view)
    sums = (
        view.totals.goods,
        *(-sum(cut.granted for cut in cuts if cut.step in of) for _, of in columns),
        view.totals.net_total,
    )
    total = draw.pad((pen.span(pen.text("sum"), "text", bold=True),), lead)
    return [*lines, pen.rule(width), (*total, *_figures(pen, sums, column, bold=True))]


def _figures(pen: Pen, figures: tuple[int, ...], column: int, *, bold: bool = False) -> list[Span]:
    """Amount, cuts, and what is paid, each in its column; a cut of nothing is a dot."""
    made: list[Span] = []
    for at, fen in enumerate(figures):
        whole = at in {0, len(figures) - 1}
        words = pen.speaker.money(fen) if fen or whole else glyphs.DOT
        colour = "text" if whole else "good" if fen else "faint"
        made += pen.column(words, column, colour, bold=bold or at == len(figures) - 1)
    return made


def payers(pen: Pen, width: int, view: CartView) -> list[Line]:
    """Who pays for the cuts."""
    paying = receipt.funding(view)
    if not paying:
        return []
    parts = [f"{pen.text(FUNDERS[funder])} {pen.speaker.money(fen)}" for funder, fen in paying]
    words = pen.text("Paid for by {payers}", payers=pen.speaker.join(parts))
    return [(pen.span(words, "soft"),), ()]


def idle(pen: Pen, width: int, view: CartView, refused: Sequence[Refused]) -> list[Line]:
    """Promotions and coupons in sight that took nothing off, with their reason."""
    if not refused:
        return []
    promotions = {promotion.id: promotion for promotion in view.promotions}
    coupons = {coupon.id: coupon.promotion for coupon in view.coupons}
    used = {coupon.id for coupon in view.coupons if coupon.used >= coupon.per_user and not coupon.claimed}
    promotions |= coupons
    names = {code: pen.speaker.promotion(promotion) for code, promotion in promotions.items()}
    shops = {shop.code: shop.title for shop in view.shops}
    lines: list[Line] = [pen.heading(pen.text("In sight, but taking nothing off"), width), pen.rule(width)]
    for one in refused:
        promotion = promotions.get(one.id)
        name = names.get(one.id, one.id)
        if one.id in coupons:
            name = f"{pen.text('Coupon')} {name}"
        seller = shops.get(promotion.shop or "") if promotion is not None else None
        left = [pen.span(name, "soft", one.id)]
        if seller is not None:
            left += [draw.blank(2), pen.span(pen.speaker.words(seller), "dim")]
        why = pen.text("Used") if one.id in used else _why_idle(pen, one, names, one.id in coupons)
        lines.append(draw.spread(left, (pen.span(why, "dim"),), width))
    return lines


IDLE = {
    "excluded_by": N_("kept out by another"),
    "not_best": N_("another is cheaper"),
    "not_yet": N_("not begun"),
    "over": N_("over"),
    "not_claimed": N_("not claimed"),
    "no_lines": N_("no ticked item of it"),
    "not_for_shopper": N_("not for you"),
    "not_taken": N_("reached, nothing taken"),
    "out_of_stock": N_("gift gone"),
    "put_away": N_("put away by you"),
    "own_choice": N_("kept out by your own choice"),
}


def _why_idle(pen: Pen, refused: Refused, names: Mapping[str, str], is_coupon: bool) -> str:
    """The reason with the number that would change it; `names` are the terms of what is in sight."""
    if is_coupon and refused.reason == "out_of_stock":
        return pen.text("All gone")
    if refused.reason == "below_threshold":
        if refused.short_pieces:
            return pen.count("{n} more piece", "{n} more pieces", refused.short_pieces)
        return pen.text("¥{amount} to go", amount=pen.speaker.yuan(refused.short))
    if refused.reason == "not_best" and refused.short:
        return pen.text("would cost {amount} more", amount=pen.speaker.money(refused.short))
    if refused.reason == "excluded_by" and refused.winner is not None and refused.winner in names:
        winner = names[refused.winner]
        if refused.short:
            return pen.text("lost to {deal} by {amount}", deal=winner, amount=pen.speaker.money(refused.short))
        return pen.text("kept out by {deal}", deal=winner)
    if refused.reason == "not_yet" and refused.at is not None:
        return pen.text("from {moment}", moment=pen.speaker.moment(refused.at))
    known = IDLE.get(refused.reason)
    told = pen.text(known) if known else refused.reason
    if refused.reason in ("put_away", "own_choice") and refused.short:
        told += pen.text("; it would save ¥{amount}", amount=pen.speaker.yuan(refused.short))
    return told


def foot(pen: Pen, width: int, view: CartView) -> list[Line]:
    """The sums, copy and write."""
    totals = view.totals
    left = (
        pen.span(pen.text("List total"), "soft"),
        draw.blank(1),
        pen.span(pen.speaker.money(totals.list_total), "text"),
        draw.blank(3),
        pen.span(pen.text("Saved"), "soft"),
        draw.blank(1),
        pen.span(pen.speaker.money(totals.shown_saved), "good"),
        draw.blank(3),
        pen.span(pen.text("Estimated total"), "soft"),
        draw.blank(1),
        pen.span(pen.speaker.money(totals.net_total), "total", bold=True),
    )
    right = (
        pen.button(pen.text("Copy"), "copy"),
        draw.blank(1),
        pen.button(pen.text("Write CSV"), "write", primary=True),
    )
    return [pen.rule(width), draw.spread(left, right, width)]


def receipt_text(pen: Pen, view: CartView, width: int = 60) -> str:
    """The receipt as plain text of at most `width` cells a line: what is copied."""
    lines: list[Line] = [(pen.span(f"cartsim  {pen.speaker.moment(view.read_at)}"),), pen.rule(width)]
    for row in receipt.shares(view):
        name = f"{pen.speaker.words(row.title)} {pen.speaker.spec(row.spec)} {glyphs.TIMES}{row.quantity}"
        lines.append(pen.pair(name, pen.speaker.money(row.amount), width))
    lines += [pen.rule(width), *blocks(pen, width, view)]
    return "\n".join("".join(span.text for span in line).rstrip() for line in lines) + "\n"


def _beside(left: list[Line], right: list[Line], width: int) -> list[Line]:
    """Two columns of lines."""
    height = max(len(left), len(right))
    padded = [*left, *[()] * (height - len(left))], [*right, *[()] * (height - len(right))]
    return [(*draw.pad(one, width), draw.blank(GAP), *other) for one, other in zip(*padded, strict=True)]
