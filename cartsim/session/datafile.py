"""YAML and JSON files a person wrote, read so that every complaint can name file, line and field."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import NamedTuple, TypeVar, get_args

import yaml
from pydantic import BaseModel, Tag, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from cartsim.errors import CartsimError, DataError, PolicyError, UnknownCodeError
from cartsim.model.nearest import nearest

Place = tuple[str | int, ...]
"""Keys and list positions from the top of a file to a value."""

LARGEST_FILE = 1_000_000
"""Bytes. A policy or scenario is read whole; anything larger is some other file."""

MOST_VALUES = 50_000
"""Keys and items of one file, aliases counted as often as they are used."""


@dataclass(frozen=True, slots=True)
class Capacity:
    """How much a file may hold, and what reads it: a program's own long files may be read by the quicker library."""

    size: int = LARGEST_FILE
    """bytes"""
    values: int = MOST_VALUES
    loader: type[yaml.SafeLoader | yaml.CSafeLoader] = yaml.SafeLoader


BY_HAND = Capacity()
"""What a person writes."""

MOST_DIGITS = 1_000
"""Digits of a whole number; nothing counts so far, and reading more takes its time."""

FIRST_YEAR, LAST_YEAR = 1971, 9998
"""Years whose moments can be written in any zone."""

MOST_SHOWN = 60
"""Characters of a wrong value a complaint repeats."""

CHOICE = "~"
"""Begins the name pydantic gives to one choice of a union; no key of a file is called so."""

_PLAIN_TAGS = frozenset(
    f"tag:yaml.org,2002:{kind}" for kind in ("map", "seq", "str", "int", "float", "bool", "null", "timestamp")
)

_SURROGATE = re.compile(r"[\ud800-\udfff]")
"""Halves of a character that escapes can spell and no file can hold."""

_PAIR = re.compile(r"\\ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}", re.IGNORECASE)
"""Both halves, as JSON spells a character."""

_WANTED = {
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "bool_type": "true or false",
    "string_type": "text",
    "list_type": "a list",
    "tuple_type": "a list",
    "model_type": "fields, one a line",
    "literal_error": "{expected}",
    "enum": "{expected}",
    "greater_than_equal": "{ge} or more",
    "greater_than": "more than {gt}",
    "less_than": "less than {lt}",
    "float_type": "a number",
    "finite_number": "a number that is finite",
    "less_than_equal": "{le} or less",
    "string_too_short": "{min_length} or more characters",
    "string_too_long": "{max_length} characters at most",
    "too_short": "{min_length} or more items",
    "too_long": "{max_length} items at most",
    "string_pattern_mismatch": "text like {pattern}",
}
"""What a value should be, by pydantic's name of the error."""

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class DataFile:
    """What a YAML file says, and on which line it says it."""

    path: Path
    value: object
    lines: Mapping[Place, int]
    """Line of each key and list item, counted from 1."""

    def line_of(self, place: Place) -> int:
        """Line of `place`, or of the nearest thing around it."""
        for length in range(len(place), 0, -1):
            if place[:length] in self.lines:
                return self.lines[place[:length]]
        return self.lines.get((), 1)

    def complaint(self, place: Place, message: str) -> str:
        """`file:line: field: message`."""
        name = _name(place)
        return f"{self.path}:{self.line_of(place)}: {name}: {message}" if name else f"{self.path}: {message}"

    def says(self, *names: str) -> bool:
        """Whether all of these fields stand at its top."""
        return isinstance(self.value, dict) and self.value.keys() >= set(names)

    @contextmanager
    def at(self, *place: str | int) -> Iterator[None]:
        """Names file and line of what does not fit in the block: a code the catalogue has not, a value, a file."""
        try:
            yield
        except (UnknownCodeError, DataError, PolicyError) as wrong:
            raise DataError(self.complaint(place, str(wrong))) from None

    def as_model(self, model: type[Model], error: type[CartsimError] = DataError) -> Model:
        """The file as `model`; raises `error` naming the first wrong field, its line and what it takes."""
        try:
            return model.model_validate(self.value)
        except ValidationError as wrong:
            # A misspelt name is also missing where it belongs: it is what the person should read of.
            first = min(wrong.errors(), key=lambda detail: detail["type"] != "extra_forbidden")
            more = wrong.error_count() - 1
            message = self.complaint(_written(first["loc"]), _meaning(first, model))
        raise error(message + (f" (and {more} more)" if more else ""))


