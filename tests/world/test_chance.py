"""Counter-based chance: the same anywhere, whatever was asked before."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cartsim.world.chance import Stream, below, draw, draws, mix, stream_key

WORDS = st.integers(0, 2**64 - 1)


def test_mix_gives_the_published_splitmix64_sequence() -> None:
    """The first three outputs of SplitMix64 seeded with 1234567, as Rosetta Code lists them."""
    weyl = 0x9E3779B97F4A7C15
    states = [(1234567 + n * weyl) % 2**64 for n in (1, 2, 3)]
    assert [mix(state) for state in states] == [6457827717110365317, 3203168211198807973, 9817491932198370423]


def test_a_draw_is_the_same_number_on_every_machine() -> None:
    assert stream_key(1, Stream.PRICE, 1) == stream_key(1, Stream.PRICE, 1)
    assert draw(stream_key(20_260_618, Stream.PRICE, 7), 42) == 5793046821856116751


def test_streams_steps_and_subjects_draw_apart() -> None:
    numbers = {
        draw(stream_key(seed, stream, step), subject)
        for seed in range(3)
        for stream in Stream
        for step in range(-2, 20)
        for subject in range(20)
    }
    assert len(numbers) == 3 * len(Stream) * 22 * 20


@given(WORDS, st.lists(st.integers(0, 2**40), max_size=20))
def test_draws_are_the_single_draws(key: int, subjects: list[int]) -> None:
    assert draws(key, subjects) == [draw(key, subject) for subject in subjects]


@given(WORDS, st.integers(1, 10**9))
def test_below_stays_under_its_bound(word: int, bound: int) -> None:
    assert 0 <= below(word, bound) < bound


def test_numbers_are_spread_evenly() -> None:
    key = stream_key(5, Stream.RIVAL, 9)
    counts = [0] * 10
    for word in draws(key, range(1, 20_001)):
        counts[below(word, 10)] += 1
    assert all(1_850 <= count <= 2_150 for count in counts)
