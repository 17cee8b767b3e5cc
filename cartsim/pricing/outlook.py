"""What stages to come can give at most, where what one takes off spoils what a later one is measured on.

Under the progressive base a deal is measured on what earlier layers leave. To beat a combination known already, no
more may be forgone than the sum of what all stages to come could give exceeds it by; so the earlier ones take nearly
all they can off the lines of the later ones, and what these then give less counts against that sum.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cartsim.pricing.deal import OFF_UNIT, PICK_UNIT, saving
from cartsim.pricing.rise import Readers, reader_of, within_room
from cartsim.pricing.settle import State
from cartsim.pricing.stage import Stage

PASSES = 2
"""Times that what is forgone is reckoned: what late layers lose for certain leaves early ones less to forgo."""


class View(NamedTuple):
    """A layer about to be decided: what its own stages give and take. All lists start with its first stage."""

    begun: Sequence[int]
    """What was left on every line when it began."""
    first: int
    """Number of its first stage."""
    is_never_dry: bool
    """Whether no line can run dry within it, whatever is chosen."""
    gains: list[int]
    """Most that each stage gives."""
    rest: list[int]
    """Most that the stages from each on give."""
    takes: list[list[int]]
    """Fen that the stages from each on take off every span at the least, less what they do not give; empty where no
    layer follows or lines may run dry."""


class Outlook:
    """What the stages of one search can give at most from some point on."""

    def __init__(self, stages: Sequence[Stage], most: Sequence[int]) -> None:
        self.stages = stages
        self.lines = sorted({line for stage in stages for line in stage.lines})
        layers = list(dict.fromkeys([stage.layer for stage in stages]))
        self.layer_of = [layers.index(stage.layer) for stage in stages]
        self.ends = [len(stages) - self.layer_of[::-1].index(layer) for layer in range(len(layers))]
        """Where the stages of each layer end."""
        spans: dict[tuple[int, ...], int] = {}
        self.of_stage = [reader_of(stage, value, spans) for stage, value in zip(stages, most, strict=True)]
        self.spans = list(spans)
        """Lines that deals have, each set of them once."""
        self.readers = [
            Readers([reader for reader, of in zip(self.of_stage, self.layer_of, strict=True) if of == layer])
            for layer in range(len(layers))
        ]
        """Of each layer."""
        self.read_later = [
            sorted({span for readers in self.readers[layer + 1 :] for span in readers.spans})
            for layer in range(len(layers))
        ]
        """Spans that the layers after each read."""
        self.within = self._within()
        """Of each span those that hold all of its lines."""
        self.parts: list[dict[tuple[int, ...], int]] = [{} for _ in layers]
        """Lines in which a stage of the layer meets a span read later, numbered."""
        meets = {
            (reader.span, layer): self._meets(reader.span, layer)
            for reader, layer in zip(self.of_stage, self.layer_of, strict=True)
        }
        self.partly = [
            meets[reader.span, layer] if reader.is_even else ()
            for reader, layer in zip(self.of_stage, self.layer_of, strict=True)
        ]
        """Of each stage of one deal the spans read later that hold a part of its lines: the numbers of both, and how
        many lines that are."""
        self.alike = [self._alike(layer) for layer in range(len(layers))]
        """Of each layer the lines that the same of its spans hold, with these spans."""
        self.views: list[View | None] = [None] * len(layers)
        self.gift_givers = sum([reader.gifts > 0 for reader in self.of_stage])
        self.gifts = sum([reader.gifts for reader in self.of_stage])
        self.falls = any(readers.falls for readers in self.readers[1:])
        """Whether anything depends on what earlier layers leave."""

    def spare(self, depth: int, state: State, value: int, known: int) -> int:
        """What the stages from `depth` on must forgo less of to bring `value` above `known`; 0 where they cannot.

        `state` has entered their layer. What a stage forgoes is told against its `gain`.
        """
        layer = self.layer_of[depth]
        most, taken = self._of_this_layer(depth, state)
        bases = self._bases(layer, state)
        later = self.readers[layer + 1 :]
        gains = [of_layer.most_on(bases) for of_layer in later]
        to_come = most + sum(gains)
        gap = value + to_come - known
        if gap <= 0 or value + within_room(to_come, sum(map(state.left.__getitem__, self.lines)), self.gifts) <= known:
            return 0
        if not later or gap >= PICK_UNIT // 2:
            return gap
        return max(0, gap - self._forgone(later, bases, gains, taken, gap))

    def gain(self, depth: int, state: State) -> int:
        """Most that the stage at `depth` gives."""
        view = self._view(depth, state)
        gain = view.gains[depth - view.first]
        if view.is_never_dry:
            return gain
        return within_room(gain, sum(map(state.left.__getitem__, self.stages[depth].lines)), self.of_stage[depth].gifts)

    def better_without(self, depth: int, state: State) -> set[int]:
        """Stages of the layer that begins at `depth` that spoil more than they give, where all else is taken that can
        be: an estimate, to find good combinations early. One after the other, the one that spoils most first."""
        layer = self.layer_of[depth]
        view = self._view(depth, state)
        without: set[int] = set()
        if not view.is_never_dry or not self.read_later[layer]:
            return without
        taken = view.takes[0]
        most = self._all_taken(layer, state, taken)
        while True:
            best: tuple[int, list[int], int] | None = None
            for place, gain in enumerate(view.gains):
                if gain and depth + place not in without:
                    rest = [
                        all_of_it - more + less
                        for all_of_it, more, less in zip(taken, view.takes[place], view.takes[place + 1], strict=True)
                    ]
                    value = self._all_taken(layer, state, rest) - gain
                    if value > most:
                        most, best = value, (depth + place, rest, gain)
            if best is None:
                return without
            without.add(best[0])
            taken = best[1]
            most += best[2]

    def _all_taken(self, layer: int, state: State, taken: Sequence[int]) -> int:
        """What the layers after this one give where it takes so much off every span, and all is taken."""
        bases = self._bases(layer, state)
        value = 0
        for readers in self.readers[layer + 1 :]:
            spoilt = [max(0, base - takes) for base, takes in zip(bases, taken, strict=True)]
            value += readers.most_on(spoilt)
            taken = self._with_takes(readers, spoilt, taken)
        return value

    def _bases(self, layer: int, state: State) -> list[int]:
        """What is left of every span that the layers after this one read."""
        left, spans = state.left, self.spans
        bases = [0] * len(spans)
        for span in self.read_later[layer]:
            bases[span] = sum(map(left.__getitem__, spans[span]))
        return bases

    def _forgone(
        self, later: Sequence[Readers], bases: Sequence[int], gains: Sequence[int], taken: Sequence[int], gap: int
    ) -> int:
        """What later layers cannot but lose where less than `gap` is forgone in all."""
        budget = (gap - 1) // OFF_UNIT + 2 * self.gift_givers
        before = [taken]
        for readers in later[:-1]:
            before.append(self._with_takes(readers, bases, before[-1]))
        lost = [0] * len(later)
        for _ in range(PASSES):
            for number, readers in enumerate(later):
                # what its own layer or a later one forgoes leaves a deal no more
                forgone = budget - saving(sum(lost[number:]))
                spoilt = [
                    base if takes <= forgone else max(0, base - takes + forgone)
                    for base, takes in zip(bases, before[number], strict=True)
                ]
                lost[number] = gains[number] - readers.most_on(spoilt)
            if not any(lost) or sum(lost) >= gap:
                break
        return sum(lost)

    def _with_takes(self, readers: Readers, bases: Sequence[int], taken: Sequence[int]) -> list[int]:
        """`taken` with what a layer that is still to come takes off every span at the least."""
        sums = list(taken)
        for own, gain in readers.by_span(bases):
            for span in self.within[own]:
                sums[span] += saving(gain)
        return sums

    def _of_this_layer(self, depth: int, state: State) -> tuple[int, Sequence[int]]:
        """Most that the stages of this layer from `depth` on give, and what that takes off every span."""
        view = self._view(depth, state)
        if view.is_never_dry:
            return view.rest[depth - view.first], view.takes[depth - view.first] if view.takes else ()
        most = 0
        taken = [0] * len(self.spans)
        for number in range(depth, self.ends[self.layer_of[depth]]):
            room = sum(map(state.left.__getitem__, self.stages[number].lines))
            gain = within_room(view.gains[number - view.first], room, self.of_stage[number].gifts)
            most += gain
            for span in self.within[self.of_stage[number].span]:
                taken[span] += saving(gain)
        return most, taken

    def _view(self, depth: int, state: State) -> View:
        layer = self.layer_of[depth]
        view = self.views[layer]
        if view is None or view.begun is not state.at_layer:
            view = self.views[layer] = self._viewed(depth, self.ends[layer], state.at_layer)
        return view

    def _viewed(self, first: int, end: int, begun: Sequence[int]) -> View:
        layer = self.layer_of[first]
        bases = [0] * len(self.spans)
        for span in self.readers[layer].spans:
            bases[span] = sum(map(begun.__getitem__, self.spans[span]))
        gains = [reader.most_on(bases) for reader in self.of_stage[first:end]]
        rest = [0]
        for gain in reversed(gains):
            rest.append(rest[-1] + gain)
        is_never_dry = self._is_never_dry(first, gains, bases, begun)
        takes = self._takes(first, gains, bases, begun) if is_never_dry and self.read_later[layer] else []
        return View(begun, first, is_never_dry, gains, rest[::-1], takes)

    def _takes(self, first: int, gains: Sequence[int], bases: Sequence[int], begun: Sequence[int]) -> list[list[int]]:
        parts = [sum(map(begun.__getitem__, lines)) for lines in self.parts[self.layer_of[first]]]
        taken = [0] * len(self.spans)
        takes = [taken]
        for number in range(first + len(gains) - 1, first - 1, -1):
            off = saving(gains[number - first])
            if off:
                taken = taken.copy()
                own = self.of_stage[number].span
                for span in self.within[own]:
                    taken[span] += off
                base = bases[own]
                for span, part, lines in self.partly[number]:
                    share = off * parts[part] // base - lines
                    if share > 0:
                        taken[span] += share
            takes.append(taken)
        takes.reverse()
        return takes

    def _is_never_dry(self, first: int, gains: Sequence[int], bases: Sequence[int], begun: Sequence[int]) -> bool:
        """Whether all shares of these stages together leave something on every line that has anything."""
        shares = [0.0] * len(self.spans)
        for reader, gain in zip(self.of_stage[first : first + len(gains)], gains, strict=True):
            if gain:
                if not reader.is_even:
                    return False
                if off := saving(gain):
                    shares[reader.span] += off / bases[reader.span]
        rounding = len(gains) + 1  # a share is rounded up by less than a fen
        for spans, lines in self.alike[self.layer_of[first]]:
            least = min(map(begun.__getitem__, lines)) or min([begun[line] for line in lines if begun[line]], default=0)
            if least and least * (1 - sum(map(shares.__getitem__, spans))) < rounding:
                return False
        return True

    def _alike(self, layer: int) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
        """The lines of a layer in groups that the same of its spans hold, each with these spans."""
        spans = sorted({reader.span for reader, of in zip(self.of_stage, self.layer_of, strict=True) if of == layer})
        held: dict[int, tuple[int, ...]] = {}
        for span in spans:
            for line in self.spans[span]:
                held[line] = (*held.get(line, ()), span)
        groups: dict[tuple[int, ...], list[int]] = {}
        for line, of in held.items():
            groups.setdefault(of, []).append(line)
        return [(of, tuple(lines)) for of, lines in groups.items()]

    def _within(self) -> list[list[int]]:
        sets = [frozenset(span) for span in self.spans]
        return [[number for number, other in enumerate(sets) if own <= other] for own in sets]

    def _meets(self, own: int, layer: int) -> tuple[tuple[int, int, int], ...]:
        parts = self.parts[layer]
        found = []
        for span in self.read_later[layer]:
            if span not in self.within[own]:
                held = set(self.spans[span])
                lines = tuple([line for line in self.spans[own] if line in held])
                if lines:
                    found.append((span, parts.setdefault(lines, len(parts)), len(lines)))
        return tuple(found)
