"""Values around the cart that every frame shows: world time, and what the market did."""

from __future__ import annotations

from dataclasses import dataclass

from cartsim.model.words import Words


@dataclass(frozen=True, slots=True)
class Clock:
    """World time as the header shows it."""

    tick: int
    now: int
    speed: int
    paused: bool
    frozen: bool
    driving: bool
    """Whether this process holds the lease."""
    liveliness: int
    changes: int
    """Market changes in the last minute of world time."""


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One line of the market feed: something of the cart moved."""

    at: int
    kind: str
    """`price`, `stock`, `restock`, `delist`, `relist`, `restrict`, `permit`, `opens`, `ends`."""
    subject: str
    title: Words
    spec: tuple[Words, ...]
    before: int
    after: int
