"""Quantities, ticks and removals."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from cartsim.cart.adding import cart_full
from cartsim.cart.commands import Check, CheckAll, CheckShop, Remove, SetQuantity, SetToMaximum
from cartsim.cart.outcome import Applied, Event, Refusal
from cartsim.cart.place import take_out
from cartsim.cart.standing import Standing
from cartsim.cart.turn import Turn, no_line, places_used
from cartsim.cart.validity import out_of_stock
from cartsim.model.cart import Line
from cartsim.model.reason import Reason, because


def set_quantity(turn: Turn, command: SetQuantity) -> Applied | Refusal:
    """Type or step a quantity (R-EDIT-2, R-CAP-2, R-CAP-3, R-STOCK-14, X-2)."""
    standing = turn.read.get(command.line)
    if standing is None:
        return no_line(turn, command.line)
    line, offer, asked = standing.line, standing.offer, command.quantity
    reason = unsellable(standing)
    if reason is not None:
        return Refusal(reason)
    if asked == 0 or (asked < offer.min_quantity and line.quantity <= offer.min_quantity):
        return _below_least(turn, standing)
    if asked < 0:
        return Refusal(because("quantity_positive", "X-2", None, asked=asked))
    if asked < offer.min_quantity:
        return Refusal(because("below_minimum", "R-CAP-3", None, minimum=offer.min_quantity))
    if (asked - offer.min_quantity) % offer.step:
        return Refusal(because("off_step", "R-CAP-3", None, step=offer.step, minimum=offer.min_quantity))
    if asked > standing.ceiling.maximum:
        maximum = standing.ceiling.maximum
        return Refusal(standing.ceiling.limit, maximum or None)
    cap = turn.scene.policy.cap
    if cap.unit == "pieces" and asked > line.quantity and places_used(turn) - line.quantity + asked > cap.total:
        return Refusal(cart_full(turn), cap.total - places_used(turn) + line.quantity)
    return _with_quantity(turn, line, asked)


def set_to_maximum(turn: Turn, command: SetToMaximum) -> Applied | Refusal:
    """修改为最大可购买数量 (R-STOCK-14)."""
    standing = turn.read.get(command.line)
    if standing is None:
        return no_line(turn, command.line)
    reason = unsellable(standing)
    if reason is not None:
        return Refusal(reason)
    if standing.ceiling.maximum <= 0:
        return Refusal(standing.ceiling.limit)
    return _with_quantity(turn, standing.line, standing.ceiling.maximum)


def unsellable(standing: Standing) -> Reason | None:
    """Why the line takes no quantity: invalid, or without stock (R-STOCK-6)."""
    if standing.invalid is not None:
        return standing.invalid
    return out_of_stock(standing.offer) if standing.offer.available <= 0 else None


def _below_least(turn: Turn, standing: Standing) -> Applied | Refusal:
    """`-` at the least quantity, or 0 typed: asks, refuses or removes as the policy says (R-EDIT-2, X-2)."""
    way = turn.scene.policy.edit.minus_at_one
    if way == "delete":
        return remove(turn, Remove((standing.line.id,)))
    minimum = standing.offer.min_quantity
    code = "confirm_delete" if way == "confirm_delete" else "minimum_reached"
    return Refusal(because(code, "R-EDIT-2", "edit.minus_at_one", minimum=minimum))


def _with_quantity(turn: Turn, line: Line, quantity: int) -> Applied:
    if quantity == line.quantity:
        return Applied(turn.cart)
    changed = replace(line, quantity=quantity, recovered=False)
    return Applied(turn.cart.with_lines({line.id: changed}), (Event("quantity_set", (line.id,)),))


def check(turn: Turn, command: Check) -> Applied | Refusal:
    """Tick or untick lines; those that cannot be ticked are left out and named (R-SEL-3)."""
    standing = [turn.read[line] for line in command.lines if line in turn.read]
    if not standing:
        return no_line(turn, command.lines[0]) if command.lines else Refusal(because("nothing_to_tick", "R-SEL-4"))
    locked = next((row.locked for row in standing if row.locked is not None), None) if command.checked else None
    allowed = [row for row in standing if not command.checked or row.locked is None]
    if not allowed and locked is not None:
        return Refusal(locked)
    applied = _ticked(turn, allowed, command.checked)
    return replace(applied, notices=(locked,)) if locked is not None else applied


def check_shop(turn: Turn, command: CheckShop) -> Applied | Refusal:
    """The shop's box: all or none of its lines that can be ticked (R-SEL-4)."""
    placed = next((shop for shop in turn.cart.placement.shops if shop.shop == command.shop), None)
    if placed is None:
        return Refusal(because("no_shop", "R-SEL-4", None, shop=command.shop))
    lines = [line for group in placed.groups for line in group.lines]
    return _tick_all(turn, lines, command.checked, command.among)


def check_all(turn: Turn, command: CheckAll) -> Applied | Refusal:
    """The cart's box: all or none of the lines that can be ticked (R-SEL-4)."""
    return _tick_all(turn, turn.read.keys(), command.checked, command.among)


def _tick_all(turn: Turn, lines: Iterable[str], checked: bool, among: Collection[str] | None) -> Applied | Refusal:
    shown = None if among is None else frozenset(among)
    standing = [turn.read[line] for line in lines if shown is None or line in shown]
    allowed = [row for row in standing if row.locked is None]
    if not allowed:
        return Refusal(because("nothing_to_tick", "R-SEL-4"))
    applied = _ticked(turn, allowed, checked)
    if shown is not None and applied.events:
        notice = because("acted_on_shown", "R-SEL-4", None, lines=len(applied.events[0].lines))
        return replace(applied, notices=(notice,))
    return applied


def _ticked(turn: Turn, rows: Iterable[Standing], checked: bool) -> Applied:
    changed = {
        row.line.id: replace(row.line, checked=checked, recovered=False)
        for row in rows
        if row.line.checked is not checked
    }
    if not changed:
        return Applied(turn.cart)
    event = Event("checked" if checked else "unchecked", tuple(changed))
    return Applied(turn.cart.with_lines(changed), (event,))


def remove(turn: Turn, command: Remove) -> Applied | Refusal:
    """Take lines out; groups and shops left empty go with them, nothing else moves (R-EDIT-3, R-EDIT-7, R-SORT-5)."""
    gone = frozenset(line for line in command.lines if line in turn.read)
    if not gone:
        return no_line(turn, command.lines[0]) if command.lines else Refusal(because("nothing_to_remove", "R-EDIT-3"))
    return _without(turn, gone, "removed")


def clear_invalid(turn: Turn) -> Applied | Refusal:
    """清空失效宝贝: only lines that are invalid now (R-INV-6)."""
    gone = frozenset(line for line, standing in turn.read.items() if standing.invalid is not None)
    if not gone:
        return Refusal(because("nothing_invalid", "R-INV-6"))
    return _without(turn, gone, "invalid_cleared")


def _without(turn: Turn, gone: frozenset[str], kind: str) -> Applied:
    cart = replace(turn.cart.without_lines(gone), placement=take_out(turn.cart.placement, gone))
    lines = tuple(line for line in turn.cart.placement.in_order() if line in gone)
    notice = because(kind, "R-INV-6" if kind == "invalid_cleared" else "R-EDIT-3", "edit.undo_s", lines=len(gone))
    return Applied(cart, (Event("removed", lines or tuple(gone)),), (notice,))
