"""What could be added to a basket, as a person reads it: each threshold with its goods, cheapest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cartsim.cli.columns import columns
from cartsim.i18n import Speaker
from cartsim.model.checkout import FreightRule
from cartsim.model.promotion import Promotion
from cartsim.pricing.topup import Addition, NextTier, TopUpAdvice
from cartsim.text import clean_text

SHOWN = 12
"""Goods of one threshold that are listed."""

INDENT = "  "


def top_up_text(advised: Iterable[tuple[Promotion | FreightRule, TopUpAdvice]], speaker: Speaker) -> str:
    """A block for each threshold; a sentence where there is none to reach."""
    blocks = ["\n".join(_block(target, advice, speaker)) for target, advice in advised]
    return "\n\n".join(blocks) if blocks else speaker.text("No threshold that these goods would bring further")


def _block(target: Promotion | FreightRule, advice: TopUpAdvice, speaker: Speaker) -> Iterator[str]:
    yield f"{speaker.text('Top up')}  {_name(target, speaker)}  {speaker.gap(advice.gap)}"
    head = (
        "",
        speaker.text("price"),
        speaker.text("then"),
        speaker.text("real cost"),
        speaker.text("by shares"),
        speaker.text("by clawback"),
    )
    singles = (*advice.unticked, *advice.goods)
    listed = sorted((*singles[:SHOWN], *advice.combinations), key=lambda one: (not one.closes, one.extra))
    ticks = {addition.takes for addition in advice.unticked}
    rows = [head, *[_row(addition, addition.takes in ticks, speaker) for addition in listed]]
    yield from (INDENT + line for line in columns(rows, {0, 2}))
    if len(singles) > SHOWN:
        left = len(singles) - SHOWN
        yield INDENT + speaker.count("{n} more left out", "{n} more left out", left)
    if advice.combinations and advice.among < advice.of:
        yield INDENT + speaker.text("combinations among {among} of {of} goods", among=advice.among, of=advice.of)
    if advice.next_tier is not None:
        yield INDENT + _tier(advice.next_tier, speaker)


def _name(target: Promotion | FreightRule, speaker: Speaker) -> str:
    if isinstance(target, FreightRule):
        free = speaker.text("free freight from {amount}", amount=speaker.money(target.free_over or 0))
        return f"{clean_text(target.shop)} {free}" if target.shop else free
    return f"{clean_text(target.id)} {speaker.promotion(target)}"


def _row(addition: Addition, is_tick: bool, speaker: Speaker) -> tuple[str, ...]:
    name = _goods(addition)
    after = speaker.text("reached") if addition.closes else speaker.gap(addition.gap)
    if addition.closes and addition.over:
        after = f"{after} · {speaker.text('¥{amount} over', amount=speaker.yuan(addition.over))}"
    return (
        f"{speaker.text('tick')} {name}" if is_tick else name,
        speaker.money(addition.price),
        after,
        speaker.signed(addition.extra) if addition.is_exact else f"~{speaker.signed(addition.extra)}",
        "" if addition.split is None else speaker.money(addition.split),
        "" if addition.clawback is None else speaker.money(addition.clawback),
    )


def _goods(addition: Addition) -> str:
    return " + ".join(
        clean_text(name) if times == 1 else f"{clean_text(name)} ×{times}" for name, times in addition.takes
    )


def _tier(tier: NextTier, speaker: Speaker) -> str:
    asks = (
        speaker.money(tier.threshold)
        if tier.threshold
        else speaker.count("{n} piece", "{n} pieces", tier.threshold_pieces)
    )
    asks = f"{asks} {speaker.money(-tier.off)}" if tier.off else asks
    if tier.cheapest is None:
        return speaker.text("then {tier}", tier=asks)
    extra = f"{speaker.signed(tier.cheapest.extra)} ({_goods(tier.cheapest)})"
    return speaker.text("then {tier}, really {extra}", tier=asks, extra=extra)
