"""Goods files: what could be added to a basket, a YAML or JSON list of lines as they stand in a basket file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import Field

from cartsim.basketfile.form import LinePart
from cartsim.basketfile.reading import basket_line
from cartsim.basketfile.values import Part
from cartsim.errors import DataError
from cartsim.pricing import Basket, BasketLine
from cartsim.pricing.topup import Filler
from cartsim.session.datafile import DataFile, read_yaml


class GoodsForm(Part):
    """A goods file; the list alone is enough."""

    goods: tuple[LinePart, ...] = Field(strict=False, max_length=5_000)
    """`quantity` is what one add brings."""


@dataclass(frozen=True, slots=True)
class GoodsFile:
    """Goods, and the file they stand in."""

    goods: tuple[BasketLine, ...]
    """All ticked."""
    file: DataFile

    def fillers_for(self, basket: Basket) -> tuple[Filler, ...]:
        """What could be added to this basket: its own unticked lines, and the goods.

        DataError where goods have the id of one of its lines: nobody could tell them apart.
        """
        known = {line.id for line in basket.lines}
        for number, line in enumerate(self.goods):
            if line.id in known:
                place = ("goods", number, "id")
                raise DataError(self.file.complaint(place, f"the basket has a line {line.id!r} of its own"))
        own = [
            Filler(replace(line, checked=True), line.quantity, 1)
            for line in basket.lines
            if not line.checked and line.add_on is None
        ]
        return (*own, *[Filler(line, line.quantity) for line in self.goods])


def read_goods(name: str) -> GoodsFile:
    """The goods in the file called `name`. DataError names file, line and field."""
    file = read_yaml(Path(name), list_as="goods")
    form = file.as_model(GoodsForm)
    first: dict[str, int] = {}
    for number, line in enumerate(form.goods):
        place = ("goods", number, "id")
        if line.id in first:
            raise DataError(file.complaint(place, f"{line.id!r} stands here twice, first in line {first[line.id]}"))
        first[line.id] = file.line_of(place)
    return GoodsFile(tuple(replace(basket_line(line), checked=True) for line in form.goods), file)
