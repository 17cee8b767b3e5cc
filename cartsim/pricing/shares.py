"""Cuts whose shares are fixed, taken apart: what finds no room on a line is dropped, so that each line decides alone.

A cross-shop cut over the parallel base splits by what the lines are worth, whatever was taken before. It ties all
shops together only in that a line left with little drops some of its share. So the stages before it decide part by
part, as if its shares on their lines were a stage of theirs, and nothing together gives more than these parts and the
best of what follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cartsim.pricing.clusters import connected
from cartsim.pricing.deal import Deal, saving
from cartsim.pricing.ledger import Ledger
from cartsim.pricing.search import Search
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
    options = list(best)
    most = sum([best[number].value for number in range(dropping[0], len(stages)) if number not in dropping])
    shares = {number: _shares(stages[number], ledger) for number in dropping}
    free = {line for number in dropping for line in stages[number].lines}
    parts = connected(before, lambda number: stages[number].lines)
    if len(parts) < 2:
        return None
    for part in parts:
        lines = {line for number in part for line in stages[number].lines}
        free -= lines
        search = _search([stages[n] for n in part], [best[n] for n in part], lines, shares, stages, ledger, work_limit)
        if not search.is_complete:
            return None
        most += search.value
        for number, option in zip(part, search.found, strict=False):
            options[number] = option
    most += _search([], [], free, shares, stages, ledger, work_limit).value if free else 0
    return Apart(options, most)


def _search(
    part: Sequence[Stage],
    best: Sequence[Option],
    lines: set[int],
    shares: dict[int, dict[int, int]],
    stages: Sequence[Stage],
    ledger: Ledger,
    work_limit: int,
) -> Search:
    """The search over the stages of a part, with what each dropping cut may take off its lines behind them."""
    own = []
    for number, of_lines in shares.items():
        held = {line: share for line, share in of_lines.items() if line in lines and share}
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
