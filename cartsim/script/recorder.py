"""The recorder: a world's journal as a script with readable steps, which passes when it is played.

Everything that was done becomes a step, lines named by their goods, time between two commands a `wait`. What was
shown at a marked moment becomes expectations.

A script is played through one window on one cart, which enters it first. Windows one after the other, each of which
enters the cart as the program does, come out as they were. Of windows of one time, and of carts of several accounts,
all commands are there in their order, but what belongs to a window is not: what it had last read (so a command may be
refused or not for another reading), its own policy, its own undo, its actor and its cart. The file then says so at
its top; a session file keeps all of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml

from cartsim.cart.commands import (
    Command,
    Enter,
    Mark,
    Redo,
    Refresh,
    SetAddress,
    SetPace,
    SetPolicy,
    Undo,
)
from cartsim.cart.history import REDO, UNDO, Step, to_redo, to_undo
from cartsim.cart.outcome import Outcome
from cartsim.cart.view import CartView
from cartsim.cart.vocabulary import spoken
from cartsim.errors import DataError, UnknownCodeError
from cartsim.files import temporary_folder, write_new
from cartsim.model.policy import STANDARD
from cartsim.model.policy_fields import likeness, override
from cartsim.script.checking import facts_of_bar, facts_of_cart, facts_of_line
from cartsim.script.codes import arguments_must_be_known
from cartsim.script.scriptfile import Script
from cartsim.script.sessionfile import sections_of
from cartsim.script.steps import LONGEST_WAIT, step_of
from cartsim.session.datafile import parse_yaml
from cartsim.session.founding import NO_SCENARIO
from cartsim.session.replay import Chronicle, Deed, read_chronicle, replay
from cartsim.session.session import Session
from cartsim.store import journal, worldfile
from cartsim.store.carts import CartStore, key_from_text
from cartsim.store.state import Connection

CART_FACTS = ("net_total", "shown_saved", "checked_lines", "pieces", "lines", "tick", "invalid", "blocked")
LINE_FACTS = ("quantity", "checked", "price", "net", "drop", "stock", "invalid")
BAR_FACTS = ("state", "gap", "granted")

FIRST_ENTRIES = 2
"""Journal entries a player makes before the first step: the pause, and entering the cart."""


class Expecting(StrEnum):
    """What the script expects."""

    NOTHING = "nothing"
    MARKS = "marks"
    """What was shown at marked moments, and why commands were refused"""
    END = "end"
    """That, and what is shown at the end"""


@dataclass(frozen=True, slots=True)
class Recording:
    """A script that was written."""

    text: str
    steps: int
    as_one: int = 0
    """How many windows of one time, of other rules, or on several carts it tells as if they had been one; else 0."""


def record(world: Path, expecting: Expecting = Expecting.MARKS) -> Recording:
    """The journal of the world as a script. DataError where it cannot be played again."""
    chronicle = read_chronicle(world)
    with temporary_folder("record") as folder:
        again = folder / "again.world"
        writer = _Writer(chronicle, again, expecting)
        session = replay(chronicle, again, writer.watch)
        try:
            writer.end(session)
        finally:
            writer.close()
            if session is not None:
                session.close()
    as_one = _told_as_one(chronicle)
    told = _AS_ONE.format(windows=as_one) if as_one else ""
    return Recording(told + _head(chronicle) + _steps_written(writer.steps), len(writer.steps), as_one)


def write_recording(world: Path, path: Path, expecting: Expecting = Expecting.MARKS) -> Recording:
    """Record into a new file. DataError where it exists or cannot be written, or where what was done is more than a
    script may say: no file is written that could not be read."""
    made = record(world, expecting)
    try:
        parse_yaml(path, made.text.encode()).as_model(Script)
    except DataError as wrong:
        raise DataError(f"no script is written, it could not be played: {wrong}") from None
    write_new(path, made.text)
    return made


@dataclass(slots=True)
class _Writer:
    """Follows the replay and writes the steps."""

    chronicle: Chronicle
    path: Path
    expecting: Expecting
    steps: list[dict[str, object]] = field(default_factory=list)
    _connection: Connection | None = None
    _tick: int = 0
    """Up to which the steps have let time pass."""
    _interval: int | None = None
    """Ticks from one reading to the next, None where time alone makes none."""
    _readings: list[int] = field(default_factory=list)
    """Ticks of the readings by interval that no step stands for yet."""
    _read: int = 0
    """Tick of the last reading of the whole cart before those."""
    _entries: int = FIRST_ENTRIES
    """Entries the steps so far make in a player's journal."""
    _numbers: dict[int, int] = field(default_factory=dict)
    """Entry -> its number in a player's journal."""
    _history: list[Step] = field(default_factory=list)
    _written: bool = False
    """Whether the command under way has a step."""

    def watch(self, deed: Deed, session: Session, outcome: Outcome | None) -> None:
        """A command is about to be done, or was."""
        if outcome is None:
            self._before(deed, session)
        else:
            self._after(deed, session, outcome)

    def end(self, session: Session | None) -> None:
        """Nothing more was done."""
        self._pass_time(self.chronicle.tick)
        if session is not None and self.expecting is Expecting.END:
            self.steps += shown(session.view())

    def close(self) -> None:
        """Give the file back."""
        if self._connection is not None:
            self._connection.close()

    @property
    def connection(self) -> Connection:
        """The world the journal is played on."""
        if self._connection is None:
            self._connection = worldfile.open_world(self.path)
        return self._connection

    def _before(self, deed: Deed, session: Session) -> None:
        """Write the step, by the cart as it is before it."""
        command = deed.command
        self._written = False
        self._interval = _interval(session)
        if command == Refresh("interval"):
            self._readings.append(deed.tick)
            return
        self._pass_time(deed.tick)
        if isinstance(command, Mark):
            self.steps += [{"say": command.title}] if command.title else []
            self.steps += [] if self.expecting is Expecting.NOTHING else shown(session.view())
            return
        said = self._said(command, deed, session)
        if said is not None:
            window = next(window for window in self.chronicle.windows if window.id == deed.window)
            cart, _ = CartStore(self.connection).load(key_from_text(window.cart))
            self.steps.append(step_of(said, cart))
            self._written = True

    def _after(self, deed: Deed, session: Session, outcome: Outcome) -> None:
        """Keep count of a player's journal, and expect the refusal."""
        refusal = outcome.refusal
        self._interval = _interval(session)
        by_time = deed.command == Refresh("interval")
        if self._written or by_time or self._is_first_entering(deed):
            made = journal.last_sequence(self.connection) - deed.sequence + 1
            first = FIRST_ENTRIES if self._is_first_entering(deed) else self._entries + 1
            self._entries = first + made - 1
            self._numbers |= {deed.sequence + more: first + more for more in range(made)}
            self._remember(deed, first, outcome)
        if isinstance(deed.command, Enter | Refresh | SetAddress | SetPolicy) and refusal is None and not by_time:
            self._read = deed.tick
        if self._written and refusal is not None and self.expecting is not Expecting.NOTHING:
            self.steps.append({"expect": {"refused": refusal.reason.code}})

    def _said(self, command: Command, deed: Deed, session: Session) -> Command | None:
        """The command as the script says it; None where it needs no step, or would not come out as it did."""
        if self._is_first_entering(deed):
            return None
        if isinstance(command, SetPace):
            pace = SetPace(frozen=command.frozen, liveliness=command.liveliness)
            return None if pace == SetPace() else pace
        if isinstance(command, Undo | Redo):
            return self._meant(command)
        try:
            arguments_must_be_known(session, *spoken(command))
        except UnknownCodeError:
            return None
        return command

    def _is_first_entering(self, deed: Deed) -> bool:
        """Whether a player does it by itself before the first step."""
        return deed is self.chronicle.deeds[0] and deed.command == Enter() and deed.tick == 0

    def _meant(self, command: Undo | Redo) -> Command | None:
        """The undo without a number where it is the newest step's, else with the number it has for a player."""
        newest_first = list(reversed(self._history))
        newest = to_undo(newest_first) if isinstance(command, Undo) else to_redo(newest_first)
        meant = None if command.sequence is None else self._numbers.get(command.sequence)
        if meant == newest:
            return type(command)()
        return None if meant is None else type(command)(meant)

    def _remember(self, deed: Deed, number: int, outcome: Outcome) -> None:
        entry = journal.entry(self.connection, deed.sequence)
        name = type(deed.command).__name__
        if entry is None or (entry.before is None and name not in (UNDO, REDO)):
            return
        target = self._numbers.get(deed.command.sequence or 0) if isinstance(deed.command, Undo | Redo) else None
        refused = "" if outcome.refusal is None else outcome.refusal.reason.code
        self._history.append(Step(number, name, target, refused))

    def _pass_time(self, tick: int) -> None:
        """Waits up to this tick, with the readings that were made on the way."""
        if self._readings == list(self._usual_readings(tick)):
            self._wait(tick)
        else:
            for reading in self._readings:
                self._wait(reading, quiet=True)
                self.steps.append(step_of(Refresh("interval")))
            self._wait(tick, quiet=True)
        if self._readings:
            self._read = self._readings[-1]
            self._readings = []

    def _usual_readings(self, tick: int) -> Iterator[int]:
        """Ticks up to this one at which a window left open would have read again."""
        at, read = self._tick, self._read
        while self._interval is not None and at < tick:
            at = max(at + 1, read + self._interval)
            if at > tick:
                return
            yield at
            read = at

    def _wait(self, tick: int, *, quiet: bool = False) -> None:
        while tick > self._tick:
            ticks = min(tick - self._tick, LONGEST_WAIT)
            self.steps.append({"wait": f"{ticks}s"} | ({"quiet": True} if quiet else {}))
            self._tick += ticks


