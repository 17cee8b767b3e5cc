"""The search over stages that hinder each other: depth first, against bounds that no combination can exceed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from cartsim.pricing.deal import OFF_UNIT, PICK_UNIT, Deal, saving
from cartsim.pricing.depth_first import Descent, go_through
from cartsim.pricing.holding import best_rate
from cartsim.pricing.ledger import Ledger
from cartsim.pricing.marks import Marks, best_of_marks, marks_from
from cartsim.pricing.outlook import Outlook
from cartsim.pricing.rise import gifts_of, within_room
from cartsim.pricing.settle import Record, State
from cartsim.pricing.stage import Option, Sole, Stage
from cartsim.pricing.sums import Sums, distinct, sums_from

MOST_OPTIONS = 4096
"""Ways to decide one stage that the search looks at; a stage with more makes the answer a bound."""

NARROW = 3
"""A stage that can take this part of what its lines are worth, or more, may find them run dry."""

FEW_STAGES = 64
"""Stages of which all are followed so."""

MOST_REMEMBERED = 200
"""Lines up to which points of the search are remembered; over more of them hardly one is met twice."""

FEW_POINTS = 200
"""Points of the search that are told apart line by line; to look for what else tells them apart takes longer."""

FEW_OPTIONS = 32
"""The same of the options of a stage."""


class Outcome(NamedTuple):
    """What a combination comes to."""

    gained: list[int]
    """Value of what it does at every stage."""
    records: list[Record]
    """What each deal in it did."""
    left: list[int]
    """What it leaves on every line, fen."""

    @property
    def value(self) -> int:
        """Value of all it does."""
        return sum(self.gained)


def apply_all(stages: Sequence[Stage], options: Sequence[Option], left: Sequence[int], minds_clashes: bool) -> Outcome:
    """These options applied in turn to what is `left` on the lines."""
    state = State(left, minds_clashes)
    gained: list[int] = []
    records: list[Record] = []
    for stage, option in zip(stages, options, strict=True):
        state.enter(stage.layer)
        value, done = state.apply(option)
        gained.append(value)
        records += done
    return Outcome(gained, records, state.left)


class Search:
    """Depth first over the stages of one group, the most promising option of each first.

    What is still to come is bounded stage by stage: by what it gives where nothing hinders it, and by what is left on
    the lines it may still have; under the progressive base by the `Outlook`. A point of the search met before with no
    less in hand is not followed again.
    """

    def __init__(
        self,
        stages: Sequence[Stage],
        best: Sequence[Option],
        ledger: Ledger,
        minds_clashes: bool,
        work_limit: int,
        start: tuple[int, Sequence[Option]] | None = None,
    ) -> None:
        """`start` is a combination to begin with, and its value."""
        self.stages = stages
        self.worths = ledger.worths
        self.work = 0
        self.work_limit = work_limit
        self.is_complete = True
        self.value = -1
        self.found: tuple[Option, ...] = ()
        self.most = [option.value for option in best]
        """Most that each stage can give."""
        self.gifts = [gifts_of(stage) for stage in stages]
        """Most that each can give in gifts, fen."""
        self.rest = [0] * (len(stages) + 1)
        """Most that the stages from here on can give."""
        for number in range(len(stages) - 1, -1, -1):
            self.rest[number] = self.rest[number + 1] + best[number].value
        self.narrow = [
            number
            for number, stage in enumerate(stages)
            if minds_clashes
            or len(stages) <= FEW_STAGES
            or saving(self.most[number]) * NARROW > sum([self.worths[line] for line in stage.lines])
        ]
        """Stages whose lines may run out of room: only their bounds follow what is left."""
        self.wide = self._wide()
        self.lines = sorted({line for stage in stages for line in stage.lines})
        self.ceiling = min(saving(self.rest[0]), sum(self.worths[line] for line in self.lines))
        if start is not None:
            self.value, self.found = start[0], tuple(start[1])
        else:
            first = apply_all(stages, best, ledger.worths, minds_clashes).value
            if first == self.rest[0]:
                self.value, self.found, self.ceiling = first, tuple(best), saving(first)
                return
        outlook = None if minds_clashes else Outlook(stages, self.most)
        self.outlook = outlook if outlook is not None and outlook.falls else None
        self.unwanted: set[int] | None = set()
        """Stages best left out on the first way down; None once it is behind us."""
        self.seen: dict[object, int] = {}
        self.minds_clashes = minds_clashes
        self.options: list[list[tuple[Option, int]]] = []
        """Of each stage, with the work that one takes."""
        for stage, option in zip(stages, best, strict=True):
            options, all_listed = stage.options(max(1, min(MOST_OPTIONS, work_limit - self.work)), option)
            self.work += len(options)
            ways = self._different(len(self.options), options)
            self.options.append([(way, 1 + sum([len(use.lines) for use in way.uses])) for way in ways])
            self.is_complete = self.is_complete and all_listed
        go_through(self._descend(0, State(self.worths, minds_clashes), 0, ()))
        if self.is_complete:
            self.ceiling = saving(self.value)

    @cached_property
    def told(self) -> Sequence[Sums | Marks | None]:
        """What tells points at each depth apart; None where every line and who took it does."""
        return marks_from(self.stages) if self.minds_clashes else sums_from(self.stages)

    def _different(self, number: int, options: Sequence[Option]) -> Sequence[Option]:
        """The options of a stage that make a difference, the best of those that make the same."""
        if len(options) <= FEW_OPTIONS:
            return options
        before, after = self.told[number], self.told[number + 1]
        if isinstance(after, Marks):
            return best_of_marks(number, self.stages, options, after)
        if isinstance(before, Sums) and isinstance(after, Sums):
            return distinct(number, self.stages, options, after)
        return options

    def _wide(self) -> list[int]:
        """Most that the stages from each depth on can give, but for the narrow ones."""
        narrow = set(self.narrow)
        rest = [0] * (len(self.stages) + 1)
        for number in range(len(self.stages) - 1, -1, -1):
            rest[number] = rest[number + 1] + (0 if number in narrow else self.most[number])
        return rest

    def _descend(self, depth: int, state: State, value: int, path: tuple[Option, ...], spare: int = 0) -> Descent:
        """Decide the stage at `depth`; `spare` is known where nothing was forgone since it was last reckoned."""
        if depth == len(self.stages):
            self.unwanted = None
            if value > self.value:
                self.value = value
                self.found = path
            return
        layer = self.stages[depth].layer
        begins = layer is not state.layer
        state.enter(layer)
        outlook = self.outlook
        if outlook is None:
            if value + self._most_left(depth, state) <= self.value:
                return
        elif begins or not spare:
            spare = outlook.spare(depth, state, value, self.value)
            if not spare:
                return
        if len(self.lines) <= MOST_REMEMBERED:
            told = self.told[depth] if len(self.seen) > FEW_POINTS else None
            met = (depth, state.key() if told is None else told.key(state))
            if self.seen.get(met, -1) >= value:
                return
            self.seen[met] = value
        options, rest = self.options[depth], self.rest[depth + 1]
        most = self.most[depth] if outlook is None else outlook.gain(depth, state)
        if self.unwanted is not None and outlook is not None:
            if begins:
                self.unwanted |= outlook.better_without(depth, state)
            if depth in self.unwanted:
                options = options[::-1]
        known = self.value
        for option, work in options:
            if value + option.value + rest <= self.value:
                continue
            if outlook is not None and most - option.value >= spare - self.value + known:
                continue
            if self.work >= self.work_limit and self.value >= 0:
                self.is_complete = False
                return
            self.work += work
            after = state.copy()
            gained, _ = after.apply(option)
            if value + gained + rest > self.value:
                is_full = outlook is not None and gained == most and known == self.value
                yield self._descend(depth + 1, after, value + gained, (*path, option), spare if is_full else 0)

    def _most_left(self, depth: int, state: State) -> int:
        """The bound of the stages to come."""
        room = sum(map(state.left.__getitem__, self.lines))
        return within_room(self.wide[depth] + sum(self._bounds(depth, state)), room, sum(self.gifts))

    def _bounds(self, depth: int, state: State) -> Iterator[int]:
        """Of each narrow stage to come, by itself; of those of a group, that share their lines out among them,
        together."""
        groups: dict[str, GroupBound] = {}
        for number in self.narrow:
            if number < depth:
                continue
            stage, most, lines = self.stages[number], self.most[number], self.stages[number].lines
            if state.taken is None or not isinstance(stage, Sole):
                yield within_room(most, self._room(lines, state), self.gifts[number])
                continue
            lines = tuple([line for line in lines if not state.is_shut_out(stage.deal, line)])
            if len(lines) < len(stage.lines):
                most = stage.deal.most(lines)
            most = within_room(most, self._room(lines, state), self.gifts[number])
            group = stage.deal.promotion.group
            rate = None if group is None else best_rate(stage.deal)
            if group is None or rate is None:
                yield most
            elif most:
                groups.setdefault(group, GroupBound()).add(stage.deal, lines, most, rate)
        for bound in groups.values():
            yield bound.most()

    def _room(self, lines: Sequence[int], state: State) -> int:
        return sum(map(state.left.__getitem__, lines))


class GroupBound:
    """What deals of one group give at most together: a line goes to one of them, at the best rate of any."""

    def __init__(self) -> None:
        self.sum = 0
        self.by_line: dict[int, int] = {}

    def add(self, deal: Deal, lines: Sequence[int], most: int, rate: tuple[int, int]) -> None:
        """One more deal, over the lines it may have."""
        self.sum += most
        for line in lines:
            gain = -(-deal.bases[line] * rate[0] * OFF_UNIT // rate[1])
            if gain > self.by_line.get(line, 0):
                self.by_line[line] = gain

    def most(self) -> int:
        """The tighter of the two bounds; a coupon insisted on counts in full."""
        picks = self.sum // PICK_UNIT * PICK_UNIT
        return min(self.sum, picks + sum(self.by_line.values()) + len(self.by_line) * OFF_UNIT)
