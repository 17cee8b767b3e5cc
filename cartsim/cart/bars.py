"""The head of a promotion group: how far it is, what it grants, where its entry leads (R-ADD-1..5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from cartsim.cart.scene import Scene
from cartsim.cart.view import Entry, GiftRow, PromotionBar
from cartsim.model.promotion import Base, Layer, Promotion
from cartsim.model.reason import Reason, ValueOfReason, because
from cartsim.pricing.basket import BasketLine, Gap
from cartsim.pricing.gap import gap_of, rate_ahead
from cartsim.pricing.kinds import kind_of
from cartsim.pricing.scope import closed_because


def promotion_bar(
    promotion: Promotion,
    gap: Gap | None,
    granted: int,
    unticked: Iterable[tuple[BasketLine, int]],
    gifts: tuple[GiftRow, ...],
    scene: Scene,
) -> PromotionBar:
    """The bar of one group; `unticked` are its lines that could be ticked, each with its unit price after the item
    layer in fen."""
    far = gap if gap is not None else gap_of(promotion, 0, 0, ())
    kind = kind_of(promotion)
    state = bar_state(promotion, far, scene.now)
    reason = bar_reason(promotion, far, state, granted)
    return PromotionBar(
        promotion=promotion,
        kind=kind,
        gap=far,
        granted=granted,
        state=state,
        entry=_entry(promotion, kind, state, far, scene),
        tickable=_tickable(promotion, far, unticked, scene) if state in ("none_checked", "gap", "met") else (),
        gifts=gifts,
        reason=_gift_reason(gifts) if gifts and state in ("met", "top") and not granted else reason,
    )


def bar_state(promotion: Promotion, gap: Gap, now: int) -> str:
    """`not_started`, `ended`, `none_checked`, `gap`, `met` or `top`."""
    closed = closed_because(promotion, now)
    if closed is not None:
        return "not_started" if closed == "not_yet" else "ended"
    if not gap.lines:
        return "none_checked"
    if not gap.is_met:
        return "gap"
    return "top" if gap.is_top else "met"


def topped_up_as(promotion: Promotion, kind: str) -> str:
    """The kind that decides about 凑单: a cross-shop promotion goes by what it gives, 每满减 mostly (R-ADD-3)."""
    return kind_of(replace(promotion, layer=Layer.SHOP)) if promotion.layer is Layer.CROSS_SHOP else kind


def _entry(promotion: Promotion, kind: str, state: str, gap: Gap, scene: Scene) -> Entry:
    if topped_up_as(promotion, kind) not in scene.policy.addon.types or state in ("not_started", "ended"):
        return Entry.NONE
    return Entry.BROWSE if gap.is_met else Entry.GO


def bar_reason(promotion: Promotion, gap: Gap, state: str, granted: int) -> Reason:
    """The cause of the bar's words, with its live numbers."""
    values: dict[str, ValueOfReason] = {
        "base_fen": gap.base,
        "pieces": gap.pieces,
        "threshold_fen": gap.threshold,
        "threshold_pieces": gap.threshold_pieces,
        "needed_fen": gap.needed,
        "needed_pieces": gap.needed_pieces,
        "off_fen": granted,
        "next_off_fen": gap.next_off,
    }
    if state == "not_started":
        return because("bar_not_started", "R-TAG-5", None, starts_at=promotion.starts_at or 0)
    if state == "ended":
        return because("bar_ended", "R-TAG-5", None, ended_at=promotion.ends_at or 0)
    if state in ("gap", "none_checked"):
        code = f"bar_{state}" if state == "none_checked" else "bar_gap_pieces" if gap.needed_pieces else "bar_gap"
        return because(code, "R-ADD-5", "pricing.threshold_base", **values)
    if state == "met":
        code = "bar_met_pieces" if gap.needed_pieces else "bar_met"
        rate = rate_ahead(promotion, gap)
        if gap.needed_pieces and rate is not None:
            return because("bar_met_pieces_rate", "R-ADD-4", "pricing.threshold_base", next_rate=rate, **values)
        return because(code, "R-ADD-4", "pricing.threshold_base", **values)
    return because("bar_top", "R-ADD-4", "pricing.threshold_base", **values)


def _gift_reason(gifts: tuple[GiftRow, ...]) -> Reason:
    """What a met 满赠 gives: all it earned, a part of it, or nothing any more (R-GIFT-3)."""
    earned, given = sum(row.earned for row in gifts), sum(row.quantity for row in gifts)
    if given >= earned:
        return because("bar_gift_earned", "R-GIFT-3", None, quantity=given)
    code = "bar_gift_partial" if given else "bar_gift_gone"
    return because(code, "R-GIFT-3", "gift.on_short", earned=earned, quantity=given)


def entry_reason(bar: PromotionBar) -> Reason:
    """Why the bar's entry leads to more goods, invites to browse, or is not there (R-ADD-3, R-ADD-4)."""
    match bar.entry:
        case Entry.GO:
            return because("entry_go", "R-ADD-4", "addon.types", needed_fen=bar.gap.needed)
        case Entry.BROWSE:
            return because("entry_browse", "R-ADD-4", "addon.types")
        case Entry.NONE:
            if bar.state in ("not_started", "ended"):
                return bar.reason
            return because("entry_none", "R-ADD-3", "addon.types", kind=bar.kind)


def _tickable(
    promotion: Promotion, gap: Gap, unticked: Iterable[tuple[BasketLine, int]], scene: Scene
) -> tuple[str, ...]:
    """Lines that reach the next tier when all are ticked: the cheapest that does alone, else the dearest together."""
    base = promotion.threshold_base or Base(scene.policy.pricing.threshold_base)
    worths = sorted((_worth(line, unit, base), line.quantity, line.id) for line, unit in unticked)
    for amount, pieces, line in worths:
        if amount >= gap.needed and pieces >= gap.needed_pieces:
            return (line,)
    chosen: list[str] = []
    amount_sum = piece_sum = 0
    for amount, pieces, line in reversed(worths):
        chosen.append(line)
        amount_sum, piece_sum = amount_sum + amount, piece_sum + pieces
        if amount_sum >= gap.needed and piece_sum >= gap.needed_pieces:
            return tuple(chosen)
    return ()


def _worth(line: BasketLine, unit: int, base: Base) -> int:
    if base is Base.LIST:
        return (line.list_price or line.price) * line.quantity
    return unit * line.quantity
