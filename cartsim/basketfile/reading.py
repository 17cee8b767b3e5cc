"""From a basket file to a basket: read, checked, and made into the values of the engine."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cartsim.basketfile.form import (
    MOST_TOTAL,
    BasketForm,
    CouponPart,
    FreightPart,
    GoodPart,
    GoodsForm,
    LinePart,
    PromotionPart,
    StepPart,
    TermsPart,
    basket_form,
    settings_of,
)
from cartsim.basketfile.giving import give_of, scope_of
from cartsim.errors import DataError, PolicyError
from cartsim.model.checkout import Allowance, FreightRule, FreightStep
from cartsim.model.policy import STANDARD
from cartsim.model.policy_fields import override
from cartsim.model.promotion import Base, Coupon, Funder, Layer, Promotion, Tier, When
from cartsim.model.reason import Reason
from cartsim.pricing import Basket, BasketLine
from cartsim.pricing.findings import Finding, findings_of
from cartsim.session.datafile import LARGEST_FILE, DataFile, Place, parse_yaml, read_yaml

STDIN = "-"

Say = Callable[[Reason], str]
"""Tells a reason in the reader's language."""


@dataclass(frozen=True, slots=True)
class BasketFile:
    """A basket and the file it stands in."""

    basket: Basket
    file: DataFile
    warnings: tuple[str, ...]
    """What is odd about its promotions, `file:line: field: sentence`."""


def read_basket(name: str, say: Say) -> BasketFile:
    """The basket in the file called `name`, `-` for standard input.

    DataError names file, line and field of the first thing that does not fit, or that nobody could explain.
    """
    file = _read(name)
    if file.says("goods") and not file.says("lines"):
        raise DataError(file.complaint(("goods",), "this is a file of goods, for --top-up; a basket has lines"))
    if file.says("steps") or file.says("scenario"):
        first = "steps" if file.says("steps") else "scenario"
        raise DataError(file.complaint((first,), "this is a script, which `cartsim run` plays; a basket has lines"))
    form = file.as_model(basket_form())
    _check_names(file, form)
    _check_total(file, form)
    basket = _basket(file, form)
    warnings = []
    for finding in findings_of(basket):
        told = file.complaint(_place_of(finding, form), say(finding.reason))
        if finding.is_refused:
            raise DataError(told)
        warnings.append(told)
    return BasketFile(basket, file, tuple(warnings))


def read_goods(name: str) -> tuple[GoodPart, ...]:
    """The goods in the file called `name`, `-` for standard input; DataError as `read_basket` raises it."""
    file = _read(name)
    if file.says("lines") and not file.says("goods"):
        raise DataError(file.complaint(("lines",), "this is a basket; a file for --top-up has goods"))
    goods = file.as_model(GoodsForm).goods
    _each_once(file, "goods", ((("goods", number, "id"), good.id) for number, good in enumerate(goods)))
    return goods


def _read(name: str) -> DataFile:
    """The file called `name`, `-` for standard input."""
    if name != STDIN:
        return read_yaml(Path(name))
    return parse_yaml(Path("<stdin>"), sys.stdin.buffer.read(LARGEST_FILE + 1))


def _check_names(file: DataFile, form: BasketForm) -> None:
    """Each line, each promotion or coupon, each parcel stands once."""
    _each_once(file, "line", ((("lines", number, "id"), line.id) for number, line in enumerate(form.lines)))
    _each_once(file, "promotion or coupon", (((*place, "id"), terms.id) for place, terms in _terms(form)))
    parcels = ((("freight", number), rule.shop or "") for number, rule in enumerate(form.freight))
    _each_once(file, "freight of shop", parcels)
    for kind, rows in (("red_packets", form.red_packets), ("pay_discounts", form.pay_discounts)):
        _each_once(file, kind, (((kind, number, "id"), row.id) for number, row in enumerate(rows)))


def _terms(form: BasketForm) -> Iterator[tuple[Place, PromotionPart | CouponPart]]:
    for number, promotion in enumerate(form.promotions):
        yield ("promotions", number), promotion
    for number, coupon in enumerate(form.coupons):
        yield ("coupons", number), coupon


def _each_once(file: DataFile, what: str, named: Iterable[tuple[Place, str]]) -> None:
    seen: dict[str, Place] = {}
    for place, name in named:
        if name in seen:
            first = file.line_of(seen[name])
            raise DataError(file.complaint(place, f"{what} {name!r} stands here twice, first in line {first}"))
        seen[name] = place


