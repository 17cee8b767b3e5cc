"""Policy files: YAML by sections of the rule book, checked by models made from the policy itself.

    cap:
      total: 200
    refresh:
      modes: [interval, pull]

A file names only the fields it changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from cartsim.errors import PolicyError
from cartsim.model.policy import STANDARD, Policy, Value
from cartsim.model.policy_fields import PolicyField, check, documented, override, policy_fields
from cartsim.session.datafile import read_yaml


def load_policy(path: Path) -> dict[str, Value]:
    """The fields the file changes, by dotted name; PolicyError names file, line, field and the nearest name."""
    file = read_yaml(path, PolicyError)
    dotted = {known.name for known in policy_fields()}.intersection(file.value if isinstance(file.value, dict) else ())
    for written in sorted(dotted):
        section, _, name = written.partition(".")
        raise PolicyError(f"{path}:{file.line_of((written,))}: {written}: write it as {section}: {{{name}: ...}}")
    sections = file.as_model(policy_model(), PolicyError).model_dump(exclude_unset=True)
    values: dict[str, Value] = {}
    for section, held in sections.items():
        for name, raw in (held or {}).items():
            value = tuple(raw) if isinstance(raw, list) else raw
            try:
                values[f"{section}.{name}"] = check(documented(f"{section}.{name}"), value)
            except PolicyError as wrong:
                raise PolicyError(f"{path}:{file.line_of((section, name))}: {wrong}") from None
    return values


def placed(wrong: PolicyError, path: Path) -> PolicyError:
    """What is wrong with fields taken together, with file and line where the file sets one of those it names."""
    file = read_yaml(path, PolicyError)
    named = [known.name for known in policy_fields() if known.name in str(wrong)]
    lines = [file.lines[place] for place in (tuple(name.split(".")) for name in named) if place in file.lines]
    return PolicyError(f"{path}:{lines[0]}: {wrong}") if lines else wrong


def merge_policy(*layers: Mapping[str, Value]) -> Policy:
    """The standard with each layer over the one before it; PolicyError where the result contradicts itself."""
    merged: dict[str, Value] = {}
    for layer in layers:
        merged.update(layer)
    return override(STANDARD, merged)


@cache
def policy_model() -> type[BaseModel]:
    """The pydantic model of a policy file, one part per section, made from the metadata of the fields."""
    sections: dict[str, dict[str, Any]] = {}
    for known in policy_fields():
        section, name = known.name.split(".")
        sections.setdefault(section, {})[name] = (_type_of(known), None)
    strict = ConfigDict(extra="forbid", strict=True)
    parts: dict[str, Any] = {
        section: (create_model(section.title(), __config__=strict, **held) | None, None)
        for section, held in sections.items()
    }
    return create_model("PolicyFile", __config__=strict, **parts)


def _type_of(known: PolicyField) -> Any:
    """The type a file may write for the field, with its range and choices."""
    made: Any
    one_of: Any = Literal
    if known.kind == "list":
        made = list[one_of[known.choices]]
    elif known.choices:
        made = one_of[known.choices]
    elif known.kind == "int":
        made = Annotated[int, Field(ge=known.low, le=known.high)]
    else:
        made = {"bool": bool, "str": str}[known.kind]
    return made | None if known.optional else made