_AS_ONE = """\
# {windows} windows are told as one here. All commands are there in their order; what a window had read when it did one,
# its own rules, undo and cart are not, so a step may come out differently. A session file keeps all of it.
"""


def _told_as_one(chronicle: Chronicle) -> int:
    """How many windows acted, where one could not have done the same; else 0."""
    by_id = {window.id: window for window in chronicle.windows}
    turns = [window for window, _ in groupby(deed.window for deed in chronicle.deeds)]
    acted = [by_id[name] for name in dict.fromkeys(turns)]
    alike = len({(window.cart, window.actor, tuple(sorted(window.overrides.items()))) for window in acted}) == 1
    return 0 if len(acted) < 2 or (alike and len(turns) == len(acted)) else len(acted)


def _interval(session: Session) -> int | None:
    """Ticks from one reading to the next by the rules in force, None where time alone makes none."""
    refresh = session.policy.refresh
    return refresh.interval_s if "interval" in refresh.modes else None


def shown(view: CartView) -> list[dict[str, object]]:
    """What the cart shows, as expectations: the figures, the bars, every line."""
    order = [line.sku for line in view.lines]
    facts: list[dict[str, object]] = [facts_of_cart(view, CART_FACTS) | ({"order": order} if order else {})]
    for shop in view.shops:
        for group in shop.groups:
            if group.bar is not None:
                code = group.bar.promotion.id
                facts.append({"bar": code} | facts_of_bar(view, code, BAR_FACTS))
    facts += [{"line": line.sku} | facts_of_line(view, line.id, LINE_FACTS) for line in view.lines]
    return [{"expect": said} for said in facts]


