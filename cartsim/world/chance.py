"""Counter-based chance: a number for (seed, stream, step, subject), with no state between calls.

Any number can be had without drawing the ones before it, in any order, in any process. Integer
arithmetic only, so every machine gives the same. The mixing function is the finalizer of SplitMix64
(Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014), applied to a Weyl sequence.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

MASK = 0xFFFFFFFFFFFFFFFF
WEYL = 0x9E3779B97F4A7C15
"""2**64 over the golden ratio: the increment that spreads neighbouring counters."""


class Stream(IntEnum):
    """Independent sources of chance; the numbers are part of every world and never change."""

    PRICE = 1
    RIVAL = 2
    RESTOCK = 3
    PRODUCT_LISTING = 4
    SKU_LISTING = 5
    RESTRICTION = 6


def mix(word: int) -> int:
    """A bijection of 64-bit words whose output bits each depend on every input bit."""
    word = ((word ^ (word >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    word = ((word ^ (word >> 27)) * 0x94D049BB133111EB) & MASK
    return word ^ (word >> 31)


def stream_key(seed: int, stream: Stream, step: int) -> int:
    """The 64-bit key all subjects of one stream share at one step."""
    word = mix((seed + WEYL * stream) & MASK)
    return mix((word + WEYL * step) & MASK)


def draw(key: int, subject: int) -> int:
    """A uniform 64-bit word for one subject, such as the id of a SKU."""
    return mix((key + WEYL * subject) & MASK)


def draws(key: int, subjects: Iterable[int]) -> list[int]:
    """`draw` of each subject, in order; the loop is kept free of calls for the ticks of a large world."""
    words = []
    for subject in subjects:
        word = (key + WEYL * subject) & MASK
        word = ((word ^ (word >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        word = ((word ^ (word >> 27)) * 0x94D049BB133111EB) & MASK
        words.append(word ^ (word >> 31))
    return words


def below(word: int, bound: int) -> int:
    """An integer from 0 to `bound` - 1 out of the high bits of a word."""
    return (word * bound) >> 64
