"""Promotions of one layer by shop, so that a line looks only at those of its own shop."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cartsim.cart.scene import Scene
from cartsim.model.promotion import Layer, Promotion
from cartsim.pricing.basket import BasketLine
from cartsim.pricing.item import best_item, piece_off
from cartsim.pricing.kinds import lowers_goods
from cartsim.pricing.scope import closed_because, standing, takes_part

_ByShop = Mapping[str | None, Sequence[Promotion]]


@dataclass(frozen=True, slots=True)
class Activities:
    """Shop activities and item promotions of the scene that its shopper may use, now or later."""

    open: _ByShop
    """Shop activities of now."""
    ahead: _ByShop
    """Shop activities that open later."""
    items: _ByShop
    """Open item promotions."""
    rounding: str

    def open_to(self, line: BasketLine) -> tuple[Promotion, ...]:
        """Open shop activities the line may belong to, best standing first."""
        return tuple([promotion for promotion in _of(self.open, line.shop) if takes_part(promotion, line)])

    def ahead_of(self, line: BasketLine) -> Promotion | None:
        """The shop activity of the line that opens next, None where none is ahead."""
        ahead = [promotion for promotion in _of(self.ahead, line.shop) if takes_part(promotion, line)]
        return min(ahead, key=lambda promotion: (promotion.starts_at or 0, promotion.id), default=None)

    def best_item(self, line: BasketLine) -> Promotion | None:
        """The item promotion that takes most off the line, None where none does."""
        best = best_item(line, _of(self.items, line.shop), self.rounding)
        return None if best is None else best.promotion

    def item_price(self, line: BasketLine) -> int:
        """Unit price in fen after the item layer, whatever else is in the cart."""
        return self.price_under(self.best_item(line), line)

    def price_under(self, best: Promotion | None, line: BasketLine) -> int:
        """Unit price in fen of the line under its best item promotion, or under none."""
        return line.price if best is None else line.price - piece_off(best, line, self.rounding, line.price)


def activities(scene: Scene) -> Activities:
    """The promotions of the scene laid out by shop."""
    mine = [
        promotion
        for promotion in sorted(scene.promotions, key=standing)
        if promotion.audience is None or promotion.audience in scene.audiences
    ]
    of_shops: dict[str | None, list[Promotion]] = {None: [], "not_yet": [], "over": []}
    items: list[Promotion] = []
    for promotion in mine:
        closed = closed_because(promotion, scene.now)
        if promotion.layer is Layer.ITEM:
            if closed is None:
                items.append(promotion)
        elif promotion.layer is Layer.SHOP and lowers_goods(promotion):
            of_shops[closed].append(promotion)
    return Activities(
        open=_by_shop(of_shops[None]),
        ahead=_by_shop(of_shops["not_yet"]),
        items=_by_shop(items),
        rounding=scene.policy.pricing.rounding,
    )


def across_shops(scene: Scene) -> tuple[Promotion, ...]:
    """Open promotions that span shops, whose label their lines carry."""
    return tuple(
        promotion
        for promotion in scene.promotions
        if promotion.layer is Layer.CROSS_SHOP
        and closed_because(promotion, scene.now) is None
        and (promotion.audience is None or promotion.audience in scene.audiences)
    )


def _by_shop(promotions: Iterable[Promotion]) -> _ByShop:
    by_shop: dict[str | None, list[Promotion]] = {}
    for promotion in promotions:
        by_shop.setdefault(promotion.shop, []).append(promotion)
    return by_shop


def _of(by_shop: _ByShop, shop: str) -> Sequence[Promotion]:
    own, everywhere = by_shop.get(shop, ()), by_shop.get(None, ())
    return sorted((*own, *everywhere), key=standing) if own and everywhere else own or everywhere
