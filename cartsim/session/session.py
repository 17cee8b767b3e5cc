"""One shopper in one world.

`do` is the one way to change a cart: one transaction, re-checked inside it, journaled with its
outcome. `view` is what was last read; `pulse` follows the world's time and other windows.

What only a panel asks for is imported when it is asked for: the first frame waits for none of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Self
from uuid import uuid4

from cartsim.cart.basket import explained_basket
from cartsim.cart.commands import Command, Refresh, SetPace
from cartsim.cart.moment import Clock, FeedItem
from cartsim.cart.outcome import Outcome
from cartsim.cart.view import AddOnList, CartView, CouponDrawer, PromotionChoice
from cartsim.cart.viewing import view_of
from cartsim.cart.vocabulary import must_fit
from cartsim.errors import CartsimError, UnknownCodeError
from cartsim.files import temporary_folder
from cartsim.market.reading import read_again, with_choices
from cartsim.model.cart import Cart
from cartsim.model.policy import STANDARD, Policy, Value
from cartsim.model.policy_fields import Likeness, likeness, override
from cartsim.model.reason import Reason
from cartsim.model.trouble import Trouble
from cartsim.model.words import Words
from cartsim.pricing import Explanation, explain
from cartsim.session.conduct import Conduct, Situation, arrive, new_window
from cartsim.session.recent import Recent
from cartsim.store import goods, state, worldfile
from cartsim.store.carts import CartStore
from cartsim.store.trouble import read_troubles
from cartsim.world.clock import read_world
from cartsim.world.ticks import advance

if TYPE_CHECKING:
    from cartsim.cart.panels import Found, Settlement, SkuMatrix, TopUp
    from cartsim.cart.scene import Scene
    from cartsim.session.circumstances import Circumstances
    from cartsim.session.topup import TopUpQuestion
    from cartsim.world.driver import Pacemaker

PATIENCE_S = 1.0
"""Real seconds a command of the screen waits for a locked file before it is refused."""


class Session:
    """A shopper's window on one world file; close it when done."""

    def __init__(
        self,
        path: Path,
        *,
        owner: str = "",
        actor: str = "",
        overrides: Mapping[str, Value] | None = None,
        window: str = "",
    ) -> None:
        """Opens the world and reads the cart as it stands.

        `owner` is whose; where it is empty, of the account the world is logged in to. `overrides` are policy
        fields of this window only, by dotted name; `window` is its id in the journal, a new one where none is
        given. Raises WorldError where the file cannot be used, PolicyError where an override does not fit.
        """
        self.path = path
        self._overrides = dict(overrides or {})
        override(STANDARD, self._overrides)
        self._connection = worldfile.open_world(path)
        self._actor = actor
        self._pacemaker: Pacemaker | None = None
        try:
            self._situation, self._conduct = self._arrive(owner, window or new_window())
        except BaseException:
            self._connection.close()
            raise
        self._view: CartView | None = None
        self._recent = Recent(self._connection)

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
        return self._situation.shown.policy

    @property
    def likeness(self) -> Likeness:
        """The profile the rules in force are nearest to, and what differs from it."""
        return likeness(self.policy)

    @property
    def scenario(self) -> str:
        """Name of the scenario the world began with, or its file; empty where it has none."""
        return self._situation.world.scenario

    @property
    def cart(self) -> Cart:
        """The lines as they are saved, without goods and prices."""
        return self._situation.cart

    def must_know(self, kind: str, code: str) -> None:
        """UnknownCodeError, with the nearest name, where the catalogue has no `kind` of this code.

        Kinds are `shop`, `product`, `sku`, `promotion`, `coupon`, `gift`, `activity`, `city`.
        """
        with worldfile.snapshot(self._connection):
            goods.must_be_known(self._connection, kind, code)

    def view(self) -> CartView:
        """The cart as last read; the same value until something changes."""
        if self._view is None:
            situation = self._situation
            self._view = view_of(situation.cart, situation.shown, memo=self._conduct.memo)
        return self._view

    def why(self, target: str, part: str = "") -> tuple[Reason, ...]:
        """The reasons behind a part of a row, by its stable id."""
        from cartsim.cart.why import why

        return why(self.view(), self._situation.shown, target, part, explain=self.explanation)

    def explanation(self) -> Explanation:
        """Why the rest of what is in sight takes nothing off, and the runner-up: worked out from what was last read."""
        return explain(explained_basket(self._situation.cart, self._situation.shown))

    # What is done

    def do(self, command: Command, operation: str | None = None) -> Outcome:
        """Carries out a command in one transaction, all of it or none, and journals it.

        A repeated `operation` id has no effect and answers as it did before (X-7). Raises
        UnknownCodeError for a code that is not in the catalogue, PolicyError for a value outside of its range.
        """
        must_fit(command)
        before = self._situation
        outcome, self._situation = self._conduct.carry_out(command, operation or uuid4().hex, before)
        if self._situation.cart is not before.cart or self._situation.shown is not before.shown:
            self._view = None
        self._recent.forget()
        if isinstance(command, SetPace):
            self._wake()
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

        True where the view changed. Call it a few times a second. Raises what ended the clock's thread, where that
        was an error nobody foresaw.
        """
        if self._pacemaker is not None:
            self._pacemaker.must_be_sound()
        with worldfile.snapshot(self._connection):
            world = read_world(self._connection)
            if world.life != self._situation.world.life:
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
            changes = self._recent.changes(self._situation.shown, world, self._seen)
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
        self.do(SetPace(speed=speed))

    def pause(self, paused: bool) -> None:
        """Stops the world's time, or lets it run."""
        self.do(SetPace(paused=paused))

    def freeze(self, frozen: bool) -> None:
        """Lets time run over a market that stands still."""
        self.do(SetPace(frozen=frozen))

    def step(self, ticks: int = 1) -> None:
        """Single ticks by hand, also while paused."""
        with worldfile.snapshot(self._connection):
            runs = not read_world(self._connection).paused
        if runs:
            self.pause(True)
        advance(self._connection, ticks)
        self.follow_clock()

    def follow_clock(self) -> None:
        """Reads the world's time and nothing else."""
        with worldfile.snapshot(self._connection):
            self._situation = replace(self._situation, world=read_world(self._connection))

    def pass_time(self, ticks: int) -> None:
        """So many ticks by hand, with the readings that a window open all the while makes on the way."""
        refresh, world = self.policy.refresh, self._situation.world
        last = world.tick + ticks
        while world.tick < last:
            due = last
            if "interval" in refresh.modes:
                wait_s = self._situation.scene.read_at + refresh.interval_s - world.now
                due = min(last, world.tick + max(1, -(-wait_s // world.tick_s)))
            self.step(due - world.tick)
            world = self._situation.world
            if "interval" in refresh.modes and self._situation.scene.read_at + refresh.interval_s <= world.now:
                self.do(Refresh("interval"))

    def restart(self) -> None:
        """Puts the world back to the beginning of its scenario, for every window that has it open."""
        from cartsim.session.founding import NO_SCENARIO, found_world

        world = self._situation.world
        with worldfile.snapshot(self._connection):
            rules = state.read_policy(self._connection)
            _, told = state.read_beginning(self._connection)
        scenario = world.scenario or NO_SCENARIO
        self._begin_with(
            lambda fresh: found_world(
                fresh, size=world.size, seed=world.seed, scenario=scenario, scenario_text=told, rules=rules
            )
        )

    def open_scenario(self, name: str) -> None:
        """Makes the world the one a scenario begins with, rules and all, for every window that has it open.

        DataError where there is none of that name, or its file does not fit.
        """
        from cartsim.session.founding import found_world
        from cartsim.session.scenariofile import as_started, read_scenario

        started, _ = as_started(*read_scenario(name))
        made_for = started.made_for
        self._begin_with(lambda fresh: found_world(fresh, size=made_for.size, seed=made_for.seed, scenario=name))

    def _begin_with(self, make: Callable[[Path], None]) -> None:
        """The world becomes the one that `make` makes."""
        from cartsim.store.restart import restart_from

        with temporary_folder("fresh") as folder:
            fresh = folder / "fresh.world"
            make(fresh)
            restart_from(self._connection, fresh)
        self._start_over()
        self._wake()

    # Panels

    def drawer(self, shop: str) -> CouponDrawer:
        """Coupons for the shop's lines of this cart."""
        from cartsim.cart.drawer import drawer_of

        return drawer_of(self._situation.cart, self._situation.shown, shop, self.view())

    def choices(self, line: str) -> tuple[PromotionChoice, ...]:
        """换促销: the shop activities of a line with what each would add to the total; empty where it has no choice."""
        from cartsim.cart.choices import choices_of

        return choices_of(self._situation.cart, self._situation.shown, self.view(), line)

    def add_ons(self, promotion: str) -> AddOnList | None:
        """Everything a 换购 offers (R-SWAP-3); None where the cart does not see it."""
        from cartsim.cart.add_ons import add_on_list

        return add_on_list(self._situation.cart, self._situation.shown, self.view().quote, promotion)

    def ticked_extra(self, lines: tuple[str, ...]) -> Mapping[str, int]:
        """What ticking each of these lines alone would add to the total, fen; negative where it saves (凑单)."""
        from cartsim.cart.ticking import ticked_extra

        return ticked_extra(self._situation.cart, self._situation.shown, self.view(), lines)

    def skus(self, line: str) -> SkuMatrix:
        """All SKUs of the line's product, read now."""
        from cartsim.cart.matrix import matrix_of

        cart, scene = self._situation.cart, self._situation.shown
        product = scene.offers[self._line_sku(line)].product
        with worldfile.snapshot(self._connection):
            offers = goods.offers_of_product(
                self._connection, product, scene.city_code, scene.now, scene.policy.stock.warehouse_match
            )
        return matrix_of(cart, scene, line, offers)

    def top_up(self, promotion: str, search: str = "", band: str | None = None, sort: str | None = None) -> TopUp:
        """Goods that bring a promotion to its next tier, read now."""
        return self.asks_top_up(promotion, search, band, sort).answer(self._connection)

    def asks_top_up(
        self, promotion: str, search: str = "", band: str | None = None, sort: str | None = None
    ) -> TopUpQuestion:
        """The same as a question, which another thread may answer."""
        from cartsim.session.topup import TopUpQuestion

        cart, scene = self._situation.cart, self._situation.shown
        return TopUpQuestion(self.path, cart, scene, self.view(), promotion, search, band, sort)

    def glance(self, question: TopUpQuestion) -> TopUp:
        """What can be told of it at once."""
        return question.glance(self._connection)

    def settlement(self) -> Settlement:
        """The preview behind 结算: everything ticked is read and checked again (X-4)."""
        from cartsim.cart.settle import settlement_of

        before = self._situation.shown
        with worldfile.snapshot(self._connection):
            now = read_world(self._connection).now
            given = self._conduct.circumstances(self._situation.scene)
            fresh = given.read(self._connection, self._situation.cart, now)
        return settlement_of(self._situation.cart, before, fresh)

    def feed(self, count: int = 20) -> tuple[FeedItem, ...]:
        """What the market did last to what is in the cart, newest first."""
        with worldfile.snapshot(self._connection):
            return self._recent.feed(count, self._situation.shown, self._situation.world, self._seen)

    def find(self, text: str, count: int = 20) -> tuple[Found, ...]:
        """SKUs by title in either language, or by code."""
        from cartsim.cart.panels import Found
        from cartsim.cart.validity import invalid_reason
        from cartsim.store import finding

        scene = self._situation.shown
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

    def troubles(self) -> tuple[Trouble, ...]:
        """What is wrong with the neighbours of the cart now, whatever it last read."""
        with worldfile.snapshot(self._connection):
            return read_troubles(self._connection)

    def cities(self) -> tuple[tuple[str, Words], ...]:
        """Cities goods can be delivered to."""
        with worldfile.snapshot(self._connection):
            return goods.cities(self._connection)

    # Inside

    def _arrive(self, owner: str, window: str) -> tuple[Situation, Conduct]:
        """What a window that opens now reads, and up to which change of the file it has seen all."""
        with worldfile.snapshot(self._connection):
            self._seen = state.data_version(self._connection)
            situation, known = arrive(self._connection, owner, self._actor, self._overrides, window)
        return situation, Conduct(self._connection, known)

    def _start_over(self) -> bool:
        """Another window has put the world back to its beginning, and says who is logged in."""
        self._situation, self._conduct = self._arrive("", new_window())
        self._view = None
        return True

    def _follow(self) -> bool:
        """Shows what other windows did to the cart, the address and the rules, which the next command goes by."""
        seen = state.data_version(self._connection)
        if seen == self._seen:
            return False
        self._seen = seen
        before, store, key = self._situation, CartStore(self._connection), self._conduct.key
        given = self._conduct.circumstances(before.scene)
        if store.version(key) == before.version and given.hold_for(before.shown):
            return False
        cart, version = store.load(key)
        scene = with_choices(before.scene, cart)
        ahead = self._ahead(cart, scene, given)
        self._situation = replace(before, cart=cart, version=version, scene=scene, ahead=ahead)
        self._view = None
        return True

    def _ahead(self, cart: Cart, scene: Scene, given: Circumstances) -> Scene | None:
        """What is shown instead of `scene`, where another window made that a reading of too little or elsewhere."""
        if not given.hold_for(scene):
            return given.read(self._connection, cart, self._situation.world.now)
        missing = {line.sku for line in cart.lines} - scene.offers.keys()
        return read_again(self._connection, scene, cart, given.shopper, missing, scene.now) if missing else None

    def _line_sku(self, line_id: str) -> str:
        line = self._situation.cart.line(line_id)
        if line is None:
            raise UnknownCodeError(f"no line {line_id!r} in the cart")
        return line.sku

    def _wake(self) -> None:
        """Let the clock look at its new pace at once."""
        if self._pacemaker is not None:
            self._pacemaker.wake()
