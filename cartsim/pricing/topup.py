"""凑单: what to add so that a threshold is reached, by what it really adds to the total (R-ADD; pricing.md, section 9).

The real cost of an addition is what the shopper pays with it, goods and freight, less what is paid without, whatever is
aimed at: 12.00 more may cost -28.00. It is quoted for the head of every list; further down stands what price and this
one threshold come to. In the cart, whose total has no freight, the cost has none either.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from cartsim.model.checkout import FreightRule
from cartsim.model.promotion import Layer, Promotion
from cartsim.pricing.basket import Basket, BasketLine, Gap, Quote
from cartsim.pricing.by_shop import Memo
from cartsim.pricing.decide import decide
from cartsim.pricing.ledger import open_ledger
from cartsim.pricing.quote import quote
from cartsim.pricing.refund import share_of
from cartsim.pricing.split import rounded
from cartsim.pricing.swap import taken_offers
from cartsim.pricing.topup_aim import Aim, Beside, Contribution, aim_at
from cartsim.pricing.topup_bound import Bounds
from cartsim.pricing.topup_sums import MOST_GOODS, MOST_TAKEN, Missing, Sum, Weight, least_sums
from cartsim.pricing.what_if import with_lines

ORDERS = ("cost", "closest_gap", "price")
"""How goods can be ordered: least extra, nearest above the gap, cheapest (addon.rank)."""

_SPARE = 2
"""Combinations quoted for each one listed: the least sum is not always the least real cost."""

_LOOKED_AT = 2
"""Single goods, and combinations, quoted to find what the tier after costs."""


class Filler(NamedTuple):
    """Goods that could be added."""

    line: BasketLine
    """As it stands once they are: checked, with all its pieces. With the id of a line of the basket it takes that
    line's place: ticked, or with more pieces."""
    step: int = 1
    """Pieces every further add brings."""
    most: int = MOST_TAKEN
    """How often it can be added; with 0 it is listed, and part of no combination."""


@dataclass(frozen=True, slots=True)
class Addition:
    """One good, or a combination of two or three adds, and what comes of it."""

    takes: tuple[tuple[str, int], ...]
    """(line id, how often it is added)."""
    lines: tuple[BasketLine, ...]
    """As they stand in the basket then."""
    price: int
    """What is added costs after the item layer, before all else, fen."""
    extra: int
    """Real cost: fen that is paid more, goods and freight, negative where adding saves; in the cart without freight."""
    gap: Gap
    """How far the threshold is once it counts; `needed` is what is still missing (还差)."""
    over: int
    """超出: fen above the threshold that is reached; 0 where none is, or it asks for pieces."""
    left_rate: int | None
    """相当于N折: what the cut leaves of the amount it is read on, in hundredths of a percent; None without a cut."""
    closes: bool
    """Whether what is missing now is reached."""
    split: int | None
    """Refund for returning it alone, by the shares of the cuts, fen. None where nothing was quoted."""
    clawback: int | None
    """The same where the lost threshold is claimed back (`pricing.refund`): what the rest of the basket falls by."""

    @property
    def is_exact(self) -> bool:
        """Whether the total was quoted; else `extra` is the price less what this threshold alone gives."""
        return self.split is not None


class NextTier(NamedTuple):
    """The tier after the one that is missing now."""

    missing: Missing
    threshold: int
    threshold_pieces: int
    off: int
    """Nominal cut there, fen."""
    cheapest: Addition | None
    """The addition of those looked at that reaches it for least; None where none does."""


@dataclass(frozen=True, slots=True)
class TopUpAdvice:
    """What could be added for one threshold."""

    gap: Gap
    """Now."""
    net_total: int
    """Now, fen."""
    unticked: tuple[Addition, ...]
    """Lines of the basket that only need a tick: before all others (R-ADD f)."""
    goods: tuple[Addition, ...]
    combinations: tuple[Addition, ...]
    """Of two or three adds, all needed, that come nearest above the gap; by real cost."""
    next_tier: NextTier | None
    aside: tuple[str, ...]
    """Ids of what does not count for the threshold."""
    among: int
    """Goods the combinations were looked for in, ..."""
    of: int
    """... of so many that could have changed one."""
    is_proven: bool
    """Whether the head of the goods is known to be cheapest of all, not only of those that were quoted."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is looked at."""

    head: int = 12
    """Goods at the head of the list whose real cost is exact."""
    combinations: int = 3
    among: int = MOST_GOODS
    """Goods that are combined at most."""
    quotes: int = 60
    """Quotes of single goods at most; with 0 nothing is quoted but what the caller has not."""


