"""Neighbours in trouble, and what they answered last of all that lies in a cart.

What was answered is kept with the trouble from its beginning to its end, so that every window, a restart and a replay
read the same; a slow neighbour's next answer is part of the world's plan and comes with the tick it is due at. What
nobody's cart held then, a neighbour that is down cannot tell; a stale or slow one tells it as it is.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from cartsim.model.goods import Offer
from cartsim.model.promotion import Coupon, Promotion
from cartsim.model.trouble import LATE_S, Neighbour, Trouble, TroubleKind, down
from cartsim.store import accounts, goods, plan, promotions, state
from cartsim.store.carts import CartKey, CartStore, OwnerKind
from cartsim.store.mapping import to_text, words_of

_READ = "SELECT neighbour, kind, since FROM trouble ORDER BY since, neighbour"
_BEGIN = """
    INSERT INTO trouble (neighbour, kind, since) VALUES (?, ?, ?)
    ON CONFLICT (neighbour) DO UPDATE SET kind = excluded.kind
"""
_ANSWER = "UPDATE trouble SET since = ?1 WHERE neighbour = ?2 AND kind = 'slow' AND since = ?3"
_SINCE = "SELECT since FROM trouble WHERE neighbour = ?"
_END = "DELETE FROM trouble WHERE neighbour = ?"
_KEEP = "INSERT OR REPLACE INTO lastanswer (neighbour, subject, asker, body) VALUES (?, ?, ?, ?)"
_KEPT = "SELECT subject, body FROM lastanswer WHERE neighbour = ? AND asker = ?"
_FORGET = "DELETE FROM lastanswer WHERE neighbour = ?"
_CARTS = """
    SELECT cart.owner, cart.business FROM cart JOIN account ON account.owner = cart.owner
    WHERE cart.owner_kind = 'account' ORDER BY cart.owner, cart.business
