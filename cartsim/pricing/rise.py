"""How what a stage gives rises with what is left on its lines, under the progressive base."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from cartsim.model.promotion import AmountOff, GiftGive
from cartsim.pricing.deal import OFF_UNIT, PICK_UNIT, Deal, saving
from cartsim.pricing.stage import Slot, Sole, Stage, stacks


class Rise(Protocol):
    """How the value of a deal rises with the base it is measured on."""

    def at(self, base: int) -> int:
        """Its value on that base."""


class Flat:
    """Of a deal that does not depend on what is left, but for the room."""

    __slots__ = ("value",)

    def __init__(self, value: int) -> None:
        self.value = value

    def at(self, base: int) -> int:
        """Its value."""
        return self.value


class Steps:
    """Of deals over the same lines that give an amount or a gift from a threshold on; their values add up."""

    __slots__ = ("steps", "thresholds", "values")

    def __init__(self, steps: Iterable[tuple[int, int]]) -> None:
        """(threshold, what is gained there)"""
        self.steps = sorted(steps)
        self.thresholds = [threshold for threshold, _ in self.steps]
        self.values = [0]
        """Value where so many of the thresholds are reached."""
        for _, gain in self.steps:
            self.values.append(self.values[-1] + gain)

    def at(self, base: int) -> int:
        """Their value on that base."""
        return self.values[bisect_right(self.thresholds, base)]


class Slope:
    """Of any other deal whose value its base tells."""

    __slots__ = ("deal", "known", "pieces")

    def __init__(self, deal: Deal, pieces: int) -> None:
        self.deal = deal
        self.pieces = pieces
        self.known: dict[int, int] = {}

    def at(self, base: int) -> int:
        """Its value on that base."""
        value = self.known.get(base)
        if value is None:
            value = self.known[base] = self.deal.value_by_sum(base, self.pieces, base)
        return value


class Part(NamedTuple):
    """One deal of a stage."""

    span: int
    """Number of its lines."""
    rise: Rise
    stacks: bool


@dataclass(slots=True)
class Reader:
    """What a stage reads; or stages of one layer over the same lines, together."""

    span: int
    """Number of all its lines."""
    parts: Sequence[Part]
    most: int
    """Never exceeded."""
    is_even: bool
    """Whether its one deal is split by what is left as its layer begins."""
    gifts: int
    """What it gives in gifts at most, fen."""
    steps: Steps | None
    """How it rises, where it is one deal that rises by steps."""

    @property
    def spans(self) -> set[int]:
        """All it reads."""
        return {self.span, *(part.span for part in self.parts)}

    @property
    def falls(self) -> bool:
        """Whether it depends on what earlier layers leave, beyond the room."""
        return any(not isinstance(part.rise, Flat) for part in self.parts)

    def most_on(self, bases: Sequence[int]) -> int:
        """What it gives at most with so much on every span."""
        parts = self.parts
        if self.steps is not None:
            base = bases[self.span]
            value = self.steps.values[bisect_right(self.steps.thresholds, base)]
            return value if value <= base * OFF_UNIT else within_room(value, base, self.gifts)
        if len(parts) == 1:
            value = parts[0].rise.at(bases[parts[0].span])
        else:
            value = together = 0
            for part in parts:
                gain = part.rise.at(bases[part.span])
                if part.stacks:
                    together += gain
                if gain > value:
                    value = gain
            if together > value:
                value = together
        return within_room(value if value < self.most else self.most, bases[self.span], self.gifts)


def reader_of(stage: Stage, most: int, spans: MutableMapping[tuple[int, ...], int]) -> Reader:
    """The reader of a stage that gives `most` at the most; `spans` numbers sets of lines, and learns new ones."""
    span = spans.setdefault(stage.lines, len(spans))
    deals = stage.deals() if isinstance(stage, Sole | Slot) else ()
    parts = []
    for deal in deals:
        lines = stage.lines if isinstance(stage, Sole) else deal.lines
        parts.append(Part(spans.setdefault(lines, len(spans)), _rise_of(deal, lines, most), stacks(deal)))
    if not parts:
        parts = [Part(span, Flat(most), False)]
    is_even = len(parts) == 1 and not isinstance(parts[0].rise, Flat)
    rise = parts[0].rise
    steps = rise if len(parts) == 1 and isinstance(rise, Steps) else None
    return Reader(span, parts, most, is_even, gifts_of(stage), steps)


class Readers:
    """The readers of one layer; those over the same lines that rise by steps are read as one."""

    def __init__(self, readers: Sequence[Reader]) -> None:
        self.spans = {span for reader in readers for span in reader.spans}
        self.falls = any(reader.falls for reader in readers)
        self.others = [reader for reader in readers if reader.steps is None]
        steps: dict[int, list[tuple[int, int]]] = {}
        gifts: dict[int, int] = {}
        for reader in readers:
            if reader.steps is not None:
                steps.setdefault(reader.span, []).extend(reader.steps.steps)
                gifts[reader.span] = gifts.get(reader.span, 0) + reader.gifts
        self.stepped = [
            (span, rise.thresholds, rise.values, gifts[span]) for span, of in steps.items() for rise in (Steps(of),)
        ]

    def most_on(self, bases: Sequence[int]) -> int:
        """What all of them give at most with so much on every span."""
        sum_of_gains = 0
        for span, thresholds, values, gifts in self.stepped:
            base = bases[span]
            gain = values[bisect_right(thresholds, base)]
            sum_of_gains += gain if gain <= base * OFF_UNIT else within_room(gain, base, gifts)
        for reader in self.others:
            sum_of_gains += reader.most_on(bases)
        return sum_of_gains

    def by_span(self, bases: Sequence[int]) -> Iterator[tuple[int, int]]:
        """The same, with the span of the lines each gain is taken off."""
        for span, thresholds, values, gifts in self.stepped:
            yield span, within_room(values[bisect_right(thresholds, bases[span])], bases[span], gifts)
        for reader in self.others:
            yield reader.span, reader.most_on(bases)


def _rise_of(deal: Deal, lines: Sequence[int], ceiling: int) -> Rise:
    """How it rises over these of its lines, as far as it gives no more than `ceiling`."""
    if not deal.is_progressive or not deal.grows or not deal.by_sum:
        return Flat(deal.most(lines))
    pieces = sum([deal.ledger.quantities[line] for line in lines])
    promotion = deal.promotion
    if promotion.repeat != 1 or not all(isinstance(tier.give, AmountOff | GiftGive) for tier in promotion.tiers):
        return Slope(deal, pieces)
    steps: list[tuple[int, int]] = []
    reached = 0
    for step, tier in enumerate(promotion.tiers):
        if pieces >= tier.when.pieces:
            off = tier.give.amount if isinstance(tier.give, AmountOff) else 0
            if promotion.max_off is not None:
                off = min(off, promotion.max_off)
            value = min(ceiling, deal.value(off, deal.benefit(step).gift_value(1)))
            if value > reached:
                steps.append((tier.when.amount, value - reached))
                reached = value
    return Steps(steps)


def gifts_of(stage: Stage) -> int:
    """List value of all gifts the stage may give at most, fen."""
    return sum([deal.most_gifts for deal in stage.deals()])


def within_room(value: int, room: int, gifts: int = 0) -> int:
    """The most there is where `value` is the most without regard to room: no more fen off than there is room, and
    then up to so much in `gifts`, since what gives less off may give more of these."""
    return value if saving(value) <= room else value // PICK_UNIT * PICK_UNIT + room * OFF_UNIT + gifts
