"""The Faker provider of the catalogue: every choice of a new world is drawn here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from faker.generator import Generator
from faker.providers import BaseProvider

from cartsim.model.words import Words
from cartsim.store.seed.vocabulary import TITLE_CELLS, Category, Vocabulary
from cartsim.text import cell_width

T = TypeVar("T")

_HUNDRED_YUAN = 10_000


class CatalogueProvider(BaseProvider):
    """Draws from the vocabulary with the chance of a Faker generator.

    Only `random()` of the generator is used: how Faker and Python choose and shuffle may change with their
    releases, the sequence of `random()` does not.
    """

    def __init__(self, generator: Generator, vocabulary: Vocabulary) -> None:
        """The generator must be seeded before."""
        super().__init__(generator)
        self.vocabulary = vocabulary
        self.chance = generator.random.random
        """An even draw from 0 up to, not including, 1."""

    def below(self, bound: int) -> int:
        """A whole number from 0 to `bound` - 1."""
        return int(self.chance() * bound)

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self.chance() * (high - low + 1))

    def happens(self, percent: int) -> bool:
        """True in `percent` of a hundred cases."""
        return self.chance() * 100 < percent

    def pick(self, items: Sequence[T]) -> T:
        """One of `items`."""
        return items[int(self.chance() * len(items))]

    def some(self, items: Sequence[T], count: int) -> list[T]:
        """`count` different ones of `items`, in their order; all of them where there are no more."""
        left, wanted, taken = len(items), min(count, len(items)), []
        for item in items:
            if self.chance() * left < wanted:
                taken.append(item)
                wanted -= 1
            left -= 1
        return taken

    def by_share(self, shares: Sequence[tuple[T, int]]) -> T:
        """One of the (item, share of a hundred) pairs."""
        rest = self.below(100)
        for item, share in shares:
            rest -= share
            if rest < 0:
                return item
        return shares[-1][0]

    def ending(self) -> int:
        """Which of the natural endings the prices of a product take."""
        return self.below(12)

    def natural(self, fen: int, ending: int) -> int:
        """`fen` brought to a price that looks set by a shop: 39.90, 58.00, 1,299.00."""
        words = self.vocabulary
        if fen < _HUNDRED_YUAN:
            return max(fen // 100, 1) * 100 + words.small_endings[ending % len(words.small_endings)]
        return fen // 1000 * 1000 + words.large_endings[ending % len(words.large_endings)] * 100

    def price(self, category: Category, noun: Words) -> int:
        """Fen, bell-shaped over the noun's ladder: lognormal with its geometric mean, clipped to its range."""
        prices = self.vocabulary.noun_prices.get(noun.en, category.prices)
        height = (self.chance() + self.chance() + self.chance()) / 3
        return prices[int(height * len(prices))]

    def title(self, brand: Words, adjective: Words, noun: Words) -> Words:
        """Both titles of a product; the Chinese one goes without its adjective where that would be too wide."""
        zh = f"{brand.zh} {adjective.zh}{noun.zh}"
        if cell_width(zh) > TITLE_CELLS:
            zh = f"{brand.zh} {noun.zh}"
        return Words(zh, f"{brand.en} {adjective.en} {noun.en}")


def seeded_provider(seed: int, vocabulary: Vocabulary) -> CatalogueProvider:
    """A provider on a Faker generator of its own, seeded."""
    generator = Generator()
    generator.seed_instance(seed)
    provider = CatalogueProvider(generator, vocabulary)
    generator.add_provider(provider)
    return provider
