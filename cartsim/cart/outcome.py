"""What a command did, or why it was refused."""

from __future__ import annotations

from dataclasses import dataclass

from cartsim.model.cart import Cart
from cartsim.model.reason import Reason


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened; `cartsim.i18n.events` lists the kinds and says them."""

    kind: str
    lines: tuple[str, ...] = ()
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """The pure reducer's yes: the new cart, what happened, and notices to show."""

    cart: Cart
    events: tuple[Event, ...] = ()
    notices: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """The pure reducer's no; nothing changed. `maximum` where a smaller quantity would do (R-STOCK-14)."""

    reason: Reason
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What `session.do` answers."""

    sequence: int | None
    """Number of the journal entry; None where the command was refused before it got one."""
    events: tuple[Event, ...] = ()
    notices: tuple[Reason, ...] = ()
    refusal: Refusal | None = None
    repeated: bool = False
    """The operation id was seen before: nothing was done again (X-7)."""

    @property
    def ok(self) -> bool:
        """Whether it was done."""
        return self.refusal is None