def read_yaml(path: Path, error: type[CartsimError] = DataError, capacity: Capacity = BY_HAND) -> DataFile:
    """The mapping in the file at `path`; raises `error` where it cannot be read as one."""
    try:
        if path.is_dir():
            raise error(f"{path}: this is a folder, not a file")
        with path.open("rb") as stream:
            raw = stream.read(capacity.size + 1)
    except OSError as problem:
        raise error(f"{path}: {(problem.strerror or str(problem)).lower()}") from None
    return parse_yaml(path, raw, error, capacity)


def parse_yaml(path: Path, raw: bytes, error: type[CartsimError] = DataError, capacity: Capacity = BY_HAND) -> DataFile:
    """The mapping that `raw` spells, YAML or JSON; `path` is what complaints call it."""
    if len(raw) > capacity.size:
        raise error(f"{path}: larger than {capacity.size:,} bytes")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = raw[: problem.start].count(b"\n") + 1
        raise error(f"{path}:{line}: not UTF-8 text") from None
    return parse_text(path, text, error, capacity)


def parse_text(path: Path, text: str, error: type[CartsimError] = DataError, capacity: Capacity = BY_HAND) -> DataFile:
    """`parse_yaml` of what is text already."""
    try:
        value = _json(text)
        file = _parse(path, text if value is None else _PAIR.sub("?", text.replace("\t", " ")), error, capacity)
    except RecursionError:
        raise error(f"{path}: nested too deep") from None
    return file if value is None else replace(file, value=value)


