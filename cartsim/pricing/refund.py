"""What comes back for returned pieces: their share, or what the rest falls by (pricing.md, section 0.13)."""

from __future__ import annotations

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


def refund_of(basket: Basket, line_id: str, pieces: int, policy: str | None = None) -> Refund:
    """The refund for the first `pieces` pieces of a counted line; by the basket's own `pricing.refund` for None.

    `split` gives back the shares stored with the order: the net of a piece differs by one fen at most from that of
    its neighbours, and all pieces together come to the net of the line. `clawback` prices the rest of the basket
    anew: what it costs more than its shares is kept back, what it costs less comes back too. KeyError for a line
    that does not count, ValueError for pieces it does not have or a policy there is not.
    """
    by = basket.settings.refund if policy is None else policy
    if by not in POLICIES:
        raise ValueError(f"a refund goes by split or by clawback, not by {by!r}")
    before = quote(basket)
    share = share_of(before, basket, line_id, pieces)
    if by == "split":
        return Refund(line_id, pieces, by, share, 0, 0)
    after = quote(_without(basket, line_id, pieces))
    amount = max(0, before.net_total - after.net_total)
    return Refund(line_id, pieces, by, amount, share - amount, max(0, after.freight - before.freight))


def share_of(priced: Quote, basket: Basket, line_id: str, pieces: int) -> int:
    """What the first `pieces` pieces of the line were paid with, fen. Raises as `refund_of` does."""
    line = {line.id: line for line in basket.lines}[line_id]
    net = {line.id: line.net for line in priced.lines}[line_id]
    if not 1 <= pieces <= line.quantity:
        has = f"{line.quantity} piece{'s' if line.quantity != 1 else ''}"
        raise ValueError(f"line {line_id!r} has {has}, not {pieces}")
    return net * pieces // line.quantity


def _without(basket: Basket, line_id: str, pieces: int) -> Basket:
    return replace(
        basket,
        lines=tuple(
            replace(line, quantity=line.quantity - pieces) if line.id == line_id else line for line in basket.lines
        ),
    )
