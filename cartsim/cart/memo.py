"""What the last view was made of, so that the next one makes again only what differs.

Handing a `Memo` on changes the price of a view, never the view: every part is kept together with all it was
made of, and made again where that is another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from cartsim.cart.basket import basket_of
from cartsim.cart.coupons import shop_coupons
from cartsim.cart.scene import Scene
from cartsim.cart.standing import Standing, standings
from cartsim.cart.taking_part import Activities, across_shops, activities
from cartsim.cart.view import AddOnRow, GroupView, LineView, PromotionBar, ShopView
from cartsim.cart.windows import moments
from cartsim.model.cart import Cart
from cartsim.model.promotion import Coupon, Promotion
from cartsim.pricing import Basket, Quote, quote
from cartsim.pricing import Memo as PricingMemo
from cartsim.pricing.kinds import is_add_on

_Part = TypeVar("_Part")


class Shelf(Generic[_Part]):
    """Parts of one kind by their id, as views had them last."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[object, _Part]] = {}

    @property
    def size(self) -> int:
        """How many parts are kept."""
        return len(self._kept)

    def part(self, name: str, made_of: object, make: Callable[[], _Part]) -> _Part:
        """The part as it was where it is made of the same, else as `make` makes it now.

        `made_of` None: never the same. A part that comes out equal stays the same object.
        """
        was = self._kept.get(name)
        if was is not None and made_of is not None and was[0] == made_of:
            return was[1]
        made = make()
        if was is not None and was[1] == made:
            made = was[1]
        self._kept[name] = (made_of, made)
        return made

    def put(self, name: str, made_of: object, part: _Part) -> _Part:
        """Keep this part under its id from now on; gives it."""
        self._kept[name] = (made_of, part)
        return part

    def keep_only(self, names: Sequence[str]) -> None:
        """Forget the parts the view that was just made, of these, did not show."""
        if len(self._kept) > len(names):
            self._kept = {name: self._kept[name] for name in names if name in self._kept}


@dataclass(frozen=True, slots=True)
class Terms:
    """What all rows of a view share: the promotions of its scene, laid out once."""

    activities: Activities
    across: tuple[Promotion, ...]
    """Open cross-shop promotions."""
    promotions: Mapping[str, Promotion]
    trade_ups: tuple[Promotion, ...]
    """换购, open or not."""


@dataclass(slots=True)
class Era:
    """How long what was worked out of one scene holds for the scenes after it."""

    number: int = 0
    _scene: Scene | None = None
    _windows: tuple[object, ...] = (None, None, None, None)
    _moments: frozenset[int] = frozenset()

    def follows(self, scene: Scene) -> bool:
        """Whether policy, promotions and audiences are those of the scene before, and no window of it opened or closed
        since; a new era begins where not. Going back in time always begins one."""
        last, self._scene = self._scene, scene
        if last is scene:
            return True
        same = last is not None and _shared(last) == _shared(scene) and not self._crosses(last, scene.now)
        self.number += not same
        return same

    def _crosses(self, last: Scene, now: int) -> bool:
        if now <= last.now:
            return now < last.now
        windows = (last.promotions, last.coupons, last.offers, last.policy)
        if any(mine is not other for mine, other in zip(windows, self._windows, strict=True)):
            self._windows, self._moments = windows, moments(last)
        return any(last.now < moment <= now for moment in self._moments)


@dataclass(slots=True)
class Memo:
    """The parts of the last view of one cart, and its lines as judged last. A fresh one knows nothing."""

    rows: Shelf[LineView] = field(default_factory=Shelf)
    groups: Shelf[GroupView] = field(default_factory=Shelf)
    shops: Shelf[ShopView] = field(default_factory=Shelf)
    bars: Shelf[PromotionBar] = field(default_factory=Shelf)
    """By group."""
    coupons: Shelf[tuple[int, bool]] = field(default_factory=Shelf)
    """What `count_coupons` says of each shop."""
    add_ons: Shelf[tuple[AddOnRow, ...]] = field(default_factory=Shelf)
    """By 换购."""
    _judged: Era = field(default_factory=Era)
    _viewed: Era = field(default_factory=Era)
    _read: Mapping[str, Standing] = field(default_factory=dict)
    _of: tuple[object, object, object] = (None, None, None)
    """Lines, placement and offers that were judged."""
    _terms: tuple[int, Terms] | None = None
    _priced: tuple[object, Quote] | None = None
    _pricing: PricingMemo = field(default_factory=PricingMemo)
    _by_shop: tuple[tuple[Coupon, ...], Mapping[str, Sequence[Coupon]]] = ((), {})

    @property
    def era(self) -> int:
        """Another number, another policy, promotion or audience, or a window opened or closed: no part holds."""
        return self._viewed.number

    def standings(self, cart: Cart, scene: Scene) -> Mapping[str, Standing]:
        """Every line of the cart as judged against the scene; lines nothing changed for are not judged again."""
        follows, judged = self._judged.follows(scene), (cart.lines, cart.placement, scene.offers)
        if follows and all(mine is other for mine, other in zip(judged, self._of, strict=True)):
            return self._read
        self._read, self._of = standings(cart, scene, self._read if follows else {}), judged
        return self._read

    def begin(self, scene: Scene) -> None:
        """A view of this scene is made next."""
        self._viewed.follows(scene)

    def end(self, shops: Sequence[ShopView], rows: Sequence[LineView]) -> None:
        """The view is made: what it did not show is forgotten, so that all that is kept is of one scene."""
        self.rows.keep_only([row.id for row in rows])
        groups, codes = [group.id for shop in shops for group in shop.groups], [shop.code for shop in shops]
        self.groups.keep_only(groups)
        self.bars.keep_only(groups)
        self.shops.keep_only(codes)
        self.coupons.keep_only(codes)
        self.add_ons.keep_only([promotion.id for promotion in self._terms[1].trade_ups] if self._terms else ())

    def quote(self, cart: Cart, scene: Scene, read: Mapping[str, Standing]) -> Quote:
        """The quote of the cart; that of the last view where the same is priced."""
        basket = basket_of(cart, scene, read)
        facts = (self.era, _facts(basket))
        if self._priced is None or self._priced[0] != facts:
            self._priced = (facts, quote(basket, self._pricing))
        return self._priced[1]

    def terms(self, scene: Scene) -> Terms:
        """The promotions of the scene laid out."""
        if self._terms is None or self._terms[0] != self.era:
            promotions = {promotion.id: promotion for promotion in scene.promotions}
            trade_ups = tuple(filter(is_add_on, scene.promotions))
            self._terms = (self.era, Terms(activities(scene), across_shops(scene), promotions, trade_ups))
        return self._terms[1]

    def shop_coupons(self, scene: Scene) -> Mapping[str, Sequence[Coupon]]:
        """The coupons of the shop layer, by shop."""
        if self._by_shop[0] is not scene.coupons:
            self._by_shop = (scene.coupons, shop_coupons(scene.coupons))
        return self._by_shop[1]


def _shared(scene: Scene) -> tuple[object, ...]:
    return scene.policy, scene.promotions, scene.audiences


def _facts(basket: Basket) -> tuple[object, ...]:
    """All a quote depends on within one era, where the time of day decides nothing."""
    return basket.lines, basket.promotions, basket.coupons, basket.shopper, basket.settings, basket.freight
