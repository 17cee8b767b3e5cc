"""The settlement preview: every checked line read again and compared with what the cart showed (X-4)."""

from __future__ import annotations

from collections.abc import Mapping

from cartsim.cart.panels import Settlement, SettlementLine, SettlementShop
from cartsim.cart.receipt import waterfall
from cartsim.cart.scene import Scene
from cartsim.cart.standing import Standing, standings
from cartsim.cart.view import AddOnRow, CartView, GiftRow, LineView
from cartsim.cart.viewing import view_of
from cartsim.model.cart import Cart
from cartsim.model.promotion import Layer
from cartsim.model.reason import Reason, because
from cartsim.model.words import Words
from cartsim.pricing.basket import PricedLine


def settlement_of(cart: Cart, before: Scene, now: Scene) -> Settlement:
    """The preview of the checked lines: `before` is the reading the cart shows, `now` a fresh one.

    One order for each shop and warehouse, in display order (X-5). The rows of the price block add up: prices are
    positive, cuts negative fen.
    """
    shown = view_of(cart, before)
    was = {row.id: row.price for row in shown.lines}
    fresh = view_of(cart, now)
    read = standings(cart, now)
    checked = {line.id for line in cart.lines if line.checked}
    priced = {line.id: line for line in fresh.quote.lines}
    lines = {
        row.id: _line(row, was.get(row.id), read[row.id], priced.get(row.id))
        for row in fresh.lines
        if row.id in checked
    }
    for row in fresh.lines:
        lines |= {offer.id: _add_on(offer, priced[offer.id]) for offer in row.add_ons if offer.id in priced}
    gone = tuple(
        because("blocked_gone", row.locked.rule, row.locked.policy, line=row.id, title=row.title)
        for row in fresh.lines
        if row.id in checked and row.locked is not None
    )
    repriced = sum(line.was is not None for line in lines.values())
    short = sum(line.problem is not None for line in lines.values())
    return Settlement(
        shops=_orders(fresh, lines, read),
        rows=_rows(fresh),
        before=shown.totals.net_total,
        net_total=fresh.totals.net_total,
        unchanged=sum(line.was is None and line.problem is None for line in lines.values()),
        repriced=repriced,
        short=short,
        blocks=(*gone, *fresh.blocked),
    )


def _line(row: LineView, shown: int | None, standing: Standing, priced: PricedLine | None) -> SettlementLine:
    problem: Reason | None = row.locked or row.blocks
    return SettlementLine(
        line=row.id,
        title=row.title,
        spec=row.spec,
        quantity=standing.counted if priced is not None else 0,
        asked=row.quantity,
        price=row.price,
        amount=0 if priced is None else _after_item(priced),
        net=0 if priced is None else priced.net,
        was=None if shown == row.price else shown,
        problem=problem,
    )


def _add_on(offer: AddOnRow, priced: PricedLine) -> SettlementLine:
    """A 换购 offer that was taken, at its price (R-SWAP b); it goes with the item it hangs on."""
    return SettlementLine(
        line=offer.id,
        title=offer.goods.title,
        spec=(),
        quantity=offer.quantity,
        asked=offer.quantity,
        price=offer.price,
        amount=priced.net,
        net=priced.net,
        was=None,
        problem=None,
    )


def _after_item(priced: PricedLine) -> int:
    return priced.amount - sum(cut.amount for cut in priced.cuts if cut.layer is Layer.ITEM)


def _orders(
    fresh: CartView, lines: Mapping[str, SettlementLine], read: Mapping[str, Standing]
) -> tuple[SettlementShop, ...]:
    orders: dict[tuple[str, Words], list[SettlementLine]] = {}
    below = {row.id: row.gifts for row in fresh.lines}
    for row in fresh.lines:
        found = [lines[code] for code in (row.id, *(offer.id for offer in row.add_ons)) if code in lines]
        if found:
            orders.setdefault((row.shop, read[row.id].offer.warehouse), []).extend(found)
    titles = {shop.code: shop.title for shop in fresh.shops}
    with_bars = _promotion_gifts(fresh)
    return tuple(
        SettlementShop(
            shop=shop,
            title=titles.get(shop, Words(shop, shop)),
            warehouse=warehouse,
            lines=tuple(order),
            net=sum(line.net for line in order),
            gifts=tuple(gift for line in order for gift in below.get(line.line, ()) if gift.state != "unchecked")
            + with_bars.pop(shop, ()),
        )
        for (shop, warehouse), order in orders.items()
    )


def _promotion_gifts(fresh: CartView) -> dict[str, tuple[GiftRow, ...]]:
    """Gifts of each shop's promotions."""
    return {
        shop.code: tuple(gift for group in shop.groups if group.bar is not None for gift in group.bar.gifts)
        for shop in fresh.shops
    }


def _rows(fresh: CartView) -> tuple[tuple[str, int], ...]:
    """`list_total`, `markdown` where list prices are above prices, one row for each layer that cut, `net_total`."""
    first, *steps = waterfall(fresh)
    return (
        (first.code, first.left),
        *((step.code, -step.off) for step in steps),
        ("net_total", fresh.quote.net_total),
    )
