"""What could be added to a basket, as JSON: amounts in fen, keys in a fixed order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cartsim.model.checkout import FreightRule
from cartsim.model.promotion import Promotion
from cartsim.pricing.topup import Addition, NextTier, TopUpAdvice


def top_up_result(advised: Iterable[tuple[Promotion | FreightRule, TopUpAdvice]]) -> list[dict[str, Any]]:
    """One entry for each threshold, ready for JSON."""
    return [_entry(target, advice) for target, advice in advised]


def _entry(target: Promotion | FreightRule, advice: TopUpAdvice) -> dict[str, Any]:
    gap = advice.gap
    told: dict[str, Any] = {"free_freight": target.shop} if isinstance(target, FreightRule) else {"id": target.id}
    told |= {"base": gap.base, "pieces": gap.pieces, "short": gap.needed}
    if gap.needed_pieces:
        told["short_pieces"] = gap.needed_pieces
    told |= {
        "off": gap.off,
        "next_off": gap.next_off,
        "unticked": [_addition(one) for one in advice.unticked],
        "goods": [_addition(one) for one in advice.goods],
        "combinations": [_addition(one) for one in advice.combinations],
        "combined": {"among": advice.among, "of": advice.of},
        "proven": advice.is_proven,
    }
    if advice.next_tier is not None:
        told["next_tier"] = _tier(advice.next_tier)
    if advice.aside:
        told["aside"] = list(advice.aside)
    return told


def _addition(addition: Addition) -> dict[str, Any]:
    told: dict[str, Any] = {
        "add": [{"id": name, "times": times} for name, times in addition.takes],
        "price": addition.price,
        "extra": addition.extra,
        "exact": addition.is_exact,
        "reaches": addition.closes,
        "short": addition.gap.needed,
    }
    if addition.gap.needed_pieces:
        told["short_pieces"] = addition.gap.needed_pieces
    told["over"] = addition.over
    if addition.left_rate is not None:
        told["percent_off"] = (10_000 - addition.left_rate) / 100
    if addition.is_exact:
        told["refund"] = {"split": addition.split, "clawback": addition.clawback}
    return told


def _tier(tier: NextTier) -> dict[str, Any]:
    told: dict[str, Any] = {"amount": tier.threshold, "pieces": tier.threshold_pieces, "short": tier.missing.amount}
    if tier.missing.pieces:
        told["short_pieces"] = tier.missing.pieces
    told["off"] = tier.off
    if tier.cheapest is not None:
        told["cheapest"] = _addition(tier.cheapest)
    return told
