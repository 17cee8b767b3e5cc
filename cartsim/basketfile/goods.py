"""Goods files: what could be added to a basket, a YAML or JSON list of lines as they stand in a basket file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
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


def read_goods(name: str) -> tuple[DataFile, tuple[BasketLine, ...]]:
    """The goods in the file called `name`, all of them ticked. DataError names file, line and field."""
    file = read_yaml(Path(name), list_as="goods")
    form = file.as_model(GoodsForm)
    first: dict[str, int] = {}
    for number, line in enumerate(form.goods):
        if line.id in first:
            place = ("goods", number, "id")
            raise DataError(file.complaint(place, f"{line.id!r} stands here twice, first in line {first[line.id]}"))
        first[line.id] = file.line_of(("goods", number, "id"))
    return file, tuple(replace(basket_line(line), checked=True) for line in form.goods)


def fillers_of(basket: Basket, goods: Iterable[BasketLine], file: DataFile) -> tuple[Filler, ...]:
    """What could be added to this basket: its own unticked lines, and the goods.

    DataError where goods have the id of one of its lines: nobody could tell them apart.
    """
    known = {line.id for line in basket.lines}
    fillers = [
        Filler(replace(line, checked=True), line.quantity, 1)
        for line in basket.lines
        if not line.checked and line.add_on is None
    ]
    for number, line in enumerate(goods):
        if line.id in known:
            raise DataError(file.complaint(("goods", number, "id"), f"the basket has a line {line.id!r} of its own"))
        fillers.append(Filler(line, line.quantity))
    return tuple(fillers)
