"""Gift rows: below an item, or below the bar of a 满赠 (R-GIFT)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cartsim.cart.gift_choice import gift_choices, given
from cartsim.cart.scene import Scene
from cartsim.cart.standing import Standing
from cartsim.cart.view import GiftRow
from cartsim.model.goods import Gift, ItemGift
from cartsim.model.promotion import Promotion
from cartsim.model.reason import Reason, because
from cartsim.pricing.basket import EarnedGift


@dataclass(slots=True)
class GiftStock:
    """Gift pieces handed out while one view is built, so that no piece is promised twice."""

    given: dict[str, int] = field(default_factory=dict)

    def take(self, gift: Gift, wanted: int) -> int:
        """Pieces of `wanted` the stock still has; they are taken."""
        before = self.given.get(gift.code, 0)
        granted = max(min(wanted, gift.stock - before), 0)
        self.given[gift.code] = before + granted
        return granted


def item_gifts(standing: Standing, scene: Scene, stock: GiftStock) -> tuple[GiftRow, ...]:
    """Rows below one line, in the order the shop hung them; none below one that is invalid or out of stock (R-GIFT c):
    no tick would bring them."""
    if standing.invalid is not None or standing.offer.available <= 0:
        return ()
    rows = (_item_gift(standing, hung, scene, stock) for hung in standing.offer.gifts)
    return tuple(row for row in rows if row is not None)


def _item_gift(standing: Standing, hung: ItemGift, scene: Scene, stock: GiftStock) -> GiftRow | None:
    pieces = standing.counted if standing.counts else standing.line.quantity
    earned = pieces // hung.per * hung.give
    if hung.max_per_order is not None:
        earned = min(earned, hung.max_per_order)
    if earned <= 0:
        return None
    row_id = f"{standing.line.id}/gift/{hung.gift.code}"
    if not standing.counts:
        if scene.policy.gift.when_unchecked == "hide":
            return None
        reason = because("gift_unchecked", "R-GIFT", "gift.when_unchecked", earned=earned)
        return GiftRow(row_id, hung.gift, 0, earned, "unchecked", (), reason)
    return _row(row_id, hung.gift, earned, (), scene, stock)


def promotion_gifts(
    shop: str,
    promotion: Promotion,
    earned: Iterable[EarnedGift],
    picks: Mapping[str, str],
    scene: Scene,
    stock: GiftStock,
) -> tuple[GiftRow, ...]:
    """Rows below the bar of a 满赠: what it earned, with the gift the shopper picked (R-GIFT e, g)."""
    rows: list[GiftRow] = []
    for won in earned:
        gift = given(promotion, won.gift, picks.get(promotion.id))
        choices = gift_choices(promotion, won.gift.code)
        row_id = f"{shop}/{promotion.id}/gift/{won.gift.code}"
        rows.append(_row(row_id, gift, won.earned, choices if len(choices) > 1 else (), scene, stock))
    return tuple(rows)


def _row(row_id: str, gift: Gift, earned: int, choices: tuple[Gift, ...], scene: Scene, stock: GiftStock) -> GiftRow:
    granted = stock.take(gift, earned)
    state, quantity = "full", granted
    if granted <= 0:
        state = "gone"
    elif granted < earned:
        state = "partial"
        if scene.policy.gift.on_short == "none":
            state, quantity = "gone", 0
    return GiftRow(row_id, gift, quantity, earned, state, choices, _reason(state, earned, granted))


def _reason(state: str, earned: int, granted: int) -> Reason:
    if state == "full":
        return because("gift_while_stocks_last", "R-GIFT-3", None, quantity=granted)
    if state == "gone":
        return because("gift_gone_for_now", "R-GIFT", "gift.on_short", earned=earned, left=granted)
    return because("gift_partial", "R-GIFT", "gift.on_short", earned=earned, quantity=granted)


def gift_block(rows: Iterable[GiftRow], scene: Scene) -> Reason | None:
    """Why a gift that falls short blocks its item, where the policy says so (R-GIFT a)."""
    if scene.policy.gift.on_short != "block_main":
        return None
    for row in rows:
        if row.state in ("partial", "gone"):
            return because("gift_blocks", "R-GIFT", "gift.on_short", earned=row.earned, quantity=row.quantity)
    return None
