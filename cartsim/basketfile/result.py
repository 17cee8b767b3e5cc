"""The price of a basket as JSON, its keys in a fixed order: amounts in fen, moments in ISO 8601.

What is always there stands first, from `version` to `freight_parts`; what is there only where there is something to
say follows: `checkout`, `lost_add_ons`, and what an option asked for. What each key says stands in `answer`.
"""

from __future__ import annotations

from typing import Any

from cartsim.i18n.figures import local
from cartsim.pricing import Basket, Explanation, Quote
from cartsim.pricing.basket import Applied, EarnedGift, FreightPart, PricedLine, Refused
from cartsim.pricing.diff import Moved, QuoteDiff
from cartsim.pricing.refund import JointRefund
from cartsim.pricing.waterfall import freight_funding, funding, waterfall

VERSION = 1
UTC_OFFSET = "+08:00"
"""Of the clock in Shanghai, all year."""


def result(basket: Basket, quote: Quote, explanation: Explanation) -> dict[str, Any]:
    """The quote with every refusal, ready for JSON."""
    told: dict[str, Any] = {
        "version": VERSION,
        "list_total": quote.list_total,
        "goods": quote.goods,
        "saved": quote.saved,
        "net_total": quote.net_total,
        "freight": quote.freight,
        "payable": quote.payable,
        "optimal": quote.optimal,
    }
    if quote.bound is not None:
        told["bound"] = lowest_payable(basket, quote, quote.bound)
    told |= {
        "lines": [_line(line) for line in quote.lines],
        "applied": [_applied(applied) for applied in quote.applied],
        "refused": [refusal(refused) for refused in explanation.refused],
        "gifts": [_gift(gift) for gift in quote.gifts],
        "freight_parts": [_freight(part) for part in quote.freight_parts],
    }
    if quote.checkout:
        told["checkout"] = [row._asdict() for row in quote.checkout]
    if quote.lost_add_ons:
        told["lost_add_ons"] = [lost._asdict() for lost in quote.lost_add_ons]
    return told


def explained(basket: Basket, quote: Quote, explanation: Explanation) -> dict[str, Any]:
    """What `--explain` adds: the waterfall, who pays, what came second, and what the shopper's own choice costs."""
    told: dict[str, Any] = {
        "waterfall": [
            {
                "layer": fall.layer.value,
                "nominal": fall.nominal,
                "granted": fall.granted,
                "left": fall.left,
                "by": list(fall.by),
                "lines": dict(fall.by_line),
            }
            for fall in waterfall(quote)
        ],
        "funding": {funder.value: fen for funder, fen in funding(quote).items()},
    }
    promotions = {one.id: one for one in (*basket.promotions, *(coupon.promotion for coupon in basket.coupons))}
    if paid := freight_funding(quote, promotions):
        told["freight_funding"] = {funder.value: fen for funder, fen in paid.items()}
    if explanation.runner_up is not None:
        difference = explanation.runner_up - quote.net_total
        told["runner_up"] = {"net_total": explanation.runner_up, "difference": difference}
    free = explanation.without_choice
    if free is not None and free < quote.net_total:
        told["own_choice"] = {"cheapest": free, "cost": quote.net_total - free}
    return told


def refunded(refund: JointRefund) -> dict[str, Any]:
    """What `--refund` adds: of one line its name and pieces; of several together `lines`, each with its share."""
    told = {"policy": refund.policy, "amount": refund.amount, "lost": refund.lost, "freight": refund.freight}
    if len(refund.lines) > 1:
        return {"refund": {"lines": [returned._asdict() for returned in refund.lines], **told}}
    (only,) = refund.lines
    return {"refund": {"line": only.line, "pieces": only.pieces, **told}}


def compared(diff: QuoteDiff) -> dict[str, Any]:
    """What `--compare` adds: everything that moved, and nothing that did not."""
    return {"compare": {part: [_moved(moved) for moved in getattr(diff, part)] for part in QuoteDiff._fields}}


def _moved(moved: Moved) -> dict[str, Any]:
    return {**moved._asdict(), "change": moved.change}


def lowest_payable(basket: Basket, quote: Quote, bound: int) -> int:
    """The least that could be payable where the goods come to `bound`: freight waived, all of checkout taken off."""
    off = basket.points + sum(row.amount for row in (*basket.red_packets, *basket.pay_discounts))
    left = max(0, bound - off)
    left -= left % {"none": 1, "jiao": 10, "yuan": 100}[basket.settings.round_order]
    return max(left, min(basket.settings.min_payable, quote.goods))


def refusal(refused: Refused) -> dict[str, Any]:
    """Why one took no part, with the number that would change it.

    `short` and `short_pieces` are what is missing to its threshold; `winner` is what was taken in its place, the
    `shopper` or the `audience` it is `for`, `beside` what shares the place with the winner; `cost` what insisting on it
    would cost, `saves` what the shopper would save by giving way to it; `at` when it opens.
    """
    told: dict[str, Any] = {"id": refused.id, "reason": refused.reason}
    match refused.reason:
        case "put_away" | "own_choice":
            told |= {"reason": "excluded_by", "winner": "shopper"}
            if refused.short:
                told["saves"] = refused.short
        case "not_for_shopper":
            told |= {"reason": "excluded_by", "winner": "audience", "for": refused.winner}
        case "not_taken":
            told["reason"] = "not_claimed"
        case "below_threshold":
            told["short"] = refused.short
            if refused.short_pieces:
                told["short_pieces"] = refused.short_pieces
        case "not_yet" if refused.at is not None:
            told["at"] = iso(refused.at)
        case "excluded_by" | "not_best":
            if refused.winner is not None:
                told["winner"] = refused.winner
            if refused.beside:
                told["beside"] = list(refused.beside)
            if refused.short:
                told["cost"] = refused.short
    return told


def iso(seconds: int) -> str:
    """World time as ISO 8601 with the zone of the world."""
    return local(seconds).replace(tzinfo=None).isoformat() + UTC_OFFSET


def _line(line: PricedLine) -> dict[str, Any]:
    cuts = [{"by": cut.by, "layer": cut.layer.value, "amount": cut.amount} for cut in line.cuts]
    return {"id": line.id, "amount": line.amount, "cuts": cuts, "net": line.net}


def _applied(applied: Applied) -> dict[str, Any]:
    return {
        "id": applied.id,
        "layer": applied.layer.value,
        "base": applied.base,
        "times": applied.times,
        "off": applied.off,
        "granted": applied.granted,
        "lines": list(applied.lines),
        "funder": applied.funder.value,
    }


def _gift(gift: EarnedGift) -> dict[str, Any]:
    return {"by": gift.promotion, "sku": gift.gift.code, "earned": gift.earned, "granted": gift.granted}


def _freight(part: FreightPart) -> dict[str, Any]:
    cuts = [{"by": code, "amount": amount} for code, amount in part.cuts]
    return {
        "shop": part.shop,
        "base": part.base,
        "fee": part.fee,
        "free_over": part.free_over,
        "short": part.short,
        "cuts": cuts,
        "net": part.net,
    }
