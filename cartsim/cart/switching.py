"""Another SKU or another promotion for a line: the edits that may move a row."""

from __future__ import annotations

from dataclasses import replace

from cartsim.cart.adding import standing_elsewhere
from cartsim.cart.commands import SwitchPromotion, SwitchSku
from cartsim.cart.groups import groups_of
from cartsim.cart.outcome import Applied, Event, Refusal
from cartsim.cart.place import put_by_rank, put_on_top, raise_ranks, stands_at, take_out
from cartsim.cart.prices import drop_price
from cartsim.cart.scene import Scene
from cartsim.cart.standing import Standing
from cartsim.cart.taking_part import activities
from cartsim.cart.turn import Turn, no_line
from cartsim.cart.validity import ceiling, invalid_reason, out_of_stock
from cartsim.model.cart import Cart, Line
from cartsim.model.goods import Offer
from cartsim.model.reason import Reason, because


def refuse_sku(scene: Scene, standing: Standing, offer: Offer | None) -> Reason | None:
    """Why the line cannot become this SKU; None where it can (R-SKU-2)."""
    policy = scene.policy
    if not policy.sku_switch.enabled:
        return because("switch_disabled", "R-SKU-3", "sku_switch.enabled")
    if offer is None or offer.product != standing.offer.product:
        return because("other_product", "R-SKU-2")
    return invalid_reason(offer, policy, scene.now) or (out_of_stock(offer) if offer.available <= 0 else None)


def switch_sku(turn: Turn, command: SwitchSku) -> Applied | Refusal:
    """Replace the SKU of a line: place and tick kept, price baseline new, same SKU merged (R-SKU-1..3, a-g)."""
    standing = turn.read.get(command.line)
    if standing is None:
        return no_line(turn, command.line)
    offer = turn.scene.offers.get(command.sku)
    reason = refuse_sku(turn.scene, standing, offer)
    if reason is not None or offer is None:
        return Refusal(reason or because("other_product", "R-SKU-2"))
    if command.quantity is not None and command.quantity <= 0:
        return Refusal(because("quantity_positive", "X-2", None, asked=command.quantity))
    asked = standing.line.quantity if command.quantity is None else command.quantity
    other = next(
        (row for row in turn.read.values() if row.line.sku == command.sku and row.line.id != command.line), None
    )
    if other is not None:
        return _merge(turn, standing, other, offer, asked)
    quantity, notices = _clamped(turn, offer, asked, standing_elsewhere(turn, standing))
    changed = _renewed(turn, standing.line, offer, quantity)
    return _moved(turn, changed, offer, "sku_switched", notices)


def _merge(turn: Turn, standing: Standing, other: Standing, offer: Offer, asked: int) -> Applied:
    """Two lines of one SKU become one: quantities summed or overwritten, the upper row stays (R-SKU b)."""
    order = turn.cart.placement.in_order()
    upper, lower = sorted((standing, other), key=lambda row: order.index(row.line.id))
    wanted = asked + other.line.quantity if turn.scene.policy.sku_switch.merge == "sum" else asked
    elsewhere = standing_elsewhere(turn, upper) - lower.line.quantity
    quantity, notices = _clamped(turn, offer, wanted, max(elsewhere, 0))
    changed = replace(_renewed(turn, upper.line, offer, quantity), checked=standing.line.checked or other.line.checked)
    gone = frozenset((lower.line.id,))
    cart = replace(turn.cart.without_lines(gone), placement=take_out(turn.cart.placement, gone))
    merged = because("merged", "R-SKU", "sku_switch.merge", quantity=quantity)
    return _moved(turn.over(cart), changed, offer, "merged", (merged, *notices))


def _clamped(turn: Turn, offer: Offer, asked: int, elsewhere: int) -> tuple[int, tuple[Reason, ...]]:
    """The quantity the new SKU allows, never under its least quantity, with the notice where it is another."""
    most = ceiling(offer, turn.scene.policy, elsewhere)
    quantity = max(min(asked, most.maximum), offer.min_quantity)
    quantity -= (quantity - offer.min_quantity) % offer.step
    if quantity == asked:
        return quantity, ()
    if asked > most.maximum:
        return quantity, (most.limit,)
    return quantity, (
        because(
            "raised_to_step",
            "R-CAP-3",
            None,
            asked=asked,
            quantity=quantity,
            minimum=offer.min_quantity,
            step=offer.step,
        ),
    )


def _renewed(turn: Turn, line: Line, offer: Offer, quantity: int) -> Line:
    return replace(
        line,
        sku=offer.sku,
        quantity=quantity,
        added_price=drop_price(offer, quantity, turn.scene, line.id),
        recovered=False,
    )


def _moved(turn: Turn, changed: Line, offer: Offer, kind: str, notices: tuple[Reason, ...]) -> Applied:
    """The switched line in its group: on top where switches bump, else where its rank belongs."""
    bump = turn.scene.policy.sku_switch.sort == "bump"
    line = replace(changed, rank=turn.sequence) if bump else changed
    after = turn.over(turn.cart.with_lines({line.id: line}))
    group = groups_of(after.cart, after.scene, after.read, (line.id,))[line.id]
    alone = frozenset((line.id,))
    cart = after.cart
    if bump:
        cart = raise_ranks(cart, offer.shop, group, turn.sequence)
        placement = put_on_top(take_out(cart.placement, alone), line.id, offer.shop, group, turn.scene)
        cart = replace(cart, placement=placement)
    else:
        cart = _regrouped(cart, line, offer.shop, group, turn)
    return Applied(cart, (Event(kind, (line.id,)),), notices)


def _regrouped(cart: Cart, line: Line, shop: str, group: str, turn: Turn) -> Cart:
    """The row in `group`: unmoved where it stands there, else where its rank belongs."""
    if stands_at(cart.placement, line.id) == (shop, group):
        return cart
    bare = replace(cart, placement=take_out(cart.placement, frozenset((line.id,))))
    return replace(bare, placement=put_by_rank(bare, line, shop, group, turn.scene))


def switch_promotion(turn: Turn, command: SwitchPromotion) -> Applied | Refusal:
    """换促销: the line keeps its rank and moves to the group of its choice (R-GRP b, R-SORT c)."""
    standing = turn.read.get(command.line)
    if standing is None:
        return no_line(turn, command.line)
    if not turn.scene.policy.features.switch_promotion:
        return Refusal(because("promotion_switch_disabled", "R-SORT", "features.switch_promotion"))
    if standing.invalid is not None:
        return Refusal(standing.invalid)
    line = standing.line
    open_now = {promotion.id for promotion in activities(turn.scene).open_to(standing.goods)}
    if command.promotion is not None and command.promotion not in open_now:
        return Refusal(because("promotion_not_for_line", "R-SORT", None, promotion=command.promotion))
    changed = replace(line, promotion=command.promotion, recovered=False)
    after = turn.over(turn.cart.with_lines({line.id: changed}))
    group = groups_of(after.cart, after.scene, after.read, (line.id,))[line.id]
    if stands_at(after.cart.placement, line.id) is None:
        return Applied(after.cart, (Event("promotion_switched", (line.id,)),))
    cart = _regrouped(after.cart, changed, standing.offer.shop, group, turn)
    return Applied(cart, (Event("promotion_switched", (line.id,)),))
