"""Taking and dropping the offers of a 换购 (R-SWAP)."""

from __future__ import annotations

from dataclasses import replace

from cartsim.cart.add_ons import locked_reason, offers_of, pieces_allowed, tiers_reached
from cartsim.cart.adding import cart_full
from cartsim.cart.basket import basket_of, most_of_one
from cartsim.cart.commands import TakeAddOn
from cartsim.cart.outcome import Applied, Event, Refusal
from cartsim.cart.turn import Turn, places_used
from cartsim.model.reason import because
from cartsim.pricing import quote
from cartsim.pricing.gap import gap_of
from cartsim.pricing.scope import is_usable


def take_add_on(turn: Turn, command: TakeAddOn) -> Applied | Refusal:
    """Take so many pieces of an offer; 0 drops it, which is always possible.

    Refused where there is no such offer, its goods are gone (R-SWAP c), the threshold is not reached (R-SWAP-6), or
    more is asked for than the promotion, the policy or the stock has room for (R-SWAP-5), and where the cart is full:
    what is bought so takes a place (R-CAP-1, R-SWAP b).
    """
    key = (command.promotion, command.goods)
    taken = dict(turn.cart.add_ons)
    if command.quantity <= 0:
        if key not in taken:
            return Refusal(because("no_add_on", "R-SWAP", None, goods=command.goods))
        del taken[key]
        lost = tuple([(other, since) for other, since in turn.cart.add_ons_lost if other != key])
        dropped = replace(turn.cart, add_ons=tuple(sorted(taken.items())), add_ons_lost=lost)
        return Applied(dropped, (Event("add_on_dropped"),))
    promotion = next((known for known in turn.scene.promotions if known.id == command.promotion), None)
    goods = turn.scene.add_ons.get(command.goods)
    offered = {} if promotion is None else offers_of(promotion.tiers)
    if promotion is None or goods is None or command.goods not in offered:
        return Refusal(because("no_add_on", "R-SWAP", None, goods=command.goods))
    if goods.stock <= 0:
        return Refusal(because("add_on_gone", "R-SWAP"))
    gaps = {gap.promotion: gap for gap in quote(basket_of(turn.cart, turn.scene, turn.read)).gaps}
    gap = gaps.get(promotion.id) or gap_of(promotion, 0, 0, ())
    if not is_usable(promotion, turn.scene.now, turn.scene.audiences):
        return Refusal(because("add_on_closed", "R-SWAP-6"))
    if command.goods not in offers_of(tiers_reached(promotion, gap)):
        return Refusal(locked_reason(offered[command.goods][1], gap))
    allowed = pieces_allowed(promotion, gap)
    others = sum(pieces for (code, other), pieces in taken.items() if code == promotion.id and other != command.goods)
    if command.quantity > allowed - others:
        return Refusal(because("add_on_full", "R-SWAP-5", None, limit=allowed), max(0, allowed - others))
    if command.quantity > most_of_one(turn.scene):
        most = most_of_one(turn.scene)
        return Refusal(because("add_on_most", "R-SWAP-5", "swap.max", limit=most), most)
    if command.quantity > goods.stock:
        return Refusal(because("add_on_gone", "R-SWAP"), goods.stock)
    full = _no_room(turn, key, command.quantity)
    if full is not None:
        return full
    taken[key] = command.quantity
    return Applied(replace(turn.cart, add_ons=tuple(sorted(taken.items()))), (Event("add_on_taken"),))


def _no_room(turn: Turn, key: tuple[str, str], asked: int) -> Refusal | None:
    """The cart is full, where these pieces of the offer take more places than there are (R-CAP-1)."""
    cap, had = turn.scene.policy.cap, dict(turn.cart.add_ons).get(key, 0)
    more = int(not had) if cap.unit == "lines" else asked - had
    return Refusal(cart_full(turn)) if more > 0 and places_used(turn) + more > cap.total else None
