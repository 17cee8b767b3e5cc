"""Values as text and back: carts, outcomes and specifications."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from cartsim.cart.outcome import Event, Outcome, Refusal
from cartsim.cart.undo import Image
from cartsim.errors import DataError
from cartsim.model.cart import Cart, Line, PlacedGroup, PlacedShop, Placement
from cartsim.model.reason import Reason
from cartsim.model.words import Words
from cartsim.text import clean_text

Json = dict[str, Any]

_KNOWN_VALUES = 4096
"""Texts and specifications kept as values between two readings."""
_MOST_CELLS = 400
"""Width a text of the catalogue is cut to; no title that is meant to be read is that long."""
_COLOUR = re.compile("#[0-9a-fA-F]{6}")


_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def to_text(value: Any) -> str:
    """JSON without blanks, characters as they are."""
    return _write(value)


def outcome_to_json(outcome: Outcome) -> Json:
    """An outcome as the journal keeps it; whether it was a repetition is not kept."""
    body: Json = {"sequence": outcome.sequence}
    if outcome.events:
        body["events"] = [[event.kind, event.lines, _reason_to_json(event.reason)] for event in outcome.events]
    if outcome.notices:
        body["notices"] = [_reason_to_json(notice) for notice in outcome.notices]
    if outcome.refusal is not None:
        body["refusal"] = [_reason_to_json(outcome.refusal.reason), outcome.refusal.maximum]
    return body


def outcome_from_json(body: Json) -> Outcome:
    """The outcome the journal kept."""
    events = tuple(
        Event(kind, tuple(lines), None if reason is None else _reason_from_json(reason))
        for kind, lines, reason in body.get("events", ())
    )
    notices = tuple(map(_reason_from_json, body.get("notices", ())))
    refusal = None
    if "refusal" in body:
        reason, maximum = body["refusal"]
        refusal = Refusal(_reason_from_json(reason), maximum)
    return Outcome(body["sequence"], events, notices, refusal)


def line_to_text(line: Line) -> str:
    """A line as the JSON list of its fields."""
    return to_text(
        [
            line.id,
            line.sku,
            line.quantity,
            line.checked,
            line.rank,
            line.added_at,
            line.added_price,
            line.promotion,
            line.recovered,
        ]
    )


def image_to_text(image: Image) -> str:
    """What a command touched, with the placements before and after it where rows moved."""
    fields = [
        f'"was":{_lines_to_text(was for was, _ in image.touched)}',
        f'"became":{_lines_to_text(became for _, became in image.touched)}',
    ]
    if image.placement is not None:
        fields.append(_placement_to_text(image.placement))
    if image.placed is not None:
        fields.append(f'"placed":{{{_placement_to_text(image.placed)}}}')
    fields += [f'"{name}":{to_text(changes)}' for name in _CHANGES if (changes := getattr(image, name))]
    return f"{{{','.join(fields)}}}"


_CHANGES = ("shop_ranks", "group_ranks", "coupon_choices", "gift_choices", "add_ons")
"""Fields of an image and of a cart that are pairs of a key and a value."""
_PAIRS = (*_CHANGES, "add_ons_lost")
"""Those of a cart."""


def image_from_text(text: str) -> Image:
    """The image the journal kept."""
    body = json.loads(text)
    was, became = (tuple(None if line is None else Line(*line) for line in body[side]) for side in ("was", "became"))
    return Image(
        touched=tuple(zip(was, became, strict=True)),
        placement=_placement_from_json(body) if "shops" in body else None,
        placed=_placement_from_json(body["placed"]) if "placed" in body else None,
        **{name: tuple((_key(key), *values) for key, *values in body.get(name, ())) for name in _CHANGES},
    )


class CartText:
    """Writes one cart again and again, as its row keeps it: what is the same value as the last time is not written
    anew, and a command changes few of a cart's lines."""

    def __init__(self) -> None:
        self._lines: dict[str, tuple[Line, str]] = {}
        self._placement: tuple[Placement, str] = (Placement(), _placement_to_text(Placement()))
        self._rest: tuple[object, str] = (None, "")

    def of(self, cart: Cart) -> str:
        """The text of the cart."""
        texts = []
        for line in cart.lines:
            known = self._lines.get(line.id)
            texts.append(known[1] if known is not None and known[0] is line else line_to_text(line))
        self._lines = {line.id: (line, text) for line, text in zip(cart.lines, texts, strict=True)}
        if self._placement[0] is not cart.placement:
            self._placement = (cart.placement, _placement_to_text(cart.placement))
        rest = (cart.owner, cart.business, *(getattr(cart, name) for name in _PAIRS), cart.next_line)
        if self._rest[0] != rest:
            self._rest = (rest, to_text(dict(zip(_REST, rest, strict=True))))
        return f'{self._rest[1][:-1]},"lines":[{",".join(texts)}],{self._placement[1]}}}'


