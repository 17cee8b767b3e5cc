"""The commands by the names people write: scripts, `cartsim do` and the recorder all read this table.

A name is the command's class in lower case (`AddToCart` is `add_to_cart`), an argument the field of that class.
The trainer's edits stand under their own names (`sell_out`, `set_price` ...), each with the one value it takes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any, Final, get_args, get_type_hints

from cartsim.cart.commands import BY_NAME, Command, EditMarket, Reconcile
from cartsim.errors import DataError, PolicyError, UnknownCodeError
from cartsim.model.bounds import COUNT, PRICE, RATE, TEXT, Range
from cartsim.model.nearest import nearest
from cartsim.model.trouble import NO_TROUBLE, Neighbour, TroubleKind

UNSAID: Final = frozenset({Reconcile.__name__})
"""Commands the session says itself; nobody writes them."""

_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "mode": ("interval", "pull", "on_enter", "recheck"),
    "neighbour": tuple(each.value for each in Neighbour),
    "trouble": (NO_TROUBLE, *(each.value for each in TroubleKind)),
}
"""Values an argument is limited to."""

_SURROGATE = re.compile(r"[\ud800-\udfff]")
"""Half a character, which no file can hold: a byte that is no text, in what was typed."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a command, and what its value is held to: at the command line, in files, panels, sessions."""

    name: str
    kind: str
    """`int`, `bool`, `str`, `list` (of str) or `fen` (an amount; people write yuan)."""
    required: bool
    nullable: bool = False
    """Whether it may be said to be nothing at all."""
    bounds: Range = TEXT
    """Of a number, or of the length of a text; nothing bounds a truth value."""

    @property
    def choices(self) -> tuple[str, ...]:
        """The values it is limited to; empty where it takes any."""
        return _CHOICES.get(self.name, ())

    @property
    def pattern(self) -> str:
        """How it is written: `quantity=N`, `[mode=interval|pull]`, `checked=true|false`."""
        kinds = {"int": "N", "bool": "true|false", "list": "A,B", "fen": "YUAN", "str": self.name.upper()}
        value = "|".join(self.choices or (kinds[self.kind],)) + ("|none" if self.nullable else "")
        return f"{self.name}={value}" if self.required else f"[{self.name}={value}]"

    def parse(self, text: str) -> object:
        """The value of what a person typed: `3`, `true`, `l1,l2`, `none`. ValueError says what it takes."""
        value = self._read(text.strip())
        self.must_hold(value)
        return value

    def must_hold(self, value: object) -> None:
        """ValueError, saying what it takes, where the value is none of those."""
        if self.choices and value not in self.choices:
            raise ValueError(f"takes {', '.join(self.choices)}, not {value!r}")
        if isinstance(value, tuple):
            for part in value:
                self.must_hold(part)
        elif isinstance(value, str):
            if not (len(value) in self.bounds and _SURROGATE.search(value) is None):
                raise ValueError(f"takes text of at most {self.bounds.high} letters, not {value[:60]!r}")
        elif isinstance(value, int) and self.kind in ("int", "fen"):
            self.bounds.must_hold(value)

    def _read(self, word: str) -> object:
        if self.nullable and word.lower() in {"none", "null"}:
            return None
        match self.kind:
            case "int" | "fen":
                return self.bounds.parse(word)
            case "bool":
                return _truth(word)
            case "list":
                return tuple(part.strip() for part in word.split(",") if part.strip())
        return word


MARKET_EDITS: Final[Mapping[str, Argument | None]] = {
    "sell_out": None,
    "restock": Argument("pieces", "int", required=False, bounds=COUNT),
    "set_price": Argument("price", "fen", required=True, bounds=PRICE),
    "scale_price": Argument("rate", "int", required=True, bounds=RATE),
    "delist": None,
    "relist": None,
    "restrict": None,
    "permit": None,
}
"""Actions of `EditMarket` with the value each takes, if any; a restock without one fills up to the usual level."""


