"""Where only who took which line tells points of a search apart: nothing hangs on what is left."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from cartsim.pricing.deal import Deal
from cartsim.pricing.dry import never_dry
from cartsim.pricing.scope import clash
from cartsim.pricing.settle import State
from cartsim.pricing.stage import Option, Stage


class Marks:
    """What the stages from one depth of a search on see of those before: which lines these shut them out of."""

    def __init__(self, watched: Sequence[tuple[int, frozenset[str]]]) -> None:
        self.watched = watched
        """A line, and the promotions any of which on it shuts something to come out."""

    def key(self, state: State) -> object:
        """What all that follows depends on: equal keys have equal futures."""
        taken = state.taken
        assert taken is not None
        return tuple([any(deal.promotion.id in barring for deal in taken[line]) for line, barring in self.watched])

    def of_option(self, option: Option) -> object:
        """The same of an option that nothing is shut out of, by itself."""
        on_line: dict[int, set[str]] = {}
        for use in option.uses:
            if use.measure.step >= 0 and (use.measure.off or use.measure.gift_value):
                for line in use.lines:
                    on_line.setdefault(line, set()).add(use.deal.promotion.id)
        return tuple([not barring.isdisjoint(on_line.get(line, ())) for line, barring in self.watched])


def marks_from(stages: Sequence[Stage]) -> list[Marks | None]:
    """For every depth of a search over these stages what the rest of it sees; None where what is left matters too."""
    if any(deal.is_progressive or deal.is_loose for stage in stages for deal in stage.deals()) or not never_dry(stages):
        return [None] * (len(stages) + 1)
    pairs = _pairs(stages)
    found: list[Marks | None] = []
    for depth in range(len(stages) + 1):
        watched: dict[tuple[int, Deal], set[str]] = {}
        for early, one, late, other in pairs:
            if early < depth <= late:
                for line in set(one.lines).intersection(other.lines):
                    watched.setdefault((line, other), set()).add(one.promotion.id)
        found.append(Marks(sorted({(line, frozenset(barring)) for (line, _), barring in watched.items()}, key=_order)))
    return found


def best_of_marks(number: int, stages: Sequence[Stage], options: Sequence[Option], after: Marks | None) -> list[Option]:
    """Of the options of a stage that shut the same out, the first; all of them where earlier ones may shut it out."""
    if after is None or any(late == number for _, _, late, _ in _pairs(stages[: number + 1])):
        return list(options)
    found: dict[object, Option] = {}
    for option in options:
        found.setdefault(after.of_option(option), option)
    return list(found.values())


def _pairs(stages: Sequence[Stage]) -> list[tuple[int, Deal, int, Deal]]:
    """Deals of different stages that shut each other out, the earlier first, with the numbers of their stages."""
    return [
        (early, one, late, other)
        for (early, first), (late, second) in combinations(enumerate(stages), 2)
        for one in first.deals()
        for other in second.deals()
        if clash(one.promotion, other.promotion)
    ]


def _order(watched: tuple[int, frozenset[str]]) -> tuple[int, list[str]]:
    return watched[0], sorted(watched[1])
