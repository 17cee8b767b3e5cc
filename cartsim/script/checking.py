"""Facts of a view compared with what a step expects: one mismatch for each fact that is another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, NamedTuple

from cartsim.cart.outcome import Outcome
from cartsim.cart.view import CartView, CouponView, GiftRow, GroupView, LineView, ShopView
from cartsim.i18n import Speaker
from cartsim.model.plain import plain
from cartsim.model.reason import Reason
from cartsim.script.expectations import (
    AnyFact,
    BarFacts,
    CartFacts,
    CouponFacts,
    Facts,
    GiftFacts,
    LineFacts,
    ShopFacts,
)
from cartsim.session.session import Session

SPEAKERS = (Speaker("zh"), Speaker("en"))


class Mismatch(NamedTuple):
    """One fact that is not as expected."""

    fact: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.fact}: expected {self.expected}, found {self.found}"


class Screen(NamedTuple):
    """What a player with a screen sees."""

    text: str
    focus: str | None
    name: str


@dataclass(frozen=True, slots=True)
class Sight:
    """All that a step can look at."""

    session: Session
    outcome: Outcome | None
    """Of the last command"""
    screen: Screen | None = None

    @property
    def view(self) -> CartView:
        """The cart, made when it is looked at."""
        return self.session.view()


class _Placed(NamedTuple):
    """A line with where it stands."""

    line: LineView
    group: GroupView | None


def mismatches(facts: Facts, sight: Sight) -> list[Mismatch]:
    """What is not as the step expects; empty where all of it holds."""
    match facts:
        case LineFacts():
            placed = _find_line(sight.view, facts.line)
            return _of_something(facts, "line", placed, _LINE)
        case BarFacts():
            return _of_something(facts, "bar", _find_group(sight.view, facts.bar), _BAR)
        case ShopFacts():
            shop = next((each for each in sight.view.shops if each.code == facts.shop), None)
            return _of_something(facts, "shop", shop, _SHOP)
        case CouponFacts():
            return _of_something(facts, "coupon", _find_coupon(sight, facts.coupon), _COUPON)
        case GiftFacts():
            return _of_something(facts, "gift", _find_gift(sight.view, facts.gift), _GIFT)
        case AnyFact():
            found = _at_path(plain(sight.view), facts.fact)
            return [] if found == facts.value else [Mismatch(facts.fact, _shown(facts.value), _shown(found))]
    return list(_of_cart(facts, sight))


def facts_of_line(view: CartView, name: str, fields: Iterable[str]) -> dict[str, object]:
    """These facts of a line as an expectation says them."""
    placed = _find_line(view, name)
    return {} if placed is None else {each: _written(each, _LINE[each](placed)) for each in fields}


def facts_of_bar(view: CartView, promotion: str, fields: Iterable[str]) -> dict[str, object]:
    """These facts of a promotion's bar as an expectation says them."""
    group = _find_group(view, promotion)
    return {} if group is None else {each: _written(each, _BAR[each](group)) for each in fields}


def facts_of_cart(view: CartView, fields: Iterable[str]) -> dict[str, object]:
    """These facts of the cart as an expectation says them."""
    return {each: _written(each, _CART[each](view)) for each in fields}


def _written(field: str, found: object) -> object:
    """A fact as files say it: amounts in yuan, reasons and states by their codes."""
    if field in MONEY and isinstance(found, int):
        return float(_yuan(found))
    if isinstance(found, Reason):
        return found.code
    if isinstance(found, Enum):
        return found.value
    return list(found) if isinstance(found, (tuple, list)) else found


def shop_of(facts: Facts, view: CartView) -> str | None:
    """The shop the facts are about; None where they are about the whole cart."""
    match facts:
        case ShopFacts():
            return facts.shop
        case LineFacts():
            placed = _find_line(view, facts.line)
            return None if placed is None or placed.group is None else placed.line.shop
        case BarFacts():
            group = _find_group(view, facts.bar)
            return None if group is None else group.id.partition("/")[0]
    return None


