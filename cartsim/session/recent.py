"""What the market did to one cart of late, read at most once for each tick, reading and change of the file."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cartsim.cart.scene import Scene
from cartsim.store import news
from cartsim.store.state import Connection
from cartsim.world.clock import WorldState

if TYPE_CHECKING:
    from cartsim.cart.moment import FeedItem

_MINUTE_S = 60


@dataclass(slots=True)
class Recent:
    """The events of what is in the cart: its SKUs and products, and the promotions and coupons in sight of them."""

    connection: Connection
    _moment: tuple[int, int] = (-1, -1)
    """Tick and data version of what is kept."""
    _scene: Scene | None = None
    _changes: int | None = None
    _feeds: dict[int, tuple[FeedItem, ...]] = field(default_factory=dict)

    def forget(self) -> None:
        """This window has changed the market itself."""
        self._scene = None

    def changes(self, scene: Scene, world: WorldState, version: int) -> int:
        """How many events happened in the last minute of world time; `version` is the data version last seen."""
        self._turn_to(scene, world, version)
        if self._changes is None:
            since = world.tick - _MINUTE_S // world.tick_s
            self._changes = news.count_events(self.connection, since, _subjects(scene))
        return self._changes

    def feed(self, count: int, scene: Scene, world: WorldState, version: int) -> tuple[FeedItem, ...]:
        """The newest `count` events, newest first."""
        self._turn_to(scene, world, version)
        if count not in self._feeds:
            self._feeds[count] = news.market_events(self.connection, count, _subjects(scene))
        return self._feeds[count]

    def _turn_to(self, scene: Scene, world: WorldState, version: int) -> None:
        moment = (world.tick, version)
        if self._scene is not scene or self._moment != moment:
            self._scene, self._moment = scene, moment
            self._changes = None
            self._feeds = {}


def _subjects(scene: Scene) -> AbstractSet[str]:
    codes = {code for offer in scene.offers.values() for code in (offer.sku, offer.product)}
    codes.update(promotion.id for promotion in scene.promotions)
    codes.update(coupon.id for coupon in scene.coupons)
    return codes
