"""The cheapest legal combination, exactly: every stage at its best where that can be had at once, else a search.

The best value of every stage, taken alone, bounds what any combination can give: a deal never gives more on
fewer lines or on a smaller base. Where applying all best options gives that sum it is the optimum, and nothing
is searched; so it is in nearly every cart. Elsewhere (a cut that finds no room, a threshold that an earlier layer
spoils, deals that exclude each other) the stages that share lines are searched depth first against that bound.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cartsim.pricing.clusters import connected
from cartsim.pricing.deal import OFF_UNIT, PICK_UNIT, saving
from cartsim.pricing.ledger import Ledger
from cartsim.pricing.scope import clash
from cartsim.pricing.settle import Record, State
from cartsim.pricing.stage import ASSIGNED, Option, Stage

MOST_OPTIONS = 4096
"""Ways to decide one stage that the search looks at; a stage with more makes the answer a bound."""


class Choice(NamedTuple):
    """A combination with what it does."""

    records: tuple[Record, ...]
    value: int
    optimal: bool
    ceiling: int
    """Most fen off any combination could still take; the saving itself where it is optimal."""
    options: tuple[Option, ...]
    """What was chosen at every stage."""
    is_unhindered: bool
    """Whether every stage gives all it could alone, so that nothing had to be searched."""

    @property
    def off(self) -> int:
        """Fen off above the item layer."""
        return saving(self.value)


def choose(stages: Sequence[Stage], ledger: Ledger, work_limit: int) -> Choice:
    """The best combination of the stages, with at most `work_limit` steps for each search it takes: that of a stage
    for its best option, and that of stages which hinder each other.

    Ties fall to the first option of every stage in turn, so they do not hang on the order of the basket.
    """
    minds_clashes = do_clash(stages)
    best = [stage.best(work_limit) for stage in stages]
    bound = sum([option.value for option in best])
    value, records = apply_all(stages, best, ledger.worths, minds_clashes)
    slack = sum([option.slack for option in best])
    if value == bound:
        return Choice(tuple(records), value, not slack, saving(value + slack), tuple(best), True)
    chosen = best.copy()
    optimal = not slack
    ceiling = saving(slack)
    for group in connected(_in_turn(stages, ledger), lambda number: reach(stages[number])):
        search = _Search(
            [stages[number] for number in group], [best[number] for number in group], ledger, minds_clashes, work_limit
        )
        for number, option in zip(group, search.found, strict=True):
            chosen[number] = option
        optimal = optimal and search.is_complete
        ceiling += saving(search.value) if search.is_complete else search.ceiling
    value, records = apply_all(stages, chosen, ledger.worths, minds_clashes)
    return Choice(tuple(records), value, optimal, saving(value) if optimal else ceiling, tuple(chosen), False)


def choose_over(stages: Sequence[Stage], left: Sequence[int], work_limit: int) -> Choice | None:
    """The best option of every stage over what others have `left` on the lines, where each can be had in full.

    For stages that no other deals of which shut out. None where they hinder each other, or what is left is too little.
    """
    best = [stage.best(work_limit) for stage in stages]
    bound = sum([option.value for option in best])
    value, records = apply_all(stages, best, left, False)
    if value != bound:
        return None
    slack = sum([option.slack for option in best])
    return Choice(tuple(records), value, not slack, saving(value + slack), tuple(best), True)


def _in_turn(stages: Sequence[Stage], ledger: Ledger) -> list[int]:
    """The stages in the order of the search: by layer; activities with the dearest line first, slots as they stand."""
    turns: list[tuple[int, tuple[int, str], int]] = []
    layers: list[str] = []
    for number, stage in enumerate(stages):
        if stage.layer not in layers:
            layers.append(stage.layer)
        dearest = (0, "")
        if stage.layer in ASSIGNED:
            dearest = min((ledger.cheapness(line) for line in stage.lines), default=dearest)
        turns.append((layers.index(stage.layer), dearest, number))
    return [number for _, _, number in sorted(turns)]


def do_clash(stages: Sequence[Stage]) -> bool:
    """Whether any two deals of different stages may shut each other out."""
    promotions = [deal.promotion for stage in stages for deal in stage.deals()]
    bearing = [promotion for promotion in promotions if promotion.excludes or promotion.group is not None]
    return any(one is not other and clash(one, other) for one in bearing for other in promotions)


def reach(stage: Stage) -> list[int]:
    """Lines whose state the stage reads or changes."""
    lines = set(stage.lines)
    for deal in stage.deals():
        if deal.measured is not None:
            lines.update(deal.measured)
    return sorted(lines)


def apply_all(
    stages: Sequence[Stage], options: Sequence[Option], left: Sequence[int], minds_clashes: bool
) -> tuple[int, list[Record]]:
    """The value of these options applied in turn to what is `left` on the lines, and what each deal in them did."""
    state = State(left, minds_clashes)
    value = 0
    records: list[Record] = []
    for stage, option in zip(stages, options, strict=True):
        state.enter(stage.layer)
        gained, done = state.apply(option)
        value += gained
        records += done
    return value, records


class _Search:
    """Depth first over the stages of one group, the most promising option of each first."""

    def __init__(
        self,
        stages: Sequence[Stage],
        best: Sequence[Option],
        ledger: Ledger,
        minds_clashes: bool,
        work_limit: int,
    ) -> None:
        self.stages = stages
        self.worths = ledger.worths
        self.work = 0
        self.work_limit = work_limit
        self.is_complete = True
        self.value = -1
        self.found: tuple[Option, ...] = ()
        self.rest = [0] * (len(stages) + 1)
        """Most that the stages from here on can give."""
        for number in range(len(stages) - 1, -1, -1):
            self.rest[number] = self.rest[number + 1] + best[number].value
        self.lines = sorted({line for stage in stages for line in stage.lines})
        self.ceiling = min(saving(self.rest[0]), sum(self.worths[line] for line in self.lines))
        first, _ = apply_all(stages, best, ledger.worths, minds_clashes)
        if first == self.rest[0]:
            self.value, self.found = first, tuple(best)
            return
        self.options: list[list[Option]] = []
        for stage, option in zip(stages, best, strict=True):
            options, all_listed = stage.options(max(1, min(MOST_OPTIONS, work_limit - self.work)), option)
            self.work += len(options)
            self.options.append(options)
            self.is_complete = self.is_complete and all_listed
        self._descend(0, State(self.worths, minds_clashes), 0, ())

    def _descend(self, depth: int, state: State, value: int, path: tuple[Option, ...]) -> None:
        if depth == len(self.stages):
            if value > self.value:
                self.value = value
                self.found = path
            return
        state.enter(self.stages[depth].layer)
        if value + self._most_left(depth, state) <= self.value:
            return
        for option in self.options[depth]:
            if value + option.value + self.rest[depth + 1] <= self.value:
                break
            if self.work >= self.work_limit and self.value >= 0:
                self.is_complete = False
                return
            self.work += 1 + sum(len(use.lines) for use in option.uses)
            after = state.copy()
            gained, _ = after.apply(option)
            if value + gained + self.rest[depth + 1] > self.value:
                self._descend(depth + 1, after, value + gained, (*path, option))

    def _most_left(self, depth: int, state: State) -> int:
        """The bound of the stages to come, no more than the room left on the lines."""
        most = self.rest[depth]
        room = sum(state.left[line] for line in self.lines)
        return most if saving(most) <= room else most // PICK_UNIT * PICK_UNIT + room * OFF_UNIT + most % OFF_UNIT
