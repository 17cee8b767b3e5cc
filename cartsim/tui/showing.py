"""How the shopper wants to see the cart: no part of the cart, kept by the window."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from cartsim.cart.lines import LOW_STOCK
from cartsim.cart.view import CartView, LineView, ShopView, Tick
from cartsim.model.words import EMPTY


class Density(StrEnum):
    """Lines of a cart row."""

    COMFORTABLE = "comfortable"
    """Three, with a picture and air below"""
    COMPACT = "compact"
    """Two"""


class Filter(StrEnum):
    """The tabs above the list."""

    ALL = "all"
    DROP = "drop"
    LOW = "low"
    PROMOTION = "promotion"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class Showing:
    """What of the cart is shown, and how."""

    density: Density = Density.COMFORTABLE
    filter: Filter = Filter.ALL
    folded: frozenset[str] = frozenset()
    """Codes of the shops whose lines are folded away."""
    invalid_open: bool = False
    """Whether all invalid lines show, not only the first ones."""


INVALID_SHOWN = 3
"""Invalid lines shown while the section is folded (wireframe 6)."""


def passes(line: LineView, tab: Filter) -> bool:
    """Whether a line belongs under this tab."""
    match tab:
        case Filter.ALL:
            return True
        case Filter.DROP:
            return line.drop is not None and line.drop.code == "drop"
        case Filter.LOW:
            return line.invalid is None and line.stock.state in LOW_STOCK
        case Filter.PROMOTION:
            return line.in_deal
        case Filter.INVALID:
            return line.invalid is not None


def matching(view: CartView, text: str) -> tuple[str, ...]:
    """Ids of the lines that hold the text in title, specification, code or shop, in either language."""
    sought = text.strip().casefold()
    if not sought:
        return ()
    shops = {line.id: shop.title for shop in view.shops for line in shop.lines}
    found = []
    for line in view.lines:
        words = (line.title, *line.spec, shops.get(line.id, EMPTY))
        if any(sought in each.casefold() for pair in words for each in pair) or sought in line.sku.casefold():
            found.append(line.id)
    return tuple(found)


def revealing(view: CartView, showing: Showing, line_id: str) -> Showing:
    """The showing in which this line is on the list: its shop unfolded, its tab open."""
    line = view.line(line_id)
    if line is None:
        return showing
    if line_id not in (shown_lines(view, showing) or (line_id,)):
        showing = replace(showing, filter=Filter.ALL)
    if line in view.invalid:
        return replace(showing, invalid_open=True)
    folded = {shop.code for shop in view.shops if line in shop.lines}
    return replace(showing, folded=showing.folded - folded)


def shown_lines(view: CartView, showing: Showing) -> tuple[str, ...] | None:
    """Ids of the lines a filter shows, for the commands that act on those only; None without a filter."""
    if showing.filter is Filter.ALL:
        return None
    return tuple(line.id for line in view.lines if passes(line, showing.filter))


def shown_tick(view: CartView, showing: Showing) -> Tick:
    """The cart's box: of every line, or under a filter of those it shows."""
    shown = shown_lines(view, showing)
    if shown is None:
        return view.tick
    among = frozenset(shown)
    return _tick_of(line for line in view.lines if line.id in among)


def shown_tick_of(shop: ShopView, showing: Showing) -> Tick:
    """A shop's box: of every line, or under a filter of those it shows."""
    if showing.filter is Filter.ALL:
        return shop.tick
    return _tick_of(line for line in shop.lines if passes(line, showing.filter))


def _tick_of(lines: Iterable[LineView]) -> Tick:
    """What the boxes of these lines come to together (R-SEL-4)."""
    found = {line.tick for line in lines} - {Tick.NONE}
    if not found:
        return Tick.NONE
    return found.pop() if len(found) == 1 else Tick.SOME
