"""Every name by which the screen is addressed: rows, parts, boards, buttons and lines to type in.

Mouse, keys, scripts and tests use the same ones. A row's id is stable for as long as the thing it shows is there.
Words in capitals stand for what varies: a line id, a code, a number. F12 shows the names on the screen, `cartsim ids`
prints them; a test walks the app and keeps the table true.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

LETTERS: Final = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


class Named(NamedTuple):
    """One kind of thing with a name."""

    screen: str
    """Class of the screen or panel."""
    kind: str
    """`row`, `board` (drawn lines), `button`, `input`."""
    id: str
    what: str
    parts: tuple[str, ...] = ()
    """Names within it that can be pressed or pointed at."""


def _named(screen: str, *rows: tuple[str, str, str, str]) -> Iterator[Named]:
    for kind, name, what, parts in rows:
        yield Named(screen, kind, name, what, tuple(parts.split()))


_HEAD = ("board", "head", "title of the panel", "leave")
_NOTE = ("board", "note", "what the row under the cursor means", "")
_CHOOSER_KEYS = ("board", "keys", "keys of the panel, each its action", "choose_here leave")

TABLE: Final[tuple[Named, ...]] = (
    *_named(
        "CartScreen",
        ("row", "line:ID", "a line of the cart, by its line id; `line:SKU` in scripts",
         "check title sku promotion price drop stock minus quantity plus mend net why remove"),
        ("row", "shop:CODE", "header of a shop", "check coupons fold freight"),
        ("row", "ribbon:PROMOTION", "promotion across shops, above them", "kind state terms topup"),
        ("row", "addon:ID", "a trade-up offer, by its promotion and goods",
         "check trade_up addon price minus quantity plus"),
        ("row", "bar:SHOP/PROMOTION", "promotion bar of a group", "kind state terms topup"),
        ("row", "gift:ID", "a gift row", "gift price"),
        ("row", "invalid", "header of the invalid section", "fold clear"),
        ("row", "empty", "the sentence of an empty cart or filter", ""),
        ("row", "gap:ID", "air between things", ""),
        ("board", "header", "the line at the top", "name profile cart city time speed pause step"),
        ("board", "filters", "tabs, and the age of the reading",
         "filter_all filter_drop filter_low filter_promotion filter_invalid refresh"),
        ("board", "side", "panel beside the list", "detail base freight topup tickNUMBER why market"),
        ("board", "pay", "notices and payment", "check remove undo platform_coupons detail settle"),
        ("board", "keys", "keys of the footer", "key:ACTION"),
        ("board", "tiny", "what a window that is too small says", ""),
        ("input", "find", "find in the cart", ""),
    ),
    *_named(
        "TopUpPanel",
        _HEAD,
        ("board", "bands", "price bands", "band-NAME"),
        ("input", "search", "search within the promotion", ""),
        ("board", "sort", "order of the goods", "sort"),
        ("board", "columns", "heads of the columns", ""),
        ("row", "good:SKU", "something that counts towards the tier",
         "title check extra stock minus quantity plus"),
        ("row", "in-cart", "where what is in the cart already begins", ""),
        ("row", "others", "where other goods of the deal begin", ""),
        ("board", "foot", "how far it is now", "leave"),
        ("board", "keys", "keys of the panel, each its action",
         "band(1) leave search sort step(-1) step(1) tick why"),
    ),
    *_named(
        "CouponPanel",
        _HEAD,
        ("row", "group:STATE", "a heading", ""),
        ("row", "coupon:CODE", "a coupon", "best claim face note saves state terms"),
        ("board", "keys", "keys of the panel, each its action", "best claim leave pick why"),
    ),
    *_named(
        "SkuPanel",
        ("board", "about", "the line and its price", ""),
        ("board", "matrix", "all options", "sku:SKU"),
        ("board", "quantity", "the stepper", "minus quantity plus"),
        ("board", "consequences", "what the choice would change", ""),
        ("button", "cancel", "leave it", ""),
        ("button", "confirm", "switch", ""),
        ("board", "keys", "keys of the panel, each its action", "confirm leave step(-1) step(1)"),
    ),
    *_named(
        "DetailPanel",
        ("board", "head", "title of the panel", "base leave"),
        ("board", "lines", "every layer of the price; a cut is named by its promotion or coupon", "CODE"),
        ("input", "file", "where to write it", ""),
        ("board", "told", "what was written", ""),
        ("board", "foot", "what can be done with it", "copy write"),
        ("board", "keys", "keys of the panel, each its action", "base copy leave why write"),
    ),
    *_named(
        "SettlementPanel",
        ("board", "head", "title of the panel, and where it is sent to", "city leave"),
        ("board", "lines", "the orders and the price block", ""),
        ("board", "foot", "what stands in the way, and the way out", "again leave"),
        ("board", "keys", "keys of the panel, each its action", "again city leave mend"),
    ),
    *(
        entry
        for panel in ("ConfirmPanel", "ShortPanel")
        for entry in _named(
            panel,
            ("board", "question", "what is asked", ""),
            ("button", "no", "leave it", ""),
            ("button", "yes", "do it", ""),
            ("board", "keys", "keys of the panel, each its action", "answer(False) answer(True) leave"),
        )
    ),
    *_named(
        "QuantityPanel",
        ("board", "about", "the line", ""),
        ("input", "number", "the quantity", ""),
        ("board", "note", "what is wrong with it", ""),
        ("button", "cancel", "leave it", ""),
        ("button", "maximum", "as many as can be bought", ""),
        ("button", "accept", "set it", ""),
        ("board", "keys", "keys of the panel, each its action", "accept leave maximum step(-1) step(1)"),
    ),
    *_named(
        "PromotionPanel",
        _HEAD,
        ("row", "promotion:CODE", "an activity the line may belong to; without a code, the cheapest", "choose extra"),
        _NOTE,
        _CHOOSER_KEYS,
    ),
    *_named(
        "TradeUpPanel",
        _HEAD,
        ("row", "tier:NUMBER", "the threshold of the offers below it", ""),
        ("row", "addon:ID", "a trade-up offer, by its promotion and goods",
         "check addon why price minus quantity plus"),
        _NOTE,
        ("board", "keys", "keys of the panel, each its action", "choose_here leave step(-1) step(1) why"),
    ),
    *_named("GiftPanel", _HEAD, ("row", "gift:CODE", "a gift to pick", "choose"), _NOTE, _CHOOSER_KEYS),
    *_named(
        "ScenarioPanel",
        _HEAD,
        ("row", "scenario:NAME", "a story that comes with cartsim", "choose"),
        _NOTE,
        _CHOOSER_KEYS,
    ),
    *_named("CityPanel", _HEAD, ("row", "city:CODE", "a city", "choose"), _NOTE, _CHOOSER_KEYS),
    *_named("TroublePanel", _HEAD, ("row", "neighbour:NAME", "how it answers", "choose"), _NOTE, _CHOOSER_KEYS),
    *_named(
        "MarketPanel",
        _HEAD,
        ("row", "edit:ACTION", "what the trainer can do to the goods", "choose"),
        ("input", "number", "the amount an edit takes", ""),
        _NOTE,
        _CHOOSER_KEYS,
    ),
    *_named(
        "AddPanel",
        _HEAD,
        ("input", "search", "title or code", ""),
        ("row", "sku:SKU", "something to add", "add title"),
        _NOTE,
        ("board", "keys", "keys of the panel, each its action", "choose_here into_list leave search"),
    ),
    *_named(
        "PolicyPanel",
        ("board", "head", "title of the panel", "differing leave"),
        ("input", "search", "find a rule", ""),
        ("row", "section:NAME", "a heading", ""),
        ("row", "field:NAME", "a policy field, such as field:cap.total", "name value"),
        ("board", "described", "what the field means", ""),
        ("input", "value", "another value", ""),
        ("board", "told", "what is wrong with it", ""),
        ("board", "keys", "keys of the panel, each its action", "cycle(1) differing edit leave search standard"),
    ),
    *_named(
        "WhyPanel",
        _HEAD,
        ("board", "lines", "the reasons", "policy:FIELD"),
        ("board", "keys", "keys of the panel, each its action", "edit leave"),
    ),
    *_named(
        "HelpPanel",
        _HEAD,
        ("board", "lines", "all keys", "action:NAME"),
        ("board", "keys", "keys of the panel, each its action", "leave"),
    ),
)  # fmt: skip


@lru_cache(maxsize=64)
def letters_of(screen: str) -> Mapping[str, str]:
    """A letter for each name of a part on a screen, the same on every machine: what F12 marks parts with."""
    names = dict.fromkeys(part for entry in TABLE if entry.screen == screen for part in entry.parts)
    return dict(zip(names, LETTERS, strict=False))


def letter_of(screen: str, part: str) -> str:
    """The letter of a part as it is drawn, such as `key:check`; a blank where the table has no such part."""
    letters = letters_of(screen)
    if part in letters:
        return letters[part]
    return next((letter for name, letter in letters.items() if matches(name, part)), " ")


def matches(name: str, found: str) -> bool:
    """Whether a name of the table stands for the one that was found."""
    return _pattern(name).fullmatch(found) is not None


@lru_cache(maxsize=512)
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile("".join(".*" if part.isupper() else re.escape(part) for part in re.split(r"([A-Z]{2,})", name)))
