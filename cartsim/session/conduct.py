"""How one command is carried out: read, judged, saved and journaled in a single transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from cartsim.cart.commands import (
    AddToCart,
    CartCommand,
    ClaimCoupon,
    Command,
    EditMarket,
    Enter,
    PickCoupon,
    Refresh,
    SetAddress,
    SetPolicy,
    SetQuantity,
    SetToMaximum,
    SwitchSku,
    Undo,
    to_json,
)
from cartsim.cart.entering import reconcile_of
from cartsim.cart.memo import Memo
from cartsim.cart.outcome import Applied, Event, Outcome, Refusal
from cartsim.cart.reduce import apply
from cartsim.cart.scene import Scene
from cartsim.cart.standing import Standing
from cartsim.cart.undo import image_of, restore
from cartsim.market import hand
from cartsim.market.reading import Shopper, read_again, read_scene, with_choices, with_coupons
from cartsim.model.cart import Cart
from cartsim.model.policy import Value
from cartsim.model.policy_fields import documented, override, parse, policy_hash
from cartsim.model.reason import because
from cartsim.store import accounts, journal, state, worldfile
from cartsim.store.carts import CartKey, CartStore
from cartsim.store.state import Connection
from cartsim.world.clock import WorldState, read_world

ALWAYS = "recheck"
"""The reading that no policy leaves out: settlement's own (X-4)."""


@dataclass(frozen=True, slots=True)
class Situation:
    """A cart with what was last read around it."""

    cart: Cart
    version: int
    scene: Scene
    world: WorldState


