"""The question behind a 凑单 panel: all it is answered from, so that any thread can work it out."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from cartsim.cart.panels import TopUp
from cartsim.cart.scene import Scene
from cartsim.cart.topup import EFFORT, GLANCE, HEAVY, is_heavy, top_up_of
from cartsim.cart.view import CartView
from cartsim.model.cart import Cart
from cartsim.model.promotion import Promotion
from cartsim.pricing.topup import Effort
from cartsim.store import finding
from cartsim.store.state import Connection
from cartsim.store.worldfile import open_world, snapshot


@dataclass(frozen=True, slots=True)
class TopUpQuestion:
    """Which goods bring a promotion further, asked of one cart at one reading."""

    path: Path
    """The world; its goods are read when the question is answered."""
    cart: Cart
    scene: Scene
    view: CartView
    promotion: str
    search: str = ""
    band: str | None = None
    sort: str | None = None

    @property
    def is_heavy(self) -> bool:
        """Whether the answer takes longer than a frame."""
        return is_heavy(self.cart, self.scene, self.promotion)

    def answer(self, connection: Connection | None = None) -> TopUp:
        """The whole answer, over a connection of its own where none is given: those belong to their threads."""
        if connection is not None:
            return self._read(connection, EFFORT)
        with closing(open_world(self.path)) as own:
            return self._read(own, HEAVY if self.is_heavy else EFFORT)

    def glance(self, connection: Connection) -> TopUp:
        """What can be told at once, estimates: without goods where the whole catalogue is to be looked through."""
        known = self._known
        if known is not None and known.shop is None:
            return self._answered(finding.ActivityGoods((), 0, 0), GLANCE)
        return self._read(connection, GLANCE)

    @property
    def _known(self) -> Promotion | None:
        return next((other for other in self.scene.promotions if other.id == self.promotion), None)

    def _read(self, connection: Connection, effort: Effort) -> TopUp:
        gap = next((other for other in self.view.quote.gaps if other.promotion == self.promotion), None)
        known = self._known
        with snapshot(connection):
            found = finding.goods_of_promotion(
                connection,
                self.promotion,
                self.scene.city_code,
                self.scene.now,
                search=self.search,
                match=self.scene.policy.stock.warehouse_match,
                near=0 if gap is None else gap.needed,
                categories=None if known is None else known.scope.categories,
            )
        return self._answered(found, effort)

    def _answered(self, found: finding.ActivityGoods, effort: Effort) -> TopUp:
        return top_up_of(
            self.cart,
            self.scene,
            self.view,
            self.promotion,
            found.offers,
            search=self.search,
            band=self.band,
            sort=self.sort,
            effort=effort,
            sold=found.total if not self.search and len(found.offers) < found.total else None,
        )
