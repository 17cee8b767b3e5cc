"""Which activity takes which line: exact, by branch and bound over the lines, dearest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import NamedTuple

from cartsim.pricing.contest import NOWHERE, Contest, ContestSearch, keep
from cartsim.pricing.pair import best_for_pair


def assignments(contest: Contest) -> Iterator[tuple[int, ...]]:
    """Every legal assignment once: few declined before many, then the order of the choices."""
    seen: set[tuple[int, ...]] = set()
    optional = [position for position in range(len(contest.deals)) if position not in contest.forced]
    for size in range(len(optional) + 1):
        for declined in combinations(optional, size):
            out = set(declined)
            for taken in product(*(keep(choice, out) for choice in contest.choices)):
                if taken not in seen:
                    seen.add(taken)
                    yield taken


FEW = 100
"""Ways to assign that are tried one by one rather than searched."""


class Assigned(NamedTuple):
    """An assignment with what is known of it."""

    taken: tuple[int, ...]
    """Position of the deal of each contested line, -1 for none."""
    slack: int
    """How much more some other assignment could give at most; 0 where it is the best."""


def best_assignment(contest: Contest, work_limit: int) -> Assigned:
    """The assignment of highest value where nothing outside the contest stands in its way.

    Of equal ones it is the one that gives the dearest line to the deal of best standing, then the next line,
    and so on. Nothing is declined: an activity on its lines gives no less than none. Where giving every line to its
    first choice brings all that can be had, or there are few ways, nothing is searched.
    """
    first = tuple([choice[0] for choice in contest.choices])
    most = _most(contest)
    if not most:
        return Assigned(first, 0)
    ways = 1
    for choice in contest.choices:
        ways *= len(choice)
        if ways > FEW:
            break
    if ways == 1:
        return Assigned(first, 0)
    shared = best_for_pair(contest)
    if shared is not None:
        return Assigned(shared, 0)
    if _worth(contest, first) == most:
        return Assigned(first, 0)
    if ways <= FEW:
        return Assigned(_best_of_few(contest), 0)
    search = ContestSearch(contest, work_limit)
    return Assigned(search.best, search.slack)


def _best_of_few(contest: Contest) -> tuple[int, ...]:
    """The best of all ways, the first of equals. What a deal gives on the same lines is worked out once."""
    lines, deals = contest.lines, contest.deals
    bits = [1 << number for number in range(len(lines))]
    known: list[dict[int, int]] = [{0: 0} for _ in deals]
    best: tuple[int, ...] = ()
    highest = -1
    for taken in product(*contest.choices):
        held = [0] * (len(deals) + 1)
        for position, bit in zip(taken, bits, strict=True):
            held[position] += bit  # what goes nowhere, at -1, is the last
        value = 0
        for position, deal in enumerate(deals):
            of_deal = held[position]
            if of_deal not in known[position]:
                own = [line for line, bit in zip(lines, bits, strict=True) if bit & of_deal]
                known[position][of_deal] = deal.worth(own)
            value += known[position][of_deal]
        if value > highest:
            best, highest = taken, value
    return best


def _worth(contest: Contest, taken: Sequence[int]) -> int:
    """What an assignment gives."""
    if len(taken) == 1 and taken[0] != NOWHERE:
        return contest.deals[taken[0]].top
    members: list[list[int]] = [[] for _ in contest.deals]
    for line, position in zip(contest.lines, taken, strict=True):
        if position != NOWHERE:
            members[position].append(line)
    return sum([deal.worth(lines) for deal, lines in zip(contest.deals, members, strict=True) if lines])


def _most(contest: Contest) -> int:
    """What no assignment exceeds: every deal with all the lines it may get."""
    return sum([deal.ceiling for deal in contest.deals])