"""

_OF_GOODS = (
    "list_price", "price", "listed", "deleted", "spec_listed", "min_quantity", "step", "purchase_limit", "sold_until",
)  # fmt: skip
_OF_COUPONS = ("left", "claimed", "used", "claimed_at")

Answer = tuple[str, str, Mapping[str, Any]]
"""Subject, whom it was given to (a city, an owner, or everybody: empty), and what was said."""


def read_troubles(connection: sqlite3.Connection) -> tuple[Trouble, ...]:
    """All there is, the oldest first."""
    return tuple(Trouble(Neighbour(name), TroubleKind(kind), since) for name, kind, since in connection.execute(_READ))


def begin_trouble(connection: sqlite3.Connection, neighbour: Neighbour, kind: TroubleKind, now: int) -> None:
    """From world time `now` on the neighbour answers stale, late or not at all; one in trouble keeps its age."""
    answers = list(_answers(connection, neighbour, now, read_troubles(connection)))
    connection.execute(_BEGIN, (neighbour, kind, now))
    _keep(connection, neighbour, answers)
    if kind is TroubleKind.SLOW:
        (since,) = connection.execute(_SINCE, (neighbour,)).fetchone()
        plan.plan_answer(connection, now + LATE_S, neighbour, since)


def give_answer(connection: sqlite3.Connection, neighbour: Neighbour, last: int, now: int) -> None:
    """A slow neighbour tells how things stand at `now`, if the answer before was that of `last`, and takes its time for
    the next."""
    if connection.execute(_ANSWER, (now, neighbour, last)).rowcount:
        others = tuple(trouble for trouble in read_troubles(connection) if trouble.neighbour is not neighbour)
        answers = list(_answers(connection, neighbour, now, others))
        connection.execute(_FORGET, (neighbour,))
        _keep(connection, neighbour, answers)
        plan.plan_answer(connection, now + LATE_S, neighbour, now)


def end_trouble(connection: sqlite3.Connection, neighbour: Neighbour) -> None:
    """The neighbour answers as it should."""
    connection.execute(_FORGET, (neighbour,))
    connection.execute(_END, (neighbour,))


def offers_answered(
    connection: sqlite3.Connection, troubles: Iterable[Trouble], offers: Mapping[str, Offer], city: str
) -> dict[str, Offer]:
    """The offers as goods and stock answer them for the city; those that one which is down never told are left out."""
    answered = dict(offers)
    for trouble in troubles:
        if trouble.neighbour is Neighbour.GOODS:
            kept = _kept(connection, trouble, "")
        elif trouble.neighbour is Neighbour.STOCK:
            kept = {sku: _stock(body) for sku, body in _kept(connection, trouble, city).items()}
        else:
            continue
        answered = {
            sku: replace(offer, **kept[sku]) if sku in kept else offer
            for sku, offer in answered.items()
            if sku in kept or not trouble.is_down
        }
    return answered


def promotions_answered(
    connection: sqlite3.Connection, troubles: Iterable[Trouble], found: tuple[Promotion, ...]
) -> tuple[Promotion, ...]:
    """The promotions as they are answered; the terms of one never change while it runs."""
    trouble = down(troubles, Neighbour.PROMOTIONS)
    if trouble is None:
        return found
    kept = _kept(connection, trouble, "")
    return tuple(promotion for promotion in found if promotion.id in kept)


def coupons_answered(
    connection: sqlite3.Connection, troubles: Iterable[Trouble], found: tuple[Coupon, ...], owner: str
) -> tuple[Coupon, ...]:
    """The coupons with what is left and held of them, as they are answered to the owner."""
    for trouble in troubles:
        if trouble.neighbour is Neighbour.COUPONS:
            kept = _kept(connection, trouble, owner)
            return tuple(
                replace(coupon, **kept[coupon.id]) if coupon.id in kept else coupon
                for coupon in found
                if coupon.id in kept or not trouble.is_down
            )
    return found


def _keep(connection: sqlite3.Connection, neighbour: Neighbour, answers: Iterable[Answer]) -> None:
    connection.executemany(_KEEP, [(neighbour, subject, asker, to_text(body)) for subject, asker, body in answers])


def _kept(connection: sqlite3.Connection, trouble: Trouble, asker: str) -> dict[str, Any]:
    return {subject: json.loads(body) for subject, body in connection.execute(_KEPT, (trouble.neighbour, asker))}


def _stock(body: Mapping[str, Any]) -> dict[str, Any]:
    return {**body, "warehouse": words_of(*body["warehouse"])}


def _answers(
    connection: sqlite3.Connection, neighbour: Neighbour, now: int, troubles: Sequence[Trouble]
) -> Iterator[Answer]:
    """What the neighbour answers now to the shoppers whose cart holds anything; of one in trouble what it told last."""
    match = state.read_policy(connection).stock.warehouse_match
    for owner, business in connection.execute(_CARTS).fetchall():
        cart, _ = CartStore(connection).load(CartKey(OwnerKind.ACCOUNT, owner, business))
        city = accounts.shopper(connection, owner).city_code
        found, sight = goods.read_goods(connection, sorted({line.sku for line in cart.lines}), city, now, match)
        offers = offers_answered(connection, troubles, found, city)
        match neighbour:
            case Neighbour.GOODS:
                for sku, offer in offers.items():
                    yield sku, "", {name: getattr(offer, name) for name in _OF_GOODS}
            case Neighbour.STOCK:
                for sku, offer in offers.items():
                    warehouse = (offer.warehouse.zh, offer.warehouse.en)
                    pieces = {"available": offer.available, "siblings": offer.siblings, "warehouse": warehouse}
                    yield sku, city, pieces
            case Neighbour.PROMOTIONS:
                in_sight = promotions.promotions_for(connection, sight)
                for promotion in promotions_answered(connection, troubles, in_sight):
                    yield promotion.id, "", {}
            case Neighbour.COUPONS:
                usable = promotions.coupons_for(connection, sight, owner, now)
                for coupon in coupons_answered(connection, troubles, usable, owner):
                    yield coupon.id, owner, {name: getattr(coupon, name) for name in _OF_COUPONS}