_REST = ("owner", "business", *_PAIRS, "next_line")
"""Fields of a cart beside its lines and their placement."""


def cart_to_text(cart: Cart) -> str:
    """The cart as its row keeps it."""
    return CartText().of(cart)


def cart_from_text(text: str) -> Cart:
    """The cart a row kept. DataError if the text is none."""
    try:
        body = json.loads(text)
        return Cart(
            owner=body["owner"],
            business=body["business"],
            lines=tuple(Line(*line) for line in body["lines"]),
            placement=_placement_from_json(body),
            **{name: tuple((_key(key), value) for key, value in body[name]) for name in _PAIRS},
            next_line=body["next_line"],
        )
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(f"a stored cart cannot be read: {error!r}") from error


def _key(key: Any) -> Any:
    """A key of pairs: a code, or a tuple of codes, which JSON keeps as a list."""
    return tuple(key) if isinstance(key, list) else key


def _lines_to_text(lines: Iterable[Line | None]) -> str:
    return f"[{','.join('null' if line is None else line_to_text(line) for line in lines)}]"


def _placement_to_text(placement: Placement) -> str:
    """`shops` and `invalid` as two fields of the object they are put in."""
    shops = [[shop.shop, [[group.promotion, group.lines] for group in shop.groups]] for shop in placement.shops]
    return f'"shops":{to_text(shops)},"invalid":{to_text(placement.invalid)}'


def _placement_from_json(body: Json) -> Placement:
    return Placement(
        tuple(
            PlacedShop(shop, tuple(PlacedGroup(promotion, tuple(lines)) for promotion, lines in groups))
            for shop, groups in body["shops"]
        ),
        tuple(body["invalid"]),
    )


@lru_cache(maxsize=_KNOWN_VALUES)
def words_of(zh: str, en: str) -> Words:
    """A text of the catalogue as it may be drawn: every text that is read from a world file comes through here."""
    return Words(clean_text(zh, _MOST_CELLS), clean_text(en, _MOST_CELLS))


def colour_of(text: str) -> str:
    """A colour of goods, `#rrggbb`; empty, which stands for the picture's own, where the file holds no colour."""
    return text if _COLOUR.fullmatch(text) else ""


@lru_cache(maxsize=_KNOWN_VALUES)
def spec_of(zh: str, en: str) -> tuple[Words, ...]:
    """Specification values from their two JSON lists."""
    return tuple(map(words_of, json.loads(zh), json.loads(en)))


def _reason_to_json(reason: Reason | None) -> Any:
    if reason is None:
        return None
    values = [
        [name, {"zh": value.zh, "en": value.en} if isinstance(value, Words) else value] for name, value in reason.values
    ]
    return [reason.code, reason.rule, values, reason.policy]


def _reason_from_json(body: Any) -> Reason:
    code, rule, values, policy = body
    return Reason(
        code,
        rule,
        tuple(
            (name, words_of(value["zh"], value["en"]) if isinstance(value, dict) else value) for name, value in values
        ),
        policy,
    )
