"""One shopper in one world.

`do` is the one way to change a cart: one transaction, re-checked inside it, journaled with its
outcome. `view` is what was last read; `pulse` follows the world's time and other windows.

What only a panel asks for is imported when it is asked for: the first frame waits for none of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Self
from uuid import uuid4

from cartsim.cart.basket import basket_of
from cartsim.cart.commands import Command, Refresh
from cartsim.cart.moment import Clock, FeedItem
from cartsim.cart.outcome import Outcome
from cartsim.cart.view import CartView, CouponDrawer, PromotionChoice
from cartsim.cart.viewing import view_of
from cartsim.errors import CartsimError, UnknownCodeError
from cartsim.market.reading import Shopper, read_again, read_scene
from cartsim.model.cart import Cart
from cartsim.model.policy import STANDARD, Policy, Value
from cartsim.model.policy_fields import differences, override
from cartsim.model.reason import Reason
from cartsim.model.words import Words
from cartsim.pricing import Explanation, explain
from cartsim.session.conduct import Conduct, Situation
from cartsim.session.recent import Recent
from cartsim.store import accounts, goods, state, worldfile
from cartsim.store.carts import CartKey, CartStore
from cartsim.world import pace
from cartsim.world.clock import read_world

if TYPE_CHECKING:
    from cartsim.cart.panels import Found, Settlement, SkuMatrix, TopUp
    from cartsim.world.driver import Pacemaker

OWNER = "shopper"
"""The account every world is seeded with."""

PATIENCE_S = 1.0
"""Real seconds a command of the screen waits for a locked file before it is refused."""


class Session:
    """A shopper's window on one world file; close it when done."""

    def __init__(
        self,
        path: Path,
        *,
        owner: str = OWNER,
        actor: str = "",
        overrides: Mapping[str, Value] | None = None,
    ) -> None:
        """Opens the world and reads the cart as it stands.

        `overrides` are policy fields of this window only, by dotted name. Raises WorldError where
        the file cannot be used, PolicyError where an override does not fit.
        """
        self.path = path
        self._overrides = dict(overrides or {})
        override(STANDARD, self._overrides)
        self._connection = worldfile.open_world(path)
        self._key = CartKey("account", owner)
        self._actor = actor or owner
        self._pacemaker: Pacemaker | None = None
        try:
            self._situation = self._arrive()
        except BaseException:
            self._connection.close()
            raise
        self._conduct = Conduct(self._connection, self._key, self._actor, self._overrides)
        self._view: CartView | None = None
        self._recent = Recent(self._connection)
        with worldfile.snapshot(self._connection):
            self._seen = state.data_version(self._connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stops driving and gives the file back."""
        if self._pacemaker is not None:
            self._pacemaker.stop()
            self._pacemaker = None
        self._connection.close()

    # What is seen

    @property
    def policy(self) -> Policy:
        """The rules in force: the world's, with this window's overrides."""
        return self._situation.scene.policy

    @property
    def profile(self) -> str:
        """Name of the rules in force: the world's own profile, or `changed` where a field differs from the standard."""
        return self._situation.world.profile if self.policy == STANDARD else "changed"

    def view(self) -> CartView:
        """The cart as last read; the same value until something changes."""
        if self._view is None:
            situation = self._situation
            self._view = view_of(situation.cart, situation.scene, memo=self._conduct.memo)
        return self._view

    def why(self, target: str, part: str = "") -> tuple[Reason, ...]:
        """The reasons behind a part of a row, by its stable id."""
        from cartsim.cart.why import why

        return why(self.view(), self._situation.scene, target, part, explain=self.explanation)

    def explanation(self) -> Explanation:
        """Why the rest of what is in sight takes nothing off, and the runner-up: worked out from what was last read."""
        return explain(basket_of(self._situation.cart, self._situation.scene))

    # What is done

    def do(self, command: Command, operation: str | None = None) -> Outcome:
        """Carries out a command in one transaction, all of it or none, and journals it.

        A repeated `operation` id has no effect and answers as it did before (X-7). Raises
        UnknownCodeError for a code that is not in the catalogue.
        """
        before = self._situation
        outcome, self._situation = self._conduct.carry_out(command, operation or uuid4().hex, before)
        if self._situation.cart is not before.cart or self._situation.scene is not before.scene:
            self._view = None
        self._recent.forget()
        return outcome

    def refresh(self, mode: str = "pull") -> CartView:
        """Reads prices and stock again (R-STOCK-8) and gives the view."""
        self.do(Refresh(mode))
        return self.view()

    # Time

    def drive(self) -> None:
        """Lets this process turn the world while it is open, unless another does.

        Who watches it turn is kept waiting for `PATIENCE_S` at most where the file is locked.
        """
        if self._pacemaker is None:
            from cartsim.world.driver import Pacemaker

            worldfile.wait_at_most(self._connection, PATIENCE_S)
            self._pacemaker = Pacemaker(self.path)
            self._pacemaker.start()

    def pulse(self) -> bool:
        """Follows the world and other windows; reads again when the interval is over.

        True where the view changed. Call it a few times a second.
        """
        with worldfile.snapshot(self._connection):
            world = read_world(self._connection)
            if world.tick < self._situation.world.tick:
                return self._start_over()
            self._situation = replace(self._situation, world=world)
            changed = self._follow()
        refresh = self.policy.refresh
        due = self._situation.scene.read_at + refresh.interval_s <= world.now
        if "interval" in refresh.modes and due:
            before = self.view()
            self.do(Refresh("interval"))
            changed = changed or self.view() != before
        return changed

    @property
    def trouble(self) -> Reason | None:
        """Why the world's time stands although it should run: a full disk, a locked file; None while all is well."""
        error = self._pacemaker.error if self._pacemaker is not None else None
        if not isinstance(error, CartsimError):
            return None
        from cartsim.session.trouble import reason_of

        return reason_of(error)

    def clock(self) -> Clock:
        """World time as of the last pulse, with the changes of the last minute to what is in the cart."""
        world = self._situation.world
        with worldfile.snapshot(self._connection):
            changes = self._recent.changes(self._situation.scene, world, self._seen)
        return Clock(
            tick=world.tick,
            now=world.now,
            speed=world.speed,
            paused=world.paused,
            frozen=world.frozen,
            driving=self._pacemaker is not None and self._pacemaker.driving,
            liveliness=world.liveliness,
            changes=changes,
        )

    def pace(self, speed: int) -> None:
        """Ticks a real second."""
        pace.set_speed(self._connection, speed)
        self._after_clock()

    def pause(self, paused: bool) -> None:
        """Stops the world's time, or lets it run."""
        pace.set_paused(self._connection, paused)
        self._after_clock()

    def freeze(self, frozen: bool) -> None:
        """Lets time run over a market that stands still."""
        pace.set_frozen(self._connection, frozen)
        self._after_clock()

    def step(self, ticks: int = 1) -> None:
        """Single ticks by hand, also while paused."""
        pace.step(self._connection, ticks)
        self._after_clock()

    def restart(self) -> None:
        """Puts the world back to the beginning of its scenario, for every window that has it open."""
        from tempfile import TemporaryDirectory

        from cartsim.session.founding import NO_SCENARIO, found_world
        from cartsim.store.restart import restart_from

        world = self._situation.world
        with TemporaryDirectory(prefix="cartsim-") as folder:
            fresh = Path(folder) / "fresh.world"
            with worldfile.snapshot(self._connection):
                policy = differences(state.read_policy(self._connection))
            found_world(fresh, size=world.size, seed=world.seed, scenario=world.scenario or NO_SCENARIO, policy=policy)
            restart_from(self._connection, fresh)
        self._start_over()
        self._after_clock()

    # Panels

    def drawer(self, shop: str) -> CouponDrawer:
        """Coupons for the shop's lines of this cart."""
        from cartsim.cart.drawer import drawer_of

        return drawer_of(self._situation.cart, self._situation.scene, shop, self.view())

    def choices(self, line: str) -> tuple[PromotionChoice, ...]:
        """换促销: the shop activities of a line with what each would add to the total; empty where it has no choice."""
        from cartsim.cart.choices import choices_of

        return choices_of(self._situation.cart, self._situation.scene, self.view(), line)

    def skus(self, line: str) -> SkuMatrix:
        """All SKUs of the line's product, read now."""
        from cartsim.cart.matrix import matrix_of

        cart, scene = self._situation.cart, self._situation.scene
        product = scene.offers[self._line_sku(line)].product
        with worldfile.snapshot(self._connection):
            offers = goods.offers_of_product(
                self._connection, product, scene.city_code, scene.now, scene.policy.stock.warehouse_match
            )
        return matrix_of(cart, scene, line, offers)

    def top_up(self, promotion: str, search: str = "", band: str | None = None, sort: str | None = None) -> TopUp:
        """Goods that bring a promotion to its next tier, read now."""
        from cartsim.cart.topup import top_up_of
        from cartsim.store import finding

        scene = self._situation.scene
        with worldfile.snapshot(self._connection):
            found = finding.goods_of_promotion(
                self._connection,
                promotion,
                scene.city_code,
                scene.now,
                search=search,
                match=scene.policy.stock.warehouse_match,
            )
        return top_up_of(
            self._situation.cart, scene, self.view(), promotion, found.offers, search=search, band=band, sort=sort
        )

    def settlement(self) -> Settlement:
        """The preview behind 结算: everything ticked is read and checked again (X-4)."""
        from cartsim.cart.settle import settlement_of

        before = self._situation.scene
        with worldfile.snapshot(self._connection):
            now = read_world(self._connection).now
            fresh = read_scene(self._connection, self._situation.cart, self._shopper(), before.policy, now)
        return settlement_of(self._situation.cart, before, fresh)

    def feed(self, count: int = 20) -> tuple[FeedItem, ...]:
        """What the market did last to what is in the cart, newest first."""
        with worldfile.snapshot(self._connection):
            return self._recent.feed(count, self._situation.scene, self._situation.world, self._seen)

    def find(self, text: str, count: int = 20) -> tuple[Found, ...]:
        """SKUs by title in either language, or by code."""
        from cartsim.cart.panels import Found
        from cartsim.cart.validity import invalid_reason
        from cartsim.store import finding

        scene = self._situation.scene
        match = scene.policy.stock.warehouse_match
        with worldfile.snapshot(self._connection):
            offers = finding.search(self._connection, text, scene.city_code, scene.now, count, match)
        return tuple(
            Found(
                offer.sku,
                offer.title,
                offer.spec,
                offer.price,
                offer.available,
                invalid_reason(offer, scene.policy, scene.now),
            )
            for offer in offers
        )

    def cities(self) -> tuple[tuple[str, Words], ...]:
        """Cities goods can be delivered to."""
        with worldfile.snapshot(self._connection):
            return goods.cities(self._connection)

    # Inside

    def _arrive(self) -> Situation:
        with worldfile.snapshot(self._connection):
            world = read_world(self._connection)
            cart, version = CartStore(self._connection).load(self._key)
            policy = override(state.read_policy(self._connection), self._overrides)
            account = accounts.shopper(self._connection, self._key.owner)
            shopper = Shopper(account.owner, account.city_code, account.city, account.audiences)
            scene = read_scene(self._connection, cart, shopper, policy, world.now)
        return Situation(cart, version, scene, world)

    def _start_over(self) -> bool:
        """Another window has put the world back to its beginning."""
        self._situation = self._arrive()
        self._view = None
        return True

    def _follow(self) -> bool:
        seen = state.data_version(self._connection)
        if seen == self._seen:
            return False
        self._seen = seen
        store = CartStore(self._connection)
        if store.version(self._key) == self._situation.version:
            return False
        self._situation = self._with_cart(*store.load(self._key))
        self._view = None
        return True

    def _with_cart(self, cart: Cart, version: int) -> Situation:
        scene = self._situation.scene
        missing = {line.sku for line in cart.lines} - set(scene.offers)
        scene = read_again(self._connection, scene, cart, self._shopper(), missing, scene.now)
        return replace(self._situation, cart=cart, version=version, scene=scene)

    def _shopper(self) -> Shopper:
        scene = self._situation.scene
        return Shopper(self._key.owner, scene.city_code, scene.city, scene.audiences)

    def _line_sku(self, line_id: str) -> str:
        line = self._situation.cart.line(line_id)
        if line is None:
            raise UnknownCodeError(f"no line {line_id!r} in the cart")
        return line.sku

    def _after_clock(self) -> None:
        with worldfile.snapshot(self._connection):
            self._situation = replace(self._situation, world=read_world(self._connection))
        if self._pacemaker is not None:
            self._pacemaker.wake()
