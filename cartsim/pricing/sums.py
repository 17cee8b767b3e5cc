"""Where sums over lines say all that a search depends on, so that points of it with equal sums are one."""

from __future__ import annotations

from collections.abc import Sequence

from cartsim.pricing.deal import Deal
from cartsim.pricing.settle import State
from cartsim.pricing.stage import Assignment, Option, Slot, Sole, Stage, stacks


class Sums:
    """What the stages from one depth of a search on read: sums over lines, and single lines of what looks at these."""

    def __init__(self, spans: Sequence[tuple[int, ...]], lines: Sequence[int]) -> None:
        self.spans = spans
        self.lines = lines

    def key(self, state: State) -> object:
        """What all that follows depends on: equal keys have equal futures."""
        left, begun = state.left, state.at_layer
        sums = tuple([sum(map(left.__getitem__, span)) for span in self.spans])
        rest = tuple([left[line] for line in self.lines])
        if begun is left:
            return sums, rest
        return (
            sums,
            rest,
            tuple([sum(map(begun.__getitem__, span)) for span in self.spans]),
            tuple([begun[line] for line in self.lines]),
        )


def sums_from(stages: Sequence[Stage]) -> list[Sums | None]:
    """For every depth of a search over these stages what the rest of it reads; None where sums do not say it all.

    A deal takes the same off its lines however much is left on each of them, so it is told by sums. What follows sees
    no difference either where it has all of these lines or none.
    """
    found: list[Sums | None] = [Sums((), ())]
    is_told = True
    spans: dict[tuple[int, ...], None] = {}
    lines: set[int] = set()
    after: set[frozenset[int]] = set()
    for number in range(len(stages) - 1, -1, -1):
        stage = stages[number]
        own = own_spans(stage)
        mine = [frozenset(span) for span in (own or (_read_by(stage),))]
        is_told = is_told and all(one <= other or not one & other for one in mine for other in after)
        if own is not None:
            is_told = is_told and all(not lines.intersection(one) for one in mine)
            spans.update(dict.fromkeys(own))
        else:
            lines.update(*mine)
        after.update(mine)
        earlier = {line for before in stages[:number] for line in before.lines}
        found.append(Sums(tuple(spans), sorted(lines & earlier)) if is_told else None)
    return found[::-1]


def distinct(number: int, stages: Sequence[Stage], options: Sequence[Option], after: Sums) -> list[Option]:
    """The options of a stage told by sums, where nothing but their value makes a difference each value once; `after`
    is what the stages behind it read."""
    stage = stages[number]
    if not isinstance(stage, Assignment):
        return list(options)
    if any(deal.is_loose or not deal.reads_own or deal.promotion.excess_drops for deal in stage.deals()):
        return list(options)
    lines = set(stage.lines)
    if not lines.isdisjoint(after.lines) or any(not lines.isdisjoint(earlier.lines) for earlier in stages[:number]):
        return list(options)  # later ones see its single lines, or what it gives hangs on what is left
    found: dict[int, Option] = {}
    for option in options:
        found.setdefault(option.value, option)
    return list(found.values())


def _read_by(stage: Stage) -> list[int]:
    lines = set(stage.lines)
    for deal in stage.deals():
        lines.update(deal.measured or ())
    return sorted(lines)


def own_spans(stage: Stage) -> list[tuple[int, ...]] | None:
    """The lines of each deal of the stage, where what it takes off their sum is told by sums; None elsewhere."""
    if not isinstance(stage, Sole | Slot):
        return None
    deals = stage.deals()
    spans = [stage.lines] if isinstance(stage, Sole) else [deal.lines for deal in deals]
    if not all(is_told_by_sums(deal) for deal in deals):
        return None
    together = [set(span) for span, deal in zip(spans, deals, strict=True) if stacks(deal)]
    if any(one != other and one & other for one in together for other in together):
        return None
    return spans


def is_told_by_sums(deal: Deal) -> bool:
    """Whether what it takes off its lines depends on their sums only."""
    is_split_over_all = deal.is_progressive or deal.bases is deal.ledger.worths
    return deal.by_sum and is_split_over_all and not deal.promotion.excess_drops