def line_id(view: CartView, name: str) -> str | None:
    """The id of the line a script names by its id or SKU."""
    return next((line.id for line in view.lines if name in (line.id, line.sku)), None)


def row_id(view: CartView, name: str) -> str:
    """The id of a row as the screen has it: `line:SKU` is the row of that line."""
    kind, _, code = name.partition(":")
    return f"line:{line_id(view, code) or code}" if kind == "line" else name


def says(reason: Reason, wanted: str) -> bool:
    """Whether a reason is of this code, or its sentence holds this text in either language."""
    return reason.code == wanted or any(
        wanted in text for speaker in SPEAKERS for text in (speaker.reason(reason), speaker.explain(reason))
    )


# Finding what the facts are of


def _find_line(view: CartView, name: str) -> _Placed | None:
    for shop in view.shops:
        for group in shop.groups:
            for line in group.lines:
                if name in (line.id, line.sku):
                    return _Placed(line, group)
    return next((_Placed(line, None) for line in view.invalid if name in (line.id, line.sku)), None)


def _find_group(view: CartView, promotion: str) -> GroupView | None:
    groups = (group for shop in view.shops for group in shop.groups)
    return next((group for group in groups if group.bar is not None and group.bar.promotion.id == promotion), None)


def _find_coupon(sight: Sight, coupon: str) -> CouponView | None:
    for shop in sight.view.shops:
        for card in sight.session.drawer(shop.code).cards:
            if card.coupon.id == coupon:
                return card
    return None


def _find_gift(view: CartView, code: str) -> GiftRow | None:
    for shop in view.shops:
        for group in shop.groups:
            rows = [
                *(group.bar.gifts if group.bar is not None else ()),
                *(g for line in group.lines for g in line.gifts),
            ]
            for row in rows:
                if row.gift.code == code:
                    return row
    return None


def _at_path(value: Any, path: str) -> object:
    for part in path.split("."):
        if isinstance(value, dict) and part in value:
            value = value[part]
        elif isinstance(value, list) and re.fullmatch(r"\d{1,6}", part) and int(part) < len(value):
            value = value[int(part)]
        else:
            return f"nothing at {part!r}"
    return value


# Comparing


def _of_something(
    facts: LineFacts | BarFacts | ShopFacts | CouponFacts | GiftFacts,
    subject: str,
    found: Any,
    getters: Mapping[str, Callable[[Any], object]],
) -> list[Mismatch]:
    """The facts of one thing; that it is there at all is one of them."""
    said = facts.model_fields_set - {subject, "there"}
    name = f"{subject} {getattr(facts, subject)}"
    wanted_there = getattr(facts, "there", None)
    if found is None:
        return [Mismatch(name, "to be there", "none of it")] if wanted_there or said else []
    if wanted_there is False:
        return [Mismatch(name, "not to be there", "it is there")]
    compared = (_compare(f"{name}: {each}", each, getattr(facts, each), getters[each](found)) for each in said)
    return sorted(mismatch for mismatch in compared if mismatch is not None)


def _of_cart(facts: CartFacts, sight: Sight) -> Iterator[Mismatch]:
    for each in CartFacts.model_fields:
        if each not in facts.model_fields_set:
            continue
        expected = getattr(facts, each)
        if each == "focus":
            expected = row_id(sight.view, expected)
        if each in _SCREEN:
            found = _SCREEN[each](sight.screen, expected) if sight.screen is not None else _shown(None)
            mismatch = None if found is None else Mismatch(each, _shown(expected), found)
        elif each in _DONE:
            mismatch = _compare(each, each, expected, _DONE[each](sight.outcome, expected))
        elif each == "order":
            mismatch = _in_order(expected, sight.view)
        else:
            mismatch = _compare(each, each, expected, _CART[each](sight.view))
        if mismatch is not None:
            yield mismatch


