"""Shoppers and where their goods go."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from cartsim.errors import UnknownCodeError
from cartsim.model.words import Words
from cartsim.store.goods import find_city
from cartsim.store.mapping import to_text, words_of

_READ = """
    SELECT account.owner, city.code, city.zh, city.en, account.audiences
    FROM account JOIN city ON city.id = account.city_id WHERE account.owner = ?
"""
_READ_UNDER_RULES = """
    SELECT account.owner, city.code, city.zh, city.en, account.audiences, world.policy
    FROM account JOIN city ON city.id = account.city_id JOIN world ON world.id = 1 WHERE account.owner = ?
"""
_OPEN = "INSERT INTO account (owner, city_id, audiences) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
_JOIN = "UPDATE account SET audiences = ? WHERE owner = ?"
_MOVE = "UPDATE account SET city_id = ? WHERE owner = ?"
_LOGIN = "SELECT login FROM world WHERE id = 1"
_LOG_IN = "UPDATE world SET login = ? WHERE id = 1"


SHOPPER = "shopper"
"""The account every world is made with."""


class Account(NamedTuple):
    """A shopper."""

    owner: str
    city_code: str
    city: Words
    audiences: frozenset[str]
    """Groups promotions may be limited to: member, new_customer, key_account."""


class UnderRules(NamedTuple):
    """A shopper's account with the rules of the world, as stored: two readings are compared without being parsed."""

    owner: str
    city_code: str
    city_zh: str
    city_en: str
    audiences: str
    """JSON list"""
    policy: str
    """JSON, for `state.policy_of`."""

    @property
    def account(self) -> Account:
        """The account alone."""
        return _account(*self[:5])


def shopper(connection: sqlite3.Connection, owner: str) -> Account:
    """The account of an owner. UnknownCodeError if there is none."""
    row = connection.execute(_READ, (owner,)).fetchone()
    if row is None:
        raise _nobody(owner)
    return _account(*row)


def under_rules(connection: sqlite3.Connection, owner: str) -> UnderRules:
    """The account of an owner and the rules of the world, in one reading. UnknownCodeError if there is no account."""
    row = connection.execute(_READ_UNDER_RULES, (owner,)).fetchone()
    if row is None:
        raise _nobody(owner)
    return UnderRules._make(row)


def open_account(connection: sqlite3.Connection, owner: str, city_code: str, audiences: Iterable[str] = ()) -> None:
    """Make the account if there is none of that owner; one that exists keeps what it has.

    UnknownCodeError for the city.
    """
    city = find_city(connection, city_code)
    connection.execute(_OPEN, (owner, city.id, to_text(sorted(audiences))))


def login(connection: sqlite3.Connection) -> str:
    """Owner of the account a window opens where it names none (R-ID-1)."""
    owner: str = connection.execute(_LOGIN).fetchone()[0]
    return owner


def log_in(connection: sqlite3.Connection, owner: str, city_code: str) -> None:
    """Let windows open the account of this owner from now on; it is made where there is none, and delivers to the city.

    UnknownCodeError for the city.
    """
    open_account(connection, owner, city_code)
    set_city(connection, owner, city_code)
    connection.execute(_LOG_IN, (owner,))


def set_city(connection: sqlite3.Connection, owner: str, city_code: str) -> Words:
    """Deliver to another city from now on; its name. UnknownCodeError for the city."""
    city = find_city(connection, city_code)
    connection.execute(_MOVE, (city.id, owner))
    return city.title


def set_audiences(connection: sqlite3.Connection, owner: str, audiences: Iterable[str]) -> None:
    """The groups the owner belongs to, instead of those it was in."""
    connection.execute(_JOIN, (to_text(sorted(audiences)), owner))


def _account(owner: str, city_code: str, city_zh: str, city_en: str, audiences: str) -> Account:
    return Account(owner, city_code, words_of(city_zh, city_en), frozenset(json.loads(audiences)))


def _nobody(owner: str) -> UnknownCodeError:
    return UnknownCodeError(f"there is no account {owner!r} in this world")
