"""The foot of the 凑单 panel: what returning a filler gives back, and where the cart stands. Values in, lines out."""

from __future__ import annotations

from cartsim.cart.panels import Refund, TopUp
from cartsim.tui import draw
from cartsim.tui.draw import Line, Span
from cartsim.tui.panels.pen import Pen
from cartsim.tui.panels.topup_lines import WIDE, given
from cartsim.tui.panels.topup_rows import Combined, Good


def foot(pen: Pen, width: int, top_up: TopUp, chosen: Good | Combined | None) -> list[Line]:
    """The refund of the row under the cursor; subtotal and gap, as the cart shows them, and the way back."""
    gap = top_up.gap
    left: list[Span] = [
        pen.span(pen.text("Subtotal"), "soft"), draw.blank(1),
        pen.span(pen.speaker.money(top_up.subtotal), "text", bold=True), draw.blank(3),
    ]  # fmt: skip
    if gap.is_met:
        left.append(pen.span(given(pen, top_up), "good", bold=True))
    else:
        left.append(pen.span(pen.speaker.gap(gap), "accent", bold=True))
    best = _cheapest(top_up)
    if best is not None:
        left += [draw.blank(3), pen.span(_from(pen, best, top_up), "good")]
    if top_up.hidden:
        left += [draw.blank(3), pen.span(pen.count("{n} sold out hidden", "{n} sold out hidden", top_up.hidden), "dim")]
    way_back = (pen.button(pen.text("Back to cart"), "leave", primary=True),)
    return [pen.rule(width), refund_line(pen, width, top_up, chosen), draw.spread(left, way_back, width)]


def refund_line(pen: Pen, width: int, top_up: TopUp, chosen: Good | Combined | None) -> Line:
    """退货提醒: what comes back where only this is returned, by both policies, the one in force stressed."""
    refund, name = _refund_of(pen, chosen)
    if refund is None:
        return ()
    head = pen.span(pen.text("Returns"), "link", bold=True)
    figures: list[Span] = [
        _figure(pen, pen.text("by shares {amount}", amount=pen.speaker.money(refund.split)), top_up, "split"),
        draw.blank(2),
        _figure(pen, pen.text("by clawback {amount}", amount=pen.speaker.money(refund.clawback)), top_up, "clawback"),
        draw.blank(3),
        pen.span(f"pricing.refund = {top_up.refund_policy}", "dim"),
    ]
    if width < WIDE:
        return draw.fit((head, draw.blank(1), *figures), width)
    room = max(8, width - draw.width_of(figures) - draw.width_of((head,)) - 5)
    only = pen.span(draw.cut(pen.text("only {name}:", name=name), room), "soft")
    return draw.fit((head, draw.blank(2), only, draw.blank(2), *figures), width)


def _figure(pen: Pen, words: str, top_up: TopUp, policy: str) -> Span:
    stands = top_up.refund_policy == policy
    return pen.span(words, "text" if stands else "soft", bold=stands)


def _refund_of(pen: Pen, chosen: Good | Combined | None) -> tuple[Refund | None, str]:
    match chosen:
        case Good(good, _) if good.refusal is None:
            return good.refund, pen.speaker.words(good.title)
        case Combined(combination, True):
            return combination.refund, " + ".join(pen.speaker.words(part.title) for part in combination.parts)
        case _:
            return None, ""


def _cheapest(top_up: TopUp) -> int | None:
    """Real cost of the cheapest that reaches what is missing."""
    costs = [good.extra for good in (*top_up.in_cart, *top_up.goods) if good.closes and good.refusal is None]
    costs += [combination.extra for combination in top_up.combinations]
    return min(costs, default=None)


def _from(pen: Pen, best: int, top_up: TopUp) -> str:
    if best < 0:
        return pen.text("adding lowers the total by {amount}", amount=pen.speaker.money(-best))
    more = top_up.gap.next_off - top_up.gap.off
    if more <= 0:
        return pen.text("from {amount} more", amount=pen.speaker.money(best))
    figures = {"amount": pen.speaker.money(best), "off": pen.speaker.money(more)}
    if top_up.gap.off:
        return pen.text("from {amount} more: {off} more off", **figures)
    return pen.text("from {amount} more: {off} off", **figures)
