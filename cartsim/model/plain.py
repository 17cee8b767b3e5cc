"""Values as plain data: every field by its name, nothing translated, nothing left out but what a value derives from
its other fields (`repr=False`).

A record becomes a mapping with its fields in the order they are declared, so that two prints of one
value are the same text: dataclasses and named tuples alike. Words are `{"zh", "en"}`, reasons
`{"code", "rule", "values", "policy"}` with `values` by name, enumerations their value. Plain tuples and
lists become lists in their order, sets sorted lists, amounts stay integer fen and times seconds of
world time.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from cartsim.model.reason import Reason
from cartsim.model.words import Words


def plain(value: object) -> Any:
    """`value` as dicts, lists, text and figures, as the module says."""
    if isinstance(value, Words):
        return {"zh": value.zh, "en": value.en}
    if isinstance(value, Reason):
        values = {name: plain(part) for name, part in value.values}
        return {"code": value.code, "rule": value.rule, "values": values, "policy": value.policy}
    if is_dataclass(value) and not isinstance(value, type):
        return {item.name: plain(getattr(value, item.name)) for item in fields(value) if item.repr}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dict):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted(plain(part) for part in value)
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return {name: plain(part) for name, part in zip(value._fields, value, strict=True)}
    if isinstance(value, (tuple, list)):
        return [plain(part) for part in value]
    return value
