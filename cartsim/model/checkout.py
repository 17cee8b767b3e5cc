"""What stands beside the goods: freight, and what is taken off at checkout only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FreightStep:
    """A stretch of a freight template: `fee` fen for up to so many pieces, or so many grams. One of the two is 0."""

    fee: int
    pieces: int = 0
    grams: int = 0


@dataclass(frozen=True, slots=True)
class FreightRule:
    """What sending costs: a flat fee, or a first and a next step (首重, 续重); free from an amount on.

    Exactly one of `fee` and `first` is given.
    """

    shop: str | None = None
    """The shop whose parcel it is; None is one fee for all lines that no other rule speaks of."""
    fee: int | None = None
    """Flat, fen."""
    first: FreightStep | None = None
    next: FreightStep | None = None
    """Each further stretch, begun ones count whole; None where the first covers all."""
    free_over: int | None = None
    """Free from this many fen on, read on the policy's `pricing.freight_base`."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """A red packet or a pay discount: so many fen off what is payable, at checkout only."""

    id: str
    amount: int
