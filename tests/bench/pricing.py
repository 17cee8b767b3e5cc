"""Pricing a basket, against a hand-written loop over the same basket that only totals and splits."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from random import Random
from typing import Any

from cartsim.model.policy import Pricing
from cartsim.model.promotion import AmountOff, Coupon, Layer, PercentOff, Promotion, Scope, Tier, When
from cartsim.pricing import Basket, BasketLine, explain, quote
from cartsim.pricing.by_shop import Memo
from cartsim.pricing.quote import net_total

ROUNDS = 30
SHOPS = 15
NOW = 100

Cut = tuple[Sequence[int], int, int]
"""Lines, threshold, fen off."""


def measure() -> list[dict[str, Any]]:
    """Milliseconds for 120 and 1,000 lines in 15 shops under 30 promotions and 10 coupons, and for choosing coupons.

    Ratios of 120 lines are against `limit-alloc` over the same lines, those of 1,000 lines against the same work on
    120, those of a memo against the full quote. `at most` is what the figure is held to, of the ratio where it has no
    unit; `exact` tells whether the quote was proven.
    """
    apart, contested = standard(120), standard(120, overlapping=True)
    bare = _milliseconds(limit_alloc(apart))
    rows = [_row("limit-alloc, 120 lines", bare, bare)]
    works: dict[str, tuple[Callable[[Basket], object], str]] = {
        "net_total": (net_total, "10"),
        "quote": (quote, "10"),
        "explain": (explain, "40"),
    }
    taken = {}
    for kind, basket in (("", apart), (" wanted by several", contested)):
        for name, (work, bound) in works.items():
            figure = taken[name, kind] = _milliseconds(partial(work, basket))
            rows.append(_row(f"{name}, 120 lines{kind}", figure, bare, bound, basket))
    for kind, overlapping in (("", False), (" wanted by several", True)):
        many = standard(1000, overlapping)
        for name, (work, _) in works.items():
            figure = _milliseconds(partial(work, many))
            rows.append(_row(f"{name}, 1,000 lines{kind}", figure, taken[name, kind], "12", many))
    rows += [
        _again("quote again, one line changed", apart, "0.5"),
        _again("quote again, lines wanted by several", contested, "0.5"),
        _again("quote again, nothing spans shops", within_shops(apart), "0.2"),
    ]
    for kind, basket in coupon_baskets().items():
        for name, (work, _) in works.items():
            bound = "" if name == "explain" else "5 ms"
            rows.append(_row(f"{name}, {kind}", _milliseconds(partial(work, basket)), bare, bound, basket))
    return rows


def _again(name: str, basket: Basket, bound: str) -> dict[str, Any]:
    """A quote with the memo of the last one, of which one line differed, against a quote without a memo."""
    line = basket.lines[7]
    changed = replace(basket, lines=(*basket.lines[:7], replace(line, quantity=line.quantity + 1), *basket.lines[8:]))
    full = _milliseconds(partial(quote, basket))
    memo = Memo()
    quote(changed, memo)
    best = float("inf")
    for _ in range(ROUNDS):
        for turn in (basket, changed):
            started = time.perf_counter()
            quote(turn, memo)
            best = min(best, (time.perf_counter() - started) * 1e3)
    return _row(name, best, full, bound, basket)


def standard(count: int, overlapping: bool = False) -> Basket:
    """The standard basket; with `overlapping` five shops have lines that two activities want."""
    chance = Random(1)
    lines = tuple(
        BasketLine(
            id=f"l{number}",
            price=chance.randint(500, 50_000),
            quantity=chance.choice((1, 1, 1, 2, 3)),
            shop=f"S{number % SHOPS}",
            category=chance.choice("abc"),
            tags=frozenset({f"t{chance.randint(0, 1)}"}),
        )
        for number in range(count)
    )
    return Basket(lines, _promotions(overlapping), _coupons(), now=NOW)


def _promotions(overlapping: bool) -> tuple[Promotion, ...]:
    tiers = (Tier(When(30_000), AmountOff(4_000)), Tier(When(60_000), AmountOff(9_000)))
    pieces = (Tier(When(pieces=2), PercentOff(1_000)),)
    first, second = Scope(tags=frozenset({"t0"})), Scope(tags=frozenset({"t1"}))
    return (
        *(Promotion(f"m{n}", Layer.SHOP, tiers if n % 3 else pieces, f"S{n}", first) for n in range(SHOPS)),
        *(
            Promotion(
                f"n{n}",
                Layer.SHOP,
                (Tier(When(20_000), AmountOff(2_500)),),
                f"S{n}",
                Scope() if overlapping and n % 2 else second,
                repeat=None if n % 2 else 1,
            )
            for n in range(10)
        ),
        *(
            Promotion(
                f"i{n}",
                Layer.ITEM,
                (Tier(When(), PercentOff(500 + 100 * n)),),
                f"S{n}",
                Scope(categories=frozenset({"a"})),
            )
            for n in range(4)
        ),
        Promotion("cross", Layer.CROSS_SHOP, (Tier(When(30_000), AmountOff(5_000)),), repeat=None, excess_drops=True),
    )


def _coupons() -> tuple[Coupon, ...]:
    of_shops = [
        Promotion(f"c{n}", Layer.SHOP_COUPON, (Tier(When(32_000), AmountOff(1_500)),), f"S{n}") for n in range(7)
    ]
    of_platform = [
        Promotion(f"p{n}", Layer.PLATFORM_COUPON, (Tier(When(60_000 + 10_000 * n), AmountOff(3_000 + 500 * n)),))
        for n in range(2)
    ]
    of_category = Promotion(
        "k",
        Layer.CATEGORY_COUPON,
        (Tier(When(50_000), PercentOff(800)),),
        scope=Scope(categories=frozenset({"a"})),
        max_off=8_000,
    )
    return tuple(Coupon(promotion, claimed=1) for promotion in (*of_shops, of_category, *of_platform))


def within_shops(basket: Basket) -> Basket:
    """The basket without what spans shops."""
    return replace(
        basket,
        promotions=tuple(promotion for promotion in basket.promotions if promotion.layer is not Layer.CROSS_SHOP),
        coupons=tuple(coupon for coupon in basket.coupons if coupon.promotion.layer is Layer.SHOP_COUPON),
    )


def coupon_baskets() -> dict[str, Basket]:
    """20 lines of one shop under 30 coupons of all three coupon layers, each over half of the lines: one of a slot,
    all of a slot where
    an earlier layer spoils the thresholds of the next, and such that shut each other out."""
    plain, close = overlapping_coupons(), overlapping_coupons(thresholds=(60, 260), offs=(30, 300))
    stacked = replace(
        close,
        coupons=tuple(replace(coupon, stack=True) for coupon in close.coupons),
        settings=Pricing(threshold_base="progressive"),
    )
    chance = Random(5)
    layers = (Layer.SHOP_COUPON, Layer.CATEGORY_COUPON, Layer.PLATFORM_COUPON)

    def bearing(coupon: Coupon) -> Coupon:
        shut_out = frozenset({chance.choice(layers)} - {coupon.promotion.layer})
        excludes = shut_out if chance.random() < 0.3 else frozenset()
        group = chance.choice((None, None, "g", "h"))
        return replace(coupon, promotion=replace(coupon.promotion, excludes=excludes, group=group))

    return {
        "30 coupons on 20 lines": plain,
        "30 that stack, progressive": stacked,
        "30 in groups, with excludes": replace(close, coupons=tuple(bearing(coupon) for coupon in close.coupons)),
    }


def overlapping_coupons(thresholds: tuple[int, int] = (1, 90), offs: tuple[int, int] = (1, 40)) -> Basket:
    """20 lines of one shop under 30 coupons of all three coupon layers, each over half of the lines.

    Thresholds in 10 yuan, cuts in yuan, drawn evenly between the two of each.
    """
    chance = Random(3)
    lines = tuple(
        BasketLine(f"l{n}", chance.randint(500, 50_000), 1, category=chance.choice("abcd")) for n in range(20)
    )
    layers = (Layer.SHOP_COUPON, Layer.CATEGORY_COUPON, Layer.PLATFORM_COUPON)
    coupons = tuple(
        Coupon(
            Promotion(
                f"c{n}",
                chance.choice(layers),
                (Tier(When(chance.randint(*thresholds) * 1_000), AmountOff(chance.randint(*offs) * 100)),),
                scope=Scope(categories=frozenset(chance.sample("abcd", 2))),
            ),
            claimed=1,
        )
        for n in range(30)
    )
    return Basket(lines, (), coupons, now=NOW)


def limit_alloc(basket: Basket) -> Callable[[], int]:
    """The bare loop: what the quote of the basket applied, with lines and cuts known beforehand."""
    prices = [line.price for line in basket.lines]
    quantities = [line.quantity for line in basket.lines]
    numbers = {line.id: number for number, line in enumerate(basket.lines)}
    cuts: list[Cut] = [
        ([numbers[line] for line in applied.lines], applied.base, applied.off) for applied in quote(basket).applied
    ]

    def run() -> int:
        amounts = [price * quantity for price, quantity in zip(prices, quantities, strict=True)]
        nets = amounts.copy()
        for lines, threshold, off in cuts:
            base = sum([amounts[line] for line in lines])
            if base >= threshold:
                given = 0
                remainders = []
                for line in lines:
                    product = amounts[line] * off
                    share = product // base
                    given += share
                    nets[line] -= share
                    remainders.append((-(product % base), line))
                remainders.sort()
                for _, line in remainders[: off - given]:
                    nets[line] -= 1
        return sum(nets)

    return run


def _row(name: str, figure: float, against: float, bound: str = "", basket: Basket | None = None) -> dict[str, Any]:
    row: dict[str, Any] = {"name": name, "ms": round(figure, 3), "ratio": round(figure / against, 2)}
    if bound:
        row["at most"] = bound
    if basket is not None:
        row["exact"] = "yes" if quote(basket).optimal else "no"
    return row


def _milliseconds(work: Callable[[], object]) -> float:
    """The best of some rounds: what the work costs where nothing else runs."""
    best = float("inf")
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        best = min(best, (time.perf_counter() - started) * 1e3)
    return best
