"""Labels of a line, dearest kind first and no more than the policy allows (R-TAG)."""

from __future__ import annotations

from collections.abc import Iterable

from cartsim.cart.scene import Scene
from cartsim.cart.view import Tag, TagKind
from cartsim.model.goods import Offer, Shop, ShopKind
from cartsim.model.promotion import Promotion
from cartsim.model.reason import because
from cartsim.pricing.kinds import kind_of


def line_tags(offer: Offer, shop: Shop | None, promotions: Iterable[Promotion], scene: Scene) -> tuple[Tag, ...]:
    """Shop or business label where `shop` is given, then running activities, then one label per promotion kind.

    Rows under a shop header leave `shop` out: the header carries that label.
    """
    tags: list[Tag] = [] if shop is None else [shop_tag(shop)]
    tags.extend(
        Tag(
            TagKind.ACTIVITY,
            activity.code,
            activity.title,
            because("tag_activity", "R-TAG-5", "tags.max_per_line", ends_at=activity.ends_at),
        )
        for activity in offer.activities
        if activity.starts_at <= scene.now < activity.ends_at
    )
    kinds: set[str] = set()
    for promotion in promotions:
        kind = kind_of(promotion)
        if kind not in kinds:
            kinds.add(kind)
            reason = because("tag_promotion", "R-TAG-3", "tags.max_per_line", promotion=promotion.id)
            tags.append(Tag(TagKind.PROMOTION, kind, promotion.title, reason))
    return tuple(tags[: scene.policy.tags.max_per_line])


def shop_tag(shop: Shop) -> Tag:
    """The badge of a shop; a business of its own replaces it (R-TAG-2, R-TAG-4)."""
    if shop.kind is ShopKind.SUPERMARKET:
        return Tag(TagKind.BUSINESS, shop.kind.value, shop.title, because("tag_business", "R-TAG-4"))
    return Tag(TagKind.SHOP, shop.kind.value, shop.title, because("tag_shop", "R-TAG-2"))