@dataclass(slots=True)
class Conduct:
    """Carries out commands for one actor on one cart of one world."""

    connection: Connection
    key: CartKey
    actor: str
    overrides: Mapping[str, Value]
    memo: Memo = field(default_factory=Memo)
    """Handed on from judgement to judgement and from view to view of this cart."""

    def carry_out(self, command: Command, operation: str, before: Situation) -> tuple[Outcome, Situation]:
        """The outcome, and the situation after it. All of it happens, or none."""
        with worldfile.unit_of_work(self.connection):
            situation = self._current(before)
            repeated = journal.find(self.connection, operation)
            if repeated is not None:
                return replace(repeated.outcome, repeated=True), situation
            sequence = journal.last_sequence(self.connection) + 1
            answer, after = self._answer(command, situation, sequence)
            outcome = self._record(command, operation, sequence, answer, situation, after)
            if isinstance(answer, Refusal):
                return outcome, after
            after = self._saved(situation, after, answer.cart)
            tidied, after = self._reconciled(operation, sequence + 1, after)
            notices = outcome.notices + tidied.notices
            return replace(outcome, notices=notices, events=outcome.events + tidied.events), after

    def _current(self, before: Situation) -> Situation:
        """`before` with the clock and, where another window saved the cart, its truth."""
        world = read_world(self.connection)
        store = CartStore(self.connection)
        if store.version(self.key) == before.version:
            return replace(before, world=world)
        cart, version = store.load(self.key)
        return Situation(cart, version, with_choices(before.scene, cart), world)

    def _answer(self, command: Command, now: Situation, sequence: int) -> tuple[Applied | Refusal, Situation]:
        match command:
            case Refresh(mode):
                modes = now.scene.policy.refresh.modes
                if mode not in (*modes, ALWAYS):
                    return Refusal(because("refresh_off", "R-STOCK-8", "refresh.modes", mode=mode)), now
                return Applied(now.cart), self._read_again(now)
            case Enter():
                fresh = self._entered(now)
                return apply(now.cart, command, fresh.scene, sequence, self._judged(fresh)), fresh
            case ClaimCoupon(coupon):
                refusal = hand.claim(self.connection, self.key.owner, coupon, now.world.now)
                if refusal is not None:
                    return Refusal(refusal), now
                scene = with_coupons(self.connection, now.scene, now.cart, self._shopper(now.scene))
                return Applied(now.cart, (Event("coupon_claimed"),)), replace(now, scene=scene)
            case SetAddress(city):
                title = accounts.set_city(self.connection, self.key.owner, city)
                moved = replace(now.scene, city=title, city_code=city)
                return Applied(now.cart, (Event("address_set"),)), self._read_again(replace(now, scene=moved))
            case SetPolicy(name, value):
                return self._set_policy(now, name, value)
            case EditMarket():
                notice = hand.edit(self.connection, command, now.scene.city_code)
                return Applied(now.cart, (Event("market_edited"),), (notice,)), now
            case Undo(undone):
                return self._undo(now, undone)
            case _:
                return self._cart_command(command, now, sequence)

    def _cart_command(self, command: CartCommand, now: Situation, sequence: int) -> tuple[Applied | Refusal, Situation]:
        touched = _touched(command, now.cart)
        missing = {line.sku for line in now.cart.lines} - set(now.scene.offers)
        shopper = self._shopper(now.scene)
        scene = read_again(self.connection, now.scene, now.cart, shopper, touched | missing, now.world.now)
        answer = apply(now.cart, command, scene, sequence, self.memo.standings(now.cart, scene))
        if isinstance(answer, Refusal):
            return answer, replace(now, scene=scene)
        if isinstance(command, PickCoupon):
            scene = with_choices(scene, answer.cart)
        return answer, replace(now, scene=scene)

    def _set_policy(self, now: Situation, name: str, value: str) -> tuple[Applied | Refusal, Situation]:
        parsed = parse(documented(name), value)
        policy = override(state.read_policy(self.connection), {name: parsed})
        state.save_policy(self.connection, policy)
        in_force = override(policy, self.overrides)
        notice = because("policy_set", documented(name).rule, name, name=name, value=value)
        scene = replace(now.scene, policy=in_force)
        return Applied(now.cart, (Event("policy_set"),), (notice,)), self._read_again(replace(now, scene=scene))

    def _undo(self, now: Situation, undone: int) -> tuple[Applied | Refusal, Situation]:
        entry = journal.entry(self.connection, undone)
        if entry is None or entry.before is None:
            return Refusal(because("nothing_to_undo", "R-EDIT-3")), now
        back = {was.sku for was, _ in entry.before.touched if was is not None}
        shopper = self._shopper(now.scene)
        scene = read_again(self.connection, now.scene, now.cart, shopper, back - set(now.scene.offers), now.world.now)
        return restore(now.cart, entry.before, scene), replace(now, scene=scene)

    def _record(
        self,
        command: Command,
        operation: str,
        sequence: int,
        answer: Applied | Refusal,
        before: Situation,
        after: Situation,
    ) -> Outcome:
        if isinstance(answer, Refusal):
            outcome = Outcome(sequence, refusal=answer)
            image = None
        else:
            outcome = Outcome(sequence, answer.events, answer.notices)
            touched = image_of(before.cart, answer.cart)
            image = None if touched.is_empty else touched
        journal.append(
            self.connection,
            journal.Entry(
                sequence=sequence,
                tick=before.world.tick,
                actor=self.actor,
                operation=operation,
                command=to_json(command),
                outcome=outcome,
                policy=policy_hash(after.scene.policy),
                versions={str(self.key): before.version + int(image is not None)},
                before=image,
            ),
        )
        return outcome

    def _saved(self, before: Situation, after: Situation, cart: Cart) -> Situation:
        """`after` with `cart` in the file, where it differs from what the file holds."""
        if cart is before.cart or cart == before.cart:
            return after
        version = CartStore(self.connection).save(self.key, cart, before.version)
        return replace(after, cart=cart, version=version)

    def _reconciled(self, operation: str, sequence: int, now: Situation) -> tuple[Applied, Situation]:
        """Lines gone invalid lose their tick, as a journal entry of its own (R-SEL-5)."""
        judged = self._judged(now)
        command = reconcile_of(now.cart, now.scene, judged)
        if command is None:
            return Applied(now.cart), now
        answer = apply(now.cart, command, now.scene, sequence, judged)
        if isinstance(answer, Refusal):
            return Applied(now.cart), now
        self._record(command, f"{operation}/reconcile", sequence, answer, now, now)
        return answer, self._saved(now, now, answer.cart)

    def _judged(self, now: Situation) -> Mapping[str, Standing]:
        return self.memo.standings(now.cart, now.scene)

    def _read_again(self, now: Situation) -> Situation:
        """`now` with everything read afresh for its address and policy."""
        scene = read_scene(self.connection, now.cart, self._shopper(now.scene), now.scene.policy, now.world.now)
        return replace(now, scene=scene)

    def _entered(self, now: Situation) -> Situation:
        """What entering places rows by: a fresh reading, or what was last read where the policy leaves that out."""
        if "on_enter" in now.scene.policy.refresh.modes:
            return self._read_again(now)
        missing = {line.sku for line in now.cart.lines} - set(now.scene.offers)
        shopper = self._shopper(now.scene)
        scene = read_again(self.connection, now.scene, now.cart, shopper, missing, now.world.now)
        return replace(now, scene=scene)

    def _shopper(self, scene: Scene) -> Shopper:
        return Shopper(self.key.owner, scene.city_code, scene.city, scene.audiences)


def _touched(command: CartCommand, cart: Cart) -> set[str]:
    """SKUs whose stock and price the command must be re-checked against."""
    match command:
        case AddToCart(sku):
            return {sku}
        case SwitchSku(line, sku):
            return {sku, *_skus(cart, (line,))}
        case SetQuantity(line) | SetToMaximum(line):
            return _skus(cart, (line,))
    return set()


def _skus(cart: Cart, lines: Iterable[str]) -> set[str]:
    wanted = set(lines)
    return {line.sku for line in cart.lines if line.id in wanted}
