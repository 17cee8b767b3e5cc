"""A world whose every text was written by somebody who means harm."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any
from zlib import crc32

EVIL = (
    "[SALE] tea",
    "[-20%] off",
    "[20%]off",
    "[#123]x",
    "a [b] c [/b]",
    "[/]",
    "[/bold]",
    "[@click=app.quit]gift[/]",
    "[link=https://example.org]t[/link]",
    "[$primary]x [[x]] \\[x]",
    "價格 [特價] 50%",
    "A\x1b]0;owned\x07B",
    "A\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\",
    "A\x1b]52;c;b3duZWQ=\x07B",
    "A\x1b[31mred\x1b[2J\x1b[1;1H\x1b[?1049l",
    "A\x1bP1$r\x1b\\ \x1bc",
    "A\x9b31mred\x9d0;owned\x9c",
    "left \u202eright\u202c \u2066iso\u2069 \u200fmark \u061c",
    "zero\u200bwidth\u200c\u2060\ufeff \u00adhyphen",
    "two\nlines\r\nand\ta tab\x0b\x0c\x08\x00\x7f",
    "paragraph\u2028line\u2029end",
    "明前龙井茶" * 40,
    "ＦＵＬＬ　ｗｉｄｔｈ" * 12,
    "❤\ufe0f ⚠\ufe0f 🏷\ufe0f 1\ufe0f\u20e3 👩\u200d💻 🇨🇳 👍🏽",
    "e" + "\u0301" * 60 + " tower",
    "नमस्ते שלום مرحبا ﷽",
    "",
    " " * 30,
    "%s %(x)s {name} {0} {} \\N{BELL}",
    "'; DROP TABLE cart; --",
)
"""Markup, escape sequences, bidirectional marks, invisible characters, width, emptiness, formats."""

BROKEN_CODE = "\x1b[31m\u202e[/]"
"""What every code ends in."""

NO_TEXT = {
    "trouble": None, "lastanswer": None,
    "world": None, "account": None, "cart": None, "journal": None, "journalwindow": None, "marketevent": None,
    "couponclaim": None,
    "shop": {"code", "kind", "business"}, "product": {"code", "category"}, "sku": {"code", "spec_zh", "spec_en"},
    "promotion": {"code", "layer", "terms"}, "coupon": {"code", "layer", "terms"}, "activity": {"code"},
    "giftgood": {"code"}, "addongood": {"code"}, "region": {"code"}, "city": {"code"}, "warehouse": {"code"},
}  # fmt: skip
"""Columns that hold keys, names of kinds or JSON; None where a table holds nothing else."""

CODED = ("shop", "product", "sku", "promotion", "coupon", "activity", "giftgood", "city", "warehouse")
"""Tables whose codes are broken as well."""


def evil(text: object) -> str:
    """One of the evil texts, always the same for the same text."""
    return EVIL[crc32(str(text).encode()) % len(EVIL)]


def make_hostile(world: Path, path: Path) -> Path:
    """A copy of `world` at `path` with evil in every text column, in specifications, titles and codes."""
    shutil.copyfile(world, path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.create_function("evil", 1, evil)
        connection.create_function("evil_list", 1, lambda text: json.dumps([evil(one) for one in json.loads(text)]))
        for table, columns in _texts(connection):
            for column in columns:
                # the row's number makes the two languages, and rows of one name, differ
                connection.execute(f"UPDATE {table} SET {column} = evil('{column}' || rowid || {column})")
        _title_the_cart(connection)
        connection.execute("UPDATE sku SET spec_zh = evil_list(spec_zh), spec_en = evil_list(spec_en)")
        _break_codes(connection)
        for table in ("promotion", "coupon"):
            titled = "json_set(terms, '$.title', json_array(evil(id), evil(-id)))"
            connection.execute(f"UPDATE {table} SET terms = {titled}")
    return path


def _texts(connection: sqlite3.Connection) -> Iterable[tuple[str, list[str]]]:
    """Tables with their columns of text."""
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        spared = NO_TEXT.get(table, set())
        if spared is None or table.startswith("sqlite_"):
            continue
        kinds = connection.execute(f"SELECT name, type FROM pragma_table_info('{table}')")
        columns = [name for name, kind in kinds if kind in {"VARCHAR", "TEXT"} and name not in spared]
        if columns:
            yield table, columns


def _title_the_cart(connection: sqlite3.Connection) -> None:
    """What is in the cart shows one evil after the other, so that none is missing there."""
    products: dict[int, None] = {}
    for (body,) in connection.execute("SELECT body FROM cart").fetchall():
        for _, sku, *_ in json.loads(body)["lines"]:
            found = connection.execute("SELECT product_id FROM sku WHERE code = ?", (sku,)).fetchone()
            products[found[0]] = None
    for number, product in enumerate(products):
        both = EVIL[number % len(EVIL)], EVIL[(number + 3) % len(EVIL)], product
        connection.execute("UPDATE product SET zh = ?, en = ? WHERE id = ?", both)


def _break_codes(connection: sqlite3.Connection) -> None:
    """Every code ends in what no code holds; carts, terms and events keep naming the same things."""
    codes: dict[str, str] = {}
    for table in CODED:
        codes |= {code: code + BROKEN_CODE for (code,) in connection.execute(f"SELECT code FROM {table}")}
        connection.execute(f"UPDATE {table} SET code = code || ?", (BROKEN_CODE,))
    connection.create_function("renamed", 1, lambda text: json.dumps(_renamed(json.loads(text), codes)))
    connection.execute("UPDATE cart SET body = renamed(body)")
    connection.execute("UPDATE promotion SET terms = renamed(terms)")
    connection.execute("UPDATE coupon SET terms = renamed(terms)")
    connection.execute("UPDATE marketevent SET subject = subject || ?", (BROKEN_CODE,))


def _renamed(value: Any, codes: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return codes.get(value, value)
    if isinstance(value, list):
        return [_renamed(one, codes) for one in value]
    if isinstance(value, dict):
        return {name: _renamed(one, codes) for name, one in value.items()}
    return value
