"""The cheapest legal combination, exactly: every stage at its best where that can be had at once, else a search.

The best value of every stage, taken alone, bounds what any combination can give: a deal never gives more on
fewer lines or on a smaller base. Where applying all best options gives that sum it is the optimum, and nothing
is searched; so it is in nearly every cart. Elsewhere (a cut that finds no room, a threshold that an earlier layer
spoils, deals that exclude each other) the stages that share lines are searched depth first against that bound.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import NamedTuple

from cartsim.pricing.clusters import connected
from cartsim.pricing.deal import PICK_UNIT, Deal, saving
from cartsim.pricing.dry import never_dry
from cartsim.pricing.ledger import Ledger
from cartsim.pricing.scope import clash
from cartsim.pricing.search import Outcome, Search, apply_all
from cartsim.pricing.settle import Record
from cartsim.pricing.shares import by_shares
from cartsim.pricing.stage import ASSIGNED, Option, Stage

LEAST_WORK = 10_000
"""Steps of the search for what the shopper insists on, whatever the work limit: it is little, and always kept."""


class Choice(NamedTuple):
    """A combination with what it does."""

    records: tuple[Record, ...]
    value: int
    optimal: bool
    ceiling: int
    """Most fen off any combination could still take; the saving itself where it is optimal."""
    options: tuple[Option, ...]
    """What was chosen at every stage."""
    left: Sequence[int]
    """What it leaves on every line, fen."""
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
    together = apply_all(stages, best, ledger.worths, minds_clashes)
    slack = sum([option.slack for option in best])
    if together.value == bound:
        return _unhindered(together, best, slack)
    chosen = best.copy()
    optimal = not slack
    ceiling = saving(slack)
    for group in connected(_in_turn(stages, ledger), lambda number: reach(stages[number])):
        tried = together if group == list(range(len(stages))) else None
        of_group = [stages[number] for number in group]
        found = _decide(of_group, [best[number] for number in group], ledger, work_limit, tried)
        for number, option in zip(group, found.options, strict=True):
            chosen[number] = option
        optimal = optimal and found.is_complete
        ceiling += found.ceiling
    found_together = apply_all(stages, chosen, ledger.worths, minds_clashes)
    value, records, left = found_together.value, tuple(found_together.records), found_together.left
    optimal = optimal or ceiling == saving(value)
    return Choice(records, value, optimal, saving(value) if optimal else ceiling, tuple(chosen), left, False)


def _unhindered(together: Outcome, best: Sequence[Option], slack: int) -> Choice:
    value = together.value
    return Choice(
        tuple(together.records), value, not slack, saving(value + slack), tuple(best), together.left, is_unhindered=True
    )


class _Found(NamedTuple):
    """What was found for stages that share lines."""

    options: Sequence[Option]
    is_complete: bool
    ceiling: int
    """Most fen off they could still give; what they give where it is complete."""


def _decide(
    stages: Sequence[Stage],
    best: Sequence[Option],
    ledger: Ledger,
    work_limit: int,
    tried: Outcome | None = None,
) -> _Found:
    """The best options of stages that share lines: what hinders each other is searched first, as if it were alone.

    Where what such parts give can be had together with the best of all others it is the optimum; else it is where the
    search over all of them starts. `tried` is what the best options together are known to come to and to do.
    """
    minds_clashes = do_clash(stages)
    parts = _clashing(stages) if minds_clashes else []
    known = _Known(stages, ledger, minds_clashes)
    left = known.try_out(best, tried)
    most = sum([option.value for option in best])
    for is_spared in (_is_insisted, _is_no_other_coupon):
        if known.value // PICK_UNIT < most // PICK_UNIT:
            known.try_out(_with_only(is_spared, stages, ledger, minds_clashes, work_limit))
    apart = None if minds_clashes else by_shares(stages, best, ledger, work_limit)
    if apart is not None:
        known.try_out(apart.options)
        if known.value == apart.most:
            return _Found(known.options, True, saving(known.value))
    is_bound = not minds_clashes or _stay_alone(parts, stages)
    start = list(best)
    while True:
        is_complete, bound = True, most
        for part in parts:
            search = Search([stages[n] for n in part], [best[n] for n in part], ledger, minds_clashes, work_limit)
            for number, option in zip(part, search.found, strict=True):
                start[number] = option
            is_complete = is_complete and search.is_complete
            bound += search.value - sum([best[number].value for number in part])
        if parts:
            left = known.try_out(start)
        if known.value == bound and is_complete and is_bound:
            return _Found(known.options, True, saving(known.value))
        if not is_complete:
            return _Found(known.options, False, saving(most))
        wider = [] if minds_clashes else _on_dry_lines(stages, left)
        so_far = parts[0] if parts else []
        if minds_clashes or set(wider) <= set(so_far) or len(wider) == len(stages):
            break
        parts = [sorted({*wider, *so_far})]
    search = Search(stages, best, ledger, minds_clashes, work_limit, (known.value, known.options))
    ceiling = search.ceiling if apart is None else min(search.ceiling, saving(apart.most))
    return _Found(search.found, search.is_complete, ceiling)


class _Known:
    """The best combination of some stages tried so far, the first of equals."""

    def __init__(self, stages: Sequence[Stage], ledger: Ledger, minds_clashes: bool) -> None:
        self._stages = stages
        self._ledger = ledger
        self._minds_clashes = minds_clashes
        self.value = -1
        self.options: Sequence[Option] = ()

    def try_out(self, options: Sequence[Option], tried: Outcome | None = None) -> Sequence[int]:
        """What the combination leaves on every line; it is kept where it gives more than those before."""
        outcome = tried or apply_all(self._stages, options, self._ledger.worths, self._minds_clashes)
        if outcome.value > self.value:
            self.value, self.options = outcome.value, tuple(options)
        return outcome.left


def _is_insisted(deal: Deal) -> bool:
    return deal.is_insisted


def _is_no_other_coupon(deal: Deal) -> bool:
    return deal.is_insisted or deal.coupon is None


def _with_only(
    is_spared: Callable[[Deal], bool],
    stages: Sequence[Stage],
    ledger: Ledger,
    minds_clashes: bool,
    work_limit: int,
) -> Sequence[Option]:
    """The best combination without the other deals: where the search stops early, it keeps all that is insisted on."""
    bare = list(stages)
    for number, stage in enumerate(stages):
        for deal in stage.deals():
            if not is_spared(deal):
                bare[number] = bare[number].without(deal)
    best = [stage.best(work_limit) for stage in bare]
    return Search(bare, best, ledger, minds_clashes, max(work_limit, LEAST_WORK)).found


def _stay_alone(parts: Sequence[Sequence[int]], stages: Sequence[Stage]) -> bool:
    """Whether what parts give by themselves is the most they can give: nothing others take keeps a deal of theirs from
    giving anything, and so from shutting others out."""
    deals = [deal for part in parts for number in part for deal in stages[number].deals()]
    return not any(deal.is_progressive or deal.is_loose for deal in deals) and never_dry(stages)


def _on_dry_lines(stages: Sequence[Stage], left: Sequence[int]) -> list[int]:
    """The stages that share a line of which nothing is left: where more room would let somebody give more."""
    return [number for number, stage in enumerate(stages) if any(not left[line] for line in stage.lines)]


def _clashing(stages: Sequence[Stage]) -> list[list[int]]:
    """The stages in clusters: those of different clusters never shut each other out."""
    pairs: list[list[int]] = [[] for _ in stages]
    for pair, (one, other) in enumerate(combinations(range(len(stages)), 2)):
        if do_clash([stages[one], stages[other]]) and set(stages[one].lines) & set(stages[other].lines):
            pairs[one].append(pair)
            pairs[other].append(pair)
    return connected(range(len(stages)), pairs.__getitem__)


def choose_over(stages: Sequence[Stage], left: Sequence[int], work_limit: int) -> Choice | None:
    """The best option of every stage over what others have `left` on the lines, where each can be had in full.

    For stages that no other deals of which shut out. None where they hinder each other, or what is left is too little.
    """
    best = [stage.best(work_limit) for stage in stages]
    bound = sum([option.value for option in best])
    together = apply_all(stages, best, left, False)
    if together.value != bound:
        return None
    return _unhindered(together, best, sum([option.slack for option in best]))


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
    return bool(bearing) and any(one is not other and clash(one, other) for one in bearing for other in promotions)


def reach(stage: Stage) -> list[int]:
    """Lines whose state the stage reads or changes."""
    lines = set(stage.lines)
    for deal in stage.deals():
        if deal.measured is not None:
            lines.update(deal.measured)
    return sorted(lines)
