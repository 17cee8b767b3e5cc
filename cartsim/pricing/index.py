"""Lines by shop, category, tag and id, so that a promotion meets only the lines that may be its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property

from cartsim.model.promotion import Scope
from cartsim.pricing.basket import BasketLine


class Index:
    """Where to find lines by what scopes name; lines are told by their position."""

    def __init__(self, lines: Sequence[BasketLine], numbers: Sequence[int]) -> None:
        self.lines = lines
        self.numbers = numbers
        """Those of the lines that stand here, in basket order."""

    @cached_property
    def by_shop(self) -> dict[str, list[int]]:
        """The lines of each shop."""
        found: dict[str, list[int]] = defaultdict(list)
        lines = self.lines
        for number in self.numbers:
            found[lines[number].shop].append(number)
        return found

    @cached_property
    def _by_category(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        lines = self.lines
        for number in self.numbers:
            found[lines[number].category].append(number)
        return found

    @cached_property
    def _by_tag(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        lines = self.lines
        for number in self.numbers:
            for tag in lines[number].tags:
                found[tag].append(number)
        return found

    @cached_property
    def _by_id(self) -> dict[str, list[int]]:
        return {self.lines[number].id: [number] for number in self.numbers}

    def members(self, shop: str | None, scope: Scope) -> Sequence[int]:
        """Lines of the shop (of all shops for None) that the scope covers, in basket order."""
        numbers = self._nearest(scope) if shop is None else self.by_shop.get(shop, ())
        return self._covered(numbers, scope) if numbers else ()

    def _nearest(self, scope: Scope) -> Sequence[int]:
        """All lines that can be in the scope, by the one set of it that leaves fewest as a rule."""
        if scope.lines is not None:
            return _union(self._by_id, scope.lines)
        if scope.tags is not None:
            return _union(self._by_tag, scope.tags)
        if scope.categories is not None:
            return _union(self._by_category, scope.categories)
        if scope.shops is not None:
            return _union(self.by_shop, scope.shops)
        return self.numbers

    def _covered(self, numbers: Sequence[int], scope: Scope) -> Sequence[int]:
        """Those of the lines for which every set of the scope holds."""
        lines = self.lines
        if (tags := scope.tags) is not None:
            numbers = [number for number in numbers if not tags.isdisjoint(lines[number].tags)]
        if (categories := scope.categories) is not None:
            numbers = [number for number in numbers if lines[number].category in categories]
        if (shops := scope.shops) is not None:
            numbers = [number for number in numbers if lines[number].shop in shops]
        if (ids := scope.lines) is not None:
            numbers = [number for number in numbers if lines[number].id in ids]
        return numbers


def _union(found: dict[str, list[int]], names: Iterable[str]) -> list[int]:
    """Lines under any of the names, each once, in basket order."""
    listed = [found[name] for name in names if name in found]
    if len(listed) == 1:
        return listed[0]
    return sorted({number for numbers in listed for number in numbers})
