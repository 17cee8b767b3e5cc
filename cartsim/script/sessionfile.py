"""A whole situation in one small file another person can open: how the world was made, and all that was done in it.

    cartsim_session: 1
    made_by: 0.1.0
    size: demo
    seed: 42
    scenario: full-cart
    policy: {refresh: {interval_s: 10}}
    tick: 35
    windows:
    - {actor: shopper}
    journal:
    - {n: 1, do: {do: enter}}
    - {n: 2, tick: 3, do: {do: set_quantity, line: l3, quantity: 2}}
    carts: 5f2c81a09b3e

Commands stand as in a script, with line ids. `n` counts the journal's entries: the automatic unchecks between them come
by themselves. `carts` proves that whoever opens the file sees the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import Field

from cartsim import __version__
from cartsim.cart.commands import Refresh
from cartsim.errors import DataError
from cartsim.files import write_new
from cartsim.model.policy import Value
from cartsim.script.steps import AnyDo, step_of
from cartsim.session.datafile import Capacity, DataFile, parse_yaml, read_yaml
from cartsim.session.policyfile import values_of
from cartsim.session.replay import Chronicle, Deed, read_chronicle
from cartsim.session.scenario import Part, PolicySections, Seed
from cartsim.store.journal import Window

CAPACITY = Capacity(16_000_000, 1_000_000, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
"""A hundred thousand commands; their programs write and read them, so they may be longer than what a person writes."""

MOST_TIMES = 100_000
"""Readings in a row that are written as one entry."""

Number = Annotated[int, Field(ge=0, le=2**53)]
Ticks = Annotated[int, Field(ge=0, le=10_000_000)]
"""What `cartsim world advance` takes as well."""


class WindowOfFile(Part):
    """A window: who acted through it, with which rules of its own, and what was done when it was opened."""

    actor: str
    cart: Annotated[str, Field(pattern=r"^[^/]+/.+/[^/]+$")] = "account/shopper/main"
    policy: PolicySections | None = None
    after: Number = 0
    tick: Ticks = 0


class EntryOfFile(Part):
    """One command."""

    n: Number
    tick: Ticks = 0
    window: Number = 1
    """Place in the list of windows, from 1."""
    operation: str = ""
    times: Annotated[int, Field(ge=1, le=MOST_TIMES)] = 1
    """How often it was done: entries `n`, `n + 1` ..."""
    every: Ticks = 0
    """Ticks between two of those."""
    do: AnyDo


class SessionFile(Part):
    """A whole session file."""

    cartsim_session: Literal[1]
    made_by: str = ""
    size: Literal["demo", "large", "huge"]
    seed: Seed
    scenario: str = "none"
    scenario_text: str = ""
    policy: PolicySections | None = None
    tick: Ticks = 0
    windows: tuple[WindowOfFile, ...] = Field(default=(), strict=False)
    journal: tuple[EntryOfFile, ...] = Field(default=(), strict=False)
    carts: str


def write_session(world: Path, path: Path) -> int:
    """Write the situation of the world into a new file; gives its size in bytes.

    DataError where the file exists, which is not overwritten, or where what was done is more than a session file may
    hold: no file is written that could not be opened again.
    """
    text = session_text(read_chronicle(world))
    try:
        _chronicle_of(parse_yaml(path, text.encode(), capacity=CAPACITY))
    except DataError as wrong:
        raise DataError(f"no session file is written, it could not be opened again: {wrong}") from None
    return write_new(path, text)


def session_text(chronicle: Chronicle) -> str:
    """The file's text: a head, and one line for each window and each command."""
    head: dict[str, Any] = {
        "cartsim_session": 1,
        "made_by": __version__,
        "size": chronicle.size,
        "seed": chronicle.seed,
        "scenario": Path(chronicle.scenario).name,
    }
    if chronicle.scenario_text:
        head["scenario_text"] = chronicle.scenario_text
    places = {window.id: place for place, window in enumerate(chronicle.windows, 1)}
    lines = [yaml.safe_dump({name: value}, **_STYLE).rstrip() for name, value in head.items()]
    lines += [f"policy: {_flow(sections_of(chronicle.policy))}", f"tick: {chronicle.tick}"]
    for name, entries in (
        ("windows", [_window_written(window) for window in chronicle.windows]),
        ("journal", list(_journal(chronicle.deeds, places))),
    ):
        lines += [f"{name}:", *(f"- {_flow(entry)}" for entry in entries)] if entries else []
    return "\n".join([*lines, f"carts: '{chronicle.carts}'\n"])


