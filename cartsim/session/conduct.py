"""How one command is carried out: read, judged, saved and journaled in a single transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from uuid import uuid4

from cartsim.cart.commands import (
    AddToCart,
    AddTogether,
    CartCommand,
    ClaimCoupon,
    Command,
    EditMarket,
    Enter,
    Mark,
    PickCoupon,
    Redo,
    Refresh,
    SetAddress,
    SetPace,
    SetPolicy,
    SetQuantity,
    SetToMaximum,
    SetTrouble,
    SwitchSku,
    Undo,
    to_json,
)
from cartsim.cart.entering import reconcile_of
from cartsim.cart.history import REDO, UNDO, UNDOABLE, to_redo, to_undo
from cartsim.cart.memo import Memo
from cartsim.cart.outcome import Applied, Event, Outcome, Refusal
from cartsim.cart.reduce import apply
from cartsim.cart.scene import Scene
from cartsim.cart.standing import Standing
from cartsim.cart.undo import image_of, restore
from cartsim.market import hand
from cartsim.market.reading import Shopper, read_again, with_choices, with_coupons
from cartsim.model.cart import Cart
from cartsim.model.policy import Value
from cartsim.model.policy_fields import documented, get, override, parse, policy_hash, spelled
from cartsim.model.reason import because
from cartsim.model.trouble import Neighbour, down
from cartsim.session.circumstances import Circumstances, Lookout, circumstances
from cartsim.store import accounts, journal, state, worldfile
from cartsim.store.carts import CartKey, CartStore, OwnerKind, key_from_text
from cartsim.store.journal import Window
from cartsim.store.state import Connection
from cartsim.store.trouble import read_troubles
from cartsim.world import pace
from cartsim.world.clock import WorldState, read_world

ALWAYS = "recheck"
"""The reading that no policy leaves out: settlement's own (X-4)."""


@dataclass(frozen=True, slots=True)
class Situation:
    """A cart with what was last read around it.

    Commands are judged by `scene`, which only a command changes: so a journal played again meets the same one.
    """

    cart: Cart
    version: int
    scene: Scene
    world: WorldState
    ahead: Scene | None = None
    """What another window made of `scene`, read between two commands to be shown: with goods that came from there, or
    at the address and by the rules it chose; None where it did nothing of that."""

    @property
    def shown(self) -> Scene:
        """The reading that is shown."""
        return self.scene if self.ahead is None else self.ahead


def arrive(
    connection: Connection, owner: str, actor: str, overrides: Mapping[str, Value], name: str
) -> tuple[Situation, Window]:
    """The cart with everything around it, read as a window of that name opens; and what the journal will know of it.

    The account is the one the world is logged in to where `owner` is empty (R-ID-1); its owner acts where `actor` is.
    """
    with worldfile.snapshot(connection):
        key = CartKey(OwnerKind.ACCOUNT, owner or accounts.login(connection))
        world = read_world(connection)
        cart, version = CartStore(connection).load(key)
        scene = circumstances(connection, key.owner, overrides).read(connection, cart, world.now)
        window = Window(name, actor or key.owner, str(key), overrides, journal.last_sequence(connection), world.tick)
    return Situation(cart, version, scene, world), window


def new_window() -> str:
    """An id no other window of the world has."""
    return uuid4().hex[:12]


