"""The terms of promotions and coupons as JSON and back.

Only fields that differ from their default are written, so a reader sees what is special about a promotion.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from cartsim.errors import DataError
from cartsim.model.goods import Gift
from cartsim.model.promotion import (
    AddOn,
    AddOnOffer,
    AmountOff,
    Base,
    Bundle,
    BuyGet,
    Every,
    FreightOff,
    Funder,
    GiftGive,
    Give,
    Layer,
    Part,
    PercentOff,
    Pick,
    Promotion,
    Scope,
    SetPrice,
    Tier,
    UnitAmountOff,
    UnitPrice,
    When,
)
from cartsim.model.words import EMPTY
from cartsim.store.mapping import Json, to_text, words_of

_PLAIN_TERMS = ("max_off", "priority", "excess_drops", "group", "piece_limit", "audience")
_KNOWN_VALUES = 4096
"""Promotions kept as values between two readings."""


class PromotionFacts(NamedTuple):
    """What a row says of a promotion or coupon besides gifts that are looked up."""

    code: str
    shop: str | None
    layer: str
    enrolled: bool
    """It takes the products enrolled in it, not all of the shop."""
    starts_at: int | None
    ends_at: int | None
    terms: str


def terms_to_text(promotion: Promotion) -> str:
    """All of a promotion that has no column of its own, as JSON. Gifts are named by code."""
    body: Json = {"tiers": [_tier_to_json(tier) for tier in promotion.tiers]}
    for name in _PLAIN_TERMS:
        value = getattr(promotion, name)
        if value:
            body[name] = value
    if promotion.repeat != 1:
        body["repeat"] = promotion.repeat
    if promotion.threshold_base is not None:
        body["threshold_base"] = promotion.threshold_base.value
    if promotion.excludes:
        body["excludes"] = sorted(promotion.excludes)
    if promotion.funder is not Funder.SHOP:
        body["funder"] = promotion.funder.value
    if promotion.title != EMPTY:
        body["title"] = list(promotion.title)
    for name, scope in (("scope", promotion.scope), ("measures", promotion.measures)):
        if scope is not None and scope != Scope():
            body[name] = _scope_to_json(scope)
    return to_text(body)


@lru_cache(maxsize=_KNOWN_VALUES)
def gift_codes(terms: str) -> tuple[str, ...]:
    """Codes of the gifts that `terms` give, in order; empty for all other kinds."""
    if '"gift"' not in terms:
        return ()
    codes: list[str] = []
    for tier in json.loads(terms)["tiers"]:
        if "gift" in tier["give"]:
            codes += [tier["give"]["gift"], *tier["give"].get("pick_from", ())]
    return tuple(dict.fromkeys(codes))


def gifts_of(terms: str, known: Mapping[str, Gift]) -> tuple[Gift, ...]:
    """The gifts that `terms` give, of those known."""
    codes = gift_codes(terms)
    return tuple(known[code] for code in codes if code in known) if codes else ()


@lru_cache(maxsize=_KNOWN_VALUES)
def promotion_of(facts: PromotionFacts, given: tuple[Gift, ...]) -> Promotion:
    """The promotion a row stands for; `given` holds the gifts of `gift_codes(facts.terms)`.

    DataError where the terms cannot be read.
    """
    gifts = {gift.code: gift for gift in given}
    try:
        body = json.loads(facts.terms)
        return Promotion(
            id=facts.code,
            layer=Layer(facts.layer),
            tiers=tuple(_tier_from_json(tier, gifts) for tier in body["tiers"]),
            shop=facts.shop,
            scope=_scope_of(facts, body),
            measures=_scope_from_json(body["measures"]) if "measures" in body else None,
            repeat=body.get("repeat", 1),
            max_off=body.get("max_off"),
            priority=body.get("priority", 0),
            threshold_base=Base(body["threshold_base"]) if "threshold_base" in body else None,
            excess_drops=body.get("excess_drops", False),
            group=body.get("group"),
            excludes=frozenset(map(Layer, body.get("excludes", ()))),
            piece_limit=body.get("piece_limit"),
            audience=body.get("audience"),
            funder=Funder(body.get("funder", Funder.SHOP)),
            starts_at=facts.starts_at,
            ends_at=facts.ends_at,
            title=words_of(*body["title"]) if "title" in body else EMPTY,
        )
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(f"the terms of promotion {facts.code!r} cannot be read: {error!r}") from error


def _scope_of(facts: PromotionFacts, body: Json) -> Scope:
    scope = _scope_from_json(body.get("scope", {}))
    if facts.enrolled:
        return Scope(scope.lines, scope.shops, scope.categories, frozenset({facts.code}))
    return scope


def _tier_to_json(tier: Tier) -> Json:
    when = {name: value for name, value in (("amount", tier.when.amount), ("pieces", tier.when.pieces)) if value}
    return {"when": when, "give": _give_to_json(tier.give)}


def _give_to_json(give: Give) -> Json:
    match give:
        case AmountOff(amount):
            return {"amount_off": amount}
        case PercentOff(rate):
            return {"percent_off": rate}
        case UnitAmountOff(amount):
            return {"unit_amount_off": amount}
        case UnitPrice(price):
            return {"unit_price": price}
        case GiftGive(gift, quantity, pick_from):
            body: Json = {"gift": gift.code, "quantity": quantity}
            return body | ({"pick_from": [other.code for other in pick_from]} if pick_from else {})
        case SetPrice(pieces, total, pick, sets):
            return {"set_price": {"pieces": pieces, "total": total, "pick": pick.value, "sets": sets}}
        case Every(pieces, discounted, rate, pick, groups):
            terms = {"pieces": pieces, "discounted": discounted, "rate": rate, "pick": pick.value, "groups": groups}
            return {"every": terms}
        case BuyGet(buy, get, rate):
            return {"buy_get": {"buy": _part_to_json(buy), "get": _part_to_json(get), "rate": rate}}
        case Bundle(parts, total, rate, amount):
            given = {name: value for name, value in (("total", total), ("rate", rate), ("amount", amount)) if value}
            return {"bundle": {"parts": [_part_to_json(part) for part in parts], **given}}
        case AddOn(offers, picks):
            return {"add_on": {"offers": [[offer.sku, offer.price, offer.list_price] for offer in offers],
                               "pick": picks}}  # fmt: skip
        case FreightOff(rate, amount):
            return {"freight_off": {"rate": rate} if amount is None else {"amount": amount}}


def _part_to_json(part: Part) -> Json:
    return {"scope": _scope_to_json(part.scope), "pieces": part.pieces}


def _part_from_json(body: Json) -> Part:
    return Part(_scope_from_json(body["scope"]), body["pieces"])


def _tier_from_json(body: Json, gifts: Mapping[str, Gift]) -> Tier:
    when = body["when"]
    return Tier(When(when.get("amount", 0), when.get("pieces", 0)), _give_from_json(body["give"], gifts))


def _give_from_json(body: Json, gifts: Mapping[str, Gift]) -> Give:
    if "gift" in body:
        others = tuple(gifts[code] for code in body.get("pick_from", ()))
        return GiftGive(gifts[body["gift"]], body["quantity"], others)
    ((kind, value),) = body.items()
    return _GIVES[kind](value)


_GIVES: dict[str, Callable[[Any], Give]] = {
    "amount_off": AmountOff,
    "percent_off": PercentOff,
    "unit_amount_off": UnitAmountOff,
    "unit_price": UnitPrice,
    "set_price": lambda body: SetPrice(**body | {"pick": Pick(body["pick"])}),
    "every": lambda body: Every(**body | {"pick": Pick(body["pick"])}),
    "buy_get": lambda body: BuyGet(_part_from_json(body["buy"]), _part_from_json(body["get"]), body["rate"]),
    "bundle": lambda body: Bundle(**body | {"parts": tuple(map(_part_from_json, body["parts"]))}),
    "add_on": lambda body: AddOn(tuple(AddOnOffer(*offer) for offer in body["offers"]), body["pick"]),
    "freight_off": lambda body: FreightOff(**body),
}


def _scope_to_json(scope: Scope) -> Json:
    named: Sequence[tuple[str, frozenset[str] | None]] = (
        ("lines", scope.lines),
        ("shops", scope.shops),
        ("categories", scope.categories),
        ("tags", scope.tags),
    )
    return {name: sorted(values) for name, values in named if values is not None}


def _scope_from_json(body: Json) -> Scope:
    return Scope(**{name: frozenset(values) for name, values in body.items()})
