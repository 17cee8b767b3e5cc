"""Rare states by epochs: what starts ends, and the state can be sought."""

from __future__ import annotations

from cartsim.world.chance import Stream
from cartsim.world.episodes import Episodes, turns

RARE = Episodes(Stream.PRODUCT_LISTING, period=50, odds=10)


def test_every_episode_starts_once_and_ends_with_the_word_it_started_with() -> None:
    running: dict[int, int] = {}
    started = 0
    for step in range(1, 2_001):
        for turn in turns(9, RARE, step, 120):
            assert running.pop(turn.subject, None) == turn.ending
            if turn.starting is not None:
                running[turn.subject] = turn.starting
                started += 1
    expected = 120 * 2_000 // RARE.period // RARE.odds
    assert expected * 0.85 < started < expected * 1.15


def test_a_subject_turns_only_at_its_own_phase() -> None:
    for step in range(1, 500):
        assert all((step - turn.subject) % RARE.period == 0 for turn in turns(9, RARE, step, 120))


def test_a_turn_does_not_depend_on_how_many_subjects_there_are() -> None:
    for step in range(1, 300):
        assert [t for t in turns(9, RARE, step, 400) if t.subject <= 120] == turns(9, RARE, step, 120)


def test_before_the_first_epoch_nothing_ends() -> None:
    assert all(turn.ending is None for step in range(1, RARE.period + 1) for turn in turns(9, RARE, step, 120))
