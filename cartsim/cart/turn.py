"""One command on its way through the cart: what it found, and the small steps its answers share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cartsim.cart.outcome import Refusal
from cartsim.cart.scene import Scene
from cartsim.cart.standing import Standing, standings
from cartsim.model.cart import Cart
from cartsim.model.reason import because


@dataclass(frozen=True, slots=True)
class Turn:
    """A cart, what was read of its goods, and the journal number of the command."""

    cart: Cart
    scene: Scene
    sequence: int
    read: Mapping[str, Standing]

    def over(self, cart: Cart) -> Turn:
        """The same turn over a changed cart; lines it changed are judged again."""
        return replace(self, cart=cart, read=standings(cart, self.scene, self.read))


def begin(cart: Cart, scene: Scene, sequence: int, read: Mapping[str, Standing] | None = None) -> Turn:
    """The turn of a command; `read` are the standings of the cart where the caller has them already."""
    return Turn(cart, scene, sequence, standings(cart, scene) if read is None else read)


def no_line(turn: Turn, line: str) -> Refusal:
    """The line is not in the cart: another window took it out, or it never was in it."""
    given = line[1:].isdecimal() and int(line[1:]) < turn.cart.next_line
    return Refusal(because("no_line" if given else "no_such_line", "X-1", None, line=line))


def places_used(turn: Turn, *, without_invalid: bool = False) -> int:
    """Places taken of the cap: lines or pieces, also of 换购, invalid ones as the policy says, or left out (R-CAP-1,
    R-SWAP b)."""
    cap = turn.scene.policy.cap
    add_ons = turn.cart.add_ons
    return (len(add_ons) if cap.unit == "lines" else sum([pieces for _, pieces in add_ons])) + sum(
        1 if cap.unit == "lines" else standing.line.quantity
        for standing in turn.read.values()
        if standing.invalid is None or (cap.counts_invalid and not without_invalid)
    )
