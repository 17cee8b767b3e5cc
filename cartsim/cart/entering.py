"""Entering the cart, and the automatic uncheck of what can no longer be bought."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from cartsim.cart.add_on_grace import grace_due, with_grace
from cartsim.cart.commands import Reconcile
from cartsim.cart.groups import groups_of
from cartsim.cart.outcome import Applied, Event
from cartsim.cart.place import arrange, drop_empty_ranks
from cartsim.cart.scene import Scene
from cartsim.cart.standing import Standing, standings
from cartsim.cart.taking_part import Activities, activities
from cartsim.cart.turn import Turn
from cartsim.cart.validity import fitting
from cartsim.model.cart import Cart, Line
from cartsim.model.reason import Reason, because


def enter(turn: Turn) -> Applied:
    """Every row placed anew; what went invalid goes to its section, what recovered comes back (R-SORT-1..6, R-INV a).

    Ticks are forgotten where the policy does not remember them (R-SEL-1); a choice of promotion that is no longer
    open goes back to the engine.
    """
    in_section = frozenset(turn.cart.placement.invalid)
    open_now = activities(turn.scene)
    changed = {line: _entered(turn, standing, open_now, line in in_section) for line, standing in turn.read.items()}
    cart = turn.cart.with_lines(changed)
    bare = replace(cart, placement=replace(cart.placement, invalid=()))
    read = turn.over(bare).read
    placed = replace(bare, placement=arrange(bare, turn.scene, read, groups_of(bare, turn.scene, read)))
    events = [Event("placed", placed.placement.in_order())]
    recovered = tuple(line.id for line in placed.lines if line.recovered)
    if recovered:
        events.append(Event("recovered", recovered, because("recovered", "R-INV", None, lines=len(recovered))))
    over = tuple(line.id for line in turn.cart.lines if line.promotion != changed[line.id].promotion)
    if over:
        events.append(Event("promotion_switched", over, because("choice_over", "R-GRP", None, lines=len(over))))
    notices = tuple(event.reason for event in events if event.reason is not None)
    return Applied(drop_empty_ranks(placed), tuple(events), notices)


def _entered(turn: Turn, standing: Standing, open_now: Activities, was_in_section: bool) -> Line:
    line = standing.line
    sellable = standing.invalid is None and standing.offer.available > 0
    recovered = was_in_section and sellable
    remembered = line.checked and turn.scene.policy.select.remember
    choice = line.promotion
    if choice is not None and standing.invalid is None:
        choice = choice if choice in {promotion.id for promotion in open_now.open_to(standing.goods)} else None
    return replace(line, checked=remembered and sellable and not recovered, recovered=recovered, promotion=choice)


def reconcile_of(cart: Cart, scene: Scene, read: Mapping[str, Standing] | None = None) -> Reconcile | None:
    """The uncheck that is due, None where nothing is: checked lines gone invalid or out of stock (R-SEL-5), and checked
    lines above the stock where the policy cuts them down or unchecks them (R-STOCK-14); and the grace of 换购 offers
    that begins, ends or is over (R-SWAP a).

    `read` are the standings of the cart where the caller has them already.
    """
    judged = standings(cart, scene) if read is None else read
    mends = scene.policy.stock.on_short != "block"
    due = tuple(
        line
        for line, standing in judged.items()
        if standing.line.checked and (standing.locked is not None or (mends and _is_short_of_stock(standing)))
    )
    add_ons = grace_due(cart, scene, judged)
    return Reconcile(due, add_ons) if due or add_ons else None


def reconcile(turn: Turn, command: Reconcile) -> Applied:
    """Untick the named lines that cannot stay ticked, or cut them down to the stock where the policy says so; then do
    to the named 换购 offers what is due."""
    unticked: dict[str, Line] = {}
    cut: dict[str, Line] = {}
    events: list[Event] = []
    clamps = turn.scene.policy.stock.on_short == "clamp"
    for line_id in command.lines:
        standing = turn.read.get(line_id)
        if standing is None or not standing.line.checked:
            continue
        line = standing.line
        if standing.locked is not None:
            unticked[line_id] = replace(line, checked=False)
            events.append(Event("unchecked", (line_id,), standing.locked))
        elif clamps and _is_short_of_stock(standing):
            cut[line_id] = replace(line, quantity=fitting(standing.offer, standing.offer.available))
            events.append(Event("quantity_set", (line_id,), standing.short))
    notices: list[Reason] = []
    if unticked:
        notices.append(because("unchecked", "R-SEL-5", None, lines=len(unticked)))
    if cut:
        notices.append(because("cut_to_stock", "R-STOCK-14", "stock.on_short", lines=len(cut)))
    cart = turn.cart.with_lines(unticked | cut)
    if not command.add_ons:
        return Applied(cart, tuple(events), tuple(notices))
    cart, dropped, said = with_grace(turn.over(cart), command.add_ons)
    return Applied(cart, (*events, *dropped), (*notices, *said))


def _is_short_of_stock(standing: Standing) -> bool:
    return 0 < standing.offer.available < standing.line.quantity