def _in_order(expected: tuple[str, ...], view: CartView) -> Mismatch | None:
    there = [line.sku for line in view.lines]
    skus = {line.id: line.sku for line in view.lines}
    wanted = [skus.get(name, name) for name in expected]
    found = [sku for sku in there if sku in wanted]
    return None if found == wanted else Mismatch("order", _shown(wanted), _shown(found))


def _compare(name: str, field: str, expected: Any, found: Any) -> Mismatch | None:
    """None where the fact is as expected. Lists of lines are named by SKU, reasons by code or sentence."""
    if isinstance(found, _Lines):
        expected = [found.skus.get(each, each) for each in expected or ()]
        found = list(found)
        if field in _ANY_ORDER:
            expected, found = sorted(expected), sorted(found)
    elif isinstance(found, Reason):
        if isinstance(expected, str) and says(found, expected):
            return None
        return Mismatch(name, _shown(expected), f"{found.code} ({SPEAKERS[1].reason(found)})")
    elif isinstance(found, _Texts):
        if isinstance(expected, str) and any(expected in text for text in found):
            return None
        return Mismatch(name, _shown(expected), " / ".join(found) or "nothing")
    elif field in _HOLDS and isinstance(found, tuple):
        if set(expected or ()) <= set(found):
            return None
    elif isinstance(found, tuple):
        expected, found = list(expected or ()), list(found)
        if field in _ANY_ORDER:
            expected, found = sorted(expected), sorted(found)
    if expected == found:
        return None
    if field in MONEY:
        return Mismatch(name, _yuan(expected), _yuan(found))
    return Mismatch(name, _shown(expected), _shown(found))


class _Lines(list[str]):
    """SKUs of lines, with what other names those lines have."""

    def __init__(self, lines: tuple[LineView, ...]) -> None:
        super().__init__(line.sku for line in lines)
        self.skus = {line.id: line.sku for line in lines}


class _Texts(tuple[str, ...]):
    """One text in every language: any part of any of them will do."""


def _shown(value: object) -> str:
    if value is None:
        return "none"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_shown(each) for each in value) + "]"
    return str(value)


def _yuan(value: object) -> str:
    if not isinstance(value, int):
        return _shown(value)
    sign = "-" if value < 0 else ""
    return f"{sign}{abs(value) // 100}.{abs(value) % 100:02}"


def _bar(group: GroupView) -> Any:
    assert group.bar is not None
    return group.bar


def _drop(placed: _Placed) -> object:
    drop = placed.line.drop
    return None if drop is None or drop.code != "drop" else drop["amount_fen"]


MONEY = frozenset(
    {
        "price", "struck", "net", "drop", "gap", "granted", "saves", "applied", "list_total", "goods", "saved",
        "net_total", "shown_saved",
    }
)  # fmt: skip
_HOLDS = frozenset({"tags"})
"""Lists of which a part may be said."""
_ANY_ORDER = frozenset({"invalid", "blocked", "tickable", "gifts", "troubles"})