@dataclass(slots=True)
class Conduct:
    """Carries out commands of one window on one cart of one world."""

    connection: Connection
    window: Window
    memo: Memo = field(default_factory=Memo)
    """Handed on from judgement to judgement and from view to view of this cart."""
    key: CartKey = field(init=False)
    """Whose cart it is."""
    _store: CartStore = field(init=False)
    _lookout: Lookout = field(init=False)
    _newest: int = -1
    """Number of the newest entry of this window; below 0 as long as the journal does not know the window."""

    def __post_init__(self) -> None:
        self._store = CartStore(self.connection)
        self._open(self.window)

    def _open(self, window: Window) -> None:
        self.window, self.key = window, key_from_text(window.cart)
        self._lookout = Lookout(self.connection, self.key.owner, window.overrides)

    def circumstances(self, scene: Scene) -> Circumstances:
        """Where the shopper is and what the rules are, as the file says now; `scene` is what was last read."""
        return self._lookout.look(scene)

    def carry_out(self, command: Command, operation: str, before: Situation) -> tuple[Outcome, Situation]:
        """The outcome, and the situation after it. All of it happens, or none."""
        with worldfile.unit_of_work(self.connection):
            situation = self._current(before)
            repeated = journal.find(self.connection, operation)
            if repeated is not None:
                return replace(repeated.outcome, repeated=True), situation
            sequence = journal.last_sequence(self.connection) + 1
            if self._newest < 0:
                journal.open_window(self.connection, self.window)
            command = self._named(command)
            answer, after = self._answer(command, situation, sequence)
            outcome, after = self._record(command, operation, sequence, answer, situation, after)
            if outcome.ok:
                tidied, after = self._reconciled(sequence + 1, after)
                notices = outcome.notices + tidied.notices
                outcome = replace(outcome, notices=notices, events=outcome.events + tidied.events)
        self._newest = sequence
        return outcome, after

    def _current(self, before: Situation) -> Situation:
        """`before` with the clock and, where another window saved the cart, its truth; every line with its goods.

        Where another address or other rules are in force than its scene was read under, all of that is read again.
        Where the world was put back to its beginning, the window begins anew with it, logged in as that one says.
        """
        world = read_world(self.connection)
        if world.life != before.world.life:
            self._newest = -1
            known = self.window
            actor = "" if known.actor == self.key.owner else known.actor
            now, window = arrive(self.connection, "", actor, known.overrides, new_window())
            self._open(window)
            return now
        now = replace(before, world=world, ahead=None)
        if self._store.version(self.key) != before.version:
            cart, version = self._store.load(self.key)
            now = Situation(cart, version, with_choices(before.scene, cart), world)
        given = self.circumstances(now.scene)
        if not given.hold_for(now.scene):
            return replace(now, scene=given.read(self.connection, now.cart, world.now))
        missing = {line.sku for line in now.cart.lines} - now.scene.offers.keys()
        if not missing:
            return now
        shopper = self._shopper(now.scene)
        return replace(now, scene=read_again(self.connection, now.scene, now.cart, shopper, missing, world.now))

    def _named(self, command: Command) -> Command:
        """An undo or redo without a number with the one it means, where there is one."""
        if not isinstance(command, Undo | Redo) or command.sequence is not None:
            return command
        with closing(journal.steps(self.connection, self.window)) as steps:
            found = to_undo(steps) if isinstance(command, Undo) else to_redo(steps)
        return replace(command, sequence=found)

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
                unanswered = down(read_troubles(self.connection), Neighbour.STOCK)
                if unanswered is not None:
                    return Refusal(unanswered.reason), now
                accounts.set_city(self.connection, self.key.owner, city)
                return Applied(now.cart, (Event("address_set"),)), self._read_again(now)
            case SetPolicy(name, value):
                return self._set_policy(now, name, value)
            case EditMarket():
                notice = hand.edit(self.connection, command, now.scene.city_code)
                return Applied(now.cart, (Event("market_edited"),), (notice,)), now
            case SetTrouble():
                notice = hand.set_trouble(self.connection, command, now.world.now)
                return Applied(now.cart, (Event("trouble_set"),), (notice,)), now
            case SetPace():
                pace.set_pace(self.connection, command)
                running = replace(now, world=read_world(self.connection))
                return Applied(now.cart, (Event("pace_set"),)), running
            case Mark():
                return Applied(now.cart, (Event("marked"),)), now
            case Undo(undone):
                return self._taken_back(now, undone, again=False)
            case Redo(undone):
                return self._taken_back(now, undone, again=True)
            case _:
                return self._cart_command(command, now, sequence)

    def _cart_command(self, command: CartCommand, now: Situation, sequence: int) -> tuple[Applied | Refusal, Situation]:
        touched = _touched(command, now.cart)
        shopper = self._shopper(now.scene)
        scene = read_again(self.connection, now.scene, now.cart, shopper, touched, now.world.now)
        unanswered = _unanswered(scene, touched)
        if unanswered is not None:
            return unanswered, replace(now, scene=replace(now.scene, troubles=scene.troubles))
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
        kept = get(override(policy, self.window.overrides), name)
        if kept == parsed:
            notice = because("policy_set", documented(name).rule, name, name=name, value=value)
        else:
            notice = because("policy_kept", documented(name).rule, name, name=name, value=value, kept=spelled(kept))
        return Applied(now.cart, (Event("policy_set"),), (notice,)), self._read_again(now)

    def _taken_back(self, now: Situation, taken: int | None, *, again: bool) -> tuple[Applied | Refusal, Situation]:
        """The cart as before the entry `taken` of this cart, which is an undo where something is done `again`."""
        entry = None if taken is None else journal.entry(self.connection, taken)
        kinds = {UNDO} if again else UNDOABLE | {REDO}
        fits = entry is not None and entry.cart == self.window.cart and entry.command["do"] in kinds
        if entry is None or entry.before is None or not fits:
            return Refusal(because("nothing_to_redo" if again else "nothing_to_undo", "R-EDIT-3")), now
        back = {was.sku for was, _ in entry.before.touched if was is not None}
        asked = back if read_troubles(self.connection) else back - set(now.scene.offers)
        scene = read_again(self.connection, now.scene, now.cart, self._shopper(now.scene), asked, now.world.now)
        unanswered = _unanswered(scene, asked)
        if unanswered is not None:
            return unanswered, now
        answer = restore(now.cart, entry.before, again=again)
        if isinstance(answer, Applied) and entry.before.coupon_choices:
            scene = with_choices(scene, answer.cart)
        return answer, replace(now, scene=scene)

    def _record(
        self,
        command: Command,
        operation: str,
        sequence: int,
        answer: Applied | Refusal,
        before: Situation,
        after: Situation,
    ) -> tuple[Outcome, Situation]:
        """The answer in the journal and its cart in the file; the outcome, and `after` with that cart."""
        image = None
        if isinstance(answer, Refusal):
            outcome = Outcome(sequence, refusal=answer)
        else:
            outcome = Outcome(sequence, answer.events, answer.notices)
            if answer.cart is not before.cart and answer.cart != before.cart:
                touched = image_of(before.cart, answer.cart)
                image = None if touched.is_empty else touched
                version = self._store.save(self.key, answer.cart, before.version)
                after = replace(after, cart=answer.cart, version=version)
        journal.append(
            self.connection,
            journal.Entry(
                sequence=sequence,
                tick=before.world.tick,
                actor=self.window.actor,
                operation=operation,
                command=to_json(command),
                outcome=outcome,
                policy=policy_hash(after.scene.policy),
                cart=self.window.cart,
                version=after.version,
                before=image,
                window=self.window.id,
            ),
        )
        return outcome, after

    def _reconciled(self, sequence: int, now: Situation) -> tuple[Applied, Situation]:
        """Lines gone invalid lose their tick, as a journal entry of its own (R-SEL-5)."""
        judged = self._judged(now)
        command = reconcile_of(now.cart, now.scene, judged)
        if command is None:
            return Applied(now.cart), now
        answer = apply(now.cart, command, now.scene, sequence, judged)
        if isinstance(answer, Refusal):
            return Applied(now.cart), now
        _, tidied = self._record(command, "", sequence, answer, now, now)
        return answer, tidied

    def _judged(self, now: Situation) -> Mapping[str, Standing]:
        return self.memo.standings(now.cart, now.scene)

    def _read_again(self, now: Situation) -> Situation:
        """`now` with everything read afresh, at the address and by the rules that are in force."""
        given = self.circumstances(now.scene)
        return replace(now, scene=given.read(self.connection, now.cart, now.world.now))

    def _entered(self, now: Situation) -> Situation:
        """What entering places rows by: a fresh reading, or what was last read where the policy leaves that out."""
        if "on_enter" in now.scene.policy.refresh.modes:
            return self._read_again(now)
        shopper = self._shopper(now.scene)
        return replace(now, scene=read_again(self.connection, now.scene, now.cart, shopper, (), now.world.now))

    def _shopper(self, scene: Scene) -> Shopper:
        return Shopper(self.key.owner, scene.city_code, scene.city, scene.audiences)


def _touched(command: CartCommand, cart: Cart) -> set[str]:
    """SKUs whose stock and price the command must be re-checked against."""
    match command:
        case AddToCart(sku):
            return {sku}
        case AddTogether(skus, lines):
            return {*skus, *_skus(cart, lines)}
        case SwitchSku(line, sku):
            return {sku, *_skus(cart, (line,))}
        case SetQuantity(line) | SetToMaximum(line):
            return _skus(cart, (line,))
    return set()


def _unanswered(scene: Scene, skus: Iterable[str]) -> Refusal | None:
    """The refusal of what needs an answer of a neighbour that is down about one of these (R-QRY-2)."""
    must = next((trouble for trouble in scene.troubles if trouble.blocks), None)
    return None if must is None or scene.offers.keys() >= set(skus) else Refusal(must.reason)


def _skus(cart: Cart, lines: Iterable[str]) -> set[str]:
    wanted = set(lines)
    return {line.sku for line in cart.lines if line.id in wanted}
