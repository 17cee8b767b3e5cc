"""The words a catalogue is made of, read from `data/vocabulary.yaml` and cleaned."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from math import sqrt
from pathlib import Path
from typing import Any, TypeVar

import yaml

from cartsim.errors import DataError
from cartsim.model.words import Words
from cartsim.paths import data_file
from cartsim.text import clean_text

TITLE_CELLS = 24
"""Widest Chinese title of a product, in cells."""

PRICED_DIMENSIONS = frozenset({"Capacity", "Bundle", "Volume", "Pack", "Weight", "Volumes", "Edition", "Spec"})
"""Dimensions whose later values cost more; colours and sizes do not."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STEPS = 64
"""Rungs of a price ladder."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Dimension:
    """A specification of a category with its values."""

    name: Words
    values: tuple[Words, ...]
    nouns: frozenset[str] = frozenset()
    """Chinese nouns it is for; empty for all."""


@dataclass(frozen=True, slots=True)
class Category:
    """A category with all its goods are named and priced by."""

    code: str
    title: Words
    nouns: tuple[Words, ...]
    brands: tuple[Words, ...]
    adjectives: tuple[Words, ...]
    dimensions: tuple[Dimension, ...]
    prices: tuple[int, ...]
    """Fen, in equal ratios from the least to the most: an even draw from it is log-uniform."""
    grams: tuple[int, int]

    def dimensions_of(self, noun: Words) -> tuple[Dimension, ...]:
        """The dimensions goods of this noun come in, the one that is seen first (colour) first."""
        return tuple(part for part in self.dimensions if not part.nouns or noun.zh in part.nouns)


@dataclass(frozen=True, slots=True)
class Small:
    """A small thing with its price in fen; `add_on` is its 换购 price, `weight` in grams."""

    title: Words
    price: int
    add_on: int = 0
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Warehouse:
    """A warehouse and the regions (Chinese names) it serves, nearest first."""

    code: str
    title: Words
    serves: tuple[str, ...]
    special: bool


@dataclass(frozen=True, slots=True)
class Region:
    """A region with its cities."""

    title: Words
    cities: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class RestrictionRule:
    """Goods that are not sold somewhere; every condition that is given must hold."""

    categories: frozenset[str]
    nouns: frozenset[str]
    least_price: int
    """Fen"""
    cities: frozenset[str]
    """Chinese names."""
    reason: Words


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All of it."""

    categories: tuple[Category, ...]
    noun_prices: Mapping[str, tuple[int, ...]]
    """Price ladders of nouns (English word) that cost otherwise than their category."""
    fillers: tuple[Small, ...]
    add_ons: tuple[Small, ...]
    gifts: tuple[Words, ...]
    activities: Mapping[str, Words]
    shop_patterns: Mapping[str, tuple[Words, ...]]
    name_parts: Mapping[str, tuple[Words, ...]]
    platform: Words
    warehouses: tuple[Warehouse, ...]
    stocking: tuple[tuple[tuple[str, ...], int], ...]
    """(warehouse codes, share of a hundred)"""
    regions: tuple[Region, ...]
    restrictions: tuple[RestrictionRule, ...]
    colours: Mapping[str, str]
    sprites: Mapping[str, str]
    small_endings: tuple[int, ...]
    """Fen a price under 100 yuan ends in."""
    large_endings: tuple[int, ...]
    """Last digits of the yuan of a price from 100 yuan."""


@cache
def load_vocabulary() -> Vocabulary:
    """The vocabulary of the data folder. DataError names the file and the field that does not fit."""
    path = data_file("vocabulary.yaml")
    body = _read(path)
    sprites = _read(data_file("sprites", "nouns.yaml"))
    try:
        return _vocabulary(body, sprites)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DataError(f"{path}: a field is missing or has the wrong form: {error!r}") from error


def _read(path: Path) -> dict[str, Any]:
    try:
        body = yaml.load(path.read_text("utf-8"), _LOADER)
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise DataError(f"{path} cannot be read: {error}") from error
    if not isinstance(body, dict):
        raise DataError(f"{path} is not a table of fields")
    return body


