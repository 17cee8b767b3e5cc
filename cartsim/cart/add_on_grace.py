"""换购 offers that were taken and whose condition is lost: they stay for a while, then go (R-SWAP a)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from cartsim.cart.add_ons import host_of, lines_by_shop
from cartsim.cart.basket import add_on_line, basket_of
from cartsim.cart.outcome import Event
from cartsim.cart.scene import Scene
from cartsim.cart.standing import Standing
from cartsim.cart.turn import Turn
from cartsim.model.cart import Cart
from cartsim.model.reason import Reason, because
from cartsim.pricing.swap import taken_offers

Key = tuple[str, str]
"""promotion, goods"""


def grace_due(cart: Cart, scene: Scene, read: Mapping[str, Standing]) -> tuple[str, ...]:
    """Offers, `promotion/goods`, whose grace begins, ends with the condition met again, or is over.

    Nothing is due while a neighbour is in trouble: what it does not answer is not held against the shopper.
    """
    if scene.troubles or not (cart.add_ons or cart.add_ons_lost):
        return ()
    since, lost = dict(cart.add_ons_lost), frozenset(_lost(cart, scene, read))
    begins = [key for key in lost if key not in since]
    ends = [key for key in since if key not in lost]
    over = [key for key in lost if key in since and _is_over(key, since[key], cart, scene, read)]
    return tuple(sorted(add_on_line(*key) for key in (*begins, *ends, *over)))


def with_grace(turn: Turn, named: Iterable[str]) -> tuple[Cart, tuple[Event, ...], tuple[Reason, ...]]:
    """The cart with the grace of the named offers begun, ended, or over, and what is said of those that go."""
    cart, scene, wanted = turn.cart, turn.scene, set(named)
    lost = frozenset(_lost(cart, scene, turn.read))
    taken, since = dict(cart.add_ons), dict(cart.add_ons_lost)
    events: list[Event] = []
    notices: list[Reason] = []
    for key in sorted({*taken, *since}):
        if add_on_line(*key) not in wanted:
            continue
        if key not in lost:
            since.pop(key, None)
        elif _is_over(key, since.setdefault(key, scene.now), cart, scene, turn.read):
            del taken[key], since[key]
            events.append(Event("add_on_dropped"))
            notices.append(_said(key[1], scene))
    kept = replace(cart, add_ons=tuple(sorted(taken.items())), add_ons_lost=tuple(sorted(since.items())))
    return kept, tuple(events), tuple(notices)


def _lost(cart: Cart, scene: Scene, read: Mapping[str, Standing]) -> Iterator[Key]:
    """Offers that count for nothing though their goods are there; goods that are gone say so themselves (R-SWAP c)."""
    if not cart.add_ons:
        return
    basket = basket_of(cart, scene, read)
    counting = {basket.lines[number].id for number in taken_offers(basket)}
    for key, _ in cart.add_ons:
        goods = scene.add_ons.get(key[1])
        if add_on_line(*key) not in counting and (goods is None or goods.stock > 0):
            yield key


def _is_over(key: Key, since: int, cart: Cart, scene: Scene, read: Mapping[str, Standing]) -> bool:
    """Whether the grace has passed, or no row is left for the offer to hang on, so that it would stay unseen."""
    promotion = next((known for known in scene.promotions if known.id == key[0]), None)
    is_seen = promotion is not None and host_of(promotion, cart, read, lines_by_shop(cart)) is not None
    return not is_seen or scene.now - since >= scene.policy.swap.grace


def _said(goods: str, scene: Scene) -> Reason:
    known = scene.add_ons.get(goods)
    if known is None:
        return because("add_on_over", "R-SWAP", "swap.grace")
    return because("add_on_removed", "R-SWAP", "swap.grace", goods=known.title)
