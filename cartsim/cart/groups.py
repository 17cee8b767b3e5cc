"""Which promotion group a line belongs to: the shopper's choice, else the promotion that prices it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from cartsim.cart.basket import basket_of
from cartsim.cart.scene import Scene
from cartsim.cart.standing import Standing
from cartsim.cart.taking_part import activities
from cartsim.model.cart import NO_PROMOTION, Cart
from cartsim.pricing import quote


def groups_of(
    cart: Cart, scene: Scene, read: Mapping[str, Standing], lines: Collection[str] | None = None
) -> dict[str, str]:
    """The group of each valid line, of those in `lines` where that is given (R-GRP b).

    The shopper's own choice while it is open; else what the quote prices the line by, an unchecked line as if all were
    checked; a line no activity is open for waits under the next one to open.
    """
    wanted = read.keys() if lines is None else lines
    found: dict[str, str] = {}
    undecided: list[Standing] = []
    open_now = activities(scene)
    for line_id in wanted:
        standing = read[line_id]
        if standing.invalid is not None:
            continue
        if not scene.policy.group.by_promotion:
            found[line_id] = NO_PROMOTION
            continue
        line = standing.goods
        candidates = open_now.open_to(line)
        if standing.line.promotion in {promotion.id for promotion in candidates}:
            found[line_id] = standing.line.promotion or NO_PROMOTION
        elif not candidates:
            ahead = open_now.ahead_of(line)
            found[line_id] = NO_PROMOTION if ahead is None else ahead.id
        elif standing.locked is not None or standing.counted <= 0:
            found[line_id] = candidates[0].id
        else:
            undecided.append(standing)
    found.update(_by_quote(cart, scene, read, undecided))
    return found


def _by_quote(
    cart: Cart, scene: Scene, read: Mapping[str, Standing], undecided: Collection[Standing]
) -> dict[str, str]:
    found: dict[str, str] = {}
    for as_if_checked in (False, True):
        asked = {standing.line.id for standing in undecided if standing.counts is not as_if_checked}
        if asked:
            priced = quote(basket_of(cart, scene, read, as_if_checked=as_if_checked))
            found.update({line.id: line.promotion or NO_PROMOTION for line in priced.lines if line.id in asked})
    return found
