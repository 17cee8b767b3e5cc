"""The one gap function: the promotion bar of the cart and the 凑单 panel both read it (R-ADD-5, R-ADD-7)."""

from __future__ import annotations

from cartsim.model.promotion import AmountOff, Give, PercentOff, Promotion, Tier
from cartsim.pricing.basket import Gap
from cartsim.pricing.columns import new_row
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
    if len(promotion.tiers) == 1 and promotion.repeat != 1:
        return _repeated(promotion, base, pieces, lines, off, rounding)
    reached, most = 0, -1
    missing: Tier | None = None
    for number, tier in enumerate(promotion.tiers, start=1):
        when = tier.when
        if base < when.amount or pieces < when.pieces:
            missing = missing or tier
        elif pieces:
            times = 1
            if promotion.repeat != 1:
                times = repetitions(when.amount, when.pieces, promotion.repeat, base, pieces)
            given = _capped(promotion, nominal(tier.give, base, times, rounding))
            if given >= most:
                reached, most = number, given
    present = max(most, 0) if off is None else off
    if missing is None:
        when = promotion.tiers[max(0, reached - 1)].when
        short = short_pieces = ahead = 0
    else:
        when = missing.when
        short, short_pieces = max(0, when.amount - base), max(0, when.pieces - pieces)
        ahead = _capped(promotion, nominal(missing.give, max(base, when.amount), 1, rounding))
    row = (promotion.id, base, pieces, lines, reached, present, short, short_pieces, when.amount, when.pieces, ahead)
    return new_row(Gap, row)


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
    if isinstance(give, AmountOff):
        return give.amount * times
    if isinstance(give, PercentOff):
        return rounded(base * give.rate, 10_000, rounding)
    return 0


def _capped(promotion: Promotion, off: int) -> int:
    return off if promotion.max_off is None else min(off, promotion.max_off)


def _repeated(
    promotion: Promotion, base: int, pieces: int, lines: tuple[str, ...], off: int | None, rounding: str
) -> Gap:
    """每满: the next tier is one more repetition, while neither `repeat` nor `max_off` stops it."""
    tier = promotion.tiers[0]
    when = tier.when
    reached = 0
    if pieces and base >= when.amount and pieces >= when.pieces:
        reached = repetitions(when.amount, when.pieces, promotion.repeat, base, pieces)
    if off is None:
        off = _capped(promotion, nominal(tier.give, base, reached, rounding)) if reached else 0
    has_threshold = when.amount > 0 or when.pieces > 0
    is_limited = promotion.repeat is not None and reached >= promotion.repeat
    is_capped = promotion.max_off is not None and off >= promotion.max_off
    if reached and (is_limited or is_capped or not has_threshold):
        amount, counted = when.amount * reached, when.pieces * reached
        return Gap(promotion.id, base, pieces, lines, reached, off, 0, 0, amount, counted, 0)
    ahead = reached + 1
    amount, counted = when.amount * ahead, when.pieces * ahead
    short, short_pieces = max(0, amount - base), max(0, counted - pieces)
    next_off = _capped(promotion, nominal(tier.give, max(base, amount), ahead, rounding))
    row = (promotion.id, base, pieces, lines, reached, off, short, short_pieces, amount, counted, next_off)
    return new_row(Gap, row)
