"""Applying a combination: cuts in the order of the layers, clamped by what is left, split over the lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cartsim.model.promotion import Layer
from cartsim.pricing.columns import entries, new_row
from cartsim.pricing.deal import Deal, Measure
from cartsim.pricing.scope import clash
from cartsim.pricing.split import allocate
from cartsim.pricing.stage import Option, Use


class Record(NamedTuple):
    """What one deal did on the lines it took."""

    deal: Deal
    lines: tuple[int, ...]
    """Lines it was measured on: those of its option that nothing applied before shuts out."""
    measure: Measure
    granted: int
    shares: tuple[int, ...]

    @property
    def is_applied(self) -> bool:
        """Whether it gave anything: a cut or a gift."""
        return self.granted > 0 or self.measure.gift_value > 0


class State:
    """What is left on every line, and who took part where, on the way through the layers."""

    __slots__ = ("at_layer", "layer", "left", "taken")

    def __init__(self, worths: Sequence[int], minds_clashes: bool) -> None:
        self.left = list(worths)
        self.at_layer = self.left
        """What was left when the current layer began: the progressive base."""
        self.layer: Layer | None = None
        self.taken: list[tuple[Deal, ...]] | None = [()] * len(worths) if minds_clashes else None
        """Deals applied on each line, kept only where some exclude others."""

    def copy(self) -> State:
        """The same state, to go on from in another way."""
        twin = State.__new__(State)
        twin.left = self.left.copy()
        twin.at_layer = self.at_layer
        twin.layer = self.layer
        twin.taken = None if self.taken is None else self.taken.copy()
        return twin

    def key(self) -> object:
        """What all that follows depends on: equal keys have equal futures."""
        begun = None if self.at_layer is self.left else tuple(self.at_layer)
        if self.taken is None:
            return tuple(self.left), begun
        # of a deal that shuts nothing out by itself, later ones can still shut out its layer
        marks = tuple(
            [tuple([deal.promotion.id if deal.may_clash else deal.layer for deal in deals]) for deals in self.taken]
        )
        return tuple(self.left), begun, marks

    def enter(self, layer: Layer) -> None:
        """Begin a layer; nothing changes within one."""
        if layer is not self.layer:
            self.layer = layer
            self.at_layer = self.left.copy()

    def apply(self, option: Option) -> tuple[int, list[Record]]:
        """Apply the uses of an option; their value and what each did."""
        value = 0
        records = []
        for use in option.uses:
            record = self._apply_use(use)
            value += record.deal.value(record.granted, record.measure.gift_value)
            records.append(record)
        return value, records

    def _apply_use(self, use: Use) -> Record:
        deal, lines, measure = use
        if self.taken is not None:
            lines = tuple(line for line in lines if not self.is_shut_out(deal, line))
        if len(lines) < len(use.lines):
            measure = deal.measure(lines, self.at_layer)
        elif deal.is_progressive:
            measure = deal.measure_again(measure, lines, self.at_layer)
        if measure.step < 0 or not measure.off:
            if self.taken is not None and measure.gift_value:
                self._mark(deal, lines)
            return Record(deal, lines, measure, 0, (0,) * len(lines))
        left = self.left
        bases = self.at_layer if deal.is_progressive else deal.bases
        weights = deal.benefit(measure.step).weights(lines, bases)
        shares = allocate(weights, measure.off, entries(left, lines), deal.promotion.excess_drops)
        for line, share in zip(lines, shares, strict=True):
            left[line] -= share
        granted = sum(shares)
        if self.taken is not None and (granted or measure.gift_value):
            self._mark(deal, lines)
        return new_row(Record, (deal, lines, measure, granted, shares))

    def is_shut_out(self, deal: Deal, line: int) -> bool:
        """Whether something that applied on the line keeps the deal off it."""
        assert self.taken is not None
        return any(clash(earlier.promotion, deal.promotion) for earlier in self.taken[line])

    def _mark(self, deal: Deal, lines: Sequence[int]) -> None:
        assert self.taken is not None
        for line in lines:
            self.taken[line] = (*self.taken[line], deal)