def _head(chronicle: Chronicle) -> str:
    """The beginning of the file: the scenario it starts from, and the rules."""
    head: dict[str, Any] = {}
    if chronicle.scenario_text:
        head = dict(yaml.safe_load(chronicle.scenario_text))
        head.pop("steps", None)
    elif chronicle.scenario != NO_SCENARIO:
        head["scenario"] = chronicle.scenario
    else:
        head["made_for"] = {"size": chronicle.size, "seed": chronicle.seed}
    return _yaml(head | _rules(chronicle))


def _rules(chronicle: Chronicle) -> dict[str, object]:
    """The rules as a whole: the profile nearer to them, and what differs from it."""
    rules = override(STANDARD, chronicle.policy)
    rules = override(rules, chronicle.windows[-1].overrides if chronicle.windows else {})
    profile, changes = likeness(rules)
    return {"profile": profile, "policy": sections_of(changes)}


def _steps_written(steps: Sequence[Mapping[str, object]]) -> str:
    """One line for each step."""
    if not steps:
        return "steps: []\n"
    lines = (yaml.safe_dump(dict(step), **_STYLE, default_flow_style=True).rstrip() for step in steps)
    return "steps:\n" + "".join(f"- {line}\n" for line in lines)


def _yaml(value: Mapping[str, object]) -> str:
    return str(yaml.safe_dump(dict(value), **_STYLE, default_flow_style=None))


_STYLE: Mapping[str, Any] = {"allow_unicode": True, "sort_keys": False, "width": 10_000}
