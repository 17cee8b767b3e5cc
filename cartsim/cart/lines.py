"""One row of the cart, from its line, what was read of its goods, and its price."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cartsim.cart.gifts import GiftStock, gift_block, item_gifts
from cartsim.cart.memo import Memo, Terms
from cartsim.cart.scene import Scene
from cartsim.cart.standing import Standing
from cartsim.cart.tags import line_tags
from cartsim.cart.validity import out_of_stock, stock_hint
from cartsim.cart.view import AddOnRow, LineView, PromotionChoice, StockState, Tick
from cartsim.model.goods import Shop
from cartsim.model.promotion import Scope
from cartsim.model.reason import Reason, because
from cartsim.pricing.basket import BasketLine, PricedLine
from cartsim.pricing.scope import takes_part

EVERYTHING = Scope()
"""A campaign over all goods has its ribbon above the shops; a label that every line bore would say nothing."""
_SWITCHABLE = frozenset({"invalid_sold_out", "invalid_spec_gone", "invalid_zero"})
"""Invalid lines that another specification may cure (R-SKU g)."""


@dataclass(slots=True)
class RowMaker:
    """What all rows of one view share; it builds them in display order."""

    scene: Scene
    memo: Memo
    terms: Terms
    priced: Mapping[str, PricedLine]
    gift_stock: GiftStock

    def row(self, standing: Standing, group: str | None, add_ons: tuple[AddOnRow, ...] = ()) -> LineView:
        """The row of a line; `group` is the promotion it stands under, None in the invalid section."""
        priced = self.priced.get(standing.line.id)
        shop = self.scene.shops.get(standing.offer.shop) if group is None else None
        shown = None if priced is None else (priced.unit_price, priced.promotion)
        net = None if priced is None else priced.net
        # Gifts are handed out of one stock from row to row, so such a row is made of all the rows above it.
        made_of = None if standing.offer.gifts else (self.memo.era, standing, shown, group, shop, add_ons)
        row = self.memo.rows.part(standing.line.id, made_of, lambda: self._row(standing, group, priced, shop, add_ons))
        # What is taken off other lines moves the net of many, and nothing else of their rows.
        return row if row.net == net else self.memo.rows.put(standing.line.id, made_of, row._replace(net=net))

    def _row(
        self,
        standing: Standing,
        group: str | None,
        priced: PricedLine | None,
        shop: Shop | None,
        add_ons: tuple[AddOnRow, ...],
    ) -> LineView:
        line, offer = standing.line, standing.offer
        goods, activities = standing.goods, self.terms.activities
        item = activities.best_item(goods)
        price = activities.price_under(item, goods) if priced is None else priced.unit_price
        by = None if priced is None else priced.promotion
        off_group = by is not None and group is not None and by != group
        across = [promotion for promotion in self.terms.across if takes_part(promotion, goods)]
        labelled = [promotion for promotion in across if promotion.scope != EVERYTHING]
        if off_group and by is not None and by in self.terms.promotions:
            labelled.insert(0, self.terms.promotions[by])
        if item is not None:
            labelled.insert(0, item)
        gifts = item_gifts(standing, self.scene, self.gift_stock)
        recovered = standing.invalid is None and offer.available > 0 and (line.recovered or group is None)
        return LineView(
            id=line.id,
            sku=line.sku,
            product=offer.product,
            shop=offer.shop,
            title=offer.title,
            spec=offer.spec,
            sprite=offer.sprite,
            colour=offer.colour,
            quantity=line.quantity,
            counted=standing.counted,
            tick=Tick.NONE if standing.locked is not None else Tick.ON if line.checked else Tick.OFF,
            locked=standing.locked,
            price=price,
            struck=offer.list_price if offer.list_price > price else None,
            net=None if priced is None else priced.net,
            drop=None if standing.invalid is not None else self._drop(standing, price),
            stock=stock_hint(offer, line.quantity, self.scene.policy),
            tags=line_tags(offer, shop, labelled, self.scene),
            more=more_refusal(standing),
            less=less_refusal(standing, self.scene),
            maximum=standing.ceiling.maximum,
            limit=standing.ceiling.limit,
            switch=switch_refusal(standing, self.scene),
            promotion=by,
            off_group=off_group,
            across=tuple(promotion.id for promotion in across),
            in_deal=standing.invalid is None and (bool(labelled) or group in self.terms.promotions),
            choices=self._choices(standing, goods, by),
            gifts=gifts,
            add_ons=add_ons,
            invalid=standing.invalid,
            recovered=recovered,
            blocks=None if standing.invalid is not None else standing.short or gift_block(gifts, self.scene),
            weight=offer.weight,
            added_at=line.added_at,
            added_price=line.added_price,
        )

    def _drop(self, standing: Standing, price: int) -> Reason | None:
        now = standing.offer.list_price if self.scene.policy.drop.basis == "list" else price
        return drop_reason(standing.line.added_price, now, self.scene)

    def _choices(self, standing: Standing, goods: BasketLine, by: str | None) -> tuple[PromotionChoice, ...]:
        if standing.invalid is not None or not self.scene.policy.features.switch_promotion:
            return ()
        candidates = self.terms.activities.open_to(goods)
        if len(candidates) < 2:
            return ()
        chosen = standing.line.promotion
        return tuple(
            PromotionChoice(promotion, promotion.id == (by or chosen), promotion.id == chosen, None)
            for promotion in candidates
        )


def drop_reason(before: int, now: int, scene: Scene) -> Reason | None:
    """比加入时降X元 where the price fell enough, 已涨价 where it rose and the policy says so, else None (R-DROP, X-3).

    Both prices are unit prices in fen of the same kind.
    """
    policy = scene.policy.drop
    fell = before - now
    if policy.show and fell >= policy.min_abs and fell * 10_000 >= policy.min_rate * before:
        return because("drop", "R-DROP-2", "drop.show", amount_fen=fell, before_fen=before, now_fen=now)
    if policy.rise and fell < 0:
        return because("rise", "X-3", "drop.rise", amount_fen=-fell, before_fen=before, now_fen=now)
    return None


def more_refusal(standing: Standing) -> Reason | None:
    """Why `+` is grey; None where one more step is possible (R-CAP-2, R-STOCK-6)."""
    if standing.invalid is not None:
        return standing.invalid
    if standing.offer.available <= 0:
        return out_of_stock(standing.offer)
    if standing.line.quantity + standing.offer.step > standing.ceiling.maximum:
        return standing.ceiling.limit
    return None


def less_refusal(standing: Standing, scene: Scene) -> Reason | None:
    """Why `-` is grey; None where it works, or asks before it removes (R-EDIT-2)."""
    if standing.invalid is not None:
        return standing.invalid
    if standing.offer.available <= 0:
        return out_of_stock(standing.offer)
    least = standing.offer.min_quantity
    if standing.line.quantity <= least and scene.policy.edit.minus_at_one == "disabled":
        return because("minimum_reached", "R-EDIT-2", "edit.minus_at_one", minimum=least)
    return None


def switch_refusal(standing: Standing, scene: Scene) -> Reason | None:
    """Why the SKU cannot be switched; None where it can (R-SKU-3, R-SKU g)."""
    if not scene.policy.sku_switch.enabled:
        return because("switch_disabled", "R-SKU-3", "sku_switch.enabled")
    if not standing.offer.spec:
        return because("single_sku", "R-SKU-1")
    if standing.invalid is not None and standing.invalid.code not in _SWITCHABLE:
        return standing.invalid
    return None


LOW_STOCK = frozenset({StockState.TIGHT, StockState.FEW, StockState.SHORT})
"""Stock words the tab 快没货 gathers."""
