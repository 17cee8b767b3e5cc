"""The fields of the policy by their dotted names: documentation, parsing, checking, changing, comparing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import Field, dataclass, fields, is_dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple, cast

from cartsim.errors import PolicyError
from cartsim.model.bounds import whole_number
from cartsim.model.nearest import nearest
from cartsim.model.policy import PROFILES, STANDARD, Policy, Value


@dataclass(frozen=True, slots=True)
class PolicyField:
    """One field of the policy with its documentation."""

    name: str
    """Dotted, such as `cap.total`."""
    kind: str
    """`bool`, `int`, `str` or `list`."""
    optional: bool
    default: Value
    doc: str
    rule: str
    source: str
    unit: str
    low: int | None
    high: int | None
    choices: tuple[str, ...]


def policy_fields() -> tuple[PolicyField, ...]:
    """Every field in the order of the sections."""
    return tuple(_walk())


def get(policy: Policy, name: str) -> Value:
    """The value of the dotted field; PolicyError names the nearest field if there is none."""
    documented(name)
    section, field_name = name.split(".")
    return cast(Value, getattr(getattr(policy, section), field_name))


def documented(name: str) -> PolicyField:
    """The field called `name`; PolicyError with the nearest name if there is none."""
    found = _INDEX.get(name)
    if found is None:
        raise PolicyError(f"no policy field {name!r}{nearest(name, _INDEX)}")
    return found


def override(policy: Policy, changes: Mapping[str, Value]) -> Policy:
    """`policy` with dotted fields replaced and checked; PolicyError names the field and what it takes."""
    by_section: dict[str, dict[str, Value]] = {}
    for name, value in changes.items():
        checked = check(documented(name), value)
        section, field_name = name.split(".")
        by_section.setdefault(section, {})[field_name] = checked
    made = replace(
        policy,
        **{section: replace(getattr(policy, section), **values) for section, values in by_section.items()},
    )
    _check_together(made)
    return made


def parse_setting(text: str) -> tuple[str, Value]:
    """`cap.total=5` as (name, value) of the field's own type; PolicyError where it does not fit."""
    name, equals, raw = text.partition("=")
    name, raw = name.strip(), raw.strip()
    if not equals:
        raise PolicyError(f"{text!r} is not NAME=VALUE, such as cap.total=5")
    return name, parse(documented(name), raw)


def parse(known: PolicyField, raw: str) -> Value:
    """The words of a person as a checked value of the field; PolicyError where they do not fit."""
    if known.optional and raw.lower() in {"none", "null", "-"}:
        return None
    if known.kind == "bool":
        words = {
            "true": True,
            "yes": True,
            "on": True,
            "1": True,
            "false": False,
            "no": False,
            "off": False,
            "0": False,
        }
        if raw.lower() not in words:
            raise PolicyError(f"{known.name} takes true or false, not {raw!r}")
        return words[raw.lower()]
    if known.kind == "int":
        try:
            number = whole_number(raw)
        except ValueError as wrong:
            raise PolicyError(f"{known.name} {wrong}") from None
        return check(known, number)
    if known.kind == "list":
        return check(known, tuple(part.strip() for part in raw.strip("[]").split(",") if part.strip()))
    return check(known, raw)


def spelled(value: Value) -> str:
    """The value as a person types it, for `parse`."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(value) if isinstance(value, tuple) else str(value)


def check(known: PolicyField, value: Value) -> Value:
    """`value` if the field may hold it (lists become tuples); PolicyError otherwise."""
    if value is None:
        if known.optional:
            return None
        raise PolicyError(f"{known.name} needs a value")
    if known.kind == "list":
        if isinstance(value, str) or not isinstance(value, (tuple, list)):
            raise PolicyError(f"{known.name} takes a list of {', '.join(known.choices)}")
        parts = tuple(value)
        for part in parts:
            if part not in known.choices:
                raise PolicyError(f"{known.name} takes {', '.join(known.choices)}, not {part!r}")
        if len(set(parts)) != len(parts):
            raise PolicyError(f"{known.name} names {', '.join(parts)}: each may stand once")
        return parts
    expected: dict[str, type] = {"bool": bool, "int": int, "str": str}
    if type(value) is not expected[known.kind]:
        wanted = {"bool": "true or false", "int": "a whole number", "str": "a word"}[known.kind]
        raise PolicyError(f"{known.name} takes {wanted}, not {value!r}")
    if known.choices and value not in known.choices:
        raise PolicyError(f"{known.name} takes {', '.join(known.choices)}, not {value!r}")
    if isinstance(value, int) and not isinstance(value, bool):
        low, high = known.low, known.high
        if (low is not None and value < low) or (high is not None and value > high):
            raise PolicyError(f"{known.name} takes {low} to {high} {known.unit}, not {value}".replace("  ", " "))
    return value


def differences(policy: Policy, other: Policy = STANDARD) -> dict[str, Value]:
    """Fields of `policy` that differ from `other`, by dotted name."""
    return {
        known.name: get(policy, known.name)
        for known in policy_fields()
        if get(policy, known.name) != get(other, known.name)
    }


class Likeness(NamedTuple):
    """The profile a policy is nearest to."""

    profile: str
    changes: Mapping[str, Value]
    """Fields that differ from it, by dotted name."""


@lru_cache(maxsize=16)
def likeness(policy: Policy) -> Likeness:
    """The named rules that differ least from `policy`, and how it differs; the first of equals."""
    known = {name: override(STANDARD, values) for name, values in PROFILES.items()}
    changed = {name: differences(policy, rules) for name, rules in known.items()}
    nearest = min(changed, key=lambda name: len(changed[name]))
    return Likeness(nearest, changed[nearest])


@lru_cache(maxsize=16)
def policy_hash(policy: Policy) -> str:
    """Twelve hexadecimal digits that change with any field."""
    values = {known.name: get(policy, known.name) for known in policy_fields()}
    text = json.dumps(values, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _check_together(policy: Policy) -> None:
    stock = policy.stock
    if stock.scene == "consumer" and stock.hint_at > stock.hide_above:
        raise PolicyError(
            f"stock.hint_at ({stock.hint_at}) must not be above stock.hide_above ({stock.hide_above}) (R-STOCK-4)"
        )


def _walk() -> Iterator[PolicyField]:
    for section in fields(Policy):
        holder = section.default
        if not is_dataclass(holder):
            continue
        for item in fields(holder):
            yield _describe(section.name, item)


def _describe(section: str, item: Field[Any]) -> PolicyField:
    annotation = str(item.type)
    bare = annotation.replace("| None", "").strip()
    kind = "list" if bare.startswith("tuple") else bare
    return PolicyField(
        f"{section}.{item.name}",
        kind,
        "None" in annotation,
        cast(Value, item.default),
        item.metadata["doc"],
        item.metadata["rule"],
        item.metadata["source"],
        item.metadata["unit"],
        item.metadata["low"],
        item.metadata["high"],
        item.metadata["choices"],
    )


_INDEX = {known.name: known for known in _walk()}
