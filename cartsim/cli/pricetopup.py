"""凑单 in print: for every threshold ahead what could be added, by what it really adds to the total."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cartsim.basketfile.topup import Ahead, listed
from cartsim.cli.columns import columns
from cartsim.cli.pricetext import indented, name_text
from cartsim.i18n import Speaker
from cartsim.i18n.bars import missing_text
from cartsim.model.checkout import FreightRule
from cartsim.pricing.topup import Addition, NextTier
from cartsim.text import clean_text


def top_up_text(aheads: Iterable[Ahead], speaker: Speaker) -> str:
    """One block for each threshold; a word where none is ahead."""
    blocks = ["\n".join(_block(ahead, speaker)) for ahead in aheads]
    return "\n\n".join(blocks) or speaker.text("No threshold is ahead")


def _block(ahead: Ahead, speaker: Speaker) -> list[str]:
    advice = ahead.advice
    head = speaker.text("{target}: {missing}", target=_name(ahead, speaker), missing=speaker.gap(advice.gap))
    additions = listed(advice)
    if not additions:
        return [head, "  " + speaker.text("Nothing here counts for it")]
    names = (
        "", speaker.text("price"), speaker.text("real cost"), "",
        speaker.text("refund: split"), speaker.text("clawback"),
    )  # fmt: skip
    rows = [names, *(_row(one, speaker) for one in additions)]
    return [head, *indented(columns(rows, {0, 3})), *_next_tier(advice.next_tier, speaker)]


def _next_tier(tier: NextTier | None, speaker: Speaker) -> Iterator[str]:
    """What the tier after asks for and gives, and the cheapest way there of those looked at."""
    if tier is None:
        return
    missing = missing_text(tier.missing.amount, tier.missing.pieces, speaker)
    told = speaker.text("Next tier: {missing}", missing=missing)
    if tier.off:
        told += speaker.text(", {amount} off there", amount=speaker.money(tier.off))
    if tier.cheapest is not None:
        cost = speaker.signed(tier.cheapest.extra)
        told += speaker.text("; {goods} at a real cost of {cost}", goods=_goods(tier.cheapest), cost=cost)
    yield from indented([told])


def _goods(one: Addition) -> str:
    return " + ".join(name_text(code) + (f" ×{times}" if times > 1 else "") for code, times in one.takes)


def _name(ahead: Ahead, speaker: Speaker) -> str:
    if isinstance(ahead.target, FreightRule):
        shop = ahead.target.shop
        return speaker.text("Freight") if shop is None else f"{speaker.text('Freight')} {name_text(shop)}"
    return f"{name_text(ahead.target.id)} {clean_text(speaker.promotion(ahead.target))}"


def _row(one: Addition, speaker: Speaker) -> tuple[str, ...]:
    if not one.closes:
        reach = speaker.gap(one.gap)
    elif one.over:
        reach = speaker.text("reached, ¥{amount} over", amount=speaker.yuan(one.over))
    else:
        reach = speaker.text("reached")
    refunds = ("" if fen is None else speaker.money(fen) for fen in (one.split, one.clawback))
    return (_goods(one), speaker.money(one.price), speaker.signed(one.extra), reach, *refunds)
