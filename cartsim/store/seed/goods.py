"""Products, SKUs, stock and regional restrictions of a new world, shop by shop."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from cartsim.model.words import Words
from cartsim.store.mapping import to_text
from cartsim.store.seed.codes import slug
from cartsim.store.seed.geography import Geography
from cartsim.store.seed.provider import CatalogueProvider
from cartsim.store.seed.shops import ShopPlan
from cartsim.store.seed.vocabulary import PRICED_DIMENSIONS, Category, Dimension, Small

Row = tuple[object, ...]
Rows = dict[str, list[Row]]
"""Rows by table."""

_FEWEST_ROOM = 8
"""Specifications every product has room for; what is left to give out never outgrows it."""

_VOLATILITIES = (0, 200, 400, 600, 900, 1200, 1800, 2500)
_PURCHASE_LIMITS = (1, 2, 3, 5)


_PACKS = Dimension(
    Words("数量", "Pack"), (Words("单份", "Single"), Words("三份装", "3-pack"), Words("六份装", "6-pack"))
)
"""What small things come in."""


@dataclass(frozen=True, slots=True)
class ProductPlan:
    """What promotions need to know of a product made."""

    id: int
    code: str
    shop: ShopPlan
    price: int
    """Of its cheapest SKU, fen."""


@dataclass(slots=True)
class Shelf:
    """Gives out what is left of the SKUs to make, and remembers what was given."""

    products_left: int
    skus_left: int
    next_product: int = 1
    next_sku: int = 1
    numbers: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    """How many products of each noun there are."""

    def skus_of_next(self, provider: CatalogueProvider, room: int) -> int:
        """How many SKUs the next product gets, so that the totals come out exactly."""
        after = self.products_left - 1
        if after == 0:
            return self.skus_left
        wanted = 1 + provider.below(max(2 * self.skus_left // self.products_left - 1, 1))
        least = self.skus_left - after * _FEWEST_ROOM
        return max(1, least, min(wanted, room, self.skus_left - after))

    def take(self, skus: int) -> tuple[int, int]:
        """Ids of the next product and of its first SKU."""
        ids = self.next_product, self.next_sku
        self.next_product += 1
        self.next_sku += skus
        self.products_left -= 1
        self.skus_left -= skus
        return ids


class GoodsMaker:
    """Makes products with all their rows."""

    def __init__(self, provider: CatalogueProvider, geography: Geography, shelf: Shelf, starts_at: int) -> None:
        self._provider = provider
        self._geography = geography
        self._shelf = shelf
        self._starts_at = starts_at

    def make(self, shop: ShopPlan, rows: Rows) -> ProductPlan:
        """Add the rows of one product of `shop`."""
        provider = self._provider
        category = provider.pick(shop.categories)
        if provider.happens(8) and self._shelf.products_left > 20:
            filler = provider.pick(provider.vocabulary.fillers)
            return self._product(shop, rows, category, filler.title, (_PACKS,), filler)
        noun = provider.pick(category.nouns)
        first, *others = category.dimensions_of(noun)
        return self._product(shop, rows, category, noun, (first, provider.pick(others)), None)

    def _product(
        self,
        shop: ShopPlan,
        rows: Rows,
        category: Category,
        noun: Words,
        dimensions: tuple[Dimension, ...],
        filler: Small | None,
    ) -> ProductPlan:
        provider, shelf = self._provider, self._shelf
        room = 1
        for dimension in dimensions:
            room *= len(dimension.values)
        count = min(shelf.skus_of_next(provider, room), room)
        product_id, first_sku = shelf.take(count)
        kind = slug(noun.en)
        shelf.numbers[kind] += 1
        code = f"{kind}-{shelf.numbers[kind]:03}"
        brand = shop.brand or provider.pick(category.brands)
        title = provider.title(brand, provider.pick(category.adjectives), noun)
        if filler is not None:
            title = Words(f"{brand.zh} {noun.zh}", f"{brand.en} {noun.en}")
        price = filler.price if filler is not None else provider.price(category, noun)
        rows["product"].append(self._product_row(product_id, code, shop, title, category, noun))
        cheapest = self._skus(rows, first_sku, product_id, code, _specifications(provider, dimensions, count),
                              price, category, filler is not None)  # fmt: skip
        self._restrictions(rows, product_id, category, noun, cheapest)
        return ProductPlan(product_id, code, shop, cheapest)

    def _product_row(
        self, product_id: int, code: str, shop: ShopPlan, title: Words, category: Category, noun: Words
    ) -> Row:
        provider = self._provider
        fate = provider.below(100)
        limit = provider.pick(_PURCHASE_LIMITS) if provider.happens(6) else None
        least = 2 if provider.happens(2) else 1
        until = self._starts_at + provider.between(2, 20) * 60 if fate == 4 else None
        sprite = provider.vocabulary.sprites.get(noun.en, category.code)
        return (
            product_id, code, shop.id, title.zh, title.en, category.code, sprite,
            int(fate not in {0, 1}), int(fate == 2), None if least > 1 else limit, least, least, until,
        )  # fmt: skip

    def _skus(
        self,
        rows: Rows,
        first_sku: int,
        product_id: int,
        code: str,
        specifications: list[tuple[tuple[Words, ...], int]],
        price: int,
        category: Category,
        exact: bool,
    ) -> int:
        """Add SKUs with their stock; the lowest price among them."""
        provider = self._provider
        chance, natural, colours = provider.chance, provider.natural, provider.vocabulary.colours
        ending = provider.ending()
        step = provider.between(8, 35)
        struck = provider.between(105, 180) if provider.happens(60) else 0
        volatility = provider.pick(_VOLATILITIES)
        grams = provider.between(*category.grams)
        warehouses = self._geography.stocking(provider)
        par = provider.between(20, 200)
        sold_out = provider.happens(2)
        skus, stock = rows["sku"], rows["stock"]
        cheapest = 0
        for sku_id, (values, rank) in enumerate(specifications, first_sku):
            fen = price if exact and rank == 0 else natural(price * (100 + step * rank) // 100, ending)
            listed = natural(fen * struck // 100, ending) if struck else 0
            suffix = "-".join(slug(value.en) for value in values)
            skus.append((
                sku_id, f"{code}/{suffix}", product_id, to_text([value.zh for value in values]),
                to_text([value.en for value in values]), colours.get(values[0].en, ""),
                listed if listed > fen else 0, fen, fen, volatility, grams, int(chance() >= 0.015),
            ))  # fmt: skip
            cheapest = min(cheapest or fen, fen)
            for warehouse in warehouses:
                level = 0 if sold_out else _level(int(chance() * 10_000), par)
                stock.append((sku_id, warehouse, level, par))
        return cheapest

    def _restrictions(self, rows: Rows, product_id: int, category: Category, noun: Words, price: int) -> None:
        seen: set[int] = set()
        for rule in self._provider.vocabulary.restrictions:
            named = category.code in rule.categories or noun.zh in rule.nouns
            if not named or price < rule.least_price:
                continue
            for city in self._geography.city_ids(rule.cities):
                if city not in seen:
                    seen.add(city)
                    rows["restriction"].append((product_id, city, *rule.reason))


def _specifications(
    provider: CatalogueProvider, dimensions: tuple[Dimension, ...], count: int
) -> list[tuple[tuple[Words, ...], int]]:
    """`count` specifications in the product's order, each with its rank in price."""
    if len(dimensions) == 1:
        return [((value,), rank) for rank, value in enumerate(dimensions[0].values[:count])]
    first, second = dimensions
    across = min(len(first.values), max(1, (count + len(second.values) - 1) // len(second.values), count // 3))
    down = min(len(second.values), (count + across - 1) // across)
    left = provider.below(len(first.values) - across + 1)
    top = provider.below(len(second.values) - down + 1)
    found: list[tuple[tuple[Words, ...], int]] = []
    for column, one in enumerate(first.values[left : left + across]):
        for row, other in enumerate(second.values[top : top + down]):
            rank = column * (first.name.en in PRICED_DIMENSIONS) + row * (second.name.en in PRICED_DIMENSIONS)
            found.append(((one, other), rank))
    return found[:count]


def _level(word: int, par: int) -> int:
    """Pieces out of an even number below 10,000: mostly plenty, sometimes tight, few or none."""
    kind, rest = word % 100, word // 100
    if kind < 7:
        return 0
    if kind < 17:
        return 1 + rest % 5
    if kind < 27:
        return 6 + rest % 5
    return max(11, par - par * rest // 200)
