"""What shops take for sending."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from functools import lru_cache

from cartsim.model.checkout import FreightRule, FreightStep
from cartsim.store.goods import as_list

_RULES = """
    SELECT shop.code, freightrule.fee, freightrule.first_fee, freightrule.first_pieces, freightrule.first_grams,
        freightrule.next_fee, freightrule.next_pieces, freightrule.next_grams, freightrule.free_over
    FROM json_each(?1) AS asked CROSS JOIN freightrule ON freightrule.shop_id = asked.value
    CROSS JOIN shop ON shop.id = freightrule.shop_id
"""
_KNOWN_RULES = 1024
"""Rules kept as values between two readings."""


def freight_rules(connection: sqlite3.Connection, shop_ids: Iterable[int]) -> tuple[FreightRule, ...]:
    """The rules of the shops of these rows; a shop without one sends for free."""
    return tuple([_rule(*row) for row in connection.execute(_RULES, (as_list(sorted(shop_ids)),))])


@lru_cache(maxsize=_KNOWN_RULES)
def _rule(
    shop: str,
    fee: int | None,
    first_fee: int | None,
    first_pieces: int,
    first_grams: int,
    next_fee: int | None,
    next_pieces: int,
    next_grams: int,
    free_over: int | None,
) -> FreightRule:
    return FreightRule(
        shop,
        fee,
        first=None if first_fee is None else FreightStep(first_fee, first_pieces, first_grams),
        next=None if next_fee is None else FreightStep(next_fee, next_pieces, next_grams),
        free_over=free_over,
    )