def read_session(path: Path) -> Chronicle:
    """The chronicle in the file. DataError names file, line and field of what does not fit."""
    return _chronicle_of(read_yaml(path, capacity=CAPACITY))


def _chronicle_of(file: DataFile) -> Chronicle:
    told = file.as_model(SessionFile)
    windows = tuple(_window(told.windows[at], file, at) for at in range(len(told.windows)))
    deeds = []
    for at, entry in enumerate(told.journal):
        if not 1 <= entry.window <= len(windows):
            raise DataError(file.complaint(("journal", at, "window"), f"there are {len(windows)} windows"))
        with file.at("journal", at):
            command = entry.do.command()
        for turn in range(entry.times):
            n, tick = entry.n + turn, entry.tick + turn * entry.every
            deeds.append(Deed(n, tick, str(entry.window), entry.operation, command))
    return Chronicle(
        size=told.size,
        seed=told.seed,
        scenario=told.scenario,
        scenario_text=told.scenario_text,
        policy={} if told.policy is None else values_of(told.policy, file, "policy"),
        windows=windows,
        deeds=tuple(deeds),
        tick=told.tick,
        carts=told.carts,
    )


_STYLE: Mapping[str, Any] = {"allow_unicode": True, "sort_keys": False, "width": 10_000, "default_flow_style": False}


def _flow(value: Mapping[str, object]) -> str:
    """A mapping on one line."""
    return str(yaml.safe_dump(dict(value), **{**_STYLE, "default_flow_style": True})).rstrip()


def sections_of(values: Mapping[str, Value]) -> dict[str, dict[str, object]]:
    """Policy fields by section, as policy files have them."""
    sections: dict[str, dict[str, object]] = {}
    for name, value in values.items():
        section, _, field = name.partition(".")
        sections.setdefault(section, {})[field] = list(value) if isinstance(value, tuple) else value
    return sections


def _window_written(window: Window) -> dict[str, object]:
    written: dict[str, object] = {"actor": window.actor}
    if window.cart != WindowOfFile.model_fields["cart"].default:
        written["cart"] = window.cart
    if window.overrides:
        written["policy"] = sections_of(window.overrides)
    return written | {name: value for name, value in (("after", window.after), ("tick", window.tick)) if value}


def _journal(deeds: Sequence[Deed], places: Mapping[str, int]) -> Iterator[dict[str, object]]:
    """The commands as written; readings at regular intervals, which a screen left open makes, are one line."""
    at = 0
    while at < len(deeds):
        first, end = deeds[at], at + 1
        every = 0
        if isinstance(first.command, Refresh):
            every = deeds[end].tick - first.tick if end < len(deeds) else 0
            while end < min(len(deeds), at + MOST_TIMES) and _follows(deeds[end - 1], deeds[end], every):
                end += 1
        written = _deed_written(first, places)
        if end - at > 1:
            written = {"n": first.sequence, "times": end - at, "every": every} | written
        yield written
        at = end


def _follows(before: Deed, deed: Deed, every: int) -> bool:
    """Whether the deed is the same reading once more."""
    alike = (before.sequence + 1, before.tick + every, before.window, before.command)
    return (deed.sequence, deed.tick, deed.window, deed.command) == alike and _is_random(deed.operation)


def _deed_written(deed: Deed, places: Mapping[str, int]) -> dict[str, object]:
    usual = {"tick": 0, "window": 1, "operation": ""}
    operation = "" if _is_random(deed.operation) else deed.operation
    said = {"tick": deed.tick, "window": places[deed.window], "operation": operation}
    return (
        {"n": deed.sequence}
        | {name: value for name, value in said.items() if value != usual[name]}
        | {"do": step_of(deed.command)}
    )


def _is_random(operation: str) -> bool:
    """Whether nobody but the session chose the id, so that nobody can ask for it again; a file leaves such ids out."""
    return not operation or (len(operation) == 32 and all(letter in "0123456789abcdef" for letter in operation))


def _window(told: WindowOfFile, file: DataFile, at: int) -> Window:
    overrides = {} if told.policy is None else values_of(told.policy, file, "windows", at, "policy")
    return Window(str(at + 1), told.actor, told.cart, overrides, told.after, told.tick)
