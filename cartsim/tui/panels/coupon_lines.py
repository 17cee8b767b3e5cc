"""How the coupon drawer is drawn. Pure: values in, lines out."""

from __future__ import annotations

from typing import NamedTuple

from cartsim.cart.view import CouponDrawer, CouponState, CouponView
from cartsim.i18n.marks import N_
from cartsim.model.promotion import Coupon, Scope
from cartsim.tui import draw, glyphs
from cartsim.tui.draw import Line, Span
from cartsim.tui.panels.pen import Pen

FACE = 12
"""Cells of the column with what a coupon is worth; a longer text pushes its terms to the right."""
GROUPS: tuple[tuple[str, str, frozenset[CouponState]], ...] = (
    ("claimable", N_("To claim"), frozenset({CouponState.CLAIMABLE})),
    ("claimed", N_("Claimed"), frozenset({CouponState.CLAIMED})),
    ("short", N_("Not enough yet"), frozenset({CouponState.SHORT})),
    ("later", N_("Later"), frozenset({CouponState.LATER, CouponState.NOT_OPEN})),
    ("gone", N_("Gone"), frozenset({CouponState.GONE, CouponState.USED})),
)
"""(code, name, states) of the groups, top to bottom (R-CPN-5)."""


class Card(NamedTuple):
    """A coupon with the name of the one that keeps it out."""

    coupon: CouponView
    excluded_by: Coupon | None


def head(pen: Pen, width: int, drawer: CouponDrawer) -> list[Line]:
    """Title with shop, and what the chosen coupons come to."""
    left = (
        pen.span(pen.text("Coupons") if drawer.shop else pen.text("Platform coupons"), "link", bold=True),
        draw.blank(2),
        *((pen.span(pen.speaker.words(drawer.title), "text", bold=True), draw.blank(2)) if drawer.shop else ()),
        pen.span(pen.count("for {n} item in your cart", "for {n} items in your cart", drawer.skus), "dim"),
    )  # fmt: skip
    return [draw.spread(left, _head_end(pen, drawer), width), (), best(pen, width, drawer)]


def _head_end(pen: Pen, drawer: CouponDrawer) -> Line:
    """What closes the drawer, and where the shopper chose by hand, what leaves it to the till again."""
    close = pen.chip(pen.text("Close"), part="leave")
    if not any(card.coupon.picked is not None for card in drawer.cards):
        return (close,)
    return pen.button(pen.text("Best combination"), "best"), draw.blank(2), close


def best(pen: Pen, width: int, drawer: CouponDrawer) -> Line:
    """已选中N张推荐优惠券，共抵扣¥X, or what claiming would save."""
    applied = [card for card in drawer.cards if card.applied > 0]
    if applied:
        words = pen.count(
            "{n} coupon in use, {amount} off", "{n} coupons in use, {amount} off", len(applied),
            amount=pen.speaker.money(sum(card.applied for card in applied)),
        )  # fmt: skip
        return draw.fit((pen.span(words, "good", bold=True),), width)
    claimable = max((card.saves for card in drawer.cards if card.claimable is None), default=0)
    if claimable:
        words = pen.text("Claim one: this cart saves up to {amount}", amount=pen.speaker.money(claimable))
        return draw.fit((pen.span(words, "accent", bold=True),), width)
    return draw.fit((pen.span(pen.text("No coupon takes anything off this cart now"), "dim"),), width)


def paint_card(pen: Pen, width: int, card: Card) -> tuple[Line, ...]:
    """A card in three lines: worth, terms and button; scope and window; what stands in the way."""
    view = card.coupon
    dead = view.state in {CouponState.GONE, CouponState.USED}
    worth, threshold = pen.speaker.coupon_face(view.coupon.promotion)
    tone = "dim" if dead else "link"
    bar = pen.span(glyphs.CURSOR if view.applied else glyphs.VERTICAL, "good" if view.applied else "rule")
    first: list[Span] = [
        bar, draw.blank(1), *draw.pad((pen.span(worth, tone, "face", bold=True),), max(FACE, draw.cells(worth) + 1)),
        pen.span(threshold, "dim" if dead else "text", "terms", bold=not dead), draw.blank(2),
    ]  # fmt: skip
    if view.recommended:
        first.append(pen.chip(pen.text("Best pick"), "on_tag", "tag_reduction", "best"))
    if view.coupon.stack:
        first += [draw.blank(1), pen.chip(pen.text("combines with its like"), part="terms")]
    first += _choice(pen, view)
    second = (
        bar,
        draw.blank(1 + FACE),
        pen.span(_scope(pen, view.coupon), "dim"),
        draw.blank(2),
        pen.span(_window(pen, view.coupon), "dim"),
    )
    return (
        draw.spread(first, (*_saves(pen, view), draw.blank(2), _state(pen, view)), width),
        draw.spread(second, (pen.span(_limit(pen, view.coupon), "dim"),), width),
        *((draw.fit((bar, draw.blank(1 + FACE), note), width),) if (note := _note(pen, card)).text else ()),
    )


