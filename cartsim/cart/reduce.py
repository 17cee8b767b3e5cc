"""What a command does to a cart: a new cart with events and notices, or a refusal with its reason. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from cartsim.cart.adding import add
from cartsim.cart.choosing import pick_coupon, pick_gift
from cartsim.cart.commands import (
    AddToCart,
    AddTogether,
    CartCommand,
    Check,
    CheckAll,
    CheckShop,
    ClearInvalid,
    Enter,
    PickCoupon,
    PickGift,
    Reconcile,
    Remove,
    SetQuantity,
    SetToMaximum,
    SwitchPromotion,
    SwitchSku,
    TakeAddOn,
)
from cartsim.cart.editing import check, check_all, check_shop, clear_invalid, remove, set_quantity, set_to_maximum
from cartsim.cart.entering import enter, reconcile
from cartsim.cart.outcome import Applied, Refusal
from cartsim.cart.scene import Scene
from cartsim.cart.standing import Standing
from cartsim.cart.switching import switch_promotion, switch_sku
from cartsim.cart.together import add_together
from cartsim.cart.trading_up import take_add_on
from cartsim.cart.turn import begin
from cartsim.model.cart import Cart


def apply(
    cart: Cart,
    command: CartCommand,
    scene: Scene,
    sequence: int,
    read: Mapping[str, Standing] | None = None,
) -> Applied | Refusal:
    """The cart after `command`, or why it was refused and nothing changed.

    `scene` must hold the offers of every SKU in the cart and of the one the command names; `sequence` is the journal
    number that ranks what the command adds (decisions.md, Placement); `read` are the standings of the cart where the
    caller has them already.
    """
    turn = begin(cart, scene, sequence, read)
    match command:
        case AddToCart():
            return add(turn, command)
        case AddTogether():
            return add_together(turn, command)
        case SetQuantity():
            return set_quantity(turn, command)
        case SetToMaximum():
            return set_to_maximum(turn, command)
        case Check():
            return check(turn, command)
        case CheckShop():
            return check_shop(turn, command)
        case CheckAll():
            return check_all(turn, command)
        case Remove():
            return remove(turn, command)
        case ClearInvalid():
            return clear_invalid(turn)
        case SwitchSku():
            return switch_sku(turn, command)
        case SwitchPromotion():
            return switch_promotion(turn, command)
        case PickCoupon():
            return pick_coupon(turn, command)
        case PickGift():
            return pick_gift(turn, command)
        case TakeAddOn():
            return take_add_on(turn, command)
        case Reconcile():
            return reconcile(turn, command)
        case Enter():
            return enter(turn)
