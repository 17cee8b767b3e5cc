"""What is odd about a basket's set-up, each with the place it stands in: for those who load one from outside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cartsim.model.cart import NO_PROMOTION
from cartsim.model.promotion import AddOn, Bundle, BuyGet, Give, Layer, Part, Promotion, Scope, SetPrice, UnitPrice
from cartsim.model.reason import Reason, because
from cartsim.pricing.basket import Basket, BasketLine
from cartsim.pricing.checks import warnings_of
from cartsim.pricing.item import piece_off
from cartsim.pricing.scope import covers, takes_part


class Finding(NamedTuple):
    """Something odd, and where it stands."""

    owner: str
    """`line`, `promotion` or `coupon`."""
    id: str
    field: str
    """The field of a basket file that says it."""
    tier: int
    """Counted from 1; 0 where it is not about a tier."""
    reason: Reason
    is_refused: bool
    """Whether such a basket must not be priced."""


FIELDS = {
    "setup_no_tiers": "tiers",
    "setup_unlimited_tiers": "repeat",
    "setup_tiers_unsorted": "when",
    "setup_window_empty": "until",
}
"""The field a promotion's own warnings speak of, where it is not what it gives."""

REFUSED = frozenset(
    {
        "setup_no_tiers",
        "setup_unlimited_tiers",
        "setup_window_empty",
        "setup_claim_window_empty",
        "setup_rate_out_of_range",
        "setup_negative",
    }
)
"""Set-ups without a meaning; the others have one, which may not be what was meant."""


def findings_of(basket: Basket) -> tuple[Finding, ...]:
    """Everything odd about the promotions, coupons and choices of the basket, in its order.

    Beyond the codes of `warnings_of`: `setup_claim_window_empty`, `setup_unknown_line`, `setup_unknown_shop`,
    `setup_unknown_choice`, `setup_unknown_add_on`, `setup_no_weight`, `setup_price_not_lower`,
    `setup_item_prices_alike`.
    """
    return tuple(_findings(basket))


def _findings(basket: Basket) -> Iterator[Finding]:
    yield from _of_lines(basket)
    yield from _weightless(basket)
    for promotion in basket.promotions:
        yield from _of_promotion(basket, promotion, "promotion")
    yield from _alike(basket)
    for coupon in basket.coupons:
        yield from _of_promotion(basket, coupon.promotion, "coupon")
        opens, ends = coupon.claim_from, coupon.claim_until
        if opens is not None and ends is not None and opens >= ends:
            reason = because("setup_claim_window_empty", "R-CPN-4", promotion=coupon.id, start_at=opens, end_at=ends)
            yield _finding("coupon", coupon.id, "claim_until", reason)


def _of_lines(basket: Basket) -> Iterator[Finding]:
    """Choices of the shopper that nothing in the basket answers to."""
    activities = {promotion.id for promotion in basket.promotions if promotion.layer is Layer.SHOP}
    offering = {
        promotion.id for promotion in basket.promotions if any(isinstance(tier.give, AddOn) for tier in promotion.tiers)
    }
    for line in basket.lines:
        if line.promotion not in (None, NO_PROMOTION, *activities):
            reason = because("setup_unknown_choice", "R-SORT", line=line.id, promotion=line.promotion or "")
            yield _finding("line", line.id, "promotion", reason)
        if line.add_on is not None and line.add_on not in offering:
            reason = because("setup_unknown_add_on", "R-SWAP", line=line.id, promotion=line.add_on)
            yield _finding("line", line.id, "add_on", reason)


def _weightless(basket: Basket) -> Iterator[Finding]:
    """Lines sent by weight that have none: they add nothing to the freight."""
    rules = {rule.shop: rule for rule in basket.freight}
    for line in basket.lines:
        rule = rules.get(line.shop) or rules.get(None)
        if line.checked and not line.weight and rule is not None and rule.first is not None and rule.first.grams:
            yield _finding("line", line.id, "weight", because("setup_no_weight", "R-PRICE-2", line=line.id))


