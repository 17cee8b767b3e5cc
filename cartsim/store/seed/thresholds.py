"""Thresholds as shops write them, in yuan."""

from __future__ import annotations

from collections.abc import Sequence

from cartsim.store.seed.goods import ProductPlan

YUAN = 100
"""fen"""
_USUAL = (50, 100, 150, 200, 300, 500, 800, 1000, 1500, 2000, 3000, 5000)


def threshold_of(fen: int) -> int:
    """The lowest usual threshold, in yuan, from `fen` on; the highest there is beyond."""
    return next((yuan for yuan in _USUAL if yuan * YUAN >= fen), _USUAL[-1])


def middle_price(products: Sequence[ProductPlan]) -> int:
    """The price in fen in the middle of a shop's goods."""
    return sorted(product.price for product in products)[len(products) // 2]
