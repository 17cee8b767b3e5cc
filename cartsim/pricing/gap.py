"""The one gap function: the promotion bar of the cart and the 凑单 panel both read it (R-ADD-5, R-ADD-7)."""

from __future__ import annotations

from cartsim.model.promotion import AmountOff, Give, PercentOff, Promotion
from cartsim.pricing.basket import Gap
from cartsim.pricing.split import rounded
from cartsim.pricing.times import repetitions


def gap_of(
    promotion: Promotion,
    base: int,
    pieces: int,
    lines: tuple[str, ...],
    off: int | None = None,
    rounding: str = "half_up",
) -> Gap:
    """How far `base` fen and `pieces` pieces are from the tiers: `needed = threshold - base`, never below 0.

    `lines` are the checked lines that count, `off` the cut at what is reached where the caller has it from
    the quote (needed for benefits that look at single pieces). With repetitions the next tier is one more (R-ADD d).
    """
    reached, present = _reached(promotion, base, pieces, rounding)
    if off is not None:
        present = off
    if len(promotion.tiers) == 1 and promotion.repeat != 1:
        return _repeated(promotion, base, pieces, lines, reached, present, rounding)
    for tier in promotion.tiers:
        amount, counted = tier.when.amount, tier.when.pieces
        if base < amount or pieces < counted:
            short, short_pieces = max(0, amount - base), max(0, counted - pieces)
            ahead = _capped(promotion, nominal(tier.give, max(base, amount), 1, rounding))
            return Gap(promotion.id, base, pieces, lines, reached, present, short, short_pieces, amount, counted, ahead)
    shown = promotion.tiers[max(0, reached - 1)].when
    return Gap(promotion.id, base, pieces, lines, reached, present, 0, 0, shown.amount, shown.pieces, 0)


def rate_ahead(promotion: Promotion, gap: Gap) -> int | None:
    """What the tier that is missing takes off, in hundredths of a percent; None where it gives something else.

    In a gap of pieces it says more than `next_off`, which is read on the pieces that are there.
    """
    for tier in promotion.tiers:
        if (tier.when.amount, tier.when.pieces) == (gap.threshold, gap.threshold_pieces):
            return tier.give.rate if isinstance(tier.give, PercentOff) else None
    return None


def nominal(give: Give, base: int, times: int, rounding: str) -> int:
    """Cut of a benefit that looks at the amount alone, fen; 0 for the others."""
    match give:
        case AmountOff(amount):
            return amount * times
        case PercentOff(rate):
            return rounded(base * rate, 10_000, rounding)
        case _:
            return 0


def _reached(promotion: Promotion, base: int, pieces: int, rounding: str) -> tuple[int, int]:
    """Number of the tier that gives most (repetitions, where there is one repeated tier) and its cut."""
    if not pieces:
        return 0, 0
    reached, best = 0, -1
    for number, tier in enumerate(promotion.tiers, start=1):
        if base < tier.when.amount or pieces < tier.when.pieces:
            continue
        times = 1
        if promotion.repeat != 1:
            times = repetitions(tier.when.amount, tier.when.pieces, promotion.repeat, base, pieces)
        off = _capped(promotion, nominal(tier.give, base, times, rounding))
        if off >= best:
            best = off
            reached = times if len(promotion.tiers) == 1 else number
    return reached, max(best, 0)


def _capped(promotion: Promotion, off: int) -> int:
    return off if promotion.max_off is None else min(off, promotion.max_off)


def _repeated(
    promotion: Promotion, base: int, pieces: int, lines: tuple[str, ...], reached: int, off: int, rounding: str
) -> Gap:
    """每满: the next tier is one more repetition, while neither `repeat` nor `max_off` stops it."""
    tier = promotion.tiers[0]
    ahead = reached + 1
    next_off = _capped(promotion, nominal(tier.give, max(base, tier.when.amount * ahead), ahead, rounding))
    is_limited = promotion.repeat is not None and reached >= promotion.repeat
    is_capped = promotion.max_off is not None and reached > 0 and off >= promotion.max_off
    has_threshold = tier.when.amount > 0 or tier.when.pieces > 0
    is_top = reached > 0 and (is_limited or is_capped or not has_threshold)
    counted = reached if is_top else ahead
    return Gap(
        promotion=promotion.id,
        base=base,
        pieces=pieces,
        lines=lines,
        reached=reached,
        off=off,
        needed=0 if is_top else max(0, tier.when.amount * counted - base),
        needed_pieces=0 if is_top else max(0, tier.when.pieces * counted - pieces),
        threshold=tier.when.amount * counted,
        threshold_pieces=tier.when.pieces * counted,
        next_off=0 if is_top else next_off,
    )