def moment_of(value: object) -> datetime:
    """The moment a file says, ISO 8601; a date alone is its first second. ValueError says what is wrong."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            raise ValueError(f"takes a moment such as 2026-06-18T20:00:00, not {value!r}") from None
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time())
    if not isinstance(value, datetime):
        raise ValueError(f"takes a moment such as 2026-06-18T20:00:00, not {value!r}")
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError(f"takes a moment between the years {FIRST_YEAR} and {LAST_YEAR}, not {value}")
    return value


def _json(text: str) -> object:
    """The value where the text is a JSON object; None where it is not: YAML then, which says what is wrong with it.

    YAML reads nearly all JSON, but not its tabs, exponents and pairs of surrogates; its lines serve both.
    """
    if not text.lstrip().startswith("{"):
        return None
    try:
        value = json.loads(text)
        json.dumps(value, ensure_ascii=False).encode()
    except ValueError:
        return None
    return value


def _parse(path: Path, text: str, error: type[CartsimError], capacity: Capacity) -> DataFile:
    lines: dict[Place, int] = {}
    try:
        loader = capacity.loader(text)
        root = loader.get_single_node()
        if root is None:
            return DataFile(path, {}, {})
        if not isinstance(root, yaml.MappingNode):
            raise error(f"{path}:{root.start_mark.line + 1}: expected `name: value` pairs")
        value = _build(_Building(loader, capacity.values, lines), root, (), frozenset())
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        where = f":{mark.line + 1}" if mark else ""
        told = problem.problem or problem.context or "this is no YAML"
        if told.startswith("but "):
            told = f"{problem.context}, {told}"
        raise error(f"{path}{where}: {told}") from None
    except yaml.reader.ReaderError as problem:
        line = text.count("\n", 0, problem.position) + 1
        raise error(f"{path}:{line}: a control character has no place in text") from None
    return DataFile(path, value, lines)


class _Building(NamedTuple):
    """What a file is built with: its loader, how many values it may hold, and the line of each."""

    loader: yaml.SafeLoader | yaml.CSafeLoader
    most: int
    lines: dict[Place, int]


def _build(file: _Building, node: yaml.Node, place: Place, above: frozenset[int]) -> object:
    """The value of `node`, noting the line of each part; each key stands once, an alias never contains itself."""
    file.lines.setdefault(place, node.start_mark.line + 1)
    if id(node) in above:
        raise _unfit(node, place, "an alias contains itself")
    if len(file.lines) > file.most:
        raise _unfit(node, place, f"too many values, more than {file.most:,}")
    if node.tag not in _PLAIN_TAGS:
        raise _unfit(node, place, f"{node.tag} has no place here")
    inside = above | {id(node)}
    if isinstance(node, yaml.SequenceNode):
        return [_build(file, item, (*place, index), inside) for index, item in enumerate(node.value)]
    if not isinstance(node, yaml.MappingNode):
        return _scalar(file.loader, node, place)
    built: dict[str, object] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        if not isinstance(key_node, yaml.ScalarNode) or _SURROGATE.search(key):
            raise _unfit(key_node, place, "a key is one word")
        if key in built:
            raise _unfit(key_node, (*place, key), f"{key!r} stands here twice")
        file.lines[(*place, key)] = key_node.start_mark.line + 1
        built[key] = _build(file, value_node, (*place, key), inside)
    return built


def _scalar(loader: yaml.SafeLoader | yaml.CSafeLoader, node: yaml.Node, place: Place) -> object:
    """One word, number or moment."""
    if _SURROGATE.search(node.value):
        raise _unfit(node, place, "half a character")
    if node.tag.endswith(":bool") and node.value.lower() not in {"true", "false"}:
        return node.value  # `off` and `no` are words here: a choice may be called so
    if node.tag.endswith(":int") and len(node.value) > MOST_DIGITS:
        raise _unfit(node, place, f"a number of {len(node.value):,} digits")
    try:
        return loader.construct_object(node)
    except ValueError as problem:
        raise _unfit(node, place, str(problem)) from None


def _unfit(node: yaml.Node, place: Place, message: str) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=": ".join(filter(None, (_name(place), message))), problem_mark=node.start_mark)


def _name(place: Place) -> str:
    """`lines.1.price`."""
    return ".".join(str(part) for part in place)


def _meaning(detail: ErrorDetails, model: type[BaseModel]) -> str:
    """What is wrong, in words of the file."""
    if detail["type"] == "extra_forbidden":
        *around, name = detail["loc"]
        known = _fields_at(model, tuple(around))
        return f"no such field{nearest(str(name), known)}"
    if detail["type"] == "missing":
        return "this field is missing"
    context = detail.get("ctx", {})
    wanted = _WANTED.get(detail["type"], "").format(**context)
    if not wanted:
        return detail["msg"].removeprefix("Value error, ")
    given = detail["input"]
    if not isinstance(given, (str, int, float, bool)):
        return f"takes {wanted}"
    shown = repr(given)
    return f"takes {wanted}, not {shown if len(shown) <= MOST_SHOWN else shown[:MOST_SHOWN] + '...'}"


def _written(place: Place) -> Place:
    """The place as the file has it: without the names pydantic gives to the choices of a union."""
    return tuple(part for part in place if not (isinstance(part, str) and part.startswith(CHOICE)))


def _fields_at(model: type[BaseModel], place: Place) -> tuple[str, ...]:
    """Names the model at `place` under `model` takes, as files spell them."""
    held: type[BaseModel] | None = model
    inside: object = model
    for part in place:
        if isinstance(part, str) and part.startswith(CHOICE):
            inside = _chosen(inside, part) or inside
        else:
            known = _spelled(held) if held else {}
            if part not in known:
                continue
            inside = (known[part].annotation, *known[part].metadata)
        held = _model_in(inside)
    return tuple(map(str, _spelled(held))) if held else ()


def _spelled(model: type[BaseModel]) -> dict[str | int, FieldInfo]:
    return {known.alias or name: known for name, known in model.model_fields.items()}


def _parts_of(annotation: object) -> tuple[object, ...]:
    return annotation if isinstance(annotation, tuple) else get_args(annotation)


def _chosen(annotation: object, name: str) -> object | None:
    """The choice of this name inside `annotation`."""
    parts = _parts_of(annotation)
    if any(isinstance(part, Tag) and part.tag == name for part in parts):
        return parts[0]
    return next((found for part in parts if (found := _chosen(part, name)) is not None), None)


def _model_in(annotation: object) -> type[BaseModel] | None:
    """The model inside `annotation`, through lists and optional types."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in _parts_of(annotation):
        found = _model_in(argument)
        if found:
            return found
    return None
