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

from cartsim.errors import CartsimError, PolicyError
from cartsim.model.policy import STANDARD, Policy, Value
from cartsim.model.policy_fields import PolicyField, check, documented, override, policy_fields
from cartsim.session.datafile import DataFile, read_yaml

_STRICT = ConfigDict(extra="forbid", strict=True)


def load_policy(path: Path) -> dict[str, Value]:
    """The fields the file changes, by dotted name; PolicyError names file, line, field and the nearest name."""
    file = read_yaml(path, PolicyError)
    must_be_in_sections(file, file.value)
    return values_of(file.as_model(policy_model(), PolicyError), file)


def must_be_in_sections(
    file: DataFile, value: object, *place: str | int, error: type[CartsimError] = PolicyError
) -> None:
    """`error` with the right spelling where `value`, at `place` of the file, has a field by its dotted name."""
    dotted = {known.name for known in policy_fields()}.intersection(value if isinstance(value, dict) else ())
    for written in sorted(dotted):
        section, _, name = written.partition(".")
        raise error(file.complaint((*place, written), f"write it as {section}: {{{name}: ...}}"))


def values_of(sections: BaseModel, file: DataFile, *place: str | int) -> dict[str, Value]:
    """The fields the sections at `place` of a file change, by dotted name; PolicyError where a value does not fit."""
    values: dict[str, Value] = {}
    for section, held in sections.model_dump(exclude_unset=True).items():
        for name, raw in (held or {}).items():
            value = tuple(raw) if isinstance(raw, list) else raw
            try:
                values[f"{section}.{name}"] = check(documented(f"{section}.{name}"), value)
            except PolicyError as wrong:
                line = file.line_of((*place, section, name))
                raise PolicyError(f"{file.path}:{line}: {wrong}") from None
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
    sections = dict.fromkeys(known.name.partition(".")[0] for known in policy_fields())
    parts: dict[str, Any] = {section: (section_model(section) | None, None) for section in sections}
    return create_model("PolicyFile", __config__=_STRICT, **parts)


def section_model(section: str) -> type[BaseModel]:
    """The model of one section, for files that carry it as a part of theirs; its fields are documented."""
    held: dict[str, Any] = {
        known.name.partition(".")[2]: (_type_of(known), Field(None, description=_documentation(known)))
        for known in policy_fields()
        if known.name.partition(".")[0] == section
    }
    return create_model(section.title(), __config__=_STRICT, **held)


def _documentation(known: PolicyField) -> str:
    unit = f" {known.unit}" if known.unit else ""
    return f"{known.doc} Default: {known.default}{unit}."


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
