"""Several goods at once, as one step: all of them or none, taken back together (R-ADD-7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

from cartsim.cart.adding import add
from cartsim.cart.commands import AddToCart, AddTogether, Check, SetQuantity
from cartsim.cart.editing import check, set_quantity
from cartsim.cart.outcome import Applied, Event, Refusal
from cartsim.cart.turn import Turn
from cartsim.model.reason import Reason, because

Part = Callable[[Turn], Applied | Refusal]


def add_together(turn: Turn, command: AddTogether) -> Applied | Refusal:
    """Every part of the command, or the first refusal among them and nothing."""
    events: list[Event] = []
    notices: list[Reason] = []
    cart = turn.cart
    for part in _parts(turn, command):
        answer = part(turn.over(cart))
        if isinstance(answer, Refusal):
            return answer
        cart = answer.cart
        events += answer.events
        notices += answer.notices
    if not events:
        return Refusal(because("nothing_to_add", "R-ADD-7"))
    return Applied(cart, tuple(events), tuple(notices))


def _parts(turn: Turn, command: AddTogether) -> Iterator[Part]:
    lines = {standing.line.sku: standing.line for standing in turn.read.values()}
    ticks = [line for line in command.lines if line not in turn.read or not turn.read[line].line.checked]
    for sku, pieces in Counter(command.skus).items():
        line = lines.get(sku)
        if line is None or turn.read[line.id].invalid is not None:
            yield _adding(sku, pieces)
        else:
            yield _growing(line.id, line.quantity + pieces)
            if not line.checked and line.id not in ticks:
                ticks.append(line.id)
    yield from map(_ticking, ticks)


def _adding(sku: str, pieces: int) -> Part:
    """A new line with all of its pieces; one that would be cut down is refused."""

    def part(turn: Turn) -> Applied | Refusal:
        answer = add(turn, AddToCart(sku, pieces))
        if isinstance(answer, Applied):
            got = next(line.quantity for line in answer.cart.lines if line.sku == sku)
            had = next((line.quantity for line in turn.cart.lines if line.sku == sku), 0)
            if got - had < pieces:
                return Refusal(answer.notices[-1], got - had)
        return answer

    return part


def _growing(line: str, quantity: int) -> Part:
    """More of a line, where it stands."""
    return lambda turn: set_quantity(turn, SetQuantity(line, quantity))


def _ticking(line: str) -> Part:
    """A line ticked; one that cannot be is refused."""

    def part(turn: Turn) -> Applied | Refusal:
        answer = check(turn, Check((line,), True))
        if isinstance(answer, Applied) and answer.notices:
            return Refusal(answer.notices[0])
        return replace(answer, notices=()) if isinstance(answer, Applied) else answer

    return part
