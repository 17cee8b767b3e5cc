"""A second, slow and plain pricing of a basket: every legal combination, one after the other.

Shares nothing with the engine but the values that describe a basket. Speaks only of amounts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, product
from math import floor
from typing import NamedTuple

from cartsim.model.cart import NO_PROMOTION
from cartsim.model.promotion import (
    AmountOff,
    Bundle,
    BuyGet,
    Coupon,
    Every,
    GiftGive,
    Layer,
    Part,
    PercentOff,
    Promotion,
    Scope,
    SetPrice,
    UnitAmountOff,
    UnitPrice,
)
from cartsim.pricing.basket import Basket, BasketLine
from tests.pricing.plain_kinds import piece_cut, whole

ACTIVITIES = (Layer.SHOP, Layer.CROSS_SHOP, Layer.PLATFORM)
Used = tuple[Promotion, Coupon | None, tuple[int, ...]]
Score = tuple[int, int, int]


Beside = Sequence[tuple[BasketLine, int]]
"""Lines that take part in nothing and count for thresholds, with what they cost (R-SWAP-2)."""


def cheapest(basket: Basket, beside: Beside = ()) -> Score:
    """(coupons insisted on and used, fen off above the item layer, gift value) of the best combination; with
    `choose: all` of the one there is."""
    lines = [line for line in basket.lines if line.checked]
    if basket.settings.choose == "all":
        return settled(basket, lines, _everything(basket, lines), beside).score
    return max(settled(basket, lines, combination, beside).score for combination in combinations_of(basket, lines))


def nets_of_everything(basket: Basket) -> list[int]:
    """What each checked line comes to with `choose: all`."""
    lines = [line for line in basket.lines if line.checked]
    return settled(basket, lines, _everything(basket, lines)).nets


def after_item(basket: Basket, line: BasketLine) -> tuple[int, tuple[Promotion, ...]]:
    """What the line comes to after its best item price, and that item promotion; with `choose: all` after every one
    that may apply, by priority, then in the order of the basket."""
    items = _item_promotions(basket, line)
    price, worth = line.price, line.price * line.quantity
    if basket.settings.choose == "all":
        prices, taken = _after_every_item(basket, line)
        return sum(prices), taken
    best: tuple[int, tuple[Promotion, ...]] = (worth, ())
    for item in sorted(items, key=standing):
        rest = worth - _piece_off(item, line, price, basket) * _limited(item, line)
        if rest < best[0]:
            best = (rest, (item,))
    return best


def _item_promotions(basket: Basket, line: BasketLine) -> list[Promotion]:
    return [one for one in basket.promotions if one.layer is Layer.ITEM and is_open(basket, one) and _covers(one, line)]


def _after_every_item(basket: Basket, line: BasketLine) -> tuple[list[int], tuple[Promotion, ...]]:
    """The price of every piece after all item promotions that may apply; limits count from the first piece."""
    prices = [line.price] * line.quantity
    taken: list[Promotion] = []
    for item in sorted(_item_promotions(basket, line), key=lambda item: -item.priority):
        if any(clash(item, other) for other in taken):
            continue
        limit = _limited(item, line)
        after = [price - _piece_off(item, line, price, basket) for price in prices[:limit]] + prices[limit:]
        if after != prices:
            prices = after
            taken.append(item)
    return prices, tuple(taken)


def _everything(basket: Basket, lines: list[BasketLine]) -> list[Used]:
    """All that applies, by layer, then priority, then the order of the basket (basket file, `choose`)."""
    offered: list[tuple[Promotion, Coupon | None]] = [(promotion, None) for promotion in basket.promotions]
    offered += [(one.promotion, one) for one in basket.coupons if one.claimed and one.picked is not False]
    layers = basket.settings.layers
    used = [
        (promotion, coupon, tuple(n for n, line in enumerate(lines) if may_take(basket, promotion, line)))
        for promotion, coupon in offered
        if promotion.layer is not Layer.ITEM and is_open(basket, promotion)
    ]
    return sorted(used, key=lambda one: (layers.index(one[0].layer), -one[0].priority))


def combinations_of(basket: Basket, lines: list[BasketLine]) -> Iterator[list[Used]]:
    """Every legal combination, as deals with the lines they take, by layer."""
    parts = []
    for name in basket.settings.layers:
        layer = Layer(name)
        if layer is Layer.ITEM:
            continue
        parts.append(list(_activities(basket, lines, layer) if layer in ACTIVITIES else _coupons(basket, lines, layer)))
    for chosen in product(*parts):
        yield [used for part in chosen for used in part]


def _activities(basket: Basket, lines: list[BasketLine], layer: Layer) -> Iterator[list[Used]]:
    deals = sorted((deal for deal in basket.promotions if deal.layer is layer and is_open(basket, deal)), key=standing)
    choices: list[list[Promotion | None]] = []
    wanting: list[list[str]] = []
    for line in lines:
        own = [deal for deal in deals if may_take(basket, deal, line)]
        insisted = [deal for deal in own if layer is Layer.SHOP and deal.id == line.promotion]
        if layer is Layer.SHOP and line.promotion == NO_PROMOTION:
            own = []
        wanting.append([deal.id for deal in own])
        choices.append([*insisted] if insisted else [*own, None])
    for taken in product(*choices):
        used = {deal.id for deal in taken if deal is not None}
        for wanted, deal in zip(wanting, taken, strict=True):
            if deal is None and any(code in used for code in wanted):
                break
        else:
            yield [
                (deal, None, tuple(number for number, chosen in enumerate(taken) if chosen is deal))
                for deal in deals
                if deal.id in used
            ]


def _coupons(basket: Basket, lines: list[BasketLine], layer: Layer) -> Iterator[list[Used]]:
    usable = [
        coupon
        for coupon in basket.coupons
        if coupon.promotion.layer is layer
        and coupon.claimed
        and coupon.picked is not False
        and is_open(basket, coupon.promotion)
    ]
    usable.sort(
        key=lambda coupon: (layer is Layer.SHOP_COUPON and coupon.promotion.shop is None, standing(coupon.promotion))
    )
    for size in range(len(usable) + 1):
        for group in combinations(usable, size):
            slots: dict[object, list[Coupon]] = {}
            for coupon in group:
                slots.setdefault(coupon.promotion.shop if layer is Layer.SHOP_COUPON else None, []).append(coupon)
            if all(len(slot) == 1 or all(coupon.stack for coupon in slot) for slot in slots.values()):
                yield [
                    (
                        coupon.promotion,
                        coupon,
                        tuple(n for n, line in enumerate(lines) if may_take(basket, coupon.promotion, line)),
                    )
                    for coupon in group
                ]


class Settled(NamedTuple):
    """What a combination comes to."""

    score: Score
    nets: list[int]
    """What it leaves of each line."""
    granted: dict[str, int]
    """Fen off by each deal."""


def settled(basket: Basket, lines: list[BasketLine], combination: list[Used], beside: Beside = ()) -> Settled:
    """The combination applied, deal after deal."""
    left = [after_item(basket, line)[0] for line in lines]
    worth = left.copy()
    taken: list[list[Promotion]] = [[] for _ in lines]
    layer = None
    begun = left.copy()
    picks = off = gifts = 0
    by_deal = {}
    for deal, coupon, members in combination:
        if deal.layer is not layer:
            layer, begun = deal.layer, left.copy()
        numbers = [n for n in members if not any(clash(deal, other) for other in taken[n])]
        mode = deal.threshold_base or basket.settings.threshold_base
        bases = {n: begun[n] if mode == "progressive" else worth[n] for n in range(len(lines))}
        if mode == "list":
            bases = {n: (line.list_price or line.price) * line.quantity for n, line in enumerate(lines)}
        cut, gift, weights = _best_tier(deal, basket, lines, numbers, bases, mode, beside)
        shares = split(weights, cut, {n: left[n] for n in numbers}, deal.excess_drops)
        for number, share in shares.items():
            left[number] -= share
        granted = sum(shares.values())
        off += granted
        by_deal[deal.id] = granted
        gifts += gift
        picks += bool(granted and coupon is not None and coupon.picked)
        if granted or gift:
            for number in numbers:
                taken[number].append(deal)
    return Settled((picks, off, gifts), left, by_deal)


def _best_tier(
    deal: Promotion,
    basket: Basket,
    lines: list[BasketLine],
    numbers: list[int],
    bases: Mapping[int, int],
    mode: str,
    beside: Beside,
) -> tuple[int, int, dict[int, int]]:
    counted = numbers
    if deal.measures is not None:
        counted = [
            n for n, line in enumerate(lines) if deal.shop in (None, line.shop) and in_scope(deal.measures, line)
        ]
    base = sum(bases[n] for n in counted)
    pieces = sum(lines[n].quantity for n in counted)
    for line, cost in beside:
        if deal.shop in (None, line.shop) and in_scope(deal.measures or deal.scope, line):
            base += (line.list_price or line.price) * line.quantity if mode == "list" else cost
            pieces += line.quantity
    best = (-1, -1, dict.fromkeys(numbers, 0))
    for tier in deal.tiers:
        if not numbers or base < tier.when.amount or pieces < tier.when.pieces:
            continue
        fits = [count // limit for count, limit in ((base, tier.when.amount), (pieces, tier.when.pieces)) if limit]
        times = min(fits, default=1)
        times = times if deal.repeat is None else min(times, deal.repeat)
        weights = {n: bases[n] for n in numbers}
        gift = 0
        match tier.give:
            case AmountOff(amount):
                cut = amount * times
            case PercentOff(rate):
                if deal.piece_limit is not None:
                    pieces_of = [
                        (price, n) for n in numbers for price in _piece_prices(basket, lines[n], bases[n], mode)
                    ]
                    dearest = sorted(pieces_of, key=lambda piece: (-piece[0], piece[1]))[: deal.piece_limit]
                    weights = {n: sum(price for price, number in dearest if number == n) for n in numbers}
                cut = whole(Fraction(sum(weights.values()) * rate, 10_000), basket.settings.rounding)
            case UnitAmountOff() | UnitPrice() | Every() | SetPrice() | BuyGet() | Bundle():
                pieces_of = [(price, n) for n in numbers for price in _piece_prices(basket, lines[n], bases[n], mode)]
                cut, found = piece_cut(
                    deal,
                    tier.give,
                    pieces_of,
                    lambda part, n: in_scope(part.scope, lines[n]),
                    basket.settings.rounding,
                )
                weights = {n: found.get(n, 0) for n in numbers}
            case GiftGive(given, quantity):
                cut, gift = 0, min(quantity * times, given.stock) * given.list_price
        if deal.max_off is not None:
            cut = min(cut, deal.max_off)
        if (cut, gift) >= best[:2]:
            best = (cut, gift, weights)
    return (0, 0, best[2]) if best[0] < 0 else best


def split(weights: Mapping[int, int], cut: int, room: Mapping[int, int], drops: bool) -> dict[int, int]:
    """Largest remainder in exact fractions; what finds no room goes round again, or is dropped."""
    shares = dict.fromkeys(weights, 0)
    left = cut
    open_weights = {n: w for n, w in weights.items() if w}
    while left > 0:
        total = sum(open_weights.values())
        if not total:
            break
        exact = {n: Fraction(left * w, total) for n, w in open_weights.items()}
        given = {n: floor(share) for n, share in exact.items()}
        for n in sorted(exact, key=lambda n: given[n] - exact[n])[: left - sum(given.values())]:
            given[n] += 1
        for n, share in given.items():
            taken = min(share, room[n] - shares[n])
            shares[n] += taken
            left -= taken
        if drops:
            break
        open_weights = {n: w for n, w in open_weights.items() if shares[n] < room[n]}
    return shares


def _piece_off(item: Promotion, line: BasketLine, price: int, basket: Basket) -> int:
    return max(
        (
            _off(tier.give, price, basket.settings.rounding)
            for tier in item.tiers
            if line.quantity >= tier.when.pieces and line.price * line.quantity >= tier.when.amount
        ),
        default=0,
    )


def _off(give: object, price: int, rounding: str) -> int:
    match give:
        case UnitPrice(target):
            return max(0, price - target)
        case UnitAmountOff(amount):
            return min(price, amount)
        case PercentOff(rate):
            return whole(Fraction(price * rate, 10_000), rounding)
    raise AssertionError(give)


def _limited(item: Promotion, line: BasketLine) -> int:
    return line.quantity if item.piece_limit is None else min(item.piece_limit, line.quantity)


def standing(deal: Promotion) -> tuple[int, float, str]:
    """What comes first where an order is needed (pricing.md, section 0.10)."""
    return (-deal.priority, float("inf") if deal.ends_at is None else deal.ends_at, deal.id)


def is_open(basket: Basket, deal: Promotion) -> bool:
    """Whether the shopper may use it now."""
    if deal.audience is not None and deal.audience not in basket.shopper:
        return False
    if basket.now is None:
        return True
    return (deal.starts_at is None or deal.starts_at <= basket.now) and (
        deal.ends_at is None or basket.now < deal.ends_at
    )


def _piece_prices(basket: Basket, line: BasketLine, base: int, mode: str) -> list[int]:
    """Every piece of the line at its own price: after the item layer, or of what is left of the line."""
    if mode == "progressive" and base != after_item(basket, line)[0]:
        return [base // line.quantity + (n < base % line.quantity) for n in range(line.quantity)]
    if basket.settings.choose == "all":
        return _after_every_item(basket, line)[0]
    worth, items = after_item(basket, line)
    if not items:
        return [worth // line.quantity] * line.quantity
    within = _limited(items[0], line)
    off = _piece_off(items[0], line, line.price, basket)
    return [line.price] * (line.quantity - within) + [line.price - off] * within


def _covers(deal: Promotion, line: BasketLine) -> bool:
    parts: list[Part] = []
    for tier in deal.tiers:
        if isinstance(tier.give, BuyGet):
            parts += [tier.give.buy, tier.give.get]
        if isinstance(tier.give, Bundle):
            parts += tier.give.parts
    names_scopes = all(isinstance(tier.give, BuyGet | Bundle) for tier in deal.tiers)
    if names_scopes and not any(in_scope(part.scope, line) for part in parts):
        return False
    return deal.shop in (None, line.shop) and in_scope(deal.scope, line)


def in_scope(scope: Scope, line: BasketLine) -> bool:
    """Whether every set the scope gives holds for the line."""
    return (
        (scope.lines is None or line.id in scope.lines)
        and (scope.shops is None or line.shop in scope.shops)
        and (scope.categories is None or line.category in scope.categories)
        and (scope.tags is None or bool(scope.tags & line.tags))
    )


def clash(one: Promotion, other: Promotion) -> bool:
    """Whether no line may have both."""
    return (
        one.layer in other.excludes
        or other.layer in one.excludes
        or (one.group is not None and one.group == other.group)
    )


def may_take(basket: Basket, deal: Promotion, line: BasketLine) -> bool:
    """Whether the line is in the scope of the deal and no item price it has shuts the deal out."""
    return _covers(deal, line) and not any(clash(item, deal) for item in after_item(basket, line)[1])