def _of_promotion(basket: Basket, promotion: Promotion, owner: str) -> Iterator[Finding]:
    code = promotion.id
    for reason in warnings_of(promotion):
        tier = dict(reason.values).get("tier", 0)
        yield _finding(owner, code, FIELDS.get(reason.code, "give"), reason, tier if isinstance(tier, int) else 0)
    ids = {line.id for line in basket.lines}
    shops = {line.shop for line in basket.lines}
    if promotion.shop is not None and promotion.shop not in shops:
        reason = because("setup_unknown_shop", "R-PRICE-1", promotion=code, name=promotion.shop)
        yield _finding(owner, code, "shop", reason)
    for field, tier, scope in _scopes(promotion):
        for name in sorted((scope.lines or frozenset()) - ids):
            reason = because("setup_unknown_line", "R-PRICE-1", promotion=code, name=name)
            yield _finding(owner, code, field, reason, tier)
        for name in sorted((scope.shops or frozenset()) - shops):
            reason = because("setup_unknown_shop", "R-PRICE-1", promotion=code, name=name)
            yield _finding(owner, code, field, reason, tier)
    for number, step in enumerate(promotion.tiers, start=1):
        price = _useless_price(basket, promotion, step.give)
        if price is not None:
            reason = because("setup_price_not_lower", "R-PRICE-1", promotion=code, tier=number, price_fen=price)
            yield _finding(owner, code, "give", reason, number)


def _scopes(promotion: Promotion) -> Iterator[tuple[str, int, Scope]]:
    """(field, tier, scope) of every scope the promotion names."""
    yield "scope", 0, promotion.scope
    if promotion.measures is not None:
        yield "of", 0, promotion.measures
    for number, tier in enumerate(promotion.tiers, start=1):
        match tier.give:
            case BuyGet(buy=buy, get=get):
                yield from (("give", number, part.scope) for part in (buy, get))
            case Bundle(parts=parts):
                yield from (("give", number, part.scope) for part in parts)


def _useless_price(basket: Basket, promotion: Promotion, give: Give) -> int | None:
    """The price it sets, where the goods in the basket cost no more than that; None where it can lower something."""
    lines = [line for line in basket.lines if takes_part(promotion, line)]
    match give:
        case UnitPrice(price) if lines:
            return price if all(line.price <= price for line in lines) else None
        case SetPrice(pieces=pieces, total=total):
            dearest = _dearest(lines, Part(Scope(), pieces))
            return total if dearest is not None and dearest <= total else None
        case Bundle(parts=parts, total=int(total)):
            sums = [_dearest(lines, part) for part in parts]
            known = [fen for fen in sums if fen is not None]
            return total if len(known) == len(sums) and sum(known) <= total else None
        case _:
            return None


def _dearest(lines: list[BasketLine], part: Part) -> int | None:
    """What the dearest pieces of the scope cost, fen; None where there are too few."""
    left = part.pieces
    cost = 0
    for line in sorted(lines, key=lambda line: -line.price):
        if left and covers(part.scope, line):
            taken = min(left, line.quantity)
            cost += taken * line.price
            left -= taken
    return None if left else cost


def _alike(basket: Basket) -> Iterator[Finding]:
    """Two item prices that are equal on a line and follow different rules: which one holds, nobody could say."""
    items = [promotion for promotion in basket.promotions if promotion.layer is Layer.ITEM]
    told: set[tuple[str, str]] = set()
    for line in basket.lines:
        by_off: dict[int, Promotion] = {}
        for item in items:
            off = piece_off(item, line, basket.settings.rounding, line.price) if takes_part(item, line) else 0
            first = by_off.setdefault(off, item)
            pair = (first.id, item.id)
            if off and pair not in told and _rules(first) != _rules(item):
                told.add(pair)
                reason = because(
                    "setup_item_prices_alike", "R-PRICE-1", promotion=item.id, other=first.id, line=line.id
                )
                yield _finding("promotion", item.id, "give", reason, 1)


def _rules(promotion: Promotion) -> tuple[object, ...]:
    """What decides whether and how far an item price holds."""
    return (
        tuple(tier.when for tier in promotion.tiers),
        promotion.max_off,
        promotion.piece_limit,
        promotion.audience,
        promotion.excludes,
        promotion.group,
        promotion.starts_at,
        promotion.ends_at,
    )


def _finding(owner: str, code: str, field: str, reason: Reason, tier: int = 0) -> Finding:
    return Finding(owner, code, field, tier, reason, reason.code in REFUSED)
