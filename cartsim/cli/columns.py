"""Rows of text as columns that stand under each other, measured in cells."""

from __future__ import annotations

from collections.abc import Sequence

from cartsim.text import cell_width, flush_left, flush_right

GAP = 2
"""Cells between two columns."""


def columns(rows: Sequence[Sequence[str]], left: frozenset[int] | set[int] = frozenset({0})) -> list[str]:
    """Each row as one line; the columns of `left` stand flush left, all others flush right. Rows have equal length.

    A column that is empty in every row takes no room.
    """
    widths = [max(map(cell_width, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = [
            flush_left(cell, width) if number in left else flush_right(cell, width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
            if width
        ]
        lines.append((" " * GAP).join(cells).rstrip())
    return lines
