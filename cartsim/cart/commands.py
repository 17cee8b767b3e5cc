"""The one vocabulary of what a shopper can do; keys, mouse, scripts and tests speak nothing else.

Lines are named by line id, everything else by its code. `name_of` and `from_json` are the journal's
form: {"do": "SetQuantity", "line": "l3", "quantity": 2}. The range of a number stands beside its type.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Annotated

from cartsim.model.bounds import ASKED, ENTRY, LIVELINESS, SPEED, STOCK


@dataclass(frozen=True, slots=True)
class Enter:
    """Open the cart: rows are placed and sorted anew, lines gone invalid go to their section."""


@dataclass(frozen=True, slots=True)
class Refresh:
    """Read prices and stock again (R-STOCK-8); `mode` is `interval` or `pull`, which the policy may leave out, or
    `recheck`, which settlement asks for and always gets (X-4)."""

    mode: str = "pull"


@dataclass(frozen=True, slots=True)
class Reconcile:
    """Uncheck what went invalid or out of stock (R-SEL-5), and begin or end the grace of 换购 offers whose condition is
    lost (R-SWAP a); said by the session, never by a key. `add_ons` are `promotion/goods`."""

    lines: tuple[str, ...]
    add_ons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AddToCart:
    """Add pieces of an SKU; from wherever it is done, it comes to the same line (R-ENT-1)."""

    sku: str
    quantity: Annotated[int, ASKED] = 1


@dataclass(frozen=True, slots=True)
class AddTogether:
    """凑单: several goods at once as one step, all of them or none. Each SKU comes a piece for every time it is named;
    one that is in the cart grows where it stands and is ticked. `lines` are only ticked."""

    skus: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SetQuantity:
    """Set the pieces of a line; also one step of the stepper."""

    line: str
    quantity: Annotated[int, ASKED]


@dataclass(frozen=True, slots=True)
class SetToMaximum:
    """Mend a line above the stock: 修改为最大可购买数量."""

    line: str


@dataclass(frozen=True, slots=True)
class Check:
    """Tick or untick lines."""

    lines: tuple[str, ...]
    checked: bool


@dataclass(frozen=True, slots=True)
class CheckShop:
    """The shop's box: all or none of its checkable lines, within `among` where that is given."""

    shop: str
    checked: bool
    among: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class CheckAll:
    """The cart's box: all or none, within `among` (the lines a filter shows) where that is given."""

    checked: bool
    among: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Remove:
    """Take lines out."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClearInvalid:
    """清空失效宝贝."""


@dataclass(frozen=True, slots=True)
class SwitchSku:
    """Replace the SKU of a line by another of the same product; `quantity` None keeps it."""

    line: str
    sku: str
    quantity: Annotated[int, ASKED] | None = None


@dataclass(frozen=True, slots=True)
class SwitchPromotion:
    """换促销: the shopper's own choice at the shop layer; None lets the engine choose again."""

    line: str
    promotion: str | None


@dataclass(frozen=True, slots=True)
class ClaimCoupon:
    """Claim a coupon."""

    coupon: str


@dataclass(frozen=True, slots=True)
class PickCoupon:
    """Insist on a coupon (True), put it away (False), or let the engine decide (None)."""

    coupon: str
    picked: bool | None


@dataclass(frozen=True, slots=True)
class PickGift:
    """Choose among the gifts of a promotion."""

    promotion: str
    gift: str


@dataclass(frozen=True, slots=True)
class TakeAddOn:
    """换购: take so many pieces of a promotion's offer; 0 drops it."""

    promotion: str
    goods: str
    quantity: Annotated[int, STOCK] = 1


@dataclass(frozen=True, slots=True)
class SetAddress:
    """Deliver to another city."""

    city: str


@dataclass(frozen=True, slots=True)
class SetPolicy:
    """Change one policy field of the world; `value` as a person types it."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Undo:
    """Take the journal entry back: its lines are restored as they were before it.

    Without a number the newest step this window did, or found done when it was opened, that still stands.
    """

    sequence: Annotated[int, ENTRY] | None = None


@dataclass(frozen=True, slots=True)
class Redo:
    """Do again what the undo of this number took back; without a number the newest one."""

    sequence: Annotated[int, ENTRY] | None = None


@dataclass(frozen=True, slots=True)
class SetPace:
    """How the world runs: `speed` in ticks a real second, `liveliness` in market steps a tick; None leaves it so."""

    speed: Annotated[int, SPEED] | None = None
    paused: bool | None = None
    frozen: bool | None = None
    """The clock runs while the market stands still."""
    liveliness: Annotated[int, LIVELINESS] | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment worth keeping: nothing changes, the recorder writes down what was shown."""

    title: str = ""


@dataclass(frozen=True, slots=True)
class EditMarket:
    """The trainer's hand: `action` is `sell_out`, `restock`, `set_price`, `scale_price`, `delist`, `relist`,
    `restrict` or `permit` (in the shopper's city); `value` is fen, pieces or hundredths of a percent."""

    action: str
    sku: str
    value: int = 0


@dataclass(frozen=True, slots=True)
class SetTrouble:
    """The trainer's hand on a neighbour of the cart: `goods`, `stock`, `promotions` or `coupons` is `stale`, `slow`,
    `down`, or well again (`none`)."""

    neighbour: str
    trouble: str


CartCommand = (
    Enter
    | Reconcile
    | AddToCart
    | AddTogether
    | SetQuantity
    | SetToMaximum
    | Check
    | CheckShop
    | CheckAll
    | Remove
    | ClearInvalid
    | SwitchSku
    | SwitchPromotion
    | PickCoupon
    | PickGift
    | TakeAddOn
)
"""Commands the pure cart answers itself."""

Command = (
    CartCommand
    | Refresh
    | ClaimCoupon
    | SetAddress
    | SetPolicy
    | Undo
    | Redo
    | EditMarket
    | SetTrouble
    | SetPace
    | Mark
)

_COMMANDS: tuple[type, ...] = (
    Enter,
    Refresh,
    Reconcile,
    AddToCart,
    AddTogether,
    SetQuantity,
    SetToMaximum,
    Check,
    CheckShop,
    CheckAll,
    Remove,
    ClearInvalid,
    SwitchSku,
    SwitchPromotion,
    ClaimCoupon,
    PickCoupon,
    PickGift,
    TakeAddOn,
    SetAddress,
    SetPolicy,
    Undo,
    Redo,
    EditMarket,
    SetTrouble,
    SetPace,
    Mark,
)
BY_NAME: Mapping[str, type] = {kind.__name__: kind for kind in _COMMANDS}


def to_json(command: Command) -> dict[str, object]:
    """The command as the journal keeps it."""
    body: dict[str, object] = {"do": type(command).__name__}
    for item in fields(command):
        value = getattr(command, item.name)
        body[item.name] = list(value) if isinstance(value, tuple) else value
    return body


def from_json(body: Mapping[str, object]) -> Command:
    """The command the journal kept; KeyError for an unknown name, TypeError for a wrong field."""
    kind = BY_NAME[str(body["do"])]
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in body.items() if name != "do"}
    made: Command = kind(**values)
    return made
