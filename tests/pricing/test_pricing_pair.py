"""Two activities that share lines out, against every way to do it."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest

from cartsim.model.goods import Gift
from cartsim.model.promotion import AmountOff, GiftGive, Give, Layer, PercentOff, Promotion, Scope, Tier, When
from cartsim.model.words import EMPTY
from cartsim.pricing import Basket, BasketLine
from cartsim.pricing.assign import best_assignment
from cartsim.pricing.contest import Contest
from cartsim.pricing.deal import deals_of
from cartsim.pricing.ledger import open_ledger
from cartsim.pricing.pair import MOST_BITS, MOST_STEPS, best_for_pair
from cartsim.pricing.stage import Assignment, stages_of


def contest_of(basket: Basket) -> Contest | None:
    """What two activities of the basket compete for; None where they do not."""
    ledger = open_ledger(basket)
    for stage in stages_of(deals_of(basket, ledger), ledger, basket.settings.layers):
        if isinstance(stage, Assignment):
            return stage.contest
    return None


def worth(contest: Contest, taken: tuple[int, ...]) -> int:
    """What an assignment gives."""
    return sum(
        deal.worth([line for line, at in zip(contest.lines, taken, strict=True) if at == position])
        for position, deal in enumerate(contest.deals)
    )


def first_best(contest: Contest) -> tuple[int, ...]:
    """Of all assignments the first of the best, dearest line to the best standing first."""
    return max(product(*contest.choices), key=lambda taken: worth(contest, taken))


def shared_lines(seed: int) -> Basket:
    """Up to nine lines of round prices, so that sums and ties come up often, under two activities of one shop."""
    chance = Random(seed)
    unit = chance.choice((1, 7, 50))
    lines = tuple(
        BasketLine(
            f"l{number}",
            unit * chance.randint(0 if chance.random() < 0.1 else 1, 12),
            chance.choice((1, 1, 2, 3)),
            tags=frozenset(chance.sample("ab", chance.choice((1, 2, 2)))),
            promotion=chance.choice((None,) * 9 + ("p0",)),
        )
        for number in range(chance.randint(2, 9))
    )
    promotions = tuple(_activity(chance, f"p{number}", tag, unit) for number, tag in enumerate("ab"))
    return Basket(lines, promotions)


def _activity(chance: Random, name: str, tag: str, unit: int) -> Promotion:
    scope, priority = Scope(tags=frozenset(tag)), chance.randint(0, 1)
    thresholds = sorted(chance.sample(range(1, 30), chance.randint(1, 3)))
    cuts = [chance.randint(1, threshold) * unit for threshold in thresholds]
    kind = chance.choice(("ladder", "stairs", "percent", "pieces", "gift", "each"))
    if kind == "stairs":
        tiers = (Tier(When(thresholds[0] * unit), AmountOff(cuts[0])),)
        return Promotion(name, Layer.SHOP, tiers, "-", scope, repeat=chance.choice((None, 2)), priority=priority)
    if kind == "each":
        tiers = (Tier(When(thresholds[0] * unit, chance.randint(1, 3)), AmountOff(cuts[0])),)
        return Promotion(name, Layer.SHOP, tiers, "-", scope, repeat=chance.choice((None, 2)), priority=priority)
    gives: dict[str, Give] = {"percent": PercentOff(1_500), "gift": GiftGive(Gift("g", EMPTY, 9, 300), 1)}
    tiers = tuple(
        Tier(When(0 if kind == "pieces" else threshold * unit, threshold // 4), PercentOff(100 * threshold))
        if kind == "pieces"
        else Tier(When(threshold * unit), gives.get(kind, AmountOff(cut)))
        for threshold, cut in zip(thresholds, cuts, strict=True)
    )
    return Promotion(name, Layer.SHOP, tiers, "-", scope, priority=priority)


@pytest.mark.parametrize("block", range(8))
def test_sharing_out_between_two_is_the_first_of_the_best(block: int) -> None:
    answered = 0
    for seed in range(block * 100, block * 100 + 100):
        contest = contest_of(shared_lines(seed))
        if contest is None or all(len(choice) < 2 for choice in contest.choices):
            continue
        taken = best_for_pair(contest)
        assigned = best_assignment(contest, 1_000_000)
        assert (worth(contest, assigned.taken), assigned.slack) == (worth(contest, first_best(contest)), 0), seed
        if taken is not None:
            answered += 1
            assert taken == first_best(contest), seed
    assert answered > 20


@pytest.mark.parametrize(("threshold", "price"), [(100, 100 * MOST_STEPS), (MOST_BITS // 2, MOST_BITS)])
def test_too_many_steps_or_sums_are_searched(threshold: int, price: int) -> None:
    lines = tuple(BasketLine(f"l{number}", price + number, 1) for number in range(7))
    rivals = tuple(
        Promotion(f"p{number}", Layer.SHOP, (Tier(When(threshold), AmountOff(90 + number)),), "-", repeat=None)
        for number in range(2)
    )
    contest = contest_of(Basket(lines, rivals))
    assert contest is not None
    assert best_for_pair(contest) is None
    assert best_assignment(contest, 1_000_000).taken == first_best(contest)
