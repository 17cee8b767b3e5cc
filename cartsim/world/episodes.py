"""Rare states that come and go: a product delisted for a while, or not sold in one city. Pure.

Time is cut into epochs of `period` market steps, at a phase given by the subject's id. An epoch is an
episode or not by chance alone, so the state at any step can be computed without those before it.
"""

from __future__ import annotations

from dataclasses import dataclass

from cartsim.world.chance import Stream, below, draws, stream_key


@dataclass(frozen=True, slots=True)
class Episodes:
    """How often and how long a state comes over the subjects of one stream."""

    stream: Stream
    period: int
    """Market steps an episode lasts."""
    odds: int
    """One epoch of so many is an episode."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A subject at the border of two epochs, at least one of which is an episode."""

    subject: int
    ending: int | None
    """Chance word of the episode that ends; None where there was none."""
    starting: int | None


PRODUCT_AWAY = Episodes(Stream.PRODUCT_LISTING, period=600, odds=160)
SKU_AWAY = Episodes(Stream.SKU_LISTING, period=900, odds=240)
CITY_CLOSED = Episodes(Stream.RESTRICTION, period=800, odds=120)


def turns(seed: int, episodes: Episodes, step: int, last_id: int) -> list[Turn]:
    """Subjects 1 to `last_id` for which an episode ends or starts at `step`, by id."""
    epoch = (step - 1) // episodes.period
    due = range(1 + (step - 1) % episodes.period, last_id + 1, episodes.period)
    if not due:
        return []
    after = draws(stream_key(seed, episodes.stream, epoch), due)
    # Before its first epoch a subject is as the catalogue was seeded.
    before = draws(stream_key(seed, episodes.stream, epoch - 1), due) if epoch else [0xFFFFFFFFFFFFFFFF] * len(due)
    found = []
    for subject, old, new in zip(due, before, after, strict=True):
        ending = old if below(old, episodes.odds) == 0 else None
        starting = new if below(new, episodes.odds) == 0 else None
        if ending is not None or starting is not None:
            found.append(Turn(subject, ending, starting))
    return found
