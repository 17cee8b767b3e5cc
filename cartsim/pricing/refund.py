"""What comes back for returned pieces: their share, or what the rest falls by (pricing.md, section 0.13)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from cartsim.pricing.basket import Basket, Quote
from cartsim.pricing.quote import quote

POLICIES = ("split", "clawback")


class Refund(NamedTuple):
    """A refund of pieces of one line."""

    line: str
    pieces: int
    policy: str
    amount: int
    """Fen that come back, never below 0."""
    lost: int
    """What the pieces' share is above the amount: fen that lost thresholds keep back. Below 0 where the rest costs less
    than its shares, as where the pieces beyond a limit were the dear ones."""
    freight: int
    """Fen of freight that the rest of the order has to pay after all, charged apart (`clawback` only)."""


class Returned(NamedTuple):
    """Pieces of one line that go back."""

    line: str
    pieces: int
    share: int
    """What they were paid with, fen."""


class JointRefund(NamedTuple):
    """A refund of pieces of several lines that go back at one time."""

    lines: tuple[Returned, ...]
    policy: str
    amount: int
    """Fen that come back for all. It, `lost` and `freight` are as in `Refund`, against the sum of the shares."""
    lost: int
    freight: int


def refund_of(basket: Basket, line_id: str, pieces: int, policy: str | None = None) -> Refund:
    """The refund for the first `pieces` pieces of a counted line; by the basket's own `pricing.refund` for None.

    `split` gives back the shares stored with the order: the net of a piece differs by one fen at most from that of
    its neighbours, and all pieces together come to the net of the line. `clawback` prices the rest of the basket
    anew: what it costs more than its shares is kept back, what it costs less comes back too. KeyError for a line
    that does not count, ValueError for pieces it does not have or a policy there is not.
    """
    joint = refund_together(basket, {line_id: pieces}, policy)
    return Refund(line_id, pieces, joint.policy, joint.amount, joint.lost, joint.freight)


def refund_together(basket: Basket, pieces: Mapping[str, int], policy: str | None = None) -> JointRefund:
    """The refund for so many pieces of each of these lines, all returned at one time.

    By `split` the sum of what each would bring back alone. By `clawback` the rest is priced once, without any of
    them: a threshold that two lines held up is lost once. Raises as `refund_of` does.
    """
    by = basket.settings.refund if policy is None else policy
    if by not in POLICIES:
        raise ValueError(f"a refund goes by split or by clawback, not by {by!r}")
    before = quote(basket)
    lines = tuple(Returned(line, count, share_of(before, basket, line, count)) for line, count in pieces.items())
    share = sum(returned.share for returned in lines)
    if by == "split":
        return JointRefund(lines, by, share, 0, 0)
    after = _rest(basket, pieces, before)
    amount = max(0, before.net_total - after.net_total)
    return JointRefund(lines, by, amount, share - amount, max(0, after.freight - before.freight))


def share_of(priced: Quote, basket: Basket, line_id: str, pieces: int) -> int:
    """What the first `pieces` pieces of the line were paid with, fen. Raises as `refund_of` does."""
    line = {line.id: line for line in basket.lines}[line_id]
    net = {line.id: line.net for line in priced.lines}[line_id]
    if not 1 <= pieces <= line.quantity:
        has = f"{line.quantity} piece{'s' if line.quantity != 1 else ''}"
        raise ValueError(f"line {line_id!r} has {has}, not {pieces}")
    return net * pieces // line.quantity


def _rest(basket: Basket, returned: Mapping[str, int], before: Quote) -> Quote:
    """The price of what is kept; a 换购 line whose offer is lost with what is returned is kept at its own price."""
    rest = replace(
        basket,
        lines=tuple(replace(line, quantity=line.quantity - returned.get(line.id, 0)) for line in basket.lines),
    )
    after = quote(rest)
    counted = {line.id for line in before.lines}
    dearer = {lost.line for lost in after.lost_add_ons} & counted
    if not dearer:
        return after
    return quote(
        replace(rest, lines=tuple(replace(line, add_on=None) if line.id in dearer else line for line in rest.lines))
    )
