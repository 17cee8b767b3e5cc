"""How a deal rises with the base it holds: what the search for who gets which line is bounded and keyed by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cartsim.model.promotion import AmountOff, PercentOff
from cartsim.pricing.deal import Deal
from cartsim.pricing.kinds import WHOLE
from cartsim.pricing.split import head_start


class Holding:
    """A deal with the lines it holds at a point of the search, and their sums."""

    __slots__ = ("base", "bases", "by_sum", "count", "deal", "known", "lines", "pieces", "plain", "room")

    def __init__(self, deal: Deal, lines: Iterable[int], plain: Ladder | Stairs | None) -> None:
        self.deal = deal
        self.bases = deal.bases
        self.by_sum = deal.by_sum
        self.plain = plain
        """`plain_rise_of(deal)`"""
        self.lines: list[int] = []
        """Kept only where the sums do not say all."""
        self.base = self.pieces = self.room = self.count = 0
        self.known: dict[tuple[int, int, int], int] = {}
        for line in lines:
            self.add(line)

    def add(self, line: int) -> None:
        """Take one more line."""
        self.base += self.bases[line]
        if self.plain is None:
            ledger = self.deal.ledger
            self.pieces += ledger.quantities[line]
            self.room += ledger.worths[line]
            self.count += 1
            if not self.by_sum:
                self.lines.append(line)

    def remove(self, line: int) -> None:
        """Give a line back."""
        self.base -= self.bases[line]
        if self.plain is None:
            ledger = self.deal.ledger
            self.pieces -= ledger.quantities[line]
            self.room -= ledger.worths[line]
            self.count -= 1
            if not self.by_sum:
                self.lines.remove(line)

    def state(self) -> object:
        """What all that follows depends on: equal states have equal futures."""
        if self.plain is not None:
            return self.plain.state(self.base)
        return (self.base, self.pieces, self.room) if self.by_sum else tuple(sorted(self.lines))

    def worth(self) -> int:
        """The value of the deal on its lines."""
        return self.most() if self.deal.grows else self.deal.worth(self.lines)

    def most(self) -> int:
        """What the deal gives at most on any part of its lines; its value on them where it `grows`."""
        if self.plain is not None:
            return self.plain.worth(self.base)
        if not self.by_sum:
            return self.deal.most(self.lines)
        if not self.count:
            return 0
        key = (self.base, self.pieces, self.room)
        value = self.known.get(key)
        if value is None:
            value = self.known[key] = self.deal.value_by_sum(*key)
        return value


@dataclass(frozen=True, slots=True)
class Ladder:
    """(base, value) of the tiers of a deal whose base alone decides, each of which gives fen off once."""

    steps: tuple[tuple[int, int], ...]

    def state(self, base: int) -> int:
        """As far as the base matters: more than the top threshold changes nothing."""
        return min(base, max([threshold for threshold, _ in self.steps]))

    def stops(self, reach: int) -> list[int]:
        """Bases worth stopping at, up to `reach`."""
        return [threshold for threshold, _ in self.steps if 0 < threshold <= reach]

    def worth(self, base: int) -> int:
        """What it gives on a base."""
        most = 0
        for threshold, value in self.steps:
            if threshold <= base and value > most:
                most = value
        return most

    def floor(self, base: int) -> int:
        """The least base that gives as much."""
        worth = self.worth(base)
        return min([threshold for threshold, value in self.steps if value == worth], default=0) if worth else 0

    def most(self, held: int, reach: int, forgone: int) -> int:
        """What it gives at most with a base of `held` that can grow to `reach`, less what the base it still needs
        would bring elsewhere: `forgone` for each fen."""
        most = 0
        for threshold, value in self.steps:
            if threshold <= reach:
                gained = value - forgone * (threshold - held) if threshold > held else value
                if gained > most:
                    most = gained
        return most


@dataclass(frozen=True, slots=True)
class Stairs:
    """The same of a deal that gives its one tier again and again (每满)."""

    threshold: int
    value: int
    repeat: int | None

    def state(self, base: int) -> int:
        """As of a ladder; without a limit every fen matters."""
        return base if self.repeat is None else min(base, self.repeat * self.threshold)

    def stops(self, reach: int) -> list[int]:
        """As of a ladder: the last step within reach, or the last there is."""
        steps = reach // self.threshold
        if self.repeat is not None:
            steps = min(steps, self.repeat)
        return [steps * self.threshold] if steps else []

    def worth(self, base: int) -> int:
        """As of a ladder."""
        steps = base // self.threshold
        return (steps if self.repeat is None or steps < self.repeat else self.repeat) * self.value

    def floor(self, base: int) -> int:
        """As of a ladder."""
        return self.worth(base) // self.value * self.threshold if self.value else 0

    def most(self, held: int, reach: int, forgone: int) -> int:
        """As of a ladder. Every further step gives and needs the same, so that all of them or none is best."""
        low, high = held // self.threshold, reach // self.threshold
        if self.repeat is not None:
            low, high = min(low, self.repeat), min(high, self.repeat)
        return max(low * self.value, high * self.value - forgone * max(0, high * self.threshold - held))


@dataclass(frozen=True, slots=True)
class Share:
    """The same of a deal that gives a share of its base: (base, hundredths of a percent) of its tiers."""

    deal: Deal
    steps: tuple[tuple[int, int], ...]
    ceiling: int | None
    """Most fen off."""
    head_start: int
    """Of the division by which it is rounded."""

    def worth(self, base: int) -> int:
        """As of a ladder, with all the pieces a tier may ask for."""
        return self.deal.value(self._off(base), 0)

    def _off(self, base: int) -> int:
        """Fen off a base."""
        best = 0
        for threshold, rate in self.steps:
            if threshold <= base and rate > best:
                best = rate
        off = (base * best + self.head_start) // WHOLE if best else 0
        if off > base:
            off = base
        return off if self.ceiling is None or off < self.ceiling else self.ceiling

    def floor(self, base: int) -> int:
        """As of a ladder."""
        off = self._off(base)
        if not off:
            return 0
        numerator = off * WHOLE - self.head_start
        rated = [max(threshold, -(-numerator // rate)) for threshold, rate in self.steps if rate and threshold <= base]
        return max(off, min(rated))


def ladder_of(deal: Deal) -> Ladder | Stairs | None:
    """How the deal rises with its base, where the base alone decides and it gives fen off; None elsewhere."""
    if not deal.reads_own:
        return None
    steps: list[tuple[int, int]] = []
    for tier in deal.promotion.tiers:
        if not isinstance(tier.give, AmountOff):
            return None
        steps.append((tier.when.amount, _fen_off(tier.give, deal)))
    if deal.promotion.repeat == 1:
        return Ladder(tuple(steps))
    ((threshold, value), *more) = steps
    return Stairs(threshold, value, deal.promotion.repeat) if threshold and not more else None


def _fen_off(give: AmountOff, deal: Deal) -> int:
    ceiling = deal.promotion.max_off
    return deal.value(give.amount if ceiling is None else min(give.amount, ceiling), 0)


def plain_rise_of(deal: Deal) -> Ladder | Stairs | None:
    """How the deal rises, where its value is exactly that: no pieces asked for, never more off than the base."""
    promotion = deal.promotion
    rise = ladder_of(deal)
    if (
        rise is None
        or deal.bases is not deal.ledger.worths
        or (promotion.max_off is not None and promotion.repeat != 1)
    ):
        return None
    for tier in promotion.tiers:
        if tier.when.pieces or not isinstance(tier.give, AmountOff) or tier.give.amount > tier.when.amount:
            return None
    return rise


def share_of(deal: Deal) -> Share | None:
    """How the deal rises with its base, where the base alone decides and it gives a share of that; None elsewhere."""
    promotion = deal.promotion
    if promotion.piece_limit is not None or not deal.reads_own:
        return None
    steps: list[tuple[int, int]] = []
    for tier in promotion.tiers:
        if not isinstance(tier.give, PercentOff):
            return None
        steps.append((tier.when.amount, tier.give.rate))
    return Share(deal, tuple(steps), promotion.max_off, head_start(WHOLE, deal.ledger.rounding))


def best_rate(deal: Deal) -> tuple[int, int] | None:
    """Most fen off per fen of base, as a fraction and but for a fen of rounding; None where there is no such rate."""
    if not deal.reads_own:
        return None
    best: tuple[int, int] | None = None
    for tier in deal.promotion.tiers:
        match tier.give:
            case AmountOff(amount) if tier.when.amount:
                rate = (amount, tier.when.amount)
            case PercentOff(hundredths):
                rate = (hundredths, 10_000)
            case _:
                return None
        if best is None or rate[0] * best[1] > best[0] * rate[1]:
            best = rate
    return best