def _check_total(file: DataFile, form: BasketForm) -> None:
    total = sum(max(line.price, line.list_price or 0) * line.quantity for line in form.lines)
    if total > MOST_TOTAL:
        raise DataError(file.complaint(("lines",), f"come to {total:,} fen; {MOST_TOTAL:,} at most"))


def _place_of(finding: Finding, form: BasketForm) -> Place:
    """Where in the file the thing stands that the finding speaks of."""
    if finding.owner == "line":
        number = next(number for number, line in enumerate(form.lines) if line.id == finding.id)
        return ("lines", number, finding.field)
    for place, terms in _terms(form):
        if terms.id == finding.id:
            inside: Place = ("tiers", finding.tier - 1) if terms.tiers is not None and finding.tier else ()
            return (*place, *inside, finding.field)
    return ()


def _basket(file: DataFile, form: BasketForm) -> Basket:
    try:
        settings = override(STANDARD, settings_of(form)).pricing
    except PolicyError as wrong:
        raise DataError(file.complaint(("pricing",), str(wrong))) from None
    return Basket(
        lines=tuple(_line(line) for line in form.lines),
        promotions=tuple(_promotion(promotion) for promotion in form.promotions),
        coupons=tuple(_coupon(coupon) for coupon in form.coupons),
        now=form.now,
        shopper=frozenset(form.shopper),
        settings=settings,
        freight=tuple(_freight(rule) for rule in form.freight),
        red_packets=tuple(Allowance(packet.id, packet.amount) for packet in form.red_packets),
        points=form.points.amount if form.points else 0,
        pay_discounts=tuple(Allowance(discount.id, discount.amount) for discount in form.pay_discounts),
        add_ons_count=form.swap.counts_for_threshold,
    )


def _line(part: LinePart) -> BasketLine:
    return BasketLine(
        id=part.id,
        price=part.price,
        quantity=part.quantity,
        list_price=part.list_price,
        shop=part.shop,
        category=part.category,
        tags=frozenset(part.tags),
        weight=part.weight,
        checked=part.checked,
        promotion=part.promotion,
        add_on=part.add_on,
        sku=part.sku,
    )


def _promotion(part: PromotionPart | CouponPart) -> Promotion:
    measured = part.measured()
    layer = Layer(part.layer)
    return Promotion(
        id=part.id,
        layer=layer,
        tiers=_tiers(part),
        shop=part.shop,
        scope=scope_of(part.scope),
        measures=scope_of(measured[0]) if measured else None,
        repeat=1 if _counts_groups(part) else part.repeat,
        max_off=part.max_off,
        priority=part.priority,
        threshold_base=Base(part.threshold_base) if part.threshold_base else None,
        excess_drops=layer is Layer.CROSS_SHOP if part.excess is None else part.excess == "drop",
        group=part.group,
        excludes=frozenset(map(Layer, part.excludes)),
        piece_limit=part.limit.pieces if part.limit else None,
        audience=part.for_,
        funder=Funder(part.funder),
        starts_at=part.from_,
        ends_at=part.until,
    )


def _tiers(part: TermsPart) -> tuple[Tier, ...]:
    groups = part.repeat if "repeat" in part.model_fields_set else None
    return tuple(Tier(When(step.when.amount, step.when.pieces), give_of(step.give, groups)) for step in part.steps())


def _counts_groups(part: TermsPart) -> bool:
    """Whether `repeat` speaks of groups or sets, which the benefit counts itself: every full one by default."""
    return any(step.give.every or step.give.set_price for step in part.steps())


def _coupon(part: CouponPart) -> Coupon:
    return Coupon(
        _promotion(part),
        claim_from=part.claim_from,
        claim_until=part.claim_until,
        left=1 if part.stock is None else part.stock,
        per_user=part.per_user,
        used=part.used,
        claimed=int(part.claimed),
        stack=part.stack,
        picked=part.picked,
    )


def _freight(part: FreightPart) -> FreightRule:
    return FreightRule(part.shop, part.fee, _stretch(part.first), _stretch(part.next), part.free_over)


def _stretch(part: StepPart | None) -> FreightStep | None:
    return FreightStep(part.fee, part.pieces or 0, part.grams or 0) if part else None
