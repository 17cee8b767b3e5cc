"""Columns of a basket, one entry for each line, and rows made of them: what a quote does hundreds of times over."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import TypeVar

Entry = TypeVar("Entry")

new_row = tuple.__new__
"""`new_row(Row, (its fields, in order))`: the same named tuple in half the time that calling its class takes."""


def entries(column: Sequence[Entry], numbers: Sequence[int]) -> tuple[Entry, ...]:
    """The column's entries at these line numbers, in their order; read in one step."""
    if len(numbers) > 1:
        found: tuple[Entry, ...] = itemgetter(*numbers)(column)
        return found
    return tuple([column[number] for number in numbers])
