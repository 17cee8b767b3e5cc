"""The steps of a script, as models; those that do commands are made from the one vocabulary.

- {do: set_quantity, line: hiking-shoes-001/sand-37, quantity: 3}
- {wait: 10s}
- {press: [a, escape]}
- {click: "line:hiking-shoes-001/sand-37", part: plus}
- expect: {line: hiking-shoes-001/sand-37, quantity: 4, stock: few}
- {shot: four-pairs}
- {say: {zh: 再加一双, en: One pair more}}
- {note: what a reader should know}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag, WithJsonSchema, create_model

from cartsim.cart.commands import Command
from cartsim.cart.vocabulary import VOCABULARY, Argument, spoken, word
from cartsim.i18n.commands import COMMANDS
from cartsim.model.cart import Cart
from cartsim.model.nearest import nearest
from cartsim.script.expectations import ON_SCREEN, SUBJECTS, CartFacts, Facts, several
from cartsim.session.datafile import CHOICE
from cartsim.session.scenario import Part, Span, Text, within

MOST_STEPS = 5_000
LONGEST_WAIT = 31 * 86_400
"""Seconds of world time one step may wait."""


class Step(Part):
    """One step of a script."""


class Do(Step):
    """Do a command; its arguments stand beside it."""

    do: str

    def arguments(self) -> dict[str, object]:
        """The arguments as given."""
        return {name: getattr(self, name) for name in type(self).model_fields if name in self.model_fields_set - {"do"}}

    def command(self) -> Command:
        """The command; lines are named as the script names them."""
        return word(self.do).command(self.arguments())


def _text(value: object) -> object:
    """A key or a value a person wrote without quotes: `press: 1`, `value: 5`, `value: true`."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int) else value


def _keys(value: object) -> object:
    return tuple(_text(part) for part in value) if isinstance(value, list) else (_text(value),)


Keys = Annotated[
    tuple[Annotated[str, Field(min_length=1)], ...],
    BeforeValidator(_keys),
    Field(min_length=1, max_length=100),
    WithJsonSchema({"type": ["string", "integer", "array"], "items": {"type": ["string", "integer"]}}),
]


def typed(most: int) -> Any:
    """The type of a text of so many letters, which a person may write without quotes."""
    schema = WithJsonSchema({"type": ["string", "integer", "boolean"], "maxLength": most})
    return Annotated[str, BeforeValidator(_text), Field(max_length=most), schema]


class Press(Step):
    """Press keys, by Textual's names: `a`, `space`, `ctrl+d`."""

    press: Keys


class Click(Step):
    """Click a part of a row or of a board, by the ids of `cartsim.tui.parts`; `line:SKU` is a line as well."""

    click: str
    part: str | None = None
    times: Annotated[int, Field(ge=1, le=3)] = 1


def _waited(seconds: int) -> int:
    if not 0 <= seconds <= LONGEST_WAIT:
        raise ValueError(f"takes a time from 0s to {LONGEST_WAIT // 86_400}d")
    return seconds


class Wait(Step):
    """Let world time pass; the window reads on the way as it would, unless it is `quiet`."""

    wait: Annotated[Span, AfterValidator(_waited)]
    quiet: bool = False


def _one_of(models: Iterable[tuple[str, type[Part]]]) -> Any:
    """Any of the models, each with the name it is chosen by."""
    tagged: list[Any] = [Annotated[made, Tag(f"{CHOICE}{name}")] for name, made in models]
    return reduce(or_, tagged)


def _subject_of(value: object) -> str:
    """The name of the choice: what the facts are of."""
    if isinstance(value, Mapping):
        return next((f"{CHOICE}{field}" for field, _ in SUBJECTS if field in value), f"{CHOICE}cart")
    return next((f"{CHOICE}{field}" for field, kind in SUBJECTS if isinstance(value, kind)), f"{CHOICE}cart")


if TYPE_CHECKING:
    _AnyFacts = Facts
else:
    _AnyFacts = Annotated[_one_of((*SUBJECTS, ("cart", CartFacts))), Discriminator(_subject_of)]


class Expect(Step):
    """Expect facts of one thing in the view."""

    expect: _AnyFacts


class Shot(Step):
    """Take a picture, under this name."""

    shot: Annotated[str, Field(pattern=r"^[\w.-]{1,80}$")]


def _caption_kind(value: object) -> str:
    """The name of the choice: one text, or one in each language."""
    return f"{CHOICE}both" if isinstance(value, Mapping | Text) else f"{CHOICE}one"


if TYPE_CHECKING:
    _Caption = str | Text
else:
    _Caption = Annotated[
        Annotated[str, Tag(f"{CHOICE}one")] | Annotated[Text, Tag(f"{CHOICE}both")], Discriminator(_caption_kind)
    ]


class Say(Step):
    """A caption for whoever watches."""

    say: _Caption


class Note(Step):
    """A word to the reader of the file."""

    note: str


