"""Cuts whose shares are fixed, taken apart: what finds no room on a line is dropped, so that each line decides alone.

A cross-shop cut over the parallel base splits by what the lines are worth, whatever was taken before. It ties all
shops together only in that a line left with little drops some of its share. So the stages before it decide part by
part, as if its shares on their lines were a stage of theirs, and nothing together gives more than these parts and the
best of what follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from cartsim.pricing.clusters import connected
from cartsim.pricing.deal import OFF_UNIT, Deal, saving
from cartsim.pricing.ledger import Ledger
from cartsim.pricing.search import Search, apply_all
from cartsim.pricing.split import allocate
from cartsim.pricing.stage import DECLINED, Option, Sole, Stage, option_of


class Apart(NamedTuple):
    """What was found part by part."""

    options: Sequence[Option]
    """One of every stage."""
    most: int
    """What no combination gives more than."""


def by_shares(stages: Sequence[Stage], best: Sequence[Option], ledger: Ledger, work_limit: int) -> Apart | None:
    """The stages decided part by part; None where no cut drops what finds no room, where more than the room hangs on
    what is left, or where all is one part."""
    dropping = [number for number, stage in enumerate(stages) if saving(best[number].value) and _drops(stage)]
    if not dropping or any(deal.is_progressive or deal.is_loose for stage in stages for deal in stage.deals()):
        return None
    before = [number for number in range(dropping[0]) if number not in dropping]
    parts = connected(before, lambda number: stages[number].lines)
    if len(parts) < 2:
        return None
    options = list(best)
    most = sum([best[number].value for number in range(dropping[0], len(stages)) if number not in dropping])
    cuts = {number: _shares(stages[number], ledger) for number in dropping}
    left = _left_by([stages[number] for number in before], [best[number] for number in before], cuts, ledger)
    free = {line for of_lines in cuts.values() for line in of_lines}
    for part in parts:
        lines = {line for number in part for line in stages[number].lines}
        free -= lines
        if all(left[line] >= 0 for line in lines):
            most += sum([best[number].value for number in part]) + _worth_of(lines, cuts)
            continue
        search = _search([stages[n] for n in part], [best[n] for n in part], lines, cuts, stages, ledger, work_limit)
        if not search.is_complete:
            return None
        most += search.value
        for number, option in zip(part, search.found, strict=False):
            options[number] = option
    if all(left[line] >= 0 for line in free):
        return Apart(options, most + _worth_of(free, cuts))
    return Apart(options, most + _search([], [], free, cuts, stages, ledger, work_limit).value)


def _left_by(
    stages: Sequence[Stage], best: Sequence[Option], cuts: Mapping[int, Mapping[int, int]], ledger: Ledger
) -> list[int]:
    """What the best options of the stages and then the cuts leave on each line; below 0 where there is no room for all
    of it: the lines of a stage that gives less than it could alone, and those where a cut would drop some."""
    done = apply_all(stages, best, ledger.worths, minds_clashes=False)
    left = done.left
    for stage, option, gained in zip(stages, best, done.gained, strict=True):
        if gained != option.value:
            for line in stage.lines:
                left[line] = -1
    for shares in cuts.values():
        for line, share in shares.items():
            left[line] -= share
    return left


def _worth_of(lines: Iterable[int], cuts: Mapping[int, Mapping[int, int]]) -> int:
    """Value of what the cuts take off these lines where there is room for all of it."""
    return OFF_UNIT * sum([shares.get(line, 0) for shares in cuts.values() for line in lines])


def _search(
    part: Sequence[Stage],
    best: Sequence[Option],
    lines: set[int],
    cuts: Mapping[int, Mapping[int, int]],
    stages: Sequence[Stage],
    ledger: Ledger,
    work_limit: int,
) -> Search:
    """The search over the stages of a part, with what each dropping cut may take off its lines behind them."""
    own = []
    for number, of_lines in cuts.items():
        held = {line: share for line in lines if (share := of_lines.get(line))}
        if held:
            own.append(_share_stage(stages[number], held, ledger))
    return Search([*part, *own], [*best, *[stage.ways[0] for stage in own]], ledger, False, work_limit)


def _drops(stage: Stage) -> bool:
    """Whether it is one deal that drops what finds no room, which the shopper does not insist on."""
    if not isinstance(stage, Sole):
        return False
    return stage.deal.promotion.excess_drops and not stage.is_insisted and not stage.deal.is_insisted


def _shares(stage: Stage, ledger: Ledger) -> dict[int, int]:
    """What its best option takes off each line where all have room."""
    (use,) = stage.best(1).uses
    weights = use.deal.benefit(use.measure.step).weights(use.lines, use.deal.bases)
    return dict(zip(use.lines, allocate(weights, use.measure.off), strict=True))


def _share_stage(stage: Stage, shares: dict[int, int], ledger: Ledger) -> Sole:
    (deal,) = stage.deals()
    lines = tuple(sorted(shares))
    bases = [0] * len(ledger.worths)
    for line, share in shares.items():
        bases[line] = share
    part = Deal.of_shares(deal, lines, bases)
    return Sole(stage.layer, lines, part, (option_of([(part, lines)]), DECLINED), False)
