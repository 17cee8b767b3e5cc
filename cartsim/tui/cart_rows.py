"""From the cart's view to the rows of its list; pure, and lazy: texts are made when a row is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import accumulate, compress
from operator import is_not
from typing import NamedTuple

from cartsim.cart.view import CartView, GroupView, LineView, ShopView
from cartsim.i18n import Speaker
from cartsim.tui.attached_rows import AddOnLine, GiftLine
from cartsim.tui.line_row import LineRow, Look
from cartsim.tui.row import Inert, Row, Sections
from cartsim.tui.shop_rows import BarRow, InvalidHead, RibbonRow, Sentence, ShopRow
from cartsim.tui.showing import INVALID_SHOWN, Density, Filter, Showing, passes, shown_tick_of


class _Kept(NamedTuple):
    """The rows made for a shop, and the place of each by its id."""

    shop: ShopView
    rows: tuple[Row, ...]
    places: Mapping[str, int]


class _Made(NamedTuple):
    """The rows made last, and what of."""

    view: CartView
    showing: Showing
    rows: Sections


class CartRows:
    """Makes the rows of one view after the other. While the views hold the same things in the same order, a
    shop's rows are made when they are asked for, new ones only for what is another value than before; so that
    a large cart costs what is seen of it."""

    def __init__(self, speaker: Speaker) -> None:
        self.speaker = speaker
        self._last: _Made | None = None
        self._kept: list[_Kept] = []

    def of(self, view: CartView, showing: Showing) -> Sequence[Row]:
        """All rows, top to bottom."""
        last = self._last
        if last is None or last.showing != showing:
            self._kept = []
            starts = self._lay_out(view, showing)
        elif last.view is view:
            return last.rows
        elif _stand_alike(last.view, view, showing):
            starts = last.rows.starts
        else:
            starts = self._lay_out(view, showing)
        rows = Sections(starts, partial(self._section, self._kept, view, showing))
        self._last = _Made(view, showing, rows)
        return rows

    def _lay_out(self, view: CartView, showing: Showing) -> Sequence[int]:
        """Makes the rows of every shop, and gives the place of the first row of each section."""
        known = {kept.shop.code: kept for kept in self._kept}
        look = Look(self.speaker, showing.density)
        self._kept = [_kept(known.get(shop.code), shop, showing, look) for shop in view.shops]
        sizes = [len(kept.rows) for kept in self._kept]
        rest = _rest(self._kept, view, showing, look)
        return [0, *accumulate([len(_ribbons(view, showing, look)), *sizes, len(rest)])]

    def _section(self, kept: list[_Kept], view: CartView, showing: Showing, number: int) -> Sequence[Row]:
        """The rows of what spans shops, of one shop, or of what stands below the last one."""
        look = Look(self.speaker, showing.density)
        if number == 0:
            return _ribbons(view, showing, look)
        if number > len(view.shops):
            return _rest(kept, view, showing, look)
        at = number - 1
        kept[at] = _kept(kept[at], view.shops[at], showing, look)
        return kept[at].rows


def _ribbons(view: CartView, showing: Showing, look: Look) -> Sequence[Row]:
    """What spans shops, above them (R-GRP a); nothing over an empty cart or under a filter."""
    if showing.filter is not Filter.ALL or not (view.shops or view.invalid):
        return ()
    return tuple(RibbonRow("", ribbon, look) for ribbon in view.ribbons)


def _stand_alike(before: CartView, after: CartView, showing: Showing) -> bool:
    """Whether the rows of two views have the same ids in the same order. Under a filter that depends on more than
    what the views hold."""
    return (
        showing.filter is Filter.ALL
        and [ribbon.promotion.id for ribbon in before.ribbons] == [ribbon.promotion.id for ribbon in after.ribbons]
        and _layouts(before.shops) == _layouts(after.shops)
        and _same_lines(before.invalid, after.invalid)
    )


def _layouts(shops: Sequence[ShopView]) -> list[tuple[str, tuple[object, ...]]]:
    """The shops with what stands in each; what is the same value is passed over when two of these are compared."""
    return [(shop.code, shop.layout) for shop in shops]


def _same_lines(before: Sequence[LineView], after: Sequence[LineView]) -> bool:
    """Whether these are the same lines, with the same gifts and trade-up offers."""
    if len(before) != len(after):
        return False
    for line, now in zip(before, after, strict=True):
        if line is not now and (line.id, line.gifts, line.add_ons) != (now.id, now.gifts, now.add_ons):
            return False
    return True


def _kept(known: _Kept | None, shop: ShopView, showing: Showing, look: Look) -> _Kept:
    """The rows of a shop, those that are known where they still hold."""
    if known is not None and known.shop is shop:
        return known
    whole = showing.filter is Filter.ALL and shop.code not in showing.folded
    if known is not None and whole and known.shop.layout == shop.layout:
        return _patched(known, shop, look)
    rows = tuple(_shop_rows(shop, showing, look))
    return _Kept(shop, rows, {row.id: at for at, row in enumerate(rows)})


def _patched(known: _Kept, shop: ShopView, look: Look) -> _Kept:
    """The rows of a shop that holds the same things, with new ones for what is said otherwise of them."""
    old, rows = known.shop, list(known.rows)
    fresh: list[Row] = [ShopRow(shop, False, look)]
    for before, after in zip(old.groups, shop.groups, strict=True):
        if after.bar is not None and after.bar != before.bar:
            fresh.append(BarRow(after.id, after.bar, look))
        fresh += (LineRow(line, look) for line in compress(after.lines, map(is_not, before.lines, after.lines)))
    for row in fresh:
        at = known.places.get(row.id)
        if at is not None:  # a group without lines has no rows
            rows[at] = row
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
    return tuple(line for line in group.lines if passes(line, showing.filter))


def _group_rows(group: GroupView, lines: tuple[LineView, ...], look: Look) -> Iterator[Row]:
    """Bar, lines and gifts of one group, with air between the lines where there is room for it."""
    if group.bar is not None:
        yield BarRow(group.id, group.bar, look)
        for gift in group.bar.gifts:
            yield GiftLine(look, f"bar:{group.id}", gift)
    airy = look.density is Density.COMFORTABLE
    for line in lines:
        if airy and line is not lines[0]:
            yield Inert(f"gap:{line.id}")
        yield LineRow(line, look)
        for gift in line.gifts:
            yield GiftLine(look, f"line:{line.id}", gift)
        for offer in line.add_ons:
            yield AddOnLine(look, f"line:{line.id}", offer)


def _invalid_rows(lines: tuple[LineView, ...], showing: Showing, look: Look) -> Iterator[Row]:
    """The invalid section at the bottom, folded after the first few (R-INV-2)."""
    if not lines or showing.filter not in (Filter.ALL, Filter.INVALID):
        return
    if showing.filter is Filter.INVALID:
        lines = tuple(line for line in lines if passes(line, showing.filter))
    everything = showing.invalid_open or showing.filter is Filter.INVALID
    shown = lines if everything else lines[:INVALID_SHOWN]
    yield InvalidHead(lines, len(lines) - len(shown), showing.invalid_open and len(lines) > INVALID_SHOWN, look)
    for line in shown:
        if look.density is Density.COMFORTABLE and line is not shown[0]:
            yield Inert(f"gap:{line.id}")
        yield LineRow(line, look)


def _rest(shops: Sequence[_Kept], view: CartView, showing: Showing, look: Look) -> Sequence[Row]:
    """The rows below the shops: the invalid section, or a sentence where there is nothing at all."""
    rows = tuple(_invalid_rows(view.invalid, showing, look))
    if rows or any(kept.rows for kept in shops):
        return rows
    return (_nothing(showing, look.speaker),)


def _nothing(showing: Showing, speaker: Speaker) -> Row:
    """The sentence of an empty cart, or of a tab without lines."""
    if showing.filter is Filter.ALL:
        return Sentence(
            "empty",
            speaker.text("Your cart is empty"),
            speaker.text("Press i to add something by its title, or O to begin a scenario"),
        )
    return Sentence("empty", speaker.text("Nothing here now"), speaker.text("Press 1 to see the whole cart"))
