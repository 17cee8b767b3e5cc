"""Exact integer rounding and proration: no fen is lost, no share is larger than its line."""

from __future__ import annotations

from collections.abc import Sequence
from operator import gt


def rounded(numerator: int, denominator: int, rounding: str) -> int:
    """`numerator / denominator` as the policy rounds a whole cut: `half_up`, `floor` or `ceil`, else ValueError.

    `denominator` is positive.
    """
    return (numerator + head_start(denominator, rounding)) // denominator


def head_start(denominator: int, rounding: str) -> int:
    """What is added to a numerator so that a division that rounds down rounds as the policy says."""
    match rounding:
        case "half_up":
            return denominator // 2
        case "floor":
            return 0
        case "ceil":
            return denominator - 1
    raise ValueError(f"cuts are rounded half_up, floor or ceil, not {rounding!r}")


def allocate(
    weights: Sequence[int], amount: int, room: Sequence[int] | None = None, drop_excess: bool = False
) -> tuple[int, ...]:
    """`amount` split by largest remainder over `weights`, ties to the earlier line (pricing.md, section 5).

    No share goes above its `room`. What finds no room goes to the others by the same rule, or is dropped
    with `drop_excess`. The sum of the shares is what could be granted. Lines of weight 0 get nothing.
    """
    shares = _largest_remainder(weights, amount)
    if room is not None and any(map(gt, shares, room)):
        return _within(weights, amount, shares, room, drop_excess)
    return tuple(shares)


def _largest_remainder(weights: Sequence[int], amount: int) -> list[int]:
    total = sum(weights)
    if total <= 0 or amount <= 0:
        return [0] * len(weights)
    shares = [weight * amount // total for weight in weights]
    missing = amount - sum(shares)
    if missing:
        remainders = [weight * amount % total for weight in weights]
        by_remainder = sorted(range(len(weights)), key=remainders.__getitem__, reverse=True)
        for index in by_remainder[:missing]:
            shares[index] += 1
    return shares


def _within(
    weights: Sequence[int], amount: int, shares: list[int], room: Sequence[int], drop_excess: bool
) -> tuple[int, ...]:
    """The shares cut down to their room, the excess handed on in rounds until none is left or all is full."""
    if drop_excess:
        return tuple(map(min, shares, room))
    granted = [0] * len(weights)
    left = amount
    while left:
        for index, share in enumerate(shares):
            taken = min(share, room[index] - granted[index])
            granted[index] += taken
            left -= taken
        open_weights = [weight if granted[index] < room[index] else 0 for index, weight in enumerate(weights)]
        if not any(open_weights):
            break
        shares = _largest_remainder(open_weights, left)
    return tuple(granted)