def _do_models() -> Iterator[type[Do]]:
    for each in VOCABULARY.values():
        fields: dict[str, Any] = {
            argument.name: (_type_of(argument), ... if argument.required else None) for argument in each.arguments
        }
        name = "".join(part.title() for part in each.name.split("_"))
        literal: Any = Literal
        yield create_model(
            f"Do{name}", __base__=Do, __doc__=COMMANDS[each.name], do=(literal[each.name], ...), **fields
        )


def _type_of(argument: Argument) -> Any:
    one_of: Any = Literal
    made: Any
    if argument.choices:
        made = one_of[argument.choices]
    elif argument.kind in ("int", "fen"):
        made = within(argument.bounds)
    else:
        made = {"bool": bool, "list": several(argument.bounds.high), "str": typed(argument.bounds.high)}[argument.kind]
    return made | None if argument.nullable else made


DO_MODELS: Mapping[str, type[Do]] = {get_args(made.model_fields["do"].annotation)[0]: made for made in _do_models()}
OTHER_STEPS: Mapping[str, type[Step]] = {
    "press": Press,
    "click": Click,
    "wait": Wait,
    "expect": Expect,
    "shot": Shot,
    "say": Say,
    "note": Note,
}
KINDS = ("do", *OTHER_STEPS)


def _known(value: object) -> object:
    """Says which steps there are, where this is none of them."""
    if isinstance(value, Step):
        return value
    if not isinstance(value, Mapping):
        raise ValueError(f"takes a step such as `do: check`, not {value!r}" if isinstance(value, str) else "no step")
    found = [kind for kind in KINDS if kind in value]
    if not found:
        first = next(iter(value), "")
        hint = nearest(str(first), KINDS) or f"; there are {', '.join(KINDS)}"
        raise ValueError(f"no step {first!r}{hint}")
    if len(found) > 1:
        raise ValueError(f"one step does one thing, not {' and '.join(found)}")
    if found == ["do"] and not (isinstance(value["do"], str) and value["do"] in VOCABULARY):
        raise ValueError(f"no command {value['do']!r}{nearest(str(value['do']), VOCABULARY)}")
    return value


def _kind_of(value: object) -> str:
    if isinstance(value, Do):
        return f"{CHOICE}do {value.do}"
    if isinstance(value, Mapping):
        if "do" in value:
            return f"{CHOICE}do {value['do']}"
        return next((f"{CHOICE}{kind}" for kind in OTHER_STEPS if kind in value), CHOICE)
    return next((f"{CHOICE}{kind}" for kind, made in OTHER_STEPS.items() if isinstance(value, made)), CHOICE)


if TYPE_CHECKING:
    AnyStep = Step
    AnyDo = Do
else:
    _COMMANDS = tuple((f"do {name}", made) for name, made in DO_MODELS.items())
    AnyDo = Annotated[_one_of(_COMMANDS), Discriminator(_kind_of), BeforeValidator(_known)]
    """Any step that does a command."""
    _MODELS = (*_COMMANDS, *OTHER_STEPS.items())
    AnyStep = Annotated[_one_of(_MODELS), Discriminator(_kind_of), BeforeValidator(_known)]
    """Any step, chosen by what it says it does."""


def needs_screen(step: Step) -> bool:
    """Whether only a player with a screen can do it."""
    if isinstance(step, (Press, Click)):
        return True
    if not isinstance(step, Expect) or not isinstance(step.expect, CartFacts):
        return False
    return bool(ON_SCREEN & step.expect.model_fields_set)


def with_line_ids(command: Command, cart: Cart) -> Command:
    """The command with the line ids of this cart for lines named by SKU; what is not in it keeps its name."""
    named = {name: getattr(command, name) for name in LINE_ARGUMENTS if hasattr(command, name)}
    if not named:
        return command
    ids = {line.sku: line.id for line in cart.lines}
    changed: dict[str, Any] = {name: _ids(value, ids) for name, value in named.items()}
    return replace(command, **changed)


LINE_ARGUMENTS = ("line", "lines", "among")
"""Arguments that name lines of the cart."""


def _ids(value: Any, ids: Mapping[str, str]) -> Any:
    if isinstance(value, tuple):
        return tuple(ids.get(name, name) for name in value)
    return None if value is None else ids.get(value, value)


def step_of(command: Command, cart: Cart | None = None) -> dict[str, object]:
    """The step that does a command, as a file says it: lines by their SKU where `cart` has them, amounts in yuan."""
    name, arguments = spoken(command)
    kinds = {each.name: each.kind for each in word(name).arguments}
    skus = {} if cart is None else {line.id: line.sku for line in cart.lines}
    written: dict[str, object] = {"do": name}
    for argument, value in arguments.items():
        if argument in LINE_ARGUMENTS:
            value = _ids(value, skus)
        elif kinds[argument] == "fen" and isinstance(value, int):
            value = float(f"{value // 100}.{value % 100:02}")
        written[argument] = list(value) if isinstance(value, tuple) else value
    return written
