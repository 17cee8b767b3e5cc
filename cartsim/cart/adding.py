"""Adding to the cart: caps, re-adding, and the place of a new row."""

from __future__ import annotations

from dataclasses import replace

from cartsim.cart.commands import AddToCart
from cartsim.cart.groups import groups_of
from cartsim.cart.outcome import Applied, Event, Refusal
from cartsim.cart.place import put_on_top, raise_ranks, take_out
from cartsim.cart.prices import drop_price
from cartsim.cart.standing import Standing
from cartsim.cart.turn import Turn, places_used
from cartsim.cart.validity import ceiling, invalid_reason, out_of_stock
from cartsim.model.cart import Line
from cartsim.model.goods import Offer
from cartsim.model.reason import Reason, because


def add(turn: Turn, command: AddToCart) -> Applied | Refusal:
    """A new line on top, or more of one that is there (R-EDIT-1, R-EDIT-6, R-CAP-1..3, R-SEL-2)."""
    offer = turn.scene.offers.get(command.sku)
    if offer is None:
        return Refusal(because("no_sku", "R-EDIT-1", None, sku=command.sku))
    if command.quantity <= 0:
        return Refusal(because("quantity_positive", "X-2", None, asked=command.quantity))
    reason = invalid_reason(offer, turn.scene.policy, turn.scene.now)
    if reason is None and offer.available <= 0:
        reason = out_of_stock(offer)
    if reason is not None:
        return Refusal(reason)
    for standing in turn.read.values():
        if standing.line.sku == command.sku:
            return _add_again(turn, standing, command.quantity)
    return _add_new(turn, offer, command.quantity)


def _add_new(turn: Turn, offer: Offer, asked: int) -> Applied | Refusal:
    if turn.scene.policy.cap.unit == "lines" and places_used(turn) >= turn.scene.policy.cap.total:
        return Refusal(cart_full(turn))
    elsewhere = sum(
        standing.line.quantity for standing in turn.read.values() if standing.offer.product == offer.product
    )
    notices: list[Reason] = []
    wanted = asked
    if wanted < offer.min_quantity or (wanted - offer.min_quantity) % offer.step:
        wanted = max(wanted, offer.min_quantity)
        wanted += -(wanted - offer.min_quantity) % offer.step
        notices.append(
            because(
                "raised_to_step",
                "R-CAP-3",
                None,
                asked=asked,
                quantity=wanted,
                minimum=offer.min_quantity,
                step=offer.step,
            )
        )
    allowed = _allowed(turn, offer, wanted, elsewhere, room_used_by_line=0)
    if isinstance(allowed, Refusal):
        return allowed
    quantity, clamped = allowed
    line = Line(
        id=f"l{turn.cart.next_line}",
        sku=offer.sku,
        quantity=quantity,
        checked=turn.scene.policy.select.new_checked,
        rank=turn.sequence,
        added_at=turn.scene.now,
        added_price=drop_price(offer, quantity, turn.scene),
    )
    cart = replace(turn.cart, lines=(*turn.cart.lines, line), next_line=turn.cart.next_line + 1)
    return _placed(turn.over(cart), line, offer, "added", (*notices, *clamped))


def _add_again(turn: Turn, standing: Standing, asked: int) -> Applied | Refusal:
    line, offer, policy = standing.line, standing.offer, turn.scene.policy.readd
    steps = -(-asked // offer.step) * offer.step
    allowed = _allowed(
        turn, offer, max(line.quantity + steps, offer.min_quantity), standing_elsewhere(turn, standing), line.quantity
    )
    if isinstance(allowed, Refusal):
        return allowed
    quantity, notices = allowed
    if quantity <= line.quantity:
        return Refusal(standing.ceiling.limit, standing.ceiling.maximum or None)
    price = drop_price(offer, quantity, turn.scene, line.id)
    baseline = {"latest": price, "first": line.added_price, "max": max(price, line.added_price)}[policy.snapshot]
    bumped = policy.sort == "bump"
    changed = replace(
        line,
        quantity=quantity,
        checked=line.checked or policy.check,
        rank=turn.sequence if bumped else line.rank,
        added_at=turn.scene.now,
        added_price=baseline,
        recovered=False,
    )
    after = turn.over(turn.cart.with_lines({line.id: changed}))
    if bumped or line.id in turn.cart.placement.invalid:
        return _placed(after, changed, offer, "bumped" if bumped else "added", notices)
    return Applied(after.cart, (Event("added", (line.id,)),), notices)


def standing_elsewhere(turn: Turn, standing: Standing) -> int:
    """Pieces of the same product in other lines of the cart."""
    return sum(
        other.line.quantity
        for other in turn.read.values()
        if other.offer.product == standing.offer.product and other.line.id != standing.line.id
    )


def _allowed(
    turn: Turn, offer: Offer, wanted: int, elsewhere: int, room_used_by_line: int
) -> Refusal | tuple[int, tuple[Reason, ...]]:
    """The quantity within every limit with the notice that says which bound, or the refusal."""
    cap = turn.scene.policy.cap
    most = ceiling(offer, turn.scene.policy, elsewhere)
    maximum, limit = most.maximum, most.limit
    if cap.unit == "pieces":
        room = cap.total - places_used(turn) + room_used_by_line
        if room < maximum:
            maximum, limit = max(room, 0), cart_full(turn)
    if wanted <= maximum:
        return wanted, ()
    if maximum < offer.min_quantity or cap.overflow == "refuse":
        return Refusal(limit, maximum or None)
    return maximum, (limit,)


def cart_full(turn: Turn) -> Reason:
    """购物车已满, with how many invalid lines could be cleared, where that makes room (R-CAP-1)."""
    invalid = sum(standing.invalid is not None for standing in turn.read.values())
    cap = turn.scene.policy.cap.total
    used = places_used(turn)
    if places_used(turn, without_invalid=True) < min(cap, used):
        return because("cart_full_clear", "R-CAP-1", "cap.total", used=used, cap=cap, invalid=invalid)
    return because("cart_full", "R-CAP-1", "cap.total", used=used, cap=cap)


def _placed(turn: Turn, line: Line, offer: Offer, kind: str, notices: tuple[Reason, ...]) -> Applied:
    """The add with its ranks set; the row stands on top unless it stands already and nothing sorts live."""
    group = groups_of(turn.cart, turn.scene, turn.read, (line.id,))[line.id]
    cart = raise_ranks(turn.cart, offer.shop, group, turn.sequence)
    placement = cart.placement
    stands = any(line.id in placed.lines for shop in placement.shops for placed in shop.groups)
    if not stands or turn.scene.policy.sort.live:
        placement = take_out(placement, frozenset((line.id,)))
        placement = put_on_top(placement, line.id, offer.shop, group, turn.scene)
    return Applied(replace(cart, placement=placement), (Event(kind, (line.id,)),), notices)
