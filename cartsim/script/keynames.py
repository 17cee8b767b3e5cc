"""Names of keys a script may press: Textual's own."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from textual.keys import KEY_NAME_REPLACEMENTS, Keys

from cartsim.errors import DataError
from cartsim.model.nearest import nearest
from cartsim.script.performance import Performance
from cartsim.script.steps import Press

MODIFIERS = frozenset({"ctrl", "shift", "alt", "super", "hyper", "meta"})


def must_be_keys(under_way: Performance) -> None:
    """DataError with file and line for the first key there is not."""
    known = frozenset(_names())
    for at, step in enumerate(under_way.script.steps):
        for key in step.press if isinstance(step, Press) else ():
            if not _is_key(key, known):
                message = f"no key {key!r}{nearest(key, known)}"
                raise DataError(under_way.file.complaint(("steps", at, "press"), message))


def _is_key(name: str, known: frozenset[str]) -> bool:
    *modifiers, key = name.split("+") if len(name) > 1 else (name,)
    return set(modifiers) <= MODIFIERS and (name in known or key in known or (len(key) == 1 and key.isprintable()))


def _names() -> Iterator[str]:
    yield from (key.value for key in Keys)
    for code in range(0x20, 0x7F):
        name = unicodedata.name(chr(code)).lower().replace("-", "_").replace(" ", "_")
        yield name
        yield KEY_NAME_REPLACEMENTS.get(name, name)
