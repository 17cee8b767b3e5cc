"""Taking a command back: the touched lines as they were, as long as nobody changed them since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from cartsim.cart.outcome import Applied, Event, Refusal
from cartsim.cart.place import put_back, take_out
from cartsim.model.cart import Cart, Line, Placement
from cartsim.model.reason import Reason, because

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")

Changes = tuple[tuple[_Key, _Value | None, _Value | None], ...]
"""(key, value before, value after) of what a command changed; None where the key was not there."""


@dataclass(frozen=True, slots=True)
class Image:
    """What a command touched: each line before and after it, None where it was not there, and what went with it."""

    touched: tuple[tuple[Line | None, Line | None], ...]
    placement: Placement | None = None
    """Where the rows stood before; None where no row came, went or moved."""
    placed: Placement | None = None
    """Where they stood after; None with `placement`."""
    shop_ranks: Changes[str, int] = ()
    group_ranks: Changes[tuple[str, str], int] = ()
    coupon_choices: Changes[str, bool] = ()
    gift_choices: Changes[str, str] = ()
    add_ons: Changes[tuple[str, str], int] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was touched, so that there is nothing to take back."""
        return not (self.touched or self.coupon_choices or self.gift_choices or self.add_ons)


def image_of(before: Cart, after: Cart) -> Image:
    """The image of the command that made `after` of `before`."""
    if before is after:
        return Image(())
    moved = before.placement != after.placement
    return Image(
        touched=_touched(before, after),
        placement=before.placement if moved else None,
        placed=after.placement if moved else None,
        shop_ranks=changes_of(dict(before.shop_ranks), dict(after.shop_ranks)),
        group_ranks=changes_of(dict(before.group_ranks), dict(after.group_ranks)),
        coupon_choices=changes_of(dict(before.coupon_choices), dict(after.coupon_choices)),
        gift_choices=changes_of(dict(before.gift_choices), dict(after.gift_choices)),
        add_ons=changes_of(dict(before.add_ons), dict(after.add_ons)),
    )


def _touched(before: Cart, after: Cart) -> tuple[tuple[Line | None, Line | None], ...]:
    """The lines that differ, each before and after; told from the same lines in the same order without a look-up."""
    if len(before.lines) == len(after.lines):
        pairs = [pair for pair in zip(before.lines, after.lines, strict=True) if pair[0] is not pair[1]]
        if all(was.id == became.id for was, became in pairs):
            return tuple((was, became) for was, became in pairs if was != became)
    return tuple((was, became) for _, was, became in changes_of(_by_id(before), _by_id(after)))


def changes_of(before: Mapping[_Key, _Value], after: Mapping[_Key, _Value]) -> Changes[_Key, _Value]:
    """What differs between two mappings, in the order of `before`, then of `after`."""
    if before == after:
        return ()
    changed = [(key, was, after.get(key)) for key, was in before.items() if after.get(key) != was]
    return (*changed, *((key, None, became) for key, became in after.items() if key not in before))


def restore(cart: Cart, image: Image, *, again: bool = False) -> Applied | Refusal:
    """The cart with what the command touched as it was before; `again` where the command was itself an undo.

    All rows stand where they stood, where none was placed since; else lines that came back, and lines the command
    moved to another SKU or promotion, stand below their old neighbours. Ranks that nothing raised since are those from
    before; no line id is given twice. Refused where a touched line or choice is no longer as the command left it, or
    where its SKU is in the cart again; never for want of room: what comes back is not added (R-CAP-1).
    """
    if image.is_empty:
        return Refusal(because("nothing_to_redo" if again else "nothing_to_undo", "R-EDIT-3"))
    refusal = _refusal(cart, image)
    if refusal is not None:
        return refusal
    back = {was.id: was for was, _ in image.touched if was is not None}
    gone = frozenset(became.id for was, became in image.touched if was is None and became is not None)
    lines = {**{line.id: line for line in cart.lines if line.id not in gone}, **back}
    restored = replace(
        cart,
        lines=tuple(sorted(lines.values(), key=_number)),
        placement=_placement(cart, image, gone),
        shop_ranks=taken_back(cart.shop_ranks, image.shop_ranks),
        group_ranks=taken_back(cart.group_ranks, image.group_ranks),
        coupon_choices=tuple(sorted(taken_back(cart.coupon_choices, image.coupon_choices))),
        gift_choices=tuple(sorted(taken_back(cart.gift_choices, image.gift_choices))),
        add_ons=tuple(sorted(taken_back(cart.add_ons, image.add_ons))),
    )
    return Applied(restored, (Event("redone" if again else "restored", tuple(back)),), (_notice(image, again),))


def _placement(cart: Cart, image: Image, gone: frozenset[str]) -> Placement:
    """Where the rows stand when the command is taken back and `gone` are out."""
    if image.placement is None:
        return cart.placement
    if cart.placement == image.placed:
        return image.placement
    moved = frozenset(was.id for was, became in image.touched if was is not None and _moved(was, became))
    return put_back(take_out(cart.placement, gone | moved), image.placement, moved)


def _notice(image: Image, again: bool) -> Reason:
    """What is said of it: how many lines it touched, or that it was a choice of coupon or gift."""
    if not image.touched:
        return because("choice_redone" if again else "choice_undone", "R-EDIT-3")
    return because("redone" if again else "undone", "R-EDIT-3", None, lines=len(image.touched))


def taken_back(
    pairs: tuple[tuple[_Key, _Value], ...], changes: Changes[_Key, _Value]
) -> tuple[tuple[_Key, _Value], ...]:
    """The pairs as before the changes, apart from those that were changed again since."""
    if not changes:
        return pairs
    values = dict(pairs)
    for key, was, became in changes:
        if values.get(key) != became:
            continue
        if was is None:
            values.pop(key, None)
        else:
            values[key] = was
    return tuple(values.items())


def _refusal(cart: Cart, image: Image) -> Refusal | None:
    """Why the command cannot be taken back from this cart, whatever its goods."""
    present = _by_id(cart)
    for was, became in image.touched:
        touched = was or became
        if touched is not None and present.get(touched.id) != became:
            return Refusal(because("changed_since", "R-EDIT-3", None, line=touched.id))
    if _changed_again(cart.coupon_choices, image.coupon_choices) or _changed_again(
        cart.gift_choices, image.gift_choices
    ):
        return Refusal(because("changed_since", "R-EDIT-3"))
    touched_ids = {line.id for pair in image.touched for line in pair if line is not None}
    kept = {line.sku for line in cart.lines if line.id not in touched_ids}
    if any(was is not None and was.sku in kept for was, _ in image.touched):
        return Refusal(because("sku_added_since", "R-EDIT-3"))
    return None


def _changed_again(pairs: tuple[tuple[str, _Value], ...], changes: Changes[str, _Value]) -> bool:
    values = dict(pairs)
    return any(values.get(key) != became for key, _, became in changes)


def _by_id(cart: Cart) -> dict[str, Line]:
    return {line.id: line for line in cart.lines}


def _moved(was: Line, became: Line | None) -> bool:
    """Whether the command may have moved the row: it left the cart, or its goods, promotion or rank changed."""
    return became is None or (was.sku, was.promotion, was.rank) != (became.sku, became.promotion, became.rank)


def _number(line: Line) -> int:
    digits = line.id[1:]
    return int(digits) if digits.isdecimal() else 0
