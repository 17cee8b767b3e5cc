"""Depth first, as deep as it goes: the descent of a search, without the call stack of the interpreter."""

from __future__ import annotations

from collections.abc import Generator

Descent = Generator["Descent", None, None]
"""A point of the search; it yields the points below it one after the other, each gone through before it goes on."""


def go_through(descent: Descent) -> None:
    """The point and all below it, in the order of the calls they stand for."""
    path = [descent]
    while path:
        below = next(path[-1], None)
        if below is None:
            path.pop()
        else:
            path.append(below)
