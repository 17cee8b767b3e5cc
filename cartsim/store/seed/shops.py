"""Shops of a new world, of every kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cartsim.model.goods import ShopKind
from cartsim.model.words import Words
from cartsim.store.seed.codes import Codes, slug
from cartsim.store.seed.provider import CatalogueProvider
from cartsim.store.seed.vocabulary import Category

_KINDS = (
    ShopKind.FLAGSHIP,
    ShopKind.POP,
    ShopKind.PERSONAL,
    ShopKind.FLAGSHIP,
    ShopKind.SELF_OPERATED,
    ShopKind.FLAGSHIP,
    ShopKind.SUPERMARKET,
    ShopKind.PERSONAL,
    ShopKind.FLAGSHIP,
    ShopKind.POP,
)
"""In turn, so that the smallest catalogue has every kind."""

_SUPERMARKET_SELLS = ("fresh", "drinks", "home", "baby", "pets")
MAIN = "main"


@dataclass(frozen=True, slots=True)
class ShopPlan:
    """A shop to be filled."""

    id: int
    code: str
    kind: ShopKind
    business: str
    title: Words
    categories: tuple[Category, ...]
    brand: Words | None
    """The one brand a flagship sells."""

    @property
    def row(self) -> tuple[object, ...]:
        """Columns of the shop's row."""
        return (self.id, self.code, self.kind.value, self.business, *self.title)


def shop_plans(provider: CatalogueProvider, count: int) -> Iterator[ShopPlan]:
    """`count` shops with ids from 1 on."""
    codes, titles = Codes(), Codes()
    for number in range(count):
        plan = _shop(provider, number)
        code = codes.unique(plan.code)
        seen = titles.unique(plan.title.zh)
        title = plan.title
        if seen != title.zh:
            branch = seen.rsplit("-", 1)[1]
            title = Words(f"{title.zh}{branch}店", f"{title.en} No. {branch}")
        yield ShopPlan(plan.id, code, plan.kind, plan.business, title, plan.categories, plan.brand)


def _shop(provider: CatalogueProvider, number: int) -> ShopPlan:
    words = provider.vocabulary
    kind = _KINDS[number % len(_KINDS)]
    category = words.categories[(number * 5 + number // len(words.categories)) % len(words.categories)]
    brand = provider.pick(category.brands)
    place, nick = provider.pick(words.name_parts["place_word"]), provider.pick(words.name_parts["nick"])
    city = provider.pick(provider.pick(words.regions).cities)
    named = {"brand": brand, "category": category.title, "place_word": place, "nick": nick}
    named |= {"platform": words.platform, "city": city}
    sells: tuple[Category, ...]
    match kind:
        case ShopKind.FLAGSHIP:
            code, pattern, sells = f"{slug(brand.en)}-flagship", "flagship", (category,)
        case ShopKind.POP:
            code, pattern, sells = f"{slug(place.en)}-{category.code}", "multi_brand", (category,)
        case ShopKind.PERSONAL:
            code, pattern, sells = f"{slug(nick.en)}-shop", "personal", (category, provider.pick(words.categories))
        case ShopKind.SELF_OPERATED:
            code, pattern, sells = f"self-operated-{category.code}", "self_operated", (category,)
        case ShopKind.SUPERMARKET:
            sells = tuple(part for part in words.categories if part.code in _SUPERMARKET_SELLS)
            code, pattern = f"{slug(city.en)}-supermarket", "supermarket"
    return ShopPlan(
        number + 1,
        code,
        kind,
        "supermarket" if kind is ShopKind.SUPERMARKET else MAIN,
        _filled(provider.pick(words.shop_patterns[pattern]), named),
        sells,
        brand if kind is ShopKind.FLAGSHIP else None,
    )


def _filled(pattern: Words, named: dict[str, Words]) -> Words:
    zh = pattern.zh.format(**{name: value.zh for name, value in named.items()})
    return Words(zh, pattern.en.format(**{f"{name}_en": value.en for name, value in named.items()}))
