"""Regions, cities and warehouses of a new world."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cartsim.store.seed.codes import slug
from cartsim.store.seed.provider import CatalogueProvider
from cartsim.store.seed.vocabulary import Vocabulary


class Geography:
    """Row ids of places by their names in the vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._regions = {region.title.zh: number for number, region in enumerate(vocabulary.regions, 1)}
        places = [(city, region) for region in vocabulary.regions for city in region.cities]
        self._cities = {city.zh: number for number, (city, _) in enumerate(places, 1)}
        ids = {warehouse.code: number for number, warehouse in enumerate(vocabulary.warehouses, 1)}
        self._stocking = [(tuple(ids[code] for code in codes), share) for codes, share in vocabulary.stocking]
        self._vocabulary = vocabulary

    def city_ids(self, names: Iterable[str]) -> list[int]:
        """Ids of cities by their Chinese names, lowest first."""
        return sorted(self._cities[name] for name in names)

    def stocking(self, provider: CatalogueProvider) -> tuple[int, ...]:
        """Ids of the warehouses that keep a product."""
        return provider.by_share(self._stocking)

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """All places, by table."""
        words = self._vocabulary
        serving = []
        for number, warehouse in enumerate(words.warehouses, 1):
            for place, region in enumerate(warehouse.serves):
                far = place + (len(self._regions) if warehouse.special else 0)
                serving.append((self._regions[region], number, far * len(words.warehouses) + number))
        return {
            "region": [
                (number, slug(region.title.en), *region.title) for number, region in enumerate(words.regions, 1)
            ],
            "city": [
                (self._cities[city.zh], slug(city.en), self._regions[region.title.zh], *city)
                for region in words.regions
                for city in region.cities
            ],
            "warehouse": [
                (number, warehouse.code, *warehouse.title, int(warehouse.special))
                for number, warehouse in enumerate(words.warehouses, 1)
            ],
            "warehouseregion": sorted(serving),
        }
