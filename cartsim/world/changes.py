"""What the market does to goods and offers, as the events of a world name it."""

from __future__ import annotations

from enum import StrEnum


class ChangeKind(StrEnum):
    """Kinds of market events, with what their `before` and `after` hold."""

    PRICE = "price"
    """fen"""
    STOCK = "stock"
    """Rivals bought: pieces over all warehouses."""
    RESTOCK = "restock"
    """Pieces over all warehouses."""
    DELIST = "delist"
    """1 and 0: whether it is listed."""
    RELIST = "relist"
    """0 and 1: whether it is listed."""
    RESTRICT = "restrict"
    """1 and 0: whether some city is served."""
    PERMIT = "permit"
    """0 and 1: whether that city is served."""
    OPENS = "opens"
    """0 and 1: whether a window of the promotion, coupon or activity is open."""
    ENDS = "ends"
    """1 and 0: whether a window of the promotion, coupon or activity is open."""
