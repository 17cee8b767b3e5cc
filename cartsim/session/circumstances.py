"""What a cart is read under besides its goods: who the shopper is, where goods go, and the rules in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cartsim.cart.scene import Scene
from cartsim.errors import PolicyError
from cartsim.market.reading import Shopper, read_scene
from cartsim.model.cart import Cart
from cartsim.model.policy import Policy, Value
from cartsim.model.policy_fields import override
from cartsim.store import accounts, state
from cartsim.store.accounts import UnderRules
from cartsim.store.state import Connection


@dataclass(frozen=True, slots=True)
class Circumstances:
    """As the world file had them, with a window's own policy fields."""

    shopper: Shopper
    policy: Policy

    def hold_for(self, scene: Scene) -> bool:
        """Whether the scene was read under these."""
        return (
            (scene.policy is self.policy or scene.policy == self.policy)
            and scene.city_code == self.shopper.city
            and scene.audiences == self.shopper.audiences
        )

    def read(self, connection: Connection, cart: Cart, now: int) -> Scene:
        """Everything around the cart, read afresh at world time `now`."""
        return read_scene(connection, cart, self.shopper, self.policy, now)


def circumstances(connection: Connection, owner: str, overrides: Mapping[str, Value]) -> Circumstances:
    """As they are now, for a window with these overrides. PolicyError where those do not fit the rules of the world,
    UnknownCodeError where the owner has no account."""
    stored = accounts.under_rules(connection, owner)
    return Circumstances(_shopper(stored), _rules(stored, overrides))


@dataclass(slots=True)
class Lookout:
    """Reads the circumstances of one window again and again; what is stored is parsed once for each change."""

    connection: Connection
    owner: str
    overrides: Mapping[str, Value]
    _stored: UnderRules | None = None
    _last: Circumstances | None = None

    def look(self, scene: Scene) -> Circumstances:
        """The circumstances now, inside the caller's transaction; `scene` is what the window last read.

        A window whose overrides do not fit rules that another one made keeps the rules of its scene.
        """
        stored = accounts.under_rules(self.connection, self.owner)
        if self._last is None or stored != self._stored:
            self._last, self._stored = self._judged(stored, scene), stored
        return self._last

    def _judged(self, stored: UnderRules, scene: Scene) -> Circumstances:
        try:
            policy = _rules(stored, self.overrides)
        except PolicyError:
            policy = scene.policy
        return Circumstances(_shopper(stored), scene.policy if policy == scene.policy else policy)


def _shopper(stored: UnderRules) -> Shopper:
    account = stored.account
    return Shopper(account.owner, account.city_code, account.city, account.audiences)


def _rules(stored: UnderRules, overrides: Mapping[str, Value]) -> Policy:
    return override(state.policy_of(stored.policy), overrides)
