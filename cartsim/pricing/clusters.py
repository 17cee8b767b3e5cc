"""Groups of things that share lines, directly or through others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

Part = TypeVar("Part")


def connected(parts: Sequence[Part], lines_of: Callable[[Part], Sequence[int]]) -> list[list[Part]]:
    """`parts` grouped so that parts of different groups share no line; order is kept within a group."""
    if len(parts) < 2:
        return [[part] for part in parts]
    lines = list(map(lines_of, parts))
    if sum(map(len, lines)) == len(set().union(*lines)):
        return [[part] for part in parts]
    parent = list(range(len(parts)))

    def root(part: int) -> int:
        while parent[part] != part:
            parent[part] = parent[parent[part]]
            part = parent[part]
        return part

    first_of: dict[int, int] = {}
    for number, of_part in enumerate(lines):
        for earlier in {first_of.setdefault(line, number) for line in of_part}:
            if earlier != number:
                parent[root(number)] = root(earlier)
    groups: dict[int, list[Part]] = {}
    for number, part in enumerate(parts):
        groups.setdefault(root(number), []).append(part)
    return list(groups.values())
