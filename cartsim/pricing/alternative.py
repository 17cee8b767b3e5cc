"""What another decision at one stage would come to: what it costs to insist on a deal, or to do without one.

Stages that share no line, directly or through others, decide apart, so only those connected with the stage asked
about can change. Where nothing hinders the chosen combination and the other option fits into the room its lines
have left, the rest stays to the fen, and nothing is searched or applied again.
"""

from __future__ import annotations

from collections.abc import Sequence

from cartsim.pricing.choose import choose, reach
from cartsim.pricing.clusters import connected
from cartsim.pricing.deal import Deal, saving
from cartsim.pricing.decide import Decision
from cartsim.pricing.split import allocate
from cartsim.pricing.stage import Option, Stage


class Alternatives:
    """Questions to one decision; together they get its work limit once."""

    def __init__(self, decision: Decision) -> None:
        self._ledger = decision.ledger
        self._stages: Sequence[Stage] = decision.stages
        self._choice = decision.choice
        self._stage_of = {deal: number for number, stage in enumerate(self._stages) for deal in stage.deals()}
        self._group_of: dict[int, list[int]] = {}
        for group in connected(range(len(self._stages)), lambda number: reach(self._stages[number])):
            self._group_of.update(dict.fromkeys(group, group))
        self._work_limit = max(1, decision.basket.settings.work_limit // (1 + len(decision.deals)))
        self._left = decision.choice.left
        self._granted = [0] * len(self._stages)
        """Fen off at every stage."""
        self._shares: list[dict[int, int]] = [{} for _ in self._stages]
        """What every stage takes off its lines."""
        self._note_records()
        self._is_free = self._nothing_hinders(decision)

    def _note_records(self) -> None:
        for record in self._choice.records:
            stage = self._stage_of[record.deal]
            self._granted[stage] += record.granted
            shares = self._shares[stage]
            if record.granted:
                for line, share in zip(record.lines, record.shares, strict=True):
                    shares[line] = shares.get(line, 0) + share

    def _nothing_hinders(self, decision: Decision) -> bool:
        """Whether every cut is what its deal gives alone: no base or line depends on other stages, no room ran out."""
        return (
            self._choice.is_unhindered
            and not any(
                deal.is_progressive or deal.promotion.excludes or deal.promotion.group is not None
                for deal in decision.deals
            )
            and all(left > 0 or not worth for left, worth in zip(self._left, self._ledger.worths, strict=True))
        )

    def cost_of(self, deal: Deal) -> int:
        """Fen the total rises by where the shopper insists on the deal, as far as it can be used; never below 0."""
        number = self._stage_of[deal]
        return max(0, self._choice.off - self._off_with(number, self._stages[number].insisting(deal)))

    def second_best(self) -> int | None:
        """Most fen off that can be had without one of what took some off; None where nothing did. A gift declined is no
        other way to the price."""
        asked: list[tuple[int, int, Deal, Stage]] = []
        for record in self._choice.records:
            if record.granted:
                number = self._stage_of[record.deal]
                stage = self._stages[number].without(record.deal)
                at_most = self._choice.off - saving(self._choice.options[number].value)
                at_most += saving(stage.best(self._work_limit).value)
                asked.append((at_most, number, record.deal, stage))
        asked.sort(key=lambda question: -question[0])
        best: int | None = None
        for at_most, number, deal, stage in asked:
            if best is not None and self._choice.is_unhindered and at_most <= best:
                break
            off = self._off_without(number, stage, deal)
            if off is not None and (best is None or off > best):
                best = off
        return best

    def _off_without(self, number: int, stage: Stage, deal: Deal) -> int | None:
        """Fen off with the stage decided without the deal; None where the shopper insists on it."""
        option = stage.best(self._work_limit)
        if any(use.deal is deal for use in option.uses):
            return None
        return self._off_with(number, stage, option)

    def _off_with(self, number: int, stage: Stage, best: Option | None = None) -> int:
        """Fen off of the whole basket where this stage takes the place of the one at `number`."""
        option = stage.best(self._work_limit) if best is None else best
        if self._is_free and self._fits(number, option):
            return self._choice.off - self._granted[number] + saving(option.value)
        group = self._group_of[number]
        others = [stage if other == number else self._stages[other] for other in group]
        found = choose(others, self._ledger, self._work_limit)
        return self._choice.off - sum([self._granted[other] for other in group]) + found.off

    def _fits(self, number: int, option: Option) -> bool:
        """Whether the lines have room for the option beside what all other stages take off them."""
        left = list(self._left)
        for line, share in self._shares[number].items():
            left[line] += share
        for deal, lines, measure in option.uses:
            if measure.step < 0 or not measure.off:
                continue
            shares = allocate(deal.benefit(measure.step).weights(lines, deal.bases), measure.off)
            if sum(shares) < measure.off:
                return False
            for line, share in zip(lines, shares, strict=True):
                left[line] -= share
                if left[line] < 0:
                    return False
        return True
