"""Every SQL statement of the package, prepared against the schema that SQLModel makes."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

import cartsim.store

_STATEMENT = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\s")
_HEAD = re.compile(r"(product\.sold_until|\bFROM|,)\s*$")
"""The end of a text that is completed elsewhere in its module."""


def module_names() -> list[str]:
    walked = pkgutil.walk_packages(cartsim.store.__path__, "cartsim.store.")
    return sorted(module.name for module in walked)


def texts_of(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts_of(part)
    elif isinstance(value, tuple):
        for part in value:
            yield from texts_of(part)


def statements_of(name: str) -> set[str]:
    """SQL in module constants, plain literals inside functions, and a constant with a literal added."""
    module = importlib.import_module(name)
    assert module.__file__ is not None
    tree = ast.parse(Path(module.__file__).read_text("utf-8"))
    found = {text for value in vars(module).values() for text in texts_of(value)}
    heads: set[str] = set()
    parts: set[ast.AST] = {part for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        match node:
            case ast.BinOp(left=ast.Name(id=name_of_head), op=ast.Add(), right=ast.Constant(value=str(tail)) as right):
                head = getattr(module, name_of_head)
                heads.add(head)
                found.add(head + tail)
                parts.add(right)
    literals = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in parts
    }
    return {text for text in (found | literals) - heads if _STATEMENT.match(text) and not _HEAD.search(text)}


@pytest.mark.parametrize("name", module_names())
def test_statements_fit_the_schema(world: sqlite3.Connection, name: str) -> None:
    world.execute("ATTACH ':memory:' AS fresh")
    for statement in statements_of(name):
        named = dict.fromkeys(re.findall(r"[:](\w+)", statement))
        numbered = [int(place) for place in re.findall(r"\?(\d+)", statement)]
        count = max(numbered, default=0) or statement.count("?")
        assert world.execute(f"EXPLAIN {statement}", named or (None,) * count).fetchall(), statement


def test_statements_were_found() -> None:
    assert sum(len(statements_of(name)) for name in module_names()) > 100