_LINE: Mapping[str, Callable[[_Placed], object]] = {
    "quantity": lambda at: at.line.quantity,
    "checked": lambda at: at.line.tick == "on",
    "price": lambda at: at.line.price,
    "struck": lambda at: at.line.struck,
    "net": lambda at: at.line.net,
    "drop": _drop,
    "stock": lambda at: at.line.stock.state,
    "left": lambda at: at.line.stock.shown,
    "available": lambda at: at.line.stock.available,
    "hint": lambda at: at.line.stock.reason,
    "group": lambda at: None if at.group is None or at.group.bar is None else at.group.bar.promotion.id,
    "promotion": lambda at: at.line.promotion,
    "shop": lambda at: at.line.shop,
    "tags": lambda at: tuple(tag.code for tag in at.line.tags),
    "invalid": lambda at: at.line.invalid,
    "locked": lambda at: at.line.locked,
    "blocks": lambda at: at.line.blocks,
    "limit": lambda at: at.line.limit,
    "more": lambda at: at.line.more,
    "less": lambda at: at.line.less,
    "maximum": lambda at: at.line.maximum,
    "recovered": lambda at: at.line.recovered,
    "sku": lambda at: at.line.sku,
    "gifts": lambda at: tuple(row.gift.code for row in at.line.gifts),
}
_BAR: Mapping[str, Callable[[GroupView], object]] = {
    "kind": lambda group: _bar(group).kind,
    "state": lambda group: _bar(group).state,
    "gap": lambda group: _bar(group).gap.needed,
    "gap_pieces": lambda group: _bar(group).gap.needed_pieces,
    "granted": lambda group: _bar(group).granted,
    "entry": lambda group: _bar(group).entry,
    "text": lambda group: _Texts(" ".join(speaker.bar(_bar(group))) for speaker in SPEAKERS),
    "tickable": lambda group: _Lines(tuple(line for line in group.lines if line.id in _bar(group).tickable)),
    "lines": lambda group: _Lines(group.lines),
}
_SHOP: Mapping[str, Callable[[ShopView], object]] = {
    "tick": lambda shop: shop.tick,
    "coupons": lambda shop: shop.coupons,
    "groups": lambda shop: tuple(group.bar.promotion.id for group in shop.groups if group.bar is not None),
    "lines": lambda shop: _Lines(shop.lines),
}
_COUPON: Mapping[str, Callable[[CouponView], object]] = {
    "state": lambda card: card.state,
    "saves": lambda card: card.saves,
    "applied": lambda card: card.applied,
    "recommended": lambda card: card.recommended,
    "refused": lambda card: card.claimable,
}
_GIFT: Mapping[str, Callable[[GiftRow], object]] = {
    "state": lambda row: row.state,
    "quantity": lambda row: row.quantity,
    "earned": lambda row: row.earned,
}
_CART: Mapping[str, Callable[[CartView], object]] = {
    "list_total": lambda view: view.totals.list_total,
    "goods": lambda view: view.totals.goods,
    "saved": lambda view: view.totals.saved,
    "net_total": lambda view: view.totals.net_total,
    "shown_saved": lambda view: view.totals.shown_saved,
    "pieces": lambda view: view.totals.pieces,
    "checked_lines": lambda view: view.totals.lines,
    "lines": lambda view: len(view.lines),
    "shops": lambda view: tuple(shop.code for shop in view.shops),
    "invalid": lambda view: _Lines(view.invalid),
    "tick": lambda view: view.tick,
    "used": lambda view: view.used,
    "cap": lambda view: view.cap,
    "login": lambda view: view.owner,
    "city": lambda view: view.city_code,
    "blocked": lambda view: tuple(sorted({reason.code for reason in view.blocked})),
    "troubles": lambda view: tuple(trouble.reason.code for trouble in view.troubles),
}


def _refused(outcome: Outcome | None, _: object) -> object:
    return None if outcome is None or outcome.refusal is None else outcome.refusal.reason


def _notice(outcome: Outcome | None, wanted: object) -> object:
    """The notice that is wanted, or the first one."""
    given = () if outcome is None else outcome.notices
    meant = (notice for notice in given if isinstance(wanted, str) and says(notice, wanted))
    return next(meant, next(iter(given), None))


def _event(outcome: Outcome | None, wanted: object) -> object:
    kinds = () if outcome is None else tuple(event.kind for event in outcome.events)
    return wanted if wanted in kinds else ", ".join(kinds) or None


_DONE: Mapping[str, Callable[[Outcome | None, object], object]] = {
    "refused": _refused,
    "notice": _notice,
    "event": _event,
}
"""Facts of the last command."""

_SCREEN: Mapping[str, Callable[[Screen, object], str | None]] = {
    "focus": lambda screen, wanted: None if screen.focus == wanted else _shown(screen.focus),
    "text": lambda screen, wanted: None if str(wanted) in screen.text else "it stands nowhere on the screen",
    "absent": lambda screen, wanted: None if str(wanted) not in screen.text else "it stands on the screen",
    "screen": lambda screen, wanted: None if screen.name == wanted else screen.name,
}
"""Facts of the screen: None where it is so, else what is found."""
