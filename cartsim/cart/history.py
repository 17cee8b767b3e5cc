"""Which step an undo or redo without a number means: the last one that still stands. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cartsim.cart.commands import (
    AddToCart,
    AddTogether,
    Check,
    CheckAll,
    CheckShop,
    ClearInvalid,
    PickCoupon,
    PickGift,
    Redo,
    Remove,
    SetQuantity,
    SetToMaximum,
    SwitchPromotion,
    SwitchSku,
    TakeAddOn,
    Undo,
)

UNDOABLE: frozenset[str] = frozenset(
    kind.__name__
    for kind in (
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
        PickCoupon,
        PickGift,
        TakeAddOn,
    )
)
"""What a shopper does to the cart by hand; entering, claims, addresses and rules are not stepped back over."""

UNDO, REDO = Undo.__name__, Redo.__name__


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the journal, as far as taking back goes."""

    sequence: int
    command: str
    """Name of the command."""
    target: int | None = None
    """Entry that an undo or redo was about."""
    refused: str = ""
    """Code of the reason; empty where it was done."""


def to_undo(newest_first: Iterable[Step]) -> int | None:
    """Number of the step to take back, None where there is none.

    A step that could not be taken back because its lines had changed since is passed over from then on.
    """
    behind: set[int] = set()
    for step in newest_first:
        if step.command == UNDO and _settled(step):
            behind.add(step.target or 0)
        elif not step.refused and step.command in UNDOABLE | {REDO} and step.sequence not in behind:
            return step.sequence
    return None


def to_redo(newest_first: Iterable[Step]) -> int | None:
    """Number of the undo to take back, None where there is none: a new step ends what could be done again."""
    behind: set[int] = set()
    for step in newest_first:
        if step.command == REDO and _settled(step):
            behind.add(step.target or 0)
        elif step.refused:
            continue
        elif step.command in UNDOABLE:
            return None
        elif step.command == UNDO and step.sequence not in behind:
            return step.sequence
    return None


def _settled(step: Step) -> bool:
    """Whether its target needs no second look: it was taken back, or never can be."""
    return step.refused in ("", "changed_since")
