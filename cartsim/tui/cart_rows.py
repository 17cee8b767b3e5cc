"""From the cart's view to the rows of its list; pure, and lazy: texts are made when a row is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import compress, count
from operator import is_not

from cartsim.cart.view import CartView, GroupView, LineView, ShopView
from cartsim.i18n import Speaker
from cartsim.tui.line_row import LineRow, Look
from cartsim.tui.row import Inert, Row
from cartsim.tui.shop_rows import BarRow, GiftLine, InvalidHead, Sentence, ShopRow
from cartsim.tui.showing import INVALID_SHOWN, Density, Filter, Showing, passes, shown_tick_of


@dataclass(slots=True)
class _Kept:
    """The rows made for a shop, and where each of its lines stands among them."""

    shop: ShopView
    rows: tuple[Row, ...]
    places: dict[str, int]


class CartRows:
    """Makes the rows of one view after the other. What is the same value as before keeps its row, so
    that a large cart costs what changed in it."""

    def __init__(self, speaker: Speaker) -> None:
        self.speaker = speaker
        self._showing: Showing | None = None
        self._kept: dict[str, _Kept] = {}

    def of(self, view: CartView, showing: Showing) -> tuple[Row, ...]:
        """All rows, top to bottom."""
        if showing != self._showing:
            self._showing = showing
            self._kept = {}
        look = Look(self.speaker, showing.density)
        rows: list[Row] = []
        kept: dict[str, _Kept] = {}
        for shop in view.shops:
            known = self._kept.get(shop.code)
            if known is None or known.shop is not shop:
                known = (known and _patched(known, shop, showing, look)) or _made(shop, showing, look)
            kept[shop.code] = known
            rows += known.rows
        self._kept = kept
        rows += _invalid_rows(view.invalid, showing, look)
        if not rows:
            rows = [_nothing(showing, self.speaker)]
        return tuple(rows)


def _made(shop: ShopView, showing: Showing, look: Look) -> _Kept:
    """The rows of a shop, all new."""
    rows = tuple(_shop_rows(shop, showing, look))
    return _Kept(shop, rows, {row.line.id: at for at, row in enumerate(rows) if isinstance(row, LineRow)})


def _patched(known: _Kept, shop: ShopView, showing: Showing, look: Look) -> _Kept | None:
    """The rows with new ones only for lines that changed; None where more than that may differ."""
    old = known.shop
    if showing.filter is not Filter.ALL or shop.code in showing.folded or len(old.groups) != len(shop.groups):
        return None
    rows = list(known.rows)
    if (old.tick, old.coupons, old.has_coupons, old.title) != (shop.tick, shop.coupons, shop.has_coupons, shop.title):
        rows[0] = ShopRow(shop, False, look)
    for before, after in zip(old.groups, shop.groups, strict=True):
        if before is after:
            continue
        if before.id != after.id or before.bar != after.bar or len(before.lines) != len(after.lines):
            return None
        for at in compress(count(), map(is_not, before.lines, after.lines)):
            line, now = before.lines[at], after.lines[at]
            if line.id != now.id or line.gifts != now.gifts:
                return None
            rows[known.places[line.id]] = LineRow(now, look)
    return _Kept(shop, tuple(rows), known.places)


def _shop_rows(shop: ShopView, showing: Showing, look: Look) -> Iterator[Row]:
    """Header and groups of one shop; nothing where the filter shows none of its lines."""
    groups = [(group, _passing(group, showing)) for group in shop.groups]
    groups = [(group, lines) for group, lines in groups if lines]
    if not groups:
        return
    folded = shop.code in showing.folded
    tick = shown_tick_of(shop, showing)
    yield ShopRow(shop if tick is shop.tick else replace(shop, tick=tick), folded, look)
    if not folded:
        for group, lines in groups:
            if group is not groups[0][0] and look.density is Density.COMFORTABLE:
                yield Inert(f"gap:{group.id}")
            yield from _group_rows(group, lines, look)
    yield Inert(f"gap:shop:{shop.code}")


def _passing(group: GroupView, showing: Showing) -> tuple[LineView, ...]:
    """The lines of a group that the filter shows."""
    grouped = group.bar is not None
    return tuple(line for line in group.lines if passes(line, showing.filter, grouped=grouped))


def _group_rows(group: GroupView, lines: tuple[LineView, ...], look: Look) -> Iterator[Row]:
    """Bar, lines and gifts of one group, with air between the lines where there is room for it."""
    if group.bar is not None:
        yield BarRow(group.id, group.bar, look)
        for gift in group.bar.gifts:
            yield GiftLine(gift, look, f"bar:{group.id}")
    airy = look.density is Density.COMFORTABLE
    for line in lines:
        if airy and line is not lines[0]:
            yield Inert(f"gap:{line.id}")
        yield LineRow(line, look)
        for gift in line.gifts:
            yield GiftLine(gift, look, f"line:{line.id}")


def _invalid_rows(lines: tuple[LineView, ...], showing: Showing, look: Look) -> Iterator[Row]:
    """The invalid section at the bottom, folded after the first few (R-INV-2)."""
    if not lines or showing.filter not in (Filter.ALL, Filter.INVALID):
        return
    if showing.filter is Filter.INVALID:
        lines = tuple(line for line in lines if passes(line, showing.filter, grouped=False))
    everything = showing.invalid_open or showing.filter is Filter.INVALID
    shown = lines if everything else lines[:INVALID_SHOWN]
    yield InvalidHead(lines, len(lines) - len(shown), showing.invalid_open and len(lines) > INVALID_SHOWN, look)
    for line in shown:
        if look.density is Density.COMFORTABLE and line is not shown[0]:
            yield Inert(f"gap:{line.id}")
        yield LineRow(line, look)


def _nothing(showing: Showing, speaker: Speaker) -> Row:
    """The sentence of an empty cart, or of a tab without lines."""
    if showing.filter is Filter.ALL:
        return Sentence(
            "empty", speaker.text("Your cart is empty"), speaker.text("Press i and type a title to add something")
        )
    return Sentence("empty", speaker.text("Nothing here now"), speaker.text("Press 1 to see the whole cart"))