def _vocabulary(body: Mapping[str, Any], sprites: Mapping[str, Any]) -> Vocabulary:
    regions = _each(body["regions"], lambda item: Region(Words(item["id"], item["en"]), _all_words(item["cities"])))
    named = {name: values for name, values in body["name_parts"].items() if isinstance(values, list)}
    return Vocabulary(
        categories=_each(body["categories"], lambda item: _category(item, body["grams"])),
        noun_prices={noun: _ladder(low * 100, high * 100) for noun, (low, high) in body["noun_prices"].items()},
        fillers=_each(body["fillers"], lambda item: Small(_words(item), _fen(item["price"]))),
        add_ons=_each(body["swap_items"], _add_on),
        gifts=_all_words(body["gifts"]),
        activities={item["id"]: _words(item) for item in body["activities"]["labels"]},
        shop_patterns={item["id"]: _all_words(item["patterns"]) for item in body["shop_types"]},
        name_parts={name: _all_words(values) for name, values in named.items()},
        platform=_words(body["name_parts"]["platform"]),
        warehouses=_each(
            body["warehouses"],
            lambda item: Warehouse(
                item["id"], _words(item), tuple(map(str, item["serves"])), bool(item.get("special", False))
            ),
        ),
        stocking=_each(body["stocking"], lambda item: (tuple(map(str, item["at"])), int(item["share"]))),
        regions=regions,
        restrictions=_restrictions(body["region_restrictions"], regions),
        colours={str(word): str(colour) for word, colour in body["colours"].items()},
        sprites={str(noun): str(sprite) for noun, sprite in sprites.items()},
        small_endings=_each(body["price_points"]["under_100"], lambda item: int(item.removeprefix("."))),
        large_endings=_each(body["price_points"]["over_100"], int),
    )


def _category(item: Mapping[str, Any], grams: Mapping[str, Any]) -> Category:
    low, high = (int(yuan) * 100 for yuan in item["price_yuan"])
    least, most = grams[item["id"]]
    return Category(
        code=str(item["id"]),
        title=_words(item),
        nouns=_all_words(item["nouns"]),
        brands=_all_words(item["brands"]),
        adjectives=_all_words(item["adjectives"]),
        dimensions=_each(item["sku_dims"], _dimension),
        prices=_ladder(low, high),
        grams=(int(least), int(most)),
    )


def _dimension(item: Mapping[str, Any]) -> Dimension:
    return Dimension(_words(item), _all_words(item["values"]), frozenset(map(str, item.get("nouns", ()))))


def _ladder(low: int, high: int) -> tuple[int, ...]:
    """`_STEPS` + 1 prices in equal ratios. Square roots only: `pow` may differ in the last bit by machine."""
    ratio = high / low
    for _ in range(_STEPS.bit_length() - 1):
        ratio = sqrt(ratio)
    rungs, price = [], float(low)
    for _ in range(_STEPS + 1):
        rungs.append(int(price + 0.5))
        price *= ratio
    return tuple(rungs)


def _restrictions(items: list[Any], regions: tuple[Region, ...]) -> tuple[RestrictionRule, ...]:
    rules = []
    for item in items:
        applies = item["applies"]
        if "warehouse" in applies:
            continue  # goods of one warehouse are limited by the regions it serves
        blocked = set(item.get("blocked_cities", ()))
        for region in regions:
            if region.title.zh in item.get("blocked", ()):
                blocked.update(city.zh for city in region.cities)
        rules.append(
            RestrictionRule(
                categories=frozenset(applies.get("categories", ())),
                nouns=frozenset(applies.get("nouns", ())),
                least_price=_fen(applies.get("min_price_yuan", 0)),
                cities=frozenset(blocked),
                reason=_words(item),
            )
        )
    return tuple(rules)


def _each(items: list[Any], make: Callable[[Any], T]) -> tuple[T, ...]:
    return tuple(make(item) for item in items)


def _all_words(items: list[Any]) -> tuple[Words, ...]:
    return tuple(_words(item) for item in items)


def _words(item: Mapping[str, Any]) -> Words:
    zh = clean_text(str(item["zh"]))
    return Words(zh, clean_text(str(item.get("en", zh))))


def _add_on(item: Mapping[str, Any]) -> Small:
    return Small(_words(item), _fen(item["price"]), _fen(item["swap"]), item["grams"])


def _fen(yuan: float) -> int:
    return int(yuan * 100 + 0.5)
