"""The price of a SKU as a function of (seed, SKU, step). Pure.

A SKU moves once in `PERIOD` market steps, at a phase given by its id, and stands still between. The
deviation from its base is a first-order autoregression cut off after four terms: each move forgets half
of the deviation and adds a new shock of mean zero. So it reverts to the base by construction and any
step can be computed without those before it.
"""

from __future__ import annotations

from collections.abc import Sequence

from cartsim.model.bounds import PRICE
from cartsim.world.chance import Stream, draw, draws, stream_key

PERIOD = 200
"""Market steps from one move of a SKU to its next."""

FLOOR_PERCENT = 30
"""No price falls below this share of its base, however volatile."""

_SHOCKS_A_WORD = 4
_SHOCK_BITS = 16
_SHOCK_MASK = (1 << _SHOCK_BITS) - 1
_SHOCK_MIDDLE = 1 << (_SHOCK_BITS - 1)
_WEIGHT = 8 + 4 + 2 + 1
"""Of the newest shock and the three before it, halved from one to the next."""
_UNIT = _SHOCK_MIDDLE * _WEIGHT
"""The deviation that stands for the whole volatility."""


def epoch_at(sku_id: int, step: int) -> int:
    """How many moves the SKU has made by `step`, less one; -1 before its first."""
    return (step - 1 - (sku_id - 1) % PERIOD) // PERIOD


def price(seed: int, sku_id: int, base_price: int, volatility: int, step: int) -> int:
    """The price in fen at a market step.

    `volatility` is in hundredths of a percent: the furthest a price may stand from `base_price`, either
    way. A SKU that has not moved yet stands at its base.
    """
    epoch = epoch_at(sku_id, step)
    if epoch < 0:
        return base_price
    older, newer = _keys(seed, epoch)
    return _priced(base_price, volatility, _deviation(draw(older, sku_id), draw(newer, sku_id), epoch))


def prices_due(seed: int, step: int, goods: Sequence[tuple[int, int, int]]) -> list[int]:
    """`price` of many SKUs that all move at `step`, given as (id, base price in fen, volatility)."""
    epoch = (step - 1) // PERIOD
    older, newer = _keys(seed, epoch)
    ids = [sku_id for sku_id, _, _ in goods]
    return [
        _priced(base_price, volatility, _deviation(old_word, new_word, epoch))
        for (_, base_price, volatility), old_word, new_word in zip(
            goods, draws(older, ids), draws(newer, ids), strict=True
        )
    ]


def grain(base_price: int) -> int:
    """The fen a price moves by: about a hundredth of the base, so that moves keep the base's ending."""
    unit = 10 if base_price >= 100 else 1
    while unit * 1000 <= base_price:
        unit *= 10
    return unit * 5 if unit * 500 <= base_price else unit


def _keys(seed: int, epoch: int) -> tuple[int, int]:
    """Keys of the two words that hold the shocks of this epoch and of the three before it."""
    block = epoch // _SHOCKS_A_WORD
    return stream_key(seed, Stream.PRICE, block - 1), stream_key(seed, Stream.PRICE, block)


def _deviation(older: int, newer: int, epoch: int) -> int:
    """Weighted sum of the last four shocks, strictly between -`_UNIT` and `_UNIT`."""
    recent = ((newer << 64) | older) >> (_SHOCK_BITS * (1 + epoch % _SHOCKS_A_WORD))
    fourth = recent & _SHOCK_MASK
    third = (recent >> _SHOCK_BITS) & _SHOCK_MASK
    second = (recent >> 2 * _SHOCK_BITS) & _SHOCK_MASK
    newest = (recent >> 3 * _SHOCK_BITS) & _SHOCK_MASK
    # Half a unit more a shock puts the middle of 0 ... 65535 at zero: up and down are equally likely.
    return 8 * newest + 4 * second + 2 * third + fourth + _WEIGHT // 2 - _UNIT


def _priced(base_price: int, volatility: int, deviation: int) -> int:
    """The base moved by whole grains towards the deviation, rounded to the base, above the floor."""
    unit = grain(base_price)
    grains = base_price * volatility * abs(deviation) // (10_000 * _UNIT * unit)
    if deviation >= 0:
        return base_price + min(grains, (PRICE.high - base_price) // unit) * unit
    # The deepest fall that keeps the floor is a whole number of grains too.
    room = (base_price * (100 - FLOOR_PERCENT) // 100) // unit
    return max(1, base_price - min(grains, room) * unit)