DEFAULT_EFFORT = Effort()


def top_up(
    basket: Basket,
    target: Promotion | FreightRule,
    fillers: Iterable[Filler],
    *,
    order: str = "cost",
    effort: Effort = DEFAULT_EFFORT,
    priced: Quote | None = None,
    of_cart: bool = False,
) -> TopUpAdvice:
    """What could be added to the basket to reach the next threshold of `target`.

    `target` is a promotion or coupon of the basket, or one of its freight rules with `free_over`; `priced` is the quote
    of the basket where the caller has it. With `of_cart` all is told as the cart tells it: what counts is what the bar
    of the group counts, not all that could go to it, and nothing is said of freight. Ids of `fillers` are taken to be
    unique. Pure; nothing raises for what a price or a promotion says.
    """
    return _TopUp(basket, target, tuple(fillers), order, effort, priced, of_cart).advice()


_Key = tuple[int, int, int, str]


class _TopUp:
    """One basket, one threshold, and the goods that count for it."""

    def __init__(
        self,
        basket: Basket,
        target: Promotion | FreightRule,
        fillers: Sequence[Filler],
        order: str,
        effort: Effort,
        priced: Quote | None,
        of_cart: bool,
    ) -> None:
        self.basket = basket
        self.order = order
        self.of_cart = of_cart
        self.effort = effort
        self.memo = Memo() if len({line.shop for line in basket.lines}) > 1 else None
        """What the shops without an addition come to is worked out once."""
        self.before = quote(basket, self.memo) if priced is None else priced
        ledger = open_ledger(basket, taken_offers(basket))
        goods = open_ledger(replace(basket, lines=tuple([filler.line for filler in fillers])))
        self.beside = Beside(goods, ledger)
        self.aim: Aim = aim_at(target, basket, ledger, of_cart=of_cart)
        self.gap = self.aim.gap(basket, self.before)
        self.cost = self._cost(self.before)
        self.lines: Mapping[str, BasketLine] = {line.id: line for line in basket.lines}
        self.fillers = fillers
        counting = self.aim.contributions(self.beside)
        self.brings = {number: brings for number, brings in enumerate(counting) if brings is not None}
        self.aside = tuple([filler.line.id for number, filler in enumerate(fillers) if number not in self.brings])
        self.is_proven = True
        self.singles: tuple[Addition, ...] = ()

    @cached_property
    def bounds(self) -> Bounds:
        """What each of the goods adds at least."""
        return Bounds(decide(self.basket), self.beside)

    def advice(self) -> TopUpAdvice:
        waiting = [number for number in self.brings if self._only_needs_a_tick(number)]
        others = [number for number in self.brings if not self._only_needs_a_tick(number)]
        unticked = self._ranked(waiting, "cost")
        self.is_proven = True
        goods = self._ranked(others, self.order)
        is_proven = self.is_proven
        self.singles = (*unticked, *goods)
        combinations, among, of = self._combined(
            Missing(self.gap.needed, self.gap.needed_pieces), self.effort.combinations * _SPARE
        )
        return TopUpAdvice(
            gap=self.gap,
            net_total=self.before.net_total,
            unticked=unticked,
            goods=goods,
            combinations=tuple([one for one in combinations if one.closes])[: self.effort.combinations],
            next_tier=self._next_tier(),
            aside=self.aside,
            among=among,
            of=of,
            is_proven=is_proven,
        )

    def _only_needs_a_tick(self, number: int) -> bool:
        line = self.lines.get(self.fillers[number].line.id)
        return line is not None and not line.checked

    # Single goods

    def _ranked(self, numbers: Sequence[int], order: str) -> tuple[Addition, ...]:
        """The goods in order; those at the head quoted, until no other can be among them."""
        if order != "cost":
            ordered = sorted(numbers, key=lambda number: self._plain_key(number, order))
            at = min(self.effort.head, self.effort.quotes)
            return (*map(self._quoted, ordered[:at]), *map(self._estimated, ordered[at:]))
        return self._by_cost(numbers)

    def _by_cost(self, numbers: Sequence[int]) -> tuple[Addition, ...]:
        """By least extra: a good is quoted while nothing proves that it is not among the head."""
        if not self.effort.quotes:
            self.is_proven = not numbers
            return self._listed((), numbers)
        least = {number: self._least_key(number) for number in numbers}
        estimates = {number: self._key(self._estimated(number)) for number in numbers if least[number] is None}
        keys = {number: key if key is not None else estimates[number] for number, key in least.items()}
        found: list[tuple[_Key, int, Addition]] = []
        rest: list[int] = []
        quotes = 0
        for number in sorted(numbers, key=keys.__getitem__):
            is_full = len(found) >= self.effort.head
            if is_full and least[number] is not None and found[self.effort.head - 1][0] <= keys[number]:
                rest.append(number)
            elif quotes >= self.effort.quotes:
                rest.append(number)
                self.is_proven = False
            else:
                quotes += 1
                addition = self._quoted(number)
                insort(found, (self._key(addition), number, addition), key=lambda one: one[0])
        return self._listed(found, rest)

    def _listed(self, found: Sequence[tuple[_Key, int, Addition]], rest: Iterable[int]) -> tuple[Addition, ...]:
        estimated = sorted(map(self._estimated, rest), key=self._key)
        return (*[addition for _, _, addition in found], *estimated)

    def _plain_key(self, number: int, order: str) -> _Key:
        price = self.brings[number].price
        name = self.fillers[number].line.id
        if order == "price":
            return (price, 0, 0, name)
        return (int(price < self.gap.needed), abs(price - self.gap.needed), 0, name)

    def _least_key(self, number: int) -> _Key | None:
        """The smallest key the good can have once it is quoted, freight falling to nothing at most; None where no bound
        is known."""
        least = self.bounds.least_extra(number)
        if least is None:
            return None
        brings = self.brings[number]
        may_close = self.aim.may_close(self.gap, brings)
        name = self.fillers[number].line.id
        return (int(not may_close), least - (0 if self.of_cart else self.before.freight), brings.price, name)

    @staticmethod
    def _key(addition: Addition) -> _Key:
        return (int(not addition.closes), addition.extra, addition.price, addition.takes[0][0])

    def _estimated(self, number: int) -> Addition:
        filler, brings = self.fillers[number], self.brings[number]
        gap = self.aim.after(self.gap, brings, filler.line.id)
        extra = brings.price - (gap.off - self.gap.off)
        return self._addition(((filler.line.id, 1),), (filler.line,), brings.price, gap, extra)

    def _quoted(self, number: int) -> Addition:
        return self._judged(((number, 1),))

    def _judged(self, taken: Sequence[tuple[int, int]]) -> Addition:
        """The addition with its real cost: the basket with it, priced."""
        lines = tuple([self._line(number, times) for number, times in taken])
        basket = with_lines(self.basket, lines)
        after = quote(basket, self.memo)
        price = sum([_worth(after, line.id) - _worth(self.before, line.id) for line in lines])
        takes = tuple([(self.fillers[number].line.id, times) for number, times in taken])
        return self._addition(
            takes, lines, price, self.aim.gap(basket, after), self._cost(after) - self.cost, basket, after
        )

    def _cost(self, priced: Quote) -> int:
        """What is paid, fen."""
        return priced.net_total + (0 if self.of_cart else priced.freight)

    def _line(self, number: int, times: int) -> BasketLine:
        filler = self.fillers[number]
        if times == 1:
            return filler.line
        return replace(filler.line, quantity=filler.line.quantity + (times - 1) * filler.step)

    def _addition(
        self,
        takes: tuple[tuple[str, int], ...],
        lines: tuple[BasketLine, ...],
        price: int,
        gap: Gap,
        extra: int,
        basket: Basket | None = None,
        after: Quote | None = None,
    ) -> Addition:
        return Addition(
            takes=takes,
            lines=lines,
            price=price,
            extra=extra,
            gap=gap,
            over=self.aim.over(gap),
            left_rate=rounded((gap.base - gap.off) * 10_000, gap.base, "half_up") if gap.base and gap.off else None,
            closes=not self.gap.is_top and gap.base >= self.gap.threshold and gap.pieces >= self.gap.threshold_pieces,
            split=None if basket is None or after is None else self._split(lines, basket, after),
            clawback=None if after is None else max(0, after.net_total - self.before.net_total),
        )

    def _split(self, lines: Iterable[BasketLine], basket: Basket, after: Quote) -> int:
        """What the pieces added are paid with, by the shares of the cuts."""
        refund = 0
        for line in lines:
            before = self.lines.get(line.id)
            more = line.quantity - (before.quantity if before is not None and before.checked else 0)
            if more > 0:
                refund += share_of(after, basket, line.id, more)
        return refund

    # Combinations

    def _combined(self, missing: Missing, count: int) -> tuple[tuple[Addition, ...], int, int]:
        """The combinations nearest above what is missing, by real cost; how many goods were looked at, of how many.

        Where other cuts eat into the base, what falls short in spite of its price asks for as much more, once.
        """
        weights = [self._weight(number, brings) for number, brings in self.brings.items()]
        sums = least_sums(weights, missing, count, self.effort.among)
        found = [self._sum(one) for one in sums.found]
        dear = [one for one in (*self.singles, *found) if one.is_exact and one.price >= missing.amount > 0]
        if dear and not any(one.closes for one in dear):
            more = Missing(min(one.price + one.gap.needed for one in dear), missing.pieces)
            found = [self._sum(one) for one in least_sums(weights, more, count, self.effort.among).found]
        return tuple(sorted(found, key=self._key)), sums.among, sums.of

    def _weight(self, number: int, brings: Contribution) -> Weight:
        """Of goods whose further adds bring another number of pieces than the first, one add."""
        filler = self.fillers[number]
        return Weight(
            filler.line.id,
            brings.amount,
            brings.pieces,
            filler.most if brings.pieces == filler.step else min(filler.most, 1),
        )

    def _sum(self, found: Sum) -> Addition:
        places = {filler.line.id: number for number, filler in enumerate(self.fillers)}
        return self._judged([(places[name], found.ids.count(name)) for name in dict.fromkeys(found.ids)])

    # The tier after

    def _next_tier(self) -> NextTier | None:
        tier = self.aim.tier_after(self.gap)
        if tier is None:
            return None
        missing = Missing(max(0, tier.amount - self.gap.base), max(0, tier.pieces - self.gap.pieces))
        reaching = [
            number
            for number, brings in self.brings.items()
            if missing.is_reached(brings.amount, brings.pieces) and self.fillers[number].most > 0
        ]
        reaching.sort(key=lambda number: (self.brings[number].price, self.fillers[number].line.id))
        looked_at = min(_LOOKED_AT, self.effort.quotes)
        additions = [self._quoted(number) for number in reaching[:looked_at]]
        combinations, _, _ = self._combined(missing, looked_at)
        found = [
            addition
            for addition in (*additions, *combinations)
            if addition.gap.base >= tier.amount and addition.gap.pieces >= tier.pieces
        ]
        return NextTier(missing, tier.amount, tier.pieces, tier.off, min(found, key=self._key, default=None))


def _worth(priced: Quote, line: str) -> int:
    """What a line comes to after the item layer, fen; 0 where it does not count."""
    for one in priced.lines:
        if one.id == line:
            return one.amount - sum([cut.amount for cut in one.cuts if cut.layer is Layer.ITEM])
    return 0
