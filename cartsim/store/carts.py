"""Carts, stored whole: load with a version, save against it."""

from __future__ import annotations

import sqlite3
from enum import StrEnum
from typing import NamedTuple

from cartsim.errors import CartsimError, UnknownCodeError
from cartsim.model.cart import Cart
from cartsim.store.mapping import CartText, cart_from_text

_LOAD = "SELECT body, version FROM cart WHERE owner_kind = ? AND owner = ? AND business = ?"
_FIRST = "INSERT INTO cart (body, version, owner_kind, owner, business) VALUES (?, 1, ?, ?, ?) ON CONFLICT DO NOTHING"
_AGAIN = """
    UPDATE cart SET body = ?, version = version + 1
    WHERE owner_kind = ? AND owner = ? AND business = ? AND version = ?
"""
_VERSION = "SELECT version FROM cart WHERE owner_kind = ? AND owner = ? AND business = ?"


class OwnerKind(StrEnum):
    """What a cart hangs on."""

    ACCOUNT = "account"
    """A shopper who is logged in."""
    GUEST = "guest"
    """A device, before anybody logs in on it."""


class CartKey(NamedTuple):
    """Whose cart it is."""

    owner_kind: OwnerKind
    owner: str
    business: str = "main"

    def __str__(self) -> str:
        """The key as the journal names it."""
        return "/".join(self)


def key_from_text(text: str) -> CartKey:
    """The key the journal named. UnknownCodeError for a kind of owner there is not."""
    kind, _, rest = text.partition("/")
    owner, _, business = rest.rpartition("/")
    try:
        return CartKey(OwnerKind(kind), owner, business)
    except ValueError:
        raise UnknownCodeError(f"there is no kind of owner {kind!r}; there are {', '.join(OwnerKind)}") from None


class CartConflict(CartsimError):
    """The cart was changed by another window since it was loaded; load it and try again."""

    title = "cart"


class CartStore:
    """Carts in a world file. Saving belongs inside a `unit_of_work`.

    Nothing else of the world is read for it: another place that keeps carts needs to load, tell the version, and save.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._text = CartText()

    def load(self, key: CartKey) -> tuple[Cart, int]:
        """The cart and its version; an empty cart of version 0 where there is none yet."""
        row = self._connection.execute(_LOAD, key).fetchone()
        if row is None:
            return Cart(key.owner, key.business), 0
        return cart_from_text(row[0]), row[1]

    def version(self, key: CartKey) -> int:
        """The version kept, 0 where there is none; cheaper than loading."""
        row = self._connection.execute(_VERSION, key).fetchone()
        return 0 if row is None else int(row[0])

    def save(self, key: CartKey, cart: Cart, expected_version: int) -> int:
        """Keep the cart if it still has the version it was loaded with; the new version.

        Raises CartConflict otherwise, and keeps nothing.
        """
        body = self._text.of(cart)
        if expected_version == 0:
            changed = self._connection.execute(_FIRST, (body, *key)).rowcount
        else:
            changed = self._connection.execute(_AGAIN, (body, *key, expected_version)).rowcount
        if changed != 1:
            raise CartConflict(f"the cart {key} was changed meanwhile; it is read again")
        return expected_version + 1