@dataclass(frozen=True, slots=True)
class Word:
    """One command by its documented name."""

    name: str
    kind: type
    arguments: tuple[Argument, ...]

    def argument(self, name: str) -> Argument:
        """The argument of this name; DataError with the nearest one if there is none."""
        for each in self.arguments:
            if each.name == name:
                return each
        takes = ", ".join(each.name for each in self.arguments) or "no arguments"
        raise DataError(f"{self.name} has no argument {name!r}; it takes {takes}")

    def command(self, values: Mapping[str, object]) -> Command:
        """The command with these arguments; DataError where one is unknown or missing."""
        for name in values:
            self.argument(name)
        missing = [each.name for each in self.arguments if each.required and each.name not in values]
        if missing:
            raise DataError(f"{self.name} needs {', '.join(missing)}")
        if self.kind is EditMarket:
            argument = MARKET_EDITS[self.name]
            value = values.get(argument.name, 0) if argument else 0
            assert isinstance(value, int)
            return EditMarket(self.name, str(values["sku"]), value)
        made: Command = self.kind(**values)
        return made


def word(name: str) -> Word:
    """The command of this name; DataError with the nearest name if there is none."""
    found = VOCABULARY.get(name)
    if found is None:
        hint = nearest(name, VOCABULARY) or f"; there are {', '.join(VOCABULARY)}"
        raise DataError(f"no command {name!r}{hint}")
    return found


def spoken(command: Command) -> tuple[str, dict[str, object]]:
    """Name and arguments of a command as people write them, without those that say what is usual.

    `word(name).command(arguments)` is the command again. KeyError for one that nobody says.
    """
    if isinstance(command, EditMarket):
        value = MARKET_EDITS[command.action]
        said: dict[str, object] = {"sku": command.sku}
        if value and (command.value or value.required):
            said[value.name] = command.value
        return command.action, said
    name = _NAMES[type(command)]
    values = {field.name: getattr(command, field.name) for field in fields(command) if _differs(command, field)}
    return name, values


def must_fit(command: Command) -> None:
    """PolicyError, naming command and argument, where a value is outside of what the argument takes.

    UnknownCodeError for a market edit there is not, or a choice there is not.
    """
    if type(command).__name__ in UNSAID:
        return
    if isinstance(command, EditMarket) and command.action not in MARKET_EDITS:
        raise UnknownCodeError(f"there is no market edit {command.action!r}; there are {', '.join(MARKET_EDITS)}")
    name, values = spoken(command)
    for argument, value in values.items():
        known = word(name).argument(argument)
        if known.choices and value not in known.choices:
            raise UnknownCodeError(f"there is no {argument} {value!r}; there are {', '.join(known.choices)}")
        try:
            known.must_hold(value)
        except ValueError as wrong:
            raise PolicyError(f"{name}: {argument} {wrong}") from None


def _differs(command: Command, field: Any) -> bool:
    return field.default is MISSING or getattr(command, field.name) != field.default


def _words() -> Iterator[Word]:
    for name, kind in BY_NAME.items():
        if name in UNSAID:
            continue
        if kind is EditMarket:
            yield from _edits()
        else:
            yield Word(_snake(name), kind, tuple(_arguments(kind)))


def _arguments(kind: type) -> Iterator[Argument]:
    hints, ranged = get_type_hints(kind), get_type_hints(kind, include_extras=True)
    for field in fields(kind):
        inside = set(get_args(hints[field.name])) or {hints[field.name]}
        found = next(name for name, plain in _KINDS.items() if plain in inside or hints[field.name] == plain)
        bounds = next(_ranges_in(ranged[field.name]), TEXT)
        yield Argument(field.name, found, field.default is MISSING, type(None) in inside, bounds)


def _ranges_in(hint: Any) -> Iterator[Range]:
    """The range that stands beside a number's type, whether or not that may be None."""
    for part in (hint, *get_args(hint)):
        yield from (extra for extra in getattr(part, "__metadata__", ()) if isinstance(extra, Range))


def _edits() -> Iterator[Word]:
    for action, value in MARKET_EDITS.items():
        arguments = (Argument("sku", "str", required=True), *((value,) if value else ()))
        yield Word(action, EditMarket, arguments)


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def _truth(text: str) -> bool:
    if text.lower() not in {"true", "false"}:
        raise ValueError(f"takes true or false, not {text!r}")
    return text.lower() == "true"


_KINDS: Final[Mapping[str, object]] = {"bool": bool, "int": int, "list": tuple[str, ...], "str": str}

VOCABULARY: Final[Mapping[str, Word]] = {each.name: each for each in _words()}
"""Every command a person can say, by its documented name."""

_NAMES: Final[Mapping[type, str]] = {each.kind: each.name for each in VOCABULARY.values()}