def card_height(pen: Pen, card: Card) -> int:
    """Lines of a card with the air below it."""
    return 4 if _note(pen, card).text else 3


def _choice(pen: Pen, view: CouponView) -> Line:
    """The shopper's own word about the coupon."""
    if view.coupon.picked is True:
        return draw.blank(1), pen.chip(pen.text("you insist"), "on_chip", "chip", "pick")
    if view.coupon.picked is False:
        return draw.blank(1), pen.chip(pen.text("put away"), "on_chip", "chip", "pick")
    return ()


def _saves(pen: Pen, view: CouponView) -> Line:
    if view.applied:
        return (
            pen.span(
                pen.text("takes {amount} off", amount=pen.speaker.money(view.applied)), "good", "saves", bold=True
            ),
        )
    if view.saves:
        return (pen.span(pen.text("would save {amount}", amount=pen.speaker.money(view.saves)), "good", "saves"),)
    return ()


def _state(pen: Pen, view: CouponView) -> Span:
    """The button, or the word of the state."""
    if view.claimable is None:
        return pen.button(pen.text("Claim"), "claim", primary=True)
    words = {
        CouponState.CLAIMABLE: N_("Claimable"), CouponState.CLAIMED: N_("Claimed"), CouponState.SHORT: N_("Claimed"),
        CouponState.LATER: N_("Claimed"), CouponState.NOT_OPEN: N_("Not open yet"), CouponState.GONE: N_("Gone"),
        CouponState.USED: N_("Used"),
    }  # fmt: skip
    return pen.chip(f" {pen.text(words[view.state])} ", "dim", "band", "state")


def _note(pen: Pen, card: Card) -> Span:
    view = card.coupon
    if card.excluded_by is not None:
        other = pen.speaker.promotion(card.excluded_by.promotion)
        return pen.span(pen.text("Cannot be combined with {coupon}, which is in use", coupon=other), "warn", "note")
    missing = pen.speaker.gap(view.gap) if view.gap is not None else ""
    if missing and view.state in {CouponState.SHORT, CouponState.CLAIMABLE, CouponState.CLAIMED} and not view.applied:
        return pen.span(missing, "accent", "note")
    promotion = view.coupon.promotion
    if view.state is CouponState.LATER and promotion.starts_at is not None:
        words = pen.text(
            "Usable from {moment}; counts in no total before", moment=pen.speaker.moment(promotion.starts_at)
        )
        return pen.span(words, "warn", "note")
    if view.state is CouponState.NOT_OPEN and view.coupon.claim_from is not None:
        return pen.span(pen.text("Opens {moment}", moment=pen.speaker.moment(view.coupon.claim_from)), "warn", "note")
    if view.state in {CouponState.CLAIMABLE, CouponState.CLAIMED} and not view.saves:
        return pen.span(pen.text("would save nothing in this cart"), "dim", "note")
    return pen.span("", "dim")


def _scope(pen: Pen, coupon: Coupon) -> str:
    scope = coupon.promotion.scope
    if scope == Scope() or (scope.shops and not (scope.lines or scope.categories or scope.tags)):
        return pen.text("whole shop") if coupon.promotion.shop is not None else pen.text("all shops")
    if scope.categories:
        return pen.text("chosen categories")
    return pen.text("chosen goods")


def _window(pen: Pen, coupon: Coupon) -> str:
    promotion = coupon.promotion
    if promotion.starts_at is None and promotion.ends_at is None:
        return pen.text("no end")
    if promotion.starts_at is None:
        return pen.text("until {moment}", moment=pen.speaker.moment(promotion.ends_at or 0))
    if promotion.ends_at is None:
        return pen.text("from {moment}", moment=pen.speaker.moment(promotion.starts_at))
    return f"{pen.speaker.moment(promotion.starts_at)} – {pen.speaker.moment(promotion.ends_at)}"


def _limit(pen: Pen, coupon: Coupon) -> str:
    held = pen.text("{held} of {most} yours", held=coupon.claimed, most=coupon.per_user)
    if not coupon.left:
        return held
    return f"{pen.count('{n} left', '{n} left', coupon.left)} {glyphs.DOT} {held}"
